//! Strings: where they begin, what they let in, and where they end.

use super::cursor::{Cursor, FAR, is_word};
use super::definition::{
    APART, ATTRIBUTE, BACKTICK, CHARACTER, DELIMITED, DOUBLED, Definition, ESCAPE, HASHES, Hole, LINES, LONG_BRACKETS,
    MARKED, Quote, REGEX, STRING_KEYS,
};
use super::heredoc::hash;
use super::lexer::{closes_long, long_bracket};
use super::{Class, Frame, Highlighter, Mode};

/// In `aux` of a string: its prefix asked for holes. The lower bits are the number of `#` or `=`.
const HOLES: u32 = 1 << 16;

impl Highlighter {
    /// A string, if one begins here.
    pub(super) fn opens_string(&mut self, cursor: &mut Cursor<'_>, definition: &'static Definition) -> bool {
        let start = cursor.at;
        definition.quotes.iter().any(|quote| {
            if quote.has(HASHES) && cursor.ahead(0) == b'#' {
                return self.opens_hashes(cursor, definition, quote, start, 0);
            }
            cursor.starts(quote.open) && self.opens_quote(cursor, definition, quote, start, 0)
        })
    }

    /// The string whose prefix is behind.
    pub(super) fn opens_prefixed(
        &mut self,
        cursor: &mut Cursor<'_>,
        definition: &'static Definition,
        start: usize,
    ) -> bool {
        let prefix = cursor.slice(start, cursor.at);
        let holes = if prefix.iter().any(|byte| matches!(byte, b'f' | b'F')) { HOLES } else { 0 };
        // The prefix R of C++ keeps its delimiter; `r` and `br` of Rust may have `#`.
        let raw = prefix.iter().any(|byte| matches!(byte, b'r' | b'R'));
        definition.quotes.iter().any(|quote| match (quote.has(HASHES), raw) {
            _ if quote.has(DELIMITED) => raw && self.opens_delimited(cursor, definition, quote, start),
            (true, true) => self.opens_hashes(cursor, definition, quote, start, holes),
            (true, false) => false,
            _ => cursor.starts(quote.open) && self.opens_quote(cursor, definition, quote, start, holes),
        })
    }

    /// `#"` with any number of `#`, also none.
    fn opens_hashes(
        &mut self,
        cursor: &mut Cursor<'_>,
        definition: &'static Definition,
        quote: &'static Quote,
        start: usize,
        aux: u32,
    ) -> bool {
        let mut count = 0;
        while cursor.ahead(count) == b'#' && count < 255 {
            count += 1;
        }
        let behind = cursor.at + count;
        let fits = cursor.get(behind) != 0 && cursor.slice(behind, cursor.end).starts_with(quote.open.as_bytes());
        if fits {
            cursor.at = behind;
            self.enter_quote(cursor, definition, quote, start, aux | count as u32);
        }
        fits
    }

    /// `"word(` up to `)word"`; the word is remembered by its hash.
    fn opens_delimited(
        &mut self,
        cursor: &mut Cursor<'_>,
        definition: &'static Definition,
        quote: &'static Quote,
        start: usize,
    ) -> bool {
        let Some(open) = cursor.find(b'(').filter(|_| cursor.ahead(0) == b'"') else { return false };
        let word = hash(cursor.slice(cursor.at + 1, open));
        cursor.at = open + 1;
        self.enter_behind(cursor, definition, quote, start, word)
    }

    fn opens_quote(
        &mut self,
        cursor: &mut Cursor<'_>,
        definition: &'static Definition,
        quote: &'static Quote,
        start: usize,
        aux: u32,
    ) -> bool {
        if quote.has(REGEX) {
            return !self.operand && regex(cursor, start) && self.value();
        }
        if quote.has(DELIMITED) {
            return false;
        }
        if quote.has(CHARACTER) {
            return character(cursor, start) && self.value();
        }
        if quote.has(APART) && is_word(cursor.before(start)) {
            return false;
        }
        if definition.has(LONG_BRACKETS) && quote.open == "[" {
            let level = long_bracket(cursor);
            return level.is_some_and(|level| self.enter_behind(cursor, definition, quote, start, level));
        }
        self.enter_quote(cursor, definition, quote, start, aux)
    }

    /// After a value.
    fn value(&mut self) -> bool {
        self.operand = true;
        true
    }

    fn enter_quote(
        &mut self,
        cursor: &mut Cursor<'_>,
        definition: &'static Definition,
        quote: &'static Quote,
        start: usize,
        aux: u32,
    ) -> bool {
        cursor.at += quote.open.len();
        self.enter_behind(cursor, definition, quote, start, aux)
    }

