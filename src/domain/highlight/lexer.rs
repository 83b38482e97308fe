//! Code: words, numbers, and where comments and strings begin.

use super::cursor::{Cursor, is_blank, is_word};
use super::definition::{
    ANY_CASE, APART_COMMENTS, ARROWS, BANG, CAPITALS, COMMANDS, Definition, HEREDOC, INSTRUCTIONS, JSX, LABELS,
    LONG_BRACKETS, NESTED, PERCENT, PREPROCESSOR, SHELL, SIGILS, SYMBOLS, TARGETS, TICKS, UNDERSCORE_T, among,
};
use super::languages;
use super::{Class, Highlighter, Mode};

/// The words after which a value begins.
const BEFORE_VALUES: &str = "and assert await case default delete do elif else elsif extends if in instanceof is new not of or \
    puts raise return then throw typeof unless until void when while yield";
/// Words of a script only where the name or the string that belongs to them follows.
const CONTEXTUAL: &str = "as from get is namespace of set static type using";

/// What looks like an option of a command, and compares or joins.
const OPERATORS: &str = "and as band bnot bor bxor ccontains ceq clike cmatch cne contains creplace eq f ge gt ieq imatch in is isnot \
    join le like lt match ne not notcontains notin notlike notmatch or replace shl shr split xor";
/// The words behind which a name is made.
const DECLARERS: &str =
    "actor class enum extension function import interface module newtype object package protocol struct trait type";

impl Highlighter {
    /// The next token of code.
    pub(super) fn code(&mut self, cursor: &mut Cursor<'_>) {
        let definition = self.top.definition;
        let start = cursor.at;
        let byte = cursor.ahead(0);
        if is_blank(byte) {
            cursor.at += 1;
            return;
        }
        let first = std::mem::replace(&mut cursor.fresh, false);
        if definition.has(HEREDOC) && byte == b'<' && self.opens_heredoc(cursor, definition) {
            return;
        }
        // Strings first: `#[` of an attribute looks like a comment.
        if self.opens_string(cursor, definition) || self.opens_comment(cursor, definition) {
            return;
        }
        if first && definition.has(PREPROCESSOR) && byte == b'#' {
            return directive(cursor);
        }
        if first && definition.has(TARGETS) && target(cursor) {
            return;
        }
        if definition.has(SHELL) && byte == b'$' {
            return self.variable(cursor);
        }
        let option = byte == b'-' && definition.has(COMMANDS) && cursor.ahead(1).is_ascii_alphabetic();
        if option && is_blank(cursor.before(start)) {
            cursor.at += 1;
            cursor.skip_while(is_word);
            if !among(OPERATORS, cursor.slice(start + 1, cursor.at)) {
                cursor.paint(start, Class::Keyword);
            }
            return;
        }
        if definition.has(PERCENT) && self.percent(cursor, byte) {
            return;
        }
        let sigil = definition.has(SIGILS) && matches!(byte, b'#' | b'@') && cursor.ahead(1).is_ascii_alphabetic();
        if sigil || (is_word(byte) && !byte.is_ascii_digit()) {
            cursor.at += usize::from(sigil);
            return self.word(cursor, definition, start, first);
        }
        let fraction =
            byte == b'.' && !self.operand && cursor.before(start) != b'.' && cursor.ahead(1).is_ascii_digit();
        if byte.is_ascii_digit() || fraction {
            number(cursor, definition.has(TICKS));
            self.operand = true;
            // A shell counts only within `((…))`.
            let counts = !definition.has(SHELL) || definition.has(COMMANDS) || cursor.bracketed;
            if counts && cursor.before(start) != b'$' {
                cursor.paint(start, Class::Number);
            }
            return;
        }
        if definition.has(JSX) && byte == b'<' && !self.operand && self.opens_element(cursor) {
            return;
        }
        self.sign(cursor, byte);
    }

    /// Any other sign; brackets count in a hole.
    fn sign(&mut self, cursor: &mut Cursor<'_>, byte: u8) {
        if let Mode::Hole(close) = self.top.mode {
            let open = if close == b'}' { b'{' } else { b'(' };
            if byte == open {
                self.top.aux += 1;
            } else if byte == close {
                if self.top.aux == 0 {
                    cursor.at += 1;
                    self.operand = true;
                    return self.pop();
                }
                self.top.aux -= 1;
            }
        }
        self.operand = matches!(byte, b')' | b']' | b'}');
        cursor.bracketed = cursor.bracketed || (byte == b'(' && cursor.before(cursor.at) == b'(');
        // What is taken in twos, so that the second half begins nothing.
        let pair = self.top.definition.has(SHELL) && byte == b'\\';
        cursor.at += 1;
        if pair {
            cursor.skip();
        }
    }

