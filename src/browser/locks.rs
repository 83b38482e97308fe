//! One at a time among all tabs of this origin (Web Locks).

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A lock that is held until this is dropped.
#[derive(Debug)]
pub struct Held {
    release: Function,
}

impl Drop for Held {
    fn drop(&mut self) {
        // Resolving a promise cannot fail.
        let _ = self.release.call0(&JsValue::UNDEFINED);
    }
}

/// Waits for the lock `name`. `None` where the browser has no locks (an insecure context).
pub async fn acquire(name: &str) -> Option<Held> {
    request(name, Wait::UntilFree).await
}

/// Takes the lock `name` if nobody has it. `None` if somebody does, and where the browser has no locks.
pub async fn try_acquire(name: &str) -> Option<Held> {
    request(name, Wait::NoMoment).await
}

/// Whether the browser has locks at all.
pub fn are_there() -> bool {
    web_sys::window()
        .and_then(|window| Reflect::get(&window.navigator(), &"locks".into()).ok())
        .is_some_and(|locks| locks.is_truthy())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wait {
    UntilFree,
    NoMoment,
}

async fn request(name: &str, wait: Wait) -> Option<Held> {
    let navigator = web_sys::window()?.navigator();
    // web-sys still calls this API unstable, so it is reached by name.
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_truthy)?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let release = Rc::new(RefCell::new(None::<Function>));
    let granted = {
        let release = Rc::clone(&release);
        Promise::new(&mut move |resolve, reject| {
            let release = Rc::clone(&release);
            // The lock lasts as long as the promise that this returns.
            let hold = Closure::once_into_js(move |lock: JsValue| {
                if lock.is_null() {
                    // Somebody has it. Resolving a promise cannot fail.
                    let _ = resolve.call0(&JsValue::UNDEFINED);
                    return Promise::resolve(&JsValue::UNDEFINED);
                }
                let held = Promise::new(&mut |resolve, _| {
                    *release.borrow_mut() = Some(resolve);
                });
                // Resolving a promise cannot fail.
                let _ = resolve.call0(&JsValue::UNDEFINED);
                held
            });
            // Refused where site data is blocked, and in a page that is going.
            let options = Object::new();
            // Setting a field of a fresh object cannot fail.
            let _ = Reflect::set(&options, &"ifAvailable".into(), &(wait == Wait::NoMoment).into());
            let outcome = request.call3(&locks, &name.into(), &options, &hold);
            let then = outcome.as_ref().ok().and_then(|outcome| Reflect::get(outcome, &"then".into()).ok());
            let told = match (&outcome, then.and_then(|then| then.dyn_into::<Function>().ok())) {
                (Ok(outcome), Some(then)) => then.call2(outcome, &JsValue::UNDEFINED, &reject),
                _ => reject.call0(&JsValue::UNDEFINED),
            };
            // Neither can fail: both only hand a function on.
            let _ = told;
        })
    };
    JsFuture::from(granted).await.ok()?;
    let release = release.borrow_mut().take()?;
    Some(Held { release })
}
