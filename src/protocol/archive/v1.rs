//! The first stored form of a conversation.
//!
//! ```json
//! {"v":1, "id":…, "title":…, "model":…, "created":ms, "messages":[…], "chosen":{parent: child}}
//! ```
//!
//! Parents stand before their children, as in the domain. What is not known is left out rather than
//! written as null. Moments are milliseconds since 1970, money is pico-dollars.

mod ending;
mod part;

use serde_json::Value;

use super::VERSION;
use crate::domain::conversation::Conversation;
use crate::domain::cost::{Money, Usage};
use crate::domain::ids::{ConversationId, MessageId, ModelId};
use crate::domain::message::{Answer, Message, Role};
use crate::domain::time::Timestamp;
use crate::protocol::json::write::{Json, object};
use crate::protocol::json::{count, take_list, take_text, text};

pub(super) fn to_archive(conversation: &Conversation) -> Json {
    let messages: Vec<Json> = conversation.messages().iter().map(|message| message_to_archive(message)).collect();
    let chosen: Vec<(&str, Json)> =
        conversation.shown().map(|(parent, child)| (parent.as_str(), child.as_str().into())).collect();
    object(vec![
        ("v", VERSION.into()),
        ("id", conversation.id().as_str().into()),
        ("title", conversation.title().into()),
        ("model", conversation.model().map(ModelId::as_str).into()),
        ("created", conversation.created().as_ms().into()),
        ("messages", messages.into()),
        ("chosen", object(chosen)),
    ])
}

/// `None` if a name or the messages are missing, or these do not hang together.
pub(super) fn from_archive(mut stored: Value) -> Option<Conversation> {
    let id = ConversationId::new(take_text(&mut stored, "id")?);
    let mut conversation = Conversation::new(id, moment(&stored, "created"));
    conversation.set_title(take_text(&mut stored, "title").unwrap_or_default());
    if let Some(model) = take_text(&mut stored, "model") {
        conversation.set_model(ModelId::new(model));
    }
    stored.get("messages").filter(|messages| messages.is_array())?;
    for message in take_list(&mut stored, "messages") {
        conversation.append(message_from_archive(message)?).ok()?;
    }
    // Chosen as the child that it is, whatever parent it is stored under: a choice cannot lead the
    // path round for ever.
    for child in stored["chosen"].as_object().into_iter().flat_map(|chosen| chosen.values()) {
        conversation.choose(&MessageId::new(child.as_str().unwrap_or_default()));
    }
    Some(conversation)
}

fn message_to_archive(message: &Message) -> Json {
    let Message { id, parent, role, created, parts, answer } = message;
    let role = match role {
        Role::System => "system",
        Role::User => "user",
        Role::Assistant => "assistant",
    };
    let parts: Vec<Json> = parts.iter().map(part::to_archive).collect();
    object(vec![
        ("id", id.as_str().into()),
        ("parent", parent.as_ref().map(MessageId::as_str).into()),
        ("role", role.into()),
        ("created", created.as_ms().into()),
        ("parts", parts.into()),
        ("answer", answer.as_ref().map(answer_to_archive).into()),
    ])
}

fn message_from_archive(mut stored: Value) -> Option<Message> {
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

fn moment(stored: &Value, name: &str) -> Timestamp {
    Timestamp::from_ms(stored[name].as_i64().unwrap_or(0))
}
