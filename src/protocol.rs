//! Two borders: the wire to OpenRouter, and what the disk keeps.
//!
//! Belongs here: bytes into meaning and back, without doing anything. Serde lives here and nowhere
//! else, and what it reads never leaves raw: callers get values of [`crate::domain`].
//! Never here: sending, storing, clocks, dice, signals, `async`. Reading never panics, takes no
//! offence at what it does not know, and loses no more than the field that was odd.

pub mod sse;

pub mod openrouter;
pub mod pkce;

pub mod archive;
pub mod news;

pub mod export;
pub mod import;
pub mod search;

mod json;
mod query;
