//! A file, chat by chat.

use std::io::Read;

use parlance::domain::time::Timestamp;
use rawzip::ReaderAt;
use serde_json::Value;

use crate::MAX_TEXT;
use crate::broken::Broken;
use crate::deep::parse_tree;
use crate::formats::Assembler;
use crate::found::{Found, Item, skipped};
use crate::input::Input;
use crate::own::{self, Archive, Blob};
use crate::split::{Odd, Splitter, parse};
use crate::tar;
use crate::zipped::Zip;

/// Bytes that tell what a file is.
const HEAD: usize = 512;

/// A file that is being read.
pub struct Reading(Stage);

enum Stage {
    Own(Box<Archive>),
    Foreign(Box<Foreign>),
}

struct Foreign {
    /// The files that follow, where there are several.
    zip: Option<Zip>,
    splitter: Option<Splitter>,
    assembler: Assembler,
    n_read: u64,
    n_chats: usize,
    /// What kept a value from being understood, last.
    odd: Option<Odd>,
}

impl Reading {
    /// Begins to read. `fallback` is a moment for messages that have none, such as when the file was written.
    pub fn open(input: &Input, fallback: Timestamp) -> Result<Self, Broken> {
        let mut head = [0; HEAD];
        let mut n_read = 0;
        while n_read < HEAD {
            match input.read_at(&mut head[n_read..], n_read as u64)? {
                0 => break,
                n => n_read += n,
            }
        }
        let head = &head[..n_read];
        if head.iter().all(u8::is_ascii_whitespace) && n_read as u64 == input.length {
            return Err(Broken::Empty);
        }
        if tar::is_tar(head) {
            return Ok(Self(Stage::Own(Box::new(Archive::open(input)?))));
        }
        let mut foreign = Foreign {
            zip: None,
            splitter: None,
            assembler: Assembler::new(fallback),
            n_read: 0,
            n_chats: 0,
            odd: None,
        };
        if head.starts_with(b"PK\x03\x04") {
            foreign.zip = Some(Zip::open(input)?);
        } else if head.starts_with(b"PK\x05\x06") {
            return Err(Broken::NoChats);
        } else if input.length > MAX_TEXT {
            return Err(Broken::TooLarge);
        } else {
            let whole: Box<dyn Read> = Box::new(input.span(0, input.length));
            foreign.splitter = Some(Splitter::new(whole, 0));
        }
        Ok(Self(Stage::Foreign(Box::new(foreign))))
    }

    /// The next chat, none at the end. A file is to be read to its end before any of it is written: what is wrong with
    /// it may come last.
    pub fn read(&mut self) -> Result<Option<Item>, Broken> {
        match &mut self.0 {
            Stage::Own(archive) => archive.next(),
            Stage::Foreign(foreign) => foreign.next(),
        }
    }

    /// The app that wrote the file, as people call it; known once a chat was read.
    pub fn app(&self) -> &str {
        match &self.0 {
            Stage::Own(_) => own::APP,
            Stage::Foreign(foreign) => &foreign.assembler.app,
        }
    }

    /// What the person should know beside, as far as it was read.
    pub fn warnings(&self) -> Vec<String> {
        let has_keys = match &self.0 {
            Stage::Own(archive) => archive.has_keys,
            Stage::Foreign(foreign) => foreign.assembler.has_keys,
        };
        has_keys.then(|| "This file holds API keys; they were not read.".to_owned()).into_iter().collect()
    }

    /// The blobs of an export of ours, as places in the file.
    pub fn blobs(&self) -> &[Blob] {
        match &self.0 {
            Stage::Own(archive) => &archive.blobs,
            Stage::Foreign(_) => &[],
        }
    }
}

impl Foreign {
    fn next(&mut self) -> Result<Option<Item>, Broken> {
        loop {
            if let Some(item) = self.assembler.ready.pop_front() {
                self.n_chats += usize::from(matches!(item, Item::Chat(_)));
                return Ok(Some(item));
            }
            let Some(splitter) = &mut self.splitter else {
                let Some(file) = self.zip.as_mut().and_then(Zip::next) else { return self.end() };
                self.splitter = Some(Splitter::new(file?, self.n_read));
                continue;
            };
            let next = match (splitter.next(), &self.zip) {
                // One of many files costs only itself.
                (Err(Broken::NotJson | Broken::Truncated), Some(zip)) if !zip.is_one_export => {
                    self.odd = Some(Odd::NoJson);
                    self.splitter = None;
                    let name = zip.name.clone();
                    return Ok(Some(Item::Skipped(skipped(&name, "It is damaged."))));
                }
                // The table of the zip is whole, so it was not cut off.
                (Err(Broken::NotJson | Broken::Truncated), Some(_)) => return Err(Broken::Damaged),
                (next, _) => next?,
            };
            match next {
                Some(bytes) => match understood(&bytes) {
                    Ok(value) => self.assembler.take(value),
                    Err(odd) => {
                        self.odd = Some(odd);
                        let why = match odd {
                            Odd::NoJson => "It is damaged.",
                            Odd::TooDeep => "Its messages lie too deep within each other.",
                        };
                        return Ok(Some(Item::Skipped(skipped("", why))));
                    }
                },
                None => {
                    self.n_read = splitter.n_read();
                    self.splitter = None;
                    self.assembler.finish();
                }
            }
        }
    }

    fn end(&self) -> Result<Option<Item>, Broken> {
        match (self.n_chats, self.odd) {
            (0, Some(Odd::NoJson)) => Err(Broken::NotJson),
            (0, Some(Odd::TooDeep)) => Err(Broken::TooDeep),
            (0, None) => Err(Broken::NoChats),
            _ => Ok(None),
        }
    }
}

fn understood(bytes: &[u8]) -> Result<Value, Odd> {
    match parse(bytes) {
        Err(Odd::TooDeep) => parse_tree(bytes),
        value => value,
    }
}

/// Reads everything at once, for files that fit into memory.
pub fn read_all(input: &Input, fallback: Timestamp) -> Result<Found, Broken> {
    let mut reading = Reading::open(input, fallback)?;
    let mut found = Found::default();
    while let Some(item) = reading.read()? {
        match item {
            Item::Chat(chat) => found.chats.push(*chat),
            Item::Skipped(skipped) => found.skipped.push(skipped),
        }
    }
    reading.app().clone_into(&mut found.app);
    found.warnings = reading.warnings();
    Ok(found)
}
