//! The module that draws answers (`renderer/`), fetched once the page can be used.
//!
//! `import()` is a word of JavaScript, so `boot.js` says it (`globalThis.parlancePart`).

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, MouseEvent};

/// The module could not be fetched or started, or has broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the module that draws answers is not there")]
pub struct NotThere;

#[wasm_bindgen]
extern "C" {
    /// What the module exports.
    #[derive(Debug, Clone)]
    type Exports;
    #[wasm_bindgen(method, structural, catch)]
    fn prose(this: &Exports, place: &Element) -> Result<JsProse, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn press(this: &Exports, event: &MouseEvent, source: &str) -> Result<Option<String>, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn picture(this: &Exports, place: &Element, source: &str, alt: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn reader(this: &Exports) -> Result<JsReader, JsValue>;

    #[derive(Debug)]
    type JsReader;
    #[wasm_bindgen(method, structural, catch)]
    fn words(this: &JsReader, sentences: &str) -> Result<String, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn free(this: &JsReader) -> Result<(), JsValue>;

    #[derive(Debug)]
    type JsProse;
    #[wasm_bindgen(method, structural, catch)]
    fn push(this: &JsProse, words: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn finish(this: &JsProse, words: &str) -> Result<(), JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn free(this: &JsProse) -> Result<(), JsValue>;
}

/// The module.
#[derive(Debug, Clone)]
pub struct Renderer(Exports);

/// A text in its place on the page.
#[derive(Debug)]
pub struct Prose(JsProse);

/// Reads out a text that comes in whole sentences.
#[derive(Debug)]
pub struct Reader(JsReader);

impl Renderer {
    /// Fetches and starts the module.
    pub async fn load() -> Result<Self, NotThere> {
        fetch().await.map(Self).ok_or(NotThere)
    }

    /// A text that will stand in this empty place.
    pub fn prose(&self, place: &Element) -> Result<Prose, NotThere> {
        self.0.prose(place).map(Prose).map_err(|_| NotThere)
    }

    /// Reads out a text from its beginning.
    pub fn reader(&self) -> Result<Reader, NotThere> {
        self.0.reader().map(Reader).map_err(|_| NotThere)
    }

    /// Does what a button in a text is for, if one was pressed; `source` is the text as it was written. Returns what is
    /// to be copied.
    pub fn press(&self, event: &MouseEvent, source: &str) -> Option<String> {
        self.0.press(event, source).ok().flatten()
    }

    /// Appends a picture to a place.
    pub fn picture(&self, place: &Element, source: &str, alt: &str) {
        // A picture less is all that can come of it.
        let _ = self.0.picture(place, source, alt);
    }
}

impl Prose {
    /// Takes what has arrived. More may follow.
    pub fn push(&self, words: &str) -> Result<(), NotThere> {
        self.0.push(words).map_err(|_| NotThere)
    }

    /// Takes the rest: nothing follows.
    pub fn finish(&self, words: &str) -> Result<(), NotThere> {
        self.0.finish(words).map_err(|_| NotThere)
    }
}

impl Drop for Prose {
    fn drop(&mut self) {
        // A module that has broken down frees nothing.
        let _ = self.0.free();
    }
}

impl Reader {
    /// The words of the next sentences, without the marks they are written with.
    pub fn words(&self, sentences: &str) -> Result<String, NotThere> {
        self.0.words(sentences).map_err(|_| NotThere)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // As above.
        let _ = self.0.free();
    }
}

async fn fetch() -> Option<Exports> {
    let part: Function = Reflect::get(&js_sys::global(), &"parlancePart".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = part.call1(&JsValue::UNDEFINED, &"app-renderer".into()).ok()?.dyn_into().ok()?;
    Some(JsFuture::from(promise).await.ok()?.unchecked_into())
}
