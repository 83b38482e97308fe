//! Importing as it is seen: a file is chosen, what is in it is shown, and then it is taken in or not.

use std::cell::{Cell, RefCell};
use std::mem::{Discriminant, discriminant};
use std::rc::{Rc, Weak};

use parlance::domain::import::{Preview, Written};
use parlance::domain::size;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use crate::browser::{Room, day_of};
use crate::desk::Desk;
use crate::dialog::{Dialog, actions};
use crate::importing::{Import, chats};
use crate::nodes::{append, button, classed, classed_words, element, focus, on, set, worded};

/// The button "Import chats", and the dialog that goes with a file.
pub struct ImportView {
    desk: Weak<Desk>,
    dialog: Dialog,
    /// What the file is called, and how long it is.
    file: Rc<RefCell<(String, u64)>>,
    /// What there is to see and to do stands behind it.
    progress: Element,
    /// How far it is changes many times a second, and the buttons must stay.
    step: Cell<Option<Discriminant<Import>>>,
}

impl ImportView {
    /// At the end of `place`.
    pub fn new(desk: &Rc<Desk>, place: &Element) -> Self {
        let field: HtmlInputElement = element("input").unchecked_into();
        set(&field, "type", "file");
        set(&field, "hidden", "");
        set(&field, "accept", ".json,.jsonl,.zip,.tar,application/json,application/zip,application/x-tar");
        // Pressed for the person by the button, which can be styled and told apart.
        let pressed = field.clone();
        let opener = button("Import chats", None, move || pressed.click());
        set(&opener, "aria-haspopup", "dialog");
        append(place, &opener);
        append(place, &field);
        let file = Rc::new(RefCell::new((String::new(), 0)));
        let (chosen, filled, reading) = (Rc::clone(&file), field.clone(), Rc::clone(desk));
        on(
            &field,
            "change",
            Box::new(move |_| {
                if let Some(file) = filled.files().and_then(|files| files.get(0)) {
                    // Emptied, so that the same file can be chosen again.
                    filled.set_value("");
                    *chosen.borrow_mut() = (file.name(), file.size() as u64);
                    reading.read_file(&file);
                }
            }),
        );
        let dialog = Dialog::new(place, "Import chats", "import");
        let closing = Rc::clone(desk);
        // Closing the dialog ends what it is about.
        dialog.on_close(move || {
            let is_there = closing.import.borrow().is_some();
            if is_there {
                closing.end_import();
            }
        });
        let progress = classed("div", "import__progress");
        set(&progress, "role", "status");
        let desk = Rc::downgrade(desk);
        Self { desk, dialog, file, progress, step: Cell::new(None) }
    }

    /// Shows how far an import is; what has ended closes the dialog.
    pub fn show(&self, import: Option<&Import>, room: Option<Room>) {
        let Some(import) = import else {
            self.step.set(None);
            return self.dialog.close();
        };
        let is_open = self.dialog.is_open();
        if !is_open {
            self.step.set(None);
            let inside = self.dialog.open("Import chats");
            let (name, n_bytes) = &*self.file.borrow();
            // Without a name it was chosen before these settings were opened.
            if !name.is_empty() {
                let file = format!("{name}, {}", size::wording(*n_bytes));
                append(&inside, &classed_words("p", "import__file", &file));
            }
            append(&inside, &self.progress);
        }
        self.progress.set_text_content(Some(&match import {
            Import::Reading(0) => "Reading the file…".to_owned(),
            Import::Reading(n_chats) => format!("Reading the file… {} so far", chats(*n_chats)),
            Import::Writing(Written { n_new, n_grown, .. }) => format!("Importing… {} so far", chats(n_new + n_grown)),
            Import::Preview(_) | Import::Failed(_) => String::new(),
        }));
        let step = Some(discriminant(import));
        if self.step.replace(step) != step
            && let Some(inside) = self.progress.parent_element()
        {
            while let Some(old) = self.progress.next_element_sibling() {
                old.remove();
            }
            self.fill(&inside, import, room);
            if is_open && let Ok(Some(button)) = inside.query_selector("button") {
                // The one that had the focus is gone.
                focus(&button);
            }
        }
        if !is_open {
            self.dialog.show();
        }
    }

