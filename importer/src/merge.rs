//! What is written of a chat that was found, where it may be here already.
//!
//! Nothing that can be read is overwritten: a chat that is here keeps its title, its place and what is shown and hidden
//! of it, and a message that is here stays as it is. Where a newer version would be shown, the one that is shown is
//! chosen instead ([`still_shown`]). So a file that is imported twice changes nothing the second time.

use std::collections::{BTreeSet, HashMap};

use parlance::domain::conversation::Conversation;
use parlance::domain::ids::{ConversationId, MessageId};
use parlance::domain::import::{Preview, Skipped};
use parlance::domain::summary::{Shelf, Summary};
use parlance::domain::time::Timestamp;
use parlance::protocol::archive::{message_from_text, message_to_text, summary_from_text, summary_to_text};

use crate::found::{FoundChat, skipped};

/// The most that is named of what is skipped.
const MAX_NAMED: usize = 200;

/// Rows of the database (docs/format.md).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    /// The chat, if it is not here.
    pub chat: Option<ChatRow>,
    /// The messages that are not here.
    pub messages: Vec<Row>,
    /// What has no place in either.
    pub asides: Vec<Row>,
}

/// A row of `chats`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatRow {
    /// Its name.
    pub id: String,
    /// `chats`, `archive` or `trash`.
    pub shelf: &'static str,
    /// 0 or 1.
    pub pinned: u8,
    /// When something was last said in it.
    pub active: i64,
    /// Its JSON.
    pub text: String,
}

/// A row of `messages` or `asides`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The message, or nothing for the chat itself.
    pub id: String,
    /// Its JSON.
    pub text: String,
}

/// Whether a chat that is not here would be deleted for good as soon as it is: its days in the trash are over. To give it
/// new ones would bring back what somebody has thrown away, each time that an old file is imported.
fn goes_at_once(found: &FoundChat, now: Timestamp) -> bool {
    found.summary.is_expired(now)
}

/// The row of a chat.
fn chat_row(summary: &Summary) -> ChatRow {
    ChatRow {
        id: summary.id.as_str().to_owned(),
        shelf: match summary.shelf() {
            Shelf::Chats => "chats",
            Shelf::Archive => "archive",
            Shelf::Trash => "trash",
        },
        pinned: u8::from(summary.is_pinned),
        active: summary.active.as_ms(),
        text: summary_to_text(summary),
    }
}

/// What is to be written of a chat at this moment. `held` are the messages of it that are here; none if the chat is not.
pub fn rows(found: &FoundChat, held: Option<&BTreeSet<MessageId>>, now: Timestamp) -> Rows {
    if held.is_none() && goes_at_once(found, now) {
        return Rows::default();
    }
    let is_here = |id: &MessageId| held.is_some_and(|held| held.contains(id));
    let chat = found.summary.id.as_str();
    let new = found.messages.iter().filter(|message| !is_here(&message.id));
    let messages: Vec<Row> = new
        .map(|message| Row { id: message.id.as_str().to_owned(), text: message_to_text(&found.summary.id, message) })
        .collect();
    let asides = found.asides.iter().filter(|aside| match &aside.message {
        Some(message) => !is_here(message),
        None => held.is_none(),
    });
    let asides = asides.map(|aside| Row {
        id: aside.message.as_ref().map_or("", MessageId::as_str).to_owned(),
        text: aside.to_text(chat),
    });
    Rows { chat: held.is_none().then(|| chat_row(&found.summary)), messages, asides: asides.collect() }
}

/// The row of a chat that is here, once `new` messages of a file stand beside those that are here: what is shown of it
/// stays shown, where a newer version would be shown instead. None if nothing is to be said for that.
pub fn still_shown(chat: &str, held: &[String], found: &FoundChat, new: &[Row]) -> Option<ChatRow> {
    let summary = summary_from_text(chat).ok()?;
    let mut conversation = Conversation::of(summary.clone());
    conversation
        .fill(held.iter().filter_map(|text| message_from_text(text).ok()).map(|(_, message)| message).collect());
    // Where something is shown below. What comes first below a message is shown as the newest, as ever.
    let mut shown: BTreeSet<Option<MessageId>> =
        conversation.messages().iter().map(|message| message.parent.clone()).collect();
    let new: BTreeSet<&str> = new.iter().map(|row| row.id.as_str()).collect();
    for message in found.messages.iter().filter(|message| new.contains(message.id.as_str())) {
        // Below a new one it is no version of what is here; where its parent is nowhere it hides nothing.
        let has_place = message
            .parent
            .as_ref()
            .is_none_or(|parent| !new.contains(parent.as_str()) && conversation.message(parent).is_some());
        if has_place && shown.remove(&message.parent) {
            // Its parent is here, and it is not.
            let _ = conversation.receive(message.clone());
        }
    }
    (*conversation.summary() != summary).then(|| chat_row(conversation.summary()))
}

/// What an import would do, as it is counted up.
#[derive(Debug, Default)]
pub struct Count {
    preview: Preview,
    /// What was counted of each chat, for one that comes twice.
    counted: HashMap<ConversationId, BTreeSet<MessageId>>,
}

impl Count {
    /// What came of it.
    pub fn preview(self, app: &str, warnings: Vec<String>) -> Preview {
        Preview { app: app.to_owned(), warnings, ..self.preview }
    }

    /// How many chats were counted.
    pub fn n_chats(&self) -> usize {
        self.preview.n_new + self.preview.n_grown + self.preview.n_known
    }

    /// Counts a chat. `held` as in [`rows`], from the library.
    pub fn add(&mut self, found: &FoundChat, held: Option<&BTreeSet<MessageId>>, now: Timestamp) {
        let id = &found.summary.id;
        let mut here = held.cloned();
        if let Some(counted) = self.counted.get(id) {
            here.get_or_insert_default().extend(counted.iter().cloned());
        }
        if here.is_none() && goes_at_once(found, now) {
            return self.skip(skipped(&found.summary.title, "It has been in the trash for more than 30 days."));
        }
        let new = found.messages.iter().filter(|message| here.as_ref().is_none_or(|here| !here.contains(&message.id)));
        let new: Vec<MessageId> = new.map(|message| message.id.clone()).collect();
        let preview = &mut self.preview;
        match (&here, new.is_empty()) {
            (None, _) => preview.n_new += 1,
            (Some(_), true) => preview.n_known += 1,
            (Some(_), false) => preview.n_grown += 1,
        }
        if here.is_none() || !new.is_empty() {
            let Summary { created, active, .. } = found.summary;
            preview.from = Some(preview.from.map_or(created, |from| from.min(created)));
            preview.to = Some(preview.to.map_or(active, |to| to.max(active)));
        }
        preview.n_messages += new.len();
        self.counted.entry(id.clone()).or_default().extend(new);
    }

    /// Counts what cannot be taken.
    pub fn skip(&mut self, skipped: Skipped) {
        self.preview.n_skipped += 1;
        if self.preview.skipped.len() < MAX_NAMED {
            self.preview.skipped.push(skipped);
        }
    }
}
