//! OpenRouter on this machine: a stand-in for a person who tries the app, and for end-to-end tests.
//!
//! It shares no type and no code with the app, so that a misunderstanding of the API cannot hide by
//! being on both sides. What it answers comes from OpenRouter's documentation, `errors.json` and the recorded streams.
//!
//! ```text
//! args ─ main ─ net (sockets, TLS, proxy, static site)
//!                │
//!               api (routes) ─ catalogue (which models there are)
//!                │      └───── behaviour (what each of them says) ─ script (how it is said, in time)
//!               world (keys, codes, gates, journal: all that is remembered)
//! ```
//!
//! This never talks to anything outside the machine, and never listens beyond 127.0.0.1.

pub mod api;
pub mod args;
pub mod behaviour;
pub mod catalogue;
pub mod net;
pub mod recorded;
pub mod script;
pub mod world;
