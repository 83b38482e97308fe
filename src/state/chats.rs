//! All conversations, and every answer that runs.
//!
//! A stream belongs to its conversation, not to a view: opening another one leaves it running.
//! Signals here are reference-counted, because they are made by verbs and outlive any view.

use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::{AbortHandle, Abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::live::Feed;
pub use super::live::Live;
use super::session::SessionStore;
use crate::browser::{clock, entropy, page};
use crate::domain::conversation::Conversation;
use crate::domain::ids::{ApiKey, ConversationId, MessageId, ModelId};
use crate::domain::message::{Message, Outcome};
use crate::domain::problem::ProblemKind;
use crate::domain::time::Timestamp;
use crate::domain::title;
use crate::domain::turn::{End, Turn};
use crate::services::chats as storage;
use crate::services::completion::{self, Prompt};

/// One conversation and the answer that runs in it, if any.
#[derive(Debug, Clone)]
pub struct Chat {
    /// Its name.
    pub id: ConversationId,
    /// What is settled.
    pub conversation: ArcRwSignal<Conversation>,
    /// What is in the making.
    pub live: ArcRwSignal<Option<Live>>,
    running: Arc<Mutex<Option<Running>>>,
    place: Arc<Mutex<Option<Place>>>,
}

/// Where in a chat the person was.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The first message in view.
    pub id: String,
    /// How far its top was below that of the view, in CSS pixels.
    pub offset: f64,
}

/// What brings an answer.
#[derive(Debug, Clone)]
struct Running {
    request: AbortHandle,
    feed: Feed,
}

/// Why a message was not sent. The draft stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSent {
    /// There are no words.
    Empty,
    /// An answer is still streaming here.
    Streaming,
    /// There is no key.
    NotConnected,
    /// No model is chosen.
    NoModel,
}

/// Something that the browser did not keep.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Unsaved {
    Conversation(ConversationId),
    Draft(Option<ConversationId>),
}

/// All conversations of this tab.
#[derive(Debug, Clone, Copy)]
pub struct ChatStore {
    /// The newest first.
    chats: RwSignal<Vec<Chat>>,
    /// What did not fit into this tab's storage, a draft with its words.
    unsaved: RwSignal<Vec<(Unsaved, String)>>,
    /// Whether the page is on its way out: the browser breaks off its requests then.
    is_leaving: StoredValue<bool>,
    session: SessionStore,
}

/// All conversations of this tab.
pub fn use_chats() -> ChatStore {
    expect_context()
}

fn now() -> Timestamp {
    Timestamp::from_ms(clock::now_ms())
}

impl ChatStore {
    /// Reads what this tab has kept, and writes running answers when the page goes.
    pub fn start(session: SessionStore) -> Self {
        let chats = storage::load().into_iter().map(Chat::new).collect();
        let store = Self {
            chats: RwSignal::new(chats),
            unsaved: RwSignal::new(Vec::new()),
            is_leaving: StoredValue::new(false),
            session,
        };
        page::on_hide(move || store.save_running());
        page::on_leave(move |leaving| store.is_leaving.set_value(leaving));
        page::warn_before_leaving(move || !store.unsaved.with_untracked(Vec::is_empty));
        #[cfg(feature = "bench")]
        crate::services::bench::on_delete(move || store.delete_all());
        store
    }

    /// All of them, the newest first.
    pub fn all(&self) -> ReadSignal<Vec<Chat>> {
        self.chats.read_only()
    }

    /// One conversation.
    pub fn chat(&self, id: &ConversationId) -> Option<Chat> {
        self.chats.with_untracked(|chats| chats.iter().find(|chat| chat.id == *id).cloned())
    }

    /// Whether something would be lost by leaving this page.
    pub fn is_unsaved(&self) -> bool {
        !self.unsaved.with(Vec::is_empty)
    }

    /// Writes a draft.
    pub(super) fn save_draft(&self, id: Option<ConversationId>, text: &str) {
        let kept = storage::save_draft(id.as_ref(), text).is_ok();
        self.note(Unsaved::Draft(id), text, kept);
    }

