//! Streams: bytes → frames → events → a settled message, however the bytes are cut.
//!
//! The transcripts in `streams/` and what must come of them (`expected.json`) are composed after
//! recorded traffic.

use std::collections::BTreeSet;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use parlance::domain::cost::Money;
use parlance::domain::ids::{MessageId, ModelId};
use parlance::domain::message::{Citation, Cut, Message, Outcome, Part, ReasoningDetail, ToolCall};
use parlance::domain::problem::ProblemKind;
use parlance::domain::time::Timestamp;
use parlance::domain::turn::{ChatEvent, End, FinishReason, Turn};
use parlance::protocol::openrouter::chat;
use parlance::protocol::sse::{Decoder, Frame};
use proptest::prelude::*;
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/streams")
}

/// All transcripts: name, bytes, what is expected of them.
fn transcripts() -> Vec<(String, Vec<u8>, Value)> {
    let expected = std::fs::read(folder().join("expected.json")).unwrap();
    let expected: Value = serde_json::from_slice(&expected).unwrap();
    let expected = expected.as_object().unwrap();
    assert_eq!(expected.len(), 21);
    expected
        .iter()
        .map(|(name, expected)| (name.clone(), std::fs::read(folder().join(name)).unwrap(), expected.clone()))
        .collect()
}

fn decode<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Frame>, usize) {
    let mut decoder = Decoder::default();
    let mut frames: Vec<Frame> = pieces.into_iter().flat_map(|piece| decoder.push(piece)).collect();
    frames.extend(decoder.finish());
    (frames, decoder.comments())
}

fn pieces<'a>(bytes: &'a [u8], cuts: &BTreeSet<usize>) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for cut in cuts.iter().copied().chain([bytes.len()]) {
        pieces.push(&bytes[from..cut]);
        from = cut;
    }
    pieces
}

fn texts<'a>(expected: &'a Value, name: &str) -> &'a str {
    expected[name].as_str().unwrap_or_default()
}

fn check_transcript(name: &str, expected: &Value, pieces: &[&[u8]]) {
    let (frames, comments) = decode(pieces.iter().copied());
    assert_eq!(comments as u64, expected["comments"], "{name}: comments");
    let events: Vec<ChatEvent> = frames.iter().flat_map(|frame| chat::events(&frame.data)).collect();
    assert_eq!(events.contains(&ChatEvent::Done), expected["done"].as_bool().unwrap(), "{name}: done");
    check_finish(name, expected, &events);

    let mut turn = Turn::start(Message::awaited(
        MessageId::new("a"),
        MessageId::new("q"),
        Timestamp::default(),
        ModelId::new("asked/model"),
    ));
    events.into_iter().for_each(|event| turn.apply(event));
    let message = turn.settle(End::Closed);

    assert_eq!(message.text(), format!("{}{}", texts(expected, "content"), texts(expected, "refusal")), "{name}");
    assert_eq!(
        message.reasoning().map(|reasoning| reasoning.text.as_str()).unwrap_or_default(),
        texts(expected, "reasoning"),
        "{name}: reasoning"
    );
    let answer = message.answer.as_ref().unwrap();
    assert_eq!(answer.model.as_ref().map(ModelId::as_str), expected["model"].as_str(), "{name}: model");
    assert_eq!(answer.provider.as_deref(), expected["provider"].as_str(), "{name}: provider");
    assert!(answer.generation.as_ref().unwrap().starts_with("gen-"), "{name}: generation");
    let cost = answer.usage.and_then(|usage| usage.cost);
    assert_eq!(cost, Money::parse_dollars(&expected["usage_cost"].to_string()), "{name}: cost");
    check_parts(name, expected, &message);
    check_outcome(name, expected, message.outcome().unwrap());
}

fn check_finish(name: &str, expected: &Value, events: &[ChatEvent]) {
    let reason = match expected["finish_reason"].as_str() {
        None => None,
        Some("stop") => Some(FinishReason::Stop),
        Some("length") => Some(FinishReason::Length),
        Some("tool_calls") => Some(FinishReason::ToolCalls),
        Some("content_filter") => Some(FinishReason::ContentFilter),
        Some("error") => Some(FinishReason::Error),
        Some(other) => panic!("{name}: {other}"),
    };
    let told: Vec<FinishReason> = events
        .iter()
        .filter_map(|event| if let ChatEvent::Finished(reason) = event { Some(*reason) } else { None })
        .collect();
    assert!(told.iter().all(|told| Some(*told) == reason) && told.is_empty() == reason.is_none(), "{name}: {told:?}");
}

