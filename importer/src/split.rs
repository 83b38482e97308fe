//! Where one JSON value ends and the next begins, without understanding them.
//!
//! A file of a list is taken apart element by element, and JSON Lines line by line: memory holds one chat at a time,
//! and one that is broken costs the others nothing.

use std::io::{BufRead, BufReader, Read};

use serde_json::Value;

use crate::broken::Broken;
use crate::{MAX_TEXT, MAX_VALUE};

/// Takes a text apart.
pub(crate) struct Splitter {
    source: BufReader<Box<dyn Read>>,
    is_in_list: bool,
    has_begun: bool,
    n_read: u64,
    max_value: usize,
    max_text: u64,
}

/// What ends the value that is being read.
struct Scan {
    depth: usize,
    is_in_string: bool,
    is_escaped: bool,
    is_scalar: bool,
}

impl Scan {
    /// Takes the next byte. Says whether the value ends: `Some(true)` with this byte, `Some(false)` before it.
    fn take(&mut self, byte: u8) -> Option<bool> {
        if self.is_in_string {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => {
                    self.is_in_string = false;
                    return (self.depth == 0).then_some(true);
                }
                _ => {}
            }
            return None;
        }
        match byte {
            b'"' => self.is_in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth > 0 => {
                self.depth -= 1;
                return (self.depth == 0).then_some(true);
            }
            b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 && self.is_scalar => {
                return Some(false);
            }
            _ => self.is_scalar |= self.depth == 0,
        }
        None
    }
}

impl Splitter {
    /// Over a text that has not been begun. `n_read` is what was read of others before.
    pub(crate) fn new(source: Box<dyn Read>, n_read: u64) -> Self {
        Self {
            source: BufReader::with_capacity(256 << 10, source),
            is_in_list: false,
            has_begun: false,
            n_read,
            max_value: MAX_VALUE,
            max_text: MAX_TEXT,
        }
    }

    /// How much was read so far.
    pub(crate) fn n_read(&self) -> u64 {
        self.n_read
    }

    /// The bytes of the next value, none at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<u8>>, Broken> {
        loop {
            let Some(byte) = self.peek()? else {
                return if self.is_in_list { Err(Broken::Truncated) } else { Ok(None) };
            };
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.source.consume(1),
                // A mark of UTF-8 that some editors write.
                0xEF if !self.has_begun => self.skip_mark()?,
                b'[' if !self.is_in_list => {
                    self.is_in_list = true;
                    self.source.consume(1);
                }
                b']' if self.is_in_list => {
                    self.is_in_list = false;
                    self.source.consume(1);
                }
                b',' if self.is_in_list => self.source.consume(1),
                b'{' => return self.value().map(Some),
                _ if self.is_in_list => return self.value().map(Some),
                _ => return Err(Broken::NotJson),
            }
            self.has_begun = true;
        }
    }

    fn peek(&mut self) -> Result<Option<u8>, Broken> {
        Ok(self.source.fill_buf()?.first().copied())
    }

    fn skip_mark(&mut self) -> Result<(), Broken> {
        let mut mark = [0; 3];
        self.source.read_exact(&mut mark)?;
        if mark == [0xEF, 0xBB, 0xBF] { Ok(()) } else { Err(Broken::NotJson) }
    }

    fn value(&mut self) -> Result<Vec<u8>, Broken> {
        self.has_begun = true;
        let mut scan = Scan { depth: 0, is_in_string: false, is_escaped: false, is_scalar: false };
        let mut value = Vec::new();
        loop {
            let ready = self.source.fill_buf()?;
            if ready.is_empty() {
                return Err(Broken::Truncated);
            }
            let end = ready.iter().enumerate().find_map(|(at, byte)| Some((at, scan.take(*byte)?)));
            let n_taken = end.map_or(ready.len(), |(at, is_with)| at + usize::from(is_with));
            value.extend_from_slice(&ready[..n_taken]);
            self.source.consume(n_taken);
            self.n_read += n_taken as u64;
            if value.len() > self.max_value || self.n_read > self.max_text {
                return Err(Broken::TooLarge);
            }
            if end.is_some() {
                return Ok(value);
            }
        }
    }
}

/// Why a value cannot be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Odd {
    /// It is no JSON.
    NoJson,
    /// There is too much within each other.
    TooDeep,
}

