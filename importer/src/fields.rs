//! The fields of an object that nobody promised, taken out one by one. What is left over is what has no place here.

use parlance::domain::cost::{Money, Usage};
use serde_json::{Map, Value};

use crate::moment;

/// An object, as far as it has not been taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Map<String, Value>);

impl Fields {
    /// The fields of an object; none if it is none.
    pub(crate) fn of(value: Value) -> Option<Self> {
        match value {
            Value::Object(map) => Some(Self(map)),
            _ => None,
        }
    }

    /// Whether a field is there and says something.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }

    /// A field to look at.
    pub(crate) fn peek(&self, name: &str) -> &Value {
        self.0.get(name).unwrap_or(&Value::Null)
    }

    /// A text to look at.
    pub(crate) fn word(&self, name: &str) -> &str {
        self.peek(name).as_str().unwrap_or_default()
    }

    /// Puts something back, or among what is left over.
    pub(crate) fn put(&mut self, name: &str, value: Value) {
        if !is_empty(&value) {
            self.0.insert(name.to_owned(), value);
        }
    }

    /// Takes a field, whatever it is.
    pub(crate) fn take(&mut self, name: &str) -> Value {
        self.0.remove(name).unwrap_or_default()
    }

    fn take_if(&mut self, name: &str, is_fit: impl Fn(&Value) -> bool) -> Option<Value> {
        if self.0.get(name).is_some_and(is_fit) { self.0.remove(name) } else { None }
    }

    /// Takes a text that says something.
    pub(crate) fn text(&mut self, name: &str) -> Option<String> {
        match self.take_if(name, Value::is_string) {
            Some(Value::String(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// Takes a name, which may be a number.
    pub(crate) fn id(&mut self, name: &str) -> Option<String> {
        match self.take_if(name, Value::is_number) {
            Some(number) => Some(number.to_string()),
            None => self.text(name),
        }
    }

    /// Takes a list; an empty one if there is none.
    pub(crate) fn list(&mut self, name: &str) -> Vec<Value> {
        match self.take_if(name, Value::is_array) {
            Some(Value::Array(list)) => list,
            _ => Vec::new(),
        }
    }

    /// Takes an object; an empty one if there is none.
    pub(crate) fn object(&mut self, name: &str) -> Self {
        self.take_if(name, Value::is_object).and_then(Self::of).unwrap_or_default()
    }

    /// Takes a yes or no; no if nothing is said.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        self.take_if(name, Value::is_boolean).and_then(|value| value.as_bool()).unwrap_or(false)
    }

    /// Takes a moment: seconds or milliseconds since 1970, or ISO 8601. One in another form is left.
    pub(crate) fn moment(&mut self, name: &str) -> Option<i64> {
        let told = moment::of(self.0.get(name)?)?;
        self.0.remove(name);
        Some(told)
    }

    /// Takes a count.
    pub(crate) fn count(&mut self, name: &str) -> Option<u64> {
        self.take_if(name, Value::is_u64)?.as_u64()
    }

    /// Takes an amount in dollars.
    pub(crate) fn dollars(&mut self, name: &str) -> Option<Money> {
        let told = self.take_if(name, |value| value.is_number() || value.is_string())?;
        let text = told.as_str().map_or_else(|| told.to_string(), str::to_owned);
        Money::parse_dollars(&text)
    }

    /// Takes what an answer used, under any of the names that apps have for it; none if nothing is told.
    pub(crate) fn usage(&mut self) -> Option<Usage> {
        let mut any = |names: &[&str]| names.iter().find_map(|name| self.count(name));
        let prompt = any(&["prompt_tokens", "input_tokens", "prompt_eval_count", "TIn"]);
        let completion =
            any(&["completion_tokens", "output_tokens", "eval_count", "TOut", "tokensCount", "tokenCount"]);
        let reasoning = any(&["reasoning_tokens", "TOutR"]);
        let cached = any(&["cached_tokens", "TCacheRead"]);
        let cost = self.dollars("cost");
        (prompt.is_some() || completion.is_some() || cost.is_some()).then(|| Usage {
            prompt_tokens: prompt.unwrap_or(0),
            completion_tokens: completion.unwrap_or(0),
            reasoning_tokens: reasoning.unwrap_or(0),
            cached_tokens: cached.unwrap_or(0),
            cost,
        })
    }

    /// The names that are left.
    pub(crate) fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    /// What is left over, without what says nothing.
    pub(crate) fn rest(mut self) -> Map<String, Value> {
        self.0.retain(|_, value| !is_empty(value));
        self.0
    }

    /// The same as a value.
    pub(crate) fn into_value(self) -> Value {
        Value::Object(self.rest())
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}
