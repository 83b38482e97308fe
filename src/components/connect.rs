//! The two ways in: signing in at OpenRouter, and a pasted key.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

use super::ui::flow::{attr, effect, either, maybe, when};
use crate::domain::ids::NotAKey;
use crate::domain::problem::ProblemKind;
use crate::state::chats::use_chats;
use crate::state::notices::use_notices;
use crate::state::session::{CannotBegin, KeyRefused, use_session};

/// Leaves for OpenRouter's consent page, from where the person comes back to this very place.
#[component]
pub fn ConnectButton(
    /// What it says: "Connect OpenRouter", or "Try again" after a failed attempt.
    #[prop(default = "Connect OpenRouter")]
    label: &'static str,
    /// Where to come back to, below the base path; the present place if none.
    #[prop(optional, into)]
    return_to: Option<String>,
) -> impl IntoView {
    let session = use_session();
    let chats = use_chats();
    let notices = use_notices();
    let location = use_location();
    // A person whose chats do not fit is told first, and asked by a second press.
    let warned = RwSignal::new(false);
    let connect = move |_| {
        if untrack(|| chats.unsaved().is_some()) && !warned.get_untracked() {
            warned.set(true);
            notices.alert(
                "Your newest messages could not be stored and would be lost on the way to OpenRouter. Copy them first, or press the button again to go anyway.",
            );
            return;
        }
        let here = || {
            let base = session.base_path();
            location.pathname.get_untracked().strip_prefix(base.as_str()).unwrap_or_default().to_owned()
        };
        let return_to = return_to.clone().unwrap_or_else(here);
        spawn_local(async move {
            if let Err(error) = session.connect(return_to).await {
                notices.alert(words_for(error));
            }
        });
    };
    ui! {
        <button class="button" data-variant="primary" type="button" on:click=connect>
            {label}
        </button>
    }
}

fn words_for(error: CannotBegin) -> &'static str {
    match error {
        CannotBegin::InsecureContext => {
            "OpenRouter only returns to pages served over https or from this machine. Use an API key instead."
        }
        CannotBegin::NoStorage => {
            "This browser stores nothing for this page, so a sign-in could not be finished. Allow site data, or use an API key instead."
        }
    }
}

/// The other way in: a key that the person has already.
#[component]
pub fn KeyForm() -> impl IntoView {
    let session = use_session();
    let open = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<String>);
    let input = NodeRef::<html::Input>::new();
    // Speaks to the world outside: focus goes where the work goes on.
    effect(move || {
        if let Some(input) = input.get() {
            // Focus is refused only by what cannot have it.
            let _ = input.focus();
        }
    });
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(input) = input.get_untracked() else { return };
        let text = input.value();
        busy.set(true);
        refused.set(None);
        spawn_local(async move {
            match session.use_key(&text).await {
                // The field is gone with the form; its text must not outlive it.
                Ok(()) => input.set_value(""),
                Err(error) => refused.set(Some(sentence(&error))),
            }
            busy.set(false);
        });
    };
    let invalid = attr(move || refused.with(Option::is_some).to_string());
    let form = move || {
        ui! {
        <form class="key-form" on:submit=save>
            <label class="key-form__label" for="api-key">"API key"</label>
            // Not a password field: password managers would offer to store the key elsewhere.
            <input
                class="input key-form__input"
                id="api-key"
                type="text"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder="sk-or-…"
                aria-describedby="api-key-help"
                aria-invalid=invalid
                node_ref=input
            />
            <button class="button" data-variant="primary" type="submit" aria-disabled=attr(move || busy.get().to_string())>"Save key"</button>
            <p class="key-form__help" id="api-key-help">
                "A key from "
                <a href=format!("{}/settings/keys", session.origin()) target="_blank" rel="noopener noreferrer">"your OpenRouter settings"</a>
                ". It is checked with OpenRouter and goes nowhere else."
            </p>
            <div role="status">{when(move || busy.get(), || ui! { <p>"Checking the key…"</p> }.into_any())}</div>
            {maybe(move || {
                let words = refused.get()?;
                Some(ui! { <p class="alert" role="alert" data-tone="danger">{words}</p> }.into_any())
            })}
        </form>
    }
    .into_any()
    };
    either(
        move || open.get(),
        form,
        move || {
            ui! { <button class="button" type="button" on:click=move |_| open.set(true)>"Use an API key"</button> }
                .into_any()
        },
    )
}

fn sentence(error: &KeyRefused) -> String {
    match error {
        KeyRefused::NotAKey(NotAKey::Empty) => "Paste a key first.".to_owned(),
        KeyRefused::NotAKey(NotAKey::OddCharacter | NotAKey::TooLong) => {
            "This is not an API key. Copy the whole key from OpenRouter, without anything around it.".to_owned()
        }
        KeyRefused::Problem(problem) if problem.kind == ProblemKind::SignedOut => {
            "OpenRouter does not know this key. Copy it again, or make a new one.".to_owned()
        }
        KeyRefused::Problem(problem) => problem.sentence(),
    }
}
