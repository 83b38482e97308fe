//! Whether the browser keeps what is here for good (`navigator.storage`).

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Asks the browser to keep what is here even when it runs out of room. Nobody should wait for the answer: Firefox asks
/// the person, and gives none before they have answered.
pub async fn persist() -> Option<bool> {
    let navigator = web_sys::window()?.navigator();
    // An insecure context has none, though the binding says otherwise.
    let storage = Reflect::get(&navigator, &"storage".into()).ok().filter(JsValue::is_truthy)?;
    let verb: Function = Reflect::get(&storage, &"persist".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = verb.call0(&storage).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_bool()
}
