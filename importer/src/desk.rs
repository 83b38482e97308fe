//! What the worker hears and says: a file is read to its end before anything is written, and then once more to write it.
//!
//! So a file that is broken at its end changes nothing, and memory holds one chat at a time.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Date, Promise};
use parlance::domain::import::{Failure, Preview, Report, Request, Written};
use parlance::domain::time::Timestamp;
use parlance::protocol::import::{report_to_text, request_from_text};
use parlance_importer::broken::Broken;
use parlance_importer::found::Item;
use parlance_importer::input::Input;
use parlance_importer::merge::Count;
use parlance_importer::reading::Reading;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

use crate::file;
use crate::library::{Library, Refused};

/// How often it says how far it is, in milliseconds, and listens.
const TELL_MS: f64 = 100.0;

#[derive(Default)]
struct Desk {
    file: RefCell<Option<File>>,
    is_busy: Cell<bool>,
    is_cancelled: Cell<bool>,
    told_ms: Cell<f64>,
}

/// Why it cannot go on.
enum Obstacle {
    File(Broken),
    Library(Refused),
}

impl From<Broken> for Obstacle {
    fn from(broken: Broken) -> Self {
        Self::File(broken)
    }
}

impl From<Refused> for Obstacle {
    fn from(refused: Refused) -> Self {
        Self::Library(refused)
    }
}

impl Obstacle {
    fn sentence(&self) -> &'static str {
        match self {
            Self::File(broken) => broken.sentence(),
            Self::Library(Refused::Full) => {
                "There is no more room for chats in this browser. Make room, then import the same file again: it goes on where it stopped."
            }
            Self::Library(Refused::Gone) => {
                "Your chats cannot be reached at the moment. Reload the page, then import the file again."
            }
            Self::Library(Refused::Other) => {
                "The browser did not write the chats. Reload the page, then import the same file again: it goes on where it stopped."
            }
        }
    }
}

/// Begins to listen.
pub fn start() {
    let desk = Rc::new(Desk::default());
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| desk.hear(&event.data()));
    scope().set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn now() -> Timestamp {
    Timestamp::from_ms(Date::now() as i64)
}

fn say(report: &Report) {
    // Nobody may be listening any more.
    let _ = scope().post_message(&report_to_text(report).into());
}

/// Lets what was said meanwhile be heard.
async fn pause() {
    let passed = Promise::new(&mut |resolve, _| {
        // A wait that cannot be begun is none.
        let _ = scope().set_timeout_with_callback(&resolve);
    });
    let _ = JsFuture::from(passed).await;
}

impl Desk {
    fn hear(self: &Rc<Self>, said: &JsValue) {
        if let Some(file) = said.dyn_ref::<File>() {
            *self.file.borrow_mut() = Some(file.clone());
            return self.begin(Task::Read);
        }
        match said.as_string().and_then(|text| request_from_text(&text)) {
            Some(Request::Write) => self.begin(Task::Write),
            Some(Request::Cancel) => self.is_cancelled.set(true),
            None => {}
        }
    }

    fn begin(self: &Rc<Self>, task: Task) {
        let Some(file) = self.file.borrow().clone() else { return };
        if self.is_busy.replace(true) {
            return;
        }
        self.is_cancelled.set(false);
        let desk = Rc::clone(self);
        spawn_local(async move {
            let mut written = Written::default();
            let ended = match task {
                Task::Read => desk.read(&file).await.map(Report::Preview),
                Task::Write => desk.write(&file, &mut written).await.map(|()| Report::Done(written)),
            };
            desk.is_busy.set(false);
            say(&ended.unwrap_or_else(|obstacle| {
                Report::Failed(Failure { sentence: obstacle.sentence().to_owned(), written })
            }));
        });
    }

    async fn read(&self, file: &File) -> Result<Preview, Obstacle> {
        let (_, mut reading) = open(file)?;
        let library = Library::open().await?;
        let chats = library.chats().await?;
        let now = now();
        let mut count = Count::default();
        while let Some(item) = reading.read()? {
            match item {
                Item::Chat(found) => {
                    let id = &found.summary.id;
                    let held = if chats.contains(id) { Some(library.messages(id).await?) } else { None };
                    count.add(&found, held.as_ref(), now);
                }
                Item::Skipped(skipped) => count.skip(skipped),
            }
            self.tell(|| Report::Reading(count.n_chats())).await;
        }
        Ok(count.preview(reading.app(), reading.warnings()))
    }

    async fn write(&self, file: &File, written: &mut Written) -> Result<(), Obstacle> {
        let (input, mut reading) = open(file)?;
        let library = Library::open().await?;
        let now = now();
        // No message is there before its pictures are. What is left over of a write that stopped is used by the next.
        for blob in reading.blobs() {
            self.tell(|| Report::Writing(*written)).await;
            if self.is_cancelled.get() {
                written.is_cancelled = true;
                return Ok(());
            }
            if library.has_blob(&blob.sha256).await? {
                continue;
            }
            let end = blob.from + blob.size;
            if file::sha256(&input, blob.from, end).map_err(Broken::from)? == blob.sha256 {
                let bytes = file::slice(file, blob.from, end, &blob.kind).map_err(|_| Broken::Unreadable)?;
                library.add_blob(&blob.sha256, &blob.kind, &bytes).await?;
            } else {
                written.n_damaged += 1;
            }
        }
        while let Some(item) = reading.read()? {
            let Item::Chat(found) = item else { continue };
            let rows = library.add(&found, now).await?;
            written.n_messages += rows.messages.len();
            match rows.chat {
                Some(_) => written.n_new += 1,
                None => written.n_grown += usize::from(!rows.messages.is_empty()),
            }
            self.tell(|| Report::Writing(*written)).await;
            if self.is_cancelled.get() {
                written.is_cancelled = true;
                return Ok(());
            }
        }
        Ok(())
    }

    /// Says how far it is, if that was a while ago.
    async fn tell(&self, report: impl FnOnce() -> Report) {
        let now = Date::now();
        if now - self.told_ms.get() >= TELL_MS {
            self.told_ms.set(now);
            say(&report());
            pause().await;
        }
    }
}

#[derive(Clone, Copy)]
enum Task {
    Read,
    Write,
}

fn open(file: &File) -> Result<(Input, Reading), Broken> {
    let input = file::input(file).ok_or(Broken::Unreadable)?;
    let reading = Reading::open(&input, Timestamp::from_ms(file.last_modified() as i64))?;
    Ok((input, reading))
}