/// Reads one value. Half a surrogate pair, which JavaScript writes when it cuts a text, becomes U+FFFD.
pub(crate) fn parse(bytes: &[u8]) -> Result<Value, Odd> {
    let error = match serde_json::from_slice(bytes) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    // serde_json has no other way to tell.
    if error.to_string().starts_with("recursion limit") {
        return Err(Odd::TooDeep);
    }
    mended(bytes).and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or(Odd::NoJson)
}

fn mended(bytes: &[u8]) -> Option<Vec<u8>> {
    let unit = |at: usize| {
        let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
        u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let mut text = Vec::with_capacity(bytes.len());
    let mut at = 0;
    let mut is_mended = false;
    while at < bytes.len() {
        let n_kept = match (bytes[at], unit(at)) {
            (b'\\', Some(0xD800..=0xDBFF)) if matches!(unit(at + 6), Some(0xDC00..=0xDFFF)) => 12,
            (b'\\', Some(0xD800..=0xDFFF)) => {
                text.extend_from_slice(b"\\ufffd");
                is_mended = true;
                at += 6;
                continue;
            }
            // The backslash with what it escapes, which may be a backslash.
            (b'\\', _) => 2,
            _ => 1,
        };
        let end = (at + n_kept).min(bytes.len());
        text.extend_from_slice(&bytes[at..end]);
        at = end;
    }
    is_mended.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Result<Vec<String>, Broken> {
        let mut splitter = Splitter::new(Box::new(std::io::Cursor::new(text.as_bytes().to_vec())), 0);
        let mut values = Vec::new();
        while let Some(value) = splitter.next()? {
            values.push(String::from_utf8(value).unwrap());
        }
        Ok(values)
    }

    #[test]
    fn a_list_comes_apart_into_its_elements() {
        assert_eq!(
            values(r#" [ {"a":"]}\""} ,[1,[2]], "x,y" , 12 , null]"#).unwrap(),
            [r#"{"a":"]}\""}"#, "[1,[2]]", "\"x,y\"", "12", "null"]
        );
        assert_eq!(values("[]").unwrap(), [""; 0]);
    }

    #[test]
    fn lines_are_values_of_their_own() {
        assert_eq!(values("\u{feff}{\"a\":1}\n{\"b\":[{}]}\r\n").unwrap(), ["{\"a\":1}", "{\"b\":[{}]}"]);
    }

    #[test]
    fn what_is_cut_off_is_told_from_what_is_no_json() {
        for text in ["[", "[{\"a\":1}", "[{\"a\":1},", "{\"a\":\"", "{\"a\":[1,2]", "[\"x"] {
            assert_eq!(values(text), Err(Broken::Truncated), "{text}");
        }
        for text in ["<html>", "hello", "12", "\"text\"", "{} x"] {
            assert_eq!(values(text), Err(Broken::NotJson), "{text}");
        }
    }

    #[test]
    fn no_more_is_read_than_memory_has_room_for() {
        let text = format!("[\"{}\",\"{}\"]", "x".repeat(300_000), "y".repeat(300_000));
        let n_read_with = |max_value, max_text| {
            let mut splitter = Splitter::new(Box::new(std::io::Cursor::new(text.clone().into_bytes())), 0);
            (splitter.max_value, splitter.max_text) = (max_value, max_text);
            let mut n_values = 0;
            while let Some(value) = splitter.next()? {
                n_values += usize::from(!value.is_empty());
            }
            Ok(n_values)
        };
        assert_eq!(n_read_with(400_000, 700_000), Ok(2));
        assert_eq!(n_read_with(299_999, 700_000), Err(Broken::TooLarge));
        assert_eq!(n_read_with(400_000, 500_000), Err(Broken::TooLarge));
    }

    #[test]
    fn half_a_character_costs_nothing_else() {
        let read = |text: &str| parse(text.as_bytes()).map(|value| value["a"].as_str().unwrap_or_default().to_owned());
        assert_eq!(read(r#"{"a":"x\ud83d y"}"#).unwrap(), "x\u{fffd} y");
        assert_eq!(read(r#"{"a":"\ud83d\ude00\udc00\\ud83d"}"#).unwrap(), "\u{1f600}\u{fffd}\\ud83d");
        assert_eq!(read(r#"{"a":"#), Err(Odd::NoJson));
        assert_eq!(read(&"[".repeat(1_000)), Err(Odd::TooDeep));
    }
}
