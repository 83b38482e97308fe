//! Which models there are, as `/models` lists them.
//!
//! `models.json` holds the ordinary ones in shorthand, with every odd case the real catalogue has been
//! seen to contain; `entry` fills the shorthand out. The behaviour models come from `behaviour`, the
//! recorded ones from `recorded`. Order: the alias everyone starts with, behaviours, ordinary models,
//! errors, transcripts, answers to measure by.

mod entry;

use std::collections::HashMap;

use serde_json::{Value, json};

use self::entry::full;
use crate::behaviour::BEHAVIOURS;
use crate::behaviour::bench::Bench;
use crate::recorded::{errors, transcripts};
use crate::script::usage::Price;

/// Missing from `/models/user`, as if the account's settings excluded them.
const NOT_FOR_USERS: [&str; 2] = ["acme/twilight", "cohere/command-b"];
/// Suffixes that work on any model and are never listed.
const DYNAMIC: [&str; 4] = [":nitro", ":floor", ":exacto", ":online"];
/// What a router costs, whose listed price is "-1".
const ROUTED: Price = Price { prompt: 3e-7, completion: 1.2e-6 };

/// What answering needs to know of a model.
#[derive(Clone, Debug)]
pub struct Model {
    /// As it was asked for, without a dynamic suffix.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The id in the chunks: never an alias, never a router.
    pub serves: String,
    /// Who runs it.
    pub provider: String,
    /// Dollars for a token.
    pub price: Price,
    /// Whether reasoning cannot be switched off.
    pub must_reason: bool,
}

/// All models.
pub struct Catalogue {
    entries: Vec<Value>,
    models: HashMap<String, Model>,
}

impl Catalogue {
    /// Reads and fills out all entries.
    pub fn new() -> Self {
        let ordinary: Vec<Value> =
            serde_json::from_str(include_str!("../models.json")).expect("models.json is a JSON array");
        let shorthand = std::iter::once(first()).chain(behaviours()).chain(ordinary).chain(recorded()).chain(benches());
        let (mut entries, mut models) = (Vec::new(), HashMap::new());
        for short in shorthand {
            let entry = full(&short);
            let model = model(&entry, &short);
            models.insert(model.id.clone(), model);
            entries.push(entry);
        }
        Self { entries, models }
    }

    /// The list as it is served. `every` includes models that do not write.
    pub fn list(&self, every: bool, for_user: bool) -> Value {
        let writes = |entry: &&Value| {
            every
                || entry["architecture"]["output_modalities"]
                    .as_array()
                    .is_some_and(|kinds| kinds.contains(&json!("text")))
        };
        let allowed = |entry: &&Value| !for_user || !NOT_FOR_USERS.iter().any(|id| entry["id"] == *id);
        let data: Vec<_> = self.entries.iter().filter(writes).filter(allowed).collect();
        json!({"data": data, "total_count": data.len(), "links": {"next": null}})
    }

    /// The model for an id as people write it.
    pub fn find(&self, id: &str) -> Option<&Model> {
        let mut base = id;
        while let Some(shorter) = DYNAMIC.iter().find_map(|suffix| base.strip_suffix(suffix)) {
            base = shorter;
        }
        self.models.get(base)
    }
}

impl Default for Catalogue {
    fn default() -> Self {
        Self::new()
    }
}

/// The alias that a fresh app starts with.
fn first() -> Value {
    json!({
        "id": "~openai/gpt-latest",
        "name": "OpenAI GPT Latest",
        "created": 1_795_000_000,
        "description": "Always leads to the newest model of the GPT family.",
        "context_length": 1_050_000,
        "input": "text image file",
        "tokenizer": "Router",
        "price": "0.000002 0.00001",
        "max_out": 128_000,
        "moderated": true,
        "alias_target": {"name": "OpenAI: GPT-6.2 Terra", "slug": "openai/gpt-6.2-terra"},
        "reasoning": {"mandatory": true, "default_enabled": true}
    })
}

