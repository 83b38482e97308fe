//! Where this page is, and leaving it.

use web_sys::{Location, Url};

fn location() -> Option<Location> {
    web_sys::window().map(|window| window.location())
}

/// `https://host:port`, without a path.
pub fn origin() -> String {
    location().and_then(|location| location.origin().ok()).unwrap_or_default()
}

/// The folder that the app is served from, with a slash at both ends: `/` or `/parlance/`.
pub fn base_path() -> String {
    let path = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.base_uri().ok().flatten())
        .and_then(|base| Url::new(&base).ok())
        .map(|url| url.pathname())
        .unwrap_or_default();
    match path.rfind('/') {
        Some(last) => path[..=last].to_owned(),
        None => "/".to_owned(),
    }
}

/// The path of the address, below the base and without a leading slash: ``, `c/01J…`, `callback/`.
pub fn path() -> String {
    let path = location().and_then(|location| location.pathname().ok()).unwrap_or_default();
    path.strip_prefix(&base_path()).unwrap_or_default().to_owned()
}

/// The query of the address, with its question mark, or nothing.
pub fn query() -> String {
    location().and_then(|location| location.search().ok()).unwrap_or_default()
}

/// The fragment of the address, with its hash sign, or nothing.
pub fn fragment() -> String {
    location().and_then(|location| location.hash().ok()).unwrap_or_default()
}

/// Rewrites the address in place: no load, no new entry in the history.
pub fn replace(address: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        // Refused only for another origin, which no caller passes.
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(address));
    }
}

/// Leaves for another page, if the browser takes the address.
pub fn leave_for(url: &str) {
    if let Some(location) = location() {
        // A refusal leaves the person where they are.
        let _ = location.assign(url);
    }
}

/// Whether the browser grants this page its cryptography: https, or this machine.
pub fn is_secure_context() -> bool {
    web_sys::window().is_some_and(|window| window.is_secure_context())
}
