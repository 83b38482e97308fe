//! What is known of a chat without its messages: how it stands in the sidebar, and which versions of it are shown.
//!
//! It changes by [`Act`]s alone. An act says what is to be otherwise and nothing else, so that two tabs that change
//! one chat at once lose nothing of each other: each applies its act to what is on the disk by then.

use std::collections::BTreeSet;

use super::cost::Money;
use super::ids::{ConversationId, MessageId, ModelId};
use super::time::Timestamp;

/// How long a deleted chat can be restored, in milliseconds: 30 days.
pub const TRASH_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// A chat without its messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Its name.
    pub id: ConversationId,
    /// Its title; empty until something was said.
    pub title: String,
    /// The model that is asked here next, once one was chosen for this chat.
    pub model: Option<ModelId>,
    /// When it was begun.
    pub created: Timestamp,
    /// When something was last said in it.
    pub active: Timestamp,
    /// Whether it stands above the others.
    pub is_pinned: bool,
    /// Whether it was put away.
    pub is_archived: bool,
    /// When it was thrown away; it is restored or goes for good after [`TRASH_MS`].
    pub deleted: Option<Timestamp>,
    /// Messages that are shown instead of their siblings. Where none is chosen the newest is shown.
    pub chosen: BTreeSet<MessageId>,
    /// Messages that are deleted, each with all below it.
    pub hidden: BTreeSet<MessageId>,
    /// What was paid for its title, if a model wrote one.
    pub title_cost: Option<Money>,
    /// Where it was imported from.
    pub source: Option<Source>,
}

/// Where an imported chat comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The app, as people call it.
    pub app: String,
    /// What the chat is called there, if it has a name of its own.
    pub id: Option<String>,
}

/// Where a chat is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// In the sidebar.
    Chats,
    /// Put away.
    Archive,
    /// Thrown away, and gone after [`TRASH_MS`].
    Trash,
}

/// One thing that is to be otherwise about a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// It has another title.
    Rename(String),
    /// A model was paid for a title.
    PayForTitle(Money),
    /// Another model is asked here next.
    SetModel(ModelId),
    /// Something was said in it.
    Say(Timestamp),
    /// It stands above the others.
    Pin,
    /// It stands among the others.
    Unpin,
    /// It is put away.
    Archive,
    /// It is back.
    Unarchive,
    /// It is thrown away at this moment.
    Delete(Timestamp),
    /// It is no longer thrown away.
    Restore,
    /// One message is shown instead of these.
    Choose {
        /// The one.
        shown: MessageId,
        /// The others below the same parent.
        siblings: Vec<MessageId>,
    },
    /// A message goes out of sight, with all below it.
    Hide(MessageId),
    /// It is back in sight.
    Unhide(MessageId),
}

impl Summary {
    /// A chat in which nothing was said.
    pub fn new(id: ConversationId, created: Timestamp) -> Self {
        Self {
            id,
            title: String::new(),
            model: None,
            created,
            active: created,
            is_pinned: false,
            is_archived: false,
            deleted: None,
            chosen: BTreeSet::new(),
            hidden: BTreeSet::new(),
            title_cost: None,
            source: None,
        }
    }

    /// Where it is listed. What is thrown away is in the trash, also from the archive, and goes back there.
    pub fn shelf(&self) -> Shelf {
        match (self.deleted, self.is_archived) {
            (Some(_), _) => Shelf::Trash,
            (None, true) => Shelf::Archive,
            (None, false) => Shelf::Chats,
        }
    }

