//! What is never kept, not even aside: keys to services, as far as they can be told.
//!
//! A key is told by how it begins, by `Bearer` before it, or by the name that it stands under, as a field or within a
//! text. One that looks like any word and stands under any name is not told. What people said is never looked at here:
//! they may quote a key, and a word of theirs is not ours to take.

use std::ops::Range;

use serde_json::{Map, Value};

/// Parts of names under which apps keep keys, in small letters and digits alone.
const NAMES: [&str; 13] = [
    "apikey",
    "accesscode",
    "accesskey",
    "privatekey",
    "secret",
    "password",
    "passphrase",
    "authorization",
    "accesstoken",
    "refreshtoken",
    "authtoken",
    "sessiontoken",
    "credential",
];
/// How a name ends that may stand over a key and over much else: counts, places in a list, a word of a model.
const DOUBTFUL: &str = "token";

/// How keys of the larger services begin.
const BEGINNINGS: [&str; 15] = [
    "sk-",
    "sk_",
    "AIza",
    "AKIA",
    "gsk_",
    "xai-",
    "hf_",
    "pplx-",
    "nvapi-",
    "ghp_",
    "gho_",
    "ghs_",
    "github_pat_",
    "glpat-",
    "xoxb-",
];
/// What stands before a key in a header, in small letters. The first is telling by itself.
const SCHEMES: [&str; 2] = ["bearer ", "basic "];
/// The shortest text that is taken for a key, with its beginning; few words are as long.
const MIN_LENGTH: usize = 20;
/// The shortest with a digit in it, behind a telling name within a text.
const MIN_NAMED: usize = 8;
/// The same behind `Bearer` and under a doubtful name.
const MIN_DOUBTFUL: usize = 16;
/// What stands where a key was taken out of a text.
const MARK: &str = "[key]";

/// Takes keys out of what is kept aside. Says whether there were any.
pub(crate) fn scrub(fields: &mut Map<String, Value>) -> bool {
    let n_before = fields.len();
    fields.retain(|name, value| !(is_store(name, value) || without_keys(name).is_some()));
    let mut found = fields.len() < n_before;
    fields.retain(|_, value| scrub_value(value, &mut found));
    found
}

/// Says whether anything is left of it.
fn scrub_value(value: &mut Value, found: &mut bool) -> bool {
    match value {
        Value::Object(fields) => *found |= scrub(fields),
        Value::Array(list) => list.retain_mut(|value| scrub_value(value, found)),
        Value::String(text) => {
            let Some(rest) = without_keys(text) else { return true };
            *found = true;
            *text = rest;
            return text.trim() != MARK;
        }
        _ => {}
    }
    true
}

/// Whether a field is a store of keys by its name. Numbers and switches beside it are none.
fn is_store(name: &str, value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => {
            let is_word = text.bytes().all(|byte| byte.is_ascii_graphic());
            is_telling(name) || is_word && is_doubtful(name) && is_no_word(text.as_bytes(), MIN_DOUBTFUL)
        }
        Value::Array(_) | Value::Object(_) => is_telling(name),
    }
}

fn is_telling(name: &str) -> bool {
    let name = plain(name);
    NAMES.iter().any(|part| name.contains(part))
}

fn is_doubtful(name: &str) -> bool {
    plain(name).ends_with(DOUBTFUL)
}

fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// A text without the keys in it; none if there are none.
fn without_keys(text: &str) -> Option<String> {
    let mut rest = String::new();
    let (mut from, mut at) = (0, 0);
    while at < text.len() {
        match key_at(text.as_bytes(), at) {
            // It is ASCII from end to end, so both ends are between characters.
            Some(key) => {
                rest.push_str(&text[from..key.start]);
                rest.push_str(MARK);
                (from, at) = (key.end, key.end);
            }
            None => at += 1,
        }
    }
    rest.push_str(&text[from..]);
    (from > 0).then_some(rest)
}

/// The key that begins here, or that follows the name that ends here.
fn key_at(text: &[u8], at: usize) -> Option<Range<usize>> {
    if matches!(text[at], b':' | b'=') {
        return named(text, at);
    }
    let before = at.checked_sub(1).map_or(b' ', |before| text[before]);
    if before.is_ascii_alphanumeric() || matches!(before, b'-' | b'_') {
        return None;
    }
    let here = &text[at..];
    let begins = |beginning: &&str| {
        // Among the letters of a picture there are such marks by chance, where they are letters alone.
        let is_chance = beginning.bytes().all(|byte| byte.is_ascii_alphabetic()) && matches!(before, b'+' | b'/');
        here.starts_with(beginning.as_bytes()) && !is_chance
    };
    let [bearer, _] = SCHEMES;
    if begins_small(here, bearer) {
        let key = &here[bearer.len()..];
        let key = &key[..run(key, is_token)];
        return is_no_word(key, MIN_DOUBTFUL).then(|| at..at + bearer.len() + key.len());
    }
    BEGINNINGS.iter().find(|beginning| begins(beginning))?;
    let length = run(here, is_key);
    (length >= MIN_LENGTH).then(|| at..at + length)
}

