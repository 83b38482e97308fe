//! All chats, and every answer that runs.
//!
//! A stream belongs to its chat, not to a view: opening another one leaves it running. Of a chat that was not opened
//! only the summary is here. Signals are reference-counted, because they are made by verbs and outlive any view.

mod acts;
mod asking;
mod keeping;
mod loading;
mod news;
mod titles;

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::AbortHandle;
use leptos::prelude::*;

pub use self::keeping::Unsaved;
pub use self::loading::{Contents, Opened};
use super::composer::Drafts;
use super::live::Feed;
pub use super::live::Live;
use super::session::SessionStore;
use crate::browser::{clock, entropy, frame, page};
use crate::domain::conversation::Conversation;
use crate::domain::ids::{ConversationId, MessageId};
use crate::domain::summary::{Act, Shelf, Summary};
use crate::domain::time::Timestamp;
use crate::services::drafts;
pub use crate::services::library::{Access, Refused};
use crate::services::tabs::Held;

/// One chat and the answer that runs in it, if any.
#[derive(Debug, Clone)]
pub struct Chat {
    /// Its name.
    pub id: ConversationId,
    /// What is settled. Without its messages until it was opened.
    pub conversation: ArcRwSignal<Conversation>,
    /// Whether its messages are here.
    pub contents: ArcRwSignal<Contents>,
    /// What is in the making, here or in another tab.
    pub live: ArcRwSignal<Option<Live>>,
    /// How often something was asked here in this tab.
    pub n_asked: ArcRwSignal<usize>,
    running: Arc<Mutex<Option<Running>>>,
    told: Arc<Mutex<news::Told>>,
    is_being_titled: Arc<AtomicBool>,
    place: Arc<Mutex<Option<Place>>>,
    /// Where the person was before they were led to a message.
    before: Arc<Mutex<Option<Option<Place>>>>,
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
    /// The messages of the chat are not here yet.
    NotHere,
    /// A newer Parlance has written the chats: this one only shows them.
    ReadOnly,
}

/// All chats of this browser.
#[derive(Debug, Clone, Copy)]
pub struct ChatStore {
    /// On every shelf, by their rank.
    chats: RwSignal<Vec<Chat>>,
    /// Where the library stands.
    library: RwSignal<Opened>,
    /// It, once it is open.
    opening: StoredValue<loading::Opening, LocalStorage>,
    /// What the browser did not keep, a draft with its words.
    unsaved: RwSignal<Vec<(Unsaved, String)>>,
    /// Why not.
    refused: RwSignal<Option<Refused>>,
    /// Whether the list keeps its order, since somebody is writing in it.
    is_held: StoredValue<bool>,
    /// How often somebody chose a message to be led to.
    n_led: RwSignal<usize>,
    /// What is written in the fields, and goes with all chats.
    drafts: Drafts,
    /// Answers that are this tab's to write, until they are on the disk.
    held: StoredValue<Vec<(ConversationId, Option<Held>)>, LocalStorage>,
    /// What was done about chats, and refused.
    owed: StoredValue<Vec<(ConversationId, Act)>>,
    /// How often the browser has kept nothing.
    n_refused: StoredValue<usize>,
    /// Chats of which something is on its way to the disk, and the other tabs are not told yet; whether it begins them.
    writing: StoredValue<Vec<(ConversationId, bool)>>,
    /// Questions on their way to the disk: their chat, and the draft that each was, which stays until they are there.
    sent: StoredValue<Vec<(ConversationId, Option<ConversationId>, String)>>,
    /// Whether the browser was asked to keep all of it for good.
    has_asked: StoredValue<bool>,
    /// Whether the page is on its way out: the browser breaks off its requests then.
    is_leaving: StoredValue<bool>,
    session: SessionStore,
}

/// All chats of this browser.
pub fn use_chats() -> ChatStore {
    super::stores().chats
}

fn now() -> Timestamp {
    Timestamp::from_ms(clock::now_ms())
}

fn new_message() -> MessageId {
    MessageId::generate(now(), entropy::bytes())
}

impl ChatStore {
    /// Opens the library, and writes running answers when the page goes.
    pub(super) fn start(session: SessionStore, drafts: Drafts) -> Self {
        let store = Self {
            chats: RwSignal::new(Vec::new()),
            library: RwSignal::new(Opened::Opening),
            opening: StoredValue::new_local(loading::begin()),
            unsaved: RwSignal::new(Vec::new()),
            refused: RwSignal::new(None),
            is_held: StoredValue::new(false),
            n_led: RwSignal::new(0),
            drafts,
            held: StoredValue::new_local(Vec::new()),
            owed: StoredValue::new(Vec::new()),
            n_refused: StoredValue::new(0),
            writing: StoredValue::new(Vec::new()),
            sent: StoredValue::new(Vec::new()),
            has_asked: StoredValue::new(false),
            is_leaving: StoredValue::new(false),
            session,
        };
        store.listen();
        store.read_all();
        page::on_hide(move || {
            store.save_running();
            drafts::leave();
            if !frame::is_hidden() {
                store.look_again();
            }
        });
        page::on_leave(move |leaving| {
            store.is_leaving.set_value(leaving);
            store.tell_unheard();
        });
        page::warn_before_leaving(move || {
            !(store.unsaved.with_untracked(Vec::is_empty) && store.writing.with_value(Vec::is_empty))
        });
        #[cfg(feature = "bench")]
        crate::services::bench::on_delete(move || store.delete_all());
        store
    }

