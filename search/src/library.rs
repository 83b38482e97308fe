//! The chats as they are on the disk (docs/format.md), read and never written.

use js_sys::Array;
use parlance::domain::ids::{ConversationId, MessageId};
use parlance::domain::message::Message;
use parlance::domain::summary::Summary;
use parlance::protocol::archive::{message_from_text, summary_from_text};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbKeyRange, IdbTransactionMode};

use crate::database::{Database, names, text};

/// What the name of every generation begins with, and the one that this build knows.
const NAME: &str = "parlance-library-";
const GENERATION: u32 = 2;
const CHATS: &str = "chats";
const MESSAGES: &str = "messages";
const META: &str = "meta";
/// The index of `chats` that has them as the sidebar does, and the shelf of those that are in it.
const PLACE: &str = "place";
const LISTED: &str = "chats";
/// The name in `meta` without which the library is not complete.
const READY: &str = "ready";
/// How many summaries are read at once.
const N_AT_ONCE: u32 = 1_000;

/// The library.
#[derive(Debug)]
pub struct Library(Database);

/// What is said in a chat.
#[derive(Debug, Default)]
pub struct Said {
    /// The names of all messages, of those too that cannot be read.
    pub names: Vec<String>,
    /// Those that can be read.
    pub messages: Vec<Message>,
}

impl Default for Library {
    fn default() -> Self {
        Self(Database::of_others(&format!("{NAME}{GENERATION}")))
    }
}

impl Library {
    /// Whether there is a library, and it is complete. What a newer build has written is read as far as we understand it,
    /// as the app does.
    pub async fn is_ready(&self) -> bool {
        let names = names().await;
        let numbers = names.iter().filter_map(|name| name.strip_prefix(NAME)?.parse().ok());
        let mut generations: Vec<u32> = numbers.filter(|number| *number > GENERATION).collect();
        generations.sort_unstable();
        generations.insert(0, GENERATION);
        for generation in generations.into_iter().rev() {
            self.0.become_one(format!("{NAME}{generation}"));
            if self.is_complete().await {
                return true;
            }
        }
        false
    }

    async fn is_complete(&self) -> bool {
        let ready = self.0.ask([META], IdbTransactionMode::Readonly, |[meta]| Ok(vec![meta.get(&READY.into())?]));
        ready.await.is_some_and(|ready| ready.iter().any(|ready| !ready.is_undefined()))
    }

    /// All chats, without what is said in them.
    pub async fn summaries(&self) -> Option<Vec<Summary>> {
        let mut summaries = Vec::new();
        let mut after = JsValue::UNDEFINED;
        loop {
            let read = self.0.ask([CHATS], IdbTransactionMode::Readonly, |[chats]| {
                let range = match after.is_undefined() {
                    true => JsValue::UNDEFINED,
                    false => IdbKeyRange::lower_bound_with_open(&after, true)?.into(),
                };
                Ok(vec![chats.get_all_with_key_and_limit(&range, N_AT_ONCE)?])
            });
            let read: Array = read.await?.pop()?.dyn_into().ok()?;
            summaries.extend(read.iter().filter_map(|chat| summary_from_text(&text(&chat, "text")?).ok()));
            let Some(last) = read.iter().last().and_then(|chat| text(&chat, "id")) else { return Some(summaries) };
            after = last.into();
        }
    }

    /// The chats that stand first in the sidebar, so many at most: what is looked for is often there.
    pub async fn first(&self, n: usize) -> Option<Vec<Summary>> {
        let read = self.0.ask([CHATS], IdbTransactionMode::Readonly, |[chats]| {
            let shelf = JsValue::from_str(LISTED);
            let range = IdbKeyRange::bound(&Array::of1(&shelf), &Array::of2(&shelf, &Array::new()))?;
            Ok(vec![chats.index(PLACE)?.get_all_keys_with_key(&range)?])
        });
        // Thousands of names are quickly read, and only the last are looked at.
        let names: Array = read.await?.pop()?.dyn_into().ok()?;
        let names = names.slice(names.length().saturating_sub(u32::try_from(n).unwrap_or(u32::MAX)), names.length());
        let read = self
            .0
            .ask([CHATS], IdbTransactionMode::Readonly, |[chats]| names.iter().map(|name| chats.get(&name)).collect());
        Some(read.await?.iter().filter_map(|chat| summary_from_text(&text(chat, "text")?).ok()).collect())
    }

    /// One chat; `None` if it is gone.
    pub async fn summary(&self, chat: &ConversationId) -> Option<Summary> {
        let read = self
            .0
            .ask([CHATS], IdbTransactionMode::Readonly, |[chats]| Ok(vec![chats.get(&chat.as_str().into())?]))
            .await?;
        summary_from_text(&text(read.first()?, "text")?).ok()
    }

    /// The names of all messages of each of these chats.
    pub async fn names(&self, chats: &[&ConversationId]) -> Option<Vec<Vec<String>>> {
        let read = self.0.ask([MESSAGES], IdbTransactionMode::Readonly, |[messages]| {
            chats.iter().map(|chat| messages.get_all_keys_with_key(&all_of(chat)?)).collect()
        });
        Some(read.await?.iter().map(names_in).collect())
    }

    /// What is said in each of these chats.
    pub async fn said(&self, chats: &[&ConversationId]) -> Option<Vec<Said>> {
        let read = self.0.ask([MESSAGES], IdbTransactionMode::Readonly, |[messages]| {
            let mut requests = Vec::new();
            for chat in chats {
                let range = all_of(chat)?;
                requests.extend([messages.get_all_keys_with_key(&range)?, messages.get_all_with_key(&range)?]);
            }
            Ok(requests)
        });
        let read = read.await?;
        let said = read.chunks_exact(2).map(|read| Said {
            names: names_in(&read[0]),
            messages: Array::from(&read[1]).iter().filter_map(|message| message_in(&message)).collect(),
        });
        Some(said.collect())
    }

    /// These messages, each if it is there.
    pub async fn messages(&self, places: &[(&ConversationId, &MessageId)]) -> Vec<Option<Message>> {
        let read = self.0.ask([MESSAGES], IdbTransactionMode::Readonly, |[messages]| {
            let key = |(chat, message): &(&ConversationId, &MessageId)| {
                Array::of2(&chat.as_str().into(), &message.as_str().into())
            };
            places.iter().map(|place| messages.get(&key(place))).collect()
        });
        let read = read.await.unwrap_or_default();
        (0..places.len()).map(|idx| message_in(read.get(idx)?)).collect()
    }
}

/// The keys of all messages of a chat: behind every text comes an array.
fn all_of(chat: &ConversationId) -> Result<JsValue, JsValue> {
    let chat = JsValue::from_str(chat.as_str());
    Ok(IdbKeyRange::bound(&Array::of1(&chat), &Array::of2(&chat, &Array::new()))?.into())
}

fn names_in(keys: &JsValue) -> Vec<String> {
    Array::from(keys).iter().filter_map(|key| Array::from(&key).get(1).as_string()).collect()
}

fn message_in(stored: &JsValue) -> Option<Message> {
    Some(message_from_text(&text(stored, "text")?).ok()?.1)
}
