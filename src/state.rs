//! What is true now: the only floor that owns shared signals.
//!
//! Each store is a `Copy` handle with private fields and public verbs, fetched by its `use_…()`.
//! Never here: `web_sys`, the wire, views.

pub mod session;

pub mod chats;
mod live;
mod throttle;

pub mod calendar;
pub mod catalog;
pub mod composer;
pub mod renderer;
pub mod search;

pub mod data;
pub mod notices;
pub mod preferences;
