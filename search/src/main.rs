//! The worker that searches all chats: a module of its own, which the page starts when something is searched first.
//!
//! It reads the library and never writes to it. What it has read it keeps, folded, in a database of its own, so
//! that the next start is quick. It is told which chats are otherwise now, and what is asked; its answers
//! go to the page as texts ([`parlance::protocol::search`]).

mod database;
mod keeper;
mod kept;
mod library;

use wasm_bindgen::prelude::wasm_bindgen;

/// Begins to read, and to listen. To be called once.
#[wasm_bindgen]
pub fn start() {
    keeper::start();
}

fn main() {}
