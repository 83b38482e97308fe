//! What a chat that was put away says when it is opened.

use leptos::prelude::*;

use super::entry::back_from;
use crate::components::ui::flow::{maybe, when};
use crate::domain::summary::Shelf;
use crate::state::chats::{Chat, use_chats};
use crate::state::composer::use_composer;
use crate::state::notices::use_notices;

/// Where a chat is, and the way back; nothing for one that is in the sidebar.
#[component]
pub fn ShelfBanner(
    /// Which chat.
    chat: Chat,
) -> impl IntoView {
    let (chats, composer, notices) = (use_chats(), use_composer(), use_notices());
    let shelf = {
        let conversation = chat.conversation.clone();
        Memo::new(move |_| conversation.with(|c| c.summary().shelf()))
    };
    let id = chat.id;
    maybe(move || {
        let words = match shelf.get() {
            Shelf::Chats => return None,
            Shelf::Archive => "This chat is in the archive.",
            Shelf::Trash => "This chat is in the trash.",
        };
        let (id, back) = (id.clone(), back_from(shelf.get()));
        let restore = move |_| {
            chats.do_about(&id, back.clone());
            notices.drop_undos();
            composer.request_focus();
        };
        Some(
            ui! {
                <div class="shelf-banner">
                    <p>{words}</p>
                    {when(
                        move || !chats.is_read_only(),
                        move || ui! { <button class="button" type="button" on:click=restore.clone()>"Restore"</button> }.into_any(),
                    )}
                </div>
            }
            .into_any(),
        )
    })
}
