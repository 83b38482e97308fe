//! Elements: HTML, XML, and JSX within code.

use super::cursor::{Cursor, is_blank, is_word};
use super::languages;
use super::{Class, Frame, Highlighter, Mode};

/// The kind of tag that is being read.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Tag {
    /// `<p`, `</p`, `<!DOCTYPE` and `<?xml`.
    Plain,
    /// `<script`.
    Script,
    /// `<style`.
    Style,
    /// `<p` in JSX.
    Open,
    /// `</p` in JSX.
    Close,
}

impl Highlighter {
    /// Whether an element of JSX begins here; its text is then what is read.
    pub(super) fn opens_element(&mut self, cursor: &Cursor<'_>) -> bool {
        let mut at = cursor.at + 1;
        let next = cursor.get(at);
        if next != b'>' && !next.is_ascii_alphabetic() {
            return false;
        }
        while is_word(cursor.get(at)) || matches!(cursor.get(at), b'.' | b'-' | b':') {
            at += 1;
        }
        // Not the parameter of a generic arrow function.
        let generic = cursor.get(at) == b','
            || (cursor.get(at) == b'>' && cursor.get(at + 1) == b'(')
            || cursor.slice(at.min(cursor.end), cursor.end).starts_with(b" extends");
        !generic && self.push(Mode::Children, self.top.definition, 0)
    }

    /// Between tags.
    pub(super) fn text(&mut self, cursor: &mut Cursor<'_>) {
        let Frame { mode, definition, .. } = self.top;
        let jsx = matches!(mode, Mode::Children);
        if !jsx && (self.opens_comment(cursor, definition) || self.opens_text(cursor)) {
            return;
        }
        let start = cursor.at;
        match cursor.ahead(0) {
            b'<' => {
                cursor.at += 1;
                let close = cursor.ahead(0) == b'/';
                if matches!(cursor.ahead(0), b'/' | b'!' | b'?') {
                    cursor.at += 1;
                }
                let declared = matches!(cursor.before(cursor.at), b'!' | b'?');
                let name = cursor.at;
                if !(jsx && cursor.ahead(0) == b'>' || is_word(cursor.ahead(0))) {
                    return;
                }
                cursor.skip_while(|byte| is_word(byte) || matches!(byte, b'-' | b'.' | b':'));
                let word = cursor.slice(name, cursor.at);
                if !declared {
                    cursor.paint(name, Class::Keyword);
                }
                let tag = match (jsx, close) {
                    (true, false) => Tag::Open,
                    (true, true) => Tag::Close,
                    (false, false) if word.eq_ignore_ascii_case(b"script") => Tag::Script,
                    (false, false) if word.eq_ignore_ascii_case(b"style") => Tag::Style,
                    _ => Tag::Plain,
                };
                if !self.push(Mode::Tag(tag), definition, 0) && jsx {
                    self.pop();
                }
            }
            b'{' if jsx => self.enter_braces(cursor),
            _ => {
                cursor.at = start;
                cursor.skip();
            }
        }
    }

    /// Text of XML that is no markup, up to `]]>`.
    fn opens_text(&mut self, cursor: &mut Cursor<'_>) -> bool {
        cursor.starts("<![CDATA[") && self.opens_string(cursor, self.top.definition)
    }

    fn enter_braces(&mut self, cursor: &mut Cursor<'_>) {
        let definition = self.top.definition;
        cursor.at += 1;
        if self.push(Mode::Hole(b'}'), definition, 0) {
            self.operand = false;
        }
    }

    /// Within a tag: names of attributes are plain, their values are strings.
    pub(super) fn tag(&mut self, cursor: &mut Cursor<'_>, tag: Tag) {
        let jsx = matches!(tag, Tag::Open | Tag::Close);
        let definition = self.top.definition;
        let start = cursor.at;
        match cursor.ahead(0) {
            b'>' => {
                let empty = cursor.before(start) == b'/';
                cursor.at += 1;
                self.pop();
                self.after_tag(tag, empty);
            }
            b'{' if jsx => self.enter_braces(cursor),
            b'"' | b'\'' => {
                self.opens_string(cursor, definition);
            }
            b'=' => {
                cursor.at += 1;
                cursor.skip_while(is_blank);
                let value = cursor.at;
                if !jsx && !matches!(cursor.ahead(0), b'"' | b'\'' | b'>') {
                    cursor.skip_while(|byte| !is_blank(byte) && byte != b'>');
                    cursor.paint(value, Class::String);
                }
            }
            _ => cursor.skip(),
        }
    }

    /// What follows a tag: text, the code of a script, or the end of the JSX.
    fn after_tag(&mut self, tag: Tag, empty: bool) {
        let embedded = match tag {
            Tag::Plain => return,
            Tag::Script => &languages::web::JAVASCRIPT,
            Tag::Style => &languages::web::CSS,
            Tag::Open | Tag::Close => {
                let open = match (tag, empty) {
                    (Tag::Close, _) => self.top.aux.saturating_sub(1),
                    (_, true) => self.top.aux,
                    _ => self.top.aux + 1,
                };
                self.top.aux = open;
                if open == 0 {
                    self.pop();
                    self.operand = true;
                }
                return;
            }
        };
        if !empty {
            let depth = self.outer.len() + 1;
            if self.enter(Frame::first(embedded)) {
                self.embedded = Some(depth);
                self.operand = false;
            }
        }
    }

    /// Stops the reader where a closing tag ends what is embedded, and lets it go on behind.
    pub(super) fn limit(&mut self, cursor: &mut Cursor<'_>) {
        let Some(depth) = self.embedded else { return };
        if depth > self.outer.len() {
            self.embedded = None;
            return;
        }
        if !cursor.limited {
            cursor.limited = true;
            for at in cursor.at..cursor.full {
                let ends = |word: &[u8]| cursor.slice(at + 2, at + 2 + word.len()).eq_ignore_ascii_case(word);
                if cursor.slice(at, at + 2) == b"</" && (ends(b"script") || ends(b"style")) {
                    cursor.end = at;
                    break;
                }
            }
        }
        if cursor.end == cursor.full {
            return;
        }
        if cursor.at >= cursor.end {
            cursor.end = cursor.full;
            cursor.limited = false;
            self.leave(depth);
            self.embedded = None;
        }
    }
}
