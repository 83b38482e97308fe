//! `/archive` and `/trash`: chats that were put away.

use leptos::prelude::*;

use super::set_title;
use crate::components::shelf::ShelfList;
use crate::components::shell::{DrawerButton, SandboxBadge, use_frame};
use crate::domain::summary::Shelf;

/// The chats on one shelf.
#[component]
pub fn ShelfPage(
    /// Which shelf.
    shelf: Shelf,
) -> impl IntoView {
    let title = match shelf {
        Shelf::Chats => "Chats",
        Shelf::Archive => "Archive",
        Shelf::Trash => "Trash",
    };
    set_title(move || title.to_owned());
    let back = use_frame().last_chat;
    ui! {
        <div class="chat">
            <header class="chat__head">
                <DrawerButton />
                <h1 class="chat__title">{title}</h1>
                <SandboxBadge />
                <a class="button" href=back.get_value()>"Back to chat"</a>
            </header>
            <ShelfList shelf />
        </div>
    }
}
