//! Finds formulas: what begins one, what ends it, and what only looks like it.

use std::ops::Range;

/// Bytes of the longest formula that is looked for. Between two lonely signs lies a text, not a formula.
const LONGEST: usize = 4000;
/// Bytes that the marks of quotes and lists may take before a fence.
const WIDEST_MARGIN: usize = 256;

/// What is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A formula among words.
    Inline,
    /// A formula that wants a line of its own.
    Display,
    /// No formula, but words that are not to be marks.
    Words,
}

/// A formula and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// Bytes of the source, with its marks.
    pub range: Range<usize>,
    /// Bytes of the source, without them.
    pub inner: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// What was found in a text.
#[derive(Debug, Default)]
pub struct Found {
    /// In their order.
    pub formulas: Vec<Formula>,
    /// Where code stands, in which no formula is looked for.
    pub code: Vec<Range<usize>>,
    /// Where the first begins of what the text to come may yet close.
    pub open: Option<usize>,
}

/// The first formulas of a text, in their order: no more than `most`.
pub fn find(source: &str, most: usize) -> Found {
    let bytes = source.as_bytes();
    let mut finder = Finder::new(source);
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| matches!(byte, b'$' | b'\\' | b'`' | b'~')) {
        at += next;
        let after = match bytes[at] {
            b'`' | b'~' => finder.code(at),
            b'\\' if bytes[at..].starts_with(b"\\(") => finder.marked(at, Mark::Round),
            b'\\' if bytes[at..].starts_with(b"\\[") => finder.marked(at, Mark::Square),
            // An escaped sign, whatever it is, opens nothing.
            b'\\' => at + 1 + usize::from(bytes.get(at + 1).is_some_and(u8::is_ascii)),
            _ if bytes[at..].starts_with(b"$$") => finder.marked(at, Mark::Dollars),
            _ => finder.dollar(at),
        };
        at = after.min(bytes.len());
        if finder.found.formulas.len() == most {
            break;
        }
    }
    finder.found
}

impl Found {
    /// Hides words as well, but where a formula hides them already.
    pub fn add_words(&mut self, words: Vec<Range<usize>>) {
        let n_formulas = self.formulas.len();
        for range in words {
            let next = self.formulas[..n_formulas].partition_point(|formula| formula.range.end <= range.start);
            if self.formulas[..n_formulas].get(next).is_none_or(|formula| range.end <= formula.range.start) {
                self.formulas.push(Formula { inner: range.clone(), range, kind: Kind::Words });
            }
        }
        self.formulas.sort_unstable_by_key(|formula| formula.range.start);
    }
}

/// What closes a formula that was opened by its like.
#[derive(Debug, Clone, Copy)]
enum Mark {
    Round,
    Square,
    Dollars,
}

impl Mark {
    const CLOSING: [&str; 3] = ["\\)", "\\]", "$$"];
}

/// Looks for formulas from the beginning to the end. What lies ahead is looked for once and remembered,
/// so that thousands of signs that nothing closes take no longer than one.
struct Finder<'a> {
    source: &'a str,
    found: Found,
    /// Where the next of each closing mark stands, as seen from where it was last asked for.
    closing: [usize; 3],
    /// Where the paragraph ends, as seen from where it was last asked for.
    paragraph: usize,
    /// Up to where so many backticks in a row are known not to stand again.
    unclosed: [usize; 32],
}

impl<'a> Finder<'a> {
    fn new(source: &'a str) -> Self {
        Self { source, found: Found::default(), closing: [0; 3], paragraph: 0, unclosed: [0; 32] }
    }

    /// Notes that what begins here may yet be closed by what is to come.
    fn is_open(&mut self, at: usize) {
        self.found.open.get_or_insert(at);
    }

    /// Skips a fenced block or a code span; returns where to look on.
    fn code(&mut self, at: usize) -> usize {
        let source = self.source;
        let sign = source.as_bytes()[at];
        let run = run_of(source, at, sign);
        let info = source[at + run..].split('\n').next().unwrap_or_default();
        // With another such sign on its line it is a span and no fence.
        if run >= 3 && begins_line(source, at) && !(sign == b'`' && info.contains('`')) {
            let end = end_of_fence(source, at, sign, run).unwrap_or_else(|| {
                self.is_open(at);
                source.len()
            });
            self.found.code.push(at..end);
            return end;
        }
        if sign == b'~' {
            return at + run;
        }
        let end = self.end_of_paragraph(at + run);
        let mut unclosed = 0;
        let unclosed = self.unclosed.get_mut(run).unwrap_or(&mut unclosed);
        let mut from = (at + run).max(*unclosed);
        while let Some(next) = source.get(from..end).and_then(|window| window.find('`')) {
            let start = from + next;
            let closing = run_of(source, start, b'`');
            if closing == run {
                self.found.code.push(at..start + closing);
                return start + closing;
            }
            from = start + closing;
        }
        *unclosed = from.max(end);
        if end == source.len() {
            self.is_open(at);
        }
        at + run
    }

