//! The words of all chats in a database of our own, a record for each chat. It may go at any time: everything in it can
//! be read again from the library.

use js_sys::{Array, Object, Reflect, Uint8Array};
use parlance::domain::ids::ConversationId;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::IdbTransactionMode;

use crate::database::Database;

const NAME: &str = "parlance-search";
const CHATS: &str = "chats";
const ID: &str = "id";
const WORDS: &str = "words";

/// What was kept.
#[derive(Debug)]
pub struct Kept(Database);

impl Default for Kept {
    fn default() -> Self {
        Self(Database::own(NAME, CHATS, ID))
    }
}

impl Kept {
    /// The bytes that were kept for each of these chats; as many as there are chats.
    pub async fn records(&self, chats: &[&ConversationId]) -> Vec<Option<Vec<u8>>> {
        let read = self.0.ask([CHATS], IdbTransactionMode::Readonly, |[records]| {
            chats.iter().map(|chat| records.get(&chat.as_str().into())).collect()
        });
        let read = read.await.unwrap_or_default();
        let bytes = |record: &JsValue| {
            let words: Uint8Array = Reflect::get(record, &WORDS.into()).ok()?.dyn_into().ok()?;
            Some(words.to_vec())
        };
        (0..chats.len()).map(|idx| bytes(read.get(idx)?)).collect()
    }

    /// Keeps bytes for each of these chats. Where they cannot be kept they are made again at the next start.
    pub async fn keep(&self, records: &[(&ConversationId, Vec<u8>)]) {
        let write = self.0.ask([CHATS], IdbTransactionMode::Readwrite, |[store]| {
            for (chat, bytes) in records {
                let record = Object::new();
                Reflect::set(&record, &ID.into(), &chat.as_str().into())?;
                Reflect::set(&record, &WORDS.into(), &Uint8Array::from(&bytes[..]))?;
                store.put(&record)?;
            }
            Ok(Vec::new())
        });
        write.await;
    }

    /// All chats for which something is kept.
    pub async fn chats(&self) -> Vec<ConversationId> {
        let read =
            self.0.ask([CHATS], IdbTransactionMode::Readonly, |[records]| Ok(vec![records.get_all_keys()?])).await;
        let keys = read.unwrap_or_default().pop().map(|keys| Array::from(&keys)).unwrap_or_default();
        keys.iter().filter_map(|key| key.as_string()).map(ConversationId::new).collect()
    }

    /// Keeps nothing more of these chats.
    pub async fn drop(&self, chats: &[ConversationId]) {
        let write = self.0.ask([CHATS], IdbTransactionMode::Readwrite, |[records]| {
            for chat in chats {
                records.delete(&chat.as_str().into())?;
            }
            Ok(Vec::new())
        });
        write.await;
    }
}
