//! Texts without what searching does not tell apart: case, accents, widths, joined letters.
//!
//! Each character is folded by itself, so that a place in a folded text has one in the original
//! ([`Traced`]). `ä`, `Ａ` and `ﬁ` become `a`, `a` and `fi`; a Korean syllable becomes its letters, and is found while it
//! is typed.

use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};

/// The version of what [`fold`] does: what was folded by another is folded again.
pub const VERSION: u8 = 1;

/// The marks that make another sound of a Japanese sign: no accents, though Unicode counts them among these.
const VOICED: [char; 2] = ['\u{3099}', '\u{309a}'];

/// The text as it is searched.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        // Most text is ASCII, and most other text has spaces.
        let n_plain = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        let start = folded.len();
        folded.push_str(&rest[..n_plain]);
        folded[start..].make_ascii_lowercase();
        let mut others = rest[n_plain..].chars();
        while let Some(c) = others.clone().next().filter(|c| !c.is_ascii()) {
            fold_char(c, &mut |folded_char| folded.push(folded_char));
            others.next();
        }
        rest = others.as_str();
    }
    folded
}

/// A folded text, with the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traced {
    /// The folded text.
    pub text: String,
    /// For each of its bytes, where the character that it comes from begins.
    origins: Vec<u32>,
    original_len: usize,
}

impl Traced {
    /// Folds a text and remembers whence each byte came. Texts of more than 4 GB are not traced to their end.
    pub fn new(original: &str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut origins = Vec::with_capacity(original.len());
        for (at, c) in original.char_indices() {
            fold_char(c, &mut |folded| text.push(folded));
            origins.resize(text.len(), u32::try_from(at).unwrap_or(u32::MAX));
        }
        Self { text, origins, original_len: original.len() }
    }

    /// The characters of the original that a piece of the folded text comes from, with the accents behind them.
    ///
    /// A piece that is empty or beyond the end has none.
    pub fn original(&self, folded: Range<usize>) -> Option<Range<usize>> {
        let start = *self.origins.get(folded.start)?;
        let last = *self.origins.get(folded.end.checked_sub(1).filter(|last| *last >= folded.start)?)?;
        let next = self.origins.partition_point(|origin| *origin <= last);
        let end = self.origins.get(next).map_or(self.original_len, |origin| *origin as usize);
        Some(start as usize..end)
    }

    /// The piece of the folded text that comes from a piece of the original, and so many bytes on either side.
    pub(crate) fn around(&self, original: &Range<usize>, n_bytes: usize) -> Range<usize> {
        let place = |at: usize| self.origins.partition_point(|origin| (*origin as usize) < at);
        let end = place(original.end).saturating_add(n_bytes).min(self.origins.len());
        place(original.start).saturating_sub(n_bytes)..end
    }
}

/// Whether nothing of a character is left in a folded text.
pub(crate) fn is_dropped(c: char) -> bool {
    let mut is_dropped = true;
    fold_char(c, &mut |_| is_dropped = false);
    is_dropped
}

fn fold_char(c: char, emit: &mut impl FnMut(char)) {
    if c.is_ascii() {
        emit(c.to_ascii_lowercase());
        return;
    }
    if is_unseen(c) {
        return;
    }
    decompose_compatible(c, |part| {
        if is_accent(part) {
            return;
        }
        for small in part.to_lowercase() {
            // The small letter may be one with an accent, or one of the few with a plain spelling.
            decompose_compatible(small, |part| {
                if !is_accent(part) {
                    match plain_spelling(part) {
                        Some(spelling) => spelling.chars().for_each(&mut *emit),
                        None => emit(part),
                    }
                }
            });
        }
    });
}

fn is_accent(c: char) -> bool {
    !c.is_ascii() && canonical_combining_class(c) != 0 && !VOICED.contains(&c)
}

/// Characters without a shape, which stand within words all the same.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}')
}

/// Letters that Unicode does not take apart, and people who have no key for them spell otherwise.
fn plain_spelling(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ς' => "σ",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_people_do_not_tell_apart_is_the_same() {
        let rows = [
            ("Ärger", "arger"),
            ("A\u{308}rger", "arger"),
            ("ﬁnden", "finden"),
            ("ＡＢＣ１２", "abc12"),
            ("ｶﾞ", "ガ"),
            ("STRASSE", "straße"),
            ("İstanbul", "istanbul"),
            ("Łódź", "lodz"),
            ("Ὀδυσσεύς", "ΟΔΥΣΣΕΥΣ"),
            ("ё", "е"),
            ("שָׁלוֹם", "שלום"),
            ("co\u{ad}operate", "cooperate"),
            ("❤\u{fe0f}", "❤"),
            ("x²", "x2"),
            ("㍿", "株式会社"),
        ];
        for (one, other) in rows {
            assert_eq!(fold(one), fold(other), "{one} and {other}");
        }
    }

    #[test]
    fn what_people_tell_apart_stays_apart() {
        for (one, other) in [("か", "が"), ("a", "b"), ("日", "月"), ("о", "o"), ("कि", "क")] {
            assert_ne!(fold(one), fold(other), "{one} and {other}");
        }
    }

    #[test]
    fn a_syllable_is_found_while_it_is_typed() {
        assert!(fold("한국어").contains(&fold("하")));
        assert!(fold("한국어").contains(&fold("국")));
    }

    #[test]
    fn a_place_in_a_folded_text_has_one_in_the_original() {
        let check = |original: &str, word: &str, expected: &str| {
            let traced = Traced::new(original);
            let at = traced.text.find(word).expect(word);
            let range = traced.original(at..at + word.len()).expect("a place");
            assert_eq!(&original[range], expected, "{original}");
        };
        check("Ein Ärgernis", "arger", "Ärger");
        check("Ein A\u{308}rgernis", "a", "A\u{308}");
        check("oﬃce", "f", "ﬃ");
        check("oﬃce", "ice", "ﬃce");
        check("日本語", "本", "本");
        check("x\u{301}", "x", "x\u{301}");
        assert_eq!(Traced::new("abc").original(1..1), None);
        assert_eq!(Traced::new("abc").original(2..4), None);
        assert_eq!(Traced::new("").original(0..1), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn folding_twice_is_folding_once(text: String) {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }

        #[test]
        fn both_ways_of_folding_agree(text in "(\\PC|[a-zäÄé ß]){0,40}") {
            prop_assert_eq!(Traced::new(&text).text, fold(&text));
        }

        #[test]
        fn a_piece_of_the_original_folds_to_what_holds_the_piece(text in "\\PC{1,20}", from: prop::sample::Index, to: prop::sample::Index) {
            let traced = Traced::new(&text);
            let ends: Vec<usize> = traced.text.char_indices().map(|(at, _)| at).chain([traced.text.len()]).collect();
            let (a, b) = (ends[from.index(ends.len())], ends[to.index(ends.len())]);
            let piece = a.min(b)..a.max(b);
            prop_assume!(!piece.is_empty());
            let range = traced.original(piece.clone()).expect("a piece with a place");
            prop_assert!(fold(&text[range]).contains(&traced.text[piece]));
        }
    }
}
