//! Unsent text, kept through a reload, a sign-in and a crash.
//!
//! Each tab has its own; a tab that has none begins with the one that was last written anywhere.

use crate::browser::storage::{Area, NotStored};
use crate::domain::ids::ConversationId;

const PREFIX: &str = "parlance.draft.";
const NEW: &str = "new";

/// Writes the draft of a conversation, or of the one not yet begun. An empty one takes away what this tab has written.
pub fn save(id: Option<&ConversationId>, text: &str) -> Result<(), NotStored> {
    let name = name(id);
    if text.is_empty() {
        if let Some(own) = Area::Tab.get(&name) {
            forget(id, &own);
        }
        return Ok(());
    }
    // The copy for other tabs and for after a crash may fail, if this tab has its own.
    let (tab, local) = (Area::Tab.set(&name, text), Area::Local.set(&name, text));
    tab.or(local)
}

/// Forgets the draft where it is still this one: another tab may have written its own.
pub fn forget(id: Option<&ConversationId>, text: &str) {
    let name = name(id);
    for area in [Area::Tab, Area::Local] {
        if area.get(&name).as_deref() == Some(text) {
            area.remove(&name);
        }
    }
}

/// The draft of a conversation, or of the one not yet begun.
pub fn load(id: Option<&ConversationId>) -> String {
    let name = name(id);
    Area::Tab.get(&name).unwrap_or_else(|| {
        let text = Area::Local.get(&name).unwrap_or_default();
        if !text.is_empty() {
            // From here on it is this tab's too. Where that fails it is read again.
            let _ = Area::Tab.set(&name, &text);
        }
        text
    })
}

/// Leaves the drafts of this tab, which may go now, where another one has taken away what was left there.
pub fn leave() {
    for name in Area::Tab.names(PREFIX) {
        if let (Some(text), None) = (Area::Tab.get(&name), Area::Local.get(&name)) {
            // In a tab that only hides it is still there.
            let _ = Area::Local.set(&name, &text);
        }
    }
}

/// Forgets every draft, or those of a conversation that is gone.
pub fn forget_all(id: &str) {
    for area in [Area::Tab, Area::Local] {
        area.names(&format!("{PREFIX}{id}")).iter().for_each(|name| area.remove(name));
    }
}

fn name(id: Option<&ConversationId>) -> String {
    format!("{PREFIX}{}", id.map_or(NEW, ConversationId::as_str))
}
