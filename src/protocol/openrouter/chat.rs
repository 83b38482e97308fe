//! A chat request out, and its answer back as events.
//!
//! This never remembers: each piece is translated on its own, and `Turn` folds what it is told.

mod chunk;

use std::sync::Arc;

use super::{Method, Request};
use crate::domain::ids::{ConversationId, ModelId};
use crate::domain::message::{Message, Role};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::turn::ChatEvent;
use crate::protocol::json::parse;
use crate::protocol::json::write::{Json, object};

/// Where chat requests go; the only ones that say whence they come.
pub(super) const PATH: &str = "/api/v1/chat/completions";

/// The last frame's data.
const DONE: &str = "[DONE]";

/// Asks `model` to continue `path`, as a stream.
///
/// Answers without words (failed, or only pictures) and running ones are left out: a provider
/// refuses empty messages. The conversation's id keeps it with one provider, whose cache is warm
/// then. Without `max_output_tokens` the model's own limit holds.
pub fn request(
    model: &ModelId,
    path: &[Arc<Message>],
    conversation: &ConversationId,
    max_output_tokens: Option<u32>,
) -> Request {
    let messages: Vec<Json> = path.iter().filter_map(|message| to_wire(message)).collect();
    let body = object(vec![
        ("model", model.as_str().into()),
        ("stream", true.into()),
        ("session_id", conversation.as_str().into()),
        ("messages", messages.into()),
        ("max_completion_tokens", max_output_tokens.into()),
    ]);
    Request { method: Method::Post, path: PATH.to_owned(), body: Some(body.into_text()), needs_key: true }
}

fn to_wire(message: &Message) -> Option<Json> {
    let text = message.text();
    let role = match message.role {
        Role::System => "system",
        Role::User => "user",
        Role::Assistant if message.is_running() || text.is_empty() => return None,
        Role::Assistant => "assistant",
    };
    Some(object(vec![("role", role.into()), ("content", text.as_str().into())]))
}

/// What one frame's data tells, in the order to apply it. What is neither JSON nor `[DONE]` tells
/// nothing.
pub fn events(data: &str) -> Vec<ChatEvent> {
    let mut events = Vec::new();
    if data.trim() == DONE {
        events.push(ChatEvent::Done);
    } else if let Some(chunk) = parse(data.as_bytes()) {
        chunk::translate(chunk, &mut events);
    }
    events
}

/// What a whole answer tells that did not come as a stream: a completion, or an error under a
/// status of 200. Anything else is a failure of its own.
pub fn events_from_body(body: &[u8]) -> Vec<ChatEvent> {
    let mut events = Vec::new();
    if let Some(answer) = parse(body) {
        chunk::translate(answer, &mut events);
    }
    let is_aside = |event: &ChatEvent| matches!(event, ChatEvent::Started { .. } | ChatEvent::Usage(_));
    if events.iter().all(is_aside) {
        events.push(ChatEvent::Failed(Problem { status: Some(200), ..Problem::of(ProblemKind::Unreadable) }));
    } else {
        mark_partial(&mut events);
        events.push(ChatEvent::Done);
    }
    events
}

