//! Deleting every chat for good.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::export_all::ExportAll;
use crate::components::ui::dialog::Dialog;
use crate::components::ui::flow::{flag, text};
use crate::state::chats::use_chats;
use crate::state::data::use_data;

/// The button "Delete all chats", and the dialog that says what goes.
#[component]
pub fn DeleteAll() -> impl IntoView {
    let (data, chats) = (use_data(), use_chats());
    let asking = RwSignal::new(false);
    let words = text(move || {
        let what = match chats.all().with(Vec::len) {
            0 => "There are no chats, but drafts and what is left of older ones go".to_owned(),
            1 => "1 chat goes, with its messages and drafts".to_owned(),
            n => format!("{n} chats go, also those in the archive and the trash, with all messages and drafts"),
        };
        format!("{what}, in every tab of this browser. Answers that are running are stopped. This cannot be undone.")
    });
    let delete = move |_| {
        spawn_local(async move {
            data.delete_all().await;
            // How it went is told beside the page, which a dialog covers. The settings may have been left meanwhile.
            let _ = asking.try_set(false);
        });
    };
    ui! {
        <button class="button" data-variant="danger" type="button" aria-haspopup="dialog" on:click=move |_| asking.set(true)>
            "Delete all chats"
        </button>
        <Dialog open=asking label="Delete all chats">
            <h2 class="dialog__title">"Delete all chats for good?"</h2>
            <p>{words}</p>
            <p>"An export keeps a copy that can be imported again. Files and backups that you have stay where they are."</p>
            <div class="dialog__actions">
                <ExportAll />
                <button class="button" type="button" on:click=move |_| asking.set(false)>"Cancel"</button>
                <button
                    class="button"
                    data-variant="danger"
                    type="button"
                    disabled=flag(move || data.doing().is_some())
                    on:click=delete
                >
                    "Delete"
                </button>
            </div>
        </Dialog>
    }
}