fn check_parts(name: &str, expected: &Value, message: &Message) {
    let (mut calls, mut images, mut sources, mut details) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut sound, mut transcript) = (Vec::new(), String::new());
    for part in message.parts.clone() {
        match part {
            Part::Text(_) => {}
            Part::Reasoning(reasoning) => details = reasoning.details,
            Part::Image(url) => images.push(url),
            Part::Audio(audio) => {
                sound = STANDARD.decode(audio.data).unwrap();
                transcript = audio.transcript;
            }
            Part::Source(Citation { url, .. }) => sources.push(url),
            Part::ToolCall(call) => calls.push(call),
        }
    }
    let call = |call: &Value| ToolCall {
        index: call["index"].as_u64().unwrap() as u32,
        id: texts(call, "id").to_owned(),
        name: texts(call, "name").to_owned(),
        arguments: texts(call, "arguments").to_owned(),
    };
    let expected_calls: Vec<ToolCall> = expected["tool_calls"].as_array().unwrap().iter().map(call).collect();
    assert_eq!(calls, expected_calls, "{name}: tool calls");
    assert_eq!(images.len() as u64, expected["images"], "{name}: images");
    let mime = format!("data:{}", texts(expected, "image_mime"));
    assert!(images.iter().all(|url| url.starts_with(&mime)), "{name}: {mime}");
    assert_eq!(sources.len() as u64, expected["annotations"], "{name}: sources");
    assert_eq!(sources.iter().collect::<BTreeSet<_>>().len(), sources.len(), "{name}: each source once");
    assert_eq!(sound.len() as u64, expected["audio_bytes"].as_u64().unwrap_or(0), "{name}: audio");
    assert_eq!(transcript, texts(expected, "audio_transcript"), "{name}: transcript");
    if let Some(expected) = expected["reasoning_details"].as_array() {
        let detail = |detail: &Value| {
            let text = |name: &str| detail[name].as_str().map(str::to_owned);
            ReasoningDetail {
                kind: texts(detail, "type").to_owned(),
                index: detail["index"].as_u64().map(|index| index as u32),
                text: text("text"),
                summary: text("summary"),
                data: text("data"),
                signature: text("signature"),
                id: text("id"),
                format: text("format"),
            }
        };
        assert_eq!(details, expected.iter().map(detail).collect::<Vec<_>>(), "{name}: reasoning details");
    }
}

