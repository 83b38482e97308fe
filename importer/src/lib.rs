//! Chats of other apps, and of our own exports, in our own words.
//!
//! A file goes in, read at the places where something is wanted ([`input`]); chats come out one after the other
//! ([`reading`]), and what is to be written of them where some are here already ([`merge`]). Nothing here knows a
//! browser: `main.rs` does, which is the worker around it.
//!
//! This never writes. Of what is kept aside it drops what looks like a key (`secrets`), our own archives' included; what
//! people said it leaves as it is, also where they quote one.

pub mod broken;
pub mod found;
pub mod input;
pub mod merge;
pub mod reading;

mod content;
mod deep;
mod fields;
mod formats;
mod ids;
mod inflate;
mod moment;
mod own;
mod secrets;
mod sketch;
mod split;
mod tar;
mod zipped;

/// The most text of another app that is read, in bytes: [`broken::Broken::TooLarge`] tells it.
pub const MAX_TEXT: u64 = 400 << 20;
/// The most text that is in memory at once, in bytes: a chat, or a file that is one value.
pub const MAX_VALUE: usize = 256 << 20;
