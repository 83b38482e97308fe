//! Words to be found: all of them, each anywhere.

use memchr::memmem::Finder;

use crate::fold::fold;
use crate::signature::Pieces;
use crate::words::Words;

/// Of a longer question the rest is left out: it is a text that was pasted, and not words to be found.
const MAX_CHARS: usize = 300;

/// The words of a question.
#[derive(Debug, Clone)]
pub struct Query {
    /// The longest first: it stands in the fewest places.
    words: Vec<Word>,
}

#[derive(Debug, Clone)]
struct Word {
    finder: Finder<'static>,
    pieces: Pieces,
}

/// The messages of a chat in which all words stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matches {
    /// The numbers of the first.
    pub first: Vec<usize>,
    /// How many there are in all.
    pub n: usize,
}

/// The marks that people put around what they look for.
const QUOTES: [char; 7] = ['"', '“', '”', '„', '«', '»', '\''];

impl Query {
    /// Reads what was typed. `None` if there is no word in it.
    pub fn new(typed: &str) -> Option<Self> {
        let typed: String = typed.chars().take(MAX_CHARS).collect();
        let folded = fold(&typed);
        // Who quotes words looks for them and not for the marks.
        let mut texts: Vec<&str> = folded.split_whitespace().map(|text| text.trim_matches(QUOTES)).collect();
        texts.retain(|text| !text.is_empty());
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        let mut kept: Vec<&str> = Vec::new();
        for text in texts {
            // Where a word is, each of its pieces is.
            if !kept.iter().any(|longer| longer.contains(text)) {
                kept.push(text);
            }
        }
        let word = |text: &&str| Word {
            finder: Finder::new(text.as_bytes()).into_owned(),
            pieces: Pieces::of(text.as_bytes()),
        };
        (!kept.is_empty()).then(|| Self { words: kept.iter().map(word).collect() })
    }

    /// Whether all words stand in this folded text.
    pub fn is_in(&self, folded: &[u8]) -> bool {
        self.words.iter().all(|word| word.finder.find(folded).is_some())
    }

    /// Whether a look at these words is worth it.
    pub fn may_be_in(&self, words: &Words) -> bool {
        self.words.iter().all(|word| words.signature.may_have(&word.pieces))
    }

    /// The messages in which all words stand; of at most `n_first` the numbers.
    pub fn matches(&self, words: &Words, n_first: usize) -> Matches {
        let mut matches = Matches::default();
        let Some((rarest, others)) = self.words.split_first() else { return matches };
        let mut at = 0;
        while let Some(found) = words.text.get(at..).and_then(|rest| rarest.finder.find(rest)) {
            let (idx, bytes) = words.message_at(at + found);
            let message = &words.text[bytes.clone()];
            if others.iter().all(|word| word.finder.find(message).is_some()) {
                matches.n += 1;
                if matches.first.len() < n_first {
                    matches.first.push(idx);
                }
            }
            at = bytes.end;
        }
        matches
    }

    /// How many words there are.
    pub(crate) fn n_words(&self) -> usize {
        self.words.len()
    }

    /// Bytes of the longest word.
    pub(crate) fn n_bytes(&self) -> usize {
        self.words.first().map_or(0, |word| word.finder.needle().len())
    }

    /// The places of each word in a folded text, `n_most` of each at most.
    pub(crate) fn places(&self, folded: &[u8], n_most: usize) -> Vec<Place> {
        let mut places = Vec::new();
        for (word, Word { finder, .. }) in self.words.iter().enumerate() {
            let n_bytes = finder.needle().len();
            let found = finder.find_iter(folded).take(n_most);
            places.extend(found.map(|start| Place { start, end: start + n_bytes, word }));
        }
        places.sort_unstable();
        places
    }
}

/// A word where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Which word.
    pub(crate) word: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needles(typed: &str) -> Vec<String> {
        let words = Query::new(typed).map(|query| query.words).unwrap_or_default();
        words.iter().map(|word| String::from_utf8_lossy(word.finder.needle()).into_owned()).collect()
    }

    #[test]
    fn words_are_what_stands_between_spaces() {
        assert_eq!(needles("  Why IS\tthe\u{3000}Ärger\n"), ["arger", "why", "the", "is"]);
        assert_eq!(needles("why? y?"), ["why?"]);
        assert_eq!(needles(" \u{301} \u{200b}"), [""; 0]);
        assert_eq!(needles(&"あ".repeat(1_000)), ["あ".repeat(MAX_CHARS)]);
    }

    #[test]
    fn all_words_must_be_there() {
        let query = Query::new("sky blue").expect("words");
        assert!(query.is_in(b"why is the blue sky"));
        assert!(!query.is_in(b"why is the sky"));
    }
}
