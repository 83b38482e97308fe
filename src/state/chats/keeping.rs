//! To the disk: whatever changes here is written at once, and what could not be written is not forgotten.

use std::rc::Rc;
use std::sync::Arc;

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
use crate::services::library::{self, Refused};
use crate::services::tabs;

/// How long to wait before what was refused is tried again, in milliseconds.
pub(super) const RETRY_MS: i32 = 5_000;

/// A disk that has not answered by then counts as one that refuses, in milliseconds. It answers within a hundredth of it.
const SLOW_MS: i32 = 3_000;

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
        ids.filter_map(|id| self.chat(id))
            .map(|chat| chat.so_far().unwrap_or_else(|| chat.conversation.get_untracked()))
            .collect()
    }

    /// Writes a draft in the place of `old`.
    pub(in crate::state) fn save_draft(&self, id: Option<ConversationId>, old: &str, text: &str) {
        let is_kept = drafts::save(id.as_ref(), old, text).is_ok();
        self.note(Unsaved::Draft(id), text, is_kept);
    }

    /// Takes note that a draft was sent into `chat`. It goes when the question is on the disk: until then it is all
    /// that a crash would leave.
    pub(in crate::state) fn sent_draft(&self, chat: ConversationId, id: Option<ConversationId>, text: String) {
        self.note(Unsaved::Draft(id.clone()), "", true);
        self.sent.update_value(|sent| sent.push((chat, id, text)));
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
        if !acts.is_empty() {
            self.say(chat, acts, Vec::new(), Vec::new());
        }
    }

    /// Writes settled messages and what is otherwise about their chat, and tells the other tabs, `news` last. What is
    /// refused is owed, and written later.
    pub(super) fn say(&self, chat: &Chat, acts: Vec<Act>, messages: Vec<Message>, news: Vec<News>) {
        if untrack(|| self.is_read_only()) {
            // What is chosen here is so until the page is left.
            return;
        }
        let messages: Vec<Arc<Message>> = messages.into_iter().map(Arc::new).collect();
        // What is done about a chat begins none.
        let is_new = !messages.is_empty()
            && chat.conversation.with_untracked(|conversation| settled(conversation).len() == messages.len());
        let (store, chat, acts) = (*self, chat.clone(), Rc::new(acts));
        self.writing.update_value(|writing| writing.push((chat.id.clone(), is_new)));
        let (slow, pending) = (chat.clone(), Rc::downgrade(&acts));
        spawn_local(async move {
            timer::sleep(SLOW_MS).await;
            if pending.strong_count() > 0 {
                // Not the acts: they may still be done, and done once more later they could undo another tab's.
                store.owe(&slow, &[], Refused::Failed);
            }
        });
        spawn_local(async move {
            let kept = store.write(&chat, is_new, &acts, &messages).await;
            store.writing.update_value(|writing| {
                if let Some(at) = writing.iter().position(|(id, _)| *id == chat.id) {
                    writing.swap_remove(at);
                }
            });
            match kept {
                Ok(()) => {
                    news.iter().for_each(tabs::tell);
                    store.let_go(&chat);
                }
                Err(refused) => {
                    for answer in messages.iter().filter(|message| message.answer.is_some() && !is_new) {
                        // The journal has less of it, and this page may go before there is room.
                        library::leave(&chat.id, answer);
                        // Who has seen an answer come sees its end too, and keeps it if this tab goes.
                        tabs::tell(&News::Live { chat: chat.id.clone(), answer: Box::new((**answer).clone()) });
                    }
                    store.owe(&chat, &acts, refused);
                }
            }
        });
    }

    /// Writes; where the disk lacks something of the chat, whatever it lacks.
    async fn write(&self, chat: &Chat, is_new: bool, acts: &[Act], messages: &[Arc<Message>]) -> Result<(), Refused> {
        let library = self.opened().await?;
        let n_refused = self.n_refused.get_value();
        let is_behind = self.is_behind(&chat.id);
        let (summary, all) =
            chat.conversation.with_untracked(|conversation| (conversation.summary().clone(), settled(conversation)));
        if is_behind {
            let mut owed = self.owed.get_value();
            owed.retain(|(of, _)| *of == chat.id);
            let all_acts: Vec<Act> = owed.into_iter().map(|(_, act)| act).chain(acts.iter().cloned()).collect();
            library.say(&summary, chat.is_here(), &all_acts, &all).await?;
            // What was refused meanwhile is still owed: an act that is done twice is done once.
            if self.n_refused.get_value() == n_refused {
                self.owed.update_value(|owed| owed.retain(|(of, _)| *of != chat.id));
                self.note(Unsaved::Conversation(chat.id.clone()), "", true);
            }
            tabs::tell(&News::AllChanged);
            return Ok(());
        }
        if !library.say(&summary, is_new, acts, messages).await? && !messages.is_empty() {
            // Somebody has cleared the database, and it must be written whole; or has deleted it for good.
            return Err(Refused::Closed);
        }
        tabs::tell(&News::Changed(chat.id.clone()));
        for message in messages {
            export::note_text(message.text().len());
            tabs::tell(&News::Said { chat: chat.id.clone(), message: message.id.clone() });
        }
        Ok(())
    }

    /// Writes a running answer as far as it has come.
    pub(super) fn journal(&self, chat: &Chat) {
        let so_far = chat.live.with_untracked(|live| live.as_ref().map(|live| live.turn.message().clone()));
        let is_held = self.held.with_value(|held| held.iter().any(|(of, _)| *of == chat.id));
        let (Some(message), true) = (so_far, is_held && chat.running().is_some()) else { return };
        let (store, chat) = (*self, chat.clone());
        spawn_local(async move {
            let kept = async { store.opened().await?.journal(&chat.id, &message).await }.await;
            // What was refused before is still missing, even if there is room for this.
            if let Err(refused) = kept {
                store.owe(&chat, &[], refused);
            }
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

    pub(super) fn is_being_written(&self, id: &ConversationId) -> bool {
        self.writing.with_value(|writing| writing.iter().any(|(other, _)| other == id))
    }

    pub(super) fn is_behind(&self, id: &ConversationId) -> bool {
        self.unsaved.with_untracked(|unsaved| {
            unsaved.iter().any(|(what, _)| matches!(what, Unsaved::Conversation(other) if other == id))
        })
    }

    /// What is on the disk, with all of its chat, is no draft any more, and, settled, nobody's to write.
    fn let_go(&self, chat: &Chat) {
        if self.is_behind(&chat.id) || self.is_being_written(&chat.id) {
            return;
        }
        self.sent.update_value(|sent| {
            sent.retain(|(to, id, text)| {
                if *to == chat.id {
                    drafts::forget(id.as_ref(), text);
                }
                *to != chat.id
            });
        });
        if !chat.is_running() {
            self.held.update_value(|held| held.retain(|(of, _)| *of != chat.id));
        }
    }

    /// Takes note that the disk lacks something of a chat, and what was done about it.
    pub(super) fn owe(&self, chat: &Chat, acts: &[Act], refused: Refused) {
        if self.chat(&chat.id).is_none() {
            // It was deleted for good meanwhile.
            return;
        }
        self.owed.update_value(|owed| owed.extend(acts.iter().map(|act| (chat.id.clone(), act.clone()))));
        self.n_refused.update_value(|n| *n += 1);
        self.refused.set(Some(refused));
        self.note(Unsaved::Conversation(chat.id.clone()), "", false);
    }

    /// Tries to write what was refused, until it is written.
    async fn try_again(&self) {
        while !self.unsaved.with_untracked(Vec::is_empty) {
            timer::sleep(RETRY_MS).await;
            if matches!(self.library.get_untracked(), Opened::Failed(_)) {
                self.open_again().await;
            }
            for (what, _) in self.unsaved.get_untracked() {
                match &what {
                    Unsaved::Draft(id) => {
                        // While others were written it may have become another one.
                        let words = self.unsaved.with_untracked(|unsaved| {
                            unsaved.iter().find(|(other, _)| *other == what).map(|(_, words)| words.clone())
                        });
                        if let Some(words) = words {
                            self.save_draft(id.clone(), &words, &words);
                        }
                    }
                    Unsaved::Conversation(id) => {
                        if let Some(chat) = self.chat(id)
                            && self.write(&chat, false, &[], &[]).await.is_ok()
                        {
                            self.let_go(&chat);
                        }
                    }
                }
            }
        }
    }

    /// Takes note whether the browser kept what it was given. What it did not is tried again.
    fn note(&self, what: Unsaved, words: &str, is_kept: bool) {
        let is_first = self.unsaved.with_untracked(Vec::is_empty);
        if is_kept && is_first {
            return;
        }
        self.unsaved.update(|unsaved| {
            unsaved.retain(|(other, _)| *other != what);
            if !is_kept {
                unsaved.push((what, words.to_owned()));
            }
        });
        if is_first {
            let store = *self;
            spawn_local(async move { store.try_again().await });
        }
    }

    /// Asks the browser, once there is something to lose, not to throw it away.
    pub(super) fn ask_to_persist(&self) {
        if !self.has_asked.get_value() {
            self.has_asked.set_value(true);
            spawn_local(library::persist());
        }
    }
}

/// The messages of which nothing is in the making.
fn settled(conversation: &Conversation) -> Vec<Arc<Message>> {
    conversation.messages().iter().filter(|message| !message.is_running()).cloned().collect()
}
