//! The page as a whole: its life, its title, its theme.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, HtmlElement};

fn root() -> Option<HtmlElement> {
    web_sys::window()?.document()?.document_element()?.dyn_into().ok()
}

/// Sets `data-<name>` on the root element.
pub fn set_root_data(name: &str, value: &str) {
    if let Some(root) = root() {
        // Refused only for a name that is no attribute name.
        let _ = root.set_attribute(&format!("data-{name}"), value);
    }
}

/// Calls `then` whenever the page is hidden or about to go; the last sure moment to write.
/// For the life of the page.
pub fn on_hide(then: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(then);
    if let Some(window) = web_sys::window() {
        let function = listener.as_ref().unchecked_ref();
        // Listening for a known event never fails.
        let _ = window.add_event_listener_with_callback("pagehide", function);
        if let Some(document) = window.document() {
            let _ = document.add_event_listener_with_callback("visibilitychange", function);
        }
    }
    listener.forget();
}

/// Lets the browser ask "Leave this page?" whenever `unsaved` says so. For the life of the page.
pub fn warn_before_leaving(unsaved: impl Fn() -> bool + 'static) {
    let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        if unsaved() {
            event.prevent_default();
        }
    });
    if let Some(window) = web_sys::window() {
        // Listening for a known event never fails.
        let _ = window.add_event_listener_with_callback("beforeunload", listener.as_ref().unchecked_ref());
    }
    listener.forget();
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // A refusal leaves the page as it is.
        let _ = window.location().reload();
    }
}
