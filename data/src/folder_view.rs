//! The backup folder. Nothing where the browser lets no page write into folders.

use std::cell::RefCell;
use std::rc::Rc;

use parlance::domain::calendar;
use web_sys::Element;

use crate::backup::State;
use crate::browser::now;
use crate::desk::Desk;
use crate::nodes::{append, button, classed, classed_words, document, element, empty, focus, words};

/// Where backups go, and when the last one was written.
pub struct FolderView {
    /// What it stands behind, when there is something to show.
    before: Element,
    place: Element,
    shown: RefCell<State>,
}

impl FolderView {
    /// Behind `before`. It shows nothing yet.
    pub fn new(before: &Element) -> Self {
        let place = classed("div", "settings__part");
        Self { before: before.clone(), place, shown: RefCell::new(State::Impossible) }
    }

    /// Shows how things stand.
    pub fn show(&self, desk: &Rc<Desk>, state: State) {
        if *self.shown.borrow() == state {
            return;
        }
        let focused = document().active_element().filter(|focused| self.place.contains(Some(focused)));
        empty(&self.place);
        self.fill(desk, &state);
        if state == State::Impossible {
            self.place.remove();
        } else if !self.place.is_connected() {
            // Refused only where it stands in nothing.
            let _ = self.before.after_with_node_1(&self.place);
        }
        if focused.is_some()
            && let Ok(Some(button)) = self.place.query_selector("button")
        {
            // The one that had the focus is gone.
            focus(&button);
        }
        *self.shown.borrow_mut() = state;
    }

    fn fill(&self, desk: &Rc<Desk>, state: &State) {
        let press = |name: &str, verb: fn(&Rc<Desk>)| {
            let desk = Rc::clone(desk);
            button(name, None, move || verb(&desk))
        };
        let choose = press("Choose backup folder", Desk::choose_backup);
        let note = |text: &str| append(&self.place, &classed_words("p", "settings__note", text));
        match state {
            State::Impossible => {}
            State::Off => {
                note("Parlance can keep a copy of all chats in a folder of yours, and renew it after changes.");
                append(&self.place, &choose);
            }
            State::On { folder, may_write, last } => {
                let last = match last {
                    Some(last) => format!(". Last backup {}.", calendar::ago(*last, now())),
                    None => ". There is no backup in it yet.".to_owned(),
                };
                let told = element("p");
                append(&told, &words("Backups go into the folder "));
                append(&told, &classed_words("strong", "settings__name", folder));
                append(&told, &words(&last));
                append(&self.place, &told);
                let cluster = classed("div", "cluster");
                if !may_write {
                    note("The browser wants to be asked again before Parlance may write there.");
                    append(&cluster, &press("Allow backups", Desk::allow_backup));
                }
                append(&cluster, &choose);
                append(&cluster, &press("Stop backups", Desk::stop_backup));
                append(&self.place, &cluster);
            }
        }
    }
}
