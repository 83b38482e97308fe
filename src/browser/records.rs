//! Texts in IndexedDB, by key, in transactions. What is kept beside a text only finds it.
//!
//! A transaction ends by itself once nothing is asked of it: between two of its verbs nothing else may be awaited.

use std::cell::Cell;
use std::rc::Rc;

use idb::{
    CursorDirection, Database, DatabaseEvent, Factory, IndexParams, KeyPath, KeyRange, ManagedCursor,
    ObjectStoreParams, Query, TransactionMode,
};
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbTransaction};

/// Why the database did not do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no room left.
    #[error("there is no room left")]
    Full,
    /// The browser keeps no database for this page, or none just now.
    #[error("the browser keeps no database for this page")]
    NotThere,
    /// The connection was closed: the person has cleared the site's data, or the browser took it.
    #[error("the connection to the database was closed")]
    Closed,
    /// Anything else.
    #[error("the database failed")]
    Failed,
}

impl From<idb::Error> for Refused {
    fn from(error: idb::Error) -> Self {
        let name = match &error {
            idb::Error::DomException(exception) => exception.name(),
            idb::Error::TransactionOpenFailed(value)
            | idb::Error::UpdateFailed(value)
            | idb::Error::AddFailed(value)
            | idb::Error::IndexedDbOpenFailed(value)
            | idb::Error::IndexedDbNotFound(value) => {
                value.dyn_ref::<DomException>().map(DomException::name).unwrap_or_default()
            }
            _ => String::new(),
        };
        Self::of(&name)
    }
}

impl Refused {
    /// By the name that browsers give it.
    fn of(name: &str) -> Self {
        match name {
            "QuotaExceededError" => Self::Full,
            "InvalidStateError" => Self::Closed,
            "SecurityError" => Self::NotThere,
            _ => Self::Failed,
        }
    }
}

