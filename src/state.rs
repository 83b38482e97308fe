//! What is true now: the only floor that owns shared signals.
//!
//! Each store is a `Copy` handle with private fields and public verbs, fetched by its `use_…()`.
//! Never here: `web_sys`, the wire, views.

pub mod session;

pub mod chats;
mod live;
mod throttle;

pub mod calendar;
pub mod catalog;
pub mod composer;
pub mod renderer;
pub mod search;

pub mod data;
pub mod notices;
pub mod preferences;

use leptos::prelude::*;

/// Every store there is. Provided and fetched together: both are compiled anew for each type, at 700 bytes a time (ADR 5).
#[derive(Debug, Clone, Copy)]
struct Stores {
    session: session::SessionStore,
    chats: chats::ChatStore,
    calendar: calendar::CalendarStore,
    catalog: catalog::CatalogStore,
    composer: composer::ComposerStore,
    renderer: renderer::RendererStore,
    search: search::SearchStore,
    data: data::DataStore,
    notices: notices::NoticeStore,
}

/// Makes the stores and provides them to the views below.
pub fn start() {
    let notices = notices::NoticeStore::start();
    let calendar = calendar::CalendarStore::start();
    let session = session::SessionStore::start();
    let catalog = catalog::CatalogStore::start(session);
    let drafts = StoredValue::new(Vec::new());
    let chats = chats::ChatStore::start(session, drafts);
    let composer = composer::ComposerStore::start(chats, drafts);
    let search = search::SearchStore::start();
    let data = data::DataStore::start(chats, search, notices);
    let renderer = renderer::RendererStore::start();
    provide_context(Stores { session, chats, calendar, catalog, composer, renderer, search, data, notices });
}

fn stores() -> Stores {
    expect_context()
}
