//! The library as an import sees it (docs/format.md): what is there, and what is added. No message is overwritten, and
//! of a chat that is here, and can be read, nothing but the choice of what it shows.

use std::collections::BTreeSet;

use js_sys::{Array, Object, Promise, Reflect};
use parlance::domain::ids::{ConversationId, MessageId};
use parlance::domain::time::Timestamp;
use parlance::protocol::archive::summary_from_text;
use parlance_importer::found::FoundChat;
use parlance_importer::merge::{ChatRow, Rows, rows, still_shown};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, DomException, IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransaction,
    IdbTransactionMode,
};

/// The page makes it; where it is not there, it is not made here.
const DATABASE: &str = "parlance-library-2";
const CHATS: &str = "chats";
const MESSAGES: &str = "messages";
const ASIDES: &str = "asides";
const BLOBS: &str = "blobs";

/// Why the library does not take or give something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no more room.
    #[error("there is no room")]
    Full,
    /// It is not there, or somebody wants to delete it.
    #[error("the library is not there")]
    Gone,
    /// It does not say why.
    #[error("the library refused")]
    Other,
}

impl From<JsValue> for Refused {
    fn from(error: JsValue) -> Self {
        match error.dyn_ref::<DomException>().map(DomException::name).as_deref() {
            Some("QuotaExceededError") => Self::Full,
            Some("InvalidStateError" | "NotFoundError") => Self::Gone,
            _ => Self::Other,
        }
    }
}

/// The library.
#[derive(Debug)]
pub struct Library(IdbDatabase);

impl Library {
    /// Opens it.
    pub async fn open() -> Result<Self, Refused> {
        let factory: IdbFactory =
            Reflect::get(&js_sys::global(), &"indexedDB".into())?.dyn_into().map_err(|_| Refused::Gone)?;
        let request = factory.open(DATABASE)?;
        let upgraded = request.clone();
        // It was not there. Opening fails then, and leaves nothing behind.
        let upgrade = Closure::once(move || drop(upgraded.transaction().map(|transaction| transaction.abort())));
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        answer(&request).await.map_err(|_| Refused::Gone)?;
        let database: IdbDatabase = request.result()?.dyn_into().map_err(|_| Refused::Gone)?;
        // Somebody wants to change or delete it: what is asked from now on is refused.
        let open = database.clone();
        let let_go = Closure::once_into_js(move || open.close());
        database.set_onversionchange(Some(let_go.unchecked_ref()));
        Ok(Self(database))
    }

    /// The chats that are here.
    pub async fn chats(&self) -> Result<BTreeSet<ConversationId>, Refused> {
        let transaction = self.begin(&[CHATS], IdbTransactionMode::Readonly)?;
        let rows = answer(&transaction.object_store(CHATS)?.get_all()?).await?;
        Ok(Array::from(&rows).iter().filter_map(|row| readable(&row)).collect())
    }

    /// The messages of a chat that are here.
    pub async fn messages(&self, chat: &ConversationId) -> Result<BTreeSet<MessageId>, Refused> {
        let transaction = self.begin(&[MESSAGES], IdbTransactionMode::Readonly)?;
        held(&transaction.object_store(MESSAGES)?, chat).await
    }

    /// Writes what at this moment is not here of a chat, in one transaction. Returns what that was.
    pub async fn add(&self, found: &FoundChat, now: Timestamp) -> Result<Rows, Refused> {
        let transaction = self.begin(&[CHATS, MESSAGES, ASIDES], IdbTransactionMode::Readwrite)?;
        let put = put(&transaction, found, now).await;
        if put.is_err() {
            // What was asked for before the error would be written otherwise. One that is over already is well.
            let _ = transaction.abort();
        }
        let rows = put?;
        finished(&transaction).await?;
        Ok(rows)
    }

    /// Whether a blob is here.
    pub async fn has_blob(&self, sha256: &str) -> Result<bool, Refused> {
        let transaction = self.begin(&[BLOBS], IdbTransactionMode::Readonly)?;
        Ok(!answer(&transaction.object_store(BLOBS)?.get_key(&sha256.into())?).await?.is_undefined())
    }

    /// Writes a blob. The browser copies its bytes by itself; they are never in our memory.
    pub async fn add_blob(&self, sha256: &str, kind: &str, blob: &Blob) -> Result<(), Refused> {
        let transaction = self.begin(&[BLOBS], IdbTransactionMode::Readwrite)?;
        let row = object(&[("sha256", sha256.into()), ("type", kind.into()), ("blob", blob.into())])?;
        transaction.object_store(BLOBS)?.put(&row)?;
        finished(&transaction).await
    }

