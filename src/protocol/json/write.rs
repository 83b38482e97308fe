//! Writing JSON: what we send and keep is text, whole numbers, yes or no, lists and objects.

/// JSON as it will be sent or kept; empty where there is nothing to tell.
///
/// It is written from the inside out and knows no fractions, because to write these takes tables of
/// some 10 KB that every visitor would load.
#[derive(Debug, Default)]
pub(in crate::protocol) struct Json(String);

impl Json {
    /// The finished text.
    pub(in crate::protocol) fn into_text(self) -> String {
        self.0
    }
}

/// Writes an object, leaving out what is not known.
pub(in crate::protocol) fn object(fields: Vec<(&str, Json)>) -> Json {
    // A long conversation is written again and again: each time in as much memory as it takes.
    let mut text =
        String::with_capacity(2 + fields.iter().map(|(name, value)| name.len() + value.0.len() + 4).sum::<usize>());
    text.push('{');
    for (name, value) in fields {
        if !value.0.is_empty() {
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&Json::from(name).0);
            text.push(':');
            text.push_str(&value.0);
        }
    }
    text.push('}');
    Json(text)
}

impl From<Vec<Json>> for Json {
    fn from(values: Vec<Json>) -> Self {
        let mut text = String::with_capacity(2 + values.iter().map(|value| value.0.len() + 1).sum::<usize>());
        text.push('[');
        for value in values {
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&value.0);
        }
        text.push(']');
        Self(text)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self(serde_json::to_string(text).unwrap_or_default())
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self(value.to_string())
    }
}

impl From<u64> for Json {
    fn from(number: u64) -> Self {
        Self(number.to_string())
    }
}

impl From<u32> for Json {
    fn from(number: u32) -> Self {
        u64::from(number).into()
    }
}

impl From<i64> for Json {
    fn from(number: i64) -> Self {
        Self(number.to_string())
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(value: Option<T>) -> Self {
        value.map(Into::into).unwrap_or_default()
    }
}
