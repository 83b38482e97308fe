//! What the section "Data" of the settings has below its title.

use std::rc::Rc;

use parlance::domain::size;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::deleting;
use crate::desk::{Desk, Doing, Keeping};
use crate::folder_view::FolderView;
use crate::import_view::ImportView;
use crate::nodes::{append, button, classed, classed_words, element, empty, set, set_if};

/// What changes in it.
pub struct View {
    place: Element,
    room: Element,
    progress: Element,
    /// The backup folder.
    pub folder: FolderView,
    /// The dialog of an import.
    pub import: Option<ImportView>,
}

/// Fills `place`, and keeps it as things are until the desk is left.
pub fn show(desk: &Rc<Desk>, place: Element, is_read_only: bool) {
    empty(&place);
    let room = element("p");
    append(&place, &room);
    append(
        &place,
        &classed_words(
            "p",
            "settings__note",
            "An export is one file with every chat, also those in the archive and the trash. Your key is never in it. Imports add to what is here and replace nothing; they read exports of Parlance, ChatGPT, Claude, LibreChat, Open WebUI and others.",
        ),
    );
    let cluster = classed("div", "cluster");
    append(&cluster, &export_all(desk));
    let import = (!is_read_only).then(|| ImportView::new(desk, &cluster));
    append(&place, &cluster);
    // There from the start: a region that comes with its words is not read out.
    let progress = element("div");
    set(&progress, "role", "status");
    append(&place, &progress);
    let folder = FolderView::new(&progress);
    if !is_read_only {
        let part = classed("div", "settings__part");
        deleting::offer(desk, &part);
        append(&place, &part);
    }
    desk.enter(View { place, room, progress, folder, import });
}

/// The button "Export all chats", here and wherever somebody may want a copy before.
pub fn export_all(desk: &Rc<Desk>) -> Element {
    let exporting = Rc::clone(desk);
    let button = button("Export all chats", None, move || {
        if exporting.doing().is_none() {
            exporting.export_all();
        }
    });
    waits(&button, "aria-disabled", desk.doing());
    button
}

/// Gives an element this attribute while something takes its time.
pub fn waits(element: &Element, attribute: &str, doing: Option<Doing>) {
    set(element, "data-waits", attribute);
    set_if(element, attribute, "true", doing.is_some());
}

impl View {
    /// Shows what takes a while.
    pub fn show_doing(&self, doing: Option<Doing>) {
        self.progress.set_text_content(Some(match doing {
            Some(Doing::Exporting) => "Collecting your chats…",
            Some(Doing::Deleting) => "Deleting…",
            Some(Doing::BackingUp) => "Writing the backup…",
            None => "",
        }));
        let Ok(waiting) = self.place.query_selector_all("[data-waits]") else { return };
        for element in (0..waiting.length()).filter_map(|index| waiting.get(index)) {
            if let Some(element) = element.dyn_ref::<Element>()
                && let Some(attribute) = element.get_attribute("data-waits")
            {
                set_if(element, &attribute, "true", doing.is_some());
            }
        }
    }

    /// Shows how much room there is.
    pub fn show_keeping(&self, Keeping { room, is_persistent }: Keeping) {
        let room = room.map(|room| {
            let (used, left) = (size::wording(room.used), size::wording(room.left()));
            format!("{used} used; this browser has room for about {left} more.")
        });
        let keeps = is_persistent.map(|is_persistent| match is_persistent {
            true => "It keeps your chats until you delete them.",
            false => "It may drop your chats if this device runs out of room, so export them now and then.",
        });
        let words = [room.unwrap_or_default(), keeps.unwrap_or_default().to_owned()].join(" ");
        self.room.set_text_content(Some(words.trim()));
    }
}