    /// All of them, by their rank.
    pub fn all(&self) -> ReadSignal<Vec<Chat>> {
        self.chats.read_only()
    }

    /// Those on one shelf, without tracking what each is called.
    pub fn on_shelf(&self, shelf: Shelf) -> Vec<Chat> {
        self.chats.with(|chats| chats.iter().filter(|chat| chat.shelf() == shelf).cloned().collect())
    }

    /// One chat, if it is known yet.
    pub fn chat(&self, id: &ConversationId) -> Option<Chat> {
        self.chats.with_untracked(|chats| chats.iter().find(|chat| chat.id == *id).cloned())
    }

    /// Takes a chat in, or what is new about one that is here.
    fn take(&self, summary: Summary) -> Chat {
        if let Some(chat) = self.chat(&summary.id) {
            if self.follow(&chat, &summary) {
                self.order();
            }
            return chat;
        }
        let chat = Chat::new(Conversation::of(summary), Contents::NotAsked);
        self.insert(chat.clone());
        chat
    }

    /// Takes in what the disk has new about a chat, and says whether anything was. Where this tab knows more than the
    /// disk, it waits until that is written.
    fn follow(&self, chat: &Chat, summary: &Summary) -> bool {
        if self.is_behind(&chat.id) || self.is_being_written(&chat.id) {
            return false;
        }
        let is_otherwise = chat.conversation.with_untracked(|c| {
            let known = c.summary();
            *known != Summary { chosen: known.chosen.clone(), ..summary.clone() }
        });
        if is_otherwise {
            chat.conversation.update(|conversation| conversation.follow(summary.clone()));
        }
        is_otherwise
    }

    fn insert(&self, chat: Chat) {
        self.chats.update(|chats| chats.push(chat));
        self.order();
    }

    /// Keeps the list in its order while somebody writes in it: an entry that moves loses the focus.
    pub fn hold_order(&self, is_held: bool) {
        self.is_held.set_value(is_held);
        self.order();
    }

    /// Puts the list into its order again.
    fn order(&self) {
        if self.is_held.get_value() {
            return;
        }
        self.chats.update(|chats| {
            // A heap does it in a third of the code of a sort.
            let heap: BinaryHeap<Ranked> = std::mem::take(chats).into_iter().map(Ranked::of).collect();
            chats.extend(heap.into_sorted_vec().into_iter().map(|ranked| ranked.chat));
        });
    }

    fn remove(&self, id: &ConversationId) {
        self.chats.update(|chats| chats.retain(|chat| chat.id != *id));
    }

    /// Ends what runs in a chat that is gone, and says so where it is on view.
    fn end(&self, chat: &Chat) {
        if let Some(running) = chat.take_running() {
            running.request.abort();
        }
        chat.live.set(None);
        chat.contents.set(Contents::Gone);
        self.held.update_value(|held| held.retain(|(of, _)| *of != chat.id));
    }
}

/// A chat by its rank, those first that come first in the list.
struct Ranked {
    rank: Reverse<(bool, Timestamp, ConversationId)>,
    chat: Chat,
}

impl Ranked {
    fn of(chat: Chat) -> Self {
        let (is_pinned, active, id) = chat.conversation.with_untracked(|c| {
            let (is_pinned, active, id) = c.summary().rank();
            (is_pinned, active, id.clone())
        });
        Self { rank: Reverse((is_pinned, active, id)), chat }
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank.cmp(&other.rank)
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
    }
}

impl Eq for Ranked {}

impl Chat {
    fn new(conversation: Conversation, contents: Contents) -> Self {
        let id = conversation.id().clone();
        Self {
            id,
            conversation: ArcRwSignal::new(conversation),
            contents: ArcRwSignal::new(contents),
            live: ArcRwSignal::new(None),
            n_asked: ArcRwSignal::new(0),
            running: Arc::default(),
            told: Arc::default(),
            is_being_titled: Arc::default(),
            place: Arc::default(),
            before: Arc::default(),
        }
    }

    /// Where it is listed, without tracking.
    pub fn shelf(&self) -> Shelf {
        self.conversation.with_untracked(|conversation| conversation.summary().shelf())
    }

    /// Whether its messages are here, without tracking.
    fn is_here(&self) -> bool {
        self.contents.with_untracked(|contents| *contents == Contents::Here)
    }

    /// It with the answer that is in the making, as far as that has come, without tracking. `None` if its messages are not
    /// here.
    pub(in crate::state) fn so_far(&self) -> Option<Conversation> {
        if !self.is_here() {
            return None;
        }
        let mut conversation = self.conversation.get_untracked();
        let running = self.live.with_untracked(|live| live.as_ref().map(|live| live.turn.message().clone()));
        if let Some(message) = running {
            conversation.settle(message);
        }
        Some(conversation)
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
