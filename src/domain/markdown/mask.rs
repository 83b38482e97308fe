//! Mathematics as models write it: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`.
//!
//! Emphasis, escapes and links must not be looked for inside a formula, so each is hidden before the
//! text is parsed and brought back afterwards. What hides it has the same length, so that every offset
//! stays what it was: one character of a private use area that says which formula it is, then letters.

use std::borrow::Cow;
use std::ops::Range;

/// The first character that stands for a formula; three bytes in UTF-8, as are all that follow.
const FIRST: u32 = 0xE000;
/// How many there are (U+E000 to U+F8FF). What comes after them in one text stays as it is written.
const COUNT: usize = 6400;
/// Fills a hidden formula to its length.
const FILL: char = 'x';
/// Bytes of the longest formula that is looked for. Between two lonely signs lies a text, not a formula.
const LONGEST: usize = 4000;
/// Bytes that the marks of quotes and lists may take before a fence.
const WIDEST_MARGIN: usize = 256;

/// A formula and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// Bytes of the source, with its marks.
    pub range: Range<usize>,
    /// Bytes of the source, without them.
    inner: Range<usize>,
    /// Whether it wants a line of its own.
    pub display: bool,
}

/// A text with its formulas hidden.
#[derive(Debug)]
pub struct Masked<'a> {
    /// As it was written.
    pub source: &'a str,
    /// For the parser.
    pub text: Cow<'a, str>,
    found: Found,
}

impl<'a> Masked<'a> {
    /// Hides the formulas of a text.
    pub fn new(source: &'a str) -> Self {
        // A text that has such characters of its own keeps them; formulas are not looked for then.
        let found = if is_taken(source) { Found::default() } else { find(source) };
        if found.formulas.is_empty() {
            return Self { source, text: Cow::Borrowed(source), found };
        }
        let mut text = String::with_capacity(source.len());
        let mut done = 0;
        for (index, formula) in found.formulas.iter().enumerate() {
            text.push_str(&source[done..formula.range.start]);
            hide(&source[formula.range.clone()], index, &mut text);
            done = formula.range.end;
        }
        text.push_str(&source[done..]);
        Self { source, text: Cow::Owned(text), found }
    }

    /// The formula that begins with this character.
    pub fn formula(&self, c: char) -> Option<&Formula> {
        let index = u32::from(c).checked_sub(FIRST)?;
        self.found.formulas.get(usize::try_from(index).ok()?)
    }

    /// The LaTeX of a formula.
    pub fn latex(&self, formula: &Formula) -> &'a str {
        self.source[formula.inner.clone()].trim()
    }

    /// Whether a text can be cut here, while more may come, and each part be parsed by itself: not within
    /// a formula or code, and not after something that what is to come may make one.
    pub fn can_be_cut(&self, at: usize) -> bool {
        let Found { formulas, code, open } = &self.found;
        let mut whole = formulas.iter().map(|formula| &formula.range).chain(code);
        open.is_none_or(|open| at <= open) && !whole.any(|range| range.start < at && at < range.end)
    }

    /// Whether anything is hidden.
    pub fn is_empty(&self) -> bool {
        self.found.formulas.is_empty()
    }

    /// A text of the parser's with its formulas as they were written.
    pub fn reveal(&self, text: &str) -> String {
        let mut shown = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((at, formula)) = rest.char_indices().find_map(|(at, c)| Some((at, self.formula(c)?))) {
            shown.push_str(&rest[..at]);
            shown.push_str(&self.source[formula.range.clone()]);
            rest = rest[at..].get(formula.range.len()..).unwrap_or_default();
        }
        shown.push_str(rest);
        shown
    }
}

/// Whether a part of this text may hide other formulas than the whole does.
pub fn depends_on_all(text: &str) -> bool {
    let has_many = || text.bytes().filter(|byte| matches!(byte, b'$' | b'\\')).count() > COUNT;
    is_taken(text) || has_many()
}

