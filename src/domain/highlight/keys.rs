//! Lines of keys and values: YAML, and INI with TOML.

use super::cursor::{Cursor, is_blank, is_word};
use super::definition::{Definition, Grammar};
use super::lexer::number;
use super::{Class, Highlighter};

impl Highlighter {
    /// The next token of a line with a key.
    pub(super) fn keys(&mut self, cursor: &mut Cursor<'_>) {
        let definition = self.top.definition;
        match definition.grammar {
            Grammar::Yaml => self.yaml(cursor, definition),
            _ => self.ini(cursor, definition),
        }
    }

    /// `aux` is 0, or one more than the indentation of the line whose block of text follows.
    fn yaml(&mut self, cursor: &mut Cursor<'_>, definition: &'static Definition) {
        if cursor.fresh {
            cursor.skip_while(is_blank);
            if cursor.at >= cursor.end {
                return;
            }
            let block = self.top.aux as usize;
            if block > 0 {
                if cursor.at >= block {
                    return cursor.paint_rest(cursor.at, Class::String);
                }
                self.top.aux = 0;
            }
            cursor.fresh = false;
            if cursor.starts("---") || cursor.starts("...") || cursor.starts("%") {
                cursor.at = cursor.end;
                return;
            }
        }
        if is_blank(cursor.ahead(0)) {
            cursor.at += 1;
            return;
        }
        if self.opens_comment(cursor, definition) {
            return;
        }
        let start = cursor.at;
        match cursor.ahead(0) {
            b'-' if cursor.ahead(1) == 0 || is_blank(cursor.ahead(1)) => cursor.at += 1,
            byte @ (b'{' | b'}' | b'[' | b']' | b',' | b'?') => {
                cursor.bracketed = cursor.bracketed || matches!(byte, b'{' | b'[');
                cursor.at += 1;
            }
            b'!' => {
                cursor.skip_while(|byte| !is_blank(byte));
                cursor.paint(start, Class::Keyword);
            }
            b'&' | b'*' => cursor.skip_while(|byte| !is_blank(byte) && byte != b','),
            b'|' | b'>' => {
                let indent = cursor.line.iter().take_while(|byte| **byte == b' ').count();
                self.top.aux = indent as u32 + 1;
                cursor.skip_while(|byte| !is_blank(byte));
                cursor.paint(start, Class::String);
            }
            b'"' | b'\'' => {
                self.opens_string(cursor, definition);
                cursor.skip_while(is_blank);
                if cursor.ahead(0) == b':' {
                    cursor.at += 1;
                }
            }
            _ => scalar(cursor, definition),
        }
    }

    /// `aux` counts the brackets of a list that goes over lines.
    fn ini(&mut self, cursor: &mut Cursor<'_>, definition: &'static Definition) {
        if is_blank(cursor.ahead(0)) {
            cursor.at += 1;
            return;
        }
        let start = cursor.at;
        let first = std::mem::replace(&mut cursor.fresh, false);
        if self.opens_comment(cursor, definition) {
            return;
        }
        if first && self.top.aux == 0 {
            if cursor.ahead(0) == b'[' {
                cursor.at = cursor
                    .slice(start, cursor.end)
                    .iter()
                    .rposition(|&byte| byte == b']')
                    .map_or(cursor.end, |end| start + end + 1);
                return cursor.paint(start, Class::Keyword);
            }
            // The key, which may be quoted.
            if let Some(equals) = cursor.find(b'=') {
                cursor.at = equals + 1;
                return;
            }
        }
        let byte = cursor.ahead(0);
        if self.opens_string(cursor, definition) {
            return;
        }
        match byte {
            b'[' | b'{' => self.top.aux += 1,
            b']' | b'}' => self.top.aux = self.top.aux.saturating_sub(1),
            b'0'..=b'9' => return date(cursor),
            b'+' | b'-' if cursor.ahead(1).is_ascii_digit() => {
                cursor.at += 1;
                return date_from(cursor, start);
            }
            _ if is_word(byte) => {
                cursor.skip_while(|byte| is_word(byte) || byte == b'-' || byte == b'.');
                if definition.knows(cursor.slice(start, cursor.at)) {
                    cursor.paint(start, Class::Keyword);
                }
                return;
            }
            _ => {}
        }
        cursor.skip();
    }
}

/// A bare value of YAML, or a key.
fn scalar(cursor: &mut Cursor<'_>, definition: &Definition) {
    let start = cursor.at;
    let flow = cursor.bracketed;
    let mut at = start;
    while at < cursor.end {
        let byte = cursor.get(at);
        let next = cursor.get(at + 1);
        if byte == b':' && (next == 0 || is_blank(next)) {
            cursor.at = at + 1;
            return;
        }
        if (byte == b'#' && is_blank(cursor.before(at))) || (flow && matches!(byte, b',' | b']' | b'}')) {
            break;
        }
        at += 1;
    }
    while at > start && is_blank(cursor.before(at)) {
        at -= 1;
    }
    cursor.at = at.max(start + 1);
    let word = cursor.slice(start, cursor.at);
    let class = if definition.knows(word) {
        Class::Keyword
    } else if is_number(word) {
        Class::Number
    } else {
        Class::String
    };
    cursor.paint(start, class);
}

/// Whether a bare value is a number or a date, not a version or a name that begins with a digit.
fn is_number(word: &[u8]) -> bool {
    let word = word.strip_prefix(b"-").unwrap_or(word);
    let (mut dots, mut dashes) = (0, 0);
    for &byte in word {
        match byte {
            b'0'..=b'9' | b'_' | b'e' | b'E' | b'+' => {}
            b'.' => dots += 1,
            b'-' => dashes += 1,
            // Only a date with its time has other signs.
            _ if dashes == 2 && matches!(byte, b':' | b'T' | b'Z') => {}
            _ => return false,
        }
    }
    let date = dashes >= 2 && word.get(4) == Some(&b'-') && word.len() >= 10;
    word.first().is_some_and(u8::is_ascii_digit) && (date || (dots < 2 && dashes == 0))
}

fn date(cursor: &mut Cursor<'_>) {
    let start = cursor.at;
    date_from(cursor, start);
}

/// A number, or a date with its time.
fn date_from(cursor: &mut Cursor<'_>, start: usize) {
    number(cursor, false);
    if matches!(cursor.ahead(0), b'-' | b':') && cursor.ahead(1).is_ascii_digit() {
        cursor.skip_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'.' | b'+'));
    }
    cursor.paint(start, Class::Number);
}
