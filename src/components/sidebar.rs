//! The list of chats, and the ways to what is put away and to the settings.

pub mod entry;
mod list;
pub mod options;
mod search;
pub mod title_field;

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};

use self::list::ChatList;
use self::search::{SearchBox, SearchResults, SearchState};
use super::export_all::ExportAll;
use super::shell::use_frame;
use super::ui::flow::{attr, effect, when};
use super::ui::icon::Icon;
use crate::state::composer::use_composer;
use crate::state::data::use_data;
use crate::state::search::use_search;
use crate::state::session::use_session;

/// What a chat without words is called.
pub const UNTITLED: &str = "New chat";

/// The list of chats.
#[component]
pub fn Sidebar() -> impl IntoView {
    let composer = use_composer();
    let session = use_session();
    let search = use_search();
    let data = use_data();
    let field = NodeRef::<html::Input>::new();
    let results = NodeRef::<html::Div>::new();
    let drawer = use_frame().drawer;
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
    let place = move |address: &'static str, label: &'static str, icon: &'static str| {
        let current =
            attr(move || location.pathname.get().ends_with(&format!("/{address}")).then(|| "page".to_owned()));
        ui! {
            <a class="sidebar__link" href=address aria-current=current on:click=move |_| drawer.set(false)>
                <Icon name=icon />
                {label}
            </a>
        }
        .into_any()
    };
    ui! {
        <nav class="sidebar" aria-label="Chats">
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
            <SearchBox field results />
            <SearchState />
            {when(move || search.is_asked(), move || ui! { <SearchResults field results /> }.into_any())}
            <ChatList />
            {when(
                move || data.is_due(),
                move || ui! {
                    <div class="sidebar__reminder" role="status">
                        <p>"Your chats lie in this browser alone. A file of them is a backup."</p>
                        <div class="cluster">
                            <ExportAll />
                            <button class="button" type="button" on:click=move |_| data.put_off()>"Not now"</button>
                        </div>
                    </div>
                }
                .into_any(),
            )}
            <div class="sidebar__places">
                {place("archive", "Archive", "archive")}
                {place("trash", "Trash", "trash")}
                {place("settings", "Settings", "settings")}
            </div>
        </nav>
    }
}
