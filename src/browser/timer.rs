//! Waiting.

use wasm_bindgen_futures::JsFuture;

/// Resolves after `ms` milliseconds, or later: hidden tabs are throttled to once a minute.
pub async fn sleep(ms: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // Without a timer the wait is endless, which is what its callers can bear.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        }
    });
    // The promise never rejects.
    let _ = JsFuture::from(promise).await;
}
