//! What this is.

use leptos::prelude::*;

use crate::state::session::use_session;

/// The section "About".
#[component]
pub fn AboutSection() -> impl IntoView {
    let session = use_session();
    ui! {
        <section class="settings__section" id="about" aria-labelledby="about-title">
            <h2 class="settings__title" id="about-title">"About"</h2>
            <p>{concat!("Parlance ", env!("CARGO_PKG_VERSION"), ". Free software under the MIT or the Apache 2.0 licence.")}</p>
            <p>{format!("This page talks to {} and to nobody else, unless you load a picture.", session.origin())}</p>
            <p>"Chats and drafts are kept in this browser, on this device."</p>
        </section>
    }
}
