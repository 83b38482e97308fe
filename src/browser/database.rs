//! A few values in IndexedDB: the one storage here whose writes all tabs see in one order.

use js_sys::Promise;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode};

const DATABASE: &str = "parlance-vault";

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

/// What a value is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Store {
    /// The key that seals.
    Keys,
    /// Names that were taken, each once.
    Claims,
}

impl Store {
    const ALL: [Self; 2] = [Self::Keys, Self::Claims];

    fn name(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Claims => "claims",
        }
    }

    /// The value under `name`, if there is one.
    pub(super) async fn get(self, name: &str) -> Result<Option<JsValue>, Refused> {
        let found = self.ask(IdbTransactionMode::Readonly, |store| store.get(&name.into())).await?;
        Ok(Some(found).filter(|value| !value.is_undefined()))
    }

    /// Puts a value under a name that is free. Refused if it is taken: of several tabs, one succeeds.
    pub(super) async fn add(self, name: &str, value: &JsValue) -> Result<(), Refused> {
        self.ask(IdbTransactionMode::Readwrite, |store| store.add_with_key(value, &name.into())).await?;
        Ok(())
    }

    async fn clear(self) -> Result<(), Refused> {
        self.ask(IdbTransactionMode::Readwrite, IdbObjectStore::clear).await?;
        Ok(())
    }

    /// One request in a transaction of its own. What it wrote is on its way to the disk afterwards.
    async fn ask(
        self,
        mode: IdbTransactionMode,
        request: impl FnOnce(&IdbObjectStore) -> Result<IdbRequest, JsValue>,
    ) -> Result<JsValue, Refused> {
        let database = open().await?;
        // Closing waits for what was begun.
        let transaction = database.transaction_with_str_and_mode(self.name(), mode);
        let asked = transaction.and_then(|transaction| {
            let request = request(&transaction.object_store(self.name())?)?;
            Ok((request, transaction))
        });
        database.close();
        let (request, transaction) = asked?;
        completion(&transaction).await?;
        Ok(request.result()?)
    }
}

/// Takes `name` for this tab, once for all time: `false` if it was taken before.
///
/// Where there is no database nothing can be taken twice safely, and the caller is told `true`: what
/// is claimed here is single-use at OpenRouter as well.
pub async fn claim(name: &str) -> bool {
    match Store::Claims.add(name, &JsValue::TRUE).await {
        Ok(()) => true,
        Err(Refused) => !matches!(Store::Claims.get(name).await, Ok(Some(_))),
    }
}

/// Forgets what was claimed.
pub async fn forget_claims() {
    // A claim that stays does no harm.
    let _ = Store::Claims.clear().await;
}

async fn open() -> Result<IdbDatabase, Refused> {
    let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten()).ok_or(Refused)?;
    let request = factory.open_with_u32(DATABASE, 1)?;
    let upgraded = request.clone();
    // It lives until it is called, which may be after nobody waits any more: without it the stores would never be.
    let upgrade = Closure::once_into_js(move || {
        let Ok(Ok(database)) = upgraded.result().map(JsCast::dyn_into::<IdbDatabase>) else { return };
        for store in Store::ALL {
            // A store that is there already is what we want.
            let _ = database.create_object_store(store.name());
        }
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    let opened = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
        // Another page may hold the database while it is to be deleted: then no event ever comes.
        if let Some(window) = web_sys::window() {
            // Without a timer the wait is the browser's.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&reject, PATIENCE_MS);
        }
    });
    JsFuture::from(opened).await?;
    request.result()?.dyn_into().map_err(|_| Refused)
}

/// Resolves once the transaction is done, and fails if it was aborted: by an error of its request too.
async fn completion(transaction: &IdbTransaction) -> Result<(), Refused> {
    let done = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(done).await?;
    Ok(())
}
