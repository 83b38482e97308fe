//! Verbs: plain async functions that take values and return values.
//!
//! Belongs here: what needs both the wire or the disk and the browser.
//! Never here: signals, views. Only [`openrouter`] sends a request, only [`library`] writes
//! chats, only [`key_store`] touches the key at rest.

pub mod openrouter;

pub mod account;
pub mod catalog;
pub mod completion;

pub mod key_store;
pub mod sign_in;

pub mod drafts;
pub mod export;
pub mod library;
pub mod preferences;
pub mod search;
pub mod share;
pub mod tabs;

#[cfg(feature = "bench")]
pub mod bench;
