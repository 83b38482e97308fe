//! Where chats are.

use leptos::prelude::*;

use crate::components::ui::flow::text;
use crate::domain::summary::Shelf;
use crate::state::chats::{Opened, use_chats};

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
        </section>
    }
}
