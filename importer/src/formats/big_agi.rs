//! big-AGI: one chat, all of them, or a backup of everything. Messages in a row, in one of two forms.

use parlance::domain::cost::Usage;
use parlance::domain::message::{Cut, Outcome, Part};
use serde_json::Value;

use super::linear;
use crate::content;
use crate::fields::Fields;
use crate::sketch::{Node, Sketch};

pub(super) fn is_one(fields: &Fields) -> bool {
    let first = &fields.peek("messages")[0];
    let is_ours = fields.has("systemPurposeId") || fields.has("autoTitle") || fields.has("userTitle");
    fields.peek("messages").is_array() && (is_ours || first["fragments"].is_array())
}

/// Whether there are settings of services, with their keys.
pub(super) fn has_keys(fields: &Fields) -> bool {
    let is_filled = |value: &Value| value.as_array().is_some_and(|list| !list.is_empty());
    is_filled(&fields.peek("models")["sources"]) || fields.peek("storage")["localStorage"]["app-models"].is_string()
}

/// Takes the chats out of a backup of everything.
pub(super) fn flash(fields: &mut Fields) -> Option<Vec<Value>> {
    if !fields.word("schema").starts_with("vnd.agi.") {
        return None;
    }
    let mut all = Vec::new();
    let stores = fields.peek("storage")["indexedDB"].as_object().into_iter().flat_map(|databases| databases.values());
    for entry in stores.flat_map(|store| store["keyval"].as_array().into_iter().flatten()) {
        if entry["key"] != "app-chats" {
            continue;
        }
        // Kept as text by some versions.
        let value = match entry["value"].as_str() {
            Some(text) => serde_json::from_str(text).unwrap_or_default(),
            None => entry["value"].clone(),
        };
        let state = if value["state"].is_object() { &value["state"] } else { &value };
        all.extend(state["conversations"].as_array().into_iter().flatten().cloned());
    }
    Some(all)
}

pub(super) fn chat(mut fields: Fields) -> Sketch {
    let nodes = fields.list("messages").into_iter().map(node);
    Sketch {
        app: "big-AGI",
        nodes: linear::in_line(nodes),
        id: fields.id("id"),
        title: fields.text("userTitle").or_else(|| fields.text("autoTitle")),
        created: fields.moment("created"),
        updated: fields.moment("updated"),
        is_archived: fields.flag("isArchived"),
        aside: fields,
        ..Sketch::default()
    }
}

fn node(value: Value) -> Node {
    let mut fields = Fields::of(value).unwrap_or_default();
    let role = content::role(fields.word("role"));
    fields.take("role");
    let mut parts = Vec::new();
    let mut others = Vec::new();
    for fragment in fields.list("fragments") {
        match part(&fragment) {
            Some(found) => parts.extend(found),
            None => others.push(fragment),
        }
    }
    fields.put("fragments", others.into());
    // The older form.
    parts.extend(fields.text("text").map(|text| content::said(&text)).unwrap_or_default());
    let mut generator = fields.object("generator");
    let mut metrics = generator.object("metrics");
    let usage: Option<Usage> = metrics.usage();
    generator.put("metrics", metrics.into_value());
    let outcome = match generator.word("tokenStopReason") {
        "out-of-tokens" => Some(Outcome::CutShort(Cut::Length)),
        "client-abort" => Some(Outcome::Stopped),
        "filter" => Some(Outcome::Filtered),
        _ => None,
    };
    let model = generator.text("name").or_else(|| fields.text("originLLM"));
    fields.put("generator", generator.into_value());
    Node {
        id: fields.id("id"),
        role,
        created: fields.moment("created"),
        parts,
        model,
        usage,
        outcome,
        aside: fields,
        ..Node::default()
    }
}

/// What a fragment says; none where it has no place, as pictures that are not in the file.
fn part(fragment: &Value) -> Option<Vec<Part>> {
    let part = &fragment["part"];
    let words = |name: &str| part[name].as_str().filter(|words| !words.is_empty());
    match (fragment["ft"].as_str()?, part["pt"].as_str()?) {
        ("content", "text") => Some(content::said(words("text")?)),
        ("content", "error") => Some(vec![Part::Text(words("error")?.to_owned())]),
        (_, "ma") => Some(vec![content::thought(words("aText")?)]),
        _ => None,
    }
}
