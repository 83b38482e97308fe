//! The automatic backup: a file of all chats in a folder that the person has chosen once.
//!
//! Two files, so that a slip is not at once in both: the newest state, and one that is a day older. When to write is
//! the caller's business; this never asks the person anything by itself.

use std::cell::Cell;
use std::rc::Rc;

use parlance::domain::time::Timestamp;

use crate::browser;
use crate::files::{self, Wanted};
use crate::folder::{self, Facts, Folder, NotChosen};

const NEWEST: &str = "parlance-backup.tar";
const PREVIOUS: &str = "parlance-backup-previous.tar";

/// How long the previous state is kept at the least.
const DAY_MS: f64 = 86_400_000.0;

/// How things stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// This browser lets no page write into folders.
    Impossible,
    /// No folder was chosen.
    Off,
    /// A backup is written into this folder.
    On {
        /// The name of the folder.
        folder: String,
        /// Whether the page may write there now; if not, [`allow`] asks.
        may_write: bool,
        /// When it was last written.
        last: Option<Timestamp>,
    },
}

/// Why no backup was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotBackedUp {
    /// No folder was chosen.
    #[error("no folder was chosen")]
    Off,
    /// The person must be asked first.
    #[error("the folder may not be written now")]
    NotAllowed,
    /// Not all could be read: the backup that is there is better.
    #[error("the chats could not all be read")]
    Unreadable,
    /// The folder is gone, or its disk is full.
    #[error("the folder does not take the file")]
    Unwritten,
}

impl NotBackedUp {
    /// What happened, and what to do now.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Off => "Choose a folder for backups.",
            Self::NotAllowed => "The browser wants to be asked again before Parlance may write into the backup folder.",
            Self::Unreadable => {
                "No backup was written, because not all chats could be read. The last one is untouched."
            }
            Self::Unwritten => {
                "The backup could not be written. See whether its folder is still there and has room, or choose another."
            }
        }
    }
}

/// How things stand.
pub async fn state() -> State {
    if !folder::is_possible() {
        return State::Impossible;
    }
    match Folder::kept().await {
        None => State::Off,
        Some(folder) => state_of(&folder).await,
    }
}

async fn state_of(folder: &Folder) -> State {
    // Browsers count time in whole milliseconds well within 53 bits.
    let last = folder::last_ms().await.map(|ms| Timestamp::from_ms(ms as i64));
    State::On { folder: folder.name(), may_write: folder.may_write().await, last }
}

/// Lets the person choose a folder. To be called within a click.
pub async fn choose() -> Result<State, NotChosen> {
    Ok(state_of(&Folder::choose().await?).await)
}

/// Asks the person for the folder that was chosen before. To be called within a click.
pub async fn allow() -> bool {
    match Folder::kept().await {
        Some(folder) => folder.ask().await,
        None => false,
    }
}

/// No more backups. Those that were written stay where they are.
pub async fn stop() {
    folder::forget().await;
}

/// Writes a backup now. Several tabs may: they take turns.
pub async fn write(unsaved: Wanted, now: Timestamp) -> Result<(), NotBackedUp> {
    let folder = Folder::kept().await.ok_or(NotBackedUp::Off)?;
    if !folder.may_write().await {
        return Err(NotBackedUp::NotAllowed);
    }
    // What a lock that was refused leaves undone was not written.
    let outcome = Rc::new(Cell::new(Err(NotBackedUp::Unwritten)));
    let told = Rc::clone(&outcome);
    browser::in_turn("parlance-backup", async move { told.set(write_now(&folder, &unsaved, now).await) }).await;
    outcome.get()
}

async fn write_now(folder: &Folder, unsaved: &Wanted, now: Timestamp) -> Result<(), NotBackedUp> {
    let archive = files::archive(unsaved).await.ok().flatten();
    let archive = archive.filter(|archive| archive.is_complete).ok_or(NotBackedUp::Unreadable)?;
    // A moment is well within 53 bits.
    let now_ms = now.as_ms() as f64;
    if let Some(newest) = folder.facts(NEWEST).await
        && is_to_be_kept(newest, folder.facts(PREVIOUS).await, archive.size, now_ms)
    {
        folder.copy(NEWEST, PREVIOUS).await.map_err(|_| NotBackedUp::Unwritten)?;
    }
    folder.write(NEWEST, &archive).await.map_err(|_| NotBackedUp::Unwritten)?;
    folder::set_last(now_ms).await;
    Ok(())
}

/// Whether the newest state takes the place of the previous one before it is written over by one of `next` bytes: once
/// a day, and when the next has less than half of it. The previous one stays if it has twice as much: then something
/// was lost, and it is what is left of it.
fn is_to_be_kept(newest: Facts, previous: Option<Facts>, next: f64, now_ms: f64) -> bool {
    previous.is_none_or(|previous| {
        let is_due = now_ms - previous.modified_ms >= DAY_MS || next * 2.0 < newest.size;
        is_due && newest.size * 2.0 >= previous.size
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_previous_backup_is_a_day_old_and_never_lost_to_a_small_one() {
        let facts = |modified_ms, size| Facts { modified_ms, size };
        let newest = facts(5.0, 100.0);
        assert!(is_to_be_kept(newest, None, 100.0, 5.0));
        assert!(!is_to_be_kept(newest, Some(facts(0.0, 100.0)), 100.0, DAY_MS - 1.0));
        assert!(is_to_be_kept(newest, Some(facts(0.0, 200.0)), 100.0, DAY_MS));
        assert!(!is_to_be_kept(newest, Some(facts(0.0, 201.0)), 100.0, DAY_MS));
        // What is about to be lost is kept at once.
        assert!(is_to_be_kept(newest, Some(facts(0.0, 100.0)), 49.0, 6.0));
    }
}
