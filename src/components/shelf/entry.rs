//! One chat that was put away, and the ways back and out.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::sidebar::entry::{renaming, title_of};
use crate::components::sidebar::options::{ChatOptions, focus_later, leave_entry};
use crate::components::sidebar::title_field::TitleField;
use crate::components::ui::dialog::Dialog;
use crate::components::ui::flow::{effect, either, when};
use crate::domain::calendar;
use crate::domain::ids::ConversationId;
use crate::domain::summary::{Act, Shelf, TRASH_MS};
use crate::domain::time::Timestamp;
use crate::state::calendar::use_calendar;
use crate::state::chats::{Chat, use_chats};
use crate::state::notices::use_notices;

/// One chat on a shelf.
#[component]
pub fn ShelfEntry(
    /// Which chat.
    id: ConversationId,
    /// On which shelf.
    shelf: Shelf,
) -> impl IntoView {
    // A name that is in the list has its chat, unless that goes this very moment.
    use_chats().chat(&id).map(|chat| ui! { <Entry chat shelf /> })
}

#[component]
fn Entry(chat: Chat, shelf: Shelf) -> impl IntoView {
    let (chats, calendar, notices) = (use_chats(), use_calendar(), use_notices());
    let asking = RwSignal::new(false);
    let item = NodeRef::<html::Li>::new();
    let title = title_of(&chat);
    let title_id = format!("shelf-{}", chat.id);
    let (named, address) = (title_id.clone(), format!("c/{}", chat.id));
    let editing = RwSignal::new(false);
    let rename = renaming(&chat, editing);
    let link = NodeRef::<html::A>::new();
    // Speaks to the world outside: after a new title the focus is on what has it.
    let mut was_editing = false;
    effect(move || {
        let is_editing = editing.get();
        if std::mem::replace(&mut was_editing, is_editing) && !is_editing {
            focus_later(link);
        }
    });
    let (active, deleted) = chat.conversation.with_untracked(|c| (c.summary().active, c.summary().deleted));
    let when_active = format!("Last active {}", calendar.day_of(active).wording());
    let facts = match deleted {
        Some(deleted) => {
            // By a clock that was ahead then, it would be more.
            let begun = deleted.max(active).min(calendar.now());
            calendar::left(Timestamp::from_ms(begun.as_ms().saturating_add(TRASH_MS)), calendar.now())
        }
        None => when_active,
    };
    // The entry goes: the work goes on at the one beside it.
    let leave = move || leave_entry(item);
    let restore = {
        let id = chat.id.clone();
        let back = back_from(shelf);
        move |_| {
            leave();
            chats.do_about(&id, back.clone());
            notices.say_at_last("Chat restored");
        }
    };
    let forget = {
        let id = chat.id.clone();
        Callback::new(move |()| {
            asking.set(false);
            let id = id.clone();
            let not_deleted =
                format!("“{}” was not deleted: the browser did not let it go. Try again.", title.get_untracked());
            // While the dialog is open nothing beside it takes the focus.
            request_animation_frame(move || {
                leave();
                notices.drop_undos();
                spawn_local(async move {
                    match chats.forget(id).await {
                        Ok(()) => {
                            notices.take_back(&not_deleted);
                            notices.say("Chat deleted for good");
                        }
                        Err(_) => notices.alert(not_deleted),
                    }
                });
            });
        })
    };
    ui! {
        <li class="shelf__entry" node_ref=item>
            <div class="shelf__words">
                {either(
                    move || editing.get(),
                    move || ui! { <TitleField title=title.get_untracked() on_done=rename /> }.into_any(),
                    move || ui! { <a class="shelf__title" id=named.clone() href=address.clone() node_ref=link>{title}</a> }.into_any(),
                )}
                <span class="shelf__note">{facts}</span>
            </div>
            {when(
                move || !chats.is_read_only(),
                move || ui! {
                    <div class="shelf__actions">
                        <button class="button" type="button" aria-describedby=title_id.clone() on:click=restore.clone()>"Restore"</button>
                        {(shelf == Shelf::Archive).then(|| ui! { <ChatOptions chat=chat.clone() title editing item /> })}
                        {(shelf == Shelf::Trash).then(|| ui! {
                            <button
                                class="button shelf__forget"
                                data-variant="quiet"
                                type="button"
                                aria-haspopup="dialog"
                                aria-describedby=title_id.clone()
                                on:click=move |_| asking.set(true)
                            >
                                "Delete for good"
                            </button>
                            <Dialog open=asking label="Delete for good">
                                <h2 class="dialog__title">"Delete this chat for good?"</h2>
                                <p>"“" {title} "” goes with all its messages, in every tab of this browser. This cannot be undone."</p>
                                <div class="dialog__actions">
                                    <button class="button" type="button" on:click=move |_| asking.set(false)>"Cancel"</button>
                                    <button class="button" data-variant="danger" type="button" on:click=move |_| forget.run(())>"Delete"</button>
                                </div>
                            </Dialog>
                        })}
                    </div>
                }
                .into_any(),
            )}
        </li>
    }
}

/// What takes a chat back to where it was before it was put there.
pub(super) fn back_from(shelf: Shelf) -> Act {
    match shelf {
        Shelf::Trash => Act::Restore,
        Shelf::Archive | Shelf::Chats => Act::Unarchive,
    }
}
