//! What the page and the worker that searches say to each other: JSON texts.
//!
//! Both ends are of the same build, so there is no version. What cannot be read is passed over.

use std::ops::Range;

use serde_json::Value;

use super::json::write::{Json, object};
use super::json::{count, parse, small_count, take_list, take_text};
use crate::domain::ids::{ConversationId, MessageId};
use crate::domain::search::{Excerpt, Found, FoundChat, Hit, Question, Request};
use crate::domain::summary::Shelf;

/// Writes what the worker is told.
pub fn request_to_text(request: &Request) -> String {
    object(match request {
        Request::Ask(Question { number, words, limit }) => {
            vec![("ask", (*number).into()), ("words", words.as_str().into()), ("limit", size(*limit))]
        }
        Request::Changed(chat) => vec![("changed", chat.as_str().into())],
    })
    .into_text()
}

/// Reads what the worker is told.
pub fn request_from_text(text: &str) -> Option<Request> {
    let mut told = parse(text.as_bytes())?;
    if let Some(number) = small_count(&told, "ask") {
        let limit = length(&told, "limit")?;
        return Some(Request::Ask(Question { number, words: take_text(&mut told, "words")?, limit }));
    }
    Some(Request::Changed(ConversationId::new(take_text(&mut told, "changed")?)))
}

/// Writes an answer to the question of this number.
pub fn answer_to_text(number: u32, found: &Found) -> String {
    let Found { chats, has_more, is_complete } = found;
    object(vec![
        ("answer", number.into()),
        ("chats", chats.iter().map(chat_to_json).collect::<Vec<_>>().into()),
        ("more", (*has_more).into()),
        ("complete", (*is_complete).into()),
    ])
    .into_text()
}

/// Reads an answer, and to which question it is.
pub fn answer_from_text(text: &str) -> Option<(u32, Found)> {
    let mut told = parse(text.as_bytes())?;
    let chats = take_list(&mut told, "chats").into_iter().filter_map(chat_from_json).collect();
    let is = |name: &str| told[name] == Value::Bool(true);
    Some((small_count(&told, "answer")?, Found { chats, has_more: is("more"), is_complete: is("complete") }))
}

fn chat_to_json(found: &FoundChat) -> Json {
    let FoundChat { chat, title, shelf, hits, n_more } = found;
    let hit_to_json =
        |hit: &Hit| object(vec![("message", hit.message.as_str().into()), ("excerpt", excerpt_to_json(&hit.excerpt))]);
    object(vec![
        ("chat", chat.as_str().into()),
        ("title", excerpt_to_json(title)),
        ("archived", (*shelf == Shelf::Archive).then_some(true).into()),
        ("hits", hits.iter().map(hit_to_json).collect::<Vec<_>>().into()),
        ("n_more", size(*n_more)),
    ])
}

fn chat_from_json(mut told: Value) -> Option<FoundChat> {
    let hit_from_json = |mut hit: Value| {
        let excerpt = excerpt_from_json(&mut hit["excerpt"]);
        Some(Hit { message: MessageId::new(take_text(&mut hit, "message")?), excerpt })
    };
    Some(FoundChat {
        chat: ConversationId::new(take_text(&mut told, "chat")?),
        title: excerpt_from_json(&mut told["title"]),
        shelf: if told["archived"] == Value::Bool(true) { Shelf::Archive } else { Shelf::Chats },
        hits: take_list(&mut told, "hits").into_iter().filter_map(hit_from_json).collect(),
        n_more: length(&told, "n_more").unwrap_or(0),
    })
}

/// The marks are numbers in a row: where one begins, where it ends, where the next begins.
fn excerpt_to_json(excerpt: &Excerpt) -> Json {
    let Excerpt { text, marks } = excerpt;
    let marks: Vec<Json> = marks.iter().flat_map(|mark| [size(mark.start), size(mark.end)]).collect();
    object(vec![("text", text.as_str().into()), ("marks", marks.into())])
}

fn excerpt_from_json(told: &mut Value) -> Excerpt {
    let bytes: Vec<usize> = take_list(told, "marks").iter().filter_map(|byte| byte.as_u64()?.try_into().ok()).collect();
    let marks = bytes.chunks_exact(2).map(|ends| Range { start: ends[0], end: ends[1] }).collect();
    Excerpt { text: take_text(told, "text").unwrap_or_default(), marks }
}

fn size(n: usize) -> Json {
    u64::try_from(n).unwrap_or(u64::MAX).into()
}

fn length(told: &Value, name: &str) -> Option<usize> {
    count(told, name)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_arrives() {
        for request in [
            Request::Ask(Question { number: 7, words: "déjà \"vu\"".to_owned(), limit: 20 }),
            Request::Changed(ConversationId::new("c")),
        ] {
            assert_eq!(request_from_text(&request_to_text(&request)), Some(request));
        }
        for odd in ["", "null", "7", "{}", r#"{"ask":1}"#] {
            assert_eq!(request_from_text(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_is_found_arrives() {
        let excerpt = |text: &str, marks| Excerpt { text: text.to_owned(), marks };
        let found = Found {
            chats: vec![FoundChat {
                chat: ConversationId::new("c"),
                title: excerpt("Tides", vec![]),
                shelf: Shelf::Archive,
                hits: vec![Hit { message: MessageId::new("m"), excerpt: excerpt("…Öl, Öl", vec![3..6, 8..11]) }],
                n_more: 3,
            }],
            has_more: true,
            is_complete: false,
        };
        assert_eq!(answer_from_text(&answer_to_text(9, &found)), Some((9, found)));
        assert_eq!(answer_from_text(r#"{"chats":[]}"#), None);
        let odd = r#"{"answer":1,"chats":[7,{"chat":"c","title":3,"hits":[{"message":"m"}]}]}"#;
        let (_, found) = answer_from_text(odd).expect("an answer with a number");
        assert_eq!(found.chats.len(), 1);
    }
}