    fn enter_behind(
        &mut self,
        cursor: &mut Cursor<'_>,
        definition: &'static Definition,
        quote: &'static Quote,
        start: usize,
        aux: u32,
    ) -> bool {
        if self.push(Mode::Quoted(quote), definition, aux) {
            self.quoted(cursor, quote, start);
        } else {
            cursor.paint_rest(start, Class::String);
        }
        true
    }

    /// The string goes on, up to its end or to a hole.
    pub(super) fn quoted(&mut self, cursor: &mut Cursor<'_>, quote: &'static Quote, from: usize) {
        let frame = self.top;
        if quote.has(ATTRIBUTE) {
            return self.attribute(cursor, quote);
        }
        let hole = if quote.has(MARKED) && frame.aux & HOLES == 0 { Hole::Never } else { quote.hole };
        let count = (frame.aux & 0xFF) as usize;
        while cursor.at < cursor.end {
            if closes(cursor, frame.definition, quote, frame.aux) {
                self.operand = true;
                self.pop();
                let key = frame.definition.has(STRING_KEYS) && cursor.solid(cursor.at) == b':';
                if !key {
                    cursor.paint(from, Class::String);
                }
                return;
            }
            let byte = cursor.ahead(0);
            if opens_hole(cursor, hole, count) {
                return self.hole(cursor, hole, from);
            }
            if (quote.has(ESCAPE) && byte == b'\\' && count == 0) || (quote.has(BACKTICK) && byte == b'`') {
                cursor.at += 1;
            } else if hole == Hole::Brace && byte == b'{' {
                // Written twice, it is a brace.
                cursor.at += 1;
            }
            cursor.skip();
        }
        cursor.at = cursor.end;
        cursor.paint(from, Class::String);
    }

    /// Code within a string begins here.
    pub(super) fn hole(&mut self, cursor: &mut Cursor<'_>, hole: Hole, from: usize) {
        cursor.paint(from, Class::String);
        let definition = self.top.definition;
        if hole == Hole::Shell {
            return self.variable(cursor);
        }
        let (length, close) = match (hole, cursor.ahead(0), cursor.ahead(1)) {
            (Hole::Brace | Hole::Php, b'{', _) => (1, b'}'),
            (_, b'$' | b'#', b'{') => (2, b'}'),
            (Hole::Paren, ..) => (cursor.rest().iter().position(|&byte| byte == b'(').unwrap_or(0) + 1, b')'),
            _ => {
                cursor.at += 1;
                return cursor.skip_while(is_word);
            }
        };
        if self.push(Mode::Hole(close), definition, 0) {
            self.operand = false;
        }
        cursor.at += length;
    }

    /// `$name`, `${…}`, `$(…)` and the single signs of a shell.
    pub(super) fn variable(&mut self, cursor: &mut Cursor<'_>) {
        let definition = self.top.definition;
        let start = cursor.at;
        cursor.at += 1;
        match cursor.ahead(0) {
            b'(' => {
                cursor.at += 1;
                if self.push(Mode::Hole(b')'), definition, 0) {
                    self.operand = false;
                }
            }
            b'{' => {
                let mut depth = 0;
                while cursor.at < cursor.end {
                    let byte = cursor.ahead(0);
                    cursor.at += 1;
                    depth += i32::from(byte == b'{') - i32::from(byte == b'}');
                    if depth == 0 {
                        break;
                    }
                }
            }
            byte if is_word(byte) => {
                cursor.skip_while(is_word);
                if cursor.slice(start, cursor.at) == b"$this" {
                    cursor.paint(start, Class::Keyword);
                }
            }
            b'#' | b'@' | b'?' | b'!' | b'*' | b'$' | b'-' => cursor.at += 1,
            _ => {}
        }
        self.operand = true;
    }

    /// `#[…]`: plain, but the strings in it are strings. `[` and `]` within are counted.
    fn attribute(&mut self, cursor: &mut Cursor<'_>, quote: &Quote) {
        let definition = self.top.definition;
        while cursor.at < cursor.end {
            let byte = cursor.ahead(0);
            let start = cursor.at;
            let string = matches!(byte, b'"' | b'\'') && cursor.get(start + 1) != 0;
            if string && cursor.slice(start + 1, cursor.end).contains(&byte) {
                cursor.at += 1;
                while cursor.at < cursor.end && cursor.ahead(0) != byte {
                    cursor.at += if cursor.ahead(0) == b'\\' { 2 } else { 1 };
                }
                cursor.at += 1;
                cursor.paint(start, Class::String);
                continue;
            }
            if self.opens_comment(cursor, definition) {
                return;
            }
            cursor.at += 1;
            if byte == b'[' {
                self.top.aux += 1;
            } else if quote.close.as_bytes() == [byte] {
                if self.top.aux == 0 {
                    return self.pop();
                }
                self.top.aux -= 1;
            }
        }
    }