    /// A comment, if one begins here.
    pub(super) fn opens_comment(&mut self, cursor: &mut Cursor<'_>, definition: &'static Definition) -> bool {
        let start = cursor.at;
        for kind in definition.comments {
            let (open, close) = *kind;
            if !cursor.starts(open) || (open.starts_with('=') && start > 0) {
                continue;
            }
            let before = cursor.before(start);
            if definition.has(APART_COMMENTS) && start > 0 && !is_blank(before) && before != b';' {
                continue;
            }
            cursor.at += open.len();
            if start == 0 && cursor.starts("!/") {
                // What runs a script is no comment.
                cursor.at = cursor.end;
                return true;
            }
            let mut level = 0;
            if definition.has(LONG_BRACKETS) {
                match long_bracket(cursor) {
                    Some(found) => level = found,
                    None => {
                        cursor.paint_rest(start, Class::Comment);
                        return true;
                    }
                }
            } else if close.is_empty() {
                cursor.paint_rest(start, Class::Comment);
                return true;
            }
            if self.push(Mode::Comment(kind), definition, level) {
                self.comment(cursor, kind, start);
            } else {
                cursor.paint_rest(start, Class::Comment);
            }
            return true;
        }
        false
    }

    /// The comment goes on, up to its end.
    pub(super) fn comment(&mut self, cursor: &mut Cursor<'_>, kind: &(&str, &str), from: usize) {
        let definition = self.top.definition;
        let (open, close) = *kind;
        while cursor.at < cursor.end {
            if definition.has(LONG_BRACKETS) {
                if closes_long(cursor, self.top.aux) {
                    self.pop();
                    break;
                }
            } else if cursor.starts(close) {
                cursor.at += close.len();
                if self.top.aux == 0 {
                    self.pop();
                    break;
                }
                self.top.aux -= 1;
                continue;
            } else if definition.has(NESTED) && cursor.starts(open) {
                cursor.at += open.len();
                self.top.aux += 1;
                continue;
            }
            cursor.at += 1;
        }
        cursor.paint(from, Class::Comment);
    }

    /// A word: a string's prefix, one of the language's own, or a name.
    fn word(&mut self, cursor: &mut Cursor<'_>, definition: &'static Definition, start: usize, first: bool) {
        let letters = definition.letters.as_bytes();
        while cursor.at < cursor.end && (is_word(cursor.ahead(0)) || letters.contains(&cursor.ahead(0))) {
            cursor.at += 1;
        }
        // What may stand within a word does not end it.
        while cursor.at > start + 1 && matches!(cursor.before(cursor.at), b'-' | b'.') {
            cursor.at -= 1;
        }
        let word = cursor.slice(start, cursor.at);
        if !definition.prefixes.is_empty()
            && matches!(cursor.ahead(0), b'"' | b'\'' | b'#' | b'`')
            && among(definition.prefixes, word)
            && self.opens_prefixed(cursor, definition, start)
        {
            return;
        }
        let mut own = definition.knows(word);
        if definition.has(BANG) && cursor.ahead(0) == b'!' && cursor.ahead(1) != b'=' {
            let with = cursor.slice(start, cursor.at + 1);
            if definition.knows(with) {
                own = true;
                cursor.at += 1;
            }
        }
        let word = cursor.slice(start, cursor.at);
        if definition.has(INSTRUCTIONS) {
            own = (first && own) || among(languages::SHELL_WORDS, word);
        }
        own = own && !named(cursor, definition, start);
        let declared = std::mem::replace(&mut self.declares, own && among(DECLARERS, word));
        own = own || (!declared && looks_own(cursor, definition, start));
        if own {
            let sigil = word == b"this" && cursor.before(start) == b'$';
            cursor.paint(start - usize::from(sigil), Class::Keyword);
        }
        // A regular expression may follow `return` but not a name.
        self.operand = !(own && among(BEFORE_VALUES, word));
    }
}

/// Whether a word that no table has is a type or a command by its looks.
fn looks_own(cursor: &Cursor<'_>, definition: &Definition, start: usize) -> bool {
    let word = cursor.slice(start, cursor.at);
    let capital = cursor.get(start).is_ascii_uppercase();
    let before = cursor.before(start);
    (definition.has(CAPITALS) && capital && before != b'@')
        || (definition.has(UNDERSCORE_T) && word.len() > 2 && word.ends_with(b"_t"))
        || (definition.has(COMMANDS) && ((capital && word.contains(&b'-') && before != b'.') || in_type(cursor, start)))
}

/// Whether a word stands within the brackets of a type, `[Parameter(Mandatory)]`, not within those of an
/// index. Looks back only a little.
fn in_type(cursor: &Cursor<'_>, start: usize) -> bool {
    let from = start.saturating_sub(80);
    let bracket = cursor.slice(from, start).iter().rposition(|byte| matches!(byte, b'[' | b']'));
    bracket.is_some_and(|at| {
        let at = from + at;
        cursor.get(at) == b'[' && !is_word(cursor.before(at)) && !matches!(cursor.before(at), b')' | b']' | b'}')
    })
}