    fn begin(&self, stores: &[&str], mode: IdbTransactionMode) -> Result<IdbTransaction, Refused> {
        let names: Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
        Ok(self.0.transaction_with_str_sequence_and_mode(&names, mode)?)
    }
}

/// Asks for what is here of a chat, and puts what is not.
async fn put(transaction: &IdbTransaction, found: &FoundChat, now: Timestamp) -> Result<Rows, Refused> {
    let chat = &found.summary.id;
    let store = |name: &str| transaction.object_store(name);
    let (chats, messages, asides) = (store(CHATS)?, store(MESSAGES)?, store(ASIDES)?);
    let row = answer(&chats.get(&chat.as_str().into())?).await?;
    let is_here = readable(&row).is_some();
    let here = held(&messages, chat).await?;
    let kept = held(&asides, chat).await?;
    let mut rows = rows(found, is_here.then_some(&here), now);
    // Messages whose chat is not here, or cannot be read, are not overwritten either.
    rows.messages.retain(|row| !here.iter().any(|here| here.as_str() == row.id));
    rows.asides.retain(|row| !kept.iter().any(|kept| kept.as_str() == row.id));
    if let Some(row) = &rows.chat {
        chats.put(&chat_object(row)?)?;
    } else if !rows.messages.is_empty() {
        let kept = text(&row).unwrap_or_default();
        let said = Array::from(&answer(&messages.get_all_with_key(&all_of(chat)?)?).await?);
        let said: Vec<String> = said.iter().filter_map(|row| text(&row)).collect();
        if let Some(row) = still_shown(&kept, &said, found, &rows.messages) {
            chats.put(&chat_object(&row)?)?;
        }
    }
    for (store, rows) in [(&messages, &rows.messages), (&asides, &rows.asides)] {
        for row in rows {
            let (id, text) = (row.id.as_str().into(), row.text.as_str().into());
            store.put(&object(&[("chat", chat.as_str().into()), ("id", id), ("text", text)])?)?;
        }
    }
    Ok(rows)
}

/// The second halves of the keys of a chat.
async fn held(store: &IdbObjectStore, chat: &ConversationId) -> Result<BTreeSet<MessageId>, Refused> {
    let keys = answer(&store.get_all_keys_with_key(&all_of(chat)?)?).await?;
    Ok(Array::from(&keys).iter().filter_map(|key| Array::from(&key).get(1).as_string()).map(MessageId::new).collect())
}

/// The keys of all that is of a chat.
fn all_of(chat: &ConversationId) -> Result<JsValue, JsValue> {
    let first = Array::of1(&chat.as_str().into());
    // Lists come after all texts.
    let last = Array::of2(&chat.as_str().into(), &Array::new());
    Ok(IdbKeyRange::bound(&first, &last)?.into())
}

/// The JSON of a row.
fn text(row: &JsValue) -> Option<String> {
    Reflect::get(row, &"text".into()).ok()?.as_string()
}

/// The chat of a row of `chats`. One that cannot be read is shown nowhere: what a file has of it stands in for it.
fn readable(row: &JsValue) -> Option<ConversationId> {
    let key = Reflect::get(row, &"id".into()).ok()?.as_string()?;
    Some(summary_from_text(&text(row)?).ok()?.id).filter(|id| id.as_str() == key)
}

fn chat_object(row: &ChatRow) -> Result<JsValue, JsValue> {
    object(&[
        ("id", row.id.as_str().into()),
        ("shelf", row.shelf.into()),
        ("pinned", row.pinned.into()),
        ("active", (row.active as f64).into()),
        ("text", row.text.as_str().into()),
    ])
}

fn object(fields: &[(&str, JsValue)]) -> Result<JsValue, JsValue> {
    let object = Object::new();
    for (name, value) in fields {
        Reflect::set(&object, &(*name).into(), value)?;
    }
    Ok(object.into())
}

/// What a request brings. The transaction goes on as long as the next is made before anything else is waited for.
async fn answer(request: &IdbRequest) -> Result<JsValue, Refused> {
    let answered = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(answered).await {
        Ok(_) => Ok(request.result()?),
        Err(_) => Err(request.error().ok().flatten().map_or(Refused::Other, |error| JsValue::from(error).into())),
    }
}

/// Waits until everything is written, or nothing is.
async fn finished(transaction: &IdbTransaction) -> Result<(), Refused> {
    let done = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    match JsFuture::from(done).await {
        Ok(_) => Ok(()),
        Err(_) => Err(transaction.error().map_or(Refused::Other, |error| JsValue::from(error).into())),
    }
}
