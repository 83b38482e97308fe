//! One file per route: reads the address, picks components, sets the title.

pub mod chat;
pub mod not_found;
pub mod settings;
pub mod shelf;
pub mod sign_in_callback;

use leptos::prelude::document;

use crate::components::ui::flow::effect;

/// Names the page in the browser's tab.
fn set_title(title: impl Fn() -> String + 'static) {
    effect(move || {
        let title = title();
        document().set_title(&if title.is_empty() { "Parlance".to_owned() } else { format!("{title} · Parlance") });
    });
}
