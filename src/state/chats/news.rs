//! The other tabs: what changes there appears here, and an answer that is made in one is seen in all.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Chat, ChatStore, Unsaved};
use crate::domain::conversation::Misplaced;
use crate::domain::ids::{ConversationId, MessageId};
use crate::domain::message::{Message, Part};
use crate::domain::news::News;
use crate::domain::turn::{ChatEvent, End, Turn};
use crate::services::{drafts, tabs};
use crate::state::live::Live;
use crate::state::throttle::Throttle;

/// Others are told of a running answer at most this often, in milliseconds: fast enough to look like a stream.
const TELL_MS: i64 = 60;

/// What the other tabs know of the answer that is made here.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Whether somebody looks at it.
    is_watched: bool,
    /// Bytes of its words.
    n_bytes: usize,
    /// What else it had.
    rest: (usize, usize),
}

impl ChatStore {
    /// Hears what other tabs tell, one thing after the other.
    pub(super) fn listen(&self) {
        let store = *self;
        let waiting = Arc::new(Mutex::new((VecDeque::new(), false)));
        tabs::listen(move |news| {
            let mut queue = waiting.lock().unwrap_or_else(PoisonError::into_inner);
            queue.0.push_back(news);
            if std::mem::replace(&mut queue.1, true) {
                return;
            }
            let waiting = Arc::clone(&waiting);
            spawn_local(async move {
                loop {
                    let next = {
                        let mut queue = waiting.lock().unwrap_or_else(PoisonError::into_inner);
                        let next = queue.0.pop_front();
                        queue.1 = next.is_some();
                        next
                    };
                    let Some(news) = next else { return };
                    store.hear(news).await;
                }
            });
        });
    }

    async fn hear(&self, news: News) {
        match news {
            News::Changed(id) => {
                let summary = async { self.opened().await.ok()?.summary(&id).await.ok()? }.await;
                if let Some(summary) = summary {
                    self.take(summary);
                }
            }
            News::Said { chat, message } => {
                let said = async { self.opened().await.ok()?.message(&chat, &message).await.ok()? }.await;
                if let Some(message) = said {
                    self.told(&chat, message).await;
                }
            }
            News::Live { chat, answer } => self.see(&chat, *answer),
            News::Grew { chat, answer, from, words } => self.see_grown(chat, &answer, from, words),
            News::Watch(id) => {
                if let Some(chat) = self.chat(&id).filter(|chat| chat.running().is_some()) {
                    chat.told().is_watched = true;
                    tell_whole(&chat);
                }
            }
            News::Stop { chat: id, answer } => {
                let chat = self.chat(&id).filter(|chat| chat.running().is_some() && chat.runs(&answer));
                if chat.is_some() {
                    self.stop(&id);
                }
            }
            News::Forgotten(id) => self.lose(&id),
            News::AllForgotten => self.read_again(true).await,
            News::AllChanged => self.read_again(false).await,
        }
    }

    /// Takes in a settled message that somebody else has written.
    pub(super) async fn told(&self, id: &ConversationId, message: Message) {
        let Some(chat) = self.chat(id) else { return };
        if chat.running().is_none() && chat.runs(&message.id) {
            chat.live.set(None);
        }
        if !chat.is_here() {
            return;
        }
        let is_misplaced = chat.conversation.try_update(|conversation| {
            !conversation.settle(message.clone()) && conversation.receive(message) == Err(Misplaced::NoParent)
        });
        if is_misplaced == Some(true) {
            // It belongs below something that nobody has told.
            self.refill(&chat).await;
        }
    }

