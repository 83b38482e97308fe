//! Small texts that outlive the page: `localStorage` (every tab) and `sessionStorage` (this tab).

use gloo_storage::{LocalStorage, SessionStorage, Storage};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::StorageEvent;

/// Where a text is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// Shared by all tabs of this origin; outlives them.
    Local,
    /// This tab alone; outlives a reload and a visit elsewhere.
    Tab,
}

/// The browser did not keep it: no room, or no storage here at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the browser did not store it")]
pub struct NotStored;

impl Area {
    /// gloo-storage panics where the browser blocks storage, so that is asked first.
    fn raw(self) -> Option<web_sys::Storage> {
        let window = web_sys::window()?;
        match self {
            Self::Local => window.local_storage().ok().flatten().map(|_| LocalStorage::raw()),
            Self::Tab => window.session_storage().ok().flatten().map(|_| SessionStorage::raw()),
        }
    }

    /// The text under `name`.
    pub fn get(self, name: &str) -> Option<String> {
        self.raw()?.get_item(name).ok().flatten()
    }

    /// Keeps `text` under `name`.
    pub fn set(self, name: &str, text: &str) -> Result<(), NotStored> {
        self.raw().ok_or(NotStored)?.set_item(name, text).map_err(|_| NotStored)
    }

    /// Forgets `name`.
    pub fn remove(self, name: &str) {
        if let Some(storage) = self.raw() {
            // Removing cannot fail for want of room, and what is not there is removed already.
            let _ = storage.remove_item(name);
        }
    }

    /// All names that begin with `prefix`.
    pub fn names(self, prefix: &str) -> Vec<String> {
        let Some(storage) = self.raw() else { return Vec::new() };
        (0..storage.length().unwrap_or(0))
            .filter_map(|i| storage.key(i).ok().flatten())
            .filter(|name| name.starts_with(prefix))
            .collect()
    }
}

/// Calls `changed` whenever another tab has written or removed `name` in [`Area::Local`], once the
/// new value can be read here. For the life of the page.
///
/// Firefox shows another tab's writes some milliseconds late, so a message between tabs may come first.
pub fn on_change(name: &'static str, changed: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn(StorageEvent)>::new(move |event: StorageEvent| {
        // No name: everything was cleared.
        if event.key().is_none_or(|key| key == name) {
            changed();
        }
    });
    if let Some(window) = web_sys::window() {
        // Listening for a known event never fails.
        let _ = window.add_event_listener_with_callback("storage", listener.as_ref().unchecked_ref());
    }
    listener.forget();
}
