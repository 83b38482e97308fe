//! When to write into the backup folder.

use std::rc::Rc;

use parlance::domain::news::News;
use parlance::protocol::news;
use wasm_bindgen_futures::spawn_local;

use crate::backup::{self, NotBackedUp, State};
use crate::browser;
use crate::desk::{Desk, Doing};
use crate::folder::NotChosen;

/// Where the tabs tell each other about chats.
const CHANNEL: &str = "parlance-chats";
/// How long after a change the backup is written, in milliseconds: long enough for a turn or two to be in it.
const DELAY_MS: i32 = 60_000;

/// Who wants a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    ByPerson,
    ByItself,
}

impl Desk {
    /// Lets the person choose a folder, and writes the first backup. To be called within a click.
    pub fn choose_backup(self: &Rc<Self>) {
        let desk = Rc::clone(self);
        spawn_local(async move {
            match backup::choose().await {
                Ok(state) => {
                    desk.show_backup(state);
                    desk.keep_backing_up();
                    desk.back_up(Asked::ByPerson).await;
                }
                Err(NotChosen::Cancelled) => {}
                Err(NotChosen::Refused) => {
                    desk.house.alert("The browser did not let Parlance have this folder. Choose another one.");
                }
            }
        });
    }

    /// Asks for the folder again, and writes a backup. To be called within a click.
    pub fn allow_backup(self: &Rc<Self>) {
        let desk = Rc::clone(self);
        spawn_local(async move {
            if backup::allow().await {
                desk.back_up(Asked::ByPerson).await;
            }
            desk.look_at_backup().await;
        });
    }

    /// Ends the backups.
    pub fn stop_backup(self: &Rc<Self>) {
        let desk = Rc::clone(self);
        spawn_local(async move {
            backup::stop().await;
            desk.look_at_backup().await;
            desk.house.say("No more backups. What was written stays in its folder.");
        });
    }

    /// Looks how backups stand, and shows it.
    pub async fn look_at_backup(self: &Rc<Self>) {
        if self.view().is_some() {
            self.show_backup(backup::state().await);
        }
    }

    fn show_backup(self: &Rc<Self>, state: State) {
        if let Some(view) = self.view() {
            view.folder.show(self, state);
        }
    }

    /// Writes a backup a while after each change, as long as there is a folder.
    pub fn keep_backing_up(self: &Rc<Self>) {
        if self.is_listening.replace(true) {
            return;
        }
        let desk = Rc::clone(self);
        // What this tab tells the others is heard here too: it is said on a channel of its own.
        browser::listen(CHANNEL, move |word| {
            let is_change = match news::from_text(&word) {
                Some(News::Changed(_) | News::Said { .. } | News::Forgotten(_)) => true,
                // Deleting everything, or importing: what was there before stays in the folder for a while.
                Some(News::AllForgotten | News::AllChanged) => true,
                Some(News::Live { .. } | News::Grew { .. } | News::Watch(_) | News::Stop { .. }) | None => false,
            };
            if is_change {
                desk.hear_change();
            }
        });
    }

    /// Something has changed.
    pub fn hear_change(self: &Rc<Self>) {
        if self.is_backup_due.replace(true) {
            return;
        }
        let desk = Rc::clone(self);
        spawn_local(async move {
            let changed = browser::now();
            browser::sleep(DELAY_MS).await;
            desk.is_backup_due.set(false);
            let is_wanted = match backup::state().await {
                // Another tab may have written it meanwhile.
                State::On { may_write, last, .. } => may_write && last.is_none_or(|last| last <= changed),
                State::Impossible | State::Off => false,
            };
            if is_wanted {
                desk.back_up(Asked::ByItself).await;
            }
        });
    }

    async fn back_up(self: &Rc<Self>, asked: Asked) {
        if asked == Asked::ByPerson && !self.begin(Doing::BackingUp) {
            return;
        }
        let written = backup::write(self.house.unsaved(), browser::now()).await;
        if asked == Asked::ByPerson {
            self.end();
        }
        match written {
            Ok(()) if asked == Asked::ByPerson => self.house.say("Backup written"),
            // The settings tell when it was written, and ask for the folder.
            Ok(()) | Err(NotBackedUp::Off | NotBackedUp::NotAllowed) => {}
            Err(error) => self.house.alert(error.sentence()),
        }
        self.look_at_backup().await;
    }
}
