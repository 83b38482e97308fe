//! Our own exports: the archive, read chat by chat, and the JSON of one chat (docs/format.md).

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};

use parlance::domain::ids::{ConversationId, MessageId};
use parlance::domain::import::Skipped;
use parlance::domain::message::{Message, Role};
use parlance::domain::summary::Summary;
use parlance::domain::time::Timestamp;
use parlance::domain::title;
use parlance::protocol::archive::{conversation_from_text, message_from_text, summary_from_text};
use serde_json::Value;

use crate::MAX_VALUE;
use crate::broken::Broken;
use crate::fields::Fields;
use crate::found::{Aside, FoundChat, Item, skipped};
use crate::ids::{own_chat, own_message};
use crate::input::{Input, Span};
use crate::split::parse;
use crate::tar::{self, Entry};

/// What `format` says in our files.
pub(crate) const FORMAT: &str = "parlance";
/// The app, as people call it.
pub(crate) const APP: &str = "Parlance";
/// The newest version that we know.
const VERSION: u64 = 2;

/// A blob of an archive: where its bytes are, and what the archive says of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// Its name, which is the hash of its bytes.
    pub sha256: String,
    /// Its media type.
    pub kind: String,
    /// Where it begins in the file.
    pub from: u64,
    /// How long it is.
    pub size: u64,
}

/// An archive that is being read. Its lists have one order, so they are read side by side.
pub(crate) struct Archive {
    chats: Lines,
    /// The names of the chats that can be read, whatever their order.
    names: BTreeSet<String>,
    messages: Lines,
    asides: Lines,
    /// Chats that a tab kept for itself, in the first stored form and in no order: they join those of their name.
    tab_chats: Option<Lines>,
    /// What it holds beside.
    pub(crate) blobs: Vec<Blob>,
    /// Whether there were keys in what was kept aside.
    pub(crate) has_keys: bool,
    /// Messages that come into no chat.
    n_lost: usize,
    /// Chats that cannot be read, and of which no messages were found so far.
    n_damaged: usize,
}

impl Archive {
    pub(crate) fn open(input: &Input) -> Result<Self, Broken> {
        let entries = tar::entries(input)?;
        let named = |name: &str| entries.iter().find(|entry| base(&entry.name) == name);
        let manifest = named("manifest.json").filter(|entry| entry.size < 1 << 20).ok_or(Broken::NoChats)?;
        let mut text = Vec::new();
        span(input, manifest).read_to_end(&mut text)?;
        let manifest = parse(&text).map_err(|_| Broken::Damaged)?;
        if manifest["format"] != FORMAT {
            return Err(Broken::NoChats);
        }
        if manifest["v"].as_u64().is_none_or(|version| version > VERSION) {
            return Err(Broken::Newer);
        }
        let lines = |name: &str| named(name).map(|entry| Lines::new(span(input, entry))).ok_or(Broken::Damaged);
        let mut told = lines("blobs.jsonl")?;
        let mut blobs = Vec::new();
        while let Some(line) = told.next()? {
            blobs.extend(parse(&line).ok().and_then(|told| blob(&told, &entries)));
        }
        let mut names = BTreeSet::new();
        let mut chats = lines("chats.jsonl")?;
        while let Some(line) = chats.next()? {
            names.extend(chat(&line).map(|chat| chat.id.as_str().to_owned()));
        }
        Ok(Self {
            chats: lines("chats.jsonl")?,
            names,
            messages: lines("messages.jsonl")?,
            asides: lines("asides.jsonl")?,
            tab_chats: lines("tab-chats.jsonl").ok(),
            blobs,
            has_keys: false,
            n_lost: 0,
            n_damaged: 0,
        })
    }

    pub(crate) fn next(&mut self) -> Result<Option<Item>, Broken> {
        let (line, summary) = loop {
            let Some(line) = self.chats.next()? else {
                let stray = self.stray(None)?;
                return if stray.is_some() { Ok(stray) } else { self.tab_chat() };
            };
            match chat(&line) {
                Some(summary) => break (line, summary),
                None => self.n_damaged += 1,
            }
        };
        let stray = self.stray(Some(summary.id.as_str()))?;
        if stray.is_some() {
            self.chats.ahead = Some(line);
            return Ok(stray);
        }
        Ok(Some(Item::Chat(Box::new(self.filled(summary)?))))
    }

