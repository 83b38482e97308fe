//! To the disk: whatever changes here is written at once, and what could not be written is not forgotten.

use std::future::Future;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::loading::Opened;
use super::{Chat, ChatStore};
use crate::browser::timer;
use crate::domain::conversation::Conversation;
use crate::domain::ids::ConversationId;
use crate::domain::message::Message;
use crate::domain::news::News;
use crate::domain::summary::Act;
use crate::services::drafts;
use crate::services::export;
use crate::services::library::{self, Library, Refused};
use crate::services::tabs;

/// How long to wait before what was refused is tried again, in milliseconds.
const RETRY_MS: i32 = 5_000;

/// Something that the browser did not keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsaved {
    /// Something of a chat.
    Conversation(ConversationId),
    /// Words that were not sent.
    Draft(Option<ConversationId>),
}

impl ChatStore {
    /// Why the browser keeps nothing just now, if something would be lost by leaving this page.
    pub fn unsaved(&self) -> Option<Refused> {
        let is_unsaved = !self.unsaved.with(Vec::is_empty);
        is_unsaved.then(|| self.refused.get().unwrap_or(Refused::Full))
    }

    /// Chats of which the disk does not have everything, as far as they have come.
    pub(in crate::state) fn not_on_disk(&self) -> Vec<Conversation> {
        let unsaved = self.unsaved.get_untracked();
        let ids = unsaved.iter().filter_map(|(what, _)| match what {
            Unsaved::Conversation(id) => Some(id),
            Unsaved::Draft(_) => None,
        });
        ids.filter_map(|id| self.chat(id)).map(|chat| chat.conversation.get_untracked()).collect()
    }

    /// Writes a draft.
    pub(in crate::state) fn save_draft(&self, id: Option<ConversationId>, text: &str) {
        let is_kept = drafts::save(id.as_ref(), text).is_ok();
        self.note(Unsaved::Draft(id), text, is_kept);
    }

    /// Writes settled messages and what comes of them for their chat, and tells the other tabs, `news` last.
    pub(super) fn say(&self, chat: &Chat, acts: Vec<Act>, messages: Vec<Message>, news: Vec<News>) {
        let summary = chat.conversation.with_untracked(|conversation| conversation.summary().clone());
        let id = chat.id.clone();
        self.write(chat, move |disk| async move {
            disk.say(&summary, &acts, &messages.iter().collect::<Vec<_>>()).await?;
            tabs::tell(&News::Changed(id.clone()));
            for message in messages {
                export::note_text(message.text().len());
                library::stay(&message.id);
                tabs::tell(&News::Said { chat: id.clone(), message: message.id });
            }
            news.iter().for_each(tabs::tell);
            Ok(())
        });
    }

    /// Does something about a chat, here, on the disk and in the other tabs.
    pub(super) fn act(&self, chat: &Chat, acts: Vec<Act>) {
        if acts.is_empty() {
            return;
        }
        chat.conversation.update(|conversation| acts.iter().for_each(|act| conversation.apply(act)));
        self.order();
        self.keep_acts(chat, acts);
    }

    /// Writes what was done about a chat.
    pub(super) fn keep_acts(&self, chat: &Chat, acts: Vec<Act>) {
        if acts.is_empty() {
            return;
        }
        let id = chat.id.clone();
        self.write(chat, move |library| async move {
            library.change(&id, &acts).await?;
            tabs::tell(&News::Changed(id));
            Ok(())
        });
    }

    /// Writes a running answer as far as it has come.
    pub(super) fn journal(&self, chat: &Chat) {
        let so_far = chat.live.with_untracked(|live| live.as_ref().map(|live| live.turn.message().clone()));
        let is_held = self.held.with_value(|held| held.iter().any(|(of, _)| *of == chat.id));
        let (Some(message), true) = (so_far, is_held && chat.running().is_some()) else { return };
        let (store, chat) = (*self, chat.clone());
        spawn_local(async move {
            let kept = async { store.opened().await?.journal(&chat.id, &message).await }.await;
            // The answer may have ended while this was written: an entry of what is settled is one too many.
            store.after(&chat, kept).await;
        });
    }

