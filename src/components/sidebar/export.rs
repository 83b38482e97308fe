//! What one chat can become.

use leptos::prelude::*;

use crate::components::ui::dialog::Dialog;
use crate::components::ui::flow::effect;
use crate::state::data::{Form, use_data};

/// The dialog "Export chat", open while a chat was chosen for it.
#[component]
pub fn ExportChat() -> impl IntoView {
    let data = use_data();
    let chosen = data.exporting();
    let open = RwSignal::new(false);
    // The browser closes a dialog by itself, and then nothing is chosen any more.
    effect(move || open.set(chosen.with(Option::is_some)));
    effect(move || {
        if !open.get() && chosen.with_untracked(Option::is_some) {
            chosen.set(None);
        }
    });
    let button = move |label: &'static str, note: &'static str, form: Form| {
        let export = move |_| {
            if let Some(id) = chosen.get_untracked() {
                chosen.set(None);
                data.export_one(id, form);
            }
        };
        let note_id = format!("export-{}", label.split(' ').next().unwrap_or_default());
        ui! {
            <div class="export-chat__form">
                <button class="button" type="button" aria-describedby=note_id.clone() on:click=export>{label}</button>
                <p class="export-chat__note" id=note_id>{note}</p>
            </div>
        }
        .into_any()
    };
    ui! {
        <Dialog open label="Export chat" class="export-chat">
            <h2 class="dialog__title">"Export chat"</h2>
            {button("Markdown", "What is shown, to read or share", Form::Markdown)}
            {button("JSON", "All versions, for programs", Form::Json)}
            {button("Parlance archive", "All versions, to import again", Form::Archive)}
            <div class="dialog__actions">
                <button class="button" type="button" on:click=move |_| chosen.set(None)>"Cancel"</button>
            </div>
        </Dialog>
    }
}
