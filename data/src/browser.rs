//! What the browser is asked for besides nodes: the hour, waiting, room, a turn among tabs, words between them.

use js_sys::{Function, Promise, Reflect};
use parlance::domain::calendar::Day;
use parlance::domain::time::Timestamp;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{BroadcastChannel, Element, MessageEvent};

/// This moment.
pub fn now() -> Timestamp {
    // A browser's clock is a whole number of milliseconds well within 53 bits.
    Timestamp::from_ms(js_sys::Date::now() as i64)
}

/// The day of a moment, by the clocks of that day here.
pub fn day_of(moment: Timestamp) -> Day {
    let there = js_sys::Date::new(&(moment.as_ms() as f64).into());
    // The browser counts the other way round: what is to be added to get UTC.
    Day::of(moment, -(there.get_timezone_offset() as i32))
}

/// Resolves after `ms` milliseconds, or later.
pub async fn sleep(ms: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            // Without a timer the wait is endless, which is what its callers can bear.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        }
    });
    // The promise never rejects.
    let _ = JsFuture::from(promise).await;
}

/// The part of the page that its address names, if its beginning is in view.
pub fn section_in_view() -> Option<Element> {
    let window = web_sys::window()?;
    let id = window.location().hash().ok()?;
    let section = window.document()?.get_element_by_id(id.strip_prefix('#')?)?;
    let top = section.get_bounding_client_rect().top();
    // A pixel of a screen may be a part of one here.
    (top > -1.0 && top < window.inner_height().ok()?.as_f64()?).then_some(section)
}

/// What is used of this browser and what there is, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// What is used.
    pub used: u64,
    /// What may be used in all.
    pub quota: u64,
}

impl Room {
    /// What is left of it.
    pub fn left(self) -> u64 {
        self.quota.saturating_sub(self.used)
    }
}

/// How much room there is, as far as the browser tells.
pub async fn room() -> Option<Room> {
    let told = of_storage("estimate").await?;
    // A number of bytes is whole, and well within 53 bits.
    let number = |name: &str| Reflect::get(&told, &name.into()).ok()?.as_f64().map(|number| number as u64);
    Some(Room { used: number("usage")?, quota: number("quota")? })
}

/// Whether the browser keeps what is here until the person clears it.
pub async fn is_persistent() -> Option<bool> {
    of_storage("persisted").await?.as_bool()
}

/// Removes a file from the page's own private folder, if there is one.
pub async fn remove_private_file(name: &str) {
    if let Some(folder) = of_storage("getDirectory").await {
        let _ = call(&folder, "removeEntry", &[name.into()]).await;
    }
}

async fn of_storage(verb: &str) -> Option<JsValue> {
    call(&of_navigator("storage")?, verb, &[]).await
}

/// An insecure context lacks some, though the bindings say otherwise.
fn of_navigator(name: &str) -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    Reflect::get(&navigator, &name.into()).ok().filter(JsValue::is_truthy)
}

async fn call(object: &JsValue, verb: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let verb: Function = Reflect::get(object, &verb.into()).ok()?.dyn_into().ok()?;
    let promise: Promise = verb.apply(object, &arguments.iter().collect()).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}

/// Does something while no other tab does what goes by the same name. Where there are no locks it is done all the same.
pub async fn in_turn(name: &str, work: impl Future<Output = ()> + 'static) {
    let Some(locks) = of_navigator("locks") else { return work.await };
    let run = Closure::once_into_js(move |_: JsValue| {
        future_to_promise(async move {
            work.await;
            Ok(JsValue::UNDEFINED)
        })
    });
    call(&locks, "request", &[name.into(), run]).await;
}

/// Calls `heard` with each word on the channel of this name, from this tab too. For the life of the page.
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
