//! What reads a file beside the page and writes it into the library (`importer/`): a worker.
//!
//! Nothing here waits: what there is to say comes when it comes.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, Reflect};
use parlance::domain::import::{Failure, Report, Request, Written};
use parlance::protocol::import::{report_from_text, request_to_text};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, File, MessageEvent, Worker};

/// An import on its way. When this is dropped it ends at once, and no chat is there in part; so keep it until a
/// [`Report::Done`] or [`Report::Failed`] came, or the person went away.
pub struct Reader {
    worker: Worker,
    _heard: Closure<dyn Fn(MessageEvent)>,
    _broken: Closure<dyn Fn(Event)>,
}

impl Reader {
    /// Begins to read a file. `on_report` is called with how far it is, and then with a [`Report::Preview`] or a
    /// [`Report::Failed`]. Nothing is written before [`Reader::write`]. `None` once it has failed at once.
    pub fn read(file: &File, on_report: Rc<dyn Fn(Report)>) -> Option<Self> {
        let Some(worker) = start() else {
            on_report(broken_down(Written::default()));
            return None;
        };
        let written = Rc::new(Cell::new(Written::default()));
        let (failed, so_far) = (Rc::clone(&on_report), Rc::clone(&written));
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let Some(report) = event.data().as_string().and_then(|text| report_from_text(&text)) else { return };
            if let Report::Writing(so_far) = report {
                written.set(so_far);
            }
            on_report(report);
        });
        let broken = Closure::<dyn Fn(Event)>::new(move |_: Event| failed(broken_down(so_far.get())));
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(broken.as_ref().unchecked_ref()));
        // A file can always be cloned. What is said before the worker has its parts waits for it.
        let _ = worker.post_message(file);
        Some(Self { worker, _heard: heard, _broken: broken })
    }

    /// Writes what the preview told of. Reports follow, and at last a [`Report::Done`] or a [`Report::Failed`].
    pub fn write(&self) {
        self.tell(Request::Write);
    }

    /// Stops after the chat that is being written: [`Report::Done`] tells what is there by then.
    pub fn cancel(&self) {
        self.tell(Request::Cancel);
    }

    fn tell(&self, request: Request) {
        // A text can always be cloned, and one that has ended hears nothing.
        let _ = self.worker.post_message(&request_to_text(request).into());
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Only a script of the page's own may make the address of a worker (Trusted Types): `boot.js` does it.
fn start() -> Option<Worker> {
    let start: Function = Reflect::get(&js_sys::global(), &"parlanceWorker".into()).ok()?.dyn_into().ok()?;
    start.call1(&JsValue::UNDEFINED, &"app-importer".into()).ok()?.dyn_into().ok()
}

fn broken_down(written: Written) -> Report {
    let sentence = "What reads files could not be started, or broke down. Reload the page, then choose the file again.";
    Report::Failed(Failure { sentence: sentence.to_owned(), written })
}