/// A failure that may be retried, after words that arrived with it, is told as one that keeps them.
fn mark_partial(events: &mut [ChatEvent]) {
    let has_words = events.iter().any(|event| matches!(event, ChatEvent::TextDelta(_)));
    for event in events {
        if let ChatEvent::Failed(problem) = event
            && has_words
            && problem.kind == ProblemKind::Retryable
        {
            problem.kind = ProblemKind::RetryableWithPartial;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::message::Citation;
    use crate::domain::turn::FinishReason;

    /// Checks what one frame's data tells.
    fn check_events(data: &str, expected: &[ChatEvent]) {
        assert_eq!(events(data), expected, "{data}");
    }

    fn text(words: &str) -> ChatEvent {
        ChatEvent::TextDelta(words.to_owned())
    }

    #[test]
    fn what_is_not_json_tells_nothing() {
        for data in ["", " ", "{", "null", "[]", "3", "\"error\"", "PING", r#"{"choices":[{"delta":{"content":"#] {
            check_events(data, &[]);
        }
        check_events("[DONE]", &[ChatEvent::Done]);
        check_events(" [DONE]", &[ChatEvent::Done]);
    }

    #[test]
    fn a_field_of_another_kind_costs_nothing_else() {
        let odd = r#"{"id":7,"model":{},"provider":[],"usage":[1],"error":null,"choices":[{"index":"0","delta":
            {"content":"a","reasoning":1,"reasoning_details":{"x":1},"refusal":false,"tool_calls":"none","images":[7,{"image_url":"x"}],
            "audio":"la","annotations":[3,{"url_citation":"u"},{"file":{"name":3}}]},"finish_reason":{"x":1}}]}"#;
        check_events(odd, &[text("a")]);
        for odd in [
            r#"{"choices":{"0":1}}"#,
            r#"{"choices":[null,1,"x",[],{"delta":null},{"delta":"x"},{"delta":[1]}]}"#,
            r#"{"choices":[{"delta":{"tool_calls":[1],"content":["a"]}}],"error":{}}"#,
            r#"{"choices":[{"error":false,"message":3}],"error":0}"#,
        ] {
            check_events(odd, &[]);
        }
    }

    #[test]
    fn half_an_emoji_costs_that_character_alone() {
        check_events(r#"{"choices":[{"delta":{"content":"a\ud83d"}}]}"#, &[text("a\u{fffd}")]);
        check_events(
            r#"{"choices":[{"delta":{"content":"\uDE80 \\ud83d \ud83d\ude80 \n"}}]}"#,
            &[text("\u{fffd} \\ud83d 🚀 \n")],
        );
        check_events(r#"{"choices":[{"delta":{"content":"\ud83d\ud83d\ude80"}}]}"#, &[text("\u{fffd}🚀")]);
        check_events(r#"{"choices":[{"delta":{"content":"\ud83d\"#, &[]);
    }

    #[test]
    fn reasoning_is_shown_once_wherever_its_words_stand() {
        let shown = |delta: &str| -> String {
            let chunk = format!(r#"{{"choices":[{{"delta":{delta}}}]}}"#);
            let words = |event| if let ChatEvent::ReasoningDelta(words) = event { Some(words) } else { None };
            events(&chunk).into_iter().filter_map(words).collect()
        };
        assert_eq!(shown(r#"{"reasoning":"a","reasoning_details":[{"type":"reasoning.text","text":"a"}]}"#), "a");
        assert_eq!(shown(r#"{"reasoning_content":"a"}"#), "a");
        assert_eq!(
            shown(
                r#"{"reasoning":null,"reasoning_details":[{"type":"reasoning.text","text":"a"},{"type":"reasoning.summary","summary":"b"}]}"#
            ),
            "ab"
        );
        assert_eq!(shown(r#"{"reasoning_details":[{"type":"reasoning.encrypted","data":"x"}]}"#), "");
    }

    #[test]
    fn a_second_choice_is_not_mixed_into_the_first() {
        check_events(
            r#"{"choices":[{"index":0,"delta":{"content":"a"}},{"index":1,"delta":{"content":"b"}}]}"#,
            &[text("a")],
        );
    }

    #[test]
    fn a_source_counts_wherever_it_stands() {
        let cited = |url: &str, title: Option<&str>| {
            ChatEvent::Citation(Citation { url: url.to_owned(), title: title.map(str::to_owned) })
        };
        check_events(
            r#"{"choices":[{"delta":{"annotations":[{"type":"url_citation","url_citation":{"url":"u","title":"T"}}]},
                "annotations":[{"url_citation":{"title":"no address"}},{"file":{"hash":"h"}},{"file_annotation":{"file_id":"f"}}]}]}"#,
            &[cited("u", Some("T")), cited("h", None), cited("f", None)],
        );
    }

    #[test]
    fn a_whole_message_beside_a_delta_is_not_said_twice() {
        check_events(r#"{"choices":[{"delta":{"content":"b"},"message":{"content":"ab"}}]}"#, &[text("b")]);
        check_events(r#"{"choices":[{"delta":null,"message":{"content":"ab"}}]}"#, &[text("ab")]);
    }

    #[test]
    fn an_unknown_finish_reason_is_an_end() {
        check_events(
            r#"{"choices":[{"delta":{},"finish_reason":"novel"}]}"#,
            &[ChatEvent::Finished(FinishReason::Stop)],
        );
        check_events(r#"{"choices":[{"delta":{},"finish_reason":null}]}"#, &[]);
    }

    #[test]
    fn a_body_that_says_nothing_is_a_failure() {
        for body in ["", "<html>", "{}", "[]", r#"{"id":"gen-1","choices":[]}"#, r#"{"usage":{}}"#] {
            let events = events_from_body(body.as_bytes());
            let is_unreadable = |event: &ChatEvent| matches!(event, ChatEvent::Failed(problem) if problem.kind == ProblemKind::Unreadable);
            assert!(events.last().is_some_and(is_unreadable), "{body}: {events:?}");
        }
    }
}
