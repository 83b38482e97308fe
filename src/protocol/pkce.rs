//! Proof Key for Code Exchange (RFC 7636), with the S256 method alone.
//!
//! This never makes chance: entropy is an argument, so that the RFC's own example is a test.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Bytes of chance in a verifier, as RFC 7636 4.1 advises: 43 characters.
pub const ENTROPY_BYTES: usize = 32;

/// The secret that shows that who asked for a code is who spends it. `Debug` shows a mask.
#[derive(Clone, PartialEq, Eq)]
pub struct Verifier(String);

impl Verifier {
    /// A new one from chance.
    pub fn from_entropy(entropy: [u8; ENTROPY_BYTES]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(entropy))
    }

    /// One that was kept while the person was away.
    pub fn from_stored(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The secret, to be kept and to be sent with the code.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its SHA-256 in base64url without padding, which may be seen by anybody.
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.0))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Verifier(…)")
    }
}

/// The name of an attempt to sign in, from 128 bits of chance, in base64url.
pub fn state_from_entropy(entropy: [u8; 16]) -> String {
    URL_SAFE_NO_PAD.encode(entropy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7636_appendix_b_holds() {
        let entropy = [
            116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191,
            240, 91, 88, 5, 88, 83, 132, 141, 121,
        ];
        let verifier = Verifier::from_entropy(entropy);
        assert_eq!(verifier.as_str(), "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(verifier.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        assert_eq!(Verifier::from_stored(verifier.as_str()).challenge(), verifier.challenge());
    }

    #[test]
    fn a_verifier_prints_nothing_of_itself() {
        assert_eq!(format!("{:?}", Verifier::from_entropy([7; ENTROPY_BYTES])), "Verifier(…)");
    }

    #[test]
    fn a_state_needs_no_escaping_in_an_address() {
        let state = state_from_entropy([0xfb; 16]);
        assert_eq!(state.len(), 22);
        assert!(state.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{state}");
    }
}
