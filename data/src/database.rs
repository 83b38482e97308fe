//! The database of the backup: its folder, and when one was written. Small, and apart from the chats.

use js_sys::Promise;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransactionMode, Storage};

const DATABASE: &str = "parlance-backup";
const STORE: &str = "backup";
/// Says in `localStorage` that there is something in it: the app reads that at its start, and fetches this module.
const FLAG: &str = "parlance.backup";
/// How much text no export has yet, in `localStorage`: the app counts it, and reminds the person.
const UNEXPORTED: &str = "parlance.unexported";
/// Milliseconds to wait for the database. It opens in a few; what takes longer is blocked.
const PATIENCE_MS: i32 = 5_000;

/// IndexedDB is blocked, broken, or refused the write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the database refused")]
pub struct Refused;

impl From<JsValue> for Refused {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// Whether there is something in it, without opening it.
pub fn is_in_use() -> bool {
    flags().is_some_and(|flags| matches!(flags.get_item(FLAG), Ok(Some(_))))
}

/// The value under `name`, if there is one.
pub async fn get(name: &str) -> Result<Option<JsValue>, Refused> {
    if !is_in_use() {
        return Ok(None);
    }
    let found = ask(IdbTransactionMode::Readonly, |store| store.get(&name.into())).await?;
    Ok(Some(found).filter(|value| !value.is_undefined()))
}

/// Puts a value under a name, in place of what was there.
pub async fn put(name: &str, value: &JsValue) -> Result<(), Refused> {
    ask(IdbTransactionMode::Readwrite, |store| store.put_with_key(value, &name.into())).await?;
    flags().ok_or(Refused)?.set_item(FLAG, "1").map_err(|_| Refused)
}

/// Forgets all of it, and the database itself.
pub async fn forget() {
    if let Some(flags) = flags() {
        // What is not there is removed already.
        let _ = flags.remove_item(FLAG);
    }
    // Without its flag nobody looks for what would be left, and none is a database that is not there.
    if let Some(request) = factory().and_then(|factory| factory.delete_database(DATABASE).ok()) {
        let _ = done(&request).await;
    }
}

/// Takes note that all chats were exported.
pub fn note_export() {
    if let Some(flags) = flags() {
        // What is not there is removed already.
        let _ = flags.remove_item(UNEXPORTED);
    }
}

/// One request in a transaction of its own. What it wrote is on its way to the disk afterwards.
async fn ask(
    mode: IdbTransactionMode,
    request: impl FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>,
) -> Result<JsValue, Refused> {
    let database = open().await?;
    let asked = database.transaction_with_str_and_mode(STORE, mode).and_then(|transaction| {
        let asked = request(&transaction.object_store(STORE)?)?;
        Ok((asked, transaction))
    });
    // Closing waits for what was begun.
    database.close();
    let (request, transaction) = asked?;
    let completed = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(completed).await?;
    Ok(request.result()?)
}

async fn open() -> Result<IdbDatabase, Refused> {
    let request = factory().ok_or(Refused)?.open_with_u32(DATABASE, 1)?;
    let upgraded = request.clone();
    // It lives until it is called, which may be after nobody waits any more: without it the store would never be.
    let upgrade = Closure::once_into_js(move || {
        if let Ok(Ok(database)) = upgraded.result().map(JsCast::dyn_into::<IdbDatabase>) {
            // A store that is there already is what we want.
            let _ = database.create_object_store(STORE);
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    done(&request).await?;
    request.result()?.dyn_into().map_err(|_| Refused)
}

/// Resolves once a request about the whole database is done, and fails if that takes too long: another page may hold it,
/// and then no event ever comes.
async fn done(request: &IdbOpenDbRequest) -> Result<(), Refused> {
    let done = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
        if let Some(window) = web_sys::window() {
            // Without a timer the wait is the browser's.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&reject, PATIENCE_MS);
        }
    });
    JsFuture::from(done).await?;
    Ok(())
}

fn factory() -> Option<IdbFactory> {
    web_sys::window()?.indexed_db().ok().flatten()
}

fn flags() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
