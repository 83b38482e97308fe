//! All chats on this browser's disk: IndexedDB, in the second stored form (docs/format.md).
//!
//! What belongs together is one transaction, so that a chat never half exists. A chat changes by acts on what is on the
//! disk by then, a message is written once: tabs that write at the same time lose nothing of each other.

mod opening;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

pub use crate::browser::records::Refused;
use crate::browser::records::{Field, Key, Records, Shape, Transaction};
use crate::browser::room;
use crate::browser::storage::Area;
use crate::domain::ids::{ConversationId, MessageId};
use crate::domain::message::Message;
use crate::domain::summary::{Act, Shelf, Summary};
use crate::domain::time::Timestamp;
use crate::protocol::archive;

const CHATS: &str = "chats";
const MESSAGES: &str = "messages";
const ASIDES: &str = "asides";
const JOURNAL: &str = "journal";
const BLOBS: &str = "blobs";
const META: &str = "meta";
const PLACE: &str = "place";
/// Under what a page that goes leaves its running answers, in its tab.
const LEAVING: &str = "parlance.leaving.";

const SHAPES: &[Shape] = &[
    Shape { name: CHATS, key: &["id"], index: Some((PLACE, &["shelf", "pinned", "active"])) },
    Shape { name: MESSAGES, key: &["chat", "id"], index: None },
    Shape { name: ASIDES, key: &["chat", "id"], index: None },
    Shape { name: JOURNAL, key: &["id"], index: None },
    Shape { name: BLOBS, key: &["sha256"], index: None },
    Shape { name: META, key: &["name"], index: None },
];

/// Whether chats can be written here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// They can.
    Full,
    /// A newer Parlance has written them: this one only shows them.
    ReadOnly,
}

/// The library of this browser.
#[derive(Debug, Clone)]
pub struct Library {
    open: Rc<RefCell<(Records, Access)>>,
}

impl Library {
    /// Opens it: makes it, or brings it into the present form first.
    pub async fn open() -> Result<Self, Refused> {
        Ok(Self { open: Rc::new(RefCell::new(opening::open().await?)) })
    }

    /// Whether chats can be written here.
    pub fn access(&self) -> Access {
        self.open.borrow().1
    }

    /// The database, opened anew if the browser took it: a newer Parlance may have one by then.
    async fn records(&self) -> Result<Records, Refused> {
        let open = self.open.borrow().0.clone();
        if !open.is_closed() {
            return Ok(open);
        }
        let opened = opening::open().await?;
        self.open.replace(opened.clone());
        Ok(opened.0)
    }

    async fn read(&self, stores: &[&str]) -> Result<Transaction, Refused> {
        let begun = self.records().await?.read(stores);
        if begun.as_ref().err() == Some(&Refused::Closed) { self.records().await?.read(stores) } else { begun }
    }

    async fn write(&self, stores: &[&str]) -> Result<Transaction, Refused> {
        for _ in 0..2 {
            let records = self.records().await?;
            if self.access() == Access::ReadOnly {
                return Err(Refused::NotThere);
            }
            let begun = records.write(stores);
            if begun.as_ref().err() != Some(&Refused::Closed) {
                return begun;
            }
        }
        Err(Refused::Closed)
    }

    /// The chats that the sidebar shows first, at most `n`.
    pub async fn first_screen(&self, n: usize) -> Result<Vec<Summary>, Refused> {
        let texts = self.read(&[CHATS]).await?.last(CHATS, PLACE, shelf_name(Shelf::Chats), n).await?;
        Ok(summaries(&texts))
    }

    /// All chats.
    pub async fn all(&self) -> Result<Vec<Summary>, Refused> {
        Ok(summaries(&self.read(&[CHATS]).await?.all(CHATS, None).await?))
    }

    /// One chat.
    pub async fn summary(&self, chat: &ConversationId) -> Result<Option<Summary>, Refused> {
        let text = self.read(&[CHATS]).await?.get(CHATS, Key::One(chat.as_str())).await?;
        Ok(text.and_then(|text| archive::summary_from_text(&text).ok()))
    }