    /// A chat whose own line is damaged or not there, if messages of such stand before those of `before`. They tell what
    /// was said; where the person said nothing it is no chat, but an answer to one that was deleted while it ran.
    fn stray(&mut self, before: Option<&str>) -> Result<Option<Item>, Broken> {
        while let Some(id) = self.messages.chat(&mut self.n_lost)? {
            if before.is_some_and(|before| order(&id, before).is_ge()) {
                break;
            }
            // In a file without order the messages of a chat may stand where others should, and are not looked for.
            let is_known = self.names.contains(&id);
            let mut found = self.filled(Summary::new(ConversationId::new(id), Timestamp::from_ms(0)))?;
            found.messages.sort_by_key(|message| message.created);
            let said = found.messages.iter().find(|message| message.role == Role::User);
            let (Some(said), [first, .., last] | [first @ last]) = (said.filter(|_| !is_known), &found.messages[..])
            else {
                self.n_lost += found.messages.len();
                continue;
            };
            found.summary.title = title::from_first_words(&said.text());
            (found.summary.created, found.summary.active) = (first.created, last.created);
            self.n_damaged = self.n_damaged.saturating_sub(1);
            return Ok(Some(Item::Chat(Box::new(found))));
        }
        Ok(None)
    }

    /// A chat with all that the lists have of it.
    fn filled(&mut self, mut summary: Summary) -> Result<FoundChat, Broken> {
        let id = summary.id.clone();
        let mut messages = Vec::new();
        for line in self.messages.of(id.as_str(), &mut self.n_lost)? {
            match String::from_utf8(line).ok().and_then(|text| message_from_text(&text).ok()) {
                Some((_, message)) => messages.push(message),
                None => self.n_lost += 1,
            }
        }
        let mut asides = Vec::new();
        // What an aside was for may be lost; then so is the aside.
        for line in self.asides.of(id.as_str(), &mut 0)? {
            let (aside, had_keys) = parse(&line).ok().and_then(aside).unwrap_or_default();
            self.has_keys |= had_keys;
            asides.extend(aside);
        }
        clean(&mut summary, &mut messages);
        Ok(FoundChat { summary, messages, asides })
    }

    fn tab_chat(&mut self) -> Result<Option<Item>, Broken> {
        let Some(lines) = &mut self.tab_chats else { return self.end() };
        let Some(line) = lines.next()? else { return self.end() };
        let text = String::from_utf8_lossy(&line);
        let Ok(conversation) = conversation_from_text(&text) else {
            let title = parse(&line).ok().and_then(|chat| chat["title"].as_str().map(str::to_owned));
            return Ok(Some(Item::Skipped(skipped(&title.unwrap_or_default(), "It is damaged."))));
        };
        let mut summary = conversation.summary().clone();
        let mut messages: Vec<Message> = conversation.messages().iter().map(|message| (**message).clone()).collect();
        clean(&mut summary, &mut messages);
        Ok(Some(Item::Chat(Box::new(FoundChat { summary, messages, asides: Vec::new() }))))
    }

    fn end(&mut self) -> Result<Option<Item>, Broken> {
        if let Some(n_damaged) = self.n_damaged.checked_sub(1) {
            self.n_damaged = n_damaged;
            return Ok(Some(Item::Skipped(skipped("", "It is damaged."))));
        }
        let what = match std::mem::take(&mut self.n_lost) {
            0 => return Ok(None),
            1 => "1 message".to_owned(),
            n => format!("{n} messages"),
        };
        Ok(Some(Item::Skipped(skipped(&what, "Damaged, or without a chat."))))
    }
}

/// A line of the chats, if it can be read.
fn chat(line: &[u8]) -> Option<Summary> {
    summary_from_text(std::str::from_utf8(line).ok()?).ok()
}

fn base(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or_default()
}

fn span(input: &Input, entry: &Entry) -> Span {
    input.span(entry.from, entry.from + entry.size)
}

fn blob(told: &Value, entries: &[Entry]) -> Option<Blob> {
    let sha256 = told["sha256"].as_str()?;
    let is_hash = sha256.len() == 64 && sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    // They stand in the order of their names.
    let at = entries.iter().position(|entry| base(&entry.name) == sha256).filter(|_| is_hash)?;
    let kind = told["type"].as_str().unwrap_or_default();
    let Entry { from, size, .. } = entries[at];
    Some(Blob { sha256: sha256.to_owned(), kind: kind.to_owned(), from, size })
}

