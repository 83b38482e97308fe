//! Composition root: has the stores made, holds the route table. No logic.

use leptos::prelude::*;
use leptos_router::components::Router;
use leptos_router::hooks::use_location;
use leptos_router::location::{BrowserUrl, LocationProvider};

use crate::components::shell::Shell;
use crate::components::ui::flow::{dynamic, effect};
use crate::domain::ids::ConversationId;
use crate::domain::summary::Shelf;
use crate::pages::chat::{ChatPage, NewChatPage};
use crate::pages::not_found::NotFoundPage;
use crate::pages::settings::SettingsPage;
use crate::pages::shelf::ShelfPage;
use crate::pages::sign_in_callback::SignInCallbackPage;
use crate::state;
use crate::state::session::use_session;

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    state::start();
    let base = use_session().base_path().trim_end_matches('/').to_owned();
    ui! {
        <Router base=base>
            <Shell>
                <Pages />
            </Shell>
        </Router>
    }
}

/// The route table.
///
/// The router's own `Routes` matches nested and lazy routes, which this app has none of, for a
/// quarter of what the whole router weighs. So the router keeps the history and catches the links,
/// and the few kinds of address are told apart here.
#[component]
fn Pages() -> impl IntoView {
    let session = use_session();
    let pathname = use_location().pathname;
    // Each page is built anew when the place changes, and not when only its query or fragment does.
    let place = Memo::new(move |_| session.place(&pathname.get()));
    // Speaks to the world outside: the address bar follows once the page stands.
    effect(move || {
        place.track();
        pathname.track();
        if let Some(history) = use_context::<BrowserUrl>() {
            history.ready_to_complete();
        }
    });
    dynamic(move || {
        let place = place.get();
        let segments: Vec<&str> = place.split('/').filter(|segment| !segment.is_empty()).collect();
        match segments[..] {
            [] => ui! { <NewChatPage /> }.into_any(),
            ["c", id] => ui! { <ChatPage id=ConversationId::new(id) /> }.into_any(),
            ["settings"] => ui! { <SettingsPage /> }.into_any(),
            ["archive"] => ui! { <ShelfPage shelf=Shelf::Archive /> }.into_any(),
            ["trash"] => ui! { <ShelfPage shelf=Shelf::Trash /> }.into_any(),
            ["callback"] => ui! { <SignInCallbackPage /> }.into_any(),
            _ => ui! { <NotFoundPage /> }.into_any(),
        }
    })
}
