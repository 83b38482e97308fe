//! Strings of whole lines: heredocs, and the brackets of `%w[…]`.

use super::cursor::{Cursor, is_blank, is_word};
use super::definition::{Definition, Hole, SHELL};
use super::{Class, Highlighter, Mode};

/// A short stand-in for the word that ends a heredoc (FNV-1a).
pub(super) fn hash(word: &[u8]) -> u32 {
    word.iter().fold(0x811C_9DC5, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl Highlighter {
    /// `<<NAME`, `<<-"NAME"`, `<<~NAME` and `<<<NAME`: the string begins with the next line.
    pub(super) fn opens_heredoc(&mut self, cursor: &mut Cursor<'_>, definition: &Definition) -> bool {
        let start = cursor.at;
        if !cursor.starts("<<") {
            return false;
        }
        let mut at = start + 2;
        if definition.has(SHELL) && cursor.get(at) == b'<' {
            cursor.at += 3;
            return true;
        }
        at += usize::from(cursor.get(at) == b'<');
        at += usize::from(matches!(cursor.get(at), b'-' | b'~'));
        at += usize::from(definition.has(SHELL) && is_blank(cursor.get(at)));
        let quote = cursor.get(at);
        let quoted = matches!(quote, b'"' | b'\'');
        let name = at + usize::from(quoted);
        if !(cursor.get(name).is_ascii_uppercase()
            || cursor.get(name) == b'_'
            || definition.has(SHELL) && is_word(cursor.get(name)))
        {
            return false;
        }
        cursor.at = name;
        cursor.skip_while(is_word);
        let hole = if quote == b'\'' {
            Hole::Never
        } else {
            definition.quotes.first().map_or(Hole::Never, |first| first.hole)
        };
        self.heredoc = Some((hole, hash(cursor.slice(name, cursor.at))));
        cursor.at += usize::from(quoted);
        cursor.paint(if definition.has(SHELL) { at } else { start }, Class::String);
        self.operand = true;
        true
    }

    /// A line of the heredoc, up to its end or to a hole.
    pub(super) fn heredoc_line(&mut self, cursor: &mut Cursor<'_>, hole: Hole) {
        let from = cursor.at;
        while cursor.at < cursor.end {
            if super::quoted::opens_hole(cursor, hole, 0) {
                return self.hole(cursor, hole, from);
            }
            if cursor.ahead(0) == b'\\' {
                cursor.at += 1;
            }
            cursor.skip();
        }
        cursor.paint(from, Class::String);
    }

    /// Whether the line goes on after the end of a heredoc, which is then behind.
    pub(super) fn heredoc_end(&mut self, cursor: &mut Cursor<'_>) {
        let top = self.top;
        if !matches!(top.mode, Mode::Heredoc(_)) {
            return;
        }
        let start = cursor.at;
        cursor.skip_while(is_blank);
        let word = cursor.at;
        cursor.skip_while(is_word);
        let ends = cursor.at > word && hash(cursor.slice(word, cursor.at)) == top.aux;
        if ends {
            self.pop();
            self.operand = true;
            cursor.paint(start, Class::String);
        } else {
            cursor.at = start;
        }
    }

    /// `%w[a b]` of Ruby and `~r/x/` of Elixir, within one line.
    pub(super) fn percent(&mut self, cursor: &mut Cursor<'_>, sign: u8) -> bool {
        let start = cursor.at;
        let letter = cursor.ahead(1).is_ascii_alphabetic();
        let open = if letter { cursor.ahead(2) } else { cursor.ahead(1) };
        let close = match open {
            b'(' => b')',
            b'[' => b']',
            b'{' => b'}',
            b'<' => b'>',
            b'/' | b'|' | b'"' | b'\'' | b'!' if letter => open,
            _ => return false,
        };
        if !(sign == b'~' && letter || sign == b'%' && !self.operand && (letter || open != b'{')) {
            return false;
        }
        cursor.at += 2 + usize::from(letter);
        let mut depth = 1;
        while cursor.at < cursor.end && depth > 0 {
            let byte = cursor.ahead(0);
            if byte == close {
                depth -= 1;
            } else if byte == open {
                depth += 1;
            }
            cursor.at += if byte == b'\\' { 2 } else { 1 };
        }
        cursor.skip_while(|byte| byte.is_ascii_lowercase());
        cursor.paint(start, Class::String);
        self.operand = true;
        true
    }
}
