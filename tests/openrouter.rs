//! The wire apart from streams: requests, errors, models, the key, signing in.

use std::collections::BTreeSet;
use std::sync::Arc;

use parlance::domain::cost::Money;
use parlance::domain::ids::{ApiKey, ConversationId, MessageId, ModelId};
use parlance::domain::message::{Message, Outcome, Part, Role};
use parlance::domain::problem::{Problem, ProblemKind, Remedy};
use parlance::domain::time::Timestamp;
use parlance::domain::turn::ChatEvent;
use parlance::protocol::openrouter::{IS_SANDBOX, Method, ORIGIN, Request, account, auth, chat, error, models};
use parlance::protocol::pkce::Verifier;
use serde_json::{Value, json};

/// The recorded and documented errors, with the cause that each should be read as.
fn errors() -> Vec<Value> {
    let entries: Vec<Value> = serde_json::from_str(include_str!("errors.json")).unwrap();
    assert_eq!(entries.len(), 37);
    entries
}

fn body(entry: &Value) -> Vec<u8> {
    match &entry["body"] {
        Value::String(text) => text.clone().into_bytes(),
        json => json.to_string().into_bytes(),
    }
}

fn read(entry: &Value) -> Problem {
    let status = entry["status"].as_u64().unwrap() as u16;
    if status != 200 {
        return error::problem(status, &body(entry));
    }
    let mut events = chat::events_from_body(&body(entry));
    assert_eq!(events.pop(), Some(ChatEvent::Done));
    let Some(ChatEvent::Failed(problem)) = events.pop() else { panic!("{entry}") };
    problem
}

fn entry(name: &str) -> Problem {
    read(errors().iter().find(|entry| entry["name"] == name).unwrap())
}

#[test]
fn every_known_error_is_read_as_its_cause() {
    for entry in errors() {
        let (problem, expected) = (read(&entry), &entry["expect"]);
        assert_eq!(problem.kind.name(), expected["kind"], "{entry}");
        assert_eq!(problem.retry_after_s.map(u64::from), expected["retry_after_seconds"].as_u64(), "{entry}");
    }
}

#[test]
fn no_error_shows_the_callers_account() {
    for entry in errors() {
        assert!(!format!("{:?}", read(&entry)).contains("user_2aBc"), "{entry}");
    }
    let body = br#"{"error":{"message":"User user_2aBc has no credits","code":402},"user_id":"user_2aBc"}"#;
    assert_eq!(error::problem(402, body).detail.as_deref(), Some("User … has no credits"));
}

#[test]
fn an_error_carries_what_its_remedy_needs() {
    assert_eq!(entry("402-affordable-cap").kind, ProblemKind::LowerOutputCap { affordable: Some(3395) });
    assert_eq!(
        entry("429-platform-daily").kind,
        ProblemKind::DailyLimit { resets: Some(Timestamp::from_ms(1_795_478_400_000)) }
    );
    assert_eq!(entry("404-free-ended").fallback_models, [ModelId::new("acme/alpha")]);
    assert_eq!(entry("429-capacity").fallback_models, [ModelId::new("acme/beta")]);
}

#[test]
fn the_words_shown_apart_are_those_that_say_most() {
    for (name, detail) in [
        ("400-unknown-model", Some("acme/nope-1 is not a valid model ID")),
        ("400-zod-shape", Some("Required")),
        ("429-upstream-no-hint", Some("acme/alpha:free is temporarily rate-limited upstream.")),
        ("502-provider-raw", Some("upstream socket closed")),
        ("502-with-file-annotations", Some("Provider returned error")),
        ("524-edge-html", None),
    ] {
        assert_eq!(entry(name).detail.as_deref(), detail, "{name}");
    }
}

#[test]
fn partial_words_come_before_the_error_that_ended_them() {
    let entries = errors();
    let entry = entries.iter().find(|entry| entry["name"] == "200-error-in-choice").unwrap();
    let events = chat::events_from_body(&body(entry));
    let words = events.iter().position(|event| *event == ChatEvent::TextDelta("partial output".to_owned()));
    let failed = events.iter().position(|event| matches!(event, ChatEvent::Failed(_)));
    assert!(words.is_some() && words < failed, "{events:?}");
}