    /// Every message of a chat, in no order that matters. One that cannot be read stays where it is, unshown.
    pub async fn messages(&self, chat: &ConversationId) -> Result<Vec<Message>, Refused> {
        let texts = self.read(&[MESSAGES]).await?.all(MESSAGES, Some(Key::Within(chat.as_str()))).await?;
        Ok(texts.iter().filter_map(|text| archive::message_from_text(text).ok()).map(|(_, message)| message).collect())
    }

    /// One message of a chat.
    pub async fn message(&self, chat: &ConversationId, id: &MessageId) -> Result<Option<Message>, Refused> {
        let key = Key::Two(chat.as_str(), id.as_str());
        let text = self.read(&[MESSAGES]).await?.get(MESSAGES, key).await?;
        Ok(text.and_then(|text| archive::message_from_text(&text).ok()).map(|(_, message)| message))
    }

    /// Writes settled messages and what is otherwise about their chat. A chat that is not there begins with them if it may;
    /// otherwise it stays away with them. Says whether it is there.
    pub async fn say(
        &self,
        chat: &Summary,
        may_begin: bool,
        acts: &[Act],
        messages: &[Arc<Message>],
    ) -> Result<bool, Refused> {
        let transaction = self.write(&[CHATS, MESSAGES, JOURNAL]).await?;
        let text = transaction.get(CHATS, Key::One(chat.id.as_str())).await?;
        // What is on the disk by now counts, and not what this tab believes it to be.
        let kept = text.and_then(|text| archive::summary_from_text(&text).ok());
        let summary = kept.or_else(|| may_begin.then(|| chat.clone()));
        let is_there = summary.is_some();
        if let Some(mut summary) = summary {
            acts.iter().for_each(|act| summary.apply(act));
            put_summary(&transaction, &summary)?;
            for message in messages {
                put_message(&transaction, &chat.id, message)?;
                transaction.delete(JOURNAL, Key::One(message.id.as_str()))?;
            }
        }
        transaction.done().await?;
        messages.iter().for_each(|message| Area::Tab.remove(&leaving(&message.id)));
        Ok(is_there)
    }

    /// Writes a running answer as far as it has come.
    pub async fn journal(&self, chat: &ConversationId, message: &Message) -> Result<(), Refused> {
        let transaction = self.write(&[JOURNAL]).await?;
        let fields = [("id", word(message.id.as_str())), ("chat", word(chat.as_str()))];
        transaction.put(JOURNAL, &fields, &archive::message_to_text(chat, message))?;
        transaction.done().await
    }

    /// The answers that were being written, each with its chat. One that broke off early only the page that went has
    /// left; one that both have is told twice.
    pub async fn journalled(&self) -> Result<Vec<(ConversationId, MessageId)>, Refused> {
        let mut texts = self.read(&[JOURNAL]).await?.all(JOURNAL, None).await?;
        texts.extend(Area::Tab.names(LEAVING).iter().filter_map(|name| Area::Tab.get(name)));
        let read = texts.iter().filter_map(|text| archive::message_from_text(text).ok());
        Ok(read.map(|(chat, message)| (chat, message.id)).collect())
    }

    /// Takes an answer that nobody writes any more out of the journal and into its chat, as interrupted, or more of it where
    /// this tab has `seen` more. Returns it, or what stands there already; nothing if its chat is not there, or its
    /// question and the journal did not have it.
    pub async fn recover(
        &self,
        chat: &ConversationId,
        answer: &MessageId,
        seen: Option<Message>,
    ) -> Result<Option<Message>, Refused> {
        let transaction = self.write(&[CHATS, MESSAGES, JOURNAL]).await?;
        let kept = transaction.get(MESSAGES, Key::Two(chat.as_str(), answer.as_str())).await?;
        let journalled = transaction.get(JOURNAL, Key::One(answer.as_str())).await?;
        transaction.delete(JOURNAL, Key::One(answer.as_str()))?;
        let is_journalled = journalled.is_some();
        let seen = seen.map(|seen| archive::message_to_text(chat, &seen));
        let text = kept.clone().or_else(|| longer(longer(journalled, Area::Tab.get(&leaving(answer))), seen));
        let found = text.and_then(|text| archive::message_from_text(&text).ok()).map(|(_, message)| message);
        // A chat that was deleted for good in the meantime does not come back by an answer of its own.
        let mut is_there = transaction.get(CHATS, Key::One(chat.as_str())).await?.is_some();
        if !is_journalled && let Some(parent) = found.as_ref().and_then(|found| found.parent.as_ref()) {
            // What only a page has left or seen may have gone before its question was on the disk.
            is_there &= transaction.get(MESSAGES, Key::Two(chat.as_str(), parent.as_str())).await?.is_some();
        }
        if let (Some(message), None, true) = (&found, kept, is_there) {
            put_message(&transaction, chat, message)?;
        }
        transaction.done().await?;
        Area::Tab.remove(&leaving(answer));
        Ok(found.filter(|_| is_there))
    }

