//! From shorthand to a full entry of `/models`.
//!
//! | shorthand | stands for |
//! | --- | --- |
//! | `input`, `output` | modalities, separated by spaces |
//! | `price` | price of a token in and out, as text |
//! | `max_out`, `moderated`, `provider_context` | fields of `top_provider` |
//! | `only`, `with`, `without` | supported parameters: instead of, added to, taken from the usual |
//! | `serves` | what a router picks; not shown |
//!
//! Every other field stands for itself and replaces the default.

use serde_json::{Map, Value, json};

const USUAL: &str = "frequency_penalty max_tokens presence_penalty response_format seed stop structured_outputs \
    temperature tool_choice tools top_p";
const SHORTHAND: [&str; 11] = [
    "input",
    "output",
    "price",
    "pricing",
    "tokenizer",
    "instruct_type",
    "max_out",
    "moderated",
    "provider_context",
    "serves",
    "reasoning",
];
const PARAMETERS: [&str; 3] = ["only", "with", "without"];

/// The entry as OpenRouter would list it.
pub fn full(short: &Value) -> Value {
    let id = short["id"].as_str().unwrap_or_default();
    let context = short.get("context_length").cloned().unwrap_or(json!(128_000));
    let mut entry = json!({
        "id": id,
        "canonical_slug": id.trim_end_matches(":free"),
        "hugging_face_id": null,
        "name": id,
        "created": 0,
        "description": "",
        "context_length": context,
        "architecture": architecture(short),
        "pricing": pricing(short),
        "top_provider": {
            "context_length": short.get("provider_context").unwrap_or(&context),
            "max_completion_tokens": short["max_out"],
            "is_moderated": short["moderated"] == true
        },
        "per_request_limits": null,
        "supported_parameters": parameters(short),
        "default_parameters": {},
        "supported_voices": null,
        "knowledge_cutoff": null,
        "expiration_date": null,
        "links": {"details": format!("/api/v1/models/{id}/endpoints")}
    });
    for (name, value) in short.as_object().into_iter().flatten() {
        if !SHORTHAND.contains(&name.as_str()) && !PARAMETERS.contains(&name.as_str()) {
            entry[name] = value.clone();
        }
    }
    // Absent is not null here: older entries have no `reasoning` at all.
    if let Some(reasoning) = short.get("reasoning") {
        entry["reasoning"] = reasoning.clone();
    }
    entry
}

fn words(value: &Value) -> Vec<&str> {
    value.as_str().unwrap_or_default().split_whitespace().collect()
}

fn architecture(short: &Value) -> Value {
    let or_text = |value: &'_ Value| -> Vec<String> {
        let kinds = words(value);
        if kinds.is_empty() { vec!["text".into()] } else { kinds.into_iter().map(str::to_owned).collect() }
    };
    let (input, output) = (or_text(&short["input"]), or_text(&short["output"]));
    json!({
        "modality": format!("{}->{}", input.join("+"), output.join("+")),
        "input_modalities": input,
        "output_modalities": output,
        "tokenizer": short["tokenizer"].as_str().unwrap_or("Other"),
        "instruct_type": short["instruct_type"]
    })
}

fn pricing(short: &Value) -> Value {
    let mut prices = words(&short["price"]).into_iter();
    let mut pricing = Map::new();
    pricing.insert("prompt".into(), json!(prices.next().unwrap_or("0")));
    pricing.insert("completion".into(), json!(prices.next().unwrap_or("0")));
    pricing.extend(short["pricing"].as_object().cloned().unwrap_or_default());
    Value::Object(pricing)
}

fn parameters(short: &Value) -> Vec<&str> {
    if short.get("only").is_some() {
        return words(&short["only"]);
    }
    let mut names: Vec<&str> = USUAL.split_whitespace().collect();
    names.extend(words(&short["with"]));
    if short.get("reasoning").is_some() {
        names.extend(["include_reasoning", "reasoning"]);
    }
    let without = words(&short["without"]);
    names.retain(|name| !without.contains(name));
    names.sort_unstable();
    names
}
