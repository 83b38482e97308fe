//! Chats from a file: first what is in it, then, if the person wants, into the library.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::DataStore;
use crate::domain::import::{Failure, Preview, Report, Written};
pub use crate::services::import::ChosenFile;
use crate::services::import::Import as Reader;

/// How far an import is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Import {
    /// So many chats were read.
    Reading(usize),
    /// The file was read to its end, and nothing is written.
    Preview(Preview),
    /// So much was written, and more will be.
    Writing(Written),
    /// It could not go on.
    Failed(Failure),
}

impl DataStore {
    /// How far the import is; `None` if there is none.
    pub fn import(&self) -> ReadSignal<Option<Import>> {
        self.import.read_only()
    }

    /// Begins to read a file.
    pub fn read_file(&self, file: &ChosenFile) {
        let store = *self;
        self.import.set(Some(Import::Reading(0)));
        let reader = Reader::read(file, move |report| store.hear(report));
        self.reading.set_value(reader);
        self.look();
    }

    /// Writes what the preview told of.
    pub fn write_import(&self) {
        if matches!(*self.import.read_untracked(), Some(Import::Preview(_))) {
            self.import.set(Some(Import::Writing(Written::default())));
            self.reading.with_value(|reader| {
                if let Some(reader) = reader {
                    reader.write();
                }
            });
        }
    }

    /// Ends the import. While it writes it ends after the chat that is being written, and that is told.
    pub fn end_import(&self) {
        let is_writing = matches!(*self.import.read_untracked(), Some(Import::Writing(_)));
        if is_writing {
            self.reading.with_value(|reader| {
                if let Some(reader) = reader {
                    reader.cancel();
                }
            });
        } else {
            self.reading.set_value(None);
            self.import.set(None);
        }
    }

    fn hear(&self, report: Report) {
        match report {
            Report::Reading(n_chats) => self.import.set(Some(Import::Reading(n_chats))),
            Report::Preview(preview) => self.import.set(Some(Import::Preview(preview))),
            Report::Writing(written) => self.import.set(Some(Import::Writing(written))),
            Report::Done(written) => {
                self.import.set(None);
                self.notices.say(done(written));
                self.close(written);
            }
            Report::Failed(failure) => {
                let written = failure.written;
                self.import.set(Some(Import::Failed(failure)));
                self.close(written);
            }
        }
    }

    fn close(&self, written: Written) {
        let store = *self;
        // Not from within what it says: that ends with it.
        spawn_local(async move {
            store.reading.set_value(None);
            if written.n_new + written.n_grown > 0 {
                store.chats.after_import().await;
            }
            store.look();
        });
    }
}

fn done(written: Written) -> String {
    let Written { n_new, n_grown, n_messages: _, n_damaged, is_cancelled } = written;
    let chats = |n: usize| if n == 1 { "1 chat".to_owned() } else { format!("{n} chats") };
    let mut words = match (n_new, n_grown) {
        (0, 0) => "Nothing was imported".to_owned(),
        (n_new, 0) => format!("Imported {}", chats(n_new)),
        (0, n_grown) => format!("Added to {}", chats(n_grown)),
        (n_new, n_grown) => format!("Imported {} and added to {}", chats(n_new), chats(n_grown)),
    };
    if is_cancelled {
        words.push_str(". The rest was left out.");
    } else if n_damaged > 0 {
        words.push_str(". Damaged pictures were left out.");
    }
    words
}
