//! The backup folder, and when to write into it.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{DataStore, Doing};
use crate::browser::{clock, timer};
use crate::domain::news::News;
use crate::domain::time::Timestamp;
use crate::services::backup::{self, NotBackedUp, NotChosen, State};
use crate::services::tabs;

/// How long after a change the backup is written, in milliseconds: long enough for a turn or two to be in it.
const DELAY_MS: i32 = 60_000;

impl DataStore {
    /// How backups stand.
    pub fn backup(&self) -> ReadSignal<State> {
        self.backup.read_only()
    }

    /// Lets the person choose a folder, and writes the first backup. To be called within a click.
    pub fn choose_backup(&self) {
        let store = *self;
        spawn_local(async move {
            match backup::choose().await {
                Ok(state) => {
                    store.backup.set(state);
                    store.back_up(Asked::ByPerson).await;
                }
                Err(NotChosen::Cancelled) => {}
                Err(NotChosen::Refused) => {
                    store.notices.alert("The browser did not let Parlance have this folder. Choose another one.");
                }
            }
        });
    }

    /// Asks for the folder again, and writes a backup. To be called within a click.
    pub fn allow_backup(&self) {
        let store = *self;
        spawn_local(async move {
            if backup::allow().await {
                store.back_up(Asked::ByPerson).await;
            }
            store.look_at_backup().await;
        });
    }

    /// Ends the backups.
    pub fn stop_backup(&self) {
        let store = *self;
        spawn_local(async move {
            backup::stop().await;
            store.look_at_backup().await;
            store.notices.say("No more backups. What was written stays in its folder.");
        });
    }

    pub(super) async fn look_at_backup(&self) {
        self.backup.set(backup::state().await);
    }

    /// Writes a backup a while after each change.
    pub(super) fn keep_backing_up(&self) {
        let store = *self;
        // What this tab tells the others is heard here too.
        tabs::listen(move |news| {
            let is_change = match news {
                News::Changed(_) | News::Said { .. } | News::Forgotten(_) => true,
                // Deleting everything, or importing: what was there before stays in the folder for a while.
                News::AllChanged => true,
                News::Live { .. } | News::Grew { .. } | News::Watch(_) | News::Stop { .. } => false,
            };
            if is_change && !store.is_backup_due.get_value() {
                store.is_backup_due.set_value(true);
                spawn_local(async move {
                    let changed = Timestamp::from_ms(clock::now_ms());
                    timer::sleep(DELAY_MS).await;
                    store.is_backup_due.set_value(false);
                    store.look_at_backup().await;
                    let is_wanted = match *store.backup.read_untracked() {
                        // Another tab may have written it meanwhile.
                        State::On { may_write, last, .. } => may_write && last.is_none_or(|last| last <= changed),
                        State::Impossible | State::Off => false,
                    };
                    if is_wanted {
                        store.back_up(Asked::ByItself).await;
                    }
                });
            }
        });
    }

    async fn back_up(&self, asked: Asked) {
        if asked == Asked::ByPerson && !self.begin(Doing::BackingUp) {
            return;
        }
        let written = backup::write(self.unsaved(), Timestamp::from_ms(clock::now_ms())).await;
        if asked == Asked::ByPerson {
            self.doing.set(None);
        }
        match written {
            Ok(()) if asked == Asked::ByPerson => self.notices.say("Backup written"),
            // The settings tell when it was written, and ask for the folder.
            Ok(()) | Err(NotBackedUp::Off | NotBackedUp::NotAllowed) => {}
            Err(error) => self.notices.alert(error.sentence()),
        }
        self.look_at_backup().await;
    }
}

/// Who wants a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    ByPerson,
    ByItself,
}
