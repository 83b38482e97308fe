//! Chats as the texts that go into files.

use crate::browser::data;
pub use crate::browser::data::{NotThere, Unsaved};
use crate::browser::storage::{Area, on_change};
use crate::domain::conversation::Conversation;
use crate::protocol::archive;

/// Says that backups are written into a folder. `data/` sets it and removes it.
const BACKUP: &str = "parlance.backup";

/// How many bytes of text were written since all chats were last exported. `data/` removes it too.
const UNEXPORTED: &str = "parlance.unexported";

/// So much new text is worth a reminder, in bytes: about a hundred pages.
const MUCH: usize = 300_000;

/// Takes note of new text.
pub fn note_text(n_bytes: usize) {
    // A browser that stores nothing has nothing to be exported either.
    let _ = Area::Local.set(UNEXPORTED, &(n_unexported() + n_bytes).to_string());
}

/// Takes note that all of it was exported, or that the person wants to hear no more of it until there is as much again.
pub fn note_export() {
    Area::Local.remove(UNEXPORTED);
}

/// Whether there is much that lies in this browser alone, and no folder where the browser could write a backup.
pub fn is_due() -> bool {
    !data::can_choose_folder() && n_unexported() >= MUCH
}

fn n_unexported() -> usize {
    Area::Local.get(UNEXPORTED).and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// Adds a chat that the disk does not have. A message that runs is added as far as it has come.
pub fn add(unsaved: &mut Unsaved, conversation: &Conversation) {
    let mut texts = records(conversation).into_iter();
    unsaved.chats.extend(texts.next());
    unsaved.messages.extend(texts);
}

/// The texts of a chat: its own first, then those of its messages.
pub fn records(conversation: &Conversation) -> Vec<String> {
    let messages = conversation.messages().iter();
    let messages = messages.map(|message| archive::message_to_text(conversation.id(), message));
    std::iter::once(archive::summary_to_text(conversation.summary())).chain(messages).collect()
}

/// All chats, in one file. To be called within a click. Returns what there is to say, if anything, and whether all went
/// well.
pub async fn all(unsaved: &Unsaved) -> Result<Option<(String, bool)>, NotThere> {
    data::export_all(unsaved).await
}

/// Whether backups are written into a folder.
pub fn has_backup() -> bool {
    Area::Local.get(BACKUP).is_some()
}

/// Calls `changed` when another tab begins with backups or ends them. For the life of the page.
pub fn on_backup_change(changed: impl Fn() + 'static) {
    on_change(BACKUP, changed);
}
