//! The lists of models.

use serde_json::Value;

use super::Sandbox;

/// Tests and people name these.
const NAMED: &[&str] = &[
    "~openai/gpt-latest",
    "~anthropic/claude-sonnet-latest",
    "openrouter/auto",
    "openrouter/free",
    "sandbox/echo",
    "sandbox/context",
    "sandbox/markdown",
    "sandbox/reasoning",
    "sandbox/reasoning-summary",
    "sandbox/slow",
    "sandbox/fast",
    "sandbox/20k-tokens",
    "sandbox/gate",
    "sandbox/echo-gate",
    "sandbox/gate-first",
    "sandbox/stall",
    "sandbox/midstream-error",
    "sandbox/error-first",
    "sandbox/cut",
    "sandbox/eof",
    "sandbox/no-done",
    "sandbox/length",
    "sandbox/filter",
    "sandbox/empty",
    "sandbox/not-sse",
    "sandbox/json",
    "sandbox/hostile",
    "sandbox/flaky",
    "sandbox/refused",
    "sandbox/402-credits",
    "sandbox/429-capacity",
    "sandbox/524-edge-html",
    "sandbox/200-error-body",
    "sandbox/401-bad-key",
    "sandbox/transcript-04-image-output",
];

fn ids(list: &Value) -> Vec<String> {
    let data = list["data"].as_array().expect("a list");
    data.iter().filter_map(|model| model["id"].as_str().map(str::to_owned)).collect()
}

#[tokio::test]
async fn every_named_model_is_listed_once() {
    let sandbox = Sandbox::new();
    for path in ["/api/v1/models", "/api/v1/models/user"] {
        let ids = ids(&sandbox.get(path).await.json());
        for name in NAMED {
            assert_eq!(ids.iter().filter(|id| id == name).count(), 1, "{path}: {name}");
        }
    }
}

#[tokio::test]
async fn a_painter_is_listed_only_when_all_are_asked_for() {
    let sandbox = Sandbox::new();
    let writers = ids(&sandbox.get("/api/v1/models").await.json());
    let all = ids(&sandbox.get("/api/v1/models?output_modalities=all").await.json());
    assert!(!writers.contains(&"acme/easel".to_owned()) && all.contains(&"acme/easel".to_owned()));
}

#[tokio::test]
async fn the_odd_cases_are_there() {
    let list = Sandbox::new().get("/api/v1/models").await.json();
    let any = |odd: &dyn Fn(&Value) -> bool| list["data"].as_array().is_some_and(|models| models.iter().any(odd));
    assert!(any(&|model| model["pricing"]["prompt"] == "-1"));
    assert!(any(&|model| model["pricing"]["overrides"].is_array()));
    assert!(any(&|model| model["context_length"].as_u64() > Some(2_000_000)));
    assert!(any(&|model| model["context_length"] == 4096));
    assert!(any(&|model| model["context_length"].is_null()));
    assert!(any(&|model| model["expiration_date"] == "2026-03-31"));
    assert!(any(&|model| model["alias_target"]["slug"].is_string()));
    assert!(any(&|model| model["reasoning"]["mandatory"] == true));
    assert!(any(&|model| model["reasoning"]["supported_efforts"].is_array()));
    assert!(any(&|model| model["reasoning"].get("supported_efforts") == Some(&Value::Null)));
    assert!(any(&|model| model["reasoning"]["supports_max_tokens"] == true));
    assert!(any(&|model| model.get("reasoning").is_none()));
    assert!(any(&|model| model["description"].as_str().is_some_and(|text| text.ends_with('…'))));
}
