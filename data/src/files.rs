//! Files that the page gives to the person.
//!
//! `export.js` makes and saves them, since all chats must be had without the app as well (ADR 16). Each of these is to
//! be called within a click: the browser asks where to save only then.

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The script is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the script that exports is not there")]
pub struct NotThere;

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The person has the file.
    Saved,
    /// The person wants no file after all.
    Cancelled,
    /// There are no chats.
    Nothing,
    /// The database does not give them back.
    Unreadable,
    /// The file could not be written: there is no room, or no permission.
    Unwritten,
}

/// How it went, with what there is to say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// How it went.
    pub ending: Ending,
    /// The same in words for the person.
    pub words: String,
    /// Whether everything could be read.
    pub is_complete: bool,
}

/// What is to be in a file of chats.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Texts of chats that are not on the disk, or newer than there.
    pub chats: Vec<String>,
    /// Texts of messages that are not on the disk.
    pub messages: Vec<String>,
    /// The one chat that is wanted, if not all are.
    pub only: Option<String>,
    /// The name of the file, if it is not to be called after its day.
    pub name: Option<String>,
}

/// A file of all chats that is not saved yet. It is a handle: what is in it lies on the disk.
#[derive(Debug)]
pub struct Archive {
    /// Its bytes, wherever they lie.
    pub blob: JsValue,
    /// Its size in bytes.
    pub size: f64,
    /// Whether everything could be read.
    pub is_complete: bool,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = parlanceExport)]
    fn export_chats(options: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(catch, js_name = parlanceSave)]
    fn save(name: &str, kind: &str, text: &str) -> Result<Promise, JsValue>;

    /// What both resolve to.
    type JsTold;
    #[wasm_bindgen(method, getter)]
    fn outcome(this: &JsTold) -> String;
    #[wasm_bindgen(method, getter)]
    fn words(this: &JsTold) -> String;
    #[wasm_bindgen(method, getter, js_name = isComplete)]
    fn is_complete(this: &JsTold) -> Option<bool>;
    #[wasm_bindgen(method, getter)]
    fn blob(this: &JsTold) -> JsBlob;

    type JsBlob;
    #[wasm_bindgen(method, getter)]
    fn size(this: &JsBlob) -> f64;
}

/// Writes chats into a file of their own.
pub async fn export(wanted: &Wanted) -> Result<Told, NotThere> {
    resolved(export_chats(&options(wanted, true))).await.map(told)
}

/// The file of chats without saving it; `None` if they cannot be read.
pub async fn archive(wanted: &Wanted) -> Result<Option<Archive>, NotThere> {
    let told: JsTold = resolved(export_chats(&options(wanted, false))).await?.unchecked_into();
    Ok((told.outcome() == "made").then(|| Archive {
        size: told.blob().size(),
        blob: told.blob().into(),
        is_complete: told.is_complete().unwrap_or(false),
    }))
}

/// Saves a text under a name that ends as files of this media type do.
pub async fn save_text(name: &str, kind: &str, text: &str) -> Result<Told, NotThere> {
    resolved(save(name, kind, text)).await.map(told)
}

/// What was promised: the script never fails where it is.
async fn resolved(promise: Result<Promise, JsValue>) -> Result<JsValue, NotThere> {
    JsFuture::from(promise.map_err(|_| NotThere)?).await.map_err(|_| NotThere)
}

fn options(wanted: &Wanted, save: bool) -> Object {
    let list = |texts: &[String]| texts.iter().map(JsValue::from).collect::<Array>();
    let options = Object::new();
    let set = |name: &str, value: JsValue| {
        // A plain object takes every field.
        let _ = Reflect::set(&options, &name.into(), &value);
    };
    set("save", save.into());
    set("extraChats", list(&wanted.chats).into());
    set("extraMessages", list(&wanted.messages).into());
    for (name, value) in [("only", &wanted.only), ("name", &wanted.name)] {
        if let Some(value) = value {
            set(name, value.into());
        }
    }
    options
}

fn told(result: JsValue) -> Told {
    let result: JsTold = result.unchecked_into();
    Told {
        ending: match result.outcome().as_str() {
            "saved" => Ending::Saved,
            "cancelled" => Ending::Cancelled,
            "nothing" => Ending::Nothing,
            "unwritten" => Ending::Unwritten,
            _ => Ending::Unreadable,
        },
        words: result.words(),
        is_complete: result.is_complete().unwrap_or(true),
    }
}
