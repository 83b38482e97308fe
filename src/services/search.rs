//! Searching all chats, beside the page (`search/`).
//!
//! Nothing here waits: answers come when they come, the first within a few milliseconds, and more while the library
//! is still being read.

use std::cell::Cell;
use std::rc::Rc;

use crate::browser::records;
use crate::browser::worker::{NotThere, Worker};
use crate::domain::ids::ConversationId;
use crate::domain::search::{Found, Question, Request};
use crate::protocol::search::{answer_from_text, request_to_text};

/// Under what the worker keeps what it has read.
const INDEX: &str = "parlance-search";

/// Forgets what any worker has read of chats. It reads again what is there, when it is started the next time.
pub async fn forget() {
    // One that cannot be deleted now is held against the library when it is read.
    let _ = records::delete(INDEX).await;
}

/// The worker that searches. It ends when this is dropped, and loses nothing: what it has read it keeps on the disk.
#[derive(Debug)]
pub struct Search {
    worker: Worker,
    /// Of the last question. Answers to others come too late.
    number: Rc<Cell<u32>>,
}

impl Search {
    /// Starts to read all chats. `on_found` is called with each answer to the last question, an answer in place of the one
    /// before, or once the worker has broken down and must be started again.
    pub fn start(on_found: impl Fn(Result<Found, NotThere>) + Clone + 'static) -> Result<Self, NotThere> {
        let number = Rc::new(Cell::new(0));
        let last = Rc::clone(&number);
        let worker = Worker::start("app-search", move |heard| match heard {
            Ok(text) => match answer_from_text(&text) {
                Some((number, found)) if number == last.get() => on_found(Ok(found)),
                _ => {}
            },
            Err(error) => on_found(Err(error)),
        })?;
        Ok(Self { worker, number })
    }

    /// Asks for words as they were typed, and for so many chats at most. The question before is none any more.
    pub fn ask(&self, words: &str, limit: usize) {
        let number = self.number.get().wrapping_add(1);
        self.number.set(number);
        self.tell(&Request::Ask(Question { number, words: words.to_owned(), limit }));
    }

    /// Tells that a chat is otherwise on the disk, or gone from it. The last question is answered again.
    pub fn changed(&self, chat: &ConversationId) {
        self.tell(&Request::Changed(chat.clone()));
    }

    fn tell(&self, request: &Request) {
        self.worker.post(&request_to_text(request));
    }
}