    /// A formula between marks; returns where to look on.
    fn marked(&mut self, at: usize, mark: Mark) -> usize {
        let close = Mark::CLOSING[mark as usize];
        let start = at + close.len();
        let window = self.end_of_paragraph(start);
        if self.closing[mark as usize] < start {
            let next = self.source[start..].find(close);
            self.closing[mark as usize] = next.map_or(self.source.len(), |next| start + next);
        }
        let end = self.closing[mark as usize];
        if end + close.len() > window {
            if window == self.source.len() {
                self.is_open(at);
            }
            return start;
        }
        let inner = &self.source[start..end];
        // Escaped signs in a row, such as `\[\\\]`, say nothing.
        let says_nothing = inner.trim_matches(|c: char| c.is_whitespace() || c == '\\').is_empty();
        if says_nothing || inner.contains('`') || is_address(self.source, at) {
            return start;
        }
        self.found.formulas.push(Formula {
            range: at..end + close.len(),
            inner: start..end,
            kind: if matches!(mark, Mark::Round) { Kind::Inline } else { Kind::Display },
        });
        end + close.len()
    }

    /// `$…$` on one line, unless it is money: an opening sign after a letter or digit or before a space, a
    /// closing one after a space or before a digit. Returns where to look on.
    fn dollar(&mut self, at: usize) -> usize {
        let source = self.source;
        let bytes = source.as_bytes();
        let opens = !source[..at].ends_with(joins_words) && !source[at + 1..].starts_with(char::is_whitespace);
        if !opens {
            return at + 1;
        }
        let most = (at + 1 + LONGEST).min(bytes.len());
        let mut from = at + 1;
        while let Some(next) = bytes[from..most].iter().position(|byte| matches!(byte, b'$' | b'\n' | b'`')) {
            let end = from + next;
            if bytes[end] != b'$' {
                return at + 1;
            }
            if bytes[at + 1..end].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1 {
                from = end + 1;
                continue;
            }
            // A sign that cannot close is the beginning of something else, and this one was money, or a
            // variable of a shell: `$HOME/$USER`.
            let inner = &source[at + 1..end];
            let closes = !inner.is_empty()
                && !inner.ends_with(|before: char| before.is_whitespace() || matches!(before, '/' | ':'))
                && !source[end + 1..].starts_with(|after: char| after.is_ascii_digit() || matches!(after, '$' | '{'));
            if !closes || is_address(source, at) {
                return at + 1;
            }
            self.found.formulas.push(Formula { range: at..end + 1, inner: at + 1..end, kind: Kind::Inline });
            return end + 1;
        }
        at + 1
    }

    /// The end of a paragraph: the next blank line that is whole, but no further than [`LONGEST`].
    fn end_of_paragraph(&mut self, from: usize) -> usize {
        if self.paragraph <= from {
            let mut end = from;
            for (index, line) in self.source[from..].split_inclusive('\n').enumerate() {
                if index > 0 && line.ends_with('\n') && line.trim().is_empty() {
                    break;
                }
                end += line.len();
            }
            self.paragraph = end;
        }
        self.source.floor_char_boundary(self.paragraph.min(from + LONGEST))
    }
}

/// Whether a letter or digit before a `$` makes it a part of a word, as in `US$5`. Scripts that write
/// without spaces have formulas right after their letters.
fn joins_words(before: char) -> bool {
    before.is_alphanumeric() && before < '\u{2E80}'
}

/// Whether what stands here is a part of an address: the destination of a link, or one without marks.
fn is_address(source: &str, at: usize) -> bool {
    let before = &source[source.floor_char_boundary(at.saturating_sub(WIDEST_MARGIN))..at];
    let word = &before[before.bytes().rposition(|byte| byte.is_ascii_whitespace()).map_or(0, |space| space + 1)..];
    let begun = word.rfind("](").into_iter().chain(word.rfind("://")).max();
    begun.is_some_and(|begun| word[begun..].is_ascii() && !word[begun + 2..].contains(')'))
}

/// What stands on a line before something, as far as it can be marks of quotes and lists; else nothing.
pub fn margin(source: &str, at: usize) -> &str {
    let before = &source[source.floor_char_boundary(at.saturating_sub(WIDEST_MARGIN))..at];
    let margin = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
    let is_mark = |c| matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')' | '0'..='9');
    if margin.chars().all(is_mark) { margin } else { "" }
}

fn begins_line(source: &str, at: usize) -> bool {
    at == 0 || source[..at].ends_with('\n') || !margin(source, at).is_empty()
}

fn run_of(source: &str, at: usize, sign: u8) -> usize {
    source.as_bytes()[at..].iter().take_while(|byte| **byte == sign).count()
}

/// The end of the line that closes a fence: as many signs or more, and nothing else.
fn end_of_fence(source: &str, at: usize, sign: u8, run: usize) -> Option<usize> {
    let mut start = at + source[at..].find('\n')? + 1;
    // A tab is an indent that makes code of it, but in an item, where it may lead to the item's own column.
    let is_in_item = margin(source, at).contains(|c| !matches!(c, ' ' | '>'));
    let may_precede = |c| matches!(c, ' ' | '>') || (c == '\t' && is_in_item);
    loop {
        let line = source[start..].split('\n').next().unwrap_or_default();
        let bare = line.trim_start_matches(may_precede).trim_end_matches(' ');
        if bare.len() >= run && bare.bytes().all(|byte| byte == sign) {
            return Some(start + line.len());
        }
        start += line.len() + 1;
        if start > source.len() {
            return None;
        }
    }
}