    /// Sees an answer that another tab makes, as far as it has come; or its end, if it was seen to come.
    pub(super) fn see(&self, id: &ConversationId, answer: Message) {
        let Some(chat) = self.chat(id).filter(|chat| chat.running().is_none()) else { return };
        let is_new = !chat.runs(&answer.id);
        if is_new && !answer.is_running() {
            return;
        }
        // Two tabs that ask at once in one chat make two answers, and here is room for one: the newer.
        let is_beside = chat.live.with_untracked(|live| {
            let shown = live.as_ref().map(|live| live.turn.message());
            shown.is_some_and(|shown| (shown.created, &shown.id) > (answer.created, &answer.id))
        });
        if is_beside {
            return;
        }
        let answer_id = answer.id.clone();
        let is_settled =
            chat.conversation.with_untracked(|c| c.message(&answer.id).is_some_and(|message| !message.is_running()));
        if is_settled {
            return;
        }
        chat.live.set(Some(Live { turn: Turn::start(answer), is_silent: false }));
        self.show_live(&chat);
        if is_new {
            if chat.is_here() {
                tabs::tell(&News::Watch(id.clone()));
            }
            // If that tab goes before the answer is whole, this one keeps what it has left.
            if tabs::can_hold() {
                spawn_local(self.recover_later(id.clone(), answer_id));
            }
        }
    }

    async fn recover_later(self, chat: ConversationId, answer: MessageId) {
        self.recover(chat.clone(), answer.clone()).await;
        // Whatever became of it: nobody makes it any more.
        if let Some(chat) = self.chat(&chat).filter(|chat| chat.running().is_none() && chat.runs(&answer))
            && let Some(live) = chat.live.try_update(Option::take).flatten()
        {
            let settled = live.turn.settle(End::Left);
            chat.conversation.update(|conversation| {
                conversation.settle(settled);
            });
        }
    }

    fn see_grown(&self, id: ConversationId, answer: &MessageId, from: usize, words: String) {
        let Some(chat) = self.chat(&id).filter(|chat| chat.running().is_none() && chat.runs(answer)) else { return };
        let fits =
            chat.live.with_untracked(|live| live.as_ref().is_some_and(|live| n_bytes(live.turn.message()) == from));
        if fits {
            chat.live.update(|live| {
                if let Some(live) = live {
                    live.turn.apply(ChatEvent::TextDelta(words));
                }
            });
        } else {
            tabs::tell(&News::Watch(id));
        }
    }

    /// Puts an answer that is made elsewhere into its chat, so that it is seen, and asks to be told of it.
    pub(super) fn show_live(&self, chat: &Chat) {
        if !chat.is_here() || chat.running().is_some() {
            return;
        }
        let answer = chat.live.with_untracked(|live| live.as_ref().map(|live| live.turn.message().clone()));
        match answer {
            Some(answer) => {
                let is_running = answer.is_running();
                let is_known = chat.conversation.with_untracked(|c| c.message(&answer.id).is_some());
                if is_running && is_known {
                    return;
                }
                chat.conversation.update(|conversation| {
                    if !conversation.settle(answer.clone()) {
                        // Below something that is not here it will be seen when the disk has both.
                        let _ = conversation.receive(answer);
                    }
                });
                if !is_running {
                    chat.live.set(None);
                }
            }
            None => tabs::tell(&News::Watch(chat.id.clone())),
        }
    }

    /// Asks the tab that makes an answer to stop.
    pub(super) fn stop_elsewhere(&self, chat: &Chat) {
        let answer = chat.live.with_untracked(|live| live.as_ref().map(|live| live.turn.message().id.clone()));
        if let Some(answer) = answer {
            tabs::tell(&News::Stop { chat: chat.id.clone(), answer });
        }
    }

    /// What tells the others that an answer has grown.
    pub(super) fn teller(&self, chat: Chat) -> Throttle {
        *chat.told() = Told::default();
        Throttle::new(TELL_MS, move || tell_growth(&chat))
    }

    /// A chat is gone for good, with what was to be written of it.
    pub(super) fn lose(&self, id: &ConversationId) {
        if let Some(chat) = self.chat(id) {
            self.end(&chat);
            self.remove(id);
        }
        drafts::forget_all(id.as_str());
        self.owed.update_value(|owed| owed.retain(|(of, _)| of != id));
        if self.is_behind(id) {
            self.unsaved.update(|unsaved| unsaved.retain(|(what, _)| *what != Unsaved::Conversation(id.clone())));
        }
    }

    /// Tells the others, when the page goes, what it would have told them as soon as the disk has it.
    pub(super) fn tell_unheard(&self) {
        if !self.writing.with_value(Vec::is_empty) {
            tabs::tell(&News::AllChanged);
        }
    }

