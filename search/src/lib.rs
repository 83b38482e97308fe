//! Finding words in all chats, in every branch of them.
//!
//! A text is [folded](fold) once: case, accents and widths are gone. A word is found wherever it stands in a folded text,
//! within another word too, so that languages without spaces need nothing of their own. What is searched is kept in
//! memory, folded; the words as they were written stay on the disk, and are read for the few places that are shown.
//!
//! This knows no browser. `main.rs` is the worker around it.

pub mod excerpt;
pub mod fold;

pub mod query;
pub mod signature;

pub mod record;
pub mod words;

pub mod index;
