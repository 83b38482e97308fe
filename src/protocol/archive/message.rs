//! One message, as both stored forms have it. Moments are milliseconds since 1970, money is pico-dollars; what is not known
//! is left out rather than written as null.

use serde_json::Value;

use super::{ending, part};
use crate::domain::cost::{Money, Usage};
use crate::domain::ids::{ConversationId, MessageId, ModelId};
use crate::domain::message::{Answer, Message, Role};
use crate::domain::time::Timestamp;
use crate::protocol::json::write::{Json, object};
use crate::protocol::json::{count, take_list, take_text, text};

pub(super) fn to_archive(version: u64, chat: &ConversationId, message: &Message) -> Json {
    let Message { id, parent, role, created, parts, answer } = message;
    let role = match role {
        Role::System => "system",
        Role::User => "user",
        Role::Assistant => "assistant",
    };
    let parts: Vec<Json> = parts.iter().map(part::to_archive).collect();
    object(vec![
        ("v", version.into()),
        ("chat", chat.as_str().into()),
        ("id", id.as_str().into()),
        ("parent", parent.as_ref().map(MessageId::as_str).into()),
        ("role", role.into()),
        ("created", created.as_ms().into()),
        ("parts", parts.into()),
        ("answer", answer.as_ref().map(answer_to_archive).into()),
    ])
}

pub(super) fn from_archive(mut stored: Value) -> Option<Message> {
    let answer = stored.get_mut("answer").filter(|answer| answer.is_object()).map(Value::take);
    let role = match text(&stored, "role") {
        Some("system") => Role::System,
        Some("user") => Role::User,
        Some("assistant") => Role::Assistant,
        _ => {
            if answer.is_some() {
                Role::Assistant
            } else {
                Role::User
            }
        }
    };
    Some(Message {
        id: MessageId::new(take_text(&mut stored, "id")?),
        parent: take_text(&mut stored, "parent").map(MessageId::new),
        role,
        created: moment(&stored, "created"),
        parts: take_list(&mut stored, "parts").into_iter().filter_map(part::from_archive).collect(),
        answer: answer.map(answer_from_archive),
    })
}

fn answer_to_archive(answer: &Answer) -> Json {
    let Answer { asked, model, provider, generation, usage, outcome } = answer;
    let (ending, problem) = ending::to_archive(outcome.as_ref());
    object(vec![
        ("asked", asked.as_str().into()),
        ("model", model.as_ref().map(ModelId::as_str).into()),
        ("provider", provider.as_deref().into()),
        ("generation", generation.as_deref().into()),
        ("usage", usage.as_ref().map(usage_to_archive).into()),
        ("outcome", ending.into()),
        ("problem", problem.into()),
    ])
}

fn answer_from_archive(mut stored: Value) -> Answer {
    Answer {
        asked: ModelId::new(take_text(&mut stored, "asked").unwrap_or_default()),
        model: take_text(&mut stored, "model").map(ModelId::new),
        provider: take_text(&mut stored, "provider"),
        generation: take_text(&mut stored, "generation"),
        usage: stored.get("usage").filter(|usage| usage.is_object()).map(usage_from_archive),
        outcome: Some(ending::from_archive(&mut stored)),
    }
}

fn usage_to_archive(usage: &Usage) -> Json {
    let Usage { prompt_tokens, completion_tokens, reasoning_tokens, cached_tokens, cost } = *usage;
    object(vec![
        ("prompt_tokens", prompt_tokens.into()),
        ("completion_tokens", completion_tokens.into()),
        ("reasoning_tokens", reasoning_tokens.into()),
        ("cached_tokens", cached_tokens.into()),
        ("cost_pico", cost.map(Money::as_pico).into()),
    ])
}

fn usage_from_archive(stored: &Value) -> Usage {
    let tokens = |name| count(stored, name).unwrap_or(0);
    Usage {
        prompt_tokens: tokens("prompt_tokens"),
        completion_tokens: tokens("completion_tokens"),
        reasoning_tokens: tokens("reasoning_tokens"),
        cached_tokens: tokens("cached_tokens"),
        cost: stored["cost_pico"].as_i64().map(Money::from_pico),
    }
}

/// A moment that stands there, else the first of all.
pub(super) fn moment(stored: &Value, name: &str) -> Timestamp {
    Timestamp::from_ms(stored[name].as_i64().unwrap_or(0))
}
