//! Where chats are.

use leptos::prelude::*;

use crate::components::ui::flow::{dynamic, text};
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
            <TitleChoices />
        </section>
    }
}

/// Who writes titles: nobody, or one of the small models that are to be had.
#[component]
fn TitleChoices() -> impl IntoView {
    let models = use_catalog().models();
    let choice = |model: Option<ModelId>, label: String| {
        let is_chosen = title_model() == model;
        ui! {
            <label class="check">
                <input
                    type="radio"
                    name="titles"
                    prop:checked=is_chosen
                    on:change=move |_| choose_title_model(model.as_ref())
                />
                {label}
            </label>
        }
        .into_any()
    };
    let by_model = dynamic(move || {
        let offered = models.with(|models| {
            let Models::Ready(catalog) = models else { return Vec::new() };
            let known = TITLE_MODELS.iter().filter_map(|id| catalog.find(&ModelId::new(*id)));
            known
                .map(|model| {
                    let cost =
                        model.pricing.of_title().map_or_else(String::new, |cost| format!(", {} each", cost.wording()));
                    (model.id.clone(), format!("{}{cost}", model.name))
                })
                .collect()
        });
        offered.into_iter().map(|(id, label)| choice(Some(id), label)).collect_view().into_any()
    });
    ui! {
        <fieldset class="settings__choices" aria-describedby="titles-note">
            <legend>"Titles of new chats"</legend>
            {choice(None, "The first words".to_owned())}
            {by_model}
        </fieldset>
        <p class="settings__note" id="titles-note">
            "A small model writes a title after the first answer. It is sent the beginning of your question, and what it costs is part of the cost of the chat."
        </p>
    }
}
