//! Chats from a file: first what is in it, then, if the person wants, into the library.

use std::rc::Rc;

use parlance::domain::import::{Failure, Preview, Report, Written};
use wasm_bindgen_futures::spawn_local;
use web_sys::File;

use crate::desk::Desk;
use crate::reader::Reader;

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

impl Desk {
    /// Begins to read a file.
    pub fn read_file(self: &Rc<Self>, file: &File) {
        self.set_import(Some(Import::Reading(0)));
        let desk = Rc::clone(self);
        let reader = Reader::read(file, Rc::new(move |report| desk.hear(report)));
        *self.reader.borrow_mut() = reader;
        self.look();
    }

    /// Writes what the preview told of.
    pub fn write_import(self: &Rc<Self>) {
        let is_ready = matches!(*self.import.borrow(), Some(Import::Preview(_)));
        if is_ready {
            self.set_import(Some(Import::Writing(Written::default())));
            if let Some(reader) = &*self.reader.borrow() {
                reader.write();
            }
        }
    }

    /// Ends the import. While it writes it ends after the chat that is being written, and that is told.
    pub fn end_import(&self) {
        let is_writing = matches!(*self.import.borrow(), Some(Import::Writing(_)));
        if is_writing {
            if let Some(reader) = &*self.reader.borrow() {
                reader.cancel();
            }
        } else {
            *self.reader.borrow_mut() = None;
            self.set_import(None);
        }
    }

    /// Shows how far it is.
    pub fn show_import(&self) {
        if let Some(view) = self.view()
            && let Some(shown) = &view.import
        {
            shown.show(self.import.borrow().as_ref(), self.keeping().room);
        }
    }

    fn set_import(&self, import: Option<Import>) {
        *self.import.borrow_mut() = import;
        self.show_import();
    }

    fn hear(self: &Rc<Self>, report: Report) {
        match report {
            Report::Reading(n_chats) => self.set_import(Some(Import::Reading(n_chats))),
            Report::Preview(preview) => self.set_import(Some(Import::Preview(preview))),
            Report::Writing(written) => self.set_import(Some(Import::Writing(written))),
            Report::Done(written) => {
                self.set_import(None);
                self.house.say(&done(written));
                self.close(written);
            }
            Report::Failed(failure) => {
                let written = failure.written;
                self.set_import(Some(Import::Failed(failure)));
                self.close(written);
            }
        }
    }

    fn close(self: &Rc<Self>, written: Written) {
        let desk = Rc::clone(self);
        // Not from within what it says: that ends with it.
        spawn_local(async move {
            *desk.reader.borrow_mut() = None;
            if written.n_new + written.n_grown > 0 {
                desk.house.imported();
            }
            desk.look();
        });
    }
}

/// A number of chats in words.
pub fn chats(n: usize) -> String {
    if n == 1 { "1 chat".to_owned() } else { format!("{n} chats") }
}

fn done(written: Written) -> String {
    let Written { n_new, n_grown, n_messages: _, n_damaged, is_cancelled } = written;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_imported_is_told_in_one_sentence() {
        let told = |n_new, n_grown, n_damaged, is_cancelled| {
            done(Written { n_new, n_grown, n_messages: 9, n_damaged, is_cancelled })
        };
        assert_eq!(told(0, 0, 0, false), "Nothing was imported");
        assert_eq!(told(1, 0, 0, false), "Imported 1 chat");
        assert_eq!(told(2, 1, 0, false), "Imported 2 chats and added to 1 chat");
        assert_eq!(told(0, 3, 2, false), "Added to 3 chats. Damaged pictures were left out.");
        assert_eq!(told(5, 0, 2, true), "Imported 5 chats. The rest was left out.");
    }
}
