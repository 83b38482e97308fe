//! NextChat: a backup of its stores, one of which holds keys and is not read.

use parlance::domain::message::Outcome;
use parlance::domain::problem::{Problem, ProblemKind};
use serde_json::Value;

use super::linear;
use crate::fields::Fields;
use crate::sketch::{Node, Sketch};

/// The store of chats.
pub(super) const STORE: &str = "chat-next-web-store";
/// The store of keys.
const KEYS: &str = "access-control";

pub(super) fn has_keys(fields: &Fields) -> bool {
    fields.has(KEYS)
}

pub(super) fn chats(mut fields: Fields) -> Vec<Sketch> {
    fields.object(STORE).list("sessions").into_iter().map(chat).collect()
}

fn chat(value: Value) -> Sketch {
    let mut fields = Fields::of(value).unwrap_or_default();
    let model = fields.peek("mask")["modelConfig"]["model"].as_str().map(str::to_owned);
    let nodes = fields.list("messages").into_iter().map(node);
    Sketch {
        app: "NextChat",
        nodes: linear::in_line(nodes),
        id: fields.id("id"),
        title: fields.text("topic"),
        updated: fields.moment("lastUpdate"),
        model,
        aside: fields,
        ..Sketch::default()
    }
}

/// The date of a message is written as its reader's country does; the order is what can be relied upon.
fn node(value: Value) -> Node {
    let mut node = linear::node(value).unwrap_or_default();
    let problem = Problem {
        kind: ProblemKind::Retryable,
        status: None,
        detail: None,
        retry_after_s: None,
        fallback_models: vec![],
    };
    let has_failed = node.aside.flag("isError");
    Node { outcome: has_failed.then_some(Outcome::Failed(problem)), ..node }
}