/// Whether a text has characters of its own that would stand for formulas.
fn is_taken(text: &str) -> bool {
    text.chars().any(|c| (FIRST..FIRST + COUNT as u32).contains(&u32::from(c)))
}

/// Line breaks stay, because the parser cares for them.
fn hide(written: &str, index: usize, text: &mut String) {
    let mark = u32::try_from(index).ok().and_then(|index| char::from_u32(FIRST + index)).unwrap_or(FILL);
    text.push(mark);
    let mut skip = mark.len_utf8();
    for byte in written.bytes() {
        if skip > 0 {
            skip -= 1;
        } else {
            text.push(if byte == b'\n' { '\n' } else { FILL });
        }
    }
}

/// What was found in a text.
#[derive(Debug, Default)]
struct Found {
    formulas: Vec<Formula>,
    /// Where code stands, in which no formula is looked for.
    code: Vec<Range<usize>>,
    open: Option<usize>,
}

/// All formulas of a text, in their order, at most [`COUNT`].
fn find(source: &str) -> Found {
    let bytes = source.as_bytes();
    let mut found = Found::default();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| matches!(byte, b'$' | b'\\' | b'`' | b'~')) {
        at += next;
        let after = match bytes[at] {
            b'`' | b'~' => code(source, at, &mut found),
            b'\\' if bytes[at..].starts_with(b"\\(") => marked(source, at, "\\)", false, &mut found),
            b'\\' if bytes[at..].starts_with(b"\\[") => marked(source, at, "\\]", true, &mut found),
            // An escaped sign, whatever it is, opens nothing.
            b'\\' => at + 1 + usize::from(bytes.get(at + 1).is_some_and(u8::is_ascii)),
            _ if bytes[at..].starts_with(b"$$") => marked(source, at, "$$", true, &mut found),
            _ => dollar(source, at, &mut found),
        };
        at = after.min(bytes.len());
        if found.formulas.len() == COUNT {
            break;
        }
    }
    found
}

impl Found {
    /// Notes that what begins here may yet be closed by what is to come.
    fn is_open(&mut self, at: usize) {
        self.open.get_or_insert(at);
    }
}

/// Skips a fenced block or a code span; returns where to look on.
fn code(source: &str, at: usize, found: &mut Found) -> usize {
    let sign = source.as_bytes()[at];
    let run = run_of(source, at, sign);
    let before = &source[source.floor_char_boundary(at.saturating_sub(WIDEST_MARGIN))..at];
    let margin = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let begins_line = margin.chars().all(|c| matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')' | '0'..='9'));
    if run >= 3 && begins_line {
        let end = end_of_fence(source, at, sign, run).unwrap_or_else(|| {
            found.is_open(at);
            source.len()
        });
        found.code.push(at..end);
        return end;
    }
    if sign == b'~' {
        return at + run;
    }
    let window = paragraph(source, at + run);
    let mut from = at + run;
    while let Some(next) = window[from - at - run..].find('`') {
        let start = from + next;
        let closing = run_of(source, start, b'`');
        if closing == run {
            found.code.push(at..start + closing);
            return start + closing;
        }
        from = start + closing;
        if from - at - run > window.len() {
            break;
        }
    }
    if at + run + window.len() == source.len() {
        found.is_open(at);
    }
    at + run
}

fn run_of(source: &str, at: usize, sign: u8) -> usize {
    source.as_bytes()[at..].iter().take_while(|byte| **byte == sign).count()
}

/// The end of the line that closes a fence: as many signs or more, and nothing else.
fn end_of_fence(source: &str, at: usize, sign: u8, run: usize) -> Option<usize> {
    let mut start = at + source[at..].find('\n')? + 1;
    loop {
        let line = source[start..].split('\n').next().unwrap_or_default();
        let bare = line.trim_start_matches([' ', '\t', '>']).trim_end();
        if bare.len() >= run && bare.bytes().all(|byte| byte == sign) {
            return Some(start + line.len());
        }
        start += line.len() + 1;
        if start > source.len() {
            return None;
        }
    }
}

