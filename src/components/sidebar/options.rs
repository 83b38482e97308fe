//! What can be done with a chat besides opening it: the menu that each entry has.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use crate::components::shell::focus_main;
use crate::components::ui::flow::{text, when};
use crate::components::ui::focus::is_lost;
use crate::components::ui::menu::{MenuButton, MenuItem};
use crate::domain::ids::ConversationId;
use crate::domain::summary::{Act, Shelf};
use crate::state::chats::{Chat, ChatStore, use_chats};
use crate::state::composer::use_composer;
use crate::state::data::use_data;
use crate::state::notices::{NoticeStore, use_notices};
use crate::state::session::use_session;

/// The button "Options for …" with its menu; nothing while the chats are only shown.
#[component]
pub fn ChatOptions(
    /// Of which chat.
    chat: Chat,
    /// What it is called.
    title: Signal<String>,
    /// Whether it is being given another title.
    editing: RwSignal<bool>,
    /// The entry that the button stands in.
    item: NodeRef<html::Li>,
) -> impl IntoView {
    let chats = use_chats();
    let button = NodeRef::<html::Button>::new();
    let items = items(&chat, editing, item, button);
    when(
        move || !chats.is_read_only(),
        move || {
            ui! {
                <MenuButton label=text(move || format!("Options for {}", title.get())) class="entry__options" button items />
            }
            .into_any()
        },
    )
}

/// Leads from one place to another, and says whether it did.
type Lead = Arc<dyn Fn(&str, &str) -> bool + Send + Sync>;

fn items(
    chat: &Chat,
    editing: RwSignal<bool>,
    item: NodeRef<html::Li>,
    button: NodeRef<html::Button>,
) -> Callback<(), Vec<MenuItem>> {
    let (chats, notices, composer) = (use_chats(), use_notices(), use_composer());
    let data = use_data();
    let (session, navigate, pathname) = (use_session(), use_navigate(), use_location().pathname);
    let (id, conversation) = (chat.id.clone(), chat.conversation.clone());
    // Leads from one place to another, if the person is at the former. It outlives the entry.
    let lead: Lead = Arc::new(move |from, to| {
        let is_there = session.place(&pathname.get_untracked()) == from;
        if is_there {
            navigate(&session.address(to), NavigateOptions::default());
            composer.request_focus();
        }
        is_there
    });
    Callback::new(move |()| {
        let (is_pinned, shelf) = conversation.with_untracked(|c| (c.summary().is_pinned, c.summary().shelf()));
        let pin = {
            let id = id.clone();
            let act = if is_pinned { Act::Unpin } else { Act::Pin };
            move |()| {
                chats.do_about(&id, act.clone());
                // It has moved, and what moves loses the focus.
                focus_later(button);
            }
        };
        let export = {
            let id = id.clone();
            move |()| data.export_chat(id.clone())
        };
        let put = |to: Shelf| {
            let (id, lead) = (id.clone(), Arc::clone(&lead));
            Callback::new(move |()| {
                // The chat leaves the list: the work goes on beside it, or in a new chat if it was the one on view.
                let here = format!("c/{id}");
                let was_on_view = lead(&here, "");
                if !was_on_view {
                    leave_entry(item);
                }
                let lead = Arc::clone(&lead);
                put(chats, notices, &id, to, move || {
                    if was_on_view {
                        lead("", &here);
                    }
                });
            })
        };
        let archive = match shelf {
            Shelf::Archive => ("archive", "Unarchive", put(Shelf::Chats)),
            Shelf::Chats | Shelf::Trash => ("archive", "Archive", put(Shelf::Archive)),
        };
        let item = |icon, label, act| MenuItem { icon, label, is_danger: false, act };
        let mut items = vec![
            item("edit", "Rename", Callback::new(move |()| editing.set(true))),
            item("pin", if is_pinned { "Unpin" } else { "Pin" }, Callback::new(pin)),
            item(archive.0, archive.1, archive.2),
            item("export", "Export", Callback::new(export)),
        ];
        if conversation.with_untracked(|c| !c.summary().hidden.is_empty()) {
            let id = id.clone();
            items.push(item("again", RESTORE, Callback::new(move |()| restore_messages(chats, notices, &id))));
        }
        items.push(MenuItem { is_danger: true, ..item("trash", "Delete", put(Shelf::Trash)) });
        items
    })
}

/// Gives back what was deleted in a chat.
pub const RESTORE: &str = "Restore deleted messages";

/// Brings back every message of a chat that was deleted, and says so.
pub fn restore_messages(chats: ChatStore, notices: NoticeStore, id: &ConversationId) {
    chats.unhide_all(id);
    notices.say_at_last("Deleted messages restored");
}

/// Puts a chat on another shelf, and says so; that can be undone, which `back` is told of.
fn put(
    chats: ChatStore,
    notices: NoticeStore,
    id: &ConversationId,
    shelf: Shelf,
    back: impl Fn() + Send + Sync + 'static,
) {
    let (words, undo) = match shelf {
        Shelf::Archive => {
            chats.do_about(id, Act::Archive);
            ("Chat archived", Act::Unarchive)
        }
        Shelf::Chats => {
            chats.do_about(id, Act::Unarchive);
            ("Chat taken out of the archive", Act::Archive)
        }
        Shelf::Trash => {
            chats.delete(id);
            ("Chat deleted", Act::Restore)
        }
    };
    let id = id.clone();
    notices.say_with_undo(words.to_owned(), move || {
        chats.do_about(&id, undo.clone());
        // It may be gone for good by then.
        if chats.chat(&id).is_some() {
            back();
        }
    });
}

/// Gives the focus to the entry after this one, which is about to go, or before it if it is the last.
pub fn leave_entry(item: NodeRef<html::Li>) {
    match item.try_get_untracked().flatten().and_then(|item| neighbour(&item)) {
        Some(neighbour) => {
            // Focus is refused only by what cannot have it.
            let _ = neighbour.focus();
        }
        None => focus_main(),
    }
}

fn neighbour(item: &Element) -> Option<HtmlElement> {
    let link = |entry: Element| entry.query_selector("a").ok().flatten()?.dyn_into().ok();
    let after = std::iter::successors(item.next_element_sibling(), Element::next_element_sibling).find_map(link);
    after.or_else(|| {
        std::iter::successors(item.previous_element_sibling(), Element::previous_element_sibling).find_map(link)
    })
}

/// Gives the focus to an element that is there again with the next picture, unless it has gone elsewhere meanwhile.
pub fn focus_later<E>(element: NodeRef<E>)
where
    E: html::ElementType + 'static,
    E::Output: JsCast + Clone + 'static,
{
    request_animation_frame(move || {
        let element = element.try_get_untracked().flatten();
        if is_lost()
            && let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok())
        {
            // Focus is refused only by what cannot have it.
            let _ = element.focus();
        }
    });
}
