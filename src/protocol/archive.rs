//! The stored forms: what a browser keeps of conversations, of a sign-in on its way, of the key.
//!
//! Each is JSON with its version in `v`. A form once released is frozen (`tests/archive/` has a
//! file of each for good); a new one gets a new number and a file beside `v1`, and the old ones
//! stay readable. Names are written out here and not derived from the domain, which may rename.
//!
//! What cannot be understood as a whole is refused, so that nobody writes over it what little was
//! understood; a name from a newer build within it (a cause, an ending, a kind of part) is read as
//! something near.

mod ending;
mod message;
mod part;
mod v1;
mod v2;

use serde_json::Value;

use super::json::write::object;
use super::json::{count, parse, take_text};
use super::openrouter::Unreadable;
use crate::domain::conversation::Conversation;
use crate::domain::ids::ConversationId;
use crate::domain::message::Message;
use crate::domain::sign_in::Attempt;
use crate::domain::summary::Summary;
use crate::domain::time::Timestamp;

/// The version of what is neither chat nor message.
const VERSION: u64 = 1;

/// Writes a chat without its messages.
pub fn summary_to_text(summary: &Summary) -> String {
    v2::summary_to_archive(summary).into_text()
}

/// Reads a chat without its messages. Of a newer version it reads what it understands; such a text lies in a newer
/// database, which is only read.
pub fn summary_from_text(text: &str) -> Result<Summary, Unreadable> {
    v2::summary_from_archive(open_from(text, v2::VERSION).ok_or(Unreadable)?).ok_or(Unreadable)
}

/// Writes one message of a chat. One that runs is written as far as it has come.
pub fn message_to_text(chat: &ConversationId, message: &Message) -> String {
    v2::message_to_archive(chat, message).into_text()
}

/// Reads one message, and of which chat it is. An answer that was running when it was written has been cut short by
/// the reload that this reading follows.
pub fn message_from_text(text: &str) -> Result<(ConversationId, Message), Unreadable> {
    v2::message_from_archive(open_from(text, v2::VERSION).ok_or(Unreadable)?).ok_or(Unreadable)
}

/// Reads one message as it was written, running if it was.
pub fn running_from_text(text: &str) -> Result<(ConversationId, Message), Unreadable> {
    let stored = open_from(text, v2::VERSION).ok_or(Unreadable)?;
    let is_running = stored["answer"].is_object() && stored["answer"]["outcome"].is_null();
    let (chat, mut message) = v2::message_from_archive(stored).ok_or(Unreadable)?;
    if let Some(answer) = message.answer.as_mut().filter(|_| is_running) {
        answer.outcome = None;
    }
    Ok((chat, message))
}

/// Reads a conversation in the first stored form, which was one text.
///
/// Fails if the text is no conversation, one whose messages do not hang together, or of a newer
/// version; it should be left as it is then.
pub fn conversation_from_text(text: &str) -> Result<Conversation, Unreadable> {
    v1::from_archive(open(text).ok_or(Unreadable)?).ok_or(Unreadable)
}

/// Writes a sign-in on its way. It holds the verifier: keep it where only this page can read.
pub fn attempt_to_text(attempt: &Attempt) -> String {
    let Attempt { state, verifier, return_to, started } = attempt;
    object(vec![
        ("v", VERSION.into()),
        ("state", state.as_str().into()),
        ("verifier", verifier.as_str().into()),
        ("return_to", return_to.as_str().into()),
        ("started", started.as_ms().into()),
    ])
    .into_text()
}

/// Reads a sign-in on its way.
pub fn attempt_from_text(text: &str) -> Option<Attempt> {
    let mut stored = open(text)?;
    Some(Attempt {
        state: take_text(&mut stored, "state")?,
        verifier: take_text(&mut stored, "verifier")?,
        return_to: take_text(&mut stored, "return_to")?,
        started: Timestamp::from_ms(stored["started"].as_i64()?),
    })
}

/// The key, sealed by one that never leaves the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedKey {
    /// The number that was used for this sealing alone.
    pub iv: Vec<u8>,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
}

impl SealedKey {
    /// Writes it, each byte as a number: there are few.
    pub fn to_text(&self) -> String {
        let list = |bytes: &[u8]| bytes.iter().map(|byte| u64::from(*byte).into()).collect::<Vec<_>>().into();
        object(vec![("v", VERSION.into()), ("iv", list(&self.iv)), ("sealed", list(&self.sealed))]).into_text()
    }

    /// Reads it; `None` if it is none.
    pub fn from_text(text: &str) -> Option<Self> {
        let stored = open(text)?;
        let byte = |number: &Value| u8::try_from(number.as_u64()?).ok();
        let bytes = |name| -> Option<Vec<u8>> { stored.get(name)?.as_array()?.iter().map(byte).collect() };
        Some(Self { iv: bytes("iv")?, sealed: bytes("sealed")? })
    }
}

/// The JSON of a stored form whose version we know.
fn open(text: &str) -> Option<Value> {
    parse(text.as_bytes()).filter(|stored| count(stored, "v") == Some(VERSION))
}

/// The JSON of a stored form of this version or a newer one.
fn open_from(text: &str, version: u64) -> Option<Value> {
    parse(text.as_bytes()).filter(|stored| count(stored, "v").is_some_and(|stored| stored >= version))
}
