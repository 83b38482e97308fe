//! One file per route: reads the address, picks components, sets the title.

pub mod chat;
pub mod not_found;
pub mod settings;
pub mod sign_in_callback;

use leptos::prelude::*;

/// Names the page in the browser's tab.
fn set_title(title: impl Fn() -> String + Send + Sync + 'static) {
    name_page(Signal::derive(title));
}

fn name_page(title: Signal<String>) {
    // Speaks to the world outside.
    Effect::new(move |_| {
        let title = title.get();
        document().set_title(&if title.is_empty() { "Parlance".to_owned() } else { format!("{title} · Parlance") });
    });
}
