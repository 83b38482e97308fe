//! Trees of messages within each other, as LibreChat exports them: as deep as the chat is long, and so deeper than a
//! parser can descend. They are laid out side by side before anything is parsed.

use serde_json::Value;

use crate::split::{Odd, parse};

/// A list of children that is being laid out, or the document around all of them.
#[derive(Default)]
struct Level {
    text: Vec<u8>,
    depth: usize,
}

/// Reads a document whose messages hold their `children`. These stand in `messages` then; each names its parent.
pub(crate) fn parse_tree(bytes: &[u8]) -> Result<Value, Odd> {
    let (document, children) = laid_out(bytes).ok_or(Odd::TooDeep)?;
    let mut document = parse(&document)?;
    if !document["messagesTree"].is_array() {
        return Err(Odd::TooDeep);
    }
    let children = children.iter().filter_map(|child| parse(child).ok());
    document["messages"] = children.collect::<Vec<_>>().into();
    Ok(document)
}

/// The text without any children, and the texts of these, siblings in their order.
fn laid_out(bytes: &[u8]) -> Option<(Vec<u8>, Vec<Vec<u8>>)> {
    let mut done = Vec::new();
    let mut above: Vec<Level> = Vec::new();
    let mut level = Level::default();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let end = end_of_text(bytes, at)?;
                let text = &bytes[at..end];
                level.text.extend_from_slice(text);
                at = end;
                if let Some(inside) = opened_list(bytes, at).filter(|_| text == b"\"children\"") {
                    level.text.extend_from_slice(b":[]");
                    above.push(std::mem::take(&mut level));
                    at = inside;
                }
                continue;
            }
            b']' if level.depth == 0 => level = above.pop()?,
            b'}' | b']' => {
                level.text.push(*byte);
                level.depth = level.depth.checked_sub(1)?;
                if level.depth == 0 && !above.is_empty() {
                    done.push(std::mem::take(&mut level.text));
                }
            }
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b',' if level.depth == 0 => {}
            _ => {
                level.depth += usize::from(matches!(byte, b'{' | b'['));
                level.text.push(*byte);
            }
        }
        at += 1;
    }
    above.is_empty().then_some((level.text, done))
}

/// Where a text ends that begins here.
fn end_of_text(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from + 1;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Where the first element of a list stands, if a colon and a list follow.
fn opened_list(bytes: &[u8], from: usize) -> Option<usize> {
    let next = |from: usize| Some(from + bytes.get(from..)?.iter().position(|byte| !byte.is_ascii_whitespace())?);
    let colon = next(from).filter(|at| bytes[*at] == b':')?;
    next(colon + 1).filter(|at| bytes[*at] == b'[').map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn children_stand_side_by_side() {
        let text = br#"{"messagesTree": [{"id":"a","text":"\"children\":[","children":[{"id":"b","children":[]},{"id":"c","x":[1,{}],
            "children" : [{"id":"d"}]}]}], "title":"t"}"#;
        let read = parse_tree(text).unwrap();
        assert_eq!(read["messagesTree"], json!([{"id": "a", "text": "\"children\":[", "children": []}]));
        let expected = json!([{"id": "b", "children": []}, {"id": "d"}, {"id": "c", "x": [1, {}], "children": []}]);
        assert_eq!((&read["messages"], &read["title"]), (&expected, &Value::from("t")));
    }

    #[test]
    fn what_is_no_such_tree_is_still_too_deep() {
        for text in [&b"{\"a\":[]}"[..], b"{", b"]", b"{\"children\":[", b"\"", b"}}"] {
            assert!(parse_tree(text).is_err());
        }
    }
}
