//! The second module of the page: LaTeX into MathML, fetched on first use.
//!
//! `import()` is a word of JavaScript, so `boot.js` says it (`globalThis.parlancePart`).

use std::cell::RefCell;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

thread_local! {
    /// The one function of the module, once it is here.
    static RENDER: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// The module could not be fetched or started: no network, or a browser that refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the module for formulas could not be loaded")]
pub struct NotLoaded;

/// Fetches and starts the module.
pub async fn load() -> Result<(), NotLoaded> {
    let function = fetch().await.ok_or(NotLoaded)?;
    RENDER.with_borrow_mut(|render| *render = Some(function));
    Ok(())
}

async fn fetch() -> Option<Function> {
    let part: Function = Reflect::get(&js_sys::global(), &"parlancePart".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = part.call1(&JsValue::UNDEFINED, &"app-maths".into()).ok()?.dyn_into().ok()?;
    let module = JsFuture::from(promise).await.ok()?;
    Reflect::get(&module, &"render".into()).ok()?.dyn_into().ok()
}

/// The pieces of a formula, a line each; `None` if it cannot be read, or the module is not here.
pub fn render(source: &str, display: bool) -> Option<String> {
    let render = RENDER.with_borrow(Clone::clone)?;
    // A formula that breaks the module throws.
    render.call2(&JsValue::UNDEFINED, &source.into(), &display.into()).ok()?.as_string()
}
