//! Parlance: chat with every model on OpenRouter, from a page that has no server of its own.
//!
//! The house has floors; a line of code looks down, never up (`tests/floors.rs` holds it):
//!
//! ```text
//! app, main     wires the house once
//! pages         one file per route
//! components    what one sees and touches
//! state         signals: what is true now
//! services      verbs: async, no signals
//! browser       the only door to the Web
//! ────────────  water line: below it no web, clock, dice, signal or async
//! protocol      bytes ↔ meaning
//! domain        what a chat is
//! ```
//!
//! Without the feature `web` only the two floors below the water line exist, and they compile and
//! test in seconds: `cargo test --no-default-features`.

// `ui!` walks the tokens of a view one by one, and the longest view has some hundreds.
#![recursion_limit = "1024"]

pub mod domain;
pub mod protocol;

#[cfg(feature = "web")]
#[macro_use]
mod ui_macro;
#[cfg(feature = "web")]
pub mod app;
#[cfg(feature = "web")]
pub mod browser;
#[cfg(feature = "web")]
pub mod components;
#[cfg(feature = "web")]
pub mod pages;
#[cfg(feature = "web")]
pub mod services;
#[cfg(feature = "web")]
pub mod state;
