//! Colours.

use leptos::prelude::*;

use crate::state::preferences::{Theme, use_preferences};

/// The section "Appearance".
#[component]
pub fn AppearanceSection() -> impl IntoView {
    let preferences = use_preferences();
    ui! {
        <section class="settings__section" id="appearance" aria-labelledby="appearance-title">
            <h2 class="settings__title" id="appearance-title">"Appearance"</h2>
            <fieldset class="settings__choices">
                <legend>"Theme"</legend>
                {Theme::ALL
                    .into_iter()
                    .map(|theme| ui! {
                        <label class="check">
                            <input
                                type="radio"
                                name="theme"
                                value=theme.name()
                                prop:checked=Signal::derive(move || preferences.theme().get() == theme)
                                on:change=move |_| preferences.set_theme(theme)
                            />
                            {theme.label()}
                        </label>
                    })
                    .collect_view()}
            </fieldset>
        </section>
    }
}
