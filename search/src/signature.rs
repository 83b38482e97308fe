//! A small set of the pairs and triples of bytes in a text, by which most texts without a word are told at once.
//!
//! It may say "perhaps" where the word is not; it never says "no" where it is.

/// Bits that a set begins with. A text of 10 KB has about 3,000 different pieces, one of a megabyte about 30,000.
const N_BITS: usize = 1 << 18;
const N_LIMBS: usize = N_BITS / 64;
/// Bits for each piece, at least. Two make it a third full and half of a kilobyte for a usual chat; a word has several pieces.
const BITS_PER_PIECE: usize = 2;

/// The pieces of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature(Box<[u64]>);

impl Signature {
    /// The signature of a text.
    pub fn of(text: &[u8]) -> Self {
        let mut set = vec![0_u64; N_LIMBS];
        let mut n_pieces = 0;
        let mut add = |hash: u32| {
            let (limb, bit) = place(hash, N_LIMBS);
            n_pieces += usize::from(set[limb] & bit == 0);
            set[limb] |= bit;
        };
        let mut before = [0_u8; 2];
        for (at, byte) in text.iter().enumerate() {
            add(hash(&[*byte]));
            if at >= 1 {
                add(hash(&[before[1], *byte]));
            }
            if at >= 2 {
                add(hash(&[before[0], before[1], *byte]));
            }
            before = [before[1], *byte];
        }
        // Half of the set laid over the other half is the set of half the size.
        let n_wanted = (n_pieces * BITS_PER_PIECE).div_ceil(64).next_power_of_two();
        while set.len() > n_wanted {
            let upper = set.split_off(set.len() / 2);
            set.iter_mut().zip(upper).for_each(|(low, high)| *low |= high);
        }
        Self(set.into())
    }

    /// Takes a signature that was kept; `None` if it is none.
    pub fn from_limbs(limbs: Box<[u64]>) -> Option<Self> {
        (limbs.len().is_power_of_two() && limbs.len() <= N_LIMBS).then_some(Self(limbs))
    }

    /// What is to be kept of it.
    pub fn limbs(&self) -> &[u64] {
        &self.0
    }

    /// Whether all these pieces are perhaps there.
    pub fn may_have(&self, pieces: &Pieces) -> bool {
        pieces.0.iter().all(|hash| {
            let (limb, bit) = place(*hash, self.0.len());
            self.0[limb] & bit != 0
        })
    }
}

/// What of a word is looked for in signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pieces(Box<[u32]>);

impl Pieces {
    /// The pieces of a word: its triples, or all of it if it is shorter.
    pub fn of(word: &[u8]) -> Self {
        Self(word.windows(word.len().clamp(1, 3)).map(hash).collect())
    }
}

/// A number of which each bit depends on the whole piece, three bytes at most.
fn hash(piece: &[u8]) -> u32 {
    let whole = piece.iter().fold(1_u32, |whole, byte| whole << 8 | u32::from(*byte));
    // The upper half of a product is the mixed one (Knuth's multiplicative hashing).
    let product = whole.wrapping_mul(0x9e37_79b1);
    product ^ product >> 15
}

/// Where a piece is in a set of so many limbs, a power of two.
fn place(hash: u32, n_limbs: usize) -> (usize, u64) {
    ((hash >> 6) as usize & (n_limbs - 1), 1 << (hash & 63))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn most_texts_without_a_word_are_told_at_once() {
        let words = ["tide", "moon", "water", "gravity", "bulge", "orbit", "shore", "月の引力"];
        let texts: Vec<String> = (0..200).map(|n| format!("{n:x} {} {}", words[n % 8], words[n / 8 % 8])).collect();
        let mistaken = |word: &str| {
            let pieces = Pieces::of(word.as_bytes());
            let without = texts.iter().filter(|text| !text.contains(word));
            without.filter(|text| Signature::of(text.as_bytes()).may_have(&pieces)).count()
        };
        assert!(mistaken("quartz") < 10 && mistaken("zz") < 100 && mistaken("太陽") < 10);
    }

    #[test]
    fn a_signature_grows_with_its_text() {
        assert_eq!(Signature::of(b"").limbs().len(), 1);
        let mix = |n: u32| (n.wrapping_mul(0x9e37_79b1) >> 9) as u8;
        let long: Vec<u8> = (0..200_000_u32).map(|n| mix(n ^ n << 7 ^ n >> 5)).collect();
        assert!(Signature::of(&long).limbs().len() > 1_000);
        assert_eq!(Signature::from_limbs(Box::new([0; 3])), None);
        assert_eq!(Signature::from_limbs(Box::new([])), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_there_is_never_denied(text: Vec<u8>, from: prop::sample::Index, n in 1_usize..9) {
            prop_assume!(!text.is_empty());
            let from = from.index(text.len());
            let word = &text[from..text.len().min(from + n)];
            prop_assert!(Signature::of(&text).may_have(&Pieces::of(word)));
        }
    }
}