    /// Writes every running answer as far as it has come.
    pub(super) fn save_running(&self) {
        for chat in self.chats.get_untracked() {
            if let Some(running) = chat.running() {
                running.feed.flush();
                self.journal(&chat);
                chat.live.with_untracked(|live| {
                    if let Some(live) = live {
                        library::leave(&chat.id, live.turn.message());
                    }
                });
            }
        }
    }

    /// Writes something of a chat; if that fails, all of the chat is tried again later.
    fn write<F: Future<Output = Result<(), Refused>>>(&self, chat: &Chat, write: impl FnOnce(Library) -> F + 'static) {
        let (store, chat) = (*self, chat.clone());
        self.writing.update_value(|writing| writing.push(chat.id.clone()));
        spawn_local(async move {
            let is_behind = store.is_behind(&chat.id);
            let kept = async {
                let library = store.opened().await?;
                if is_behind {
                    // What comes on top of something that is missing is written with it.
                    let all = chat.conversation.get_untracked();
                    library.catch_up(&all).await?;
                }
                write(library).await
            }
            .await;
            store.writing.update_value(|writing| {
                if let Some(at) = writing.iter().position(|id| *id == chat.id) {
                    writing.swap_remove(at);
                }
            });
            store.after(&chat, kept).await;
        });
    }

    pub(super) fn is_being_written(&self, id: &ConversationId) -> bool {
        self.writing.with_value(|writing| writing.contains(id))
    }

    pub(super) fn is_behind(&self, id: &ConversationId) -> bool {
        self.unsaved.with_untracked(|unsaved| {
            unsaved.iter().any(|(what, _)| matches!(what, Unsaved::Conversation(other) if other == id))
        })
    }

    async fn after(&self, chat: &Chat, kept: Result<(), Refused>) {
        if !chat.is_running() && kept.is_ok() {
            self.held.update_value(|held| held.retain(|(of, _)| *of != chat.id));
        }
        let is_first_failure = kept.is_err() && self.unsaved.with_untracked(Vec::is_empty);
        if let Err(refused) = kept {
            self.refused.set(Some(refused));
        }
        self.note(Unsaved::Conversation(chat.id.clone()), "", kept.is_ok());
        if is_first_failure {
            let store = *self;
            spawn_local(async move { store.try_again().await });
        }
    }

    /// Tries to write what was refused, until it is written.
    async fn try_again(&self) {
        while !self.unsaved.with_untracked(Vec::is_empty) {
            timer::sleep(RETRY_MS).await;
            if matches!(self.library.get_untracked(), Opened::Failed(_)) {
                self.open_again().await;
            }
            for (what, words) in self.unsaved.get_untracked() {
                let is_kept = match &what {
                    Unsaved::Draft(id) => drafts::save(id.as_ref(), &words).is_ok(),
                    Unsaved::Conversation(id) => self.catch_up(id).await.is_ok(),
                };
                if is_kept {
                    self.unsaved.update(|unsaved| unsaved.retain(|(other, _)| *other != what));
                }
            }
        }
    }

    async fn catch_up(&self, id: &ConversationId) -> Result<(), Refused> {
        let Some(chat) = self.chat(id) else { return Ok(()) };
        let all = chat.conversation.get_untracked();
        self.opened().await?.catch_up(&all).await?;
        if !chat.is_running() {
            self.held.update_value(|held| held.retain(|(of, _)| of != id));
        }
        tabs::tell(&News::AllChanged);
        Ok(())
    }

    /// Takes note whether the browser kept what it was given.
    fn note(&self, what: Unsaved, words: &str, is_kept: bool) {
        if is_kept && self.unsaved.with_untracked(Vec::is_empty) {
            return;
        }
        self.unsaved.update(|unsaved| {
            unsaved.retain(|(other, _)| *other != what);
            if !is_kept {
                unsaved.push((what, words.to_owned()));
            }
        });
    }

    /// Asks the browser, once there is something to lose, not to throw it away.
    pub(super) fn ask_to_persist(&self) {
        if !self.has_asked.get_value() {
            self.has_asked.set_value(true);
            spawn_local(library::persist());
        }
    }
}
