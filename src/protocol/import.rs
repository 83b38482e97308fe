//! What the page and the worker that imports say to each other: JSON texts.
//!
//! Both ends are of the same build, so there is no version. What cannot be read is passed over.

use serde_json::Value;

use super::json::write::{Json, object};
use super::json::{count, parse, take_list, take_text, text};
use crate::domain::import::{Failure, Preview, Report, Request, Skipped, Written};
use crate::domain::time::Timestamp;

/// Writes what the worker is told.
pub fn request_to_text(request: Request) -> String {
    let word = match request {
        Request::Write => "write",
        Request::Cancel => "cancel",
    };
    object(vec![("do", word.into())]).into_text()
}

/// Reads what the worker is told.
pub fn request_from_text(told: &str) -> Option<Request> {
    match text(&parse(told.as_bytes())?, "do")? {
        "write" => Some(Request::Write),
        "cancel" => Some(Request::Cancel),
        _ => None,
    }
}

/// Writes what the worker says.
pub fn report_to_text(report: &Report) -> String {
    object(match report {
        Report::Reading(n_chats) => vec![("reading", size(*n_chats))],
        Report::Preview(preview) => vec![("preview", preview_to_json(preview))],
        Report::Writing(written) => vec![("writing", written_to_json(written))],
        Report::Done(written) => vec![("done", written_to_json(written))],
        Report::Failed(Failure { sentence, written }) => {
            vec![("failed", sentence.as_str().into()), ("written", written_to_json(written))]
        }
    })
    .into_text()
}

/// Reads what the worker says.
pub fn report_from_text(told: &str) -> Option<Report> {
    let mut told = parse(told.as_bytes())?;
    if let Some(sentence) = take_text(&mut told, "failed") {
        return Some(Report::Failed(Failure { sentence, written: written_from_json(&told["written"]) }));
    }
    if told["preview"].is_object() {
        return Some(Report::Preview(preview_from_json(&mut told["preview"])));
    }
    let n_chats = count(&told, "reading").map(|_| Report::Reading(length(&told, "reading")));
    let writing = told.get("writing").map(|written| Report::Writing(written_from_json(written)));
    let done = told.get("done").map(|written| Report::Done(written_from_json(written)));
    n_chats.or(writing).or(done)
}

fn preview_to_json(preview: &Preview) -> Json {
    let Preview { app, n_new, n_grown, n_known, n_messages, from, to, skipped, n_skipped, warnings } = preview;
    let skipped = skipped
        .iter()
        .map(|Skipped { what, why }| object(vec![("what", what.as_str().into()), ("why", why.as_str().into())]));
    object(vec![
        ("app", app.as_str().into()),
        ("n_new", size(*n_new)),
        ("n_grown", size(*n_grown)),
        ("n_known", size(*n_known)),
        ("n_messages", size(*n_messages)),
        ("from", from.map(Timestamp::as_ms).into()),
        ("to", to.map(Timestamp::as_ms).into()),
        ("skipped", skipped.collect::<Vec<Json>>().into()),
        ("n_skipped", size(*n_skipped)),
        ("warnings", warnings.iter().map(|warning| warning.as_str().into()).collect::<Vec<Json>>().into()),
    ])
}

fn preview_from_json(told: &mut Value) -> Preview {
    let moment = |told: &Value, name: &str| told[name].as_i64().map(Timestamp::from_ms);
    let skipped_from_json =
        |mut told: Value| Some(Skipped { what: take_text(&mut told, "what")?, why: take_text(&mut told, "why")? });
    Preview {
        app: take_text(told, "app").unwrap_or_default(),
        n_new: length(told, "n_new"),
        n_grown: length(told, "n_grown"),
        n_known: length(told, "n_known"),
        n_messages: length(told, "n_messages"),
        from: moment(told, "from"),
        to: moment(told, "to"),
        skipped: take_list(told, "skipped").into_iter().filter_map(skipped_from_json).collect(),
        n_skipped: length(told, "n_skipped"),
        warnings: take_list(told, "warnings").iter().filter_map(Value::as_str).map(str::to_owned).collect(),
    }
}

fn written_to_json(written: &Written) -> Json {
    let Written { n_new, n_grown, n_messages, n_damaged, is_cancelled } = *written;
    object(vec![
        ("n_new", size(n_new)),
        ("n_grown", size(n_grown)),
        ("n_messages", size(n_messages)),
        ("n_damaged", size(n_damaged)),
        ("cancelled", is_cancelled.then_some(true).into()),
    ])
}

fn written_from_json(told: &Value) -> Written {
    Written {
        n_new: length(told, "n_new"),
        n_grown: length(told, "n_grown"),
        n_messages: length(told, "n_messages"),
        n_damaged: length(told, "n_damaged"),
        is_cancelled: told["cancelled"] == Value::Bool(true),
    }
}

fn size(n: usize) -> Json {
    u64::try_from(n).unwrap_or(u64::MAX).into()
}

fn length(told: &Value, name: &str) -> usize {
    count(told, name).and_then(|n| n.try_into().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_arrives() {
        for request in [Request::Write, Request::Cancel] {
            assert_eq!(request_from_text(&request_to_text(request)), Some(request));
        }
        for odd in ["", "null", "{}", r#"{"do":7}"#, r#"{"do":"dance"}"#] {
            assert_eq!(request_from_text(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_is_reported_arrives() {
        let written = Written { n_new: 2, n_grown: 1, n_messages: 40, n_damaged: 3, is_cancelled: true };
        let preview = Preview {
            app: "ChatGPT".to_owned(),
            n_new: 3,
            n_grown: 2,
            n_known: 1,
            n_messages: 99,
            from: Some(Timestamp::from_ms(5)),
            to: None,
            skipped: vec![Skipped { what: "A \"chat\"".to_owned(), why: "It is damaged.".to_owned() }],
            n_skipped: 7,
            warnings: vec!["Keys.".to_owned()],
        };
        for report in [
            Report::Reading(0),
            Report::Preview(preview),
            Report::Preview(Preview::default()),
            Report::Writing(Written::default()),
            Report::Done(written),
            Report::Failed(Failure { sentence: "No room.".to_owned(), written }),
        ] {
            assert_eq!(report_from_text(&report_to_text(&report)), Some(report));
        }
        for odd in ["", "[]", "{}", r#"{"preview":3}"#] {
            assert_eq!(report_from_text(odd), None, "{odd}");
        }
    }
}
