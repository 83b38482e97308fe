//! Chats in and out: a module of its own, fetched when somebody uses it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::chats::{ChatStore, Refused};
use super::notices::NoticeStore;
use super::search::SearchStore;
pub use crate::browser::data::Desk;
use crate::browser::data::{House, NotThere};
use crate::browser::timer;
use crate::domain::ids::ConversationId;
use crate::domain::news::News;
use crate::services::export::{self, Unsaved};
use crate::services::tabs;

/// Fetching that takes longer says so, in milliseconds: what is quicker would only flicker.
const SLOW_MS: i32 = 300;
/// How long after the start backups begin, in milliseconds: what the person came for goes first.
const LATER_MS: i32 = 8_000;

/// Where the module is.
#[derive(Debug, Clone)]
pub enum Module {
    /// Nobody has asked for it.
    NotAsked,
    /// On its way.
    Loading,
    /// On its way, and that takes a while.
    Slow,
    /// Here.
    Here(Desk),
    /// Not to be had at this time.
    Failed,
}

type Then = Box<dyn FnOnce(Result<Desk, NotThere>)>;

/// Chats in and out.
#[derive(Debug, Clone, Copy)]
pub struct DataStore {
    chats: ChatStore,
    search: SearchStore,
    notices: NoticeStore,
    module: RwSignal<Module, LocalStorage>,
    /// Who waits for it.
    waiting: StoredValue<Vec<Then>, LocalStorage>,
    is_exporting: RwSignal<bool>,
    /// Whether the person should be reminded that all of it lies in this browser alone.
    is_due: RwSignal<bool>,
    /// Whether there was something to back up before the module was here.
    has_changed: StoredValue<bool>,
}

/// Chats in and out.
pub fn use_data() -> DataStore {
    super::stores().data
}

impl DataStore {
    /// Fetches nothing yet, and later only where backups are written.
    pub fn start(chats: ChatStore, search: SearchStore, notices: NoticeStore) -> Self {
        let store = Self {
            chats,
            search,
            notices,
            module: RwSignal::new_local(Module::NotAsked),
            waiting: StoredValue::new_local(Vec::new()),
            is_exporting: RwSignal::new(false),
            is_due: RwSignal::new(export::is_due()),
            has_changed: StoredValue::new(false),
        };
        tabs::listen(move |news| {
            if matches!(news, News::Said { .. }) && export::is_due() != store.is_due.get_untracked() {
                store.is_due.set(export::is_due());
            }
        });
        store.keep_backing_up();
        export::on_backup_change(move || store.keep_backing_up());
        store
    }

    /// Where the module is.
    pub fn module(&self) -> ReadSignal<Module, LocalStorage> {
        self.module.read_only()
    }

    /// Fetches the module, unless it is here or under way.
    pub fn load(&self) {
        self.with_desk(|_| {});
    }

    /// What is called in the module has failed: it is fetched anew the next time.
    pub fn break_down(&self) {
        self.module.set(Module::Failed);
    }

    /// Whether much was written since all chats were last exported, where the browser cannot write backups.
    pub fn is_due(&self) -> bool {
        self.is_due.get()
    }

    /// Reminds the person again only after as much new text.
    pub fn put_off(&self) {
        export::note_export();
        self.is_due.set(false);
    }

    /// Whether the file of all chats is being made.
    pub fn is_exporting(&self) -> bool {
        self.is_exporting.get()
    }

    /// Writes all chats into one file. To be called within a click.
    pub fn export_all(&self) {
        if self.is_exporting.get_untracked() {
            return;
        }
        self.is_exporting.set(true);
        let store = *self;
        spawn_local(async move {
            let told = export::all(&store.unsaved()).await;
            store.is_exporting.set(false);
            match told {
                Ok(None) => {}
                Ok(Some((words, true))) => {
                    store.put_off();
                    store.notices.say(words);
                }
                Ok(Some((words, false))) => store.notices.alert(words),
                Err(_) => {
                    store.notices.alert("What writes files could not be started. Reload the page, then try again.");
                }
            }
        });
    }

