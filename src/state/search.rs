//! Searching all chats, as one types.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::timer;
use crate::domain::news::News;
use crate::domain::search::Found;
use crate::services::search::{self, Search};
use crate::services::tabs;

/// Chats that are asked for at first, and that come whenever the end of the list is near. To make one takes one or two
/// milliseconds before the code is warm, to lay it out as much, and nobody shall wait for a frame (docs/performance.md).
const STEP: usize = 4;
/// A search that takes longer than this says so, in milliseconds: what is quicker would only flicker.
const SLOW_MS: i32 = 200;

/// What a search is about to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is missing.
    Complete,
    /// There may be more.
    Searching,
    /// There may be more, and it takes a while.
    Slow,
    /// What searches has broken down.
    Broken,
}

/// Searching all chats.
#[derive(Debug, Clone, Copy)]
pub struct SearchStore {
    words: RwSignal<String>,
    found: RwSignal<Found>,
    progress: RwSignal<Progress>,
    limit: StoredValue<usize>,
    /// Counts the questions: what one has begun to wait for is no matter to the next.
    n_asked: StoredValue<u32>,
    search: StoredValue<Option<Search>, LocalStorage>,
}

/// Searching all chats.
pub fn use_search() -> SearchStore {
    super::stores().search
}

impl SearchStore {
    /// Nothing is searched, and nothing fetched for it.
    pub fn start() -> Self {
        let store = Self {
            words: RwSignal::new(String::new()),
            found: RwSignal::new(Found::default()),
            progress: RwSignal::new(Progress::Complete),
            limit: StoredValue::new(STEP),
            n_asked: StoredValue::new(0),
            search: StoredValue::new_local(None),
        };
        // What this tab tells the others is heard here too.
        tabs::listen(move |news| store.hear(news));
        store
    }

    /// What is searched for.
    pub fn words(&self) -> ReadSignal<String> {
        self.words.read_only()
    }

    /// Whether there is anything to search for.
    pub fn is_asked(&self) -> bool {
        self.words.with(|words| !words.trim().is_empty())
    }

    /// What was found so far. It stays until there is an answer to newer words.
    pub fn found(&self) -> ReadSignal<Found> {
        self.found.read_only()
    }

    /// How far that is.
    pub fn progress(&self) -> Progress {
        self.progress.get()
    }

    /// Begins to read what will be searched, before there is a word.
    pub fn warm_up(&self) {
        if self.search.with_value(Option::is_none) {
            let store = *self;
            let started = Search::start(move |found| match found {
                Ok(found) => store.take(found),
                Err(_) => store.break_down(),
            });
            match started {
                Ok(search) => self.search.set_value(Some(search)),
                Err(_) => self.break_down(),
            }
        }
    }

    /// Searches for these words as they stand.
    pub fn ask(&self, words: String) {
        self.words.set(words);
        self.limit.set_value(STEP);
        self.ask_again();
    }

    /// Asks for more chats, if there are.
    pub fn more(&self) {
        let found = self.found.get_untracked();
        // Not before those asked for last are here.
        if found.has_more && found.chats.len() >= self.limit.get_value() {
            self.limit.update_value(|limit| *limit += STEP);
            self.ask_again();
        }
    }

    /// Starts anew what has broken down.
    pub fn try_again(&self) {
        self.search.set_value(None);
        self.ask_again();
    }

    /// Forgets what was read of all chats, on the disk too.
    pub async fn forget(self) {
        self.search.set_value(None);
        search::forget().await;
        if !self.words.with_untracked(|words| words.trim().is_empty()) {
            self.ask_again();
        }
    }

    fn ask_again(&self) {
        let n_asked = self.n_asked.get_value().wrapping_add(1);
        self.n_asked.set_value(n_asked);
        let words = self.words.get_untracked();
        if words.trim().is_empty() {
            self.found.set(Found::default());
            self.progress.set(Progress::Complete);
            self.search.with_value(|search| {
                if let Some(search) = search {
                    search.ask("", 0);
                }
            });
            return;
        }
        self.progress.set(Progress::Searching);
        self.warm_up();
        let limit = self.limit.get_value();
        self.search.with_value(|search| {
            if let Some(search) = search {
                search.ask(&words, limit);
            }
        });
        let store = *self;
        spawn_local(async move {
            timer::sleep(SLOW_MS).await;
            if store.n_asked.get_value() == n_asked && store.progress.get_untracked() == Progress::Searching {
                store.progress.set(Progress::Slow);
            }
        });
    }

    fn take(&self, found: Found) {
        if found.is_complete {
            self.progress.set(Progress::Complete);
        }
        // Of what is being read nothing may be there yet; the answer to other words stays until then.
        if found.is_complete || !found.chats.is_empty() {
            self.found.set(found);
        }
    }

    fn break_down(&self) {
        self.search.set_value(None);
        self.progress.set(Progress::Broken);
    }

    fn hear(&self, news: News) {
        let is_running = self.search.with_value(Option::is_some);
        match news {
            News::Changed(chat) | News::Said { chat, .. } | News::Forgotten(chat) if is_running => {
                self.search.with_value(|search| {
                    if let Some(search) = search {
                        search.changed(&chat);
                    }
                });
            }
            News::AllChanged if is_running => {
                // It reads all of it again, or what is new.
                self.search.set_value(None);
                if !self.words.with_untracked(|words| words.trim().is_empty()) {
                    self.ask_again();
                }
            }
            News::Forgotten(_) | News::AllForgotten => {
                let store = *self;
                spawn_local(async move { store.forget().await });
            }
            News::Changed(_)
            | News::Said { .. }
            | News::AllChanged
            | News::Live { .. }
            | News::Grew { .. }
            | News::Watch(_)
            | News::Stop { .. } => {}
        }
    }
}