    /// Deletes a chat for good. One that was thrown away before `expired` alone, if that is given: it may have been
    /// restored meanwhile. Says whether it is gone.
    pub async fn forget(&self, chat: &ConversationId, expired: Option<Timestamp>) -> Result<bool, Refused> {
        let transaction = self.write(&[CHATS, MESSAGES, ASIDES]).await?;
        if let Some(now) = expired {
            let text = transaction.get(CHATS, Key::One(chat.as_str())).await?;
            let summary = text.and_then(|text| archive::summary_from_text(&text).ok());
            if !summary.is_some_and(|summary| summary.is_expired(now)) {
                return Ok(false);
            }
        }
        // What the journal has of it goes with the next start, since its chat is nowhere.
        for store in [MESSAGES, ASIDES] {
            transaction.delete(store, Key::Within(chat.as_str()))?;
        }
        transaction.delete(CHATS, Key::One(chat.as_str()))?;
        transaction.done().await?;
        Ok(true)
    }

    /// Deletes every chat for good, with all that belongs to them, in older forms too.
    pub async fn forget_all(&self) -> Result<(), Refused> {
        opening::forget_older().await?;
        let transaction = self.write(&[CHATS, MESSAGES, ASIDES, JOURNAL, BLOBS]).await?;
        for store in [CHATS, MESSAGES, ASIDES, JOURNAL, BLOBS] {
            transaction.clear(store)?;
        }
        transaction.done().await?;
        Area::Tab.names(LEAVING).iter().for_each(|name| Area::Tab.remove(name));
        Ok(())
    }

    /// How many chats there are.
    pub async fn count(&self) -> Result<u32, Refused> {
        self.read(&[CHATS]).await?.count(CHATS).await
    }
}

/// Leaves a running answer in this tab, as far as it has come: a page that goes may not live to see a database write it.
pub fn leave(chat: &ConversationId, message: &Message) {
    // Without it the journal has all but the last quarter of a second.
    let _ = Area::Tab.set(&leaving(&message.id), &archive::message_to_text(chat, message));
}

fn leaving(answer: &MessageId) -> String {
    format!("{LEAVING}{answer}")
}

/// The one that has come further. Both are of a running answer and begin with the same words.
fn longer(one: Option<String>, other: Option<String>) -> Option<String> {
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    if length(&other) > length(&one) { other } else { one }
}

/// Asks the browser not to throw the library away when it runs out of room.
pub async fn persist() {
    // Without it the browser may, and has more room then than ever: Settings say which it is.
    let _ = room::persist().await;
}

fn summaries(texts: &[String]) -> Vec<Summary> {
    texts.iter().filter_map(|text| archive::summary_from_text(text).ok()).collect()
}

fn put_summary(transaction: &Transaction, summary: &Summary) -> Result<(), Refused> {
    let fields = [
        ("id", word(summary.id.as_str())),
        ("shelf", word(shelf_name(summary.shelf()))),
        ("pinned", Field::Number(f64::from(u8::from(summary.is_pinned)))),
        // A moment is well within 53 bits.
        ("active", Field::Number(summary.active.as_ms() as f64)),
    ];
    transaction.put(CHATS, &fields, &archive::summary_to_text(summary))
}

fn put_message(transaction: &Transaction, chat: &ConversationId, message: &Message) -> Result<(), Refused> {
    let fields = [("chat", word(chat.as_str())), ("id", word(message.id.as_str()))];
    transaction.put(MESSAGES, &fields, &archive::message_to_text(chat, message))
}

fn word(text: &str) -> Field {
    Field::Text(text.to_owned())
}

fn shelf_name(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Chats => "chats",
        Shelf::Archive => "archive",
        Shelf::Trash => "trash",
    }
}
