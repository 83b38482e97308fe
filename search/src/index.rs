//! All chats that can be found, and going through them.
//!
//! Chats with the words in their title come first, then the others, each by when something was last said. A scan goes
//! that way and stops when it has enough, so a word that is everywhere costs no more than the first chats, and one that is
//! nowhere little more than a look at the signatures.

use std::collections::BTreeMap;
use std::rc::Rc;

use parlance::domain::ids::ConversationId;
use parlance::domain::summary::{Shelf, Summary};
use parlance::domain::time::Timestamp;

use crate::fold::fold;
use crate::query::{Matches, Query};
use crate::words::Words;

/// How many messages of a chat are shown at once.
const N_HITS: usize = 3;

/// A chat that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    /// Its name.
    pub id: ConversationId,
    /// Its title, as it is written.
    pub title: String,
    folded_title: String,
    /// Where it is listed.
    pub shelf: Shelf,
    active: Timestamp,
    /// What is said in it, once that was read.
    pub words: Option<Words>,
}

impl Chat {
    /// A chat, as far as it was read. One in the trash cannot be found.
    pub fn new(summary: &Summary, words: Option<Words>) -> Option<Self> {
        let Summary { id, title, active, .. } = summary;
        let shelf = summary.shelf();
        (shelf != Shelf::Trash).then(|| Self {
            id: id.clone(),
            title: title.clone(),
            folded_title: fold(title),
            shelf,
            active: *active,
            words,
        })
    }
}

/// All chats that can be found.
#[derive(Debug, Default)]
pub struct Index {
    chats: BTreeMap<ConversationId, Rc<Chat>>,
}

impl Index {
    /// Puts a chat in, in place of an older form of it.
    pub fn put(&mut self, chat: Chat) {
        self.chats.insert(chat.id.clone(), Rc::new(chat));
    }

    /// Takes a chat out.
    pub fn remove(&mut self, chat: &ConversationId) {
        self.chats.remove(chat);
    }

    /// Whether a chat is in.
    pub fn has(&self, chat: &ConversationId) -> bool {
        self.chats.contains_key(chat)
    }

    /// How many chats there are.
    pub fn len(&self) -> usize {
        self.chats.len()
    }

    /// Whether there is no chat.
    pub fn is_empty(&self) -> bool {
        self.chats.is_empty()
    }

    /// Begins to go through the chats as they are now. `limit` is how many are wanted.
    pub fn scan(&self, query: Query, limit: usize) -> Scan {
        let mut chats: Vec<Candidate> = self
            .chats
            .values()
            .map(|chat| Candidate { is_by_title: query.is_in(chat.folded_title.as_bytes()), chat: Rc::clone(chat) })
            .collect();
        // The last is looked at first.
        chats.sort_unstable_by(|a, b| {
            (a.is_by_title, a.chat.active, &a.chat.id).cmp(&(b.is_by_title, b.chat.active, &b.chat.id))
        });
        Scan { query, limit, rest: chats, found: Vec::new(), has_more: false }
    }
}

#[derive(Debug)]
struct Candidate {
    is_by_title: bool,
    chat: Rc<Chat>,
}

/// A chat with the words in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundIn {
    /// The chat.
    pub chat: Rc<Chat>,
    /// The messages.
    pub matches: Matches,
}

/// On the way through the chats.
#[derive(Debug)]
pub struct Scan {
    /// What is looked for.
    pub query: Query,
    limit: usize,
    rest: Vec<Candidate>,
    /// What was found, in order.
    pub found: Vec<FoundIn>,
    /// Whether there is more than was wanted.
    pub has_more: bool,
}

impl Scan {
    /// Goes on, through about so many bytes. Returns whether it is at its end.
    pub fn step(&mut self, n_bytes: usize) -> bool {
        let mut n_left = n_bytes;
        while let Some(Candidate { is_by_title, chat }) = self.rest.pop() {
            let words = chat.words.as_ref().filter(|words| self.query.may_be_in(words));
            let matches = words.map(|words| self.query.matches(words, N_HITS)).unwrap_or_default();
            let n_searched = words.map_or(0, Words::n_bytes);
            if is_by_title || matches.n > 0 {
                if self.found.len() == self.limit {
                    self.has_more = true;
                    self.rest.clear();
                    break;
                }
                self.found.push(FoundIn { chat, matches });
            }
            n_left = n_left.saturating_sub(n_searched);
            if n_left == 0 {
                break;
            }
        }
        self.rest.is_empty()
    }
}
