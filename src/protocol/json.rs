//! Reading JSON that may be otherwise than expected.
//!
//! A field is asked for by name and kind; one that is missing, null or of another kind is simply
//! not there, and its neighbours are unharmed. This replaces derived structs: those fail as a whole
//! unless every field gets a lenient helper, and then they are larger than this.
//!
//! The `take_` functions move text out, so that a picture of several megabytes is not copied.

pub(super) mod write;

use serde_json::Value;

use crate::domain::cost::Money;

/// Reads a document.
///
/// JavaScript servers cut text between the halves of a surrogate pair, and write each half as an
/// escape that is no character. Such a half becomes U+FFFD here instead of costing the document.
pub(super) fn parse(bytes: &[u8]) -> Option<Value> {
    serde_json::from_slice(bytes).ok().or_else(|| {
        let mended = mend_surrogates(std::str::from_utf8(bytes).ok()?)?;
        serde_json::from_slice(mended.as_bytes()).ok()
    })
}

/// The text with lone surrogate escapes replaced; `None` if there is none.
fn mend_surrogates(text: &str) -> Option<String> {
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let length = match (surrogate(escape), surrogate(escape.get(6..).unwrap_or_default())) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                found = true;
                mended.push_str("\\ufffd");
                rest = &escape[6..];
                continue;
            }
            // The backslash and what it escapes, which may be a backslash or, in broken JSON, anything.
            _ => 1 + escape[1..].chars().next().map_or(0, char::len_utf8),
        };
        mended.push_str(&escape[..length]);
        rest = &escape[length..];
    }
    mended.push_str(rest);
    found.then_some(mended)
}

/// The number in an escape of the form `\uXXXX` that `text` begins with.
fn surrogate(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

/// A text that stands there.
pub(super) fn text<'a>(object: &'a Value, name: &str) -> Option<&'a str> {
    object.get(name)?.as_str()
}

/// Moves a text out.
pub(super) fn take_text(object: &mut Value, name: &str) -> Option<String> {
    match object.get_mut(name).map(Value::take) {
        Some(Value::String(text)) => Some(text),
        _ => None,
    }
}

/// Moves a list out; an empty one if there is none.
pub(super) fn take_list(object: &mut Value, name: &str) -> Vec<Value> {
    match object.get_mut(name).map(Value::take) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    }
}

/// A whole number from zero up; a fraction, which no count has, is cut off.
pub(super) fn count(object: &Value, name: &str) -> Option<u64> {
    let number = object.get(name)?;
    number.as_u64().or_else(|| number.as_f64().filter(|n| *n >= 0.0).map(|n| n as u64))
}

/// A smaller [`count`]; one that does not fit is not there.
pub(super) fn small_count(object: &Value, name: &str) -> Option<u32> {
    count(object, name)?.try_into().ok()
}

/// Dollars, as a number or as the text of one.
pub(super) fn dollars(object: &Value, name: &str) -> Option<Money> {
    match object.get(name)? {
        Value::String(text) => Money::parse_dollars(text),
        // Exact to a pico-dollar below $1000; further up an `f64` runs out of digits.
        Value::Number(number) => {
            let pico = (number.as_f64()? * 1e12).round();
            (pico.abs() < 9e18).then(|| Money::from_pico(pico as i64))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_are_exact_as_number_and_as_text() {
        let check = |json: &str, pico: Option<i64>| {
            let object = parse(format!(r#"{{"cost":{json}}}"#).as_bytes()).unwrap();
            assert_eq!(dollars(&object, "cost"), pico.map(Money::from_pico), "{json}");
        };
        check("0.000282", Some(282_000_000));
        check("1.17e-05", Some(11_700_000));
        check("\"0.0000000375\"", Some(37_500));
        check("0", Some(0));
        check("-1", Some(-1_000_000_000_000));
        check("899.123456789012", Some(899_123_456_789_012));
        check("1e300", None);
        check("\"free\"", None);
        check("null", None);
        check("[1]", None);
    }

    #[test]
    fn a_count_is_whole_and_not_negative() {
        let object = parse(br#"{"a":3,"b":3.9,"c":-3,"d":"3","e":1e300,"f":4294967296}"#).unwrap();
        let counts = ["a", "b", "c", "d", "f", "g"].map(|name| count(&object, name));
        assert_eq!(counts, [Some(3), Some(3), None, None, Some(4_294_967_296), None]);
        assert_eq!((count(&object, "e"), small_count(&object, "f")), (Some(u64::MAX), None));
    }
}