    /// Reads all chats once more, and loses those that are gone from the disk. After all were deleted, also what this tab
    /// still knows or makes of them, but not what it begins just now.
    pub(super) async fn read_again(&self, are_forgotten: bool) {
        if are_forgotten {
            // Where this tab hears of it late, others have begun new ones.
            drafts::forget_own();
            self.unsaved.update(|unsaved| unsaved.retain(|(what, _)| !matches!(what, Unsaved::Draft(_))));
            self.drafts.with_value(|drafts| drafts.iter().for_each(|(_, draft)| draft.set(String::new())));
        }
        let read = async { self.opened().await?.all().await }.await;
        let Ok(summaries) = read else { return };
        let gone: Vec<ConversationId> = self.chats.with_untracked(|chats| {
            let is_gone = |chat: &&Chat| {
                let is_begun = self.writing.with_value(|writing| writing.contains(&(chat.id.clone(), true)));
                let is_kept_here = self.is_behind(&chat.id) || self.is_being_written(&chat.id) || chat.is_running();
                !is_begun && (are_forgotten || !is_kept_here) && !summaries.iter().any(|known| known.id == chat.id)
            };
            chats.iter().filter(is_gone).map(|chat| chat.id.clone()).collect()
        });
        gone.iter().for_each(|id| self.lose(id));
        self.take_many(summaries).await;
        for chat in self.chats.get_untracked() {
            if chat.is_here() {
                self.refill(&chat).await;
            }
        }
    }

    /// Takes in what is new in a chat that is open.
    pub(super) async fn refill(&self, chat: &Chat) {
        let read = async { self.opened().await?.messages(&chat.id).await }.await;
        if let Ok(messages) = read {
            chat.conversation.update(|conversation| conversation.receive_all(messages));
        }
    }
}

impl Chat {
    /// Whether this answer is in the making, here or elsewhere.
    fn runs(&self, answer: &MessageId) -> bool {
        self.live.with_untracked(|live| live.as_ref().is_some_and(|live| live.turn.message().id == *answer))
    }

    /// What this tab knows of an answer that it does not make: its end, or as far as it was seen to come.
    pub(super) fn seen(&self, answer: &MessageId) -> Option<Message> {
        let settled = self.conversation.with_untracked(|conversation| conversation.message(answer).cloned());
        settled.filter(|message| !message.is_running()).map(Arc::unwrap_or_clone).or_else(|| {
            let live = self.live.with_untracked(|live| live.as_ref().map(|live| live.turn.message().clone()));
            live.filter(|live| live.id == *answer && self.running().is_none())
        })
    }

    fn told(&self) -> std::sync::MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn tell_growth(chat: &Chat) {
    if !chat.told().is_watched {
        return;
    }
    let (news, n_bytes, rest) = {
        let told = chat.told();
        let news = chat.live.with_untracked(|live| {
            let message = live.as_ref()?.turn.message();
            let rest = rest(message);
            let words = message.text_from(told.n_bytes);
            let news = if rest != told.rest {
                News::Live { chat: chat.id.clone(), answer: Box::new(message.clone()) }
            } else if words.is_empty() {
                return None;
            } else {
                News::Grew { chat: chat.id.clone(), answer: message.id.clone(), from: told.n_bytes, words }
            };
            Some((news, n_bytes(message), rest))
        });
        let Some(news) = news else { return };
        news
    };
    tabs::tell(&news);
    let mut told = chat.told();
    (told.n_bytes, told.rest) = (n_bytes, rest);
}

fn tell_whole(chat: &Chat) {
    let message = chat.live.with_untracked(|live| live.as_ref().map(|live| live.turn.message().clone()));
    if let Some(answer) = message.map(Box::new) {
        let mut told = chat.told();
        (told.n_bytes, told.rest) = (n_bytes(&answer), rest(&answer));
        tabs::tell(&News::Live { chat: chat.id.clone(), answer });
    }
}

fn n_bytes(message: &Message) -> usize {
    let words = message.parts.iter().map(|part| if let Part::Text(words) = part { words.len() } else { 0 });
    words.sum()
}

/// What there is of a message beside its words: when that grows, the message is told anew.
fn rest(message: &Message) -> (usize, usize) {
    let thoughts = message.reasoning().map_or(0, |reasoning| reasoning.text.len());
    (message.parts.len(), thoughts)
}
