//! A conversation's title from its first words.

/// Longest title in characters; a sidebar entry shows about 40.
const MAX_CHARS: usize = 60;

/// What a title does not end with.
const LOOSE_ENDS: [char; 5] = [',', '.', ';', ':', ' '];

/// The first line with words, its white space folded, cut at a word where one ends in time. The marks of
/// Markdown are no words, and neither is the line that opens a fence.
///
/// Empty if there are no words: the caller says "New chat" then.
pub fn from_first_words(text: &str) -> String {
    let line = text.lines().map(bare).find(|line| !line.is_empty()).unwrap_or_default();
    let words = plain(&line.split_whitespace().collect::<Vec<_>>().join(" "));
    let Some((cut, _)) = words.char_indices().nth(MAX_CHARS) else {
        return words.trim_end_matches(LOOSE_ENDS).to_owned();
    };
    let head = &words[..cut];
    // A title of one endless word (an address, Chinese) is cut where it is.
    let end = head.rfind(' ').filter(|end| *end > cut / 2).unwrap_or(cut);
    format!("{}…", head[..end].trim_end_matches(LOOSE_ENDS))
}

/// A line without the marks of code and stress. Stars between letters are their own: `2**10`.
fn plain(line: &str) -> String {
    let mut words = String::with_capacity(line.len());
    for part in line.split("**") {
        if words.ends_with(char::is_alphanumeric) && part.starts_with(char::is_alphanumeric) {
            words.push_str("**");
        }
        words.push_str(part);
    }
    words.replace('`', "")
}

/// A line without the marks that it begins with.
fn bare(line: &str) -> &str {
    let line = line.trim();
    if line.starts_with("```") {
        return "";
    }
    let rest = line.trim_start_matches(['#', '>', '-', '*', ' ']);
    let marks = &line[..line.len() - rest.len()];
    // Without a space they are of the word: `-v`, `#include`, `**bold**`.
    if rest.is_empty() || marks.ends_with(' ') { rest } else { line }
}

#[cfg(test)]
mod tests {
    use super::from_first_words;

    fn check(text: &str, title: &str) {
        assert_eq!(from_first_words(text), title);
    }

    #[test]
    fn a_title_is_the_first_line_with_words() {
        check("  \n\n Why is   the sky blue?\nExplain.", "Why is the sky blue?");
        check("Tell me about the tides,\nplease.", "Tell me about the tides");
        check("", "");
        check(" \n\t ", "");
    }

    #[test]
    fn marks_are_no_words() {
        check("## What is `serde` **for**?", "What is serde for?");
        check("> - quoted", "quoted");
        check("```rust\nfn main() {}\n```", "fn main() {}");
        check("#include <stdio.h> fails", "#include <stdio.h> fails");
        check("-v or --verbose", "-v or --verbose");
        check("2 * 3 - 4 > 1", "2 * 3 - 4 > 1");
        check("**Two words**: what is 2**10?", "Two words: what is 2**10?");
        check("---\n###\nWords", "Words");
    }

    #[test]
    fn a_long_title_ends_at_a_word() {
        check(
            "Please explain to me, in great detail, how the tides come about and go",
            "Please explain to me, in great detail, how the tides come…",
        );
        check(&"あ".repeat(80), &format!("{}…", "あ".repeat(60)));
    }
}
