//! One chat in the list: the way to it, and what can be done with it.

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::UNTITLED;
use super::options::{ChatOptions, focus_later};
use super::title_field::TitleField;
use crate::components::shell::use_frame;
use crate::components::ui::flow::{attr, effect, either, text, when};
use crate::domain::ids::ConversationId;
use crate::domain::summary::Act;
use crate::state::chats::{Chat, use_chats};

/// One chat in the list. Shows that an answer is running in it.
#[component]
pub fn SidebarEntry(
    /// Which chat.
    id: ConversationId,
) -> impl IntoView {
    let chats = use_chats();
    // A name that is in the list has its chat, unless that goes this very moment.
    chats.chat(&id).map(|chat| ui! { <Entry chat /> })
}

#[component]
fn Entry(chat: Chat) -> impl IntoView {
    let editing = RwSignal::new(false);
    let title = title_of(&chat);
    let item = NodeRef::<html::Li>::new();
    let link = NodeRef::<html::A>::new();
    // Speaks to the world outside: after a new title the focus is on what has it.
    let mut was_editing = false;
    effect(move || {
        let is_editing = editing.get();
        if std::mem::replace(&mut was_editing, is_editing) && !is_editing {
            focus_later(link);
        }
    });
    let rename = renaming(&chat, editing);
    ui! {
        <li class="entry" node_ref=item>
            {either(
                move || editing.get(),
                move || ui! { <TitleField title=title.get_untracked() on_done=rename /> }.into_any(),
                move || ui! {
                    <EntryLink chat=chat.clone() title link />
                    <ChatOptions chat=chat.clone() title editing item />
                }
                .into_any(),
            )}
        </li>
    }
}

#[component]
fn EntryLink(chat: Chat, title: Signal<String>, link: NodeRef<html::A>) -> impl IntoView {
    // Also for the chat that is shown already, which is no new place.
    let drawer = use_frame().drawer;
    let location = use_location();
    let address = format!("c/{}", chat.id);
    let current = {
        let suffix = format!("/{address}");
        attr(move || location.pathname.get().ends_with(&suffix).then(|| "page".to_owned()))
    };
    let live = chat.live;
    ui! {
        <a class="sidebar__link" href=address aria-current=current node_ref=link on:click=move |_| drawer.set(false)>
            <span class="sidebar__title">{title}</span>
            {when(move || live.with(Option::is_some), || ui! {
                <span class="sidebar__running">
                    <span class="visually-hidden">", answering"</span>
                </span>
            }
            .into_any())}
        </a>
    }
}

/// Takes a new title, if there is one, and ends the editing.
pub fn renaming(chat: &Chat, editing: RwSignal<bool>) -> Callback<Option<String>> {
    let (chats, id) = (use_chats(), chat.id.clone());
    Callback::new(move |new: Option<String>| {
        if let Some(new) = new {
            chats.do_about(&id, Act::Rename(new));
        }
        editing.set(false);
    })
}

/// What a chat is called.
pub fn title_of(chat: &Chat) -> Signal<String> {
    let conversation = chat.conversation.clone();
    text(move || {
        let title = conversation.with(|conversation| conversation.title().to_owned());
        if title.is_empty() { UNTITLED.to_owned() } else { title }
    })
}
