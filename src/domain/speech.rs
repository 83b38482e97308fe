//! A growing answer in whole sentences, for a screen reader.

/// The part of `text` from `spoken` (a byte position) to the end of its last whole sentence, with
/// the position after it. `None` while no sentence has ended.
///
/// A sentence ends with `.`, `!`, `?`, `…`, their CJK forms, or a line break; a full stop counts only
/// before white space, so that "3.14" stays in one piece.
pub fn next_sentences(text: &str, spoken: usize) -> Option<(&str, usize)> {
    let rest = text.get(spoken..)?;
    let mut end = None;
    let mut chars = rest.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = at + c.len_utf8();
        let ends = match c {
            '\n' | '。' | '！' | '？' => true,
            '.' | '!' | '?' | '…' => chars.peek().is_some_and(|(_, next)| next.is_whitespace()),
            _ => false,
        };
        if ends {
            end = Some(after);
        }
    }
    let end = end?;
    Some((rest[..end].trim(), spoken + end)).filter(|(words, _)| !words.is_empty())
}

#[cfg(test)]
mod tests {
    use super::next_sentences;

    #[test]
    fn only_whole_sentences_are_spoken() {
        let text = "Pi is 3.14. It goes on";
        assert_eq!(next_sentences(text, 0), Some(("Pi is 3.14.", 11)));
        assert_eq!(next_sentences(text, 11), None);
        assert_eq!(next_sentences("你好。再见", 0), Some(("你好。", 9)));
        assert_eq!(next_sentences("One\nTwo", 0), Some(("One", 4)));
        assert_eq!(next_sentences("\n\n", 0), None);
    }

    #[test]
    fn a_position_inside_a_character_speaks_nothing() {
        assert_eq!(next_sentences("é. a", 1), None);
    }
}
