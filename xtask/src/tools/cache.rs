//! Folders that appear whole or not at all, also when two runs want the same one at once.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::place;
use crate::say::{OrSay, Outcome, note};

/// `tools/<name>-<version>` in the cache, made by `install` unless it is there already.
///
/// `install` fills another folder, which is renamed when it is complete. That folder is kept when the
/// work is interrupted, so that a compilation goes on where it stopped.
pub fn provide(name: &str, version: &str, install: impl FnOnce(&Path) -> Outcome<()>) -> Outcome<PathBuf> {
    let tools = place::cache()?.join("tools");
    let folder = tools.join(format!("{name}-{version}"));
    if folder.is_dir() {
        return Ok(folder);
    }
    let doing = format!("installing {name} into {}", tools.display());
    fs::create_dir_all(&tools).or_say(&doing)?;

    // The system lifts the lock when its holder ends, however it ends; the file itself stays.
    let lock = File::create(tools.join(format!(".{name}-{version}.lock"))).or_say(&doing)?;
    if let Err(TryLockError::WouldBlock) = lock.try_lock() {
        note(format!("Another run is installing {name}; waiting for it."));
        lock.lock().or_say(&doing)?;
    }
    if !folder.is_dir() {
        let partial = tools.join(format!(".{name}-{version}.partial"));
        fs::create_dir_all(&partial).or_say(&doing)?;
        install(&partial)?;
        fs::rename(&partial, &folder).or_say(&doing)?;
    }
    Ok(folder)
}
