//! What a search is asked, and what it finds.

use std::ops::Range;

use super::ids::{ConversationId, MessageId};
use super::summary::Shelf;

/// What a search is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Find these words. An older question is none any more; one without words ends the asking.
    Ask(Question),
    /// A chat is otherwise on the disk, or gone from it.
    Changed(ConversationId),
}

/// Words to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Tells its answers from those to other questions.
    pub number: u32,
    /// As they were typed.
    pub words: String,
    /// How many chats are wanted.
    pub limit: usize,
}

/// What was found so far. A later answer to the same question replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Those with the words in their title first, then the others, each by when something was last said.
    pub chats: Vec<FoundChat>,
    /// Whether there are more chats than were wanted.
    pub has_more: bool,
    /// Whether every chat was looked at. Otherwise another answer follows by itself.
    pub is_complete: bool,
}

/// A chat in which the words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundChat {
    /// Its name.
    pub chat: ConversationId,
    /// Its title, whole.
    pub title: Excerpt,
    /// Where it is listed; never the trash.
    pub shelf: Shelf,
    /// The first messages in which the words stand.
    pub hits: Vec<Hit>,
    /// How many messages there are besides.
    pub n_more: usize,
}

/// A message in which the words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its name. It may be in a branch that is not shown.
    pub message: MessageId,
    /// The place in it.
    pub excerpt: Excerpt,
}

/// A piece of text in which words are marked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Excerpt {
    /// As it was written, with "…" where it was cut.
    pub text: String,
    /// Bytes of `text` to be marked, in order and apart from each other.
    pub marks: Vec<Range<usize>>,
}

impl Excerpt {
    /// The text in pieces, each with whether it is marked.
    pub fn pieces(&self) -> Vec<(&str, bool)> {
        let mut pieces = Vec::new();
        let mut at = 0;
        for mark in &self.marks {
            // A mark that fits nowhere is none.
            let Some((before, marked)) = self.text.get(at..mark.start).zip(self.text.get(mark.clone())) else { break };
            pieces.extend([(before, false), (marked, true)]);
            at = mark.end;
        }
        pieces.push((&self.text[at..], false));
        pieces.retain(|(text, _)| !text.is_empty());
        pieces
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_comes_in_pieces() {
        let excerpt = |marks| Excerpt { text: "Öl und Öl".to_owned(), marks };
        assert_eq!(excerpt(vec![0..3, 8..11]).pieces(), [("Öl", true), (" und ", false), ("Öl", true)]);
        assert_eq!(excerpt(vec![]).pieces(), [("Öl und Öl", false)]);
    }

    #[test]
    fn a_mark_that_fits_nowhere_harms_no_word() {
        let one = |mark| std::iter::once(mark).collect::<Vec<_>>();
        for marks in [one(1..3), one(5..90), vec![8..11, 0..3]] {
            let excerpt = Excerpt { text: "Öl und Öl".to_owned(), marks };
            assert_eq!(excerpt.pieces().iter().map(|(text, _)| *text).collect::<String>(), "Öl und Öl");
        }
    }
}
