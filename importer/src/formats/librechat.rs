//! LibreChat: one chat a file, as a list or as a tree of `children`.

use parlance::domain::message::{Cut, Outcome};
use parlance::domain::problem::{Problem, ProblemKind};
use serde_json::Value;

use crate::content;
use crate::fields::Fields;
use crate::sketch::{Node, Sketch};

/// What the first messages name as their parent.
const ROOT: &str = "00000000-0000-0000-0000-000000000000";

pub(super) fn chat(mut fields: Fields) -> Sketch {
    let mut options = fields.object("options");
    let model = options.text("model");
    fields.put("options", options.into_value());
    let mut waiting = fields.list("messages");
    waiting.extend(fields.list("messagesTree"));
    // Parents before children, and siblings in their order.
    let mut waiting: std::collections::VecDeque<(Option<String>, Value)> =
        waiting.into_iter().map(|value| (None, value)).collect();
    let mut nodes = Vec::new();
    while let Some((above, value)) = waiting.pop_front() {
        let mut message = Fields::of(value).unwrap_or_default();
        let id = message.text("messageId");
        let children = message.list("children");
        waiting.extend(children.into_iter().map(|child| (id.clone(), child)));
        nodes.push(node(message, id, above, model.as_deref()));
    }
    Sketch {
        app: "LibreChat",
        id: fields.text("conversationId"),
        title: fields.text("title"),
        updated: fields.moment("exportAt"),
        model,
        nodes,
        aside: fields,
        ..Sketch::default()
    }
}

fn node(mut fields: Fields, id: Option<String>, above: Option<String>, model: Option<&str>) -> Node {
    let is_user = fields.has("isCreatedByUser").then(|| fields.flag("isCreatedByUser"));
    let is_user = is_user.unwrap_or(fields.word("sender").eq_ignore_ascii_case("user"));
    let told = fields.take("content");
    let mut parts = content::parts(told, &mut fields);
    let has_words = parts.iter().any(|part| matches!(part, parlance::domain::message::Part::Text(_)));
    let text = fields.text("text").filter(|_| !has_words);
    parts.extend(text.map(|text| content::said(&text)).unwrap_or_default());
    let outcome = if fields.flag("error") {
        let kind = ProblemKind::Retryable;
        Some(Outcome::Failed(Problem {
            kind,
            status: None,
            detail: None,
            retry_after_s: None,
            fallback_models: vec![],
        }))
    } else if fields.flag("unfinished") {
        Some(Outcome::Stopped)
    } else {
        (fields.word("finish_reason") == "length").then_some(Outcome::CutShort(Cut::Length))
    };
    let parent = fields.text("parentMessageId").filter(|parent| parent != ROOT);
    Node {
        id,
        parent: above.or(parent),
        role: content::role(if is_user { "user" } else { "assistant" }),
        created: fields.moment("createdAt"),
        parts,
        model: fields.text("model").or_else(|| model.map(str::to_owned)),
        usage: if is_user { None } else { fields.usage() },
        outcome,
        aside: fields,
        ..Node::default()
    }
}
