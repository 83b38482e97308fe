//! The page of llama.cpp: a chat and its messages, which name their parents.

use parlance::domain::message::Part;
use serde_json::Value;

use crate::content;
use crate::fields::Fields;
use crate::sketch::{Node, Sketch};

pub(super) fn chat(mut fields: Fields) -> Sketch {
    let mut told = fields.object("conv");
    let nodes = fields.list("messages").into_iter().map(node).collect();
    let sketch = Sketch {
        app: "llama.cpp",
        id: told.id("id"),
        title: told.text("name"),
        updated: told.moment("lastModified"),
        is_pinned: told.flag("pinned"),
        current: told.id("currNode"),
        nodes,
        ..Sketch::default()
    };
    fields.put("conv", told.into_value());
    Sketch { aside: fields, ..sketch }
}

fn node(value: Value) -> Node {
    let mut fields = Fields::of(value).unwrap_or_default();
    let (id, parent) = (fields.id("id"), fields.id("parent"));
    if fields.word("type") == "root" {
        // Nobody said it; it only holds the tree together.
        return Node::hidden(id, parent, Value::Null);
    }
    let role = content::role(fields.word("role"));
    for name in ["role", "children", "type", "convId"] {
        fields.take(name);
    }
    let mut parts: Vec<Part> =
        ["thinking", "reasoningContent"].iter().filter_map(|name| fields.text(name)).map(content::thought).collect();
    let told = fields.take("content");
    parts.extend(content::parts(told, &mut fields));
    let mut extra = Vec::new();
    for file in fields.list("extra") {
        match file["base64Url"].as_str().and_then(content::embedded) {
            Some(picture) => parts.push(picture),
            None => extra.push(file),
        }
    }
    fields.put("extra", extra.into());
    Node {
        id,
        parent,
        role,
        created: fields.moment("timestamp"),
        parts,
        model: fields.text("model"),
        aside: fields,
        ..Node::default()
    }
}
