//! Names of things, each its own type, and the one secret.

use std::fmt;

use super::time::Timestamp;

/// Bytes of chance that one id is made from.
pub const ID_ENTROPY_BYTES: usize = 10;

/// Crockford's base 32: no letter that is mistaken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// A ULID in small letters: 48 bits of time, 80 of chance, so that ids sort by age.
fn ulid(now: Timestamp, entropy: [u8; ID_ENTROPY_BYTES]) -> String {
    let mut value = u128::from(now.as_ms().max(0).cast_unsigned()) << 80;
    for (i, byte) in entropy.iter().enumerate() {
        value |= u128::from(*byte) << (8 * (ID_ENTROPY_BYTES - 1 - i));
    }
    (0..26).rev().map(|digit| char::from(ALPHABET[(value >> (5 * digit)) as usize & 31])).collect()
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Takes a name that already exists: from an address, the wire or the disk.
            pub fn new(name: impl Into<String>) -> Self {
                Self(name.into())
            }

            /// The name as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id! {
    /// One conversation, as in the address `/c/<id>`.
    ConversationId
}
id! {
    /// One message within any conversation.
    MessageId
}
id! {
    /// A model's slug at OpenRouter, such as `anthropic/claude-sonnet-5` or `~openai/gpt-latest`.
    ModelId
}

impl ConversationId {
    /// A new name from the time and [`ID_ENTROPY_BYTES`] of chance.
    pub fn generate(now: Timestamp, entropy: [u8; ID_ENTROPY_BYTES]) -> Self {
        Self(ulid(now, entropy))
    }
}

impl MessageId {
    /// A new name from the time and [`ID_ENTROPY_BYTES`] of chance.
    pub fn generate(now: Timestamp, entropy: [u8; ID_ENTROPY_BYTES]) -> Self {
        Self(ulid(now, entropy))
    }
}

/// The person's key to OpenRouter.
///
/// This never prints itself: `Debug` shows a mask and there is no `Display`. What it opens is
/// reached by [`ApiKey::reveal`] alone, and `tests/tidy.rs` names the few files that may call it.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

/// Why a text is not an API key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAKey {
    /// Nothing but white space.
    #[error("the key is empty")]
    Empty,
    /// A character that cannot stand in an HTTP header, or white space inside.
    #[error("the key holds a character that no key has")]
    OddCharacter,
    /// Longer than any key, so probably something else was pasted.
    #[error("the key is too long")]
    TooLong,
}

impl ApiKey {
    /// Takes what a person pasted or OpenRouter sent; white space around it is dropped.
    ///
    /// The prefix is not checked: OpenRouter may change it, and `GET /key` is the judge.
    pub fn parse(text: &str) -> Result<Self, NotAKey> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NotAKey::Empty);
        }
        if text.len() > 512 {
            return Err(NotAKey::TooLong);
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(NotAKey::OddCharacter);
        }
        Ok(Self(text.to_owned()))
    }

    /// The secret itself, for the one header, the seal and the hash of its own page.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_age() {
        let early = MessageId::generate(Timestamp::from_ms(1_700_000_000_000), [255; 10]);
        let late = MessageId::generate(Timestamp::from_ms(1_700_000_000_001), [0; 10]);
        assert!(early < late);
        assert_eq!(early.as_str().len(), 26);
    }

    #[test]
    fn ids_differ_by_chance_alone() {
        let now = Timestamp::from_ms(1);
        assert_ne!(ConversationId::generate(now, [1; 10]), ConversationId::generate(now, [2; 10]));
    }

    #[test]
    fn a_key_prints_nothing_of_itself() {
        let key = ApiKey::parse(" sk-or-v1-abcdef \n").unwrap();
        assert_eq!(key.reveal(), "sk-or-v1-abcdef");
        assert_eq!(format!("{key:?} {:?}", Some(&key)), "ApiKey(…) Some(ApiKey(…))");
    }

    #[test]
    fn what_cannot_be_a_header_is_no_key() {
        assert_eq!(ApiKey::parse("  "), Err(NotAKey::Empty));
        assert_eq!(ApiKey::parse("sk or"), Err(NotAKey::OddCharacter));
        assert_eq!(ApiKey::parse("sk-\u{fc}"), Err(NotAKey::OddCharacter));
        assert_eq!(ApiKey::parse(&"x".repeat(513)), Err(NotAKey::TooLong));
    }
}
