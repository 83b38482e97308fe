//! The pieces of a message, each an object that says its `kind`.

use serde_json::Value;

use crate::domain::message::{Audio, Citation, Part, Reasoning, ReasoningDetail, ToolCall};
use crate::protocol::json::write::{Json, object};
use crate::protocol::json::{small_count, take_list, take_text};

pub(super) fn to_archive(part: &Part) -> Json {
    match part {
        Part::Text(text) => object(vec![("kind", "text".into()), ("text", text.as_str().into())]),
        Part::Reasoning(Reasoning { text, details, took_ms }) => {
            let details: Vec<Json> = details.iter().map(detail_to_archive).collect();
            object(vec![
                ("kind", "reasoning".into()),
                ("text", text.as_str().into()),
                ("details", details.into()),
                ("took_ms", (*took_ms).into()),
            ])
        }
        Part::Image(url) => object(vec![("kind", "image".into()), ("url", url.as_str().into())]),
        Part::Audio(Audio { data, transcript }) => object(vec![
            ("kind", "audio".into()),
            ("data", data.as_str().into()),
            ("transcript", transcript.as_str().into()),
        ]),
        Part::Source(Citation { url, title }) => {
            object(vec![("kind", "source".into()), ("url", url.as_str().into()), ("title", title.as_deref().into())])
        }
        Part::ToolCall(ToolCall { index, id, name, arguments }) => object(vec![
            ("kind", "tool_call".into()),
            ("index", (*index).into()),
            ("id", id.as_str().into()),
            ("name", name.as_str().into()),
            ("arguments", arguments.as_str().into()),
        ]),
    }
}

/// The part, or none if its kind is of a newer build: the rest of the message can do without it.
pub(super) fn from_archive(mut stored: Value) -> Option<Part> {
    let kind = take_text(&mut stored, "kind")?;
    let index = small_count(&stored, "index").unwrap_or(0);
    let details = take_list(&mut stored, "details");
    let title = take_text(&mut stored, "title");
    let took_ms = stored["took_ms"].as_i64();
    let mut words = |name| take_text(&mut stored, name).unwrap_or_default();
    Some(match kind.as_str() {
        "text" => Part::Text(words("text")),
        "reasoning" => {
            let details = details.into_iter().map(detail_from_archive).collect();
            Part::Reasoning(Reasoning { text: words("text"), details, took_ms })
        }
        "image" => Part::Image(words("url")),
        "audio" => Part::Audio(Audio { data: words("data"), transcript: words("transcript") }),
        "source" => Part::Source(Citation { url: words("url"), title }),
        "tool_call" => {
            Part::ToolCall(ToolCall { index, id: words("id"), name: words("name"), arguments: words("arguments") })
        }
        _ => return None,
    })
}

fn detail_to_archive(detail: &ReasoningDetail) -> Json {
    let ReasoningDetail { kind, index, text, summary, data, signature, id, format } = detail;
    object(vec![
        ("kind", kind.as_str().into()),
        ("index", (*index).into()),
        ("text", text.as_deref().into()),
        ("summary", summary.as_deref().into()),
        ("data", data.as_deref().into()),
        ("signature", signature.as_deref().into()),
        ("id", id.as_deref().into()),
        ("format", format.as_deref().into()),
    ])
}

fn detail_from_archive(mut stored: Value) -> ReasoningDetail {
    let mut words = |name| take_text(&mut stored, name);
    ReasoningDetail {
        kind: words("kind").unwrap_or_default(),
        text: words("text"),
        summary: words("summary"),
        data: words("data"),
        signature: words("signature"),
        id: words("id"),
        format: words("format"),
        index: small_count(&stored, "index"),
    }
}
