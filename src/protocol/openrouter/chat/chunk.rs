//! One JSON object of an answer, a chunk of a stream or a whole completion, as events.
//!
//! Both have choices; a chunk's hold a `delta`, a completion's a `message`, and these have the same
//! fields. All of them are optional; whatever is odd is passed over.

use serde_json::Value;

use super::super::error;
use crate::domain::cost::Usage;
use crate::domain::ids::ModelId;
use crate::domain::message::{Audio, Citation, ReasoningDetail, ToolCall};
use crate::domain::turn::{ChatEvent, FinishReason};
use crate::protocol::json::{count, dollars, small_count, take_list, take_text};

/// Appends what `chunk` tells. An error comes last: a turn takes nothing after it.
pub(super) fn translate(mut chunk: Value, events: &mut Vec<ChatEvent>) {
    let generation = take_words(&mut chunk, "id");
    let model = take_words(&mut chunk, "model").map(ModelId::new);
    let provider = take_words(&mut chunk, "provider");
    if generation.is_some() || model.is_some() || provider.is_some() {
        events.push(ChatEvent::Started { generation, model, provider });
    }
    let mut failure = None;
    for mut choice in take_list(&mut chunk, "choices") {
        // One answer is asked for. Should another come along, mixing them would garble both.
        if count(&choice, "index").is_some_and(|index| index != 0) {
            continue;
        }
        // Some servers end a stream with the whole message beside the last delta: not twice, please.
        let field = if choice.get("delta").is_some_and(Value::is_object) { "delta" } else { "message" };
        if let Some(said) = choice.get_mut(field) {
            translate_said(said, events);
        }
        citations(&mut choice, events);
        if let Some(reason) = take_text(&mut choice, "finish_reason") {
            events.push(ChatEvent::Finished(finish_reason(&reason)));
        }
        if error::is_error(&choice["error"]) {
            failure = Some(error::problem_in_stream(&choice["error"]));
        }
    }
    if let Some(usage) = chunk.get("usage").filter(|usage| usage.is_object()) {
        events.push(ChatEvent::Usage(to_usage(usage)));
    }
    if let Some(error) = chunk.get("error").filter(|error| error::is_error(error)) {
        failure = Some(error::problem_in_stream(error));
    }
    events.extend(failure.map(ChatEvent::Failed));
}

fn translate_said(said: &mut Value, events: &mut Vec<ChatEvent>) {
    reasoning(said, events);
    events.extend(take_words(said, "content").map(ChatEvent::TextDelta));
    events.extend(take_words(said, "refusal").map(ChatEvent::Refusal));
    for mut image in take_list(said, "images") {
        let url = image.get_mut("image_url").and_then(|image| take_words(image, "url"));
        events.extend(url.map(ChatEvent::Image));
    }
    if let Some(audio) = said.get_mut("audio") {
        let data = take_text(audio, "data").unwrap_or_default();
        let transcript = take_text(audio, "transcript").unwrap_or_default();
        if !data.is_empty() || !transcript.is_empty() {
            events.push(ChatEvent::Audio(Audio { data, transcript }));
        }
    }
    citations(said, events);
    for (position, mut call) in (0..).zip(take_list(said, "tool_calls")) {
        if !call.is_object() {
            continue;
        }
        // A completion numbers its calls by their order alone.
        let index = small_count(&call, "index").unwrap_or(position);
        let id = take_text(&mut call, "id").unwrap_or_default();
        let mut function = call.get_mut("function").map(Value::take).unwrap_or_default();
        let name = take_text(&mut function, "name").unwrap_or_default();
        let arguments = take_text(&mut function, "arguments").unwrap_or_default();
        events.push(ChatEvent::ToolCallDelta(ToolCall { index, id, name, arguments }));
    }
}

/// `reasoning` and `reasoning_details` carry the same words, so only the first that has any is shown.
fn reasoning(said: &mut Value, events: &mut Vec<ChatEvent>) {
    let details: Vec<ReasoningDetail> =
        take_list(said, "reasoning_details").into_iter().filter_map(to_detail).collect();
    let words = take_words(said, "reasoning").or_else(|| take_words(said, "reasoning_content")).or_else(|| {
        let words: String =
            details.iter().flat_map(|detail| [&detail.text, &detail.summary]).flatten().cloned().collect();
        (!words.is_empty()).then_some(words)
    });
    events.extend(words.map(ChatEvent::ReasoningDelta));
    events.extend(details.into_iter().map(ChatEvent::ReasoningDetail));
}

fn to_detail(mut detail: Value) -> Option<ReasoningDetail> {
    Some(ReasoningDetail {
        kind: take_text(&mut detail, "type")?,
        index: small_count(&detail, "index"),
        text: take_text(&mut detail, "text"),
        summary: take_text(&mut detail, "summary"),
        data: take_text(&mut detail, "data"),
        signature: take_text(&mut detail, "signature"),
        id: take_text(&mut detail, "id"),
        format: take_text(&mut detail, "format"),
    })
}

/// Sources, which some providers put on the choice and not on what is said. A page has an address,
/// a file a name or at least a number.
fn citations(holder: &mut Value, events: &mut Vec<ChatEvent>) {
    for mut annotation in take_list(holder, "annotations") {
        for form in ["url_citation", "file", "file_annotation"] {
            let Some(source) = annotation.get_mut(form) else { continue };
            let title = take_words(source, "title");
            let url = ["url", "name", "hash", "file_id"].into_iter().find_map(|name| take_words(source, name));
            events.extend(url.map(|url| ChatEvent::Citation(Citation { url, title })));
        }
    }
}

fn to_usage(usage: &Value) -> Usage {
    Usage {
        prompt_tokens: count(usage, "prompt_tokens").unwrap_or(0),
        completion_tokens: count(usage, "completion_tokens").unwrap_or(0),
        reasoning_tokens: count(&usage["completion_tokens_details"], "reasoning_tokens").unwrap_or(0),
        cached_tokens: count(&usage["prompt_tokens_details"], "cached_tokens").unwrap_or(0),
        cost: dollars(usage, "cost"),
    }
}

fn finish_reason(reason: &str) -> FinishReason {
    match reason {
        "length" => FinishReason::Length,
        "tool_calls" | "function_call" => FinishReason::ToolCalls,
        "content_filter" => FinishReason::ContentFilter,
        "error" => FinishReason::Error,
        _ => FinishReason::Stop,
    }
}

/// Moves a text out if it says anything.
fn take_words(object: &mut Value, name: &str) -> Option<String> {
    take_text(object, name).filter(|text| !text.is_empty())
}
