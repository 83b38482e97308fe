//! Answers, and how they end.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt;

use super::{Sandbox, question_to, request, said};

const CHAT: &str = "/api/v1/chat/completions";

async fn outcome(sandbox: &Sandbox, text: &str) -> Value {
    sandbox.get(&format!("/sandbox/log?contains={text}")).await.json()[0]["outcome"].clone()
}

#[tokio::test]
async fn echo_gives_back_every_character() {
    let text = "Größe 🎈\n\n```rust\nfn main() {}\n```\u{2028}end ";
    let reply = Sandbox::new().ask("sandbox/echo", text).await;
    assert_eq!(said(&reply.text), text);
    assert!(reply.text.ends_with("data: [DONE]\n\n"));
}

#[tokio::test]
async fn context_lists_every_message() {
    let messages = json!([
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "One"}, {"type": "image_url", "image_url": {"url": "x"}}]},
        {"role": "assistant", "content": "Two"},
        {"role": "user", "content": "Three"}
    ]);
    let reply =
        Sandbox::new().post(CHAT, json!({"model": "sandbox/context", "stream": true, "messages": messages})).await;
    assert_eq!(said(&reply.text), "1. system: Be brief.\n2. user: One[image_url]\n3. assistant: Two\n4. user: Three");
}

#[tokio::test]
async fn the_alias_answers_as_a_concrete_model() {
    let reply = Sandbox::new().ask("~openai/gpt-latest", "Why?").await;
    assert!(reply.text.contains(r#""model":"openai/gpt-6.2-terra""#));
    assert!(said(&reply.text).contains("“Why?”"));
}

#[tokio::test]
async fn a_cap_ends_an_answer_with_length() {
    for name in ["max_tokens", "max_completion_tokens"] {
        let mut body = question_to("sandbox/echo", "abcdefghijklmnop");
        body[name] = json!(2);
        let reply = Sandbox::new().post(CHAT, body).await;
        assert_eq!(said(&reply.text), "abcdefgh", "{name}");
        assert!(reply.text.contains(r#""finish_reason":"length""#), "{name}");
    }
}

#[tokio::test]
async fn both_forms_of_usage_are_spoken() {
    let sandbox = Sandbox::new();
    for (model, is_empty) in [("sandbox/echo", false), ("sandbox/markdown", true)] {
        let reply = sandbox.ask(model, "Hello").await;
        let last = reply.text.split("\n\n").find(|frame| frame.contains(r#""usage""#)).expect("usage");
        assert_eq!(last.contains(r#""choices":[]"#), is_empty, "{model}");
        assert!(last.contains(r#""cost":0.0"#), "{model}: {last}");
    }
}

#[tokio::test]
async fn refusals_come_before_any_answer() {
    let sandbox = Sandbox::new();
    let no_key = Request::post(CHAT).body(Body::from("{}")).expect("valid");
    assert_eq!(sandbox.send(no_key).await.json()["error"]["message"], "No cookie auth credentials found");
    let malformed = request("POST", CHAT, Body::from("{not json"));
    assert_eq!(sandbox.send(malformed).await.status, StatusCode::BAD_REQUEST);
    let empty = sandbox.post(CHAT, json!({"model": "sandbox/echo", "messages": []})).await;
    assert_eq!(empty.status, StatusCode::BAD_REQUEST);
    let unknown = sandbox.ask("nobody/nothing", "Hello").await;
    assert_eq!(unknown.json()["error"]["message"], "nobody/nothing is not a valid model ID");
}

#[tokio::test]
async fn flaky_fails_once_for_each_question() {
    let sandbox = Sandbox::new();
    for question in ["one", "two"] {
        assert_eq!(sandbox.ask("sandbox/flaky", question).await.status, 502);
        assert_eq!(sandbox.ask("sandbox/flaky", question).await.status, 200);
    }
}

#[tokio::test]
async fn a_gate_holds_an_answer_until_it_is_released() {
    let sandbox = Sandbox::new();
    let release = sandbox.post("/sandbox/release?gate=early", Value::Null).await;
    assert_eq!(release.json()["released"], 0);
    let reply = sandbox.ask("sandbox/gate", "Wait at early").await;
    assert_eq!(said(&reply.text), "Before the gate. After the gate.");
    assert_eq!(outcome(&sandbox, "early").await, "complete");
}

#[tokio::test]
async fn a_client_that_leaves_a_gate_is_noticed() {
    let sandbox = Sandbox::new();
    let body = question_to("sandbox/gate-first", "Wait at never").to_string();
    let Ok(response) = sandbox.router.clone().oneshot(request("POST", CHAT, Body::from(body))).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(outcome(&sandbox, "never").await, "running");
    drop(response);
    assert_eq!(outcome(&sandbox, "never").await, "client-gone");
}

#[tokio::test]
async fn the_log_never_shows_a_whole_key() {
    let sandbox = Sandbox::new();
    sandbox.ask("sandbox/echo", "look-me-up").await;
    let entry = sandbox.get("/sandbox/log?contains=look-me-up").await.json()[0].clone();
    assert_eq!(entry["headers"]["authorization"], "Bearer sk-or-v1-5a…0000");
    assert_eq!(entry["authorization_present"], true);
}

#[tokio::test]
async fn a_revoked_key_is_unknown() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.get("/api/v1/key").await.status, 200);
    sandbox.post(&format!("/sandbox/revoke?key={}", super::KEY), Value::Null).await;
    let reply = sandbox.get("/api/v1/key").await;
    assert_eq!((reply.status.as_u16(), reply.json()["error"]["message"].as_str()), (401, Some("User not found.")));
}

#[tokio::test]
async fn a_generation_is_not_found_at_first() {
    let sandbox = Sandbox::new();
    let id = sandbox.ask("sandbox/echo", "Hello").await.header("x-generation-id").to_owned();
    let path = format!("/api/v1/generation?id={id}");
    assert_eq!(sandbox.get(&path).await.status, 404);
    assert_eq!(sandbox.get(&path).await.json()["data"]["cancelled"], false);
}

#[tokio::test]
async fn an_answer_to_measure_by_is_whole_in_pieces_of_four_and_never_early() {
    let sandbox = Sandbox::new();
    sandbox.post("/sandbox/release?gate=ajar", json!({})).await;
    let started = Instant::now();
    let reply = sandbox.ask("sandbox/bench-6000-5000", "Ready? ajar").await;
    // 1,500 pieces at 5,000 a second.
    assert!(started.elapsed() >= Duration::from_millis(300));
    let text = said(&reply.text);
    assert_eq!(text.chars().count(), 6_000);
    assert!(text.ends_with("\n\nFinis.\n"));
    let n_pieces = reply.text.split("\n\n").filter(|frame| frame.contains("\"finish_reason\":null")).count();
    assert_eq!(n_pieces, 1_500);
}
