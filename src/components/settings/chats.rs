//! Where chats are.

use leptos::prelude::*;

use crate::components::ui::flow::{maybe, text};
use crate::domain::catalog::TITLE_MODELS;
use crate::domain::ids::ModelId;
use crate::domain::summary::Shelf;
use crate::state::catalog::{Models, use_catalog};
use crate::state::chats::{Opened, use_chats};
use crate::state::preferences::{choose_title_model, title_model};

/// The section "Chats".
#[component]
pub fn ChatsSection() -> impl IntoView {
    let chats = use_chats();
    let words = text(move || {
        // Until all are known a number would be wrong.
        if !matches!(chats.library().get(), Opened::Here(_)) {
            return String::new();
        }
        let n_on = |shelf| chats.on_shelf(shelf).len();
        let n_chats = match n_on(Shelf::Chats) {
            0 => "No chats in the sidebar".to_owned(),
            1 => "1 chat in the sidebar".to_owned(),
            n => format!("{n} chats in the sidebar"),
        };
        format!("{n_chats}, {} in the archive, {} in the trash.", n_on(Shelf::Archive), n_on(Shelf::Trash))
    });
    ui! {
        <section class="settings__section" id="chats" aria-labelledby="chats-title">
            <h2 class="settings__title" id="chats-title">"Chats"</h2>
            <p>{words}</p>
            <p class="settings__note">"Deleted chats stay in the trash for 30 days, then they go for good."</p>
            <div class="cluster">
                <a class="button" href="archive">"Open the archive"</a>
                <a class="button" href="trash">"Open the trash"</a>
            </div>
            <TitleChoice />
        </section>
    }
}

/// Whether a small model writes titles: the first of those we know that is to be had.
#[component]
fn TitleChoice() -> impl IntoView {
    let models = use_catalog().models();
    let choice = maybe(move || {
        models.with(|models| {
            let Models::Ready(catalog) = models else { return None };
            let model = TITLE_MODELS.iter().find_map(|id| catalog.find(&ModelId::new(*id)))?;
            let id = model.id.clone();
            let cost = model.pricing.of_title().map_or_else(String::new, |cost| format!(", for about {} each", cost.wording()));
            let label = format!("Have {} write titles{cost}", model.name);
            Some(
                ui! {
                    <label class="check">
                        <input
                            type="checkbox"
                            aria-describedby="titles-note"
                            prop:checked=title_model().is_some()
                            on:change=move |event| choose_title_model(event_target_checked(&event).then_some(&id))
                        />
                        {label}
                    </label>
                    <p class="settings__note" id="titles-note">
                        "After the first answer it is sent the beginning of your question. What that costs is part of the cost of the chat."
                    </p>
                }
                .into_any(),
            )
        })
    });
    ui! { <div class="settings__content">{choice}</div> }
}
