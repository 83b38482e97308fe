//! Chats in and out: export, import, backups, and deleting all of it. What there is to see makes `data/`.

use leptos::html;
use leptos::prelude::*;

use crate::components::export_all::ExportAll;
use crate::components::ui::flow::{effect, maybe};
use crate::state::chats::use_chats;
use crate::state::data::{Module, use_data};

/// The section "Data".
#[component]
pub fn DataSection() -> impl IntoView {
    let (data, chats) = (use_data(), use_chats());
    let place = NodeRef::<html::Div>::new();
    let is_read_only = Memo::new(move |_| chats.is_read_only());
    data.load();
    // Speaks to the world outside: the module fills its place, once both are here.
    effect(move || {
        let (Some(place), module) = (place.get(), data.module().get()) else { return };
        if let Module::Here(desk) = module
            && desk.section(&place, is_read_only.get()).is_err()
        {
            data.break_down();
        }
    });
    on_cleanup(move || {
        if let Module::Here(desk) = data.module().get_untracked() {
            desk.leave();
        }
    });
    ui! {
        <section class="settings__section" id="data" aria-labelledby="data-title">
            <h2 class="settings__title" id="data-title">"Data"</h2>
            <div class="settings__content" node_ref=place></div>
            {maybe(move || match data.module().get() {
                Module::NotAsked | Module::Loading | Module::Here(_) => None,
                Module::Slow => Some(ui! { <p role="status">"Loading…"</p> }.into_any()),
                Module::Failed => Some(ui! {
                    <div class="alert" role="alert">
                        <p>"This part of Parlance could not be fetched. Check your connection, then try again."</p>
                        <button class="button" type="button" on:click=move |_| data.load()>"Try again"</button>
                    </div>
                    // It needs nothing of that part.
                    <ExportAll />
                }
                .into_any()),
            })}
        </section>
    }
}
