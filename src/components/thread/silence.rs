//! How the running answer goes on, for eye and ear.

use leptos::prelude::*;

use super::asking::use_asking;
use crate::components::ui::flow::{text, when};
use crate::state::chats::{Chat, use_chats};

/// Says that an answer is awaited or arriving, and asks after a minute without a byte. Aborts nothing.
#[component]
pub fn Silence(
    /// Which chat.
    chat: Chat,
) -> impl IntoView {
    let (chats, asking) = (use_chats(), use_asking());
    let phase = {
        let live = chat.live.clone();
        Memo::new(move |_| live.with(|live| live.as_ref().map(|live| (live.turn.is_waiting(), live.is_silent))))
    };
    let retry = move |_| {
        let answer = chat.live.with_untracked(|live| live.as_ref().map(|live| live.turn.message().id.clone()));
        if let Some(answer) = answer {
            asking.tell(chats.stop_and_retry(&chat.id, &answer, asking.model(&chat)));
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
