//! Deleting every chat for good.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use crate::desk::Desk;
use crate::dialog::{Dialog, actions};
use crate::nodes::{append, button, set, worded};
use crate::section::{export_all, waits};

/// The button "Delete all chats", and the dialog that says what goes.
pub fn offer(desk: &Rc<Desk>, place: &Element) {
    let dialog = Dialog::new(place, "Delete all chats", "");
    let (asking, desk) = (dialog.clone(), Rc::clone(desk));
    let opener = button("Delete all chats", Some("danger"), move || ask(&desk, &asking));
    set(&opener, "aria-haspopup", "dialog");
    dialog.put_before(&opener);
}

fn ask(desk: &Rc<Desk>, dialog: &Dialog) {
    let inside = dialog.open("Delete all chats for good?");
    let what = match desk.house.n_chats() {
        0 => "There are no chats, but drafts and what is left of older ones go".to_owned(),
        1 => "1 chat goes, with its messages and drafts".to_owned(),
        n => format!("{n} chats go, also those in the archive and the trash, with all messages and drafts"),
    };
    let words =
        format!("{what}, in every tab of this browser. Answers that are running are stopped. This cannot be undone.");
    append(&inside, &worded("p", &words));
    let words =
        "An export keeps a copy that can be imported again. Files and backups that you have stay where they are.";
    append(&inside, &worded("p", words));
    let closing = dialog.clone();
    let cancel = button("Cancel", None, move || closing.close());
    let (deleting, closing) = (Rc::clone(desk), dialog.clone());
    let delete = button("Delete", Some("danger"), move || {
        let (desk, dialog) = (Rc::clone(&deleting), closing.clone());
        spawn_local(async move {
            desk.delete_all().await;
            // How it went is told beside the page, which a dialog covers.
            dialog.close();
        });
    });
    waits(&delete, "disabled", desk.doing());
    append(&inside, &actions(&[export_all(desk), cancel, delete]));
    dialog.show();
}
