//! A chat without words yet.

use leptos::prelude::*;

use crate::state::composer::use_composer;

/// What people come with, as beginnings to go on from.
const STARTS: [(&str, &str); 3] = [
    ("Explain something", "Explain to me, step by step, "),
    ("Review some code", "Review this code. What would you change, and why?\n\n"),
    ("Draft a message", "Draft a short, friendly message to "),
];

/// A few useful starting points.
#[component]
pub fn EmptyThread() -> impl IntoView {
    let composer = use_composer();
    ui! {
        <div class="empty">
            <p class="empty__words">"What would you like to talk about?"</p>
            <div class="cluster">
                {STARTS
                    .into_iter()
                    .map(|(label, text)| ui! {
                        <button
                            class="button"
                            type="button"
                            on:click=move |_| {
                                // A draft that is there already is not overwritten.
                                if composer.draft(None).get_untracked().trim().is_empty() {
                                    composer.set_draft(None, text.to_owned());
                                }
                                composer.request_focus();
                            }
                        >
                            {label}
                        </button>
                    })
                    .collect_view()}
            </div>
        </div>
    }
}