/// What was kept aside, if it is that. It may have been written by anybody, so keys are looked for here too.
fn aside(value: Value) -> Option<(Option<Aside>, bool)> {
    let mut fields = Fields::of(value)?;
    let message = fields.text("id").map(|id| own_message(&MessageId::new(id)));
    let Value::Object(raw) = fields.take("raw") else { return None };
    Some(Aside::of(message, raw))
}

/// The JSON of one chat.
pub(crate) fn single(mut fields: Fields) -> Result<FoundChat, Skipped> {
    let title = fields.peek("chat")["title"].as_str().unwrap_or_default().to_owned();
    if fields.count("v").is_none_or(|version| version > VERSION) {
        return Err(skipped(&title, "It was written by a newer version of Parlance."));
    }
    let mut summary =
        summary_from_text(&fields.take("chat").to_string()).map_err(|_| skipped(&title, "It is damaged."))?;
    let told = fields.list("messages");
    let n_told = told.len();
    let mut messages: Vec<Message> = told
        .iter()
        .filter_map(|message| message_from_text(&message.to_string()).ok())
        .filter(|(chat, _)| *chat == summary.id)
        .map(|(_, message)| message)
        .collect();
    if messages.is_empty() && n_told > 0 {
        return Err(skipped(&title, "It is damaged."));
    }
    clean(&mut summary, &mut messages);
    Ok(FoundChat { summary, messages, asides: Vec::new() })
}

/// Makes sure that all names are names of ours, and that each message is there once.
fn clean(summary: &mut Summary, messages: &mut Vec<Message>) {
    summary.id = own_chat(&summary.id);
    for names in [&mut summary.chosen, &mut summary.hidden] {
        *names = names.iter().map(own_message).collect();
    }
    let mut seen = BTreeSet::new();
    for message in messages.iter_mut() {
        message.id = own_message(&message.id);
        message.parent = message.parent.as_ref().map(own_message);
    }
    messages.retain(|message| seen.insert(message.id.clone()));
}

/// The lines of a file within, one ahead.
struct Lines {
    source: BufReader<Span>,
    ahead: Option<Vec<u8>>,
}

impl Lines {
    fn new(span: Span) -> Self {
        Self { source: BufReader::with_capacity(256 << 10, span), ahead: None }
    }

    fn next(&mut self) -> Result<Option<Vec<u8>>, Broken> {
        if let Some(line) = self.ahead.take() {
            return Ok(Some(line));
        }
        loop {
            let mut line = Vec::new();
            let bound = MAX_VALUE as u64 + 1;
            (&mut self.source).take(bound).read_until(b'\n', &mut line)?;
            if line.len() as u64 == bound {
                return Err(Broken::TooLarge);
            }
            if line.is_empty() {
                return Ok(None);
            }
            if !line.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(line));
            }
        }
    }

    /// Of which chat the next line is. Lines that are of none are counted.
    fn chat(&mut self, n_lost: &mut usize) -> Result<Option<String>, Broken> {
        while let Some(line) = self.next()? {
            let chat = parse(&line).ok().and_then(|line| line["chat"].as_str().map(str::to_owned));
            if chat.is_some() {
                self.ahead = Some(line);
                return Ok(chat);
            }
            *n_lost += 1;
        }
        Ok(None)
    }

    /// The lines of a chat, bounded in all. What stands before them is out of order, and is counted.
    fn of(&mut self, chat: &str, n_lost: &mut usize) -> Result<Vec<Vec<u8>>, Broken> {
        let mut lines = Vec::new();
        let mut n_bytes = 0;
        while let Some(next) = self.chat(n_lost)? {
            match order(&next, chat) {
                Ordering::Greater => break,
                Ordering::Equal => {
                    n_bytes += self.ahead.as_ref().map_or(0, Vec::len);
                    if n_bytes > MAX_VALUE {
                        return Err(Broken::TooLarge);
                    }
                    lines.extend(self.ahead.take());
                }
                Ordering::Less => {
                    self.ahead = None;
                    *n_lost += 1;
                }
            }
        }
        Ok(lines)
    }
}

/// As IndexedDB orders names: by their UTF-16 code units.
fn order(a: &str, b: &str) -> Ordering {
    a.encode_utf16().cmp(b.encode_utf16())
}
