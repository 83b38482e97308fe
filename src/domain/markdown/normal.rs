//! A text in the form that is parsed: a line feed ends each line, no character is NUL (CommonMark 0.31, 2.1 and
//! 2.3), and no letter carries more marks than a browser can draw.

use std::borrow::Cow;

/// Marks that a letter may carry. Written languages need up to about six; a browser draws thousands on one letter
/// for minutes.
const MAX_MARKS: usize = 16;

/// A whole text.
pub fn normal(text: &str) -> Cow<'_, str> {
    Normal::default().piece(text)
}

/// A text that arrives in pieces.
#[derive(Debug, Default, Clone)]
pub struct Normal {
    ends_with_return: bool,
    /// Marks on the last letter.
    n_marks: usize,
}

impl Normal {
    /// The next piece. A line feed after the carriage return of the piece before is of the same end.
    pub fn piece<'a>(&mut self, piece: &'a str) -> Cow<'a, str> {
        let is_plain = |c: char| c != '\r' && c != '\0' && !is_mark(c);
        if !self.ends_with_return && piece.chars().all(is_plain) {
            if !piece.is_empty() {
                self.n_marks = 0;
            }
            return Cow::Borrowed(piece);
        }
        let mut text = String::with_capacity(piece.len());
        for c in piece.chars() {
            let follows_return = std::mem::replace(&mut self.ends_with_return, c == '\r');
            self.n_marks = if is_mark(c) { self.n_marks + 1 } else { 0 };
            match c {
                '\n' if follows_return => {}
                '\r' => text.push('\n'),
                '\0' => text.push(char::REPLACEMENT_CHARACTER),
                // What is left out is told.
                _ if self.n_marks == MAX_MARKS + 1 => text.push('…'),
                _ if self.n_marks > MAX_MARKS => {}
                _ => text.push(c),
            }
        }
        Cow::Owned(text)
    }
}

/// Whether a character stands on or below the one before it: the combining marks of Latin and of symbols, and those
/// of Cyrillic, Hebrew, Arabic, Thai and Lao (Unicode 16, general category Mn).
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{610}'..='\u{61A}'
        | '\u{64B}'..='\u{65F}' | '\u{6D6}'..='\u{6DC}' | '\u{E31}' | '\u{E34}'..='\u{E3A}'
        | '\u{E47}'..='\u{E4E}' | '\u{EB4}'..='\u{EBC}' | '\u{EC8}'..='\u{ECE}' | '\u{1AB0}'..='\u{1AFF}'
        | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20F0}' | '\u{FE20}'..='\u{FE2F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_carries_only_so_many_marks_wherever_the_text_is_cut() {
        let text = format!("Z{}x{}", "\u{351}\u{36b}".repeat(1_000), "\u{301}".repeat(MAX_MARKS));
        let whole = normal(&text).into_owned();
        assert_eq!(whole, format!("Z{}…x{}", "\u{351}\u{36b}".repeat(MAX_MARKS / 2), "\u{301}".repeat(MAX_MARKS)));
        let mut pieces = Normal::default();
        let cut: String = text.chars().map(|c| pieces.piece(c.encode_utf8(&mut [0; 4])).into_owned()).collect();
        assert_eq!(cut, whole);
    }
}
