//! Conversations and drafts in this tab's storage, so that sign-in and a reload bring them back.
//!
//! The library (IndexedDB) will take its place; what is written here is the same archive form.

use crate::browser::storage::{Area, NotStored};
use crate::domain::conversation::Conversation;
use crate::domain::ids::ConversationId;
use crate::protocol::archive;

const CHAT_PREFIX: &str = "parlance.chat.";
const DRAFT_PREFIX: &str = "parlance.draft.";
const NEW: &str = "new";

/// Writes one conversation.
pub fn save(conversation: &Conversation) -> Result<(), NotStored> {
    let name = format!("{CHAT_PREFIX}{}", conversation.id());
    Area::Tab.set(&name, &archive::conversation_to_text(conversation))
}

/// All conversations that were written here, the newest first. One that cannot be read stays where
/// it is, unshown.
pub fn load() -> Vec<Conversation> {
    let mut found: Vec<Conversation> = Vec::new();
    #[cfg(feature = "bench")]
    found.extend(super::bench::conversation());
    for name in Area::Tab.names(CHAT_PREFIX) {
        let text = Area::Tab.get(&name);
        if let Some(conversation) = text.and_then(|text| archive::conversation_from_text(&text).ok()) {
            let at = found.partition_point(|other| other.created() > conversation.created());
            found.insert(at, conversation);
        }
    }
    found
}

/// Forgets a conversation and its draft.
#[cfg(feature = "bench")]
pub fn delete(id: &ConversationId) {
    Area::Tab.remove(&format!("{CHAT_PREFIX}{id}"));
    Area::Tab.remove(&draft_name(Some(id)));
}

/// Writes the draft of a conversation, or of the one not yet begun.
pub fn save_draft(id: Option<&ConversationId>, text: &str) -> Result<(), NotStored> {
    let name = draft_name(id);
    if text.is_empty() {
        Area::Tab.remove(&name);
        Ok(())
    } else {
        Area::Tab.set(&name, text)
    }
}

/// The draft of a conversation, or of the one not yet begun.
pub fn load_draft(id: Option<&ConversationId>) -> String {
    Area::Tab.get(&draft_name(id)).unwrap_or_default()
}

fn draft_name(id: Option<&ConversationId>) -> String {
    format!("{DRAFT_PREFIX}{}", id.map_or(NEW, ConversationId::as_str))
}