/// The key behind a mark like that of `"api_key": "…"`, `Authorization: Basic …` or `?token=…`.
fn named(text: &[u8], mark: usize) -> Option<Range<usize>> {
    let is_around = |byte: u8| matches!(byte, b'"' | b'\'' | b'\\' | b' ');
    let end = mark - text[..mark].iter().rev().take_while(|byte| is_around(**byte)).count();
    let start = end - text[..end].iter().rev().take_while(|byte| is_key(**byte)).count();
    let name = std::str::from_utf8(&text[start..end]).ok()?;
    let min = if is_telling(name) {
        MIN_NAMED
    } else if is_doubtful(name) {
        MIN_DOUBTFUL
    } else {
        return None;
    };
    let mut from = mark + 1 + run(&text[mark + 1..], is_around);
    from += SCHEMES.iter().find(|scheme| begins_small(&text[from..], scheme)).map_or(0, |scheme| scheme.len());
    let value = &text[from..from + run(&text[from..], is_token)];
    is_no_word(value, min).then(|| from..from + value.len())
}

/// Whether something is longer than words are, or so long and has a digit in it.
fn is_no_word(text: &[u8], min: usize) -> bool {
    text.len() >= MIN_LENGTH || text.len() >= min && text.iter().any(u8::is_ascii_digit)
}

fn begins_small(text: &[u8], beginning: &str) -> bool {
    text.get(..beginning.len()).is_some_and(|text| text.eq_ignore_ascii_case(beginning.as_bytes()))
}

fn run(text: &[u8], is_in: impl Fn(u8) -> bool) -> usize {
    text.iter().take_while(|byte| is_in(**byte)).count()
}

fn is_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

fn is_token(byte: u8) -> bool {
    is_key(byte) || matches!(byte, b'.' | b'~' | b'+' | b'/' | b'=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_and_their_neighbours_stay() {
        let text = r#"{"a":{"openaiApiKey":"x","tokens":3,"list":["sk-abcdefghijklmnopqrstuvwx","words"]},"useSecret":true,
            "note":" sk-abcdefghijklmnopqrstuvwx","custom_api_key":["x"],"sk-abcdefghijklmnopqrstuvwx":{"n":1},
            "said":"sk-abcdefghijklmnopqrstuvwx is no key of mine","token":"0123456789abcdef","next":{"token":"Hello"}}"#;
        let Value::Object(mut fields) = serde_json::from_str(text).unwrap() else { panic!() };
        assert!(scrub(&mut fields));
        let left = serde_json::json!({"a": {"tokens": 3, "list": ["words"]}, "useSecret": true,
            "said": "[key] is no key of mine", "next": {"token": "Hello"}});
        assert_eq!(Value::Object(fields.clone()), left);
        assert!(!scrub(&mut fields));
    }

    #[test]
    fn a_key_within_a_text_goes_and_the_text_stays() {
        let check = |text: &str, left: &str| {
            let rest = without_keys(text);
            assert_eq!(rest.as_deref(), Some(left), "{text}");
            assert_eq!(without_keys(left), None, "{text}");
        };
        for key in [
            "sk-abcdefghijklmnopqrstuvwx",
            "sk-or-v1-0123456789abcdef",
            "sk-ant-api03-abc_def-ghi",
            "AIzaSyA0123456789abcdefghi",
            "AKIAABCDEFGHIJKLMNOP",
            "gsk_0123456789abcdefghij",
            "xai-0123456789abcdefghij",
            "hf_abcdefghijklmnopqrst",
            "ghp_0123456789abcdefghij",
            "github_pat_0123456789_abc",
            "Bearer 0123456789.ab~cd+ef/gh==",
            "bearer eyJhbGciOiJIUzI1NiJ9",
        ] {
            check(&format!("I used “{key}”, ä"), "I used “[key]”, ä");
            check(&format!("{key}\n{key}"), "[key]\n[key]");
        }
        check("Authorization: Bearer sk-0123456789abcdefghij", "Authorization: Bearer [key]");
        check("Authorization: Basic dXNlcjpwYXNzd29yZHM=", "Authorization: Basic [key]");
        check(r#"{"api_key": "abcd1234", "n": 1}"#, r#"{"api_key": "[key]", "n": 1}"#);
        check(r#"{\"x-api-key\":\"abcd1234\"}"#, r#"{\"x-api-key\":\"[key]\"}"#);
        check("https://example.com/?api-key=abcd1234&n=1", "https://example.com/?api-key=[key]&n=1");
        check("https://example.com/?token=abcdefgh12345678", "https://example.com/?token=[key]");
        check("https://example.com/sk-abcdefghijklmnopqrstuvwx/v1", "https://example.com/[key]/v1");
    }

    #[test]
    fn what_only_resembles_a_key_stays() {
        for text in [
            "sk-short",
            "a risk-abcdefghijklmnopqrstuvwx",
            "the bearer of news",
            "Password: please choose one",
            "token: misunderstanding",
            "a basic responsibilities-and-duties course",
            "bearer responsibilities",
            "total_tokens=12345678901234567890",
            "data:image/png;base64,AAAA/AIzaSyA0123456789abcdefghi==",
            "secret: https://example.com",
            "time: 0123456789abcdef",
            ":= =: '",
            "ключ: ä",
        ] {
            assert_eq!(without_keys(text), None, "{text}");
        }
    }
}
