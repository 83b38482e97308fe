//! Mathematics as models write it: `$…$`, `$$…$$`, `\(…\)`, `\[…\]`.
//!
//! Emphasis, escapes and links must not be looked for inside a formula, so each is hidden before the
//! text is parsed and brought back afterwards. What hides it has the same length, so that every offset
//! stays what it was: one character of a private use area that says which formula it is, then letters.

mod deep;
mod find;
mod wide;

use std::borrow::Cow;
use std::ops::Range;

pub use find::Kind;
use find::{Formula, Found, find, margin};

/// The first character that stands for a formula; three bytes in UTF-8, as are all that follow.
const FIRST: u32 = 0xE000;
/// How many there are (U+E000 to U+F8FF). What comes after them in one text stays as it is written.
const COUNT: usize = 6400;
/// Fills a hidden formula to its length.
const FILL: char = 'x';

/// Whether a part of this text may hide other things than the whole does.
pub fn depends_on_all(text: &str) -> bool {
    let has_many = || text.bytes().filter(|byte| matches!(byte, b'$' | b'\\')).count() > COUNT;
    is_taken(text) || has_many() || !deep::find(text).is_empty() || !wide::find(text).is_empty()
}

/// Whether a text has characters of its own that would stand for formulas.
fn is_taken(text: &str) -> bool {
    text.chars().any(|c| (FIRST..FIRST + COUNT as u32).contains(&u32::from(c)))
}

/// A text with its formulas hidden.
#[derive(Debug)]
pub struct Masked<'a> {
    /// As it was written.
    pub source: &'a str,
    /// For the parser.
    pub text: Cow<'a, str>,
    found: Found,
    /// Whether there is more to hide than there are characters to hide it. Nobody means such a text to be
    /// Markdown, and parsing it may take forever.
    pub is_hopeless: bool,
}

impl<'a> Masked<'a> {
    /// Hides the formulas of a text.
    pub fn new(source: &'a str) -> Self {
        // A text that has such characters of its own keeps them; formulas are not looked for then.
        let is_taken = is_taken(source);
        let words = [deep::find(source), wide::find(source)].concat();
        let is_hopeless = words.len() > if is_taken { 0 } else { COUNT / 2 };
        let mut found = if is_taken || is_hopeless { Found::default() } else { find(source, COUNT - words.len()) };
        if !is_hopeless {
            found.add_words(words);
        }
        if found.formulas.is_empty() {
            return Self { source, text: Cow::Borrowed(source), found, is_hopeless };
        }
        let mut text = String::with_capacity(source.len());
        let mut done = 0;
        for (index, formula) in found.formulas.iter().enumerate() {
            text.push_str(&source[done..formula.range.start]);
            hide(&source[formula.range.clone()], index, n_quotes(source, formula), &mut text);
            done = formula.range.end;
        }
        text.push_str(&source[done..]);
        Self { source, text: Cow::Owned(text), found, is_hopeless }
    }

    /// The formula that begins with this character.
    pub fn formula(&self, c: char) -> Option<&Formula> {
        let index = u32::from(c).checked_sub(FIRST)?;
        self.found.formulas.get(usize::try_from(index).ok()?)
    }

    /// What is left from here of a formula that began before, as it was written.
    pub fn rest_of_formula(&self, at: usize) -> Option<&'a str> {
        let next = self.found.formulas.partition_point(|formula| formula.range.end <= at);
        let range = &self.found.formulas.get(next).filter(|formula| formula.range.start < at)?.range;
        self.source.get(at..range.end)
    }

    /// The LaTeX of a formula, without the marks of the quotes that it stands in.
    pub fn latex(&self, formula: &Formula) -> Cow<'a, str> {
        let inner = &self.source[formula.inner.clone()];
        let n_quotes = n_quotes(self.source, formula);
        if n_quotes == 0 || !inner.contains('\n') {
            return Cow::Borrowed(inner.trim());
        }
        // What follows the opening sign on its line is no mark.
        let lines = inner.split('\n').enumerate();
        let lines: Vec<&str> = lines.map(|(at, line)| if at == 0 { line } else { unquoted(line, n_quotes) }).collect();
        Cow::Owned(lines.join("\n").trim().to_owned())
    }

    /// What stands somewhere as it was written, if that is what the parser gave.
    pub fn written(&self, text: &str, range: Range<usize>) -> String {
        let is_it = self.text.get(range.clone()) == Some(text);
        self.source.get(range).filter(|_| is_it).map_or_else(|| self.reveal(text), str::to_owned)
    }

    /// Whether a text can be cut here, while more may come, and each part be parsed by itself: not within
    /// a formula or code, and not after something that what is to come may make one.
    pub fn can_be_cut(&self, at: usize) -> bool {
        let Found { formulas, code, open } = &self.found;
        let is_within = |range: Option<&Range<usize>>| range.is_some_and(|range| range.start < at && at < range.end);
        // Both are in their order, and none overlaps another.
        let formula = formulas.partition_point(|formula| formula.range.end <= at);
        let span = code.partition_point(|span| span.end <= at);
        open.is_none_or(|open| at <= open)
            && !is_within(formulas.get(formula).map(|formula| &formula.range))
            && !is_within(code.get(span))
    }

    /// Whether nothing is hidden.
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

/// Line breaks stay, because the parser cares for them, and so do the white space and the marks of quotes
/// that its lines begin with: what a formula stands in goes on until the formula ends.
fn hide(written: &str, index: usize, n_quotes: usize, text: &mut String) {
    let mark = u32::try_from(index).ok().and_then(|index| char::from_u32(FIRST + index)).unwrap_or(FILL);
    text.push(mark);
    let mut skip = mark.len_utf8();
    for (at, line) in written.split_inclusive('\n').enumerate() {
        let mut n_kept =
            if at == 0 { 0 } else { line.len() - unquoted(line, n_quotes).trim_start_matches([' ', '\t']).len() };
        for byte in line.bytes() {
            if skip > 0 {
                skip -= 1;
            } else if n_kept > 0 || byte == b'\n' {
                text.push(char::from(byte));
            } else {
                text.push(FILL);
            }
            n_kept = n_kept.saturating_sub(1);
        }
    }
}

/// How many quotes a formula stands in.
fn n_quotes(source: &str, formula: &Formula) -> usize {
    margin(source, formula.range.start).matches('>').count()
}

/// A line without the marks of so many quotes, as far as it has them.
fn unquoted(line: &str, n_quotes: usize) -> &str {
    (0..n_quotes).fold(line, |line, _| match line.trim_start_matches([' ', '\t']).strip_prefix('>') {
        Some(line) => line.strip_prefix(' ').unwrap_or(line),
        None => line,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formulas(text: &str) -> Vec<(bool, &str)> {
        let masked = Masked::new(text);
        assert_eq!(masked.text.len(), text.len());
        assert_eq!(masked.reveal(&masked.text), text);
        let found = masked.found.formulas.iter();
        found.map(|formula| (formula.kind == Kind::Display, text[formula.inner.clone()].trim())).collect()
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
