//! The page as a whole: its life, its title, its theme.

use std::rc::Rc;

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement};

/// Milliseconds after which a page that was about to be left, and is still there, has been stayed on.
const STILL_HERE_MS: i32 = 5_000;

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

/// Calls `then` whenever the page is about to go, hidden or shown again; being hidden is the last sure
/// moment to write. For the life of the page.
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

/// Whether the focus or the pointer is in an element of this selector.
pub fn is_at(selector: &str) -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let found =
        document.and_then(|document| document.query_selector(&format!("{selector}:is(:hover,:focus-within)")).ok());
    found.flatten().is_some()
}

/// Calls `then` with `true` when the page is on its way out, and with `false` if it stays or comes
/// back after all. For the life of the page.
pub fn on_leave(then: impl Fn(bool) + 'static) {
    let then = Rc::new(then);
    let stayed = {
        let then = Rc::clone(&then);
        Closure::<dyn Fn()>::new(move || then(false)).into_js_value()
    };
    let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        then(event.type_() != "pageshow");
        // Nothing tells of a person who was asked and stayed, so a page that is still there says so.
        if event.type_() == "beforeunload"
            && let Some(window) = web_sys::window()
        {
            // A page that is gone has no more timers to set.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(stayed.unchecked_ref(), STILL_HERE_MS);
        }
    });
    if let Some(window) = web_sys::window() {
        for name in ["beforeunload", "pagehide", "pageshow"] {
            // Listening for a known event never fails.
            let _ = window.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
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

/// Says `sentence` over the dead page if the app ever panics, with what helps then, and tells the console where it
/// happened. Nothing of the app runs any more by then: the buttons are those of `boot.js`.
pub fn explain_panics(sentence: &'static str) {
    std::panic::set_hook(Box::new(move |info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        web_sys::console::error_1(&format!("panicked at {place}").into());
        // If even this fails there is nobody left to tell.
        let _ = cover(sentence);
    }));
}

fn cover(sentence: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    // What is left of a dead app may panic again.
    if document.get_elements_by_class_name("crash").length() > 0 {
        return None;
    }
    let cover = document.create_element("div").ok()?;
    cover.set_class_name("crash");
    cover.set_attribute("role", "alert").ok()?;
    let words = document.create_element("p").ok()?;
    words.set_text_content(Some(sentence));
    cover.append_child(&words).ok()?;
    // While a dialog is open, nothing outside it can be pressed.
    let dialog = document.query_selector("dialog:modal").ok().flatten();
    dialog.or_else(|| document.body().map(Into::into))?.append_child(&cover).ok()?;
    let rescue: Function = Reflect::get(&js_sys::global(), &"parlanceRescue".into()).ok()?.dyn_into().ok()?;
    rescue.call1(&JsValue::UNDEFINED, &cover).ok()?;
    Some(())
}