    /// Takes note whether the browser kept what it was given. Once something fits again, so may the
    /// rest.
    fn note(&self, what: Unsaved, words: &str, kept: bool) {
        if kept && self.unsaved.with_untracked(Vec::is_empty) {
            return;
        }
        self.unsaved.update(|unsaved| {
            unsaved.retain(|(other, _)| *other != what);
            if !kept {
                unsaved.push((what, words.to_owned()));
                return;
            }
            unsaved.retain(|(what, words)| match what {
                Unsaved::Draft(id) => storage::save_draft(id.as_ref(), words).is_err(),
                Unsaved::Conversation(id) => {
                    let chat = self.chat(id);
                    chat.is_some_and(|chat| chat.conversation.with_untracked(storage::save).is_err())
                }
            });
        });
    }

    /// Asks `model` the question `text`, in a new conversation if there is no `id`.
    pub fn send(
        &self,
        id: Option<&ConversationId>,
        text: &str,
        model: Option<ModelId>,
    ) -> Result<ConversationId, NotSent> {
        // Spaces before the first word may be the indent of pasted code.
        let text = text.trim_end().trim_start_matches(['\n', '\r']);
        if text.is_empty() {
            return Err(NotSent::Empty);
        }
        let chat = id.and_then(|id| self.chat(id));
        if chat.as_ref().is_some_and(Chat::is_running) {
            return Err(NotSent::Streaming);
        }
        if !self.session.is_connected() {
            return Err(NotSent::NotConnected);
        }
        let model = model.ok_or(NotSent::NoModel)?;

        let chat = chat.unwrap_or_else(|| self.begin(text));
        let question = MessageId::generate(now(), entropy::bytes());
        let appended = chat.conversation.try_update(|conversation| {
            let parent = conversation.head().map(|head| head.id.clone());
            conversation.set_model(model.clone());
            conversation.append(Message::from_user(question.clone(), parent, now(), text.to_owned()))
        });
        debug_assert_eq!(appended, Some(Ok(())), "a fresh id below the head has a place");
        self.ask(&chat, &question, model, None);
        Ok(chat.id)
    }

    /// Asks again for the answer `failed`; what arrived of it stays in the tree.
    pub fn retry(
        &self,
        id: &ConversationId,
        failed: &MessageId,
        model: Option<ModelId>,
        cap: Option<u32>,
    ) -> Result<(), NotSent> {
        let Some(chat) = self.chat(id) else { return Err(NotSent::Empty) };
        if chat.is_running() {
            return Err(NotSent::Streaming);
        }
        if !self.session.is_connected() {
            return Err(NotSent::NotConnected);
        }
        let model = model.ok_or(NotSent::NoModel)?;
        let parent = chat.conversation.with_untracked(|conversation| conversation.message(failed)?.parent.clone());
        let Some(question) = parent else { return Err(NotSent::Empty) };
        self.ask(&chat, &question, model, cap);
        Ok(())
    }

    /// Stops the running answer and asks the same again.
    pub fn stop_and_retry(
        &self,
        id: &ConversationId,
        answer: &MessageId,
        model: Option<ModelId>,
    ) -> Result<(), NotSent> {
        self.stop(id);
        self.retry(id, answer, model, None)
    }

    /// Stops the running answer; what arrived stays.
    pub fn stop(&self, id: &ConversationId) {
        let Some(chat) = self.chat(id) else { return };
        if let Some(running) = chat.take_running() {
            running.request.abort();
            // What had arrived counts, its end and its price too.
            running.feed.flush();
            self.settle(&chat, End::Stopped, None);
        }
    }

    /// Chooses the model that is asked next in a conversation.
    pub fn choose_model(&self, id: &ConversationId, model: ModelId) {
        if let Some(chat) = self.chat(id) {
            chat.conversation.update(|conversation| conversation.set_model(model));
            self.save(&chat);
        }
    }

    /// Forgets every chat. The benchmark alone can: people get no verb that nothing takes back.
    #[cfg(feature = "bench")]
    fn delete_all(&self) {
        for chat in self.chats.get_untracked() {
            self.stop(&chat.id);
            storage::delete(&chat.id);
        }
        self.chats.update(Vec::clear);
    }

