//! IndexedDB as a worker needs it: transactions in which everything is asked for at once.

use std::cell::RefCell;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction, IdbTransactionMode,
};

/// A database that is opened when it is needed, and let go of when somebody else wants to change or delete it.
#[derive(Debug)]
pub struct Database {
    name: RefCell<String>,
    /// The store that is made where there is no database, with the field that is its key. Without it none is made.
    store: Option<(&'static str, &'static str)>,
    open: RefCell<Option<IdbDatabase>>,
}

impl Database {
    /// A database that somebody else makes.
    pub fn of_others(name: &str) -> Self {
        Self { name: RefCell::new(name.to_owned()), store: None, open: RefCell::default() }
    }

    /// From now on it is the one of this name.
    pub fn become_one(&self, name: String) {
        if let Some(open) = self.open.take() {
            open.close();
        }
        self.name.replace(name);
    }

    /// A database of one store.
    pub fn own(name: &'static str, store: &'static str, key: &'static str) -> Self {
        Self { name: RefCell::new(name.to_owned()), store: Some((store, key)), open: RefCell::default() }
    }

    /// One transaction in these stores. `ask` asks for everything, and gets it once all of it is there: `None` if
    /// there is no database, or it refuses.
    pub async fn ask<const N: usize>(
        &self,
        stores: [&str; N],
        mode: IdbTransactionMode,
        ask: impl FnOnce([IdbObjectStore; N]) -> Result<Vec<IdbRequest>, JsValue>,
    ) -> Option<Vec<JsValue>> {
        let transaction = self.transaction(&stores, mode).await?;
        let opened: Result<Vec<_>, _> = stores.into_iter().map(|store| transaction.object_store(store)).collect();
        let requests = ask(opened.ok()?.try_into().ok()?).ok()?;
        is_done(&transaction).await.then_some(())?;
        requests.iter().map(|request| request.result().ok()).collect()
    }

    async fn transaction(&self, stores: &[&str], mode: IdbTransactionMode) -> Option<IdbTransaction> {
        let names: Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
        let begin = |database: &IdbDatabase| database.transaction_with_str_sequence_and_mode(&names, mode).ok();
        // One that was let go of begins nothing any more.
        let begun = self.open.borrow().as_ref().and_then(begin);
        if begun.is_some() {
            return begun;
        }
        let database = self.opened().await?;
        let begun = begin(&database);
        *self.open.borrow_mut() = Some(database);
        begun
    }

    async fn opened(&self) -> Option<IdbDatabase> {
        let request = factory()?.open(&self.name.borrow()).ok()?;
        let (upgraded, store) = (request.clone(), self.store);
        let upgrade = Closure::once(move || match store {
            Some((store, key)) => drop(created(&upgraded, store, key)),
            // It was not there, and is not to be there because we have looked. Opening fails then.
            None => drop(upgraded.transaction().map(|transaction| transaction.abort())),
        });
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        is_answered(&request).await.then_some(())?;
        let database: IdbDatabase = request.result().ok()?.dyn_into().ok()?;
        let open = database.clone();
        let let_go = Closure::once_into_js(move || open.close());
        database.set_onversionchange(Some(let_go.unchecked_ref()));
        Some(database)
    }
}

fn created(request: &IdbOpenDbRequest, store: &str, key: &str) -> Option<IdbObjectStore> {
    let database: IdbDatabase = request.result().ok()?.dyn_into().ok()?;
    let options = web_sys::IdbObjectStoreParameters::new();
    options.set_key_path(&key.into());
    database.create_object_store_with_optional_parameters(store, &options).ok()
}

/// A worker has it under the same name as a page has.
fn factory() -> Option<IdbFactory> {
    Reflect::get(&js_sys::global(), &"indexedDB".into()).ok()?.dyn_into().ok()
}

/// The names of all databases; none where the browser does not tell them.
pub async fn names() -> Vec<String> {
    let told = async {
        let factory = factory()?;
        let list: Function = Reflect::get(&factory, &"databases".into()).ok()?.dyn_into().ok()?;
        let told: Promise = list.call0(&factory).ok()?.dyn_into().ok()?;
        JsFuture::from(told).await.ok()
    };
    let told = told.await.unwrap_or_default();
    Array::from(&told).iter().filter_map(|database| text(&database, "name")).collect()
}

async fn is_answered(request: &IdbRequest) -> bool {
    let answered = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(answered).await.is_ok()
}

/// Resolves once everything that was asked for is there; `false` if something failed.
async fn is_done(transaction: &IdbTransaction) -> bool {
    let done = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    JsFuture::from(done).await.is_ok()
}

/// A field that is a text.
pub fn text(value: &JsValue, name: &str) -> Option<String> {
    Reflect::get(value, &name.into()).ok()?.as_string()
}
