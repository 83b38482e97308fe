//! Names for what others have named: the same file gives the same names, so that importing it twice changes nothing.

use parlance::domain::ids::{ConversationId, MessageId};
use sha2::{Digest, Sha256};

/// Crockford's base 32, as in our own ids.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// The length of our own ids.
const N_DIGITS: usize = 26;
/// The longest id that may stand in a chat's address.
const MAX_CHARS: usize = 64;

/// A name from what identifies a thing elsewhere.
pub(crate) fn derived(from: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in from {
        // Each with its length, so that no two lists sound alike.
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let bytes = hash.finalize();
    let digit = |at: usize| {
        let pair = u16::from_be_bytes([bytes[5 * at / 8], bytes[5 * at / 8 + 1]]);
        char::from(ALPHABET[usize::from(pair >> (11 - 5 * at % 8)) & 31])
    };
    (0..N_DIGITS).map(digit).collect()
}

/// Whether a name is one of ours by its form.
fn is_sound(id: &str) -> bool {
    let is_own = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !id.is_empty() && id.len() <= MAX_CHARS && id.bytes().all(is_own)
}

/// The name in an export of ours, or one made from it where it is no name of ours.
fn own(id: &str) -> String {
    if is_sound(id) { id.to_owned() } else { derived(&["Parlance", id]) }
}

/// The name of a chat in an export of ours.
pub(crate) fn own_chat(id: &ConversationId) -> ConversationId {
    ConversationId::new(own(id.as_str()))
}

/// The name of a message in an export of ours.
pub(crate) fn own_message(id: &MessageId) -> MessageId {
    MessageId::new(own(id.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_derived_name_looks_like_ours_and_stays_the_same() {
        let id = derived(&["ChatGPT", "6a1f"]);
        assert_eq!(id.len(), 26);
        assert!(is_sound(&id));
        assert_eq!(id, derived(&["ChatGPT", "6a1f"]));
        assert_ne!(id, derived(&["ChatGPT6", "a1f"]));
        assert_ne!(id, derived(&["ChatGPT", "6a1f", ""]));
    }

    #[test]
    fn a_name_that_cannot_be_an_address_is_replaced() {
        assert_eq!(own("01kb_x-9"), "01kb_x-9");
        for odd in ["", "a/b", "..", "ä", &"x".repeat(65)] {
            assert!(is_sound(&own(odd)) && own(odd) != odd, "{odd}");
        }
    }
}
