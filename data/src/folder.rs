//! A folder of the person's disk that the page may write into (File System Access: Chromium and its kin).

use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::database;
use crate::files::Archive;

const FOLDER: &str = "folder";
const LAST: &str = "last";

/// Why there is no folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotChosen {
    /// The person wants none after all.
    #[error("no folder was chosen")]
    Cancelled,
    /// The browser does not let the page have it, or cannot remember it.
    #[error("the folder was refused")]
    Refused,
}

/// The file could not be read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the folder does not take the file")]
pub struct NotWritten;

impl From<JsValue> for NotWritten {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// What is known of a file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Facts {
    /// When it was last written, in milliseconds since 1970.
    pub modified_ms: f64,
    /// Its size in bytes.
    pub size: f64,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = showDirectoryPicker)]
    fn show_directory_picker(options: &Object) -> Result<Promise, JsValue>;

    #[derive(Debug, Clone)]
    type Directory;
    #[wasm_bindgen(method, getter)]
    fn name(this: &Directory) -> String;
    #[wasm_bindgen(method, structural, catch, js_name = queryPermission)]
    fn query_permission(this: &Directory, options: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = requestPermission)]
    fn request_permission(this: &Directory, options: &Object) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = getFileHandle)]
    fn file_handle(this: &Directory, name: &str, options: &Object) -> Result<Promise, JsValue>;

    type Handle;
    #[wasm_bindgen(method, structural, catch, js_name = getFile)]
    fn file(this: &Handle) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch, js_name = createWritable)]
    fn writable(this: &Handle) -> Result<Promise, JsValue>;

    type Writable;
    #[wasm_bindgen(method, structural, catch)]
    fn write(this: &Writable, blob: &JsValue) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn close(this: &Writable) -> Result<Promise, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn abort(this: &Writable) -> Result<Promise, JsValue>;

    type File;
    #[wasm_bindgen(method, getter)]
    fn size(this: &File) -> f64;
    #[wasm_bindgen(method, getter, js_name = lastModified)]
    fn last_modified(this: &File) -> f64;
}

/// A folder that the person has chosen.
#[derive(Debug, Clone)]
pub struct Folder(Directory);

/// Whether this browser has folders to choose.
pub fn is_possible() -> bool {
    Reflect::get(&js_sys::global(), &"showDirectoryPicker".into()).is_ok_and(|picker| picker.is_function())
}

impl Folder {
    /// Lets the person choose one, and remembers it. To be called within a click.
    pub async fn choose() -> Result<Self, NotChosen> {
        let options = object(&[("mode", "readwrite".into()), ("id", "parlance-backup".into())]);
        let chosen = resolved(show_directory_picker(&options)).await.map_err(|error| {
            let name = Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
            if name.as_deref() == Some("AbortError") { NotChosen::Cancelled } else { NotChosen::Refused }
        })?;
        forget().await;
        database::put(FOLDER, &chosen).await.map_err(|_| NotChosen::Refused)?;
        Ok(Self(chosen.unchecked_into()))
    }

    /// The one that was chosen, if one was.
    pub async fn kept() -> Option<Self> {
        let kept = database::get(FOLDER).await.ok()??;
        Some(Self(kept.unchecked_into()))
    }

    /// Its name, without where it is: browsers tell no more.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Whether the page may write into it now.
    pub async fn may_write(&self) -> bool {
        is_granted(resolved(self.0.query_permission(&object(&[("mode", "readwrite".into())]))).await)
    }

    /// Asks the person whether the page may. To be called within a click.
    pub async fn ask(&self) -> bool {
        is_granted(resolved(self.0.request_permission(&object(&[("mode", "readwrite".into())]))).await)
    }

    /// What is known of a file in it; `None` if there is none of that name.
    pub async fn facts(&self, name: &str) -> Option<Facts> {
        let file: File = self.existing(name).await.ok()?.unchecked_into();
        Some(Facts { modified_ms: file.last_modified(), size: file.size() })
    }

    /// Writes a file that is there under another name too.
    pub async fn copy(&self, from: &str, to: &str) -> Result<(), NotWritten> {
        let file = self.existing(from).await?;
        self.write_blob(to, &file).await
    }

    /// Writes all chats. Until that is done the file is as it was before.
    pub async fn write(&self, name: &str, archive: &Archive) -> Result<(), NotWritten> {
        self.write_blob(name, &archive.blob).await
    }

    async fn existing(&self, name: &str) -> Result<JsValue, JsValue> {
        let handle: Handle = resolved(self.0.file_handle(name, &object(&[]))).await?.unchecked_into();
        resolved(handle.file()).await
    }

    async fn write_blob(&self, name: &str, blob: &JsValue) -> Result<(), NotWritten> {
        let handle: Handle =
            resolved(self.0.file_handle(name, &object(&[("create", true.into())]))).await?.unchecked_into();
        let writable: Writable = resolved(handle.writable()).await?.unchecked_into();
        let written = match resolved(writable.write(blob)).await {
            Ok(_) => resolved(writable.close()).await,
            Err(error) => {
                // What it was is there still; only the half written copy would stay beside it.
                let _ = resolved(writable.abort()).await;
                Err(error)
            }
        };
        written.map(|_| ()).map_err(Into::into)
    }
}

/// Remembers when a backup was written, unless backups were given up meanwhile.
pub async fn set_last(at_ms: f64) {
    if database::is_in_use() {
        // Not remembered, it is written once more than it need be.
        let _ = database::put(LAST, &at_ms.into()).await;
    }
}

/// When a backup was last written.
pub async fn last_ms() -> Option<f64> {
    database::get(LAST).await.ok()??.as_f64()
}

/// Forgets the folder. What is in it stays.
pub async fn forget() {
    database::forget().await;
}

/// What was promised. An async import would not survive a call that throws at once.
async fn resolved(promise: Result<Promise, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(promise?).await
}

fn is_granted(state: Result<JsValue, JsValue>) -> bool {
    state.is_ok_and(|state| state.as_string().as_deref() == Some("granted"))
}

fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // A plain object takes every field.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}
