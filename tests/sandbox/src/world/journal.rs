//! Requests as they came, so that a test can see what was really sent and how its answer ended.
//!
//! Keys are shortened before they are written down.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use super::lock;

/// How many requests are kept.
const KEPT: usize = 2000;

/// How an answer ended, seen from here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It has not ended.
    Running,
    /// Everything was handed to the socket.
    Complete,
    /// The client closed before that.
    ClientGone,
    /// We broke it off, on purpose.
    Failed,
}

impl Outcome {
    fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Complete => "complete",
            Self::ClientGone => "client-gone",
            Self::Failed => "failed",
        }
    }
}

/// One request.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The method.
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// Header names and values, keys shortened.
    pub headers: Value,
    /// Whether there was an `Authorization`.
    pub authorization_present: bool,
    /// The body as text.
    pub body: String,
    /// Milliseconds since 1970.
    pub at: u64,
}

/// Names an entry for as long as it is kept.
pub type EntryId = u64;

/// The last two thousand requests.
#[derive(Default)]
pub struct Journal {
    entries: Mutex<VecDeque<(EntryId, Entry, Outcome)>>,
    next: AtomicU64,
}

impl Journal {
    /// Writes a request down as running.
    pub fn begin(&self, entry: Entry) -> EntryId {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let mut entries = lock(&self.entries);
        entries.push_back((id, entry, Outcome::Running));
        if entries.len() > KEPT {
            entries.pop_front();
        }
        id
    }

    /// Says how it ended. The first word counts.
    pub fn end(&self, id: EntryId, outcome: Outcome) {
        let mut entries = lock(&self.entries);
        if let Some(entry) = entries.iter_mut().rev().find(|entry| entry.0 == id)
            && entry.2 == Outcome::Running
        {
            entry.2 = outcome;
        }
    }

    /// Requests whose path or body contains `text`, oldest first.
    pub fn find(&self, text: &str) -> Value {
        lock(&self.entries)
            .iter()
            .filter(|(_, entry, _)| entry.path.contains(text) || entry.body.contains(text))
            .map(|(_, entry, outcome)| {
                json!({
                    "method": entry.method,
                    "path": entry.path,
                    "headers": entry.headers,
                    "authorization_present": entry.authorization_present,
                    "body": entry.body,
                    "outcome": outcome.as_str(),
                    "at": entry.at,
                })
            })
            .collect()
    }
}
