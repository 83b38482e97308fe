//! What goes on, whether the settings are on view or not.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use crate::browser::{self, Room};
use crate::database;
use crate::files::{self, Ending, NotThere, Told, Wanted};
use crate::house::House;
use crate::importing::Import;
use crate::reader::Reader;
use crate::section::View;

/// What `export.js` lays beside the chats for a download, for a minute.
const STAGED: &str = "parlance-export.tar";

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
pub struct Desk {
    /// The app.
    pub house: House,
    doing: Cell<Option<Doing>>,
    keeping: Cell<Keeping>,
    view: RefCell<Option<Rc<View>>>,
    /// How far an import is, if there is one.
    pub(crate) import: RefCell<Option<Import>>,
    /// What reads its file.
    pub(crate) reader: RefCell<Option<Reader>>,
    /// Whether a backup will be written in a while.
    pub(crate) is_backup_due: Cell<bool>,
    /// Whether changes are listened for.
    pub(crate) is_listening: Cell<bool>,
}

impl Desk {
    /// Nothing goes on.
    pub fn new(house: House) -> Rc<Self> {
        Rc::new(Self {
            house,
            doing: Cell::new(None),
            keeping: Cell::default(),
            view: RefCell::new(None),
            import: RefCell::new(None),
            reader: RefCell::new(None),
            is_backup_due: Cell::new(false),
            is_listening: Cell::new(false),
        })
    }

    /// The section, if it is on the page.
    pub fn view(&self) -> Option<Rc<View>> {
        self.view.borrow().clone()
    }

    /// The section is on the page, and follows from now on.
    pub fn enter(self: &Rc<Self>, view: View) {
        *self.view.borrow_mut() = Some(Rc::new(view));
        self.show_doing();
        self.show_import();
        self.look();
    }

    /// It is gone. Whoever leaves in the middle of writing an import lets it go on.
    pub fn leave(&self) {
        self.view.borrow_mut().take();
        let is_writing = matches!(*self.import.borrow(), Some(Import::Writing(_)));
        if !is_writing {
            self.end_import();
        }
    }

    /// What takes a while just now.
    pub fn doing(&self) -> Option<Doing> {
        self.doing.get()
    }

    /// How much room there is, as of the last look.
    pub fn keeping(&self) -> Keeping {
        self.keeping.get()
    }

    /// Begins what takes a while, unless something does already.
    pub fn begin(&self, doing: Doing) -> bool {
        let is_free = self.doing.get().is_none();
        if is_free {
            self.doing.set(Some(doing));
            self.show_doing();
        }
        is_free
    }

    /// Ends it.
    pub fn end(&self) {
        self.doing.set(None);
        self.show_doing();
    }

    fn show_doing(&self) {
        if let Some(view) = self.view() {
            view.show_doing(self.doing.get());
        }
    }

    /// Asks the browser how things stand.
    pub fn look(self: &Rc<Self>) {
        let desk = Rc::clone(self);
        spawn_local(async move {
            let keeping = Keeping { room: browser::room().await, is_persistent: browser::is_persistent().await };
            desk.keeping.set(keeping);
            if let Some(view) = desk.view() {
                view.show_keeping(keeping);
            }
            desk.look_at_backup().await;
        });
    }

    /// Writes all chats into one file. To be called within a click.
    pub fn export_all(self: &Rc<Self>) {
        let unsaved = self.house.unsaved();
        self.export(async move {
            let told = files::export(&unsaved).await;
            if told.as_ref().is_ok_and(|told| told.ending == Ending::Saved && told.is_complete) {
                database::note_export();
            }
            told
        });
    }

    /// Writes the chat of this id into a file of the same form. To be called within a click.
    pub fn export_one(self: &Rc<Self>, id: String, name: String) {
        let wanted = Wanted { only: Some(id), name: Some(name), ..self.house.unsaved() };
        self.export(async move { files::export(&wanted).await });
    }

    /// Makes a file and tells how it went, unless something else takes its time.
    pub fn export(self: &Rc<Self>, making: impl Future<Output = Result<Told, NotThere>> + 'static) {
        if self.begin(Doing::Exporting) {
            let desk = Rc::clone(self);
            spawn_local(async move {
                let told = making.await;
                desk.end();
                match told {
                    Ok(Told { ending: Ending::Cancelled, .. }) => {}
                    Ok(Told { ending: Ending::Saved, words, is_complete: true, .. })
                    | Ok(Told { ending: Ending::Nothing, words, .. }) => desk.house.say(&words),
                    Ok(Told { words, .. }) => desk.house.alert(&words),
                    Err(NotThere) => {
                        desk.house.alert("What writes files could not be started. Reload the page, then try again.")
                    }
                }
            });
        }
    }

    /// Deletes every chat for good, with all that was made of them.
    pub async fn delete_all(self: &Rc<Self>) {
        if !self.begin(Doing::Deleting) {
            return;
        }
        let gone = self.house.forget_all().await;
        if gone.is_ok() {
            browser::remove_private_file(STAGED).await;
            database::forget().await;
        }
        self.end();
        match gone {
            Ok(()) => {
                self.house.say("All chats deleted");
                self.look();
            }
            Err(sentence) => self.house.alert(&sentence),
        }
    }
}