    /// Asks what a chat is to become, and makes it.
    pub fn export_chat(&self, id: ConversationId) {
        let store = *self;
        spawn_local(async move {
            let opened = store.chats.open(id).await.ok().flatten();
            let Some(chat) = opened.and_then(|chat| chat.so_far()) else {
                return store.notices.alert("This chat could not be read, so nothing was exported. Try again.");
            };
            store.say_if_slow();
            store.with_desk(move |desk| {
                if desk.and_then(|desk| desk.export_chat(&export::records(&chat))).is_err() {
                    store
                        .notices
                        .alert("What exports chats could not be fetched. Check your connection, then try again.");
                }
            });
        });
    }

    fn say_if_slow(&self) {
        let store = *self;
        spawn_local(async move {
            timer::sleep(SLOW_MS).await;
            if store.module.with_untracked(|module| matches!(module, Module::Loading | Module::Slow)) {
                store.notices.say("Loading what exports chats…");
            }
        });
    }

    fn keep_backing_up(&self) {
        if !export::has_backup() {
            return;
        }
        if let Module::Here(desk) = self.module.get_untracked() {
            // Without it there is no backup now; the settings say when the last one was written.
            let _ = desk.keep_backing_up(false);
            return;
        }
        let store = *self;
        tabs::listen(move |news| {
            if matches!(
                news,
                News::Changed(_) | News::Said { .. } | News::Forgotten(_) | News::AllForgotten | News::AllChanged
            ) {
                store.has_changed.set_value(true);
            }
        });
        spawn_local(async move {
            timer::sleep(LATER_MS).await;
            store.with_desk(move |desk| {
                // As above.
                let _ = desk.and_then(|desk| desk.keep_backing_up(store.has_changed.get_value()));
            });
        });
    }

    /// Fetches the module if it is not here, and goes on with it.
    fn with_desk(&self, then: impl FnOnce(Result<Desk, NotThere>) + 'static) {
        match self.module.get_untracked() {
            Module::Here(desk) => return then(Ok(desk)),
            Module::Loading | Module::Slow => return self.wait(Box::new(then)),
            Module::NotAsked | Module::Failed => self.wait(Box::new(then)),
        }
        self.module.set(Module::Loading);
        let store = *self;
        spawn_local(async move {
            timer::sleep(SLOW_MS).await;
            if store.module.with_untracked(|module| matches!(module, Module::Loading)) {
                store.module.set(Module::Slow);
            }
        });
        spawn_local(async move {
            let desk = Desk::open(store).await;
            store.module.set(desk.clone().map_or(Module::Failed, Module::Here));
            let waiting = store.waiting.try_update_value(std::mem::take).unwrap_or_default();
            waiting.into_iter().for_each(|then| then(desk.clone()));
        });
    }

    fn wait(&self, then: Then) {
        self.waiting.update_value(|waiting| waiting.push(then));
    }
}

impl House for DataStore {
    fn say(self, words: String) {
        // It may have exported all chats.
        self.is_due.set(export::is_due());
        self.notices.say(words);
    }

    fn alert(self, words: String) {
        self.notices.alert(words);
    }

    fn imported(self) {
        spawn_local(self.chats.after_import());
    }

    fn n_chats(self) -> u32 {
        u32::try_from(self.chats.all().with_untracked(Vec::len)).unwrap_or(u32::MAX)
    }

    fn unsaved(self) -> Unsaved {
        let mut unsaved = Unsaved::default();
        self.chats.not_on_disk().iter().for_each(|conversation| export::add(&mut unsaved, conversation));
        unsaved
    }

    async fn forget_all(self) -> Result<(), &'static str> {
        match self.chats.forget_all().await {
            Ok(()) => {
                self.notices.drop_undos();
                self.search.forget().await;
                Ok(())
            }
            Err(Refused::NotThere) => Err(
                "Nothing was deleted: this browser does not let Parlance change its chats. Allow site data for this page, then try again.",
            ),
            Err(Refused::Full | Refused::Closed | Refused::Failed) => {
                Err("Not everything could be deleted. Close the other tabs of Parlance, then try again.")
            }
        }
    }
}
