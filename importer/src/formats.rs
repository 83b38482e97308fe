//! The apps whose chats we can read, told apart by the fields that they write.
//!
//! A value is an element of a list, a line, or the whole file. What holds chats within is opened, what is a chat goes
//! to the format that knows it, and what is only a message waits for its neighbours.

mod big_agi;
mod chatgpt;
mod claude;
mod librechat;
mod linear;
mod llama;
mod nextchat;
mod open_webui;
mod openrouter;
mod silly_tavern;
mod typing_mind;

use std::collections::VecDeque;

use parlance::domain::time::Timestamp;
use serde_json::Value;

use crate::fields::Fields;
use crate::found::{Item, skipped};
use crate::own;
use crate::secrets;
use crate::sketch::{Sketch, settle};

/// How deep chats may lie in what holds them.
const MAX_DEPTH: usize = 8;

/// Puts together what a file holds.
pub(crate) struct Assembler {
    fallback: Timestamp,
    /// What was found and not yet fetched.
    pub(crate) ready: VecDeque<Item>,
    /// The app of the first chat.
    pub(crate) app: String,
    /// Whether the file holds keys.
    pub(crate) has_keys: bool,
    /// Messages without a chat around them, in order.
    loose: Vec<Value>,
}

impl Assembler {
    pub(crate) fn new(fallback: Timestamp) -> Self {
        Self { fallback, ready: VecDeque::new(), app: String::new(), has_keys: false, loose: Vec::new() }
    }

    /// Takes the next value of a file.
    pub(crate) fn take(&mut self, value: Value) {
        self.open(value, 0);
    }

    /// Nothing follows in this file.
    pub(crate) fn finish(&mut self) {
        let loose = std::mem::take(&mut self.loose);
        if silly_tavern::is_one(&loose) {
            self.add(silly_tavern::chat(loose));
        } else if !loose.is_empty() {
            self.add(typing_mind::bare(loose));
        }
    }

    fn skip(&mut self, what: &str, why: &str) {
        self.ready.push_back(Item::Skipped(skipped(what, why)));
    }

    fn all(&mut self, values: Vec<Value>, depth: usize) {
        for value in values {
            self.open(value, depth + 1);
        }
    }

    fn open(&mut self, value: Value, depth: usize) {
        if depth > MAX_DEPTH {
            return self.skip("Something", "It lies too deep in the file.");
        }
        let mut fields = match value {
            Value::Object(map) => Fields::of(Value::Object(map)).unwrap_or_default(),
            Value::Array(list) => return self.all(list, depth),
            _ => return self.skip("Something", "It is not a chat."),
        };
        if fields.word("format") == own::FORMAT {
            return self.own(fields);
        }
        if silly_tavern::is_line(&fields) || typing_mind::is_message(&fields) {
            return self.loose.push(fields.into_value());
        }
        if fields.has("mapping") || chatgpt::is_bare(&fields) {
            return self.add(chatgpt::chat(fields));
        }
        if fields.has("chat_messages") {
            return self.add(claude::chat(fields));
        }
        if fields.word("version").starts_with("orpg.") {
            return self.add(openrouter::chat(fields));
        }
        if fields.has("conversationId") && (fields.has("messages") || fields.has("messagesTree")) {
            return self.add(librechat::chat(fields));
        }
        if fields.has("conv") && fields.has("messages") {
            return self.add(llama::chat(fields));
        }
        if fields.has(nextchat::STORE) {
            self.has_keys |= nextchat::has_keys(&fields);
            for chat in nextchat::chats(fields) {
                self.add(chat);
            }
            return;
        }
        if fields.peek("chat").is_object() {
            if open_webui::is_one(&fields) {
                return self.add(open_webui::chat(fields));
            }
            let inner = fields.take("chat");
            return self.open(inner, depth + 1);
        }
        if let Some(chats) = big_agi::flash(&mut fields) {
            self.has_keys |= big_agi::has_keys(&fields);
            return self.all(chats, depth);
        }
        if big_agi::is_one(&fields) {
            return self.add(big_agi::chat(fields));
        }
        if fields.peek("messages").is_array() {
            return self.add(typing_mind::chat(fields));
        }
        if let Some(chats) = typing_mind::cloud(&mut fields) {
            self.has_keys |= secrets::scrub(&mut fields.rest());
            return self.all(chats, depth);
        }
        self.has_keys |= big_agi::has_keys(&fields);
        for holder in ["conversations", "chats", "history"] {
            if fields.peek(holder).is_array() {
                let chats = fields.list(holder);
                return self.all(chats, depth);
            }
        }
        if fields.peek("data").is_object() || fields.peek("data").is_array() {
            let inner = fields.take("data");
            return self.open(inner, depth + 1);
        }
        let what = ["title", "name", "id"].iter().map(|name| fields.word(name)).find(|word| !word.is_empty());
        let what = what.unwrap_or("Something").to_owned();
        self.skip(&what, "It is not a chat that Parlance can read.");
    }

    fn add(&mut self, sketch: Sketch) {
        if self.app.is_empty() {
            sketch.app.clone_into(&mut self.app);
        }
        match settle(sketch, self.fallback) {
            Ok((chat, had_keys)) => {
                self.has_keys |= had_keys;
                self.ready.push_back(Item::Chat(Box::new(chat)));
            }
            Err(skipped) => self.ready.push_back(Item::Skipped(skipped)),
        }
    }

    fn own(&mut self, fields: Fields) {
        if self.app.is_empty() {
            own::APP.clone_into(&mut self.app);
        }
        self.ready.push_back(match own::single(fields) {
            Ok(chat) => Item::Chat(Box::new(chat)),
            Err(skipped) => Item::Skipped(skipped),
        });
    }
}
