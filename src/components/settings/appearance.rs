//! Colours.

use leptos::prelude::*;

use crate::state::preferences::{Theme, choose_theme, theme as chosen_theme};

/// The section "Appearance".
#[component]
pub fn AppearanceSection() -> impl IntoView {
    let chosen = chosen_theme();
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
                                prop:checked=theme == chosen
                                on:change=move |_| choose_theme(theme)
                            />
                            {theme.label()}
                        </label>
                    })
                    .collect_view()}
            </fieldset>
        </section>
    }
}
