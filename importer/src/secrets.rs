//! What is never kept, not even aside: keys to services.

use serde_json::{Map, Value};

/// Parts of names under which apps keep keys, in small letters and digits alone.
const NAMES: [&str; 10] = [
    "apikey",
    "accesscode",
    "accesskey",
    "secret",
    "password",
    "authorization",
    "accesstoken",
    "refreshtoken",
    "authtoken",
    "credential",
];

/// How keys of the larger services begin.
const BEGINNINGS: [&str; 7] = ["sk-", "sk_", "AIza", "gsk_", "xai-", "hf_", "Bearer "];
/// The shortest text that is taken for a key.
const MIN_LENGTH: usize = 20;

/// Takes keys out of what is kept aside. Says whether there were any.
pub(crate) fn scrub(fields: &mut Map<String, Value>) -> bool {
    let n_before = fields.len();
    fields.retain(|name, value| !(is_telling(name, value) || is_key(value)));
    let is_less = fields.len() < n_before;
    fields.values_mut().fold(is_less, |found, value| scrub_value(value) || found)
}

fn scrub_value(value: &mut Value) -> bool {
    match value {
        Value::Object(fields) => scrub(fields),
        Value::Array(list) => {
            let n_before = list.len();
            list.retain(|value| !is_key(value));
            let is_less = list.len() < n_before;
            list.iter_mut().fold(is_less, |found, value| scrub_value(value) || found)
        }
        _ => false,
    }
}

/// Whether a field is a store of keys by its name. Numbers and switches beside it are none.
fn is_telling(name: &str, value: &Value) -> bool {
    let name: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    !matches!(value, Value::Null | Value::Bool(_) | Value::Number(_)) && NAMES.iter().any(|part| name.contains(part))
}

fn is_key(value: &Value) -> bool {
    let Some(text) = value.as_str().map(str::trim) else { return false };
    let begins = BEGINNINGS.iter().find_map(|beginning| text.strip_prefix(beginning));
    text.len() >= MIN_LENGTH && begins.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_graphic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_go_and_their_neighbours_stay() {
        let text = r#"{"a":{"openaiApiKey":"x","tokens":3,"list":["sk-abcdefghijklmnopqrstuvwx","words"]},"useSecret":true,
            "note":"sk-abcdefghijklmnopqrstuvwx","said":"sk-abcdefghijklmnopqrstuvwx is no key of mine","custom_api_key":["x"]}"#;
        let Value::Object(mut fields) = serde_json::from_str(text).unwrap() else { panic!() };
        assert!(scrub(&mut fields));
        let said = "sk-abcdefghijklmnopqrstuvwx is no key of mine";
        let left = serde_json::json!({"a": {"tokens": 3, "list": ["words"]}, "useSecret": true, "said": said});
        assert_eq!(Value::Object(fields.clone()), left);
        assert!(!scrub(&mut fields));
    }
}
