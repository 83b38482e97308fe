//! A chat without words: none yet, or none any more.

use leptos::prelude::*;

use crate::components::sidebar::options::{RESTORE, restore_messages};
use crate::components::ui::flow::when;
use crate::state::chats::{Chat, use_chats};
use crate::state::composer::use_composer;
use crate::state::notices::use_notices;

/// What people come with, as beginnings to go on from.
const STARTS: [(&str, &str); 3] = [
    ("Explain something", "Explain to me, step by step, "),
    ("Review some code", "Review this code. What would you change, and why?\n\n"),
    ("Draft a message", "Draft a short, friendly message to "),
];

/// A few useful starting points.
#[component]
pub fn EmptyThread() -> impl IntoView {
    let composer = use_composer();
    ui! {
        <div class="empty">
            <p class="empty__words">"What would you like to talk about?"</p>
            <div class="cluster">
                {STARTS
                    .into_iter()
                    .map(|(label, text)| ui! {
                        <button
                            class="button"
                            type="button"
                            on:click=move |_| {
                                // A draft that is there already is not overwritten.
                                if composer.draft(None).get_untracked().trim().is_empty() {
                                    composer.set_draft(None, text.to_owned());
                                }
                                composer.request_focus();
                            }
                        >
                            {label}
                        </button>
                    })
                    .collect_view()}
            </div>
        </div>
    }
}

/// In place of messages: all of them were deleted, or there never were any.
#[component]
pub fn NoMessages(
    /// Of which chat.
    chat: Chat,
) -> impl IntoView {
    let (chats, composer, notices) = (use_chats(), use_composer(), use_notices());
    let (conversation, id) = (chat.conversation, chat.id);
    ui! {
        <div class="empty">
            <p class="empty__words">"No messages here"</p>
            {when(
                move || conversation.with(|c| !c.summary().hidden.is_empty()) && !chats.is_read_only(),
                move || {
                    let id = id.clone();
                    ui! {
                        <button
                            class="button"
                            type="button"
                            on:click=move |_| {
                                restore_messages(chats, notices, &id);
                                composer.request_focus();
                            }
                        >
                            {RESTORE}
                        </button>
                    }
                    .into_any()
                },
            )}
        </div>
    }
}
