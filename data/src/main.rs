//! Chats in and out: into files, in from files, into a folder, and away for good.
//!
//! Seldom used, so this is a module of its own with a door of a few functions, fetched when it is (ADR 17). Its nodes are
//! made by hand, as those of answers are. It asks the app for what only the app knows ([`House`]), and reads and writes
//! chats through the plain script that exports and the worker that imports.

mod backup;
mod browser;
mod database;
mod deleting;
mod desk;
mod dialog;
mod export_chat;
mod files;
mod folder;
mod folder_view;
mod house;
mod import_view;
mod importing;
mod keeping;
mod nodes;
mod reader;
mod section;

use std::rc::Rc;

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

use house::House;

/// What the app holds of this module, one for the life of the page.
#[wasm_bindgen]
pub struct Desk(Rc<desk::Desk>);

/// Begins to work for the app.
#[wasm_bindgen]
pub fn desk(house: House) -> Desk {
    Desk(desk::Desk::new(house))
}

#[wasm_bindgen]
impl Desk {
    /// Shows what the section "Data" has below its title. With `is_read_only` nothing that changes chats is offered.
    pub fn section(&self, place: Element, is_read_only: bool) {
        self.0.leave();
        let named = browser::section_in_view();
        section::show(&self.0, place, is_read_only);
        // Who came for a section sees it from its top also when this one has grown, unless it is out of their view by now.
        if let Some(named) = named {
            named.scroll_into_view();
        }
    }

    /// The section is gone from the page.
    pub fn leave(&self) {
        self.0.leave();
    }

    /// Asks what one chat is to become, and makes it: `records` are its text and those of its messages.
    pub fn export_chat(&self, records: Vec<String>) {
        export_chat::ask(&self.0, records);
    }

    /// Writes a backup a while after each change from now on, and after the one there was already if `has_changed`.
    pub fn keep_backing_up(&self, has_changed: bool) {
        self.0.keep_backing_up();
        if has_changed {
            self.0.hear_change();
        }
    }
}

fn main() {}
