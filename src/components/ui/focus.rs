//! Where the keyboard goes.

use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;

/// Whether nothing has the focus: what had it is gone.
pub fn is_lost() -> bool {
    document().active_element().is_none_or(|focused| focused.tag_name() == "BODY")
}

/// Gives the focus to the first element that this selector finds, if there is one.
pub fn focus_first(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        // Focus is refused only by what cannot have it.
        let _ = found.focus();
    }
}
