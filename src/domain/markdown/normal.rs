//! A text in the form that CommonMark reads: a line feed ends each line, and no character is NUL
//! (CommonMark 0.31, 2.1 and 2.3).

use std::borrow::Cow;

/// A whole text.
pub fn normal(text: &str) -> Cow<'_, str> {
    if !text.contains(['\r', '\0']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{FFFD}"))
}

/// A text that arrives in pieces.
#[derive(Debug, Default, Clone)]
pub struct Normal {
    ends_with_return: bool,
}

impl Normal {
    /// The next piece. A line feed after the carriage return of the piece before is of the same end.
    pub fn piece<'a>(&mut self, piece: &'a str) -> Cow<'a, str> {
        let rest = piece.strip_prefix('\n').filter(|_| self.ends_with_return).unwrap_or(piece);
        if !piece.is_empty() {
            self.ends_with_return = piece.ends_with('\r');
        }
        normal(rest)
    }
}