/// Whether what looks like a word of the language is only a name here: a member, a key, an annotation.
fn named(cursor: &Cursor<'_>, definition: &Definition, start: usize) -> bool {
    let before = cursor.before(start);
    let earlier = if start > 1 { cursor.before(start - 1) } else { 0 };
    match before {
        // `..` is a range, `.await` a keyword, and Lua's library stands in its table.
        b'.' => return earlier != b'.' && !definition.has(LONG_BRACKETS) && cursor.slice(start, cursor.at) != b"await",
        b'@' => return true,
        b'$' => return cursor.slice(start, cursor.at) != b"this",
        b'>' if definition.has(ARROWS) => return earlier == b'-',
        b':' if definition.has(SYMBOLS) => return earlier != b':',
        b'-' => return definition.has(SHELL),
        _ => {}
    }
    let word = cursor.slice(start, cursor.at);
    if definition.has(JSX) && among(CONTEXTUAL, word) {
        let next = cursor.solid(cursor.at);
        return !(is_word(next) || matches!(next, b'{' | b'[' | b'*' | b'"' | b'\'' | b'`' | b'#' | b'('))
            || cursor.ahead(0) == b'(';
    }
    let labelled = definition.has(LABELS) && cursor.ahead(0) == b':' && cursor.ahead(1) != b':';
    labelled && !matches!(word, b"default" | b"else") && !(definition.has(ANY_CASE))
}

/// Goes behind a number and everything that is glued to it: base, fraction, exponent, suffix.
pub(super) fn number(cursor: &mut Cursor<'_>, ticks: bool) {
    let start = cursor.at;
    let hex = cursor.ahead(0) == b'0' && matches!(cursor.ahead(1), b'x' | b'X');
    while cursor.at < cursor.end {
        let byte = cursor.ahead(0);
        let exponent = !hex && matches!(cursor.before(cursor.at), b'e' | b'E') && cursor.at > start;
        let goes_on = byte.is_ascii_alphanumeric()
            || byte == b'_'
            || (byte == b'.' && cursor.ahead(1).is_ascii_digit())
            || (ticks && byte == b'\'' && cursor.ahead(1).is_ascii_alphanumeric())
            || (exponent && matches!(byte, b'+' | b'-') && cursor.ahead(1).is_ascii_digit());
        if !goes_on {
            break;
        }
        cursor.at += 1;
    }
}

/// `#include <file>` and the like: the word is the language's, and so is the name in brackets a string.
fn directive(cursor: &mut Cursor<'_>) {
    cursor.at += 1;
    cursor.skip_while(is_blank);
    let word = cursor.at;
    cursor.skip_while(is_word);
    let include = cursor.slice(word, cursor.at) == b"include";
    cursor.paint(word, Class::Keyword);
    cursor.skip_while(is_blank);
    if include && cursor.ahead(0) == b'<' {
        let open = cursor.at;
        cursor.at = cursor.find(b'>').map_or(cursor.end, |close| close + 1);
        cursor.paint(open, Class::String);
    }
}

/// The head of a rule in a makefile: `all: clean`, but not `all := clean`.
fn target(cursor: &mut Cursor<'_>) -> bool {
    let start = cursor.at;
    if cursor.starts("-include") {
        cursor.at += "-include".len();
        cursor.paint(start, Class::Keyword);
        return true;
    }
    let indented = is_blank(cursor.before(cursor.at));
    let Some(colon) = cursor.find(b':') else { return false };
    let name = cursor.slice(cursor.at, colon);
    let other = |byte: &u8| is_blank(*byte) || matches!(byte, b'=' | b'$' | b'"' | b'\'');
    if indented || matches!(cursor.get(colon + 1), b'=' | b':') || name.iter().any(other) {
        return false;
    }
    let special = name.starts_with(b".");
    cursor.at = colon;
    if !special {
        cursor.skip_while(|byte| !matches!(byte, b'#' | b'$' | b';'));
    }
    cursor.paint(start, Class::Keyword);
    cursor.at = cursor.at.max(colon + 1);
    true
}

/// The level of a long bracket that opens here, which is then behind: 0 for `[[`, 1 for `[=[`.
pub(super) fn long_bracket(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut ahead = 1;
    while cursor.ahead(ahead) == b'=' {
        ahead += 1;
    }
    let opens = cursor.ahead(0) == b'[' && cursor.ahead(ahead) == b'[';
    opens.then(|| {
        cursor.at += ahead + 1;
        ahead as u32 - 1
    })
}

/// Whether a long bracket of this level closes here; it is then behind.
pub(super) fn closes_long(cursor: &mut Cursor<'_>, level: u32) -> bool {
    if cursor.ahead(0) != b']' {
        return false;
    }
    let mut ahead = 1;
    while cursor.ahead(ahead) == b'=' {
        ahead += 1;
    }
    let closes = ahead as u32 - 1 == level && cursor.ahead(ahead) == b']';
    if closes {
        cursor.at += ahead + 1;
    }
    closes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_the_order_in_which_they_are_looked_up() {
        let prefixes = languages::ALL.iter().map(|definition| definition.prefixes);
        for list in prefixes.chain([BEFORE_VALUES, CONTEXTUAL, OPERATORS, DECLARERS, languages::SHELL_WORDS]) {
            assert!(list.split(' ').is_sorted_by(|a, b| a.as_bytes() < b.as_bytes()), "{list}");
            assert!(list.is_empty() || list.split(' ').all(|word| among(list, word.as_bytes())), "{list}");
        }
    }
}
