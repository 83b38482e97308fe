//! Files that the person chose. They are handles: their bytes lie where they lay.

use web_sys::{File, HtmlInputElement};

use super::worker::Worker;

/// A file that the person chose.
#[derive(Debug, Clone)]
pub struct ChosenFile(File);

impl ChosenFile {
    /// The file in an `<input type="file">`, which is emptied, so that the same file can be chosen again.
    pub fn take(input: &HtmlInputElement) -> Option<Self> {
        let file = input.files()?.get(0)?;
        input.set_value("");
        Some(Self(file))
    }

    /// What it is called.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// How long it is.
    pub fn n_bytes(&self) -> u64 {
        self.0.size() as u64
    }

    /// Lets a worker read it.
    pub fn give_to(&self, worker: &Worker) {
        worker.post_value(&self.0);
    }
}
