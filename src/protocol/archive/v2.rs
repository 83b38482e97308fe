//! The second stored form: a text for each chat and each message. docs/format.md tells it to people.

use std::collections::BTreeSet;

use serde_json::Value;

use super::message;
use crate::domain::cost::Money;
use crate::domain::ids::{ConversationId, MessageId, ModelId};
use crate::domain::message::Message;
use crate::domain::summary::{Source, Summary};
use crate::domain::time::Timestamp;
use crate::domain::title;
use crate::protocol::json::write::{Json, object};
use crate::protocol::json::{take_list, take_text};

/// The version that is written.
pub(super) const VERSION: u64 = 2;

pub(super) fn summary_to_archive(summary: &Summary) -> Json {
    let Summary {
        id,
        title,
        model,
        created,
        active,
        is_pinned,
        is_archived,
        deleted,
        chosen,
        hidden,
        title_cost,
        source,
    } = summary;
    let names = |names: &BTreeSet<MessageId>| {
        (!names.is_empty()).then(|| names.iter().map(|name| name.as_str().into()).collect::<Vec<Json>>())
    };
    object(vec![
        ("v", VERSION.into()),
        ("id", id.as_str().into()),
        ("title", Some(title.as_str()).filter(|title| !title.is_empty()).into()),
        ("model", model.as_ref().map(ModelId::as_str).into()),
        ("created", created.as_ms().into()),
        ("active", active.as_ms().into()),
        ("pinned", is_pinned.then_some(true).into()),
        ("archived", is_archived.then_some(true).into()),
        ("deleted", deleted.map(Timestamp::as_ms).into()),
        ("chosen", names(chosen).into()),
        ("hidden", names(hidden).into()),
        ("title_cost_pico", title_cost.map(Money::as_pico).into()),
        ("source", source.as_ref().map(source_to_archive).into()),
    ])
}

fn source_to_archive(source: &Source) -> Json {
    object(vec![("app", source.app.as_str().into()), ("id", source.id.as_deref().into())])
}

pub(super) fn summary_from_archive(mut stored: Value) -> Option<Summary> {
    let id = ConversationId::new(take_text(&mut stored, "id")?);
    let created = message::moment(&stored, "created");
    let is = |name| stored[name].as_bool().unwrap_or(false);
    let (is_pinned, is_archived) = (is("pinned"), is("archived"));
    let deleted = stored["deleted"].as_i64().map(Timestamp::from_ms);
    let active = stored["active"].as_i64().map_or(created, Timestamp::from_ms);
    let mut names = |name| {
        let mut names = BTreeSet::new();
        for name in take_list(&mut stored, name) {
            names.extend(name.as_str().map(MessageId::new));
        }
        names
    };
    let (chosen, hidden) = (names("chosen"), names("hidden"));
    let title_cost = stored["title_cost_pico"].as_i64().map(Money::from_pico);
    let source = stored
        .get_mut("source")
        .filter(|source| source.is_object())
        .map(|source| Source { app: take_text(source, "app").unwrap_or_default(), id: take_text(source, "id") });
    Some(Summary {
        id,
        title: title::clean(&take_text(&mut stored, "title").unwrap_or_default()),
        model: take_text(&mut stored, "model").map(ModelId::new),
        created,
        active,
        is_pinned,
        is_archived,
        deleted,
        chosen,
        hidden,
        title_cost,
        source,
    })
}

pub(super) fn message_to_archive(chat: &ConversationId, message: &Message) -> Json {
    message::to_archive(VERSION, chat, message)
}

pub(super) fn message_from_archive(mut stored: Value) -> Option<(ConversationId, Message)> {
    let chat = ConversationId::new(take_text(&mut stored, "chat")?);
    Some((chat, message::from_archive(stored)?))
}
