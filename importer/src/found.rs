//! What a file holds, in our own words.

use parlance::domain::ids::MessageId;
use parlance::domain::import::Skipped;
use parlance::domain::message::Message;
use parlance::domain::summary::Summary;
use serde_json::{Map, Value};

/// A chat with all its messages, parents before their children where the file is another app's.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundChat {
    /// What is known of it beside its messages.
    pub summary: Summary,
    /// Every message of every branch.
    pub messages: Vec<Message>,
    /// What has no place in either.
    pub asides: Vec<Aside>,
}

/// The fields for which there is no place, as they were found but for what looks like a key.
#[derive(Debug, Clone, PartialEq)]
pub struct Aside {
    /// Of which message; none for the chat itself.
    pub message: Option<MessageId>,
    /// An object, as JSON text.
    pub raw: String,
}

impl Aside {
    /// What is left of an object, if anything is. Says too whether a key was among it.
    pub(crate) fn of(message: Option<MessageId>, mut rest: Map<String, Value>) -> (Option<Self>, bool) {
        let had_keys = crate::secrets::scrub(&mut rest);
        let aside = (!rest.is_empty()).then(|| Self { message, raw: Value::Object(rest).to_string() });
        (aside, had_keys)
    }

    /// The line of it that is kept (docs/format.md).
    pub fn to_text(&self, chat: &str) -> String {
        let word = |text: &str| Value::from(text).to_string();
        let message = self.message.as_ref().map_or("", MessageId::as_str);
        format!(r#"{{"v":2,"chat":{},"id":{},"raw":{}}}"#, word(chat), word(message), self.raw)
    }
}

/// A chat that cannot be taken, by its title.
pub(crate) fn skipped(title: &str, why: &str) -> Skipped {
    let short: String = title.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect();
    Skipped { what: if short.is_empty() { "A chat without a title".to_owned() } else { short }, why: why.to_owned() }
}

/// One thing after the other, as they stand in the file.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A chat.
    Chat(Box<FoundChat>),
    /// One that cannot be taken.
    Skipped(Skipped),
}

/// Everything that a file holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The app that wrote it, as people call it.
    pub app: String,
    /// The chats.
    pub chats: Vec<FoundChat>,
    /// What cannot be taken.
    pub skipped: Vec<Skipped>,
    /// What the person should know beside.
    pub warnings: Vec<String>,
}
