//! A modal dialog: the browser's own, with its focus trap, its Esc and its way back.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement};

use crate::nodes::{append, classed, classed_words, element, empty, on, set};

/// What is to be done once it has closed.
type Closed = Rc<dyn Fn()>;

/// A modal dialog. Its content is built when it opens and dropped when it closes; the browser gives the focus back to what
/// opened it.
#[derive(Clone)]
pub struct Dialog {
    element: HtmlDialogElement,
    closed: Rc<RefCell<Option<Closed>>>,
}

impl Dialog {
    /// A closed one at the end of `place`. `class` is its class beside `dialog`.
    pub fn new(place: &Element, label: &str, class: &str) -> Self {
        let element: HtmlDialogElement = element("dialog").unchecked_into();
        set(&element, "class", &format!("dialog {class}"));
        set(&element, "aria-label", label);
        let dialog = Self { element, closed: Rc::default() };
        let closing = dialog.clone();
        on(
            &dialog.element,
            "close",
            Box::new(move |_| {
                // It may be open again by the time that this is told.
                if closing.is_open() {
                    return;
                }
                empty(&closing.element);
                let closed = closing.closed.borrow().clone();
                if let Some(closed) = closed {
                    closed();
                }
            }),
        );
        let pressed = dialog.clone();
        // Where the press began counts: text that is selected may end beside the box.
        on(
            &dialog.element,
            "pointerdown",
            Box::new(move |event| {
                // The backdrop belongs to the dialog element itself, its content to the box inside.
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                if target.is_some_and(|target| target.tag_name() == "DIALOG") {
                    pressed.close();
                }
            }),
        );
        append(place, &dialog.element);
        dialog
    }

    /// Calls `closed` each time that it has closed, however.
    pub fn on_close(&self, closed: impl Fn() + 'static) {
        *self.closed.borrow_mut() = Some(Rc::new(closed));
    }

    /// Opens it. Returns the box for its content, which begins with a title.
    pub fn open(&self, title: &str) -> Element {
        empty(&self.element);
        let inside = classed("div", "dialog__box");
        append(&inside, &classed_words("h2", "dialog__title", title));
        append(&self.element, &inside);
        inside
    }

    /// Shows what was put into the box.
    pub fn show(&self) {
        // Refused only for a dialog that is open or not in the page.
        let _ = self.element.show_modal();
    }

    /// Closes it.
    pub fn close(&self) {
        self.element.close();
    }

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.element.open()
    }

    /// Puts an element before it.
    pub fn put_before(&self, node: &Element) {
        // Refused only where it stands in nothing.
        let _ = self.element.before_with_node_1(node);
    }

    /// Takes it out of the page for good.
    pub fn remove(&self) {
        *self.closed.borrow_mut() = None;
        self.element.remove();
    }
}

/// The row of buttons at the end of a dialog.
pub fn actions(buttons: &[Element]) -> Element {
    let row = classed("div", "dialog__actions");
    for button in buttons {
        append(&row, button);
    }
    row
}
