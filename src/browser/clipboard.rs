//! The clipboard.

use wasm_bindgen_futures::JsFuture;

/// The browser did not let us copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the clipboard refused")]
pub struct Refused;

/// Puts `text` there. Needs a secure context and a gesture of the person.
pub async fn write_text(text: &str) -> Result<(), Refused> {
    let navigator = web_sys::window().ok_or(Refused)?.navigator();
    // Insecure contexts have no clipboard, though the binding says otherwise.
    if js_sys::Reflect::get(&navigator, &"clipboard".into()).map_or(true, |clipboard| clipboard.is_falsy()) {
        return Err(Refused);
    }
    JsFuture::from(navigator.clipboard().write_text(text)).await.map(|_| ()).map_err(|_| Refused)
}
