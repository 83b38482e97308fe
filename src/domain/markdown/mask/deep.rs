//! Marks of quotes and lists, more on one line than anybody means.
//!
//! The parser compares each line with all that is open, so that one line of 50,000 `>` and 25,000 short
//! lines after it would take it seconds. What is beyond the first marks is therefore but words.

use std::ops::Range;

/// How many marks of a line are marks. More than [`DEEPEST`](super::super::tree::DEEPEST), after which
/// they make no difference but are gone.
const MOST: usize = 64;

/// Where the marks stand that are too many, in their order.
pub fn find(source: &str) -> Vec<Range<usize>> {
    let mut deep = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        deep.extend(surplus(line).map(|range| start + range.start..start + range.end));
        start += line.len();
    }
    deep
}

/// Bytes of the marks that a line begins with, and of the space around them.
pub fn margin(line: &str) -> usize {
    let mut at = 0;
    while let Some(length) = mark(&line.as_bytes()[at..]) {
        at += length;
    }
    at + line.as_bytes()[at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

fn surplus(line: &str) -> Option<Range<usize>> {
    let (mut at, mut n_marks, mut from) = (0, 0, 0);
    while let Some(length) = mark(&line.as_bytes()[at..]) {
        at += length;
        n_marks += 1;
        if n_marks == MOST {
            from = at;
        }
    }
    // A line across is made of the same signs.
    let is_rule = || ['-', '*'].iter().any(|sign| line.chars().all(|c| c == *sign || c.is_whitespace()));
    // What hides them takes three bytes.
    (n_marks > MOST && at - from >= 3 && !is_rule()).then_some(from..at)
}

/// Bytes of the mark that a text begins with, and of the space before it.
fn mark(text: &[u8]) -> Option<usize> {
    let space = text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let text = &text[space..];
    let n_digits = text.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
    let length = match text.get(n_digits)? {
        b'>' if n_digits == 0 => return Some(space + 1),
        b'-' | b'*' | b'+' if n_digits == 0 => 1,
        b'.' | b')' if n_digits > 0 => n_digits + 1,
        _ => return None,
    };
    text.get(length).is_none_or(u8::is_ascii_whitespace).then_some(space + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_beyond_the_first_marks_is_too_much() {
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(surplus(line).map(|range| &line[range]), expected, "{line}");
        };
        check("> x", None);
        check(&">".repeat(64), None);
        check(&format!("{}>>>> x", ">".repeat(64)), Some(">>>>"));
        check(&format!("{}> - 1. x", "> ".repeat(64)), Some(" > - 1."));
        check(&format!("{}- + x\n", "12) ".repeat(64)), Some(" - +"));
        check(&"- ".repeat(100), None);
        check(&format!("{}\n", "* ".repeat(100)), None);
        check(&format!("x{}", ">".repeat(100)), None);
        check(&format!("{}-x", "> ".repeat(64)), None);
    }
}
