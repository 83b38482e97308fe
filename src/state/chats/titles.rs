//! Better titles: a small model is asked for one after the first answer, if the person wants that.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Chat, ChatStore, new_message, now};
use crate::domain::ids::ApiKey;
use crate::domain::message::{Message, Outcome};
use crate::domain::summary::Act;
use crate::domain::title;
use crate::domain::turn::Turn;
use crate::services::completion::{self, Prompt};
use crate::services::preferences;

/// The longest reply that is paid for, in tokens: six long words.
const MAX_TOKENS: u32 = 40;

impl ChatStore {
    /// Asks for a title of a chat that has had its first answer. What fails leaves the one that is there.
    pub(super) fn find_title(&self, chat: &Chat, key: &ApiKey) {
        let question = chat.conversation.with_untracked(|conversation| conversation.untitled_question().cloned());
        let (Some(question), Some(model)) = (question, preferences::title_model()) else { return };
        if chat.is_being_titled.swap(true, Ordering::Relaxed) {
            return;
        }
        let (store, chat, key) = (*self, chat.clone(), key.clone());
        spawn_local(async move {
            let asked = Message::from_user(new_message(), None, now(), title::request(&question.text()));
            let mut turn = Turn::start(Message::awaited(new_message(), asked.id.clone(), now(), model.clone()));
            let prompt = Prompt {
                model,
                path: vec![Arc::new(asked)],
                conversation: chat.id.clone(),
                max_output_tokens: Some(MAX_TOKENS),
            };
            let end =
                completion::run(prompt, &key, &mut |events| events.into_iter().for_each(|event| turn.apply(event)))
                    .await;
            chat.is_being_titled.store(false, Ordering::Relaxed);
            let reply = turn.settle(end);
            let is_whole = reply.outcome() == Some(&Outcome::Complete);
            let title = if is_whole { title::from_reply(&reply.text()) } else { String::new() };
            let mut acts = Vec::new();
            // Who has named it meanwhile has the last word.
            if !title.is_empty() && chat.conversation.with_untracked(|c| c.untitled_question().is_some()) {
                acts.push(Act::Rename(title));
            }
            let cost = reply.answer.and_then(|answer| answer.usage?.cost);
            acts.extend(cost.map(Act::PayForTitle));
            store.act(&chat, acts);
        });
    }
}