/// A formula between marks; returns where to look on.
fn marked(source: &str, at: usize, close: &str, display: bool, found: &mut Found) -> usize {
    let start = at + close.len();
    let window = paragraph(source, start);
    let Some(length) = window.find(close) else {
        if start + window.len() == source.len() {
            found.is_open(at);
        }
        return start;
    };
    let (end, inner) = (start + length, &window[..length]);
    if inner.trim().is_empty() || inner.contains('`') {
        return start;
    }
    found.formulas.push(Formula { range: at..end + close.len(), inner: start..end, display });
    end + close.len()
}

/// `$…$` on one line, unless it is money: an opening sign after a letter or digit or before a space, a
/// closing one after a space or before a digit. Returns where to look on.
fn dollar(source: &str, at: usize, found: &mut Found) -> usize {
    let opens = !source[..at].ends_with(char::is_alphanumeric) && !source[at + 1..].starts_with(char::is_whitespace);
    if !opens {
        return at + 1;
    }
    let rest = &source[at + 1..];
    let line = rest[..rest.floor_char_boundary(LONGEST)].split('\n').next().unwrap_or_default();
    let mut from = 0;
    while let Some(next) = line[from..].find('$') {
        let inner = &line[..from + next];
        if inner.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1 {
            from += next + 1;
            continue;
        }
        // A sign that cannot close is the beginning of something else, and this one was money.
        let end = at + 1 + inner.len();
        let closes = !inner.is_empty()
            && !inner.contains('`')
            && !inner.ends_with(char::is_whitespace)
            && !source[end + 1..].starts_with(|after: char| after.is_ascii_digit() || after == '$');
        if !closes {
            return at + 1;
        }
        found.formulas.push(Formula { range: at..end + 1, inner: at + 1..end, display: false });
        return end + 1;
    }
    at + 1
}

/// The rest of a paragraph: up to the next blank line that is whole, and no more than [`LONGEST`].
fn paragraph(source: &str, from: usize) -> &str {
    let rest = &source[from..];
    let rest = &rest[..rest.floor_char_boundary(LONGEST)];
    let mut end = 0;
    for (index, line) in rest.split_inclusive('\n').enumerate() {
        if index > 0 && line.ends_with('\n') && line.trim().is_empty() {
            break;
        }
        end += line.len();
    }
    &rest[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formulas(text: &str) -> Vec<(bool, &str)> {
        let masked = Masked::new(text);
        assert_eq!(masked.text.len(), text.len());
        assert_eq!(masked.reveal(&masked.text), text);
        masked.found.formulas.iter().map(|formula| (formula.display, masked.latex(formula))).collect()
    }

    #[test]
    fn money_is_no_formula() {
        for text in [
            "$5 and $10",
            "$5-$10",
            "US$5,US$6",
            "between $ 5 and 6$",
            "a$b$",
            "cost: $5",
            r"\$x$",
            "$$",
            "$",
            "$5\n\nand 6$",
        ] {
            assert_eq!(formulas(text), [], "{text}");
        }
    }

    #[test]
    fn formulas_are_found_in_all_four_forms() {
        assert_eq!(formulas("If $x_1 * y_2 * z$ holds"), [(false, "x_1 * y_2 * z")]);
        assert_eq!(formulas(r"\(a\) and \[b\\[2pt]\]"), [(false, "a"), (true, r"b\\[2pt]")]);
        assert_eq!(formulas("$$\na = b\n$$"), [(true, "a = b")]);
        assert_eq!(formulas("$a$, $b$"), [(false, "a"), (false, "b")]);
        assert_eq!(formulas(r"$5\$ + x$"), [(false, r"5\$ + x")]);
        assert_eq!(formulas("costs $5, and $x$ too"), [(false, "x")]);
    }

    #[test]
    fn code_holds_no_formula() {
        for text in ["`$x$`", "``a ` $x$``", "```\n$x$\n```", "```\n$x$", "`\\(a\\)`"] {
            assert_eq!(formulas(text), [], "{text}");
        }
        assert_eq!(formulas("a ` b $x$"), [(false, "x")]);
    }
}
