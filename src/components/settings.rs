//! The settings: one file per section.

pub mod about;
pub mod appearance;
pub mod chats;
pub mod connection;
pub mod data;
