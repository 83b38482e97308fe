//! Chats that come from a file: what an import is told, what it would do, and what it did.

use super::time::Timestamp;

/// What the worker that imports is told, once it was given a file. It reads that at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    /// Write what is in it and not here.
    Write,
    /// Stop after the chat that is being written.
    Cancel,
}

/// What the worker says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// It has read so many chats.
    Reading(usize),
    /// It has read the file to its end. Nothing is written yet.
    Preview(Preview),
    /// It has written so much, and goes on.
    Writing(Written),
    /// It has written all, or was told to stop.
    Done(Written),
    /// It cannot go on. What was written stays.
    Failed(Failure),
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// The app that wrote the file, as people call it.
    pub app: String,
    /// Chats that are not here.
    pub n_new: usize,
    /// Chats that are here and gain messages.
    pub n_grown: usize,
    /// Chats that are here as they are in the file.
    pub n_known: usize,
    /// Messages that would be written.
    pub n_messages: usize,
    /// When the first of the new and grown chats was begun.
    pub from: Option<Timestamp>,
    /// When something was last said in them.
    pub to: Option<Timestamp>,
    /// What cannot be taken; of many, the first.
    pub skipped: Vec<Skipped>,
    /// How many there are of those.
    pub n_skipped: usize,
    /// What the person should know beside.
    pub warnings: Vec<String>,
}

/// A chat that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its title, or what can be said instead.
    pub what: String,
    /// Why not, as a sentence.
    pub why: String,
}

/// What was written so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Written {
    /// Chats that were not here.
    pub n_new: usize,
    /// Chats that have gained messages.
    pub n_grown: usize,
    /// Messages.
    pub n_messages: usize,
    /// Pictures and the like whose bytes are not what their name says. They were left out.
    pub n_damaged: usize,
    /// Whether it ended because it was told to.
    pub is_cancelled: bool,
}

/// Why an import ended before its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the import ended before its end")]
pub struct Failure {
    /// What happened and what to do now, for the person.
    pub sentence: String,
    /// What had been written by then, which stays: the same import again completes it.
    pub written: Written,
}

impl Preview {
    /// Whether there is anything to write.
    pub fn has_news(&self) -> bool {
        self.n_new + self.n_grown > 0
    }
}
