//! Texts in pieces, and how many tokens they would be.

/// The text in pieces of `n_chars` characters; the last may be shorter.
pub fn by_chars(text: &str, n_chars: usize) -> impl Iterator<Item = &str> {
    let n_chars = n_chars.max(1);
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.char_indices().nth(n_chars).map_or(rest.len(), |(at, _)| at);
        let (piece, tail) = rest.split_at(end);
        rest = tail;
        Some(piece)
    })
}

/// Roughly what a tokenizer makes of English: a token for every four characters.
pub fn n_tokens<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(|text| text.chars().count()).sum::<usize>().div_ceil(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_together_are_the_text() {
        for text in ["", "a", "Größe 🎈 and more", "🎈🎈🎈"] {
            let pieces: Vec<_> = by_chars(text, 3).collect();
            assert_eq!(pieces.concat(), text);
            assert!(pieces.iter().all(|piece| (1..=3).contains(&piece.chars().count())));
        }
    }
}
