//! Chats that were put away: the archive and the trash.

pub mod banner;
mod entry;

use leptos::html;
use leptos::prelude::*;

use self::entry::ShelfEntry;
use crate::browser::scroll;
use crate::components::ui::flow::{each, effect, maybe, when};
use crate::domain::ids::ConversationId;
use crate::domain::summary::Shelf;
use crate::state::chats::{Chat, Opened, use_chats};

/// Entries that stand on the page at first, and that come whenever the end is near.
const STEP: usize = 40;

/// The chats on one shelf.
#[component]
pub fn ShelfList(
    /// Which shelf.
    shelf: Shelf,
) -> impl IntoView {
    let chats = use_chats();
    let n_shown = RwSignal::new(STEP);
    let names = Memo::new(move |_| {
        let deleted = |chat: &Chat| chat.conversation.with_untracked(|c| c.summary().deleted);
        let mut on_it: Vec<Chat> = Vec::new();
        for chat in chats.on_shelf(shelf) {
            // What was thrown away last is looked for most. The others come as they stand in the list.
            let at = on_it.partition_point(|other| deleted(other) >= deleted(&chat));
            on_it.insert(at, chat);
        }
        on_it.into_iter().take(n_shown.get()).map(|chat| chat.id.to_string()).collect::<Vec<_>>()
    });
    let list = NodeRef::<html::Div>::new();
    let look_below = move || {
        let Some(list) = list.try_get_untracked().flatten() else { return };
        if names.with_untracked(Vec::len) >= n_shown.get_untracked() && scroll::is_near_bottom(&list) {
            n_shown.update(|n| *n += STEP);
        }
    };
    // What came may be too short for the page, and then nothing would ever be scrolled.
    effect(move || {
        names.track();
        request_animation_frame(look_below);
    });
    let (note, nothing) = match shelf {
        Shelf::Chats => ("", "No chats yet"),
        Shelf::Archive => {
            ("Archived chats are out of the way, and the search still finds them.", "Nothing is archived")
        }
        Shelf::Trash => ("Deleted chats stay here for 30 days, then they go for good.", "The trash is empty"),
    };
    ui! {
        <div class="shelf" node_ref=list on:scroll=move |_| look_below()>
            <div class="shelf__column">
                {when(
                    move || !names.with(Vec::is_empty),
                    move || ui! {
                        <p class="shelf__note">{note}</p>
                        <ul class="shelf__list" role="list">
                            {each(names, move |name| ui! { <ShelfEntry id=ConversationId::new(name) shelf /> }.into_any())}
                        </ul>
                    }
                    .into_any(),
                )}
                {maybe(move || {
                    let is_here = matches!(chats.library().get(), Opened::Here(_));
                    (is_here && names.with(Vec::is_empty)).then(|| ui! {
                        <div class="shelf__nothing">
                            <p>{nothing}</p>
                            <p class="shelf__note">{note}</p>
                        </div>
                    }
                    .into_any())
                })}
            </div>
        </div>
    }
}