fn behaviours() -> impl Iterator<Item = Value> {
    BEHAVIOURS.iter().enumerate().map(|(idx, behaviour)| {
        let mut short = json!({
            "id": format!("sandbox/{}", behaviour.slug),
            "name": behaviour.name,
            "created": 1_794_990_000 - idx,
            "description": behaviour.does,
            "input": "text image file",
            "price": "0.000001 0.000004",
            "max_out": 32_768,
        });
        if behaviour.slug.starts_with("reasoning") {
            short["reasoning"] = json!({"mandatory": false, "default_enabled": true, "supported_efforts": null});
        }
        short
    })
}

fn recorded() -> impl Iterator<Item = Value> {
    let errors = errors().iter().map(|error| {
        json!({
            "id": format!("sandbox/{}", error.name),
            "name": format!("Sandbox: Error {}", error.name),
            "created": 1_600_000_001,
            "description": format!("Always fails with HTTP status {}.", error.status),
            "price": "0.000001 0.000004",
        })
    });
    let transcripts = transcripts().iter().map(|transcript| {
        json!({
            "id": format!("sandbox/transcript-{}", transcript.stem),
            "name": format!("Sandbox: Transcript {}", transcript.stem),
            "created": 1_600_000_000,
            "description": "Plays a recorded stream, byte for byte.",
            "price": "0.000001 0.000004",
        })
    });
    errors.chain(transcripts)
}

fn benches() -> impl Iterator<Item = Value> {
    Bench::all().map(|bench| {
        json!({
            "id": format!("sandbox/{}", bench.slug()),
            "name": format!("Sandbox: {}", bench.slug()),
            "created": 1_500_000_000,
            "description": bench.does(),
            "price": "0.000001 0.000004",
        })
    })
}

fn model(entry: &Value, short: &Value) -> Model {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let id = text(&entry["id"]);
    let serves = [&short["serves"], &entry["alias_target"]["slug"]]
        .into_iter()
        .find_map(Value::as_str)
        .unwrap_or(&id)
        .to_owned();
    let dollars = |name: &str| text(&entry["pricing"][name]).parse::<f64>().ok().filter(|price| *price >= 0.0);
    let price = match (dollars("prompt"), dollars("completion")) {
        (Some(prompt), Some(completion)) => Price { prompt, completion },
        _ => ROUTED,
    };
    Model {
        name: text(&entry["name"]),
        provider: provider(&serves),
        price,
        // Aliases change the effort silently instead of refusing it.
        must_reason: entry["reasoning"]["mandatory"] == true && !id.starts_with('~'),
        serves,
        id,
    }
}

fn provider(id: &str) -> String {
    match id.split('/').next().unwrap_or_default() {
        "openai" => "OpenAI",
        "anthropic" => "Anthropic",
        "google" => "Google AI Studio",
        "x-ai" => "xAI",
        "deepseek" => "DeepInfra",
        "meta-llama" => "Together",
        "mistralai" => "Mistral",
        "sandbox" => "Sandbox",
        _ => "Acme",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_begins_with_the_alias_and_the_behaviours() {
        let list = Catalogue::new().list(false, false);
        assert_eq!(list["data"][0]["id"], "~openai/gpt-latest");
        assert_eq!(list["data"][1]["id"], "sandbox/echo");
    }

    #[test]
    fn a_user_sees_two_fewer() {
        let catalogue = Catalogue::new();
        let n_models = |for_user| catalogue.list(false, for_user)["total_count"].as_u64();
        assert_eq!(n_models(true), n_models(false).map(|count| count - 2));
    }

    #[test]
    fn aliases_lead_to_models_that_exist() {
        let catalogue = Catalogue::new();
        for entry in &catalogue.entries {
            let model = catalogue.find(entry["id"].as_str().expect("an id")).expect("it is listed");
            assert!(catalogue.find(&model.serves).is_some(), "{}", model.serves);
        }
    }

    #[test]
    fn dynamic_suffixes_find_the_base() {
        let catalogue = Catalogue::new();
        for id in ["acme/alpha:nitro", "acme/alpha:free:online", "openrouter/auto:floor"] {
            assert!(catalogue.find(id).is_some(), "{id}");
        }
        assert!(catalogue.find("acme/alpha:huge").is_none());
    }
}
