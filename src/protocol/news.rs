//! The words between tabs as text. Tabs may be of different builds: what one does not know it does not hear.

use super::archive;
use super::json::write::{Json, object};
use super::json::{count, parse, take_text, text};
use crate::domain::ids::{ConversationId, MessageId};
use crate::domain::news::News;

/// Writes a word.
pub fn to_text(news: &News) -> String {
    let (kind, mut fields): (&str, Vec<(&str, Json)>) = match news {
        News::Changed(chat) => ("changed", vec![("chat", chat.as_str().into())]),
        News::Said { chat, message } => {
            ("said", vec![("chat", chat.as_str().into()), ("message", message.as_str().into())])
        }
        News::Live { chat, answer } => {
            ("live", vec![("answer", archive::message_to_text(chat, answer).as_str().into())])
        }
        News::Grew { chat, answer, from, words } => (
            "grew",
            vec![
                ("chat", chat.as_str().into()),
                ("message", answer.as_str().into()),
                ("from", (*from as u64).into()),
                ("words", words.as_str().into()),
            ],
        ),
        News::Watch(chat) => ("watch", vec![("chat", chat.as_str().into())]),
        News::Stop { chat, answer } => {
            ("stop", vec![("chat", chat.as_str().into()), ("message", answer.as_str().into())])
        }
        News::Forgotten(chat) => ("forgotten", vec![("chat", chat.as_str().into())]),
        News::AllForgotten => ("all-forgotten", Vec::new()),
        News::AllChanged => ("all", Vec::new()),
    };
    fields.insert(0, ("kind", kind.into()));
    object(fields).into_text()
}

/// Reads a word.
pub fn from_text(word: &str) -> Option<News> {
    let mut stored = parse(word.as_bytes())?;
    let kind = take_text(&mut stored, "kind")?;
    let chat = text(&stored, "chat").map(ConversationId::new);
    let message = text(&stored, "message").map(MessageId::new);
    Some(match kind.as_str() {
        "changed" => News::Changed(chat?),
        "said" => News::Said { chat: chat?, message: message? },
        "live" => {
            let (chat, answer) = archive::running_from_text(text(&stored, "answer")?).ok()?;
            News::Live { chat, answer: Box::new(answer) }
        }
        "grew" => News::Grew {
            chat: chat?,
            answer: message?,
            from: usize::try_from(count(&stored, "from")?).ok()?,
            words: take_text(&mut stored, "words")?,
        },
        "watch" => News::Watch(chat?),
        "stop" => News::Stop { chat: chat?, answer: message? },
        "forgotten" => News::Forgotten(chat?),
        "all-forgotten" => News::AllForgotten,
        "all" => News::AllChanged,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::ModelId;
    use crate::domain::message::{Message, Outcome, Part};
    use crate::domain::time::Timestamp;

    #[test]
    fn a_word_is_heard_as_it_was_said() {
        let (chat, id) = (ConversationId::new("c"), MessageId::new("a"));
        let mut answer = Message::awaited(id.clone(), MessageId::new("q"), Timestamp::from_ms(3), ModelId::new("m"));
        answer.parts.push(Part::Text("Half an ans".to_owned()));
        let mut ended = answer.clone();
        ended.answer.as_mut().expect("one was awaited").outcome = Some(Outcome::Complete);
        for news in [
            News::Changed(chat.clone()),
            News::Said { chat: chat.clone(), message: id.clone() },
            News::Live { chat: chat.clone(), answer: Box::new(answer) },
            News::Live { chat: chat.clone(), answer: Box::new(ended) },
            News::Grew { chat: chat.clone(), answer: id.clone(), from: 11, words: "wer \"ü\"\n".to_owned() },
            News::Watch(chat.clone()),
            News::Stop { chat: chat.clone(), answer: id },
            News::Forgotten(chat),
            News::AllForgotten,
            News::AllChanged,
        ] {
            assert_eq!(from_text(&to_text(&news)), Some(news));
        }
    }

    #[test]
    fn what_is_no_word_is_not_heard() {
        for word in ["", "x", "{}", r#"{"kind":"novel"}"#, r#"{"kind":"changed"}"#, r#"{"kind":"live","answer":"{}"}"#]
        {
            assert_eq!(from_text(word), None, "{word}");
        }
    }
}
