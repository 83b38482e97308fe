//! Files that were tampered with never bring the reader down, and what it makes of them hangs together.
//!
//! The plain run tries 10,000; `PARLANCE_MUTATIONS=1000000 cargo test -p parlance-importer` tries as many as one
//! likes. What comes is the same each time: the dice are a formula.

#[path = "support/files.rs"]
mod files;

use std::collections::BTreeSet;
use std::env;

use files::{WRITTEN, archive, fixture, fixtures, packed, read, tar, zip};
use parlance::protocol::archive::{message_from_text, summary_from_text};
use parlance_importer::found::Found;
use parlance_importer::merge::rows;
use serde_json::Value;

/// Files of the plain run.
const N_PLAIN: usize = 10_000;
/// What some of them hold, and nobody keeps aside.
const KEY: &str = "sk-0123456789012345678901";

/// A sequence of numbers that looks like chance (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }

    fn span(&mut self, length: usize) -> std::ops::Range<usize> {
        let from = self.below(length);
        from..(from + 1 + self.below(64)).min(length)
    }
}

/// Pieces that matter to one format or another.
const PIECES: [&[u8]; 16] = [
    b"null",
    b"[]",
    b"{}",
    b"\"\"",
    b"-1",
    b"1e999",
    b"\"",
    b"{",
    b"]",
    b"\\ud800",
    b"\\",
    b"PK\x05\x06",
    b"\xff\xfe",
    b"\0\0\0\0",
    b"true",
    b",",
];

fn mutated(original: &[u8], others: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = original.to_vec();
    for _ in 0..=dice.below(3) {
        let length = bytes.len();
        if length == 0 {
            break;
        }
        match dice.below(10) {
            0 | 8 | 9 => bytes[dice.below(length)] ^= 1 << dice.below(8),
            1 => bytes[dice.below(length)] = dice.below(256) as u8,
            2 => bytes.truncate(dice.below(length)),
            3 => {
                let piece = bytes[dice.span(length)].to_vec();
                let at = dice.below(length);
                bytes.splice(at..at, piece);
            }
            4 => {
                bytes.drain(dice.span(length));
            }
            5 => {
                let (a, b) = (dice.span(length), dice.span(length));
                let (from, to) = (bytes[a].to_vec(), b);
                bytes.splice(to, from);
            }
            6 => {
                let piece = PIECES[dice.below(PIECES.len())];
                let at = dice.span(length);
                bytes.splice(at, piece.iter().copied());
            }
            _ => {
                let other = &others[dice.below(others.len())];
                let piece = other[dice.span(other.len())].to_vec();
                let at = dice.below(length);
                bytes.splice(at..at, piece);
            }
        }
    }
    bytes
}

/// The same in the tree of the JSON: what comes is JSON again, of another shape. `None` if it was none.
fn reshaped(original: &[u8], others: &[Value], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut value: Value = serde_json::from_slice(original).ok()?;
    for _ in 0..=dice.below(4) {
        let other = others[dice.below(others.len())].clone();
        let piece = inner(&other, dice).clone();
        let depth = dice.below(9);
        change(&mut value, depth, piece, dice);
    }
    serde_json::to_vec(&value).ok()
}

fn change(place: &mut Value, depth: usize, piece: Value, dice: &mut Dice) {
    let at = dice.below(8);
    match place {
        Value::Array(list) if depth > 0 && !list.is_empty() => {
            let n = list.len();
            change(&mut list[at % n], depth - 1, piece, dice);
        }
        Value::Object(map) if depth > 0 && !map.is_empty() => {
            let n = map.len();
            if let Some(place) = map.values_mut().nth(at % n) {
                change(place, depth - 1, piece, dice);
            }
        }
        place => match (dice.below(4), place) {
            (0, Value::Array(list)) => list.push(piece),
            (1, Value::Array(list)) => list.reverse(),
            (0 | 1, Value::Object(map)) => {
                let name = map.keys().nth(dice.below(map.len())).cloned().unwrap_or_default();
                map.remove(&name);
            }
            (2, Value::String(text)) => text.push_str(&format!("<think>x</think>\u{1f600}{KEY}")),
            (_, place) => *place = piece,
        },
    }
}

/// Something within a value.
fn inner<'a>(mut value: &'a Value, dice: &mut Dice) -> &'a Value {
    for _ in 0..dice.below(9) {
        let at = dice.below(8);
        value = match value {
            Value::Array(list) if !list.is_empty() => &list[at % list.len()],
            Value::Object(map) if !map.is_empty() => map.values().nth(at % map.len()).unwrap_or(value),
            _ => return value,
        };
    }
    value
}

/// What was found can be written and read again, hangs together, and has one name each.
fn hold(found: &Found) {
    for chat in &found.chats {
        let mut seen = BTreeSet::new();
        // A file may hold chats of several apps, and ours among them.
        let is_foreign = chat.summary.source.is_some();
        for message in &chat.messages {
            let hangs = message.parent.as_ref().is_none_or(|parent| seen.contains(parent));
            assert!(hangs || !is_foreign, "a message before its parent");
            assert!(seen.insert(message.id.clone()), "two messages of one name");
        }
        assert!(chat.summary.chosen.iter().all(|chosen| seen.contains(chosen)) || !is_foreign);
        let rows = rows(chat, None, WRITTEN);
        let Some(row) = rows.chat else {
            assert!(chat.summary.is_expired(WRITTEN), "a chat that is not here is written");
            continue;
        };
        assert_eq!(summary_from_text(&row.text).as_ref().map(|summary| &summary.id), Ok(&chat.summary.id));
        for row in &rows.messages {
            let (of, _) = message_from_text(&row.text).expect("what was written can be read");
            assert_eq!(of, chat.summary.id);
        }
        for row in &rows.asides {
            serde_json::from_str::<Value>(&row.text).expect("what is kept aside is JSON");
            assert!(!row.text.contains(KEY), "a key is kept aside");
        }
    }
}

#[test]
fn no_tampering_brings_the_reader_down() {
    let n = env::var("PARLANCE_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(N_PLAIN);
    let mut files: Vec<Vec<u8>> = fixtures().into_iter().map(|(_, bytes)| bytes).collect();
    let values: Vec<Value> = files.iter().filter_map(|bytes| serde_json::from_slice(bytes).ok()).collect();
    let (gpt, claude) = (fixture("chatgpt.json"), fixture("claude.json"));
    files.push(archive());
    let tab = include_str!("../../tests/archive/v1-conversation.json").replace('\n', " ");
    files.push(tar(&[
        ("manifest.json", br#"{"format":"parlance","v":2}"#),
        ("chats.jsonl", b""),
        ("messages.jsonl", b""),
        ("asides.jsonl", b""),
        ("blobs.jsonl", b""),
        ("tab-chats.jsonl", tab.as_bytes()),
    ]));
    files.push(zip(&[packed("conversations-0.json", &gpt), packed("conversations-1.json", &claude)]));
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let (mut n_read, mut n_refused) = (0, 0);
    for round in 0..n {
        let original = &files[round / 4 % files.len()];
        let reshaped = if round % 4 == 0 { reshaped(original, &values, &mut dice) } else { None };
        let bytes = reshaped.unwrap_or_else(|| mutated(original, &files, &mut dice));
        match read(&bytes) {
            Ok(found) => {
                hold(&found);
                n_read += 1;
            }
            Err(_) => n_refused += 1,
        }
    }
    // A mutation that always or never breaks a file would try nothing.
    assert!(n_read > n / 10 && n_refused > n / 10, "{n_read} read, {n_refused} refused");
}