    /// What there is to see and to do.
    fn fill(&self, inside: &Element, import: &Import, room: Option<Room>) {
        match import {
            Import::Preview(preview) => {
                contents(inside, preview);
                if room.is_some_and(|room| room.left() < self.file.borrow().1) {
                    let words = "This browser may not have room for all of it. What fits is imported, and nothing that is here is lost.";
                    let alert = classed_words("p", "alert", words);
                    set(&alert, "role", "alert");
                    append(inside, &alert);
                }
                let desk = self.desk.clone();
                let take_in = button("Import", Some("primary"), move || {
                    if let Some(desk) = desk.upgrade() {
                        desk.write_import();
                    }
                });
                let cancel = self.end("Cancel");
                let buttons = if preview.has_news() { vec![cancel, take_in] } else { vec![cancel] };
                append(inside, &actions(&buttons));
            }
            Import::Failed(failure) => {
                let Written { n_new, n_grown, .. } = failure.written;
                let alert = classed("div", "alert");
                set(&alert, "role", "alert");
                append(&alert, &worded("p", &failure.sentence));
                if n_new + n_grown > 0 {
                    let kept = format!("{} had been imported by then, and stay.", chats(n_new + n_grown));
                    append(&alert, &worded("p", &kept));
                }
                append(inside, &alert);
                append(inside, &actions(&[self.end("Close")]));
            }
            Import::Reading(_) | Import::Writing(_) => append(inside, &actions(&[self.end("Cancel")])),
        }
    }

    /// The button that ends the import.
    fn end(&self, name: &str) -> Element {
        let desk = self.desk.clone();
        button(name, None, move || {
            if let Some(desk) = desk.upgrade() {
                desk.end_import();
            }
        })
    }
}

/// Appends what is in the file.
fn contents(place: &Element, preview: &Preview) {
    let Preview { app, n_new, n_grown, n_known, skipped, n_skipped, warnings, .. } = preview;
    append(place, &worded("p", &format!("Written by {app}.")));
    let paragraph = element("p");
    append(&paragraph, &worded("strong", &news(preview)));
    append(place, &paragraph);
    if *n_known > 0 && n_new + n_grown > 0 {
        let stay =
            if *n_known == 1 { "is here already and stays as it is" } else { "are here already and stay as they are" };
        append(place, &worded("p", &format!("{} {stay}.", chats(*n_known))));
    }
    for warning in warnings {
        append(place, &classed_words("p", "import__note", warning));
    }
    if *n_skipped > 0 {
        let details = classed("details", "import__skipped");
        append(&details, &worded("summary", &format!("{} will be left out", chats(*n_skipped))));
        let list = element("ul");
        for skipped in skipped {
            append(&list, &worded("li", &format!("{}: {}", skipped.what, skipped.why)));
        }
        let n_untold = n_skipped.saturating_sub(skipped.len());
        if n_untold > 0 {
            append(&list, &worded("li", &format!("and {n_untold} more")));
        }
        append(&details, &list);
        append(place, &details);
    }
}

/// What would come of it, in a sentence.
fn news(preview: &Preview) -> String {
    let Preview { n_new, n_grown, n_messages, from, to, .. } = *preview;
    if n_new + n_grown == 0 {
        return "Everything in this file is here already: in the sidebar, the archive or the trash.".to_owned();
    }
    let span = from.zip(to).map(|(from, to)| {
        let (from, to) = (day_of(from), day_of(to));
        if from == to {
            format!(", from {}", from.wording())
        } else {
            format!(", from {} to {}", from.wording(), to.wording())
        }
    });
    let grown = (n_grown > 0).then(|| format!("{} with new messages", chats(n_grown)));
    let new = (n_new > 0).then(|| if n_new == 1 { "1 new chat".to_owned() } else { format!("{n_new} new chats") });
    let what = [new, grown].into_iter().flatten().collect::<Vec<_>>().join(" and ");
    let messages = if n_messages == 1 { "1 message".to_owned() } else { format!("{n_messages} messages") };
    format!("{what}: {messages}{}.", span.unwrap_or_default())
}