    /// Whether it is in the trash for so long that it goes for good. One that was spoken in since has its days from then.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.deleted.is_some_and(|deleted| now.ms_since(deleted.max(self.active)) >= TRASH_MS)
    }

    /// When anything was last done here, as far as it can be told.
    pub fn last_moment(&self) -> Timestamp {
        self.active.max(self.deleted.unwrap_or(self.active))
    }

    /// What comes first in a list: the pinned, then what was last spoken in. Of the same moment, the greater id: that of a chat
    /// which was begun here later.
    pub fn rank(&self) -> (bool, Timestamp, &ConversationId) {
        (self.is_pinned, self.active, &self.id)
    }

    /// Does what an act says.
    pub fn apply(&mut self, act: &Act) {
        match act {
            Act::Rename(title) => self.title.clone_from(title),
            Act::PayForTitle(cost) => self.title_cost = Some(*cost),
            Act::SetModel(model) => self.model = Some(model.clone()),
            Act::Say(now) => self.active = self.active.max(*now),
            Act::Pin => self.is_pinned = true,
            Act::Unpin => self.is_pinned = false,
            Act::Archive => self.is_archived = true,
            Act::Unarchive => self.is_archived = false,
            Act::Delete(now) => self.deleted = Some(*now),
            Act::Restore => self.deleted = None,
            Act::Choose { shown, siblings } => {
                for sibling in siblings {
                    self.chosen.remove(sibling);
                }
                self.chosen.insert(shown.clone());
            }
            Act::Hide(message) => {
                self.hidden.insert(message.clone());
            }
            Act::Unhide(message) => {
                self.hidden.remove(message);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary() -> Summary {
        Summary::new(ConversationId::new("c"), Timestamp::from_ms(5))
    }

    #[test]
    fn a_chat_that_was_archived_and_deleted_goes_back_into_the_archive() {
        let mut chat = summary();
        assert_eq!(chat.shelf(), Shelf::Chats);
        chat.apply(&Act::Archive);
        chat.apply(&Act::Delete(Timestamp::from_ms(7)));
        assert_eq!(chat.shelf(), Shelf::Trash);
        chat.apply(&Act::Restore);
        assert_eq!(chat.shelf(), Shelf::Archive);
        chat.apply(&Act::Unarchive);
        assert_eq!(chat.shelf(), Shelf::Chats);
    }

    #[test]
    fn the_trash_keeps_for_thirty_days() {
        let mut chat = summary();
        chat.apply(&Act::Delete(Timestamp::from_ms(100)));
        assert!(!chat.is_expired(Timestamp::from_ms(99 + TRASH_MS)));
        assert!(chat.is_expired(Timestamp::from_ms(100 + TRASH_MS)));
        // A clock that was set back deletes nothing.
        assert!(!chat.is_expired(Timestamp::from_ms(0)));
    }

    #[test]
    fn of_siblings_one_is_chosen() {
        let mut chat = summary();
        let id = MessageId::new;
        chat.apply(&Act::Choose { shown: id("a"), siblings: vec![id("b"), id("c")] });
        chat.apply(&Act::Choose { shown: id("b"), siblings: vec![id("a"), id("c")] });
        assert_eq!(chat.chosen.into_iter().collect::<Vec<_>>(), [id("b")]);
    }

    #[test]
    fn what_is_said_never_makes_a_chat_older() {
        let mut chat = summary();
        chat.apply(&Act::Say(Timestamp::from_ms(9)));
        chat.apply(&Act::Say(Timestamp::from_ms(3)));
        assert_eq!(chat.active, Timestamp::from_ms(9));
    }

    #[test]
    fn the_pinned_stand_first_then_what_was_last_spoken_in() {
        let mut pinned = active("a", 5);
        pinned.apply(&Act::Pin);
        assert_eq!(ranked([active("b", 7), pinned, active("c", 9)]), ["a", "c", "b"]);
    }

    #[test]
    fn of_the_same_moment_the_greater_id_stands_first() {
        assert_eq!(ranked([active("b", 9), active("c", 9), active("a", 9)]), ["c", "b", "a"]);
    }

    fn active(id: &str, ms: i64) -> Summary {
        Summary::new(ConversationId::new(id), Timestamp::from_ms(ms))
    }

    fn ranked(mut chats: [Summary; 3]) -> [String; 3] {
        chats.sort_by(|one, other| other.rank().cmp(&one.rank()));
        chats.map(|chat| chat.id.to_string())
    }
}
