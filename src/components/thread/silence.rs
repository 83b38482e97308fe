//! How the running answer goes on, for eye and ear.

use leptos::prelude::*;

use crate::components::ui::flow::{text, when};
use crate::state::catalog::use_catalog;
use crate::state::chats::{Chat, NotSent, use_chats};
use crate::state::composer::use_composer;
use crate::state::notices::use_notices;

/// Says that an answer is awaited or arriving, and asks after a minute without a byte. Aborts nothing.
#[component]
pub fn Silence(
    /// Which chat.
    chat: Chat,
) -> impl IntoView {
    let chats = use_chats();
    let catalog = use_catalog();
    let composer = use_composer();
    let notices = use_notices();
    let phase = {
        let live = chat.live.clone();
        Memo::new(move |_| live.with(|live| live.as_ref().map(|live| (live.turn.is_waiting(), live.is_silent))))
    };
    let retry = move |_| {
        let answer = chat.live.with_untracked(|live| live.as_ref().map(|live| live.turn.message().id.clone()));
        let own = chat.conversation.with_untracked(|c| c.model().cloned());
        if let Some(answer) = answer {
            match chats.stop_and_retry(&chat.id, &answer, untrack(|| catalog.resolve(own))) {
                // The button is gone with the silence.
                Ok(()) => composer.request_focus(),
                Err(NotSent::NotConnected) => notices.alert("Connect OpenRouter first, then retry."),
                Err(NotSent::NoModel) => notices.alert("Choose a model first, then retry."),
                Err(NotSent::Empty | NotSent::Streaming) => {}
            }
        }
    };
    ui! {
        <div class="silence" role="status">
            <span class="silence__words">{text(move || match phase.get() {
                Some((_, true)) => "Nothing has arrived for a minute. Keep waiting, stop, or retry.",
                Some((true, false)) => "Waiting for the first words…",
                Some((false, false)) => "Answering…",
                None => "",
            })}</span>
        </div>
        {when(
            move || matches!(phase.get(), Some((_, true))),
            move || ui! {
                <div class="silence__actions">
                    <button class="button" type="button" on:click=retry.clone()>"Retry"</button>
                </div>
            }
            .into_any(),
        )}
    }
}
