//! The repository as text: which files there are, and how a law that was broken is told.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold nothing of our own writing.
const NOT_OURS: [&str; 7] = ["target", "fuzz", "node_modules", "dist", "test-results", "playwright-report", ".git"];

/// One file: its path from the root, with `/` on every system, and what it says.
#[derive(Clone)]
pub struct File {
    pub path: String,
    pub text: String,
}

/// The folder that holds Cargo.toml.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every text file below `place` (a folder or a file) whose name ends in one of `endings`, in order of path.
///
/// A place that does not exist holds no files.
pub fn files(place: &str, endings: &[&str]) -> Vec<File> {
    let mut found = Vec::new();
    gather(&root().join(place), endings, &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

fn gather(place: &Path, endings: &[&str], found: &mut Vec<File>) {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    if place.is_dir() {
        if NOT_OURS.contains(&name.as_ref()) {
            return;
        }
        for entry in fs::read_dir(place).into_iter().flatten().flatten() {
            gather(&entry.path(), endings, found);
        }
    } else if endings.iter().any(|ending| name.ends_with(ending))
        && let Ok(text) = fs::read_to_string(place)
    {
        let below = place.strip_prefix(root()).unwrap_or(place);
        let path = below.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        found.push(File { path, text });
    }
}

/// Fails with every sentence of `breaches`, if there are any.
#[track_caller]
pub fn hold(breaches: &[String]) {
    assert!(breaches.is_empty(), "\n\n{}\n", breaches.join("\n"));
}