fn check_outcome(name: &str, expected: &Value, outcome: &Outcome) {
    let error = &expected["error"];
    if error.is_null() {
        let expected = match expected["finish_reason"].as_str() {
            None => Outcome::CutShort(Cut::Connection),
            Some("length") => Outcome::CutShort(Cut::Length),
            Some("content_filter") => Outcome::Filtered,
            Some(_) => Outcome::Complete,
        };
        assert_eq!(*outcome, expected, "{name}: outcome");
        return;
    }
    let Outcome::Failed(problem) = outcome else { panic!("{name}: {outcome:?}") };
    let has_words = expected["content"].as_str().is_some_and(|content| !content.is_empty());
    let kind = match (error["code"] == 429, has_words) {
        (true, _) => ProblemKind::RateLimited,
        (false, true) => ProblemKind::RetryableWithPartial,
        (false, false) => ProblemKind::Retryable,
    };
    assert_eq!(problem.kind, kind, "{name}");
    assert_eq!(problem.status.map(u64::from), error["code"].as_u64(), "{name}: code");
    assert_eq!(problem.detail.as_deref(), error["message"].as_str(), "{name}: message");
    assert_eq!(problem.retry_after_s.map(u64::from), error["retry_after"].as_u64(), "{name}: retry after");
    let fallbacks: Vec<&str> = problem.fallback_models.iter().map(ModelId::as_str).collect();
    let expected: Vec<&str> =
        error["fallback_models"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert_eq!(fallbacks, expected, "{name}: fallback models");
}

#[test]
fn every_transcript_is_understood_whole() {
    for (name, bytes, expected) in transcripts() {
        check_transcript(&name, &expected, &[&bytes]);
    }
}

#[test]
fn every_transcript_is_understood_byte_by_byte() {
    for (name, bytes, expected) in transcripts() {
        check_transcript(&name, &expected, &bytes.chunks(1).collect::<Vec<_>>());
    }
}

/// Events depend on one frame's data alone, so that equal frames are enough here.
#[test]
fn no_cut_in_two_changes_a_frame() {
    for (name, bytes, _) in transcripts() {
        let whole = decode([&bytes[..]]);
        for cut in 0..=bytes.len() {
            let (head, tail) = bytes.split_at(cut);
            assert!(decode([head, tail]) == whole, "{name} cut at {cut}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn no_cuts_change_an_answer(positions in prop::collection::vec(any::<prop::sample::Index>(), 0..40)) {
        for (name, bytes, expected) in transcripts() {
            let cuts = positions.iter().map(|position| position.index(bytes.len() + 1)).collect();
            check_transcript(&name, &expected, &pieces(&bytes, &cuts));
        }
    }

    #[test]
    fn no_cuts_change_the_frames_of_any_bytes(
        bytes in prop::collection::vec(
            prop_oneof![
                3 => prop::sample::select(&b"data:event id\r\n\r\n\n: \xef\xbb\xbf\xe2\x82\xac\xf0\x9f\0"[..]),
                1 => any::<u8>(),
            ],
            0..80,
        ),
        positions in prop::collection::vec(any::<prop::sample::Index>(), 0..10),
    ) {
        let cuts = positions.iter().map(|position| position.index(bytes.len() + 1)).collect();
        prop_assert_eq!(decode(pieces(&bytes, &cuts)), decode([&bytes[..]]));
    }
}

/// Checks the frames of a stream, given as (type, data), whole and in every cut.
fn check_frames(stream: impl AsRef<[u8]>, expected: &[(&str, &str)]) {
    let stream = stream.as_ref();
    let expected: Vec<Frame> = expected
        .iter()
        .map(|(event, data)| Frame {
            event: (!event.is_empty()).then(|| (*event).to_owned()),
            data: (*data).to_owned(),
        })
        .collect();
    for cut in 0..=stream.len() {
        let (head, tail) = stream.split_at(cut);
        assert_eq!(decode([head, tail]).0, expected, "{:?} cut at {cut}", String::from_utf8_lossy(stream));
    }
    assert_eq!(decode(stream.chunks(1)).0, expected, "{:?} byte by byte", String::from_utf8_lossy(stream));
}

#[test]
fn lines_end_with_any_of_the_three_line_ends() {
    for end in ["\n", "\r", "\r\n"] {
        check_frames(format!("data: a{end}data: b{end}{end}data: c{end}{end}"), &[("", "a\nb"), ("", "c")]);
    }
    check_frames("data: a\r\n\rdata: b\n\r\ndata: c\r\r\n", &[("", "a"), ("", "b"), ("", "c")]);
    // U+2028 and U+0085 end lines elsewhere, not here.
    check_frames("data: a\u{2028}b\u{85}c\u{b}d\n\n", &[("", "a\u{2028}b\u{85}c\u{b}d")]);
}

#[test]
fn the_examples_of_the_standard_hold() {
    check_frames("data: YHOO\ndata: +2\ndata: 10\n\n", &[("", "YHOO\n+2\n10")]);
    check_frames(
        ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        &[("", "first event"), ("", "second event"), ("", " third event")],
    );
    check_frames("data\n\ndata\ndata\n\n", &[("", ""), ("", "\n")]);
    check_frames("data:test\n\ndata: test\n\n", &[("", "test"), ("", "test")]);
}

#[test]
fn one_space_after_the_colon_is_no_part_of_the_value() {
    check_frames(
        "data:a\n\ndata: a\n\ndata:  a\n\ndata:\ta\n\ndata:\n\n",
        &[("", "a"), ("", "a"), ("", " a"), ("", "\ta"), ("", "")],
    );
    check_frames("data: a: b\n\n", &[("", "a: b")]);
}

#[test]
fn an_event_without_data_is_none_and_leaves_no_type_behind() {
    check_frames("event: ping\n\ndata: a\n\n", &[("", "a")]);
    check_frames("event: ping\ndata: a\n\ndata: b\n\n", &[("ping", "a"), ("", "b")]);
    check_frames("event: one\nevent: two\ndata: a\n\n", &[("two", "a")]);
    check_frames("event: one\nevent\ndata: a\n\n", &[("", "a")]);
    check_frames("\n\n\n", &[]);
}

#[test]
fn unknown_fields_are_passed_over() {
    check_frames("id: 7\nretry: 3000\nfoo: bar\nDATA: no\n data: no\ndata : no\ndata: a\n\n", &[("", "a")]);
    check_frames(": \u{0}\n\u{0}\ndata: a\u{0}b\n\n", &[("", "a\u{0}b")]);
}

#[test]
fn a_byte_order_mark_is_one_at_the_very_start_alone() {
    check_frames("\u{feff}data: a\n\n", &[("", "a")]);
    check_frames("\u{feff}\ndata: a\n\n", &[("", "a")]);
    check_frames("\u{feff}\u{feff}data: a\n\ndata: b\n\n", &[("", "b")]);
    check_frames("data: a\n\n\u{feff}data: b\n\n", &[("", "a")]);
    check_frames("data: \u{feff}a\n\n", &[("", "\u{feff}a")]);
}

#[test]
fn bytes_that_are_no_utf_8_become_replacement_characters() {
    check_frames(b"data: a\xffb\n\n", &[("", "a\u{fffd}b")]);
    check_frames(b"data: \xf0\x9f\x91\n\n", &[("", "\u{fffd}")]);
    check_frames(b"data: \xe2\x82\n\xacdata: x\n\n", &[("", "\u{fffd}")]);
    check_frames("data: 👩‍🚀\n\n", &[("", "👩‍🚀")]);
}

#[test]
fn an_event_at_the_end_is_given_if_its_last_line_ended() {
    check_frames("data: a\n\ndata: b\n", &[("", "a"), ("", "b")]);
    check_frames("data: a\n\ndata: b\r", &[("", "a"), ("", "b")]);
    check_frames("data: a\n\ndata: b", &[("", "a")]);
    check_frames("data: a\n\ndata: b\ndata: c", &[("", "a")]);
    check_frames("event: a\n", &[]);
    check_frames("", &[]);
}

#[test]
fn only_whole_comment_lines_are_counted() {
    let mut decoder = Decoder::default();
    assert!(decoder.push(b": OPENROUTER PROCESSING\n\n:\n:half").is_empty());
    assert_eq!(decoder.comments(), 2);
    assert!(decoder.finish().is_empty());
    assert_eq!(decoder.comments(), 2);
}

/// A decoder that looked at the pending bytes again with each piece would need 10¹² steps here.
#[test]
fn an_event_of_megabytes_arrives_whole_from_small_pieces() {
    for (n_bytes, piece) in [(6_000_000, 16_384), (1_000_000, 1)] {
        let url = format!("data:image/png;base64,{}", "A".repeat(n_bytes));
        let chunk = format!(r#"{{"choices":[{{"delta":{{"images":[{{"image_url":{{"url":"{url}"}}}}]}}}}]}}"#);
        let (frames, _) = decode(format!("data: {chunk}\n\n").as_bytes().chunks(piece));
        let events: Vec<ChatEvent> = frames.iter().flat_map(|frame| chat::events(&frame.data)).collect();
        assert!(events == [ChatEvent::Image(url)], "{n_bytes} bytes in pieces of {piece}");
    }
}

#[test]
fn an_answer_that_is_no_stream_is_told_whole() {
    let body = br#"{"id":"gen-1","model":"a/b","choices":[{"index":0,"message":{"role":"assistant","content":"Hello",
        "tool_calls":[{"id":"x","function":{"name":"f"}},{"id":"y","function":{"name":"g"}}]},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":3,"completion_tokens":4,"cost":0.5}}"#;
    let mut turn = Turn::start(Message::awaited(
        MessageId::new("a"),
        MessageId::new("q"),
        Timestamp::default(),
        ModelId::new("m"),
    ));
    chat::events_from_body(body).into_iter().for_each(|event| turn.apply(event));
    let message = turn.settle(End::Closed);
    assert_eq!(message.text(), "Hello");
    assert_eq!(message.outcome(), Some(&Outcome::Complete));
    assert_eq!(message.answer.unwrap().usage.unwrap().wording(), "$0.50 · 7 tokens");
    let calls = message.parts.iter().filter(|part| matches!(part, Part::ToolCall(_))).count();
    assert_eq!(calls, 2);
}
