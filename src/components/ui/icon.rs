//! A drawing from the sprite `public/icons.svg`.

use leptos::prelude::*;

/// A drawing of one stroke weight. It says nothing by itself: the control around it has the name.
#[component]
pub fn Icon(
    /// Its id in the sprite.
    name: &'static str,
) -> impl IntoView {
    ui! {
        <svg class="icon" aria-hidden="true" focusable="false" viewBox="0 0 24 24">
            <use_ href=format!("icons.svg#{name}")></use_>
        </svg>
    }
}
