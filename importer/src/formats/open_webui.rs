//! Open WebUI: a list of chats, each with a tree by id.

use parlance::domain::message::{Outcome, Part, Role};
use parlance::domain::problem::{Problem, ProblemKind};
use serde_json::Value;

use super::linear;
use crate::content;
use crate::fields::Fields;
use crate::sketch::{Node, Sketch};

pub(super) fn is_one(fields: &Fields) -> bool {
    let chat = fields.peek("chat");
    chat["history"]["messages"].is_object() || (chat["messages"].is_array() && fields.has("user_id"))
}

pub(super) fn chat(mut fields: Fields) -> Sketch {
    let mut chat = fields.object("chat");
    let mut history = chat.object("history");
    let messages = history.object("messages").rest();
    let copy = chat.list("messages");
    let nodes = if messages.is_empty() {
        linear::in_line(copy.into_iter().map(|value| node(None, value)))
    } else {
        // Siblings as their parent lists them; those without one by age.
        let mut ranks = std::collections::HashMap::new();
        for value in messages.values() {
            for (rank, child) in value["childrenIds"].as_array().into_iter().flatten().enumerate() {
                ranks.entry(child.as_str().unwrap_or_default().to_owned()).or_insert(rank);
            }
        }
        let ranked =
            messages.into_iter().map(|(key, value)| (ranks.get(&key).copied().unwrap_or(0), node(Some(key), value)));
        let mut nodes: Vec<(usize, Node)> = ranked.collect();
        nodes.sort_by_key(|(rank, node)| (*rank, node.created));
        nodes.into_iter().map(|(_, node)| node).collect()
    };
    let current = history.text("currentId");
    chat.put("history", history.into_value());
    let title = fields.text("title").or_else(|| chat.text("title"));
    if title.as_deref() == Some(chat.word("title")) {
        chat.take("title");
    }
    let model = chat.peek("models")[0].as_str().map(str::to_owned);
    fields.put("chat", chat.into_value());
    Sketch {
        app: "Open WebUI",
        id: fields.text("id"),
        title,
        model,
        created: fields.moment("created_at"),
        updated: fields.moment("updated_at"),
        is_pinned: fields.flag("pinned"),
        is_archived: fields.flag("archived"),
        nodes,
        current,
        aside: fields,
        ..Sketch::default()
    }
}

fn node(key: Option<String>, value: Value) -> Node {
    let mut fields = Fields::of(value).unwrap_or_default();
    let role = content::role(fields.word("role"));
    fields.take("role");
    let id = fields.id("id");
    let content = fields.take("content");
    let output = fields.take("output");
    // The pieces are told apart in `output`; `content` is the same as HTML.
    let mut others = Fields::default();
    let mut parts = pieces(output, &mut others);
    fields.put("output", others.take("content"));
    if !parts.iter().any(|part| matches!(part, Part::Text(_))) {
        parts.extend(content::parts(content, &mut fields));
    }
    let mut files = Vec::new();
    for file in fields.list("files") {
        match file["url"].as_str().and_then(content::embedded) {
            Some(picture) => parts.push(picture),
            None => files.push(file),
        }
    }
    fields.put("files", files.into());
    let mut told = fields.object("usage");
    let mut usage = told.usage();
    fields.put("usage", told.into_value());
    if usage.is_none() {
        let mut told = fields.object("info");
        usage = told.usage();
        fields.put("info", told.into_value());
    }
    let has_failed =
        role == Some(Role::Assistant) && fields.has("error") && fields.peek("error") != &Value::Bool(false);
    let detail = fields.peek("error")["content"].as_str().map(|detail| detail.chars().take(500).collect());
    let problem =
        Problem { kind: ProblemKind::Retryable, status: None, detail, retry_after_s: None, fallback_models: vec![] };
    fields.take("childrenIds");
    fields.take("done");
    Node {
        id: key.or(id),
        parent: fields.text("parentId"),
        role,
        created: fields.moment("timestamp"),
        parts,
        model: fields.text("model"),
        usage,
        outcome: has_failed.then_some(Outcome::Failed(problem)),
        aside: fields,
        ..Node::default()
    }
}

/// Reads `output`: thoughts and messages, between calls of functions, which have no place.
fn pieces(output: Value, others: &mut Fields) -> Vec<Part> {
    let Value::Array(items) = output else { return Vec::new() };
    let mut parts = Vec::new();
    let mut left = Vec::new();
    for item in items {
        if item["type"] == "message" {
            let mut item = Fields::of(item).unwrap_or_default();
            let content = item.take("content");
            parts.extend(content::parts(content, &mut item));
            left.extend(item.list("content"));
        } else {
            let mut aside = Fields::default();
            parts.extend(content::parts(Value::Array(vec![item]), &mut aside));
            left.extend(aside.list("content"));
        }
    }
    others.put("content", left.into());
    parts
}
