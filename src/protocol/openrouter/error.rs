//! OpenRouter's errors, in whatever envelope, as problems.
//!
//! `error::cause` decides what it is; this file unwraps it and picks the words to show apart. Those are
//! the server's or a provider's: plain text, bounded, without the caller's account id.

mod cause;

use serde_json::Value;

use crate::domain::ids::ModelId;
use crate::domain::problem::{Problem, ProblemKind};
use crate::protocol::json::{parse, text};

/// The most of somebody else's words that a problem carries, in characters.
const MAX_DETAIL_CHARS: usize = 500;

/// The most models that a problem offers instead.
const MAX_FALLBACKS: usize = 8;

/// OpenRouter's words for "somebody else failed"; what really happened is in `metadata.raw` then.
const PASSED_ON: &str = "Provider returned error";

/// Reads the body of an answer that is no success, be it JSON or not.
pub fn problem(status: u16, body: &[u8]) -> Problem {
    let body = parse(body).unwrap_or_default();
    let error = &body["error"];
    if (200..400).contains(&status) && !is_error(error) {
        return Problem { status: Some(status), ..Problem::of(ProblemKind::Unreadable) };
    }
    // A success may hold an error, which then knows better.
    let status = if status < 400 { code(error) } else { Some(status) };
    read(status, error, text(&body, "user_id").unwrap_or_default())
}

/// Reads the `error` object inside a stream or a completion. Its code may be a number, the text of
/// one, or a word.
pub fn problem_in_stream(error: &Value) -> Problem {
    read(code(error), error, "")
}

/// Whether the value of an `error` field tells of an error.
pub(super) fn is_error(error: &Value) -> bool {
    match error {
        Value::Object(fields) => !fields.is_empty(),
        Value::String(words) => !words.is_empty(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => false,
    }
}

fn read(status: Option<u16>, error: &Value, user: &str) -> Problem {
    Problem {
        kind: cause::kind(status, error),
        status,
        detail: detail(error, user),
        retry_after_s: retry_after_s(error),
        fallback_models: fallback_models(&error["availability"]),
    }
}

/// The status that an error itself tells.
fn code(error: &Value) -> Option<u16> {
    [&error["code"], &error["http_status"]].into_iter().find_map(|code| match code {
        Value::Number(number) => number.as_u64()?.try_into().ok(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    })
}

/// The words of OpenRouter itself.
fn message(error: &Value) -> &str {
    error.as_str().or_else(|| text(error, "message")).unwrap_or_default()
}

/// Bytes from which a word with `sk-` in it is taken for a key. OpenRouter's have 73, its providers' more
/// than 40.
const SHORTEST_KEY: usize = 16;

/// What to show apart, without the account id of the caller.
fn detail(error: &Value, user: &str) -> Option<String> {
    let message = message(error);
    let raw = if message == PASSED_ON { innermost(&error["metadata"]["raw"]) } else { None };
    let mut words = raw.or_else(|| innermost(&message.into())).unwrap_or_default();
    if !user.is_empty() {
        words = words.replace(user, "…");
    }
    let words = without_keys(&plain(&words));
    (!words.is_empty()).then_some(words)
}

/// Whatever echoes a key: it is neither shown nor kept.
fn without_keys(words: &str) -> String {
    let shown = words.split_inclusive(char::is_whitespace).map(|word| match word.find("sk-") {
        Some(at) if word.len() - at > SHORTEST_KEY => format!("{}… ", &word[..at]),
        _ => word.to_owned(),
    });
    shown.collect::<String>().trim_end().to_owned()
}

/// The message inside an upstream's own error, which may be text, JSON, or JSON as text; a list of
/// complaints speaks through its first.
fn innermost(raw: &Value) -> Option<String> {
    match raw {
        Value::String(words) => {
            let nested = words.trim_start().starts_with(['{', '[']).then(|| parse(words.as_bytes())).flatten();
            nested.as_ref().and_then(message_within).or_else(|| Some(words.clone())).filter(|words| !words.is_empty())
        }
        other => message_within(other),
    }
}

fn message_within(value: &Value) -> Option<String> {
    let value = value.get(0).unwrap_or(value);
    [&value["error"]["message"], &value["message"], &value["error"], &value["detail"]]
        .into_iter()
        .find_map(Value::as_str)
        .map(str::to_owned)
}

/// On one line, without characters that are invisible or turn the direction of writing, and cut.
fn plain(words: &str) -> String {
    let harmless: String =
        words.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| is_harmless(*c)).collect();
    let mut plain = harmless.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain.char_indices().nth(MAX_DETAIL_CHARS).is_some() {
        let cut = plain.char_indices().nth(MAX_DETAIL_CHARS - 1).map_or(0, |(at, _)| at);
        plain.truncate(cut);
        plain.push('…');
    }
    plain
}

/// Neither a control nor one of the formatting characters that reorder or hide text (Unicode's
/// `Bidi_Control`, the zero-width ones, tags).
fn is_harmless(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Seconds to wait, from the place that knows best; at least one.
fn retry_after_s(error: &Value) -> Option<u32> {
    let metadata = &error["metadata"];
    let told =
        [&error["availability"]["retry_after"], &metadata["retry_after_seconds"], header(metadata, "Retry-After")];
    let seconds: u32 = told.into_iter().find_map(whole_number)?.try_into().ok()?;
    Some(seconds.max(1))
}

/// A response header that the body repeats, since pages may not read the real one.
fn header<'a>(metadata: &'a Value, name: &str) -> &'a Value {
    let headers = metadata["headers"].as_object();
    headers
        .and_then(|headers| headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)))
        .map_or(&Value::Null, |(_, value)| value)
}

/// A number from zero up, a fraction rounded up, or the text of a whole one.
fn whole_number(value: &Value) -> Option<u64> {
    let rounded = |value: &Value| value.as_f64().filter(|n| (0.0..1e15).contains(n)).map(|n| n.ceil() as u64);
    value.as_u64().or_else(|| rounded(value)).or_else(|| value.as_str()?.trim().parse().ok())
}

fn fallback_models(availability: &Value) -> Vec<ModelId> {
    let is_slug = |id: &&str| !id.is_empty() && id.len() <= 128 && id.bytes().all(|byte| byte.is_ascii_graphic());
    let models = availability["fallback_models"].as_array().into_iter().flatten();
    models.filter_map(Value::as_str).filter(is_slug).take(MAX_FALLBACKS).map(ModelId::new).collect()
}
