//! Words between the tabs of this origin (`BroadcastChannel`).

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

/// Says `word` to every tab that listens on `name`, to this page too if it does. Nobody may be there.
pub fn post(name: &str, word: &str) {
    if let Ok(channel) = BroadcastChannel::new(name) {
        // A text can always be cloned.
        let _ = channel.post_message(&word.into());
        channel.close();
    }
}

/// Calls `heard` with each word that is said on `name`, by this page too. For the life of the page.
pub fn listen(name: &str, heard: impl Fn(String) + 'static) {
    let Ok(channel) = BroadcastChannel::new(name) else { return };
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(word) = event.data().as_string() {
            heard(word);
        }
    });
    channel.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
    // The channel must live as long as its listener: a collected one hears nothing.
    std::mem::forget(channel);
}
