//! What one sees and touches: one folder per feature.
//!
//! Belongs here: views, and the little state that only a view has (an open menu, a half-typed name).
//! Never here: requests, storage, arithmetic. A component asks a store, and tells it what the person did.

pub mod ui;

pub mod shelf;
pub mod shell;
pub mod sidebar;

pub mod arrivals;
pub mod composer;
pub mod markdown;
pub mod model_picker;
pub mod thread;

pub mod connect;
pub mod export_all;
pub mod settings;
pub mod welcome;
