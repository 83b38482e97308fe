//! An answer in the making, as the page sees it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::throttle::Throttle;
use crate::browser::{clock, frame, timer};
use crate::domain::ids::MessageId;
use crate::domain::time::Timestamp;
use crate::domain::turn::{ChatEvent, Turn};

/// In a hidden tab, where no frame keeps the time, events are applied at most this often, in milliseconds.
const HIDDEN_FLUSH_MS: i64 = 250;

/// After this long without a byte the person is asked, in milliseconds. Nothing is aborted: slow
/// models send comments, and those count as bytes.
const SILENCE_MS: i64 = 60_000;

/// An answer in the making.
#[derive(Debug, Clone)]
pub struct Live {
    /// What has arrived.
    pub turn: Turn,
    /// Whether nothing came for a minute.
    pub is_silent: bool,
}

/// Feeds a stream's events into a signal, as long as that shows the answer they belong to.
#[derive(Debug, Clone)]
pub(super) struct Feed {
    live: ArcRwSignal<Option<Live>>,
    answer: MessageId,
    queue: Arc<Mutex<Queue>>,
    /// Told of each change.
    grown: Throttles,
}

/// Who is told that an answer has grown, and how often.
pub(super) type Throttles = Arc<[Throttle]>;

/// What waits to be applied.
#[derive(Debug)]
struct Queue {
    events: Vec<ChatEvent>,
    /// Whether somebody will apply them.
    is_flush_due: bool,
    last_flush_ms: i64,
    last_byte_ms: i64,
}

impl Feed {
    /// A feed for `answer`, which `live` holds, with a watch for silence that ends with it.
    pub fn start(live: ArcRwSignal<Option<Live>>, answer: MessageId, grown: Throttles) -> Self {
        let now = clock::now_ms();
        let queue = Queue { events: Vec::new(), is_flush_due: false, last_flush_ms: now, last_byte_ms: now };
        let feed = Self { live, answer, queue: Arc::new(Mutex::new(queue)), grown };
        spawn_local(feed.clone().watch_for_silence());
        spawn_local(feed.clone().count_seconds());
        feed
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the events of one piece of the stream; an empty list is a sign of life.
    pub fn receive(&self, events: Vec<ChatEvent>) {
        let now = clock::now_ms();
        let mut queue = self.queue();
        queue.last_byte_ms = now;
        queue.events.extend(events);
        let waits = frame::is_hidden() && now - queue.last_flush_ms < HIDDEN_FLUSH_MS;
        let is_first = waits && !queue.events.is_empty() && !std::mem::replace(&mut queue.is_flush_due, true);
        drop(queue);
        if self.live.with_untracked(|live| live.as_ref().is_some_and(|live| live.is_silent)) {
            self.set_silent(false);
        }
        if !waits {
            self.flush();
        } else if is_first {
            let feed = self.clone();
            spawn_local(async move {
                timer::sleep(i32::try_from(HIDDEN_FLUSH_MS).unwrap_or(i32::MAX)).await;
                feed.queue().is_flush_due = false;
                feed.flush();
            });
        }
    }

    /// Applies what is queued.
    pub fn flush(&self) {
        let mut queue = self.queue();
        let events = std::mem::take(&mut queue.events);
        queue.last_flush_ms = clock::now_ms();
        drop(queue);
        if !events.is_empty() {
            self.update(|live| {
                events.into_iter().for_each(|event| live.turn.apply(event));
                live.turn.tick(Timestamp::from_ms(clock::now_ms()));
            });
            self.grown.iter().for_each(Throttle::call);
        }
    }

    fn set_silent(&self, is_silent: bool) {
        self.update(|live| live.is_silent = is_silent);
    }

    /// Changes the answer, unless another one stands there by now.
    fn update(&self, change: impl FnOnce(&mut Live)) {
        if self.is_over() {
            return;
        }
        self.live.update(|live| {
            if let Some(live) = live {
                change(live);
            }
        });
    }

    fn is_over(&self) -> bool {
        self.live.with_untracked(|live| live.as_ref().is_none_or(|live| live.turn.message().id != self.answer))
    }

    /// Counts the seconds while the model thinks.
    async fn count_seconds(self) {
        while !self.is_over() {
            timer::sleep(1_000).await;
            let thinks = self.live.with_untracked(|live| {
                live.as_ref()
                    .is_some_and(|live| live.turn.message().reasoning().is_some() && !live.turn.message().has_text())
            });
            if thinks {
                self.update(|live| live.turn.tick(Timestamp::from_ms(clock::now_ms())));
            }
        }
    }

    async fn watch_for_silence(self) {
        while !self.is_over() {
            let quiet = clock::now_ms() - self.queue().last_byte_ms;
            if quiet < SILENCE_MS {
                timer::sleep(i32::try_from(SILENCE_MS - quiet).unwrap_or(i32::MAX)).await;
                continue;
            }
            if self.live.with_untracked(|live| live.as_ref().is_some_and(|live| !live.is_silent)) {
                self.set_silent(true);
            }
            timer::sleep(i32::try_from(SILENCE_MS).unwrap_or(i32::MAX)).await;
        }
    }
}
