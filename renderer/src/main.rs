//! Answers on the page: blocks of Markdown as nodes, changed only where the text has changed.
//!
//! Nodes are made one by one from [`parlance::domain::markdown`]; no text of a model is ever read as HTML.
//! They are made without Leptos, because an answer that streams changes a few words in a long text
//! sixty times a second (ADR 11). What buttons in it do is told by one listener on the whole text.
//!
//! This is a module of its own, with a door of a few functions (ADR 12). What breaks here, breaks here: the
//! app shows words as they were written then.

mod actions;
mod blocks;
mod code_block;
mod formulas;
mod inlines;
mod maths;
mod nodes;
mod painter;
mod table;

use parlance::domain::markdown::address::ImageSource;
use parlance::domain::spoken;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, MouseEvent};

use painter::Painter;

/// A text in its place on the page.
#[wasm_bindgen]
pub struct Prose {
    place: Element,
    painter: Painter,
}

#[wasm_bindgen]
impl Prose {
    /// Takes what has arrived. More may follow.
    pub fn push(&mut self, words: &str) {
        self.painter.push(&self.place, words);
    }

    /// Takes the rest: nothing follows.
    pub fn finish(&mut self, words: &str) {
        self.painter.finish(&self.place, words);
    }
}

/// A text that will stand in an empty place.
#[wasm_bindgen]
pub fn prose(place: Element) -> Prose {
    Prose { place, painter: Painter::new() }
}

/// Does what a button in a text is for, if one was pressed. `source` is the text as it was written. Returns what is to
/// be copied, if anything is.
#[wasm_bindgen]
pub fn press(event: &MouseEvent, source: &str) -> Option<String> {
    actions::act(event, source)
}

/// Appends a picture to a place: one from elsewhere is not fetched before the person asks for it.
#[wasm_bindgen]
pub fn picture(place: &Element, source: &str, alt: &str) {
    nodes::append(place, &inlines::picture(&ImageSource::parse(source), alt));
}

/// Reads out a text that comes in whole sentences ([`spoken::Reader`]).
#[wasm_bindgen]
pub struct Reader(spoken::Reader);

#[wasm_bindgen]
impl Reader {
    /// The words of the next sentences.
    pub fn words(&mut self, sentences: &str) -> String {
        self.0.words(sentences)
    }
}

/// Reads out a text from its beginning.
#[wasm_bindgen]
pub fn reader() -> Reader {
    Reader(spoken::Reader::default())
}

fn main() {}
