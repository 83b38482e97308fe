//! A place in a line, and what has been painted before it.

use super::{Class, Span};

/// How far a reader looks ahead.
pub(super) const FAR: usize = 1000;

/// Reads the bytes of one line. Whatever is painted begins and ends at an ASCII byte or an end of the line,
/// and so never within a character.
pub(super) struct Cursor<'a> {
    pub(super) line: &'a [u8],
    pub(super) at: usize,
    /// Where the reader has to stop: the end of the line, or of what is embedded in it.
    pub(super) end: usize,
    /// The end of the line, without its line feed.
    pub(super) full: usize,
    /// Whether only blanks have been read in this line.
    pub(super) fresh: bool,
    /// Whether a bracket has been read in this line that changes what follows it.
    pub(super) bracketed: bool,
    /// Whether the end of what is embedded has been looked for.
    pub(super) limited: bool,
    pub(super) spans: Vec<Span>,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line).as_bytes();
        Self {
            line,
            at: 0,
            end: line.len(),
            full: line.len(),
            fresh: true,
            bracketed: false,
            limited: false,
            spans: Vec::new(),
        }
    }

    /// The byte `ahead` of the place; 0 behind the end.
    pub(super) fn ahead(&self, ahead: usize) -> u8 {
        self.get(self.at + ahead)
    }

    #[inline(never)]
    pub(super) fn get(&self, at: usize) -> u8 {
        if at < self.end { self.line.get(at).copied().unwrap_or(0) } else { 0 }
    }

    /// The byte before `at`; 0 at the beginning.
    #[inline(never)]
    pub(super) fn before(&self, at: usize) -> u8 {
        self.line.get(at.wrapping_sub(1)).copied().unwrap_or(0)
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.slice(self.at, self.end)
    }

    /// The bytes between two places; none if there are none.
    #[inline(never)]
    pub(super) fn slice(&self, from: usize, to: usize) -> &'a [u8] {
        self.line.get(from..to).unwrap_or_default()
    }

    #[inline(never)]
    pub(super) fn starts(&self, with: &str) -> bool {
        self.rest().starts_with(with.as_bytes())
    }

    /// Goes on by whole characters.
    #[inline(never)]
    pub(super) fn skip(&mut self) {
        self.at += 1;
        while self.ahead(0) & 0xC0 == 0x80 {
            self.at += 1;
        }
    }

    #[inline(never)]
    pub(super) fn skip_while(&mut self, goes_on: fn(u8) -> bool) {
        while self.at < self.end && goes_on(self.ahead(0)) {
            self.at += 1;
        }
    }

    /// The first byte from `at` on that is not blank; 0 if there is none.
    pub(super) fn solid(&self, mut at: usize) -> u8 {
        while is_blank(self.get(at)) {
            at += 1;
        }
        self.get(at)
    }

    /// Where `byte` is next, from the place on. Looks no farther than what people write, so that a line is
    /// read in a time that grows with its length.
    #[inline(never)]
    pub(super) fn find(&self, byte: u8) -> Option<usize> {
        (self.at..self.end.min(self.at + FAR)).find(|&at| self.get(at) == byte)
    }

    /// Paints from `from` to the place.
    #[inline(never)]
    pub(super) fn paint(&mut self, from: usize, class: Class) {
        self.at = self.at.min(self.end);
        if from >= self.at {
            return;
        }
        if let Some(last) = self.spans.last_mut()
            && last.range.end == from
            && last.class == class
        {
            last.range.end = self.at;
            return;
        }
        self.spans.push(Span { range: from..self.at, class });
    }

    /// Goes to the end and paints all of it.
    pub(super) fn paint_rest(&mut self, from: usize, class: Class) {
        self.at = self.end;
        self.paint(from, class);
    }
}

/// A blank within a line.
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0x0C)
}

/// What a name may be made of anywhere. Every character beyond ASCII counts as a letter.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}
