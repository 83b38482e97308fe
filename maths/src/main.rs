//! The door: the one function that the page calls once it has fetched this module.

use wasm_bindgen::prelude::wasm_bindgen;

/// A formula as a list of pieces ([`parlance_maths::render`]); nothing if it cannot be read.
#[wasm_bindgen]
pub fn render(source: &str, display: bool) -> Option<String> {
    parlance_maths::render(source, display)
}

fn main() {}
