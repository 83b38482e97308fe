//! Composition root: makes the stores, provides them, holds the route table. No logic.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::components::shell::Shell;
use crate::pages::chat::{ChatPage, NewChatPage};
use crate::pages::not_found::NotFoundPage;
use crate::pages::settings::SettingsPage;
use crate::pages::sign_in_callback::SignInCallbackPage;
use crate::state::catalog::CatalogStore;
use crate::state::chats::ChatStore;
use crate::state::composer::ComposerStore;
use crate::state::notices::NoticeStore;
use crate::state::preferences::PreferencesStore;
use crate::state::session::SessionStore;

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    provide_context(NoticeStore::start());
    provide_context(PreferencesStore::start());
    let session = SessionStore::start();
    provide_context(session);
    provide_context(CatalogStore::start(session));
    let chats = ChatStore::start(session);
    provide_context(chats);
    provide_context(ComposerStore::start(chats));

    let base = session.base_path();
    let base = base.trim_end_matches('/').to_owned();
    ui! {
        <Router base=base>
            <Routes fallback=NotFoundPage>
                <ParentRoute path=path!("") view=Shell>
                    <Route path=path!("") view=NewChatPage />
                    <Route path=path!("c/:id") view=ChatPage />
                    <Route path=path!("settings") view=SettingsPage />
                    <Route path=path!("callback") view=SignInCallbackPage />
                    <Route path=path!("*any") view=NotFoundPage />
                </ParentRoute>
            </Routes>
        </Router>
    }
}