    fn begin(&self, first_words: &str) -> Chat {
        let mut conversation = Conversation::new(ConversationId::generate(now(), entropy::bytes()), now());
        conversation.set_title(title::from_first_words(first_words));
        let chat = Chat::new(conversation);
        self.chats.update(|chats| chats.insert(0, chat.clone()));
        chat
    }

    fn ask(&self, chat: &Chat, question: &MessageId, model: ModelId, cap: Option<u32>) {
        let Some(key) = self.session.key() else { return };
        let answer =
            Message::awaited(MessageId::generate(now(), entropy::bytes()), question.clone(), now(), model.clone());
        let answer_id = answer.id.clone();
        chat.live.set(Some(Live { turn: Turn::start(answer.clone()), is_silent: false }));
        let path = chat.conversation.try_update(|conversation| {
            let path = conversation.path_to(question);
            let appended = conversation.append(answer);
            debug_assert_eq!(appended, Ok(()), "a fresh id below a question has a place");
            path
        });
        self.save(chat);

        let prompt =
            Prompt { model, path: path.unwrap_or_default(), conversation: chat.id.clone(), max_output_tokens: cap };
        let (request, registration) = AbortHandle::new_pair();
        let feed = Feed::start(chat.live.clone(), answer_id);
        chat.set_running(Running { request, feed: feed.clone() });
        let (store, chat) = (*self, chat.clone());
        let request = async move {
            let end = completion::run(prompt, &key, |events| feed.receive(events)).await;
            feed.flush();
            chat.take_running();
            // A browser that leaves breaks off its requests.
            let is_broken = match &end {
                End::Lost => true,
                End::Failed(problem) => problem.kind == ProblemKind::Unreachable,
                End::Stopped | End::Closed | End::Left => false,
            };
            let end = if is_broken && store.is_leaving.get_value() { End::Left } else { end };
            store.settle(&chat, end, Some(&key));
        };
        spawn_local(async move {
            // Whoever aborted has settled the turn.
            let _ = Abortable::new(request, registration).await;
        });
    }

    /// Ends the answer; `key` is the one it was asked with, if OpenRouter had a say in its end.
    fn settle(&self, chat: &Chat, end: End, key: Option<&ApiKey>) {
        let Some(live) = chat.live.try_update(Option::take).flatten() else { return };
        let settled = live.turn.settle(end);
        let is_signed_out =
            matches!(settled.outcome(), Some(Outcome::Failed(problem)) if problem.kind == ProblemKind::SignedOut);
        chat.conversation.update(|conversation| {
            conversation.settle(settled);
        });
        self.save(chat);
        // Another key may be in use by now, and that one is not refused.
        if is_signed_out && self.session.key().as_ref() == key {
            self.session.disconnect();
        }
    }

    fn save(&self, chat: &Chat) {
        let kept = chat.conversation.with_untracked(storage::save).is_ok();
        self.note(Unsaved::Conversation(chat.id.clone()), "", kept);
    }

    /// Writes every running answer as far as it has come.
    fn save_running(&self) {
        for chat in self.chats.get_untracked() {
            if let Some(running) = chat.running() {
                running.feed.flush();
            }
            let so_far = chat.live.with_untracked(|live| live.as_ref().map(|live| live.turn.message().clone()));
            if let Some(message) = so_far {
                let mut conversation = chat.conversation.get_untracked();
                conversation.settle(message);
                self.note(Unsaved::Conversation(chat.id.clone()), "", storage::save(&conversation).is_ok());
            }
        }
    }
}

impl Chat {
    fn new(conversation: Conversation) -> Self {
        let id = conversation.id().clone();
        Self {
            id,
            conversation: ArcRwSignal::new(conversation),
            live: ArcRwSignal::new(None),
            running: Arc::default(),
            place: Arc::default(),
        }
    }

    /// Whether an answer is in the making, without tracking.
    pub fn is_running(&self) -> bool {
        self.live.with_untracked(Option::is_some)
    }

    /// Where the person was when they left; `None` if at the end.
    pub fn place(&self) -> Option<Place> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Remembers where the person is.
    pub fn set_place(&self, place: Option<Place>) {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }

    fn running(&self) -> Option<Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_running(&self, running: Running) {
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = Some(running);
    }

    fn take_running(&self) -> Option<Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
