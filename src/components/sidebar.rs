//! The list of chats, and the way to the settings.

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};

use super::shell::Drawer;
use super::ui::flow::{attr, each, effect, text, when};
use super::ui::icon::Icon;
use crate::domain::ids::ConversationId;
use crate::state::chats::use_chats;
use crate::state::composer::use_composer;
use crate::state::session::use_session;

/// What a chat without words is called.
pub const UNTITLED: &str = "New chat";

/// The list of chats.
#[component]
pub fn Sidebar() -> impl IntoView {
    let chats = use_chats();
    let composer = use_composer();
    let session = use_session();
    let Drawer(drawer) = expect_context();
    let navigate = use_navigate();
    let first = NodeRef::<html::Button>::new();
    // Speaks to the world outside: a drawer that opens takes the focus, once the browser shows it.
    effect(move || {
        if drawer.get() {
            request_animation_frame(move || {
                if let Some(first) = first.try_get_untracked().flatten() {
                    // Focus is refused only by what cannot have it.
                    let _ = first.focus();
                }
            });
        }
    });
    let location = use_location();
    let settings = attr(move || location.pathname.get().ends_with("/settings").then(|| "page".to_owned()));
    let names = Memo::new(move |_| chats.all().with(|all| all.iter().map(|chat| chat.id.to_string()).collect()));
    ui! {
        <nav class="sidebar" aria-label="Chats" on:keydown=move |event| {
            if event.key() == "Escape" {
                drawer.set(false);
            }
        }>
            <div class="sidebar__head">
                <span class="sidebar__name">"Parlance"</span>
            </div>
            <button
                class="button sidebar__new"
                type="button"
                node_ref=first
                on:click=move |_| {
                    navigate(&session.address(""), leptos_router::NavigateOptions::default());
                    drawer.set(false);
                    composer.request_focus();
                }
            >
                <Icon name="plus" />
                "New chat"
            </button>
            <ul class="sidebar__list" role="list">
                {each(names, |id| ui! { <SidebarEntry id=ConversationId::new(id) /> }.into_any())}
            </ul>
            <a class="sidebar__link" href="settings" aria-current=settings>
                <Icon name="settings" />
                "Settings"
            </a>
        </nav>
    }
}

/// One chat in the list. Shows that an answer is running in it.
#[component]
fn SidebarEntry(
    /// Which chat.
    id: ConversationId,
) -> impl IntoView {
    let chat = use_chats().chat(&id);
    // Also for the chat that is shown already, which is no new place.
    let Drawer(drawer) = expect_context();
    let location = use_location();
    let address = format!("c/{id}");
    let current = {
        let suffix = format!("/{address}");
        attr(move || location.pathname.get().ends_with(&suffix).then(|| "page".to_owned()))
    };
    let title = {
        let chat = chat.clone();
        text(move || {
            let title =
                chat.as_ref().map(|chat| chat.conversation.with(|conversation| conversation.title().to_owned()));
            title.filter(|title| !title.is_empty()).unwrap_or_else(|| UNTITLED.to_owned())
        })
    };
    let is_running = move || chat.as_ref().is_some_and(|chat| chat.live.with(Option::is_some));
    ui! {
        <li>
            <a class="sidebar__link" href=address aria-current=current on:click=move |_| drawer.set(false)>
                <span class="sidebar__title">{title}</span>
                {when(is_running, || ui! {
                    <span class="sidebar__running">
                        <span class="visually-hidden">", answering"</span>
                    </span>
                }
                .into_any())}
            </a>
        </li>
    }
}
