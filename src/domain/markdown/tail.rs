//! An unfinished text, as it is about to be: open marks are closed, and marks that may yet become
//! anything are held back, so that no sign appears on the page only to vanish with the next word.
//!
//! It guesses, and only for the eye: what has settled was parsed as it was written, and so is all of it
//! in the end. Whole lines stay where they are; only the end of the text is changed.

use std::borrow::Cow;

use super::marks;
use super::running_code::may_be_fence;

/// Bytes of an unfinished line that may be held back.
const LONGEST_HELD: usize = 400;

/// The text with its end as it is about to be.
pub(super) fn about_to_be(text: &str) -> Cow<'_, str> {
    let last = text.rfind('\n').map_or(0, |at| at + 1);
    if let Some(fence) = open_fence(text) {
        let line = &text[last..];
        // The name of the language is shown once it is whole.
        if fence.from >= last {
            let signs = line.rfind(fence.sign).map_or(text.len(), |at| last + at + 1);
            return Cow::Owned([&text[..signs], "\n"].concat());
        }
        let is_end = may_be_fence(line.trim_start_matches(['>', ' ']), fence.sign);
        return Cow::Borrowed(if is_end { &text[..last] } else { text });
    }
    let shown = if is_held_back(&text[last..]) { &text[..last] } else { text };
    let leaf = leaf_of(shown);
    let words = &shown[leaf..];
    if words.trim().is_empty() {
        return Cow::Borrowed(shown);
    }
    if is_definition(words) {
        return Cow::Borrowed(&shown[..leaf]);
    }
    let row = words.trim_start().starts_with('|').then(|| words.trim_end().rfind('\n').map_or(0, |at| at + 1));
    // A cell is closed by itself.
    let cell = row.map_or(0, |row| words[row..].rfind('|').map_or(row, |bar| row + bar + 1));
    let from = leaf + cell;
    let closed = marks::close(&shown[from..]);
    let delimiters = if row == Some(0) { delimiter_row(shown, leaf) } else { String::new() };
    if closed.is_whole(&shown[from..]) && delimiters.is_empty() {
        return Cow::Borrowed(shown);
    }
    let kept = &shown[..from + closed.keep];
    let kept = if delimiters.is_empty() { kept } else { kept.trim_end() };
    Cow::Owned([kept, &closed.marks, &delimiters].concat())
}

/// Whether nothing stands on this unfinished line that is certain to be a word.
fn is_held_back(line: &str) -> bool {
    let line = line.trim();
    let bare = line.trim_start_matches(['>', ' ']);
    let is_mark = |c: char| c.is_ascii_digit() || " \t-*+#>=_~`|:.)([]xX!$\\<&^".contains(c);
    // A lonely number is held back while it may be that of an item.
    let is_number = bare.len() > 9 && bare.bytes().all(|byte| byte.is_ascii_digit());
    !line.is_empty() && line.len() <= LONGEST_HELD && line.chars().all(is_mark) && !is_number
}

/// A fence that nothing has closed.
struct OpenFence {
    sign: char,
    run: usize,
    /// Where its line begins.
    from: usize,
}

/// The fence that is still open at the end of a text.
fn open_fence(text: &str) -> Option<OpenFence> {
    let mut open: Option<OpenFence> = None;
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        // In a list or a quote the signs stand behind its marks.
        let bare = line.trim_start_matches([' ', '\t', '>']);
        let inner = if open.is_none() { after_item_mark(bare) } else { bare };
        let sign = inner.chars().next().filter(|sign| matches!(sign, '`' | '~'));
        let run = sign.map_or(0, |sign| inner.chars().take_while(|c| *c == sign).count());
        match (&open, sign) {
            (None, Some(sign)) if run >= 3 && !(sign == '`' && inner[run..].contains('`')) => {
                open = Some(OpenFence { sign, run, from });
            }
            (Some(fence), Some(sign))
                if sign == fence.sign && run >= fence.run && line.ends_with('\n') && inner[run..].trim().is_empty() =>
            {
                open = None;
            }
            _ => {}
        }
        from += line.len();
    }
    open
}

/// A line without the mark of the item that begins on it.
fn after_item_mark(line: &str) -> &str {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match line.as_bytes().get(digits) {
        Some(b'.' | b')') if (1..=9).contains(&digits) => digits + 1,
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        _ => return line,
    };
    let rest = line[mark..].trim_start_matches([' ', '\t']);
    let ends_mark = rest.len() < line.len() - mark || rest.starts_with('\n');
    if ends_mark { after_item_mark(rest) } else { line }
}

/// Where the running text begins that the end of this text is in: behind the last mark of a block.
fn leaf_of(text: &str) -> usize {
    let mut leaf = text.len();
    let mut end = text.len();
    loop {
        let before = text[..end].strip_suffix('\n').unwrap_or(&text[..end]);
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = &text[start..end];
        let bare = line.trim_start_matches([' ', '\t', '>']);
        if bare.trim().is_empty() && end != text.len() {
            return leaf;
        }
        let inner = after_item_mark(bare);
        let heading = inner.bytes().take_while(|byte| *byte == b'#').count();
        let is_heading = (1..=6).contains(&heading) && inner[heading..].starts_with(' ');
        // The line before a heading's is not of it, and a heading is not of the line below.
        if is_heading && end != text.len() {
            return leaf;
        }
        leaf = end - if is_heading { inner[heading..].trim_start().len() } else { inner.len() };
        let begins_block = is_heading || inner.len() < bare.len() || bare.len() < line.trim_start().len();
        if begins_block || start == 0 {
            return leaf;
        }
        end = start;
    }
}

/// Whether a paragraph may be the definition of a link, which is not shown.
fn is_definition(words: &str) -> bool {
    let Some(rest) = words.strip_prefix('[') else { return false };
    !rest.starts_with('^')
        && rest.split_once(']').is_some_and(|(_, after)| after.starts_with(':'))
        && !words.contains('\n')
}

/// What makes a table of the row in which the text ends, if nothing stands below it yet.
fn delimiter_row(text: &str, leaf: usize) -> String {
    let row = text[leaf..].trim();
    let mut n_bars = 0;
    let mut is_escaped = false;
    for c in row.chars() {
        n_bars += usize::from(c == '|' && !is_escaped);
        is_escaped = c == '\\' && !is_escaped;
    }
    let n_columns = if row.ends_with('|') { n_bars.saturating_sub(1) } else { n_bars };
    let line = text[..leaf].rfind('\n').map_or(0, |at| at + 1);
    // Below the row, not below the mark before it.
    let margin: String = text[line..leaf].chars().map(|c| if c == '>' { '>' } else { ' ' }).collect();
    if n_columns == 0 { String::new() } else { format!("\n{margin}|{}", "-|".repeat(n_columns)) }
}
