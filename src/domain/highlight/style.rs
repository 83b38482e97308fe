//! Style sheets: CSS, and what SCSS and Less add.

use super::cursor::{Cursor, FAR, is_blank, is_word};
use super::{Class, Highlighter};

/// `aux`: a statement begins here.
const STATEMENT: u32 = 0;
/// `aux`: within the selectors of a rule.
const SELECTOR: u32 = 1;
/// `aux`: behind the colon of a declaration.
const VALUE: u32 = 2;
/// `aux`: behind the name of an at-rule.
const PRELUDE: u32 = 3;

impl Highlighter {
    /// The next token of a style sheet.
    pub(super) fn style(&mut self, cursor: &mut Cursor<'_>) {
        let definition = self.top.definition;
        let byte = cursor.ahead(0);
        if is_blank(byte) {
            cursor.at += 1;
            return;
        }
        if self.opens_comment(cursor, definition) {
            return;
        }
        let start = cursor.at;
        let place = self.top.aux;
        if place == STATEMENT && byte != b'@' && !matches!(byte, b'{' | b'}' | b';') {
            self.top.aux = if is_declaration(cursor) { VALUE } else { SELECTOR };
            if self.top.aux == VALUE {
                // The name of the property.
                cursor.at = cursor.find(b':').map_or(cursor.end, |colon| colon + 1);
                return;
            }
        }
        match byte {
            b'{' | b'}' | b';' => {
                cursor.at += 1;
                self.top.aux = STATEMENT;
            }
            b'@' => at_word(self, cursor, place),
            b'"' | b'\'' => {
                self.opens_string(cursor, definition);
            }
            b'#' if cursor.ahead(1) == b'{' => {
                cursor.at = cursor.find(b'}').map_or(cursor.end, |close| close + 1);
            }
            b'!' | b'$' => {
                cursor.at += 1;
                cursor.skip_while(is_name);
            }
            _ if self.top.aux == SELECTOR => selector(cursor),
            b'#' => {
                cursor.at += 1;
                cursor.skip_while(|byte| byte.is_ascii_hexdigit());
                cursor.paint(start, Class::Number);
            }
            b'0'..=b'9' | b'.' | b'+' | b'-' if number(cursor) => cursor.paint(start, Class::Number),
            _ if is_name(byte) => self.value_word(cursor),
            _ => cursor.skip(),
        }
    }

    /// A word of a value: the name of a function counts, and what joins the parts of a query.
    fn value_word(&mut self, cursor: &mut Cursor<'_>) {
        let start = cursor.at;
        cursor.skip_while(is_name);
        let word = cursor.slice(start, cursor.at);
        let prelude = self.top.aux == PRELUDE;
        let call = cursor.ahead(0) == b'(' && (!prelude || word == b"url");
        let joins = prelude && matches!(word, b"and" | b"or" | b"not" | b"only");
        if call || joins {
            let url = word == b"url" && !matches!(cursor.ahead(1), b'"' | b'\'');
            cursor.paint(start, Class::Keyword);
            if call && url {
                cursor.at += 1;
                let address = cursor.at;
                cursor.at = cursor.find(b')').unwrap_or(cursor.end);
                cursor.paint(address, Class::String);
            }
        }
    }
}

/// An at-rule; in Less, all other words with `@` are variables.
fn at_word(highlighter: &mut Highlighter, cursor: &mut Cursor<'_>, place: u32) {
    let definition = highlighter.top.definition;
    let start = cursor.at;
    cursor.at += 1;
    if cursor.ahead(0) == b'{' {
        cursor.at = cursor.find(b'}').map_or(cursor.end, |close| close + 1);
        return;
    }
    cursor.skip_while(is_name);
    let variable = !definition.words.is_empty() && !definition.knows(cursor.slice(start + 1, cursor.at));
    if variable {
        if place == STATEMENT && cursor.solid(cursor.at) == b':' {
            highlighter.top.aux = VALUE;
        }
        return;
    }
    if place == STATEMENT {
        highlighter.top.aux = PRELUDE;
    }
    cursor.paint(start, Class::Keyword);
}

fn is_name(byte: u8) -> bool {
    is_word(byte) || byte == b'-'
}

/// Whether what begins here is a declaration rather than a selector: what comes first says so.
fn is_declaration(cursor: &Cursor<'_>) -> bool {
    let rest = cursor.rest();
    let mut colon = None;
    for (at, &byte) in rest.iter().enumerate().take(FAR) {
        match byte {
            b'{' if at > 0 && matches!(rest[at - 1], b'#' | b'@') => {}
            // Also `margin: {` of SCSS.
            b'{' => return colon.is_some_and(|colon: usize| rest[colon + 1..at].trim_ascii().is_empty()),
            b';' | b'}' if colon.is_some() => return true,
            b':' => colon = colon.or(Some(at)),
            _ => {}
        }
    }
    // A value that goes on in the next line: `grid-template:`; a list of selectors ends with a comma.
    colon.is_some_and(|at| {
        let property = rest[..at].iter().all(|&byte| is_name(byte) || byte == b'$' || byte == b'@');
        property && (at + 1 == rest.len() || is_blank(rest[at + 1]))
    })
}

/// A part of a selector: all of its names count.
fn selector(cursor: &mut Cursor<'_>) {
    let start = cursor.at;
    match cursor.ahead(0) {
        b'&' => {
            cursor.at += 1;
            cursor.skip_while(is_name);
        }
        b'.' | b'#' | b':' | b'%' => {
            cursor.skip_while(|byte| matches!(byte, b'.' | b'#' | b':' | b'%'));
            cursor.skip_while(is_name);
            cursor.paint(start, Class::Keyword);
        }
        b'[' => {
            cursor.skip_while(|byte| !matches!(byte, b'"' | b'\'' | b']'));
            cursor.paint(start, Class::Keyword);
        }
        b']' => {
            cursor.at += 1;
            cursor.paint(start, Class::Keyword);
        }
        b'0'..=b'9' => {
            number(cursor);
            cursor.paint(start, Class::Number);
        }
        byte if is_name(byte) => {
            cursor.skip_while(is_name);
            cursor.paint(start, Class::Keyword);
        }
        _ => cursor.skip(),
    }
}

/// A number with its sign and unit, which is then behind.
fn number(cursor: &mut Cursor<'_>) -> bool {
    let mut at = cursor.at;
    if matches!(cursor.get(at), b'+' | b'-') {
        at += 1;
    }
    let fraction = usize::from(cursor.get(at) == b'.');
    if !cursor.get(at + fraction).is_ascii_digit() {
        return false;
    }
    cursor.at = at;
    cursor.skip_while(|byte| byte.is_ascii_digit() || byte == b'.');
    cursor.skip_while(|byte| byte.is_ascii_alphabetic() || byte == b'%');
    true
}
