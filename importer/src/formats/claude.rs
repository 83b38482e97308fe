//! Claude: `conversations.json`, messages in a row; newer ones name their parents.

use serde_json::Value;

use super::linear;
use crate::content;
use crate::fields::Fields;
use crate::sketch::{Node, Sketch};

pub(super) fn chat(mut fields: Fields) -> Sketch {
    let nodes: Vec<Node> = fields.list("chat_messages").into_iter().map(node).collect();
    let is_tree = nodes.iter().any(|node| node.parent.is_some());
    Sketch {
        app: "Claude",
        id: fields.text("uuid"),
        title: fields.text("name"),
        model: fields.text("model"),
        created: fields.moment("created_at"),
        updated: fields.moment("updated_at"),
        is_pinned: fields.flag("is_starred"),
        current: fields.text("current_leaf_message_uuid"),
        nodes: if is_tree { nodes } else { linear::in_line(nodes) },
        aside: fields,
        ..Sketch::default()
    }
}

fn node(value: Value) -> Node {
    let mut fields = Fields::of(value).unwrap_or_default();
    let role = content::role(fields.word("sender"));
    fields.take("sender");
    let told = fields.take("content");
    let mut parts = content::parts(told, &mut fields);
    let has_words = parts.iter().any(|part| matches!(part, parlance::domain::message::Part::Text(_)));
    // The text is there twice where there is a list of pieces.
    let text = fields.text("text").filter(|_| !has_words);
    parts.extend(text.map(|text| content::said(&text)).unwrap_or_default());
    Node {
        id: fields.text("uuid"),
        parent: fields.text("parent_message_uuid"),
        role,
        created: fields.moment("created_at"),
        parts,
        model: fields.text("model"),
        aside: fields,
        ..Node::default()
    }
}
