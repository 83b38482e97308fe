//! What draws formulas: a module of its own again, fetched when the first formula is shown, and not before.
//!
//! `import()` is a word of JavaScript, so `boot.js` says it (`globalThis.parlancePart`).

use std::cell::RefCell;

use js_sys::{Date, Function, Promise, Reflect};
use parlance::domain::formula::Formula;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// How long a failure stands before the next formula tries again, in milliseconds. A text that arrives shows a formula
/// anew in each frame.
const PAUSE_MS: f64 = 10_000.0;

/// Where the module is.
enum Module {
    NotAsked,
    Loading,
    /// Its one function.
    Here(Function),
    /// Not to be had at this time (milliseconds since 1970).
    Failed(f64),
}

thread_local! {
    static MODULE: RefCell<Module> = const { RefCell::new(Module::NotAsked) };
}

/// What to show for a formula.
#[derive(Debug, PartialEq, Eq)]
pub enum Rendering {
    /// Its source, for the time being: what formulas need is not here.
    Waiting,
    /// Its source: it is no LaTeX that can be shown.
    Unreadable,
    /// The formula.
    Ready(Formula),
}

/// Fetches what formulas need, unless it is here or under way or has just failed. Calls `arrived` once it is here.
pub fn load(arrived: fn()) {
    let is_wanted = MODULE.with_borrow(|module| match module {
        Module::NotAsked => true,
        Module::Failed(at) => (Date::now() - at).abs() >= PAUSE_MS,
        Module::Loading | Module::Here(_) => false,
    });
    if !is_wanted {
        return;
    }
    MODULE.set(Module::Loading);
    spawn_local(async move {
        let function = fetch().await;
        let is_here = function.is_some();
        MODULE.set(function.map_or_else(|| Module::Failed(Date::now()), Module::Here));
        if is_here {
            arrived();
        }
    });
}

async fn fetch() -> Option<Function> {
    let part: Function = Reflect::get(&js_sys::global(), &"parlancePart".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = part.call1(&JsValue::UNDEFINED, &"app-maths".into()).ok()?.dyn_into().ok()?;
    let module = JsFuture::from(promise).await.ok()?;
    Reflect::get(&module, &"render".into()).ok()?.dyn_into().ok()
}

/// What to show for this LaTeX now. `display` gives the formula a line of its own.
pub fn formula(source: &str, display: bool) -> Rendering {
    let Some(render) = MODULE.with_borrow(|module| match module {
        Module::Here(render) => Some(render.clone()),
        Module::NotAsked | Module::Loading | Module::Failed(_) => None,
    }) else {
        return Rendering::Waiting;
    };
    // A formula that breaks the module throws.
    let pieces = render.call2(&JsValue::UNDEFINED, &source.into(), &display.into());
    let formula = pieces.ok().and_then(|pieces| Formula::parse(&pieces.as_string()?));
    formula.map_or(Rendering::Unreadable, Rendering::Ready)
}
