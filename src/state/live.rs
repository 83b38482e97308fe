//! An answer in the making, as the page sees it: events are queued and applied once per frame.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::{clock, frame, timer};
use crate::domain::turn::{ChatEvent, Turn};

/// A stream may bring a hundred events in a frame; in a hidden tab, where no frame comes, they are
/// applied at most this often, in milliseconds.
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

/// Feeds a stream's events into a signal.
#[derive(Debug, Clone)]
pub(super) struct Feed {
    live: ArcRwSignal<Option<Live>>,
    queue: Rc<RefCell<Vec<ChatEvent>>>,
    is_frame_due: Rc<Cell<bool>>,
    last_flush_ms: Rc<Cell<i64>>,
    last_byte_ms: Rc<Cell<i64>>,
}

impl Feed {
    /// A feed into `live`, with a watch for silence that ends when `live` is emptied.
    pub fn start(live: ArcRwSignal<Option<Live>>) -> Self {
        let now = clock::now_ms();
        let feed = Self {
            live,
            queue: Rc::default(),
            is_frame_due: Rc::default(),
            last_flush_ms: Rc::new(Cell::new(now)),
            last_byte_ms: Rc::new(Cell::new(now)),
        };
        spawn_local(feed.clone().watch_for_silence());
        feed
    }

    /// Takes the events of one piece of the stream; an empty list is a sign of life.
    pub fn receive(&self, events: Vec<ChatEvent>) {
        let now = clock::now_ms();
        self.last_byte_ms.set(now);
        if self.live.with_untracked(|live| live.as_ref().is_some_and(|live| live.is_silent)) {
            self.set_silent(false);
        }
        if events.is_empty() {
            return;
        }
        self.queue.borrow_mut().extend(events);
        if frame::is_hidden() {
            if now - self.last_flush_ms.get() >= HIDDEN_FLUSH_MS {
                self.flush();
            }
        } else if !self.is_frame_due.replace(true) {
            let feed = self.clone();
            spawn_local(async move {
                frame::next().await;
                feed.is_frame_due.set(false);
                feed.flush();
            });
        }
    }

    /// Applies what is queued.
    pub fn flush(&self) {
        let events = std::mem::take(&mut *self.queue.borrow_mut());
        self.last_flush_ms.set(clock::now_ms());
        if events.is_empty() {
            return;
        }
        self.live.update(|live| {
            if let Some(live) = live {
                events.into_iter().for_each(|event| live.turn.apply(event));
            }
        });
    }

    fn set_silent(&self, is_silent: bool) {
        self.live.update(|live| {
            if let Some(live) = live {
                live.is_silent = is_silent;
            }
        });
    }

    fn is_over(&self) -> bool {
        // The stream's own task holds the other handle to the queue; without it nothing can arrive.
        Rc::strong_count(&self.queue) == 1 || self.live.with_untracked(Option::is_none)
    }

    async fn watch_for_silence(self) {
        while !self.is_over() {
            let quiet = clock::now_ms() - self.last_byte_ms.get();
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
