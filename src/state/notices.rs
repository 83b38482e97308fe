//! Short messages to the person.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::{page, timer};
use crate::services::share;

/// How long a passing message stays, in milliseconds: time to read a dozen words twice.
const PASSING_MS: i32 = 5_000;

/// How long something can be undone by its message, in milliseconds: time to see it and to get there by keyboard.
const UNDO_MS: i32 = 20_000;

/// How a message asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something is done; it passes by itself.
    Status,
    /// Something needs the person; it stays until put away.
    Alert,
}

/// A message.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Tells it from the others.
    pub id: u32,
    /// How it asks for attention.
    pub tone: Tone,
    /// What it says.
    pub text: String,
    /// Whether what it tells of can be undone.
    pub can_undo: bool,
}

/// The messages now shown, oldest first.
#[derive(Debug, Clone, Copy)]
pub struct NoticeStore {
    notices: RwSignal<Vec<Notice>>,
    next_id: StoredValue<u32>,
    /// What can be undone, oldest first, with the words that tell of it.
    /// Invariant: a message that offers an Undo tells of the last of them.
    undos: StoredValue<Vec<(String, Undo)>>,
}

type Undo = Arc<dyn Fn() + Send + Sync>;

/// The messages now shown.
pub fn use_notices() -> NoticeStore {
    super::stores().notices
}

impl NoticeStore {
    /// No message.
    pub fn start() -> Self {
        Self { notices: RwSignal::new(Vec::new()), next_id: StoredValue::new(0), undos: StoredValue::new(Vec::new()) }
    }

    /// The messages now shown.
    pub fn notices(&self) -> ReadSignal<Vec<Notice>> {
        self.notices.read_only()
    }

    /// Says that something is done.
    pub fn say(&self, text: impl Into<String>) {
        let id = self.push(Tone::Status, text.into(), false);
        self.pass(id, PASSING_MS);
    }

    /// Says that something is done that can be undone. What was done just before can be undone after it.
    pub fn say_with_undo(&self, text: String, undo: impl Fn() + Send + Sync + 'static) {
        self.undos.update_value(|undos| undos.push((text, Arc::new(undo))));
        self.offer_undo();
    }

    /// Undoes what was done last, by the message of this id, and offers the same for what was done before. Says whether
    /// there is such.
    pub fn undo(&self, id: u32) -> bool {
        self.put_away(id);
        if let Some((_, undo)) = self.undos.try_update_value(Vec::pop).flatten() {
            undo();
        }
        self.offer_undo()
    }

    /// Says that something is done after which what was done before is not to be undone by its message any more.
    pub fn say_at_last(&self, text: &'static str) {
        self.drop_undos();
        self.say(text);
    }

    /// Offers no Undo any more: what was done is undone otherwise, or for good.
    pub fn drop_undos(&self) {
        self.undos.set_value(Vec::new());
        self.notices.update(|notices| notices.retain(|notice| !notice.can_undo));
    }

    fn offer_undo(&self) -> bool {
        let last = self.undos.with_value(|undos| undos.last().map(|(text, _)| text.clone()));
        let can_undo = last.is_some();
        if let Some(text) = last {
            let id = self.push(Tone::Status, text, true);
            self.pass(id, UNDO_MS);
        }
        can_undo
    }

    fn pass(&self, id: u32, after_ms: i32) {
        let store = *self;
        spawn_local(async move {
            timer::sleep(after_ms).await;
            // Nobody is interrupted on the way to it.
            while page::is_at(".notice") {
                timer::sleep(PASSING_MS).await;
            }
            store.put_away(id);
            // What was done before goes with the newest.
            if store.notices.with_untracked(|notices| !notices.iter().any(|notice| notice.can_undo)) {
                store.undos.set_value(Vec::new());
            }
        });
    }

    /// Says that something needs the person; the same words are not said twice at once.
    pub fn alert(&self, text: impl Into<String>) {
        let text = text.into();
        if !self.notices.with_untracked(|notices| notices.iter().any(|notice| notice.text == text)) {
            self.push(Tone::Alert, text, false);
        }
    }

    /// Takes an alert away that is no longer true.
    pub fn take_back(&self, text: &str) {
        self.notices.update(|notices| notices.retain(|notice| notice.text != text));
    }

    /// Copies `text` to the clipboard and says how that went.
    pub fn copy(&self, text: String) {
        let store = *self;
        spawn_local(async move {
            match share::copy(&text).await {
                Ok(()) => store.say("Copied"),
                Err(_) => {
                    store.alert("The browser did not let Parlance copy. Select the text and copy it by hand.");
                }
            }
        });
    }

    /// Takes a message away.
    pub fn put_away(&self, id: u32) {
        self.notices.update(|notices| notices.retain(|notice| notice.id != id));
    }

    fn push(&self, tone: Tone, text: String, can_undo: bool) -> u32 {
        let id = self.next_id.get_value();
        self.next_id.set_value(id.wrapping_add(1));
        self.notices.update(|notices| {
            // One passing message at a time: the newer is the truer. What can be undone stays beside what cannot.
            if tone == Tone::Status {
                notices.retain(|notice| notice.tone == Tone::Alert || (notice.can_undo && !can_undo));
            }
            notices.push(Notice { id, tone, text, can_undo });
        });
        id
    }
}
