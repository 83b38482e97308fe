//! A conversation's title from its first words.

/// Longest title in characters; a sidebar entry shows about 40.
const MAX_CHARS: usize = 60;

/// How much of a question is shown to a model that writes a title: what it is about is told early, and the price stays
/// below a hundredth of a cent.
const MAX_ASKED_CHARS: usize = 1_000;

/// What models put around a title.
const QUOTES: [char; 9] = ['"', '\'', '“', '”', '„', '«', '»', '「', '」'];

/// What a title does not end with.
const LOOSE_ENDS: [char; 5] = [',', '.', ';', ':', ' '];

/// The first line with words, its white space folded, cut at a word where one ends in time. The marks of
/// Markdown are no words, and neither is the line that opens a fence.
///
/// Empty if there are no words: the caller says "New chat" then.
pub fn from_first_words(text: &str) -> String {
    let line = text.lines().map(bare).find(|line| !line.is_empty()).unwrap_or_default();
    let words = clean(&plain(&line.split_whitespace().collect::<Vec<_>>().join(" ")));
    let Some((cut, _)) = words.char_indices().nth(MAX_CHARS) else {
        return words.trim_end_matches(LOOSE_ENDS).to_owned();
    };
    let head = &words[..cut];
    // A title of one endless word (an address, Chinese) is cut where it is.
    let end = head.rfind(' ').filter(|end| *end > cut / 2).unwrap_or(cut);
    format!("{}…", head[..end].trim_end_matches(LOOSE_ENDS))
}

/// A title without what cannot be seen or turns the writing around it. Empty if nothing of it can be seen.
pub fn clean(title: &str) -> String {
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let title = title.replace(is_hidden, "");
    // These join letters and pictures, and are nothing by themselves.
    let is_empty = title.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200c}' | '\u{200d}'));
    if is_empty { String::new() } else { title }
}

/// What a model is asked that shall write a title for a chat which begins with these words.
pub fn request(question: &str) -> String {
    let end = question.char_indices().nth(MAX_ASKED_CHARS).map_or(question.len(), |(end, _)| end);
    format!(
        "Write a title for this text: at most six words, in its language. Do not answer it. Reply with the title alone.\n\n\
         <text>\n{}\n</text>",
        &question[..end]
    )
}

/// The title in what a model said: its first line, without quotation marks around it. Empty if there is none.
pub fn from_reply(reply: &str) -> String {
    from_first_words(from_first_words(reply).trim_matches(QUOTES))
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
    if rest.is_empty() {
        return rest;
    }
    // Without a space they are of the word: `-v`, `#include`, `**bold**`.
    marks.rfind(' ').map_or(line, |space| &line[space + 1..])
}

#[cfg(test)]
mod tests {
    use super::{clean, from_first_words, from_reply, request};

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
    fn a_title_can_be_seen() {
        for invisible in ["\u{200b}", "\u{202e}\u{2066} \u{200d}", "\u{0}\u{7}", "   "] {
            assert_eq!(clean(invisible), "", "{invisible:?}");
        }
        assert_eq!(clean("\u{202e}evil\u{2066} abc"), "evil abc");
        assert_eq!(clean("👩\u{200d}🚀 می\u{200c}خواهم"), "👩\u{200d}🚀 می\u{200c}خواهم");
    }

    #[test]
    fn a_model_may_say_more_than_the_title() {
        assert_eq!(from_reply("\"Why the Sky Is Blue.\"\n\nIt is short."), "Why the Sky Is Blue");
        assert_eq!(from_reply("## **「空の青さ」**"), "空の青さ");
        assert_eq!(from_reply("\n \n"), "");
    }

    #[test]
    fn a_model_sees_only_the_beginning_of_a_long_question() {
        let asked = request(&"ü".repeat(5_000));
        assert_eq!(asked.matches('ü').count(), 1_000);
        assert!(request("short").contains("<text>\nshort\n</text>"));
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
