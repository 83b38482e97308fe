//! The words of a chat as bytes, to be kept: the next start need not read the chat again.
//!
//! ```text
//! form: u8 | stamp: u64 | n: u32, text | n: u32, (end: u32)… | n: u32, signature: u64… | (n: u16, name)…
//! ```
//!
//! Numbers begin with their lowest byte. Nobody else reads this and nothing is lost with it: bytes that are odd in
//! anything are no record, and the chat is read again.

use parlance::domain::ids::MessageId;

use crate::signature::Signature;
use crate::words::Words;

/// The version of the bytes. What was folded otherwise has another stamp.
const FORM: u8 = 1;

/// The bytes to keep.
pub fn to_bytes(words: &Words) -> Vec<u8> {
    let Words { stamp, text, ends, names, signature } = words;
    let mut bytes = Vec::with_capacity(text.len() + 40 * names.len() + 8 * signature.limbs().len() + 32);
    let n = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
    bytes.push(FORM);
    bytes.extend(stamp.to_le_bytes());
    bytes.extend(n(text.len()));
    bytes.extend(&**text);
    bytes.extend(n(ends.len()));
    bytes.extend(ends.iter().flat_map(|end| end.to_le_bytes()));
    bytes.extend(n(signature.limbs().len()));
    bytes.extend(signature.limbs().iter().flat_map(|limb| limb.to_le_bytes()));
    for name in names {
        // A longer name is found to be odd when it is read.
        bytes.extend(u16::try_from(name.as_str().len()).unwrap_or(u16::MAX).to_le_bytes());
        bytes.extend(name.as_str().bytes());
    }
    bytes
}

/// The stamp of a record, without reading the rest of it.
pub fn stamp(bytes: &[u8]) -> Option<u64> {
    let mut bytes = Bytes(bytes);
    (bytes.take(1)? == [FORM]).then_some(())?;
    bytes.number().map(u64::from_le_bytes)
}

/// The words that were kept.
pub fn from_bytes(bytes: &[u8]) -> Option<Words> {
    let stamp = stamp(bytes)?;
    let mut bytes = Bytes(bytes.get(9..)?);
    let n_text = bytes.n()?;
    let text: Box<[u8]> = bytes.take(n_text)?.into();
    let n_ends = bytes.n()?;
    let ends: Box<[u32]> = bytes.all(n_ends)?.map(u32::from_le_bytes).collect();
    let is_growing = ends.is_sorted() && ends.last().is_none_or(|end| *end as usize == text.len());
    let n_limbs = bytes.n()?;
    let limbs = bytes.all(n_limbs)?.map(u64::from_le_bytes).collect();
    let signature = Signature::from_limbs(limbs)?;
    let mut names = Vec::with_capacity(ends.len());
    for _ in 0..ends.len() {
        let n_name = u16::from_le_bytes(bytes.number()?);
        names.push(MessageId::new(std::str::from_utf8(bytes.take(n_name.into())?).ok()?));
    }
    (is_growing && bytes.0.is_empty()).then_some(Words { stamp, text, ends, names: names.into(), signature })
}

/// What is still to be read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    fn number<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn n(&mut self) -> Option<usize> {
        self.number().map(|n| u32::from_le_bytes(n) as usize)
    }

    fn all<const N: usize>(&mut self, n: usize) -> Option<impl Iterator<Item = [u8; N]> + 'a> {
        let taken = self.take(n.checked_mul(N)?)?;
        Some(taken.chunks_exact(N).map(|chunk| chunk.try_into().unwrap_or([0; N])))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use parlance::domain::message::Message;
    use parlance::domain::time::Timestamp;
    use proptest::prelude::*;

    use super::*;

    fn words(texts: &[String]) -> Words {
        let message = |(n, text): (usize, &String)| {
            Message::from_user(MessageId::new(format!("m{n}")), None, Timestamp::from_ms(1), text.clone())
        };
        let messages: Vec<Message> = texts.iter().enumerate().map(message).collect();
        Words::new(&messages, &BTreeSet::new(), 7)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_was_kept_is_the_same(texts: Vec<String>) {
            let words = words(&texts);
            let bytes = to_bytes(&words);
            prop_assert_eq!(stamp(&bytes), Some(7));
            prop_assert_eq!(from_bytes(&bytes), Some(words));
        }

        #[test]
        fn bytes_that_are_cut_are_no_record(texts: Vec<String>, cut: prop::sample::Index) {
            let bytes = to_bytes(&words(&texts));
            prop_assert_eq!(from_bytes(&bytes[..cut.index(bytes.len())]), None);
        }

        #[test]
        fn bytes_that_are_odd_break_nothing(texts in prop::collection::vec("[ab]{0,9}", 0..4), at: prop::sample::Index, byte: u8, any: Vec<u8>) {
            let mut bytes = to_bytes(&words(&texts));
            let at = at.index(bytes.len());
            bytes[at] = byte;
            for bytes in [bytes, any] {
                if let Some(words) = from_bytes(&bytes) {
                    prop_assert!((0..words.n_bytes()).all(|byte| words.name(words.message_at(byte).0).is_some()));
                }
            }
        }
    }
}
