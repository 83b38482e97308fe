//! What a chat *is*: conversations, messages, turns, models, money.
//!
//! Belongs here: plain values and the rules between them.
//! Never here: the wire, the disk, signals, clocks, dice, logging, `async`. Time and chance come in
//! as arguments; serde stays in `protocol`, so that a name can change here without a promise broken.

pub mod ids;
pub mod time;

pub mod news;
pub mod summary;

pub mod conversation;
pub mod formula;
pub mod highlight;
pub mod import;
pub mod markdown;
pub mod message;
pub mod problem;
pub mod turn;

pub mod account;
pub mod calendar;
pub mod catalog;
pub mod cost;
pub mod search;
pub mod sign_in;
pub mod size;
pub mod speech;
pub mod spoken;
pub mod title;
pub mod window;
