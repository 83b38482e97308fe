//! Unsent text, kept through a reload, a sign-in and a crash.
//!
//! Each tab has its own; a tab that has none shows the one that was last written anywhere.

use crate::browser::storage::{Area, NotStored};
use crate::domain::ids::ConversationId;

const PREFIX: &str = "parlance.draft.";
const NEW: &str = "new";

/// Writes the draft of a conversation, or of the one not yet begun. An empty one takes away `old`, which stood there.
pub fn save(id: Option<&ConversationId>, old: &str, text: &str) -> Result<(), NotStored> {
    if text.is_empty() {
        forget(id, old);
        return Ok(());
    }
    let name = name(id);
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
    Area::Tab.get(&name).or_else(|| Area::Local.get(&name)).unwrap_or_default()
}

/// Leaves the drafts of this tab, which may go now, for those that come.
pub fn leave() {
    for name in Area::Tab.names(PREFIX) {
        if let Some(text) = Area::Tab.get(&name) {
            // Where that fails, a tab that only hides still has its own.
            let _ = Area::Local.set(&name, &text);
        }
    }
}

/// Forgets every draft, or those of a conversation that is gone.
pub fn forget_all(id: &str) {
    let own = format!("{PREFIX}{id}");
    for area in [Area::Tab, Area::Local] {
        for name in area.names(&own) {
            // Of another conversation, whose id begins like this one, it is not.
            if id.is_empty() || matches!(name.as_bytes().get(own.len()), None | Some(b'/')) {
                area.remove(&name);
            }
        }
    }
}

fn name(id: Option<&ConversationId>) -> String {
    format!("{PREFIX}{}", id.map_or(NEW, ConversationId::as_str))
}
