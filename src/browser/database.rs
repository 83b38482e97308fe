//! A few values in IndexedDB: the one storage here whose writes all tabs see in one order.

use idb::{Database, DatabaseEvent, Factory, ObjectStoreParams, TransactionMode};
use wasm_bindgen::JsValue;

const DATABASE: &str = "parlance-vault";

/// IndexedDB is blocked, broken, or refused the write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the database refused")]
pub struct Refused;

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
        let database = open().await.map_err(|_| Refused)?;
        let found = read(&database, self, name).await;
        database.close();
        found.map_err(|_| Refused)
    }

    /// Puts a value under a name that is free. Refused if it is taken: of several tabs, one succeeds.
    pub(super) async fn add(self, name: &str, value: &JsValue) -> Result<(), Refused> {
        let database = open().await.map_err(|_| Refused)?;
        let added = write(&database, self, Some((name, value))).await;
        database.close();
        added.map_err(|_| Refused)
    }

    async fn clear(self) -> Result<(), Refused> {
        let database = open().await.map_err(|_| Refused)?;
        let cleared = write(&database, self, None).await;
        database.close();
        cleared.map_err(|_| Refused)
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

async fn open() -> Result<Database, idb::Error> {
    let mut request = Factory::new()?.open(DATABASE, Some(1))?;
    request.on_upgrade_needed(|event| {
        if let Ok(database) = event.database() {
            for store in Store::ALL {
                // A store that is there already is what we want.
                let _ = database.create_object_store(store.name(), ObjectStoreParams::new());
            }
        }
    });
    request.await
}

async fn read(database: &Database, store: Store, name: &str) -> Result<Option<JsValue>, idb::Error> {
    let transaction = database.transaction(&[store.name()], TransactionMode::ReadOnly)?;
    transaction.object_store(store.name())?.get(JsValue::from_str(name))?.await
}

/// Adds the entry, or empties the store if there is none.
async fn write(database: &Database, store: Store, entry: Option<(&str, &JsValue)>) -> Result<(), idb::Error> {
    let transaction = database.transaction(&[store.name()], TransactionMode::ReadWrite)?;
    let store = transaction.object_store(store.name())?;
    match entry {
        Some((name, value)) => {
            store.add(value, Some(&JsValue::from_str(name)))?.await?;
        }
        None => store.clear()?.await?,
    }
    transaction.commit()?.await?;
    Ok(())
}
