//! The module for chats in and out (`data/`), fetched when somebody uses it, and the plain script that exports all chats
//! without it.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::Element;

/// It could not be fetched or started, or has broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what brings chats in and out is not there")]
pub struct NotThere;

/// Texts of chats and of messages that are in memory alone.
#[derive(Debug, Clone, Default)]
pub struct Unsaved {
    /// Chats without their messages.
    pub chats: Vec<String>,
    /// Messages, each with the chat it is of.
    pub messages: Vec<String>,
}

/// Whether the browser lets a page write into a folder of the person.
pub fn can_choose_folder() -> bool {
    Reflect::get(&js_sys::global(), &"showDirectoryPicker".into()).is_ok_and(|picker| !picker.is_undefined())
}

/// What the module asks of the app.
pub trait House: Copy + 'static {
    /// Says that something is done.
    fn say(self, words: String);
    /// Says what needs the person.
    fn alert(self, words: String);
    /// Chats were written beside the app.
    fn imported(self);
    /// How many chats there are.
    fn n_chats(self) -> u32;
    /// What a file of chats is to have besides what is on the disk.
    fn unsaved(self) -> Unsaved;
    /// Deletes every chat for good. If that fails, a sentence says why.
    fn forget_all(self) -> impl Future<Output = Result<(), &'static str>>;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = parlanceExport)]
    fn export_chats(options: &Object) -> Result<Promise, JsValue>;

    /// What the module exports.
    type Exports;
    #[wasm_bindgen(method, structural, catch)]
    fn desk(this: &Exports, house: &Object) -> Result<JsDesk, JsValue>;

    #[derive(Debug, Clone)]
    type JsDesk;
    #[wasm_bindgen(method, structural, catch)]
    fn section(this: &JsDesk, place: &Element, is_read_only: bool) -> Result<(), JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn leave(this: &JsDesk) -> Result<(), JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn export_chat(this: &JsDesk, records: Array) -> Result<(), JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn keep_backing_up(this: &JsDesk, has_changed: bool) -> Result<(), JsValue>;
}

/// The module.
#[derive(Debug, Clone)]
pub struct Desk(JsDesk);

impl Desk {
    /// Fetches and starts it. One is enough for the life of the page.
    pub async fn open(house: impl House) -> Result<Self, NotThere> {
        let exports = fetch().await.ok_or(NotThere)?;
        exports.desk(&functions(house)).map(Self).map_err(|_| NotThere)
    }

    /// Fills the place of the section "Data", and keeps it as things are.
    pub fn section(&self, place: &Element, is_read_only: bool) -> Result<(), NotThere> {
        self.0.section(place, is_read_only).map_err(|_| NotThere)
    }

    /// The section is gone from the page.
    pub fn leave(&self) {
        // A module that has broken down does nothing more anyway.
        let _ = self.0.leave();
    }

    /// Asks what a chat is to become, and makes it: of its text and those of its messages.
    pub fn export_chat(&self, records: &[String]) -> Result<(), NotThere> {
        self.0.export_chat(list(records)).map_err(|_| NotThere)
    }

    /// Writes a backup a while after each change from now on, or after the one there was already.
    pub fn keep_backing_up(&self, has_changed: bool) -> Result<(), NotThere> {
        self.0.keep_backing_up(has_changed).map_err(|_| NotThere)
    }
}

/// Writes all chats into a file, without the module. To be called within a click. Returns what there is to say, if
/// anything, and whether all went well.
pub async fn export_all(unsaved: &Unsaved) -> Result<Option<(String, bool)>, NotThere> {
    let options = Object::new();
    set(&options, "extraChats", &list(&unsaved.chats));
    set(&options, "extraMessages", &list(&unsaved.messages));
    let told = JsFuture::from(export_chats(&options).map_err(|_| NotThere)?).await.map_err(|_| NotThere)?;
    let field = |name: &str| Reflect::get(&told, &name.into()).unwrap_or_default();
    let words = field("words").as_string().unwrap_or_default();
    Ok(match field("outcome").as_string().as_deref() {
        Some("cancelled") => None,
        Some("saved") => Some((words, field("isComplete").is_truthy())),
        outcome => Some((words, outcome == Some("nothing"))),
    })
}

fn functions(house: impl House) -> Object {
    let functions = Object::new();
    let say = Closure::<dyn Fn(String)>::new(move |words| house.say(words));
    set(&functions, "say", &say.into_js_value());
    let alert = Closure::<dyn Fn(String)>::new(move |words| house.alert(words));
    set(&functions, "alert", &alert.into_js_value());
    let imported = Closure::<dyn Fn() -> JsValue>::new(move || {
        house.imported();
        JsValue::UNDEFINED
    });
    set(&functions, "imported", &imported.into_js_value());
    let n_chats = Closure::<dyn Fn() -> JsValue>::new(move || house.n_chats().into());
    set(&functions, "nChats", &n_chats.into_js_value());
    let unsaved = Closure::<dyn Fn() -> JsValue>::new(move || {
        let Unsaved { chats, messages } = house.unsaved();
        Array::of2(&list(&chats), &list(&messages)).into()
    });
    set(&functions, "unsaved", &unsaved.into_js_value());
    let forget_all = Closure::<dyn Fn() -> JsValue>::new(move || {
        let forgotten = async move { Ok(house.forget_all().await.err().map_or(JsValue::UNDEFINED, JsValue::from)) };
        future_to_promise(forgotten).into()
    });
    set(&functions, "forgetAll", &forget_all.into_js_value());
    functions
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // A plain object takes every field.
    let _ = Reflect::set(object, &name.into(), value);
}

fn list(texts: &[String]) -> Array {
    texts.iter().map(JsValue::from).collect()
}

async fn fetch() -> Option<Exports> {
    let part: Function = Reflect::get(&js_sys::global(), &"parlancePart".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = part.call1(&JsValue::UNDEFINED, &"app-data".into()).ok()?.dyn_into().ok()?;
    Some(JsFuture::from(promise).await.ok()?.unchecked_into())
}
