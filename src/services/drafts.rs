//! Unsent text, kept through a reload, a sign-in and a crash.
//!
//! Each tab has its own; a tab that has none begins with the one that was last written anywhere.

use crate::browser::storage::{Area, NotStored};
use crate::domain::ids::ConversationId;

const PREFIX: &str = "parlance.draft.";
const NEW: &str = "new";

/// Writes the draft of a conversation, or of the one not yet begun.
pub fn save(id: Option<&ConversationId>, text: &str) -> Result<(), NotStored> {
    let name = name(id);
    if text.is_empty() {
        Area::Tab.remove(&name);
        Area::Local.remove(&name);
        return Ok(());
    }
    // The copy for other tabs and for after a crash may fail, if this tab has its own.
    let (tab, local) = (Area::Tab.set(&name, text), Area::Local.set(&name, text));
    tab.or(local)
}

/// The draft of a conversation, or of the one not yet begun.
pub fn load(id: Option<&ConversationId>) -> String {
    let name = name(id);
    Area::Tab.get(&name).or_else(|| Area::Local.get(&name)).unwrap_or_default()
}

/// Forgets every draft.
pub fn forget_all() {
    for area in [Area::Tab, Area::Local] {
        area.names(PREFIX).iter().for_each(|name| area.remove(name));
    }
}

fn name(id: Option<&ConversationId>) -> String {
    format!("{PREFIX}{}", id.map_or(NEW, ConversationId::as_str))
}