/// How a store finds its records.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// The fields that are its key.
    pub key: &'static [&'static str],
    /// Its one index, if it has one: a name and the fields.
    pub index: Option<(&'static str, &'static [&'static str])>,
}

/// What a record has beside its text.
#[derive(Debug, Clone)]
pub enum Field {
    /// A word.
    Text(String),
    /// A number.
    Number(f64),
}

/// Which records are meant.
#[derive(Debug, Clone, Copy)]
pub enum Key<'a> {
    /// The one with this key.
    One(&'a str),
    /// The one with this key of two fields.
    Two(&'a str, &'a str),
    /// All whose key of several fields begins with this one.
    Within(&'a str),
}

impl Key<'_> {
    fn query(self) -> Result<Query, Refused> {
        let list = |fields: &[&str]| fields.iter().map(|field| JsValue::from_str(field)).collect::<Array>();
        Ok(match self {
            Self::One(key) => Query::Key(JsValue::from_str(key)),
            Self::Two(first, second) => Query::Key(list(&[first, second]).into()),
            Self::Within(first) => {
                // A list sorts after every text and number.
                let end = list(&[first]);
                end.push(&Array::new());
                Query::KeyRange(KeyRange::bound(&list(&[first]).into(), &end.into(), None, None)?)
            }
        })
    }
}

/// An open database.
#[derive(Debug, Clone)]
pub struct Records {
    database: Rc<Database>,
    is_closed: Rc<Cell<bool>>,
}

/// The names of all databases of this origin; `None` where the browser never tells. One that fails to tell just now has
/// not said that there are none.
pub async fn names() -> Result<Option<Vec<String>>, Refused> {
    let factory = web_sys::window().and_then(|window| window.indexed_db().ok().flatten()).ok_or(Refused::NotThere)?;
    // web-sys does not know it yet.
    let databases =
        Reflect::get(&factory, &"databases".into()).ok().and_then(|found| found.dyn_into::<Function>().ok());
    let Some(databases) = databases else { return Ok(None) };
    let promise = databases.call0(&factory).ok().and_then(|found| found.dyn_into::<Promise>().ok());
    let list = JsFuture::from(promise.ok_or(Refused::NotThere)?).await.map_err(|_| Refused::NotThere)?;
    let list: Array = list.dyn_into().map_err(|_| Refused::NotThere)?;
    Ok(Some(list.iter().filter_map(|entry| Reflect::get(&entry, &"name".into()).ok()?.as_string()).collect()))
}

/// Deletes a database. One that another tab has open goes when that lets go of it.
pub async fn delete(name: &str) -> Result<(), Refused> {
    Ok(Factory::new()?.delete(name)?.await?)
}

impl Records {
    /// Opens a database, making it with these stores if there is none.
    pub async fn open(name: &str, shapes: &'static [Shape]) -> Result<Self, Refused> {
        // The crate panics where even asking for the factory throws.
        web_sys::window().and_then(|window| window.indexed_db().ok().flatten()).ok_or(Refused::NotThere)?;
        let mut request = Factory::new().map_err(|_| Refused::NotThere)?.open(name, Some(1))?;
        request.on_upgrade_needed(move |event| {
            let Ok(database) = event.database() else { return };
            for shape in shapes {
                let mut params = ObjectStoreParams::new();
                params.key_path(Some(key_path(shape.key)));
                // A store that could not be made shows when it is asked for.
                let Ok(store) = database.create_object_store(shape.name, params) else { continue };
                if let Some((name, fields)) = shape.index {
                    let _ = store.create_index(name, key_path(fields), Some(IndexParams::new()));
                }
            }
        });
        Ok(Self::of(request.await?))
    }

    /// Opens a database as it is. `None` if there is none.
    pub async fn open_as_it_is(name: &str) -> Result<Option<Self>, Refused> {
        web_sys::window().and_then(|window| window.indexed_db().ok().flatten()).ok_or(Refused::NotThere)?;
        let is_new = Rc::new(Cell::new(false));
        let mut request = Factory::new().map_err(|_| Refused::NotThere)?.open(name, None)?;
        let made = Rc::clone(&is_new);
        request.on_upgrade_needed(move |_| made.set(true));
        let records = Self::of(request.await?);
        if is_new.get() {
            records.database.close();
            delete(name).await?;
            return Ok(None);
        }
        Ok(Some(records))
    }

    fn of(mut database: Database) -> Self {
        let is_closed = Rc::new(Cell::new(false));
        let closed = Rc::clone(&is_closed);
        database.on_close(move |_| closed.set(true));
        let given_up = Rc::clone(&is_closed);
        // Somebody wants to delete it: that goes before whatever might still be asked here.
        database.on_version_change(move |event| {
            if let Ok(database) = event.database() {
                database.close();
            }
            given_up.set(true);
        });
        Self { database: Rc::new(database), is_closed }
    }

    /// Whether it can be asked no more.
    pub fn is_closed(&self) -> bool {
        self.is_closed.get()
    }

    /// Lets go of it.
    pub fn close(&self) {
        self.is_closed.set(true);
        self.database.close();
    }

    /// Begins to read.
    pub fn read(&self, stores: &[&str]) -> Result<Transaction, Refused> {
        self.begin(stores, TransactionMode::ReadOnly)
    }

    /// Begins to write: nothing else is written to these stores meanwhile, by no tab.
    pub fn write(&self, stores: &[&str]) -> Result<Transaction, Refused> {
        self.begin(stores, TransactionMode::ReadWrite)
    }

    fn begin(&self, stores: &[&str], mode: TransactionMode) -> Result<Transaction, Refused> {
        let begun = self.database.transaction(stores, mode).map_err(Refused::from);
        if begun.as_ref().err() == Some(&Refused::Closed) {
            self.is_closed.set(true);
        }
        begun.map(Transaction)
    }
}

/// Reads and writes that happen all or not at all.
#[derive(Debug)]
pub struct Transaction(idb::Transaction);

impl Transaction {
    /// The text under a key, if there is one.
    pub async fn get(&self, store: &str, key: Key<'_>) -> Result<Option<String>, Refused> {
        let found = self.0.object_store(store)?.get(key.query()?)?.await?;
        Ok(found.as_ref().and_then(text))
    }

    /// All texts, or those within a key, by key.
    pub async fn all(&self, store: &str, key: Option<Key<'_>>) -> Result<Vec<String>, Refused> {
        let query = key.map(Key::query).transpose()?;
        let found = self.0.object_store(store)?.get_all(query, None)?.await?;
        Ok(found.iter().filter_map(text).collect())
    }

    /// The last of the fields of all keys within a key.
    pub async fn last_fields(&self, store: &str, key: Key<'_>) -> Result<Vec<String>, Refused> {
        let found = self.0.object_store(store)?.get_all_keys(Some(key.query()?), None)?.await?;
        let last = |key: JsValue| key.dyn_into::<Array>().ok().and_then(|fields| fields.pop().as_string());
        Ok(found.into_iter().filter_map(last).collect())
    }

    /// At most `n` texts from the end of an index, among those whose first field is this one.
    pub async fn last(&self, store: &str, index: &str, first: &str, n: usize) -> Result<Vec<String>, Refused> {
        let index = self.0.object_store(store)?.index(index)?;
        let query = Key::Within(first).query()?;
        let Some(cursor) = index.open_cursor(Some(query), Some(CursorDirection::Prev))?.await? else {
            return Ok(Vec::new());
        };
        let mut cursor: ManagedCursor = cursor.into_managed();
        let mut texts = Vec::new();
        while let Some(value) = cursor.value()? {
            texts.extend(text(&value));
            if texts.len() >= n {
                break;
            }
            cursor.next(None).await?;
        }
        Ok(texts)
    }

    /// How many records there are.
    pub async fn count(&self, store: &str) -> Result<u32, Refused> {
        Ok(self.0.object_store(store)?.count(None)?.await?)
    }

    /// Puts a text, with what finds it, in place of what was there.
    pub fn put(&self, store: &str, fields: &[(&str, Field)], text: &str) -> Result<(), Refused> {
        let record = Object::new();
        let set = |name: &str, value: JsValue| {
            // Setting a field of a fresh object cannot fail.
            let _ = Reflect::set(&record, &JsValue::from_str(name), &value);
        };
        for (name, field) in fields {
            set(
                name,
                match field {
                    Field::Text(text) => JsValue::from_str(text),
                    Field::Number(number) => JsValue::from_f64(*number),
                },
            );
        }
        set("text", JsValue::from_str(text));
        // Whether it succeeds shows at the end of the transaction.
        self.0.object_store(store)?.put(&record, None)?;
        Ok(())
    }

    /// Deletes what is under a key.
    pub fn delete(&self, store: &str, key: Key<'_>) -> Result<(), Refused> {
        self.0.object_store(store)?.delete(key.query()?)?;
        Ok(())
    }

    /// Deletes everything in a store.
    pub fn clear(&self, store: &str) -> Result<(), Refused> {
        self.0.object_store(store)?.clear()?;
        Ok(())
    }

    /// Resolves once all of it is kept.
    ///
    /// The crate's own future hears each of several requests that fail with a closure that can be called once.
    #[expect(deprecated, reason = "it had left version 2 of the standard, and is in version 3")]
    pub async fn done(self) -> Result<(), Refused> {
        let transaction: IdbTransaction = self.0.into();
        let done = Promise::new(&mut |resolve, reject| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(&reject));
        });
        // One that has ended already says so by itself.
        let _ = transaction.commit();
        JsFuture::from(done).await.map(|_| ()).map_err(|_| match transaction.error() {
            Some(error) => Refused::of(&error.name()),
            None => Refused::Failed,
        })
    }
}

fn text(record: &JsValue) -> Option<String> {
    Reflect::get(record, &"text".into()).ok()?.as_string()
}

fn key_path(fields: &[&str]) -> KeyPath {
    match fields {
        [one] => KeyPath::new_single(one),
        several => KeyPath::new_array(several.iter().copied()),
    }
}
