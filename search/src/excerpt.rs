//! The place where words stand, as it was written, with the words marked.

use std::ops::Range;

use parlance::domain::search::Excerpt;

use crate::fold::{Traced, is_dropped};
use crate::query::Query;

/// Bytes of a folded text within which as many of the words as possible shall stand.
const SPAN: usize = 120;
/// Characters before the first word, and in all: two or three lines of a sidebar.
const N_BEFORE: usize = 30;
const N_CHARS: usize = 150;
/// Of a word that stands everywhere, so many places are looked at.
const MAX_PLACES: usize = 500;
/// More marks tell nothing, and each is an element that the page has to make: of one letter there would be dozens.
const MAX_MARKS: usize = 6;
/// Stands where a text was cut.
const CUT: char = '…';

/// A text, whole.
pub fn whole(text: &str, query: &Query) -> Excerpt {
    marked(text, &Traced::new(text), query, 0..text.len())
}

/// The piece of a text in which most of the words stand, the earliest of these.
pub fn best(text: &str, query: &Query) -> Excerpt {
    let traced = Traced::new(text);
    let places = query.places(traced.text.as_bytes(), MAX_PLACES);
    let n_words = |first: usize| {
        let near = places[first..].iter().take_while(|place| place.end <= places[first].start + SPAN);
        // Words are few; a set of bits would do as well, and read worse.
        let mut words: Vec<usize> = near.map(|place| place.word).collect();
        words.sort_unstable();
        words.dedup();
        words.len()
    };
    let (mut first, mut n_most) = (0, 0);
    for (idx, _) in places.iter().enumerate() {
        let n = n_words(idx);
        if n > n_most {
            (first, n_most) = (idx, n);
        }
        if n == query.n_words() {
            break;
        }
    }
    let place = places.get(first).and_then(|place| traced.original(place.start..place.end));
    let at = place.map_or(0, |range| range.start);
    marked(text, &traced, query, around(text, at))
}

/// The piece of a text around this byte.
fn around(text: &str, at: usize) -> Range<usize> {
    let before: Vec<(usize, char)> = text[..at].char_indices().rev().take(N_BEFORE).collect();
    let start = match before.last() {
        Some((start, _)) if *start > 0 => {
            // Rather behind a space than within a word.
            let space = before.iter().rev().find(|(_, c)| c.is_whitespace());
            space.map_or(*start, |(space, c)| space + c.len_utf8())
        }
        _ => 0,
    };
    let end = text[start..].char_indices().nth(N_CHARS).map_or(text.len(), |(end, _)| start + end);
    // An accent stays with its letter.
    let end = text[end..].find(|c| !is_dropped(c)).map_or(text.len(), |length| end + length);
    start..end
}

fn marked(text: &str, traced: &Traced, query: &Query, piece: Range<usize>) -> Excerpt {
    let mut excerpt = Excerpt::default();
    if piece.start > 0 {
        excerpt.text.push(CUT);
    }
    let shift = excerpt.text.len();
    excerpt.text.push_str(&text[piece.clone()]);
    if piece.end < text.len() {
        excerpt.text.push(CUT);
    }
    // A word that begins before the piece or ends behind it is marked as far as it is in sight.
    let near = traced.around(&piece, query.n_bytes());
    for place in query.places(&traced.text.as_bytes()[near.clone()], usize::MAX) {
        let Some(range) = traced.original(near.start + place.start..near.start + place.end) else { continue };
        let range = range.start.max(piece.start)..range.end.min(piece.end);
        if range.is_empty() {
            continue;
        }
        let mark = range.start - piece.start + shift..range.end - piece.start + shift;
        let is_full = excerpt.marks.len() == MAX_MARKS;
        match excerpt.marks.last_mut() {
            Some(last) if last.end >= mark.start => last.end = last.end.max(mark.end),
            _ if is_full => break,
            _ => excerpt.marks.push(mark),
        }
    }
    excerpt
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fold::fold;

    fn check(text: &str, words: &str, expected: &str) {
        let shown = |excerpt: Excerpt| {
            let piece = |(text, is_marked)| if is_marked { format!("[{text}]") } else { String::from(text) };
            excerpt.pieces().into_iter().map(piece).collect::<String>()
        };
        assert_eq!(shown(best(text, &Query::new(words).expect("words"))), expected);
    }

    #[test]
    fn words_are_marked_as_they_were_written() {
        check("Der Ärger in Straßburg", "arger STRASS", "Der [Ärger] in [Straß]burg");
        check("Cafe\u{301}s", "cafe", "[Cafe\u{301}]s");
        check("ababa-ba", "ab ba", "[ababa]-[ba]");
        check("日本語の本", "本", "日[本]語の[本]");
    }

    #[test]
    fn of_a_long_text_the_place_with_most_words_is_shown() {
        let filler = "lorem ipsum dolor sit amet ".repeat(20);
        let text = format!("tide {filler}the tide and the moon {filler}moon");
        let excerpt = best(&text, &Query::new("moon tide").expect("words"));
        assert!(excerpt.text.starts_with("…ipsum dolor sit amet the tide and the moon lorem"), "{}", excerpt.text);
        assert!(excerpt.text.ends_with('…') && excerpt.text.chars().count() <= N_CHARS + 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn something_is_marked_where_a_word_is(text in "([a-cÄé \u{301}ﬁ日]|\\PC){1,400}", word in "[a-cÄé日f]{1,2}") {
            let query = Query::new(&word).expect("a word");
            let excerpt = best(&text, &query);
            prop_assert_eq!(query.is_in(fold(&text).as_bytes()), !excerpt.marks.is_empty());
            let pieces = excerpt.pieces();
            prop_assert_eq!(pieces.iter().map(|(text, _)| *text).collect::<String>(), excerpt.text.clone());
            prop_assert_eq!(pieces.iter().filter(|(_, is_marked)| *is_marked).count(), excerpt.marks.len());
            let kept = excerpt.text.trim_start_matches(CUT).trim_end_matches(CUT);
            prop_assert!(text.contains(kept));
        }
    }
}
