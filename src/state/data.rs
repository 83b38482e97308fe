//! Chats in and out: from files, into files, into a folder, and away for good.

mod backup;
mod export;
mod import;

use leptos::prelude::*;
use leptos::task::spawn_local;

pub use self::export::Form;
pub use self::import::{ChosenFile, Import};
use super::chats::{ChatStore, Refused, Room};
use super::notices::NoticeStore;
use super::search::SearchStore;
use crate::domain::ids::ConversationId;
pub use crate::services::backup::State as Backup;
use crate::services::import as reading;

/// What takes a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// A file is being made.
    Exporting,
    /// Everything is being deleted.
    Deleting,
    /// The backup is being written.
    BackingUp,
}

/// How much room there is, and whether what is here is kept for good, as far as the browser tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Keeping {
    /// The room.
    pub room: Option<Room>,
    /// Whether the browser keeps it until the person clears it.
    pub is_persistent: Option<bool>,
}

/// Chats in and out.
#[derive(Debug, Clone, Copy)]
pub struct DataStore {
    chats: ChatStore,
    search: SearchStore,
    notices: NoticeStore,
    doing: RwSignal<Option<Doing>>,
    keeping: RwSignal<Keeping>,
    import: RwSignal<Option<Import>>,
    reading: StoredValue<Option<reading::Import>, LocalStorage>,
    backup: RwSignal<Backup>,
    /// Whether a backup will be written in a while.
    is_backup_due: StoredValue<bool>,
    exporting: RwSignal<Option<ConversationId>>,
}

/// Chats in and out.
pub fn use_data() -> DataStore {
    expect_context()
}

impl DataStore {
    /// Nothing goes on but the backups, where there are any.
    pub fn start(chats: ChatStore, search: SearchStore, notices: NoticeStore) -> Self {
        let store = Self {
            chats,
            search,
            notices,
            doing: RwSignal::new(None),
            keeping: RwSignal::new(Keeping::default()),
            import: RwSignal::new(None),
            reading: StoredValue::new_local(None),
            backup: RwSignal::new(Backup::Impossible),
            is_backup_due: StoredValue::new(false),
            exporting: RwSignal::new(None),
        };
        store.keep_backing_up();
        store
    }

    /// What takes a while just now.
    pub fn doing(&self) -> Option<Doing> {
        self.doing.get()
    }

    /// How much room there is. It is known a moment after [`DataStore::look`].
    pub fn keeping(&self) -> Keeping {
        self.keeping.get()
    }

    /// Asks the browser how things stand.
    pub fn look(&self) {
        let store = *self;
        spawn_local(async move {
            let (room, is_persistent) = store.chats.room().await;
            store.keeping.set(Keeping { room, is_persistent });
            store.look_at_backup().await;
        });
    }

    /// Deletes every chat for good, with all that was read of them.
    pub async fn delete_all(self) {
        if !self.begin(Doing::Deleting) {
            return;
        }
        let gone = self.chats.forget_all().await;
        self.doing.set(None);
        match gone {
            Ok(()) => {
                self.search.forget();
                self.notices.say("All chats deleted");
                self.look();
            }
            Err(Refused::NotThere) => self.notices.alert(
                "Nothing was deleted: this browser does not let Parlance change its chats. Allow site data for this page, then try again.",
            ),
            Err(Refused::Full | Refused::Closed | Refused::Failed) => self.notices.alert(
                "Not everything could be deleted. Close the other tabs of Parlance, then try again.",
            ),
        }
    }
}
