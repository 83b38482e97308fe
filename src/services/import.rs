//! Chats from a file, read and written beside the page (`importer/`).
//!
//! Nothing here waits: what there is to say comes when it comes. The page makes sure before that the library is there,
//! and reads it anew once something was written.

use std::cell::Cell;
use std::rc::Rc;

pub use crate::browser::chosen::ChosenFile;
use crate::browser::worker::{NotThere, Worker};
use crate::domain::import::{Failure, Report, Request, Written};
use crate::protocol::import::{report_from_text, request_to_text};

/// An import on its way. When this is dropped it ends at once, and no chat is there in part; so keep it until a
/// [`Report::Done`] or [`Report::Failed`] came, or the person went away.
#[derive(Debug)]
pub struct Import {
    worker: Worker,
}

impl Import {
    /// Begins to read a file. `on_report` is called with how far it is, and then with a [`Report::Preview`] or a
    /// [`Report::Failed`]. Nothing is written before [`Import::write`]. `None` once it has failed at once.
    pub fn read(file: &ChosenFile, on_report: impl Fn(Report) + Clone + 'static) -> Option<Self> {
        let written = Rc::new(Cell::new(Written::default()));
        let failed = on_report.clone();
        let worker = Worker::start("app-importer", move |heard| match heard {
            Ok(text) => {
                let Some(report) = report_from_text(&text) else { return };
                if let Report::Writing(so_far) = report {
                    written.set(so_far);
                }
                on_report(report);
            }
            Err(NotThere) => on_report(broken_down(written.get())),
        });
        match worker {
            Ok(worker) => {
                file.give_to(&worker);
                Some(Self { worker })
            }
            Err(NotThere) => {
                failed(broken_down(Written::default()));
                None
            }
        }
    }

    /// Writes what the preview told of. Reports follow, and at last a [`Report::Done`] or a [`Report::Failed`].
    pub fn write(&self) {
        self.worker.post(&request_to_text(Request::Write));
    }

    /// Stops after the chat that is being written: [`Report::Done`] tells what is there by then.
    pub fn cancel(&self) {
        self.worker.post(&request_to_text(Request::Cancel));
    }
}

fn broken_down(written: Written) -> Report {
    let sentence = "What reads files could not be started, or broke down. Reload the page, then choose the file again.";
    Report::Failed(Failure { sentence: sentence.to_owned(), written })
}
