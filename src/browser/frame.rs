//! The next picture the browser paints.

use wasm_bindgen_futures::JsFuture;

/// Resolves right before the next frame. In a hidden tab no frame comes: ask [`is_hidden`] first.
pub async fn next() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // Without frames the wait is endless; callers race it with new data.
            let _ = window.request_animation_frame(&resolve);
        }
    });
    // The promise never rejects.
    let _ = JsFuture::from(promise).await;
}

/// Whether nobody can see the page.
pub fn is_hidden() -> bool {
    web_sys::window().and_then(|window| window.document()).is_some_and(|document| document.hidden())
}