    /// What does not outlive its line.
    pub(super) fn end_line(&mut self, cursor: &Cursor<'_>) {
        let continued = cursor.before(cursor.full) == b'\\';
        // The outermost string that ends here takes along what is open in it.
        let ends = |frame: &Frame| match frame.mode {
            Mode::Quoted(quote) => !(quote.has(LINES) || (quote.has(ESCAPE) && continued)),
            _ => false,
        };
        if let Some(depth) = self.outer.iter().position(ends) {
            self.leave(depth);
        }
        if ends(&self.top) {
            self.pop();
        }
        if let Some((hole, hash)) = self.heredoc.take() {
            self.push(Mode::Heredoc(hole), self.top.definition, hash);
        }
        if !continued {
            self.operand = false;
        }
    }
}

/// Whether the string ends here; the end is then behind.
fn closes(cursor: &mut Cursor<'_>, definition: &Definition, quote: &Quote, aux: u32) -> bool {
    let count = (aux & 0xFF) as usize;
    if quote.has(DELIMITED) {
        let end = cursor.find(b'"').filter(|_| cursor.ahead(0) == b')');
        let closing = end.filter(|&end| hash(cursor.slice(cursor.at + 1, end)) == aux);
        cursor.at = closing.map_or(cursor.at, |end| end + 1);
        return closing.is_some();
    }
    if definition.has(LONG_BRACKETS) && quote.open == "[" {
        return closes_long(cursor, count as u32);
    }
    if !cursor.starts(quote.close) {
        return false;
    }
    let behind = cursor.at + quote.close.len();
    let hashes = cursor.slice(behind, cursor.end).iter().take(count).filter(|&&byte| byte == b'#').count();
    if hashes < count {
        return false;
    }
    if quote.has(DOUBLED) && cursor.slice(behind, cursor.end).starts_with(quote.close.as_bytes()) {
        cursor.at = behind;
        return false;
    }
    cursor.at = behind + count;
    true
}

pub(super) fn opens_hole(cursor: &Cursor<'_>, hole: Hole, count: usize) -> bool {
    let (byte, next) = (cursor.ahead(0), cursor.ahead(1));
    let name = next.is_ascii_alphabetic() || next == b'_';
    match hole {
        Hole::Never => false,
        Hole::Dollar => byte == b'$' && next == b'{',
        Hole::DollarName => byte == b'$' && (next == b'{' || name),
        Hole::Shell => {
            byte == b'$'
                && (name
                    || next.is_ascii_digit()
                    || matches!(next, b'{' | b'(' | b'@' | b'*' | b'#' | b'?' | b'$' | b'!'))
        }
        Hole::Php => (byte == b'$' && name) || (byte == b'{' && next == b'$'),
        Hole::Hash => byte == b'#' && next == b'{',
        Hole::Brace => byte == b'{' && next != b'{',
        Hole::Paren => {
            byte == b'\\' && (0..count).all(|ahead| cursor.ahead(1 + ahead) == b'#') && cursor.ahead(1 + count) == b'('
        }
    }
}

/// A regular expression up to the `/` that ends it in the same line, and its flags.
fn regex(cursor: &mut Cursor<'_>, start: usize) -> bool {
    let mut at = start + 1;
    let mut listed = false;
    if matches!(cursor.get(at), b'/' | b'*' | b'=' | b' ') {
        return false;
    }
    while at < cursor.end.min(start + FAR) {
        match cursor.get(at) {
            b'\\' => at += 1,
            b'[' => listed = true,
            b']' => listed = false,
            b'/' if !listed => {
                cursor.at = at + 1;
                cursor.skip_while(|byte| byte.is_ascii_alphabetic());
                cursor.paint(start, Class::String);
                return true;
            }
            _ => {}
        }
        at += 1;
    }
    false
}

/// `'x'` and `'\n'` are characters, `'name` is not.
fn character(cursor: &mut Cursor<'_>, start: usize) -> bool {
    let quote = cursor.at;
    let mut at = quote + 1;
    if cursor.get(at) == b'\\' {
        at += 2;
        while at < cursor.end && cursor.get(at) != b'\'' {
            at += 1;
        }
    } else {
        at += 1;
        while cursor.get(at) & 0xC0 == 0x80 {
            at += 1;
        }
    }
    let is = cursor.get(at) == b'\'' && cursor.get(quote + 1) != b'\'';
    if is {
        cursor.at = at + 1;
        cursor.paint(start, Class::String);
    } else {
        // The name of a lifetime is no word of the language.
        cursor.at = quote + 1;
        cursor.skip_while(is_word);
    }
    true
}
