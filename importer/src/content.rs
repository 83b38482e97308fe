//! What is said in a message, in the shapes that most apps share.

use parlance::domain::message::{Part, Reasoning, Role};
use serde_json::Value;

use crate::fields::Fields;

/// Who speaks; none for what is no turn of a talk (calls of tools and their results).
pub(crate) fn role(word: &str) -> Option<Role> {
    match word {
        "user" | "human" | "USER" => Some(Role::User),
        "assistant" | "model" | "ai" | "bot" => Some(Role::Assistant),
        "system" | "developer" => Some(Role::System),
        _ => None,
    }
}

/// A part with what a model thought.
pub(crate) fn thought(text: impl Into<String>) -> Part {
    Part::Reasoning(Reasoning { text: text.into(), ..Reasoning::default() })
}

/// Reads the content of a message: a text, or a list of pieces. Pieces that have no place go to `aside`.
pub(crate) fn parts(content: Value, aside: &mut Fields) -> Vec<Part> {
    match content {
        Value::Null => Vec::new(),
        Value::String(text) => said(&text),
        Value::Array(pieces) => {
            let mut parts = Vec::new();
            let mut others = Vec::new();
            for piece in pieces {
                match part(piece) {
                    Ok(found) => parts.extend(found),
                    Err(other) => others.push(other),
                }
            }
            aside.put("content", others.into());
            parts
        }
        Value::Object(_) => match part(content) {
            Ok(found) => found,
            Err(other) => {
                aside.put("content", other);
                Vec::new()
            }
        },
        other => {
            aside.put("content", other);
            Vec::new()
        }
    }
}

/// One piece, or the piece itself if it has no place.
fn part(piece: Value) -> Result<Vec<Part>, Value> {
    if let Value::String(text) = piece {
        return Ok(said(&text));
    }
    let word = |name: &str| piece.get(name).and_then(Value::as_str).unwrap_or_default();
    let text = |name: &str| match piece.get(name) {
        Some(Value::Object(inner)) => inner.get("value").and_then(Value::as_str).unwrap_or_default(),
        _ => word(name),
    };
    match word("type") {
        "text" | "input_text" | "output_text" => Ok(said(text("text"))),
        "reasoning_text" | "summary_text" => Ok(vec![thought(text("text"))]),
        "thinking" => Ok(vec![thought(word("thinking"))]),
        "think" => Ok(vec![thought(word("think"))]),
        "reasoning" if !word("text").is_empty() => Ok(vec![thought(word("text"))]),
        "reasoning" => {
            let list = |name| piece.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let words: Vec<&str> =
                list("content").iter().chain(list("summary")).filter_map(|piece| piece.get("text")?.as_str()).collect();
            Ok(vec![thought(words.join("\n\n"))])
        }
        "image_url" | "input_image" | "image" => match image(&piece) {
            Some(part) => Ok(vec![part]),
            None => Err(piece),
        },
        _ => Err(piece),
    }
}

/// A picture that is in the file itself.
fn image(piece: &Value) -> Option<Part> {
    let place = ["image_url", "url", "source", "image", "data"].iter().find_map(|name| piece.get(name))?;
    embedded(place.as_str().or_else(|| place.get("url")?.as_str())?)
}

/// A picture from an address that holds it. Others would be fetched from somewhere.
pub(crate) fn embedded(url: &str) -> Option<Part> {
    let head = url.get(..11)?;
    head.eq_ignore_ascii_case("data:image/").then(|| Part::Image(url.to_owned()))
}

/// Words, and before them what some apps write into the words: `<think>` and `<details type="reasoning">`.
pub(crate) fn said(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    loop {
        let begun = rest.trim_start();
        let inner = [("<think>", "</think>"), ("<thinking>", "</thinking>")]
            .iter()
            .find_map(|(open, close)| begun.strip_prefix(open)?.split_once(close));
        if let Some((inner, after)) = inner {
            parts.push(thought(inner.trim()));
            rest = after.trim_start();
        } else if let Some((inner, after)) = details(begun) {
            parts.push(thought(inner));
            rest = after.trim_start();
        } else {
            break;
        }
    }
    if !rest.trim().is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    parts
}

/// `<details type="reasoning" done="true" duration="3">\n<summary>Thought for 3 seconds</summary>\n> words\n</details>`.
fn details(text: &str) -> Option<(String, &str)> {
    let (head, rest) = text.strip_prefix("<details")?.split_once('>')?;
    if !head.contains("type=\"reasoning\"") {
        return None;
    }
    let (inner, after) = rest.split_once("</details>")?;
    let inner = inner.split_once("</summary>").map_or(inner, |(_, inner)| inner);
    let lines = inner.trim().lines().map(|line| line.strip_prefix("> ").or(line.strip_prefix('>')).unwrap_or(line));
    let words = lines.collect::<Vec<_>>().join("\n");
    Some((
        words
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#x27;", "'")
            .replace("&amp;", "&"),
        after,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thoughts_in_the_words_become_thoughts() {
        let text = "<details type=\"reasoning\" done=\"true\">\n<summary>Thought</summary>\n&gt; a &amp;&amp; b\n> c\n</details>\nWords";
        assert_eq!(said("<think>\nhm\n</think>\n\nYes"), [thought("hm"), Part::Text("Yes".to_owned())]);
        assert_eq!(said(&text.replace("&gt; a", "> a")), [thought("a && b\nc"), Part::Text("Words".to_owned())]);
        assert_eq!(said("I <think> so"), [Part::Text("I <think> so".to_owned())]);
        assert_eq!(said("<think>never closed"), [Part::Text("<think>never closed".to_owned())]);
    }

    #[test]
    fn a_picture_that_is_elsewhere_is_kept_aside() {
        let mut aside = Fields::default();
        let content = serde_json::json!([
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}},
            {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}},
            {"type": "text", "text": "this"},
        ]);
        let found = parts(content, &mut aside);
        assert_eq!(found, [Part::Image("data:image/png;base64,AA==".to_owned()), Part::Text("this".to_owned())]);
        let left =
            serde_json::json!({"content": [{"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}]});
        assert_eq!(aside.into_value(), left);
    }
}
