//! Parts of the app that run beside the page, each in a worker of its own.
//!
//! A worker is a script, and only a script of the page's own may make the address of one (Trusted Types): `boot.js` does
//! it (`globalThis.parlanceWorker`).

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent};

/// The worker could not be started, or has broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the worker is not there")]
pub struct NotThere;

/// A worker. It ends when this is dropped.
#[derive(Debug)]
pub struct Worker {
    worker: web_sys::Worker,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _broken: Closure<dyn FnMut(Event)>,
}

impl Worker {
    /// Starts the part of the app whose files the `<meta>` of this name tells. `heard` is called with each text that it
    /// says, and each time that something in it breaks; its files are fetched meanwhile, so that may be long after.
    pub fn start(name: &str, heard: impl Fn(Result<String, NotThere>) + Clone + 'static) -> Result<Self, NotThere> {
        let start: Function = Reflect::get(&js_sys::global(), &"parlanceWorker".into())
            .and_then(JsCast::dyn_into)
            .map_err(|_| NotThere)?;
        let worker = start.call1(&JsValue::UNDEFINED, &name.into()).map_err(|_| NotThere)?;
        let worker: web_sys::Worker = worker.dyn_into().map_err(|_| NotThere)?;
        let broke = heard.clone();
        let heard = Closure::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                heard(Ok(text));
            }
        });
        let broken = Closure::new(move |_: Event| broke(Err(NotThere)));
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(broken.as_ref().unchecked_ref()));
        Ok(Self { worker, _heard: heard, _broken: broken })
    }

    /// Says a text to it. It may be said at once: what comes before the part is there waits for it.
    pub fn post(&self, text: &str) {
        self.post_value(&text.into());
    }

    /// Gives it a value that `browser` holds, such as a file.
    pub fn post_value(&self, value: &JsValue) {
        // Texts and files can always be cloned, and one that has ended hears nothing.
        let _ = self.worker.post_message(value);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}