/// Each cause that OpenRouter tells apart.
#[test]
fn each_status_has_its_own_sentence_and_a_remedy_that_fits() {
    let mut sentences = BTreeSet::new();
    for (status, remedy) in [
        (400, Remedy::EditQuestion),
        (401, Remedy::Connect),
        (402, Remedy::AddCredits),
        (403, Remedy::EditQuestion),
        (404, Remedy::ChooseModel),
        (408, Remedy::Retry),
        (412, Remedy::Retry),
        (413, Remedy::NewChat),
        (422, Remedy::EditQuestion),
        (429, Remedy::Retry),
        (500, Remedy::Retry),
        (502, Remedy::Retry),
        (503, Remedy::Retry),
        (529, Remedy::Retry),
    ] {
        for body in [format!(r#"{{"error":{{"code":{status},"message":"no"}}}}"#), "<html>no</html>".to_owned()] {
            let problem = error::problem(status, body.as_bytes());
            assert_eq!(problem.remedy(), remedy, "{status}: {problem:?}");
            assert_eq!(problem.status, Some(status));
            let sentence = problem.sentence();
            assert!(sentence.ends_with('.') && sentence.len() > 20, "{status}: {sentence}");
            sentences.insert((sentence, status));
        }
    }
    let distinct: BTreeSet<&str> = sentences.iter().map(|(sentence, _)| sentence.as_str()).collect();
    assert_eq!(distinct.len(), 14, "{sentences:#?}");
    for status in [504, 524] {
        assert_eq!(error::problem(status, b"").sentence(), error::problem(408, b"").sentence(), "{status}");
    }
}

fn check_kind(status: u16, error: &Value, kind: &ProblemKind) {
    let problem = error::problem(status, json!({ "error": error }).to_string().as_bytes());
    assert_eq!(problem.kind, *kind, "{status} {error}");
}

#[test]
fn what_availability_says_counts_more_than_the_status() {
    let check = |status, retryable: Value, code: &str, kind| {
        check_kind(
            status,
            &json!({"code": status, "message": "x", "availability": {"code": code, "retryable": retryable}}),
            &kind,
        );
    };
    check(404, json!(true), "no_endpoints", ProblemKind::Retryable);
    check(400, json!(true), "temporarily_unavailable", ProblemKind::Retryable);
    check(503, json!(true), "capacity_exhausted", ProblemKind::RateLimited);
    check(503, json!(false), "model_unavailable_upstream", ProblemKind::ModelUnavailable);
    check(429, json!(false), "something_new", ProblemKind::ModelUnavailable);
    check(404, json!(false), "privacy_restricted", ProblemKind::DataPolicy);
    check(403, json!(false), "region_restricted", ProblemKind::ModelUnavailable);
    check(503, json!(null), "temporarily_unavailable", ProblemKind::Retryable);
    check(429, json!("yes"), "something_new", ProblemKind::RateLimited);
    let excluded =
        json!({"code": 404, "availability": {"code": "constraint_filtered", "excluded_by": ["data_policy:zdr"]}});
    check_kind(404, &excluded, &ProblemKind::DataPolicy);
}

#[test]
fn a_success_that_holds_an_error_has_the_status_of_the_error() {
    let problem = error::problem(200, br#"{"error":{"code":402,"message":"x"}}"#);
    assert_eq!((problem.kind, problem.status), (ProblemKind::OutOfCredits, Some(402)));
    assert_eq!(error::problem(200, b"{}").kind, ProblemKind::Unreadable);
}

#[test]
fn the_end_of_a_daily_limit_is_read_in_milliseconds_or_seconds() {
    for (reset, resets) in [
        (json!("1795478400000"), Some(1_795_478_400_000)),
        (json!(1_795_478_400), Some(1_795_478_400_000)),
        (json!("tomorrow"), None),
        (json!(-1), None),
        (json!(null), None),
    ] {
        let metadata = json!({"limit_source": "openrouter_free_tier_daily", "headers": {"x-ratelimit-reset": reset}});
        let kind = ProblemKind::DailyLimit { resets: resets.map(Timestamp::from_ms) };
        check_kind(429, &json!({"message": "x", "metadata": metadata}), &kind);
    }
}

#[test]
fn the_causes_of_one_status_are_told_apart() {
    let check = |status, message: &str, kind| check_kind(status, &json!({"code": status, "message": message}), &kind);
    check(402, "You can only afford 7.", ProblemKind::OutOfCredits);
    check(402, "Use fewer max_tokens.", ProblemKind::LowerOutputCap { affordable: None });
    check(403, "Key limit exceeded (total limit).", ProblemKind::KeyLimitReached);
    check(429, "Rate limit exceeded: free-models-per-day-high-balance.", ProblemKind::DailyLimit { resets: None });
    check(429, "Rate limit exceeded: free-models-per-min.", ProblemKind::RateLimited);
    check(400, "Invalid code_challenge_method", ProblemKind::Bug);
    check(400, "This endpoint's maximum context length is 8192 tokens.", ProblemKind::ContextTooLong);
    check(403, "This model is not offered in your country.", ProblemKind::ModelUnavailable);
    check(404, "No endpoints found for acme/alpha.", ProblemKind::ModelUnavailable);
    check(451, "For legal reasons", ProblemKind::BadRequest);
    check(599, "New", ProblemKind::Retryable);
    let raw =
        |raw: &str| json!({"message": "Provider returned error", "metadata": {"raw": raw, "provider_name": "Acme"}});
    check_kind(400, &raw(r#"{"error":{"message":"prompt is too long: 9 > 8"}}"#), &ProblemKind::ContextTooLong);
    check_kind(429, &raw("Quota exceeded: requests per-day"), &ProblemKind::RateLimited);
    // A provider that does not know OpenRouter says nothing about the person's key.
    check_kind(401, &raw("bad key"), &ProblemKind::Retryable);
}

#[test]
fn an_error_in_a_stream_may_name_its_code_in_any_way() {
    for (error, kind, status) in [
        (json!({"code": 429, "message": "x"}), ProblemKind::RateLimited, Some(429)),
        (json!({"code": "429", "message": "x"}), ProblemKind::RateLimited, Some(429)),
        (json!({"code": "rate_limit_exceeded"}), ProblemKind::RateLimited, None),
        (json!({"code": "server_error"}), ProblemKind::Retryable, None),
        (json!({"metadata": {"error_type": "context_length_exceeded"}}), ProblemKind::ContextTooLong, None),
        (json!({"http_status": 503, "error_type": "provider_overloaded"}), ProblemKind::Retryable, Some(503)),
        (json!({"code": 1e9, "message": {}}), ProblemKind::Retryable, None),
        (json!("overloaded"), ProblemKind::Retryable, None),
    ] {
        let problem = error::problem_in_stream(&error);
        assert_eq!((problem.kind, problem.status), (kind, status), "{error}");
    }
    assert_eq!(error::problem_in_stream(&json!("overloaded")).detail.as_deref(), Some("overloaded"));
}

#[test]
fn waiting_times_are_read_from_all_three_places() {
    let seconds = |error: Value| error::problem_in_stream(&error).retry_after_s;
    assert_eq!(seconds(json!({"availability": {"retry_after": 3}, "metadata": {"retry_after_seconds": 4}})), Some(3));
    assert_eq!(
        seconds(json!({"availability": {"retry_after": null}, "metadata": {"retry_after_seconds": 1.2}})),
        Some(2)
    );
    assert_eq!(seconds(json!({"metadata": {"headers": {"retry-after": "7"}}})), Some(7));
    assert_eq!(seconds(json!({"metadata": {"headers": {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}}})), None);
    assert_eq!(seconds(json!({"metadata": {"retry_after_seconds": -1}})), None);
    assert_eq!(seconds(json!({"metadata": {"retry_after_seconds": 0}})), Some(1));
}

#[test]
fn a_key_in_an_error_is_neither_shown_nor_kept() {
    let key = format!("sk-or-v1-{}", "5a".repeat(32));
    let body =
        json!({"error": {"code": 400, "message": format!("Incorrect API key: '{key}'. See the docs for sk- keys.")}});
    let problem = error::problem(400, body.to_string().as_bytes());
    assert!(!format!("{problem:?}").contains("5a5a"));
    assert_eq!(problem.detail.as_deref(), Some("Incorrect API key: '… See the docs for sk- keys."));
}

#[test]
fn somebody_elses_words_are_bounded_and_plain() {
    let detail = |message: &str| error::problem_in_stream(&json!({ "message": message })).detail;
    assert_eq!(detail("a\u{202e}b\u{0}c\n\td\u{200b}"), Some("abc d".to_owned()));
    assert_eq!(detail(" \n "), None);
    let long = detail(&"ü".repeat(501)).unwrap();
    assert_eq!((long.chars().count(), long.ends_with("ü…")), (500, true));
    assert_eq!(detail(&"ü".repeat(500)), Some("ü".repeat(500)));
}

fn answer(id: &str, text: &str, outcome: Option<Outcome>) -> Arc<Message> {
    let mut message =
        Message::awaited(MessageId::new(id), MessageId::new("q"), Timestamp::default(), ModelId::new("a/b"));
    if !text.is_empty() {
        message.parts.push(Part::Text(text.to_owned()));
    }
    message.answer.as_mut().unwrap().outcome = outcome;
    Arc::new(message)
}

fn question(text: &str) -> Arc<Message> {
    Arc::new(Message::from_user(MessageId::new("q"), None, Timestamp::default(), text.to_owned()))
}

fn sent(path: &[Arc<Message>], limit: Option<u32>) -> (Request, Value) {
    let request = chat::request(&ModelId::new("a/b"), path, &ConversationId::new("c1"), limit);
    let body = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
    (request, body)
}

#[test]
fn a_chat_request_asks_for_a_stream_and_names_its_conversation() {
    let (request, body) = sent(&[question("Why?")], None);
    assert_eq!(
        (request.method, request.path.as_str(), request.needs_key),
        (Method::Post, "/api/v1/chat/completions", true)
    );
    let messages = json!([{"role": "user", "content": "Why?"}]);
    assert_eq!(body, json!({"model": "a/b", "stream": true, "session_id": "c1", "messages": messages}));
    assert_eq!(sent(&[], Some(99)).1["max_completion_tokens"], 99);
}

#[test]
fn only_answers_with_words_are_sent_back() {
    let mut system = Message::from_user(MessageId::new("s"), None, Timestamp::default(), "Be brief.".to_owned());
    system.role = Role::System;
    let failed = Some(Outcome::Failed(Problem::of(ProblemKind::Retryable)));
    let path = [
        Arc::new(system),
        question("one"),
        answer("a1", "", failed),
        question("two"),
        answer("a2", "half", Some(Outcome::Stopped)),
        question("three"),
        answer("a3", "running", None),
    ];
    let (_, body) = sent(&path, None);
    let messages: Vec<(&str, &str)> = body["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| (message["role"].as_str().unwrap(), message["content"].as_str().unwrap()))
        .collect();
    let expected =
        [("system", "Be brief."), ("user", "one"), ("user", "two"), ("assistant", "half"), ("user", "three")];
    assert_eq!(messages, expected);
}

fn names(request: &Request, key: Option<&ApiKey>) -> Vec<&'static str> {
    request.headers(key, "https://chat.example/app/").into_iter().map(|(name, _)| name).collect()
}

#[test]
fn a_key_goes_only_where_it_is_needed() {
    let key = ApiKey::parse("sk-or-v1-abc").unwrap();
    let verifier = Verifier::from_stored("v");
    let (chat, _) = sent(&[question("?")], None);
    assert_eq!(names(&chat, Some(&key)), ["Authorization", "Content-Type", "HTTP-Referer", "X-OpenRouter-Title"]);
    assert_eq!(names(&account::request(), Some(&key)), ["Authorization"]);
    assert_eq!(names(&account::request(), None), [""; 0]);
    assert_eq!(names(&models::request(models::List::User), Some(&key)), ["Authorization"]);
    assert_eq!(names(&models::request(models::List::All), Some(&key)), [""; 0]);
    assert_eq!(names(&auth::exchange("c", &verifier), Some(&key)), ["Content-Type"]);
    assert!(chat.headers(Some(&key), "").contains(&("Authorization", "Bearer sk-or-v1-abc".to_owned())));
}

#[test]
fn every_header_value_can_be_sent() {
    let (chat, _) = sent(&[question("👩‍🚀")], None);
    let key = ApiKey::parse("sk").unwrap();
    for page in ["https://chat.example/app/", "https://ü.example/👩‍🚀", "a\r\nb"] {
        let headers = chat.headers(Some(&key), page);
        assert!(headers.iter().all(|(_, value)| value.bytes().all(|byte| (0x20..0x7f).contains(&byte))), "{headers:?}");
    }
    assert!(
        chat.headers(None, "https://chat.example/").contains(&("HTTP-Referer", "https://chat.example/".to_owned()))
    );
}

#[test]
fn every_address_begins_with_the_one_origin() {
    assert!(IS_SANDBOX || ORIGIN == "https://openrouter.ai");
    for request in [account::request(), models::request(models::List::All), sent(&[], None).0] {
        assert_eq!(request.url(), format!("{ORIGIN}{}", request.path));
        assert!(request.path.starts_with("/api/v1/"));
    }
}

#[test]
fn the_keys_own_account_is_read_leniently() {
    let info = account::key_info(
        br#"{"data":{"label":"Parlance","limit":10,"limit_remaining":9.75,"usage":0.25,"is_free_tier":true}}"#,
    )
    .unwrap();
    assert_eq!(info.name(), "Parlance");
    assert_eq!(info.limit.map(Money::wording).as_deref(), Some("$10.00"));
    assert_eq!(info.limit_remaining.map(Money::wording).as_deref(), Some("$9.75"));
    assert_eq!(info.usage.map(Money::wording).as_deref(), Some("$0.25"));
    assert!(info.is_free_tier);
    let info = account::key_info(br#"{"data":{"label":null,"limit":null,"usage":"x","is_free_tier":1}}"#).unwrap();
    assert_eq!((info.name(), info.limit, info.usage, info.is_free_tier), ("your key", None, None, false));
    for body in ["", "{}", r#"{"data":[]}"#, r#"{"error":{"code":401}}"#] {
        assert!(account::key_info(body.as_bytes()).is_err(), "{body}");
    }
}

#[test]
fn the_page_of_a_key_is_named_by_its_hash() {
    let page = account::key_page(&ApiKey::parse("abc").unwrap());
    let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(page, format!("{ORIGIN}/keys/{hash}"));
}
