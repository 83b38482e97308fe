//! The worker that imports: a module of its own, which the page starts when somebody chooses a file.
//!
//! It is given the file, reads it, and says what is in it; told to, it writes that into the library, a chat in one
//! transaction, so that none is ever there in part. Then it says that it is done, and the page ends it. It knows neither
//! the key nor the network.

mod desk;
mod file;
mod library;

use wasm_bindgen::prelude::wasm_bindgen;

/// Begins to listen. To be called once.
#[wasm_bindgen]
pub fn start() {
    desk::start();
}

fn main() {}
