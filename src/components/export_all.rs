//! The button that gets all chats out, wherever somebody may need it.

use leptos::prelude::*;

use crate::components::ui::flow::attr;
use crate::state::data::use_data;

/// The button "Export all chats".
#[component]
pub fn ExportAll() -> impl IntoView {
    let data = use_data();
    ui! {
        <button
            class="button"
            type="button"
            aria-disabled=attr(move || data.is_exporting().then(|| "true".to_owned()))
            on:click=move |_| data.export_all()
        >
            "Export all chats"
        </button>
    }
}
