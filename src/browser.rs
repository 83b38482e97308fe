//! The only door to the Web: one file wraps one Web API.
//!
//! Belongs here: thin, dumb adapters that map a refusal to an enum or a `None`.
//! Never here: decisions, names of ours, signals. What escapes is plain Rust, never a `JsValue`.

pub mod http;

pub mod database;
pub mod records;
pub mod room;
pub mod storage;
pub mod vault;

pub mod data;

pub mod channel;
pub mod locks;

pub mod clock;
pub mod entropy;
pub mod frame;
pub mod timer;

pub mod clipboard;
pub mod location;
pub mod page;
pub mod renderer;
pub mod scroll;
pub mod worker;
