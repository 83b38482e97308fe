//! The kit: parts for any app. They know nothing of ours.

pub mod dialog;
pub mod flow;
pub mod focus;
pub mod icon;
pub mod menu;
