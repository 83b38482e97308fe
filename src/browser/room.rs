//! How much the browser keeps for this page, and whether it keeps it for good (`navigator.storage`).

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What is used and what there is, in bytes, as far as the browser tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// What is used.
    pub used: u64,
    /// What may be used in all.
    pub quota: u64,
}

/// Asks the browser to keep what is here even when it runs out of room. Nobody should wait for the answer: Firefox asks
/// the person, and gives none before they have answered.
pub async fn persist() -> Option<bool> {
    call("persist").await?.as_bool()
}

/// Whether the browser keeps what is here until the person clears it.
pub async fn is_persistent() -> Option<bool> {
    call("persisted").await?.as_bool()
}

/// How much room there is.
pub async fn estimate() -> Option<Room> {
    let told = call("estimate").await?;
    // A number of bytes is whole, and well within 53 bits.
    let number = |name: &str| Reflect::get(&told, &name.into()).ok()?.as_f64().map(|number| number as u64);
    Some(Room { used: number("usage")?, quota: number("quota")? })
}

async fn call(name: &str) -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    // An insecure context has none, though the binding says otherwise.
    let storage = Reflect::get(&navigator, &"storage".into()).ok().filter(JsValue::is_truthy)?;
    let verb: Function = Reflect::get(&storage, &name.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = verb.call0(&storage).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
