//! TypingMind, and whatever else has `messages` with `role` and `content`.

use serde_json::Value;

use super::linear;
use crate::fields::Fields;
use crate::sketch::Sketch;

/// Whether this is a message and nothing around it.
pub(super) fn is_message(fields: &Fields) -> bool {
    fields.peek("role").is_string() && fields.has("content") && !fields.has("messages")
}

pub(super) fn chat(mut fields: Fields) -> Sketch {
    let app = if fields.has("chatID") || fields.has("chatTitle") { "TypingMind" } else { "Another app" };
    let id = fields.id("chatID").or_else(|| fields.id("id"));
    let title = ["chatTitle", "title", "name"].iter().find_map(|name| fields.text(name));
    let model = fields.text("model").or_else(|| fields.peek("model")["id"].as_str().map(str::to_owned));
    let nodes = fields.list("messages").into_iter().map(|value| linear::node(value).unwrap_or_default());
    Sketch {
        app,
        nodes: linear::in_line(nodes),
        id,
        title,
        model,
        created: ["createdAt", "created_at"].iter().find_map(|name| fields.moment(name)),
        updated: ["updatedAt", "updated_at"].iter().find_map(|name| fields.moment(name)),
        aside: fields,
        ..Sketch::default()
    }
}

/// Messages without a chat around them.
pub(super) fn bare(messages: Vec<Value>) -> Sketch {
    let nodes = messages.into_iter().map(|value| linear::node(value).unwrap_or_default());
    Sketch { app: "Another app", nodes: linear::in_line(nodes), ..Sketch::default() }
}

/// Takes the chats out of a backup of everything that the browser kept.
pub(super) fn cloud(fields: &mut Fields) -> Option<Vec<Value>> {
    let holder = if fields.peek("indexedDB").is_object() { fields } else { return None };
    let mut kept = holder.object("indexedDB");
    let names = kept.names().into_iter().filter(|name| name.starts_with("CHAT_"));
    let chats: Vec<Value> = names.map(|name| kept.take(&name)).map(unfolded).collect();
    (!chats.is_empty()).then_some(chats)
}

/// Some values are kept as JSON within JSON.
fn unfolded(value: Value) -> Value {
    match value.as_str().and_then(|text| serde_json::from_str(text).ok()) {
        Some(inner) => inner,
        None => value,
    }
}
