//! What the tabs of one browser tell each other about chats.
//!
//! What is settled is on the disk, so that only its name is told; what is in the making is told in words,
//! and so is an end that the disk refused.

use super::ids::{ConversationId, MessageId};
use super::message::Message;

/// A word from one tab to all that listen, itself too.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// A chat is otherwise on the disk, or new there.
    Changed(ConversationId),
    /// A settled message is on the disk.
    Said {
        /// Of which chat.
        chat: ConversationId,
        /// Which message.
        message: MessageId,
    },
    /// An answer in the making, as far as it has come; or the end of one, which the disk refused.
    Live {
        /// In which chat.
        chat: ConversationId,
        /// The whole of it.
        answer: Box<Message>,
    },
    /// An answer in the making has grown.
    Grew {
        /// In which chat.
        chat: ConversationId,
        /// Which answer.
        answer: MessageId,
        /// How many bytes of words it had before.
        from: usize,
        /// What came.
        words: String,
    },
    /// Somebody looks at a chat, and wants to see what is in the making there.
    Watch(ConversationId),
    /// Whoever makes this answer shall stop.
    Stop {
        /// In which chat.
        chat: ConversationId,
        /// Which answer.
        answer: MessageId,
    },
    /// A chat is gone for good.
    Forgotten(ConversationId),
    /// All chats are gone for good, but those that were begun since.
    AllForgotten,
    /// Any chat may be otherwise: many have come.
    AllChanged,
}
