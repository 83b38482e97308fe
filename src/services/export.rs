//! Getting chats out: all of them, one, or one in the words of other programs.
//!
//! Each is to be called within a click. How it went comes with words for the person.

use crate::browser::files::{self, Wanted};
pub use crate::browser::files::{Ending, NotThere, Told};
use crate::domain::conversation::Conversation;
use crate::domain::ids::ConversationId;
use crate::domain::message::Message;
use crate::domain::summary::Summary;
use crate::protocol::{archive, export};

/// What the disk did not take: it is in memory alone, and goes into the file as well.
#[derive(Debug, Default)]
pub struct Unsaved {
    chats: Vec<String>,
    messages: Vec<String>,
}

impl Unsaved {
    /// Adds a chat without its messages.
    pub fn add_chat(&mut self, summary: &Summary) {
        self.chats.push(archive::summary_to_text(summary));
    }

    /// Adds a message of a chat. One that runs is added as far as it has come.
    pub fn add_message(&mut self, chat: &ConversationId, message: &Message) {
        self.messages.push(archive::message_to_text(chat, message));
    }

    pub(super) fn into_wanted(self, only: Option<&ConversationId>) -> Wanted {
        let Self { chats, messages } = self;
        Wanted { chats, messages, only: only.map(|id| id.as_str().to_owned()) }
    }
}

/// All chats, in one file.
pub async fn all(unsaved: Unsaved) -> Result<Told, NotThere> {
    files::export(&unsaved.into_wanted(None)).await
}

/// One chat, in the same form.
pub async fn one(id: &ConversationId, unsaved: Unsaved) -> Result<Told, NotThere> {
    files::export(&unsaved.into_wanted(Some(id))).await
}

/// What is shown of one chat, to be read elsewhere.
pub async fn chat_as_markdown(conversation: &Conversation) -> Result<Told, NotThere> {
    let name = export::file_name(conversation, "md");
    files::save_text(&name, "text/markdown", &export::to_markdown(conversation)).await
}

/// One chat with all its branches.
pub async fn chat_as_json(conversation: &Conversation) -> Result<Told, NotThere> {
    let name = export::file_name(conversation, "json");
    files::save_text(&name, "application/json", &export::to_json(conversation)).await
}
