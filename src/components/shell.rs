//! The frame around every page: skip link, sidebar, main, messages.

use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::export_all::ExportAll;
use super::sidebar::Sidebar;
use super::ui::flow::{attr, dynamic, effect, flag, maybe, when};
use super::ui::focus::{focus_first, is_lost};
use super::ui::icon::Icon;
use crate::state::chats::{Refused, use_chats};
use crate::state::composer::use_composer;
use crate::state::notices::{Tone, use_notices};
use crate::state::session::use_session;

/// What the frame shares with what stands in it: together, since each type that is provided is compiled anew (ADR 5).
#[derive(Debug, Clone, Copy)]
pub struct Frame {
    /// Whether the sidebar is drawn out, on a narrow screen.
    pub drawer: RwSignal<bool>,
    /// The button that draws it out.
    opener: NodeRef<html::Button>,
    /// Whether there is a sidebar at all: not for somebody who has neither a key nor a chat.
    has_sidebar: Memo<bool>,
    /// The address of the chat that was shown last, below the base path.
    pub last_chat: StoredValue<String>,
}

/// The frame around this.
pub fn use_frame() -> Frame {
    expect_context()
}

/// The frame around every page.
#[component]
pub fn Shell(
    /// The page.
    children: Children,
) -> impl IntoView {
    let session = use_session();
    let chats = use_chats();
    let drawer = RwSignal::new(false);
    let location = use_location();
    let opener = NodeRef::<html::Button>::new();
    let has_sidebar = Memo::new(move |_| !session.is_signed_out() || chats.all().with(|all| !all.is_empty()));
    let last_chat = StoredValue::new("./".to_owned());
    provide_context(Frame { drawer, opener, has_sidebar, last_chat });
    // Speaks to the world outside: a drawer that closes gives the focus back to what opened it.
    let mut was_open = false;
    effect(move || {
        let is_open = drawer.get();
        if std::mem::replace(&mut was_open, is_open)
            && !is_open
            && let Some(opener) = opener.get_untracked()
        {
            // Focus is refused only by what cannot have it, as on a wide screen.
            let _ = opener.focus();
        }
    });
    // Going somewhere puts the drawer away, and the settings lead back to where one was.
    let mut is_starting = true;
    effect(move || {
        let place = session.place(&location.pathname.get());
        if place.is_empty() || place.starts_with("c/") {
            last_chat.set_value(if place.is_empty() { "./".to_owned() } else { place });
        }
        drawer.set(false);
        // What had the focus may have gone with the place where it stood.
        if !std::mem::take(&mut is_starting) {
            request_animation_frame(|| {
                if is_lost() {
                    focus_main();
                }
            });
        }
    });
    // The router (leptos_router 0.8.17) remembers the way that was come, and of the ways back in it only a single step: told
    // where one is after each, it puts the next place into the history also if one has been there before.
    let navigate = use_navigate();
    let travelled = window_event_listener(leptos::ev::popstate, move |_| {
        if let Ok(here) = window().location().href() {
            navigate(&here, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
        }
    });
    // A wide page has no drawer: one that was open when the window grew is put away.
    let resized = window_event_listener(leptos::ev::resize, move |_| {
        if drawer.get_untracked() {
            drawer.set(false);
        }
    });
    on_cleanup(move || {
        travelled.remove();
        resized.remove();
    });
    ui! {
        <div
            class="shell"
            data-drawer=attr(move || drawer.get().then(|| "open".to_owned()))
            // Also where the focus is on a notice beside it.
            on:keydown=move |event| {
                if event.key() == "Escape" && drawer.get_untracked() {
                    drawer.set(false);
                }
            }
        >
            <button class="skip-link" type="button" on:click=|_| focus_main()>"Skip to content"</button>
            {when(
                move || has_sidebar.get(),
                move || ui! {
                    <Sidebar />
                    <button
                        class="shell__scrim"
                        type="button"
                        aria-label="Hide chats"
                        tabindex="-1"
                        on:click=move |_| drawer.set(false)
                    ></button>
                }
                .into_any(),
            )}
            // Behind an open drawer nothing can be reached.
            <main class="shell__main" tabindex="-1" inert=flag(move || drawer.get() && has_sidebar.get())>
                <Unsaved />
                {children()}
            </main>
            <Notices />
        </div>
    }
}

/// The button that draws the sidebar out on a narrow screen.
#[component]
pub fn DrawerButton() -> impl IntoView {
    let Frame { drawer, opener, has_sidebar, .. } = use_frame();
    when(
        move || has_sidebar.get(),
        move || {
            ui! {
                <button
                    class="icon-button shell__drawer-button"
                    type="button"
                    node_ref=opener
                    aria-label="Show chats"
                    aria-expanded=attr(move || drawer.get().to_string())
                    on:click=move |_| drawer.set(true)
                >
                    <Icon name="menu" />
                </button>
            }
            .into_any()
        },
    )
}

/// Gives the focus to the main part of the page, or to the open drawer before it: what had it is about to go.
pub fn focus_main() {
    focus_first("main:not([inert]),[data-drawer] .sidebar__new");
}

/// Tells a build that talks to the sandbox from one that talks to OpenRouter. Once on each page.
#[component]
pub fn SandboxBadge() -> impl IntoView {
    use_session().is_sandbox().then(|| ui! { <span class="badge">"Sandbox"</span> })
}

/// Says that the browser keeps no more, while that is so.
#[component]
fn Unsaved() -> impl IntoView {
    let chats = use_chats();
    ui! {
        {maybe(move || chats.unsaved().map(|refused| {
            let words = match refused {
                Refused::Full => {
                    "This browser has no room left, so your newest messages are only on this page. Export your chats or free some room; they are written as soon as there is room again."
                }
                Refused::NotThere => {
                    "This browser keeps nothing for this page, so your newest messages are only here. Export your chats before you close it, or allow site data."
                }
                Refused::Closed | Refused::Failed => {
                    "This browser could not write your newest messages, so they are only on this page. Parlance tries again; export your chats before you close it."
                }
            };
            ui! {
                <div class="banner" role="alert" data-tone="danger">
                    <p>{words}</p>
                    <ExportAll />
                </div>
            }
            .into_any()
        }))}
    }
}

/// The messages to the person.
#[component]
fn Notices() -> impl IntoView {
    let notices = use_notices();
    let composer = use_composer();
    let show = move |tone: Tone| {
        let shown = notices.notices().get().into_iter().filter(|notice| notice.tone == tone);
        shown
            .map(|notice| match tone {
                Tone::Status => ui! {
                    <div class="notice">
                        <p>{notice.text}</p>
                        {notice.can_undo.then(|| ui! {
                            <button type="button" class="button" on:click=move |_| {
                                focus_main();
                                // Not yet: a second press, for the next Undo, would send what is written there.
                                if !notices.undo(notice.id) {
                                    composer.request_focus();
                                }
                            }>
                                "Undo"
                            </button>
                        })}
                    </div>
                }
                .into_any(),
                Tone::Alert => ui! {
                    <div class="notice" role="alert" data-tone="danger">
                        <p>{notice.text}</p>
                        <button type="button" class="button" on:click=move |_| {
                            focus_main();
                            notices.put_away(notice.id);
                            composer.request_focus();
                        }>
                            "Dismiss"
                        </button>
                    </div>
                }
                .into_any(),
            })
            .collect_view()
            .into_any()
    };
    ui! {
        <div class="notices">
            // The regions are there from the start: one that comes with its words is not read out.
            <div role="status">
                {dynamic(move || show(Tone::Status))}
            </div>
            {dynamic(move || show(Tone::Alert))}
        </div>
    }
}
