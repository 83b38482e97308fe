//! The key: what it is worth, where it is kept, and how to be rid of it.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::connect::{ConnectButton, KeyForm};
use crate::components::ui::dialog::Dialog;
use crate::components::ui::flow::{dynamic, effect};
use crate::domain::account::KeyInfo;
use crate::state::session::{Connection, Keep, Kept, VaultError, use_session};

/// The section "Connection".
#[component]
pub fn ConnectionSection() -> impl IntoView {
    let session = use_session();
    // Outlives what is known of the key, which may change while the dialog is open.
    let leaving = RwSignal::new(false);
    // What one pressed to connect or disconnect is gone afterwards: focus stays in the section.
    let section = NodeRef::<html::Section>::new();
    let mut was_connected = None;
    effect(move || {
        // While a kept key is opened neither is known, and nobody has pressed anything.
        if !session.is_connected() && !session.is_signed_out() {
            return;
        }
        let is_connected = session.is_connected();
        if was_connected.replace(is_connected).is_some_and(|was| was != is_connected)
            && let Some(section) = section.get_untracked()
        {
            // Focus is refused only by what cannot have it.
            let _ = section.focus();
        }
    });
    ui! {
        <section class="settings__section" id="connection" aria-labelledby="connection-title" tabindex="-1" node_ref=section>
            <h2 class="settings__title" id="connection-title">"Connection"</h2>
            {dynamic(move || match session.connection() {
                Some(connection) => ui! { <Connected connection leaving /> }.into_any(),
                None => ui! {
                    <p>"Not connected. Connect to chat; what you have here stays."</p>
                    <div class="cluster">
                        <ConnectButton />
                        <KeyForm />
                    </div>
                }
                .into_any(),
            })}
        </section>
    }
}

#[component]
fn Connected(
    /// What is known of it.
    connection: Connection,
    /// Whether the person is asked if they want to disconnect.
    leaving: RwSignal<bool>,
) -> impl IntoView {
    let session = use_session();
    let page = connection.key_page.clone();
    let kept = connection.kept;
    let name = connection.info.as_ref().map_or_else(|| "your key".to_owned(), |info| info.name().to_owned());
    let where_kept = match kept {
        Kept::Browser => "The key is kept in this browser, sealed.",
        Kept::Tab => "The key is kept in this tab, sealed, until you close it.",
        Kept::Memory(VaultError::InsecureContext) => {
            "The key is kept in memory and gone when you close or reload this page: only pages served over https or from this machine can seal it."
        }
        Kept::Memory(VaultError::NoDatabase | VaultError::Broken) => {
            "The key is kept in memory and gone when you close or reload this page: this browser stores nothing for it."
        }
    };
    ui! {
        <p>"Connected to OpenRouter as " <strong class="settings__name">{name}</strong> "."</p>
        {connection.info.as_ref().map(limits)}
        <p>
            <a href=page.clone() target="_blank" rel="noopener noreferrer">"See, limit or delete this key at OpenRouter"</a>
        </p>
        <p class="settings__note">{where_kept}</p>
        <label class="check">
            <input
                type="checkbox"
                prop:checked=kept == Kept::Tab
                disabled=matches!(kept, Kept::Memory(_))
                on:change=move |event| {
                    let keep = if event_target_checked(&event) { Keep::Tab } else { Keep::Browser };
                    spawn_local(async move { session.keep(keep).await });
                }
            />
            "Keep the key only in this tab"
        </label>
        <div class="cluster">
            <button class="button" data-variant="danger" type="button" aria-haspopup="dialog" on:click=move |_| leaving.set(true)>
                "Disconnect"
            </button>
        </div>
        <Dialog open=leaving label="Disconnect">
            <h2 class="dialog__title">"Disconnect from OpenRouter?"</h2>
            <p>"Parlance forgets the key in every tab of this browser. Your chats stay."</p>
            <p>
                "The key itself lives on at OpenRouter until you delete it there: "
                <a href=page.clone() target="_blank" rel="noopener noreferrer">"open this key’s page"</a>
                "."
            </p>
            <div class="dialog__actions">
                <button class="button" type="button" on:click=move |_| leaving.set(false)>"Cancel"</button>
                <button
                    class="button"
                    data-variant="danger"
                    type="button"
                    on:click=move |_| {
                        leaving.set(false);
                        session.disconnect();
                    }
                >
                    "Disconnect"
                </button>
            </div>
        </Dialog>
    }
}

/// What the key may still spend.
fn limits(info: &KeyInfo) -> impl IntoView + use<> {
    let words = match (info.limit, info.limit_remaining) {
        (Some(limit), Some(left)) => format!("{} of its {} limit is left.", left.wording(), limit.wording()),
        (Some(limit), None) => format!("Its limit is {}.", limit.wording()),
        (None, _) => "It has no limit of its own.".to_owned(),
    };
    let used = info.usage.map(|used| format!(" {} used so far.", used.wording()));
    ui! { <p>{words}{used}</p> }
}
