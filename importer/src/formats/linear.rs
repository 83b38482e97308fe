//! Messages in a row, as most apps have them: each follows the one before.

use serde_json::Value;

use crate::content;
use crate::fields::Fields;
use crate::sketch::Node;

/// Hangs each message below the one before.
pub(super) fn in_line(nodes: impl IntoIterator<Item = Node>) -> Vec<Node> {
    nodes.into_iter().enumerate().map(|(at, node)| Node { after: at.checked_sub(1), ..node }).collect()
}

/// A message with `role` and `content`, and what most apps write beside.
pub(super) fn node(value: Value) -> Option<Node> {
    let mut fields = Fields::of(value)?;
    let role = content::role(fields.word("role"));
    if role.is_some() {
        fields.take("role");
    }
    let id = fields.id("id").or_else(|| fields.id("uuid"));
    let content = fields.take("content");
    let mut parts = content::parts(content, &mut fields);
    for name in ["reasoning_content", "reasoning", "thinking"] {
        if let Some(words) = fields.text(name) {
            parts.insert(0, content::thought(words));
        }
    }
    let created =
        ["createdAt", "created_at", "timestamp", "created", "date"].iter().find_map(|name| fields.moment(name));
    let mut told = fields.object("usage");
    let usage = told.usage();
    fields.put("usage", told.into_value());
    Some(Node { id, role, created, parts, model: fields.text("model"), usage, aside: fields, ..Node::default() })
}
