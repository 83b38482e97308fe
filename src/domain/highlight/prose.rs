//! Lines that are no code: Markdown, with the code in it, and patches.

use super::cursor::{Cursor, is_blank};
use super::definition::Grammar;
use super::{Class, Frame, Highlighter, Language, Mode};

/// In `aux` of Markdown: the fence is made of tildes. The lower bits are its length.
const TILDES: u32 = 1 << 16;

impl Highlighter {
    /// The next token of Markdown, or a whole line of a patch.
    pub(super) fn prose(&mut self, cursor: &mut Cursor<'_>) {
        if self.top.definition.grammar == Grammar::Diff {
            return diff(cursor);
        }
        if self.top.aux != 0 {
            // Within a fence of a language that is not known.
            return cursor.paint_rest(cursor.at, Class::String);
        }
        if std::mem::replace(&mut cursor.fresh, false) && self.markdown_line(cursor) {
            return;
        }
        let start = cursor.at;
        match cursor.ahead(0) {
            b'`' => code_span(cursor),
            b'[' => link(cursor),
            b'<' if cursor.starts("<http") => {
                cursor.at = cursor.find(b'>').map_or(cursor.end, |end| end + 1);
                cursor.paint(start, Class::String);
            }
            b'\\' => {
                cursor.at += 1;
                cursor.skip();
            }
            _ => cursor.skip(),
        }
    }

    /// What the beginning of a line says about all of it. False if it has to be read on.
    fn markdown_line(&mut self, cursor: &mut Cursor<'_>) -> bool {
        let start = cursor.at;
        cursor.skip_while(is_blank);
        match cursor.ahead(0) {
            b'#' => {
                let length = cursor.rest().iter().take_while(|byte| **byte == b'#').count();
                if length <= 6 && (cursor.ahead(length) == 0 || is_blank(cursor.ahead(length))) {
                    cursor.paint_rest(start, Class::Keyword);
                    return true;
                }
            }
            b'>' => {
                cursor.paint_rest(start, Class::Comment);
                return true;
            }
            mark @ (b'`' | b'~') => {
                let length = cursor.rest().iter().take_while(|byte| **byte == mark).count();
                let info = cursor.slice(cursor.at + length, cursor.end);
                if length >= 3 && !info.contains(&b'`') {
                    self.top.aux = length as u32 | if mark == b'~' { TILDES } else { 0 };
                    cursor.at += length;
                    cursor.skip_while(is_blank);
                    let name = cursor.at;
                    cursor.skip_while(|byte| !is_blank(byte) && !matches!(byte, b'{' | b','));
                    let language = Language::named(cursor.slice(name, cursor.at));
                    cursor.paint_rest(start, Class::String);
                    if let Some(language) = language {
                        self.operand = false;
                        self.enter(Frame::first(language.0));
                    }
                    return true;
                }
            }
            _ => {}
        }
        false
    }

    /// Ends the code of a fence, if this line does.
    pub(super) fn fence_line(&mut self, cursor: &mut Cursor<'_>) {
        let outer = *self.outer.first().unwrap_or(&self.top);
        if !matches!(outer.mode, Mode::Prose) || outer.aux == 0 {
            return;
        }
        let mark = if outer.aux & TILDES != 0 { b'~' } else { b'`' };
        let words = cursor.slice(0, cursor.end).trim_ascii();
        if words.len() >= (outer.aux & 0xFFFF) as usize && words.iter().all(|byte| *byte == mark) {
            self.leave(1);
            self.top.aux = 0;
            self.embedded = None;
            self.heredoc = None;
            cursor.paint_rest(0, Class::String);
        }
    }
}

/// `code`, up to as many backticks as it began with.
fn code_span(cursor: &mut Cursor<'_>) {
    let start = cursor.at;
    cursor.skip_while(|byte| byte == b'`');
    let length = cursor.at - start;
    let mut at = cursor.at;
    while at < cursor.end {
        let run = cursor.slice(at, cursor.end).iter().take_while(|byte| **byte == b'`').count();
        if run == length {
            cursor.at = at + run;
            return cursor.paint(start, Class::String);
        }
        at += run.max(1);
    }
}

/// `[words](address)`: the address counts, and so do the words of a link.
fn link(cursor: &mut Cursor<'_>) {
    let start = cursor.at;
    cursor.at += 1;
    let Some(close) = cursor.find(b']') else { return };
    if cursor.get(close + 1) != b'(' {
        return;
    }
    let address = close + 2;
    cursor.at = address;
    let end = cursor.find(b')');
    cursor.at = start + 1;
    let Some(end) = end else { return };
    cursor.at = close;
    cursor.paint(start + 1, Class::String);
    cursor.at = end;
    cursor.paint(address, Class::String);
}

/// A line of a patch: what comes is painted as a string, what goes as a keyword, where it stands as a
/// number, and the names of files as comments.
fn diff(cursor: &mut Cursor<'_>) {
    let heads = ["+++", "---", "diff ", "index ", "Index: ", "new file", "deleted file", "rename ", "similarity "];
    let class = match cursor.ahead(0) {
        _ if heads.iter().any(|head| cursor.starts(head)) => Class::Comment,
        b'+' | b'>' => Class::String,
        b'-' | b'<' => Class::Keyword,
        b'@' => Class::Number,
        _ => {
            cursor.at = cursor.end;
            return;
        }
    };
    cursor.paint_rest(cursor.at, class);
}
