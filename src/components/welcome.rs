//! What a person without a key sees first.

use leptos::prelude::*;

use super::connect::{ConnectButton, KeyForm};
use super::shell::{DrawerButton, SandboxBadge};
use crate::state::session::use_session;

/// What this is, the two ways in, and three plain facts on privacy.
#[component]
pub fn Welcome() -> impl IntoView {
    let session = use_session();
    ui! {
        <section class="welcome">
            <div class="welcome__head">
                <DrawerButton />
                <h1 class="welcome__title">"Parlance"</h1>
                <SandboxBadge />
            </div>
            <p class="welcome__lead">"Chat with every model on OpenRouter, from a page that has no server of its own."</p>
            {session.is_sandbox().then(|| ui! {
                <p class="welcome__note">
                    {format!("This build talks to a stand-in at {}. Nothing here costs anything.", session.origin())}
                </p>
            })}
            <div class="welcome__ways">
                <ConnectButton />
                <KeyForm />
            </div>
            <ul class="welcome__facts">
                <li>"Your key stays in this browser, sealed, and is sent to OpenRouter alone."</li>
                <li>"What you write goes to OpenRouter and the provider of your model. Your chats stay in this browser."</li>
                <li>"Nothing is loaded from anyone else: no analytics, no fonts, no scripts. Pictures only when you ask."</li>
            </ul>
            <p class="welcome__foot"><a href="settings">"Settings"</a></p>
        </section>
    }
}
