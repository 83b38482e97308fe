//! Authorization codes: ten minutes, one use, bound to the challenge they were asked with.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::{lock, random_hex};

/// How long a code can be exchanged.
pub const LIFETIME: Duration = Duration::from_secs(600);

/// The challenge a code is bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// No PKCE at all.
    None,
    /// The challenge is the verifier.
    Plain(String),
    /// The challenge is base64url, unpadded, of SHA-256 of the verifier.
    S256(String),
}

/// How the exchange of a code will go; everything but `Normal` is for trying failures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Then {
    /// By the rules.
    #[default]
    Normal,
    /// By the rules, but the callback got no `state`.
    NoState,
    /// 400 `Invalid code`.
    InvalidCode,
    /// 403 `Invalid code or code_verifier`.
    WrongVerifier,
    /// 403 `Authorization code expired`.
    Expired,
    /// 405 `Method Not Allowed`.
    Method,
    /// 500.
    Internal,
    /// 200 with a page instead of JSON.
    Html,
    /// 200 with JSON that has no key.
    NoKey,
    /// The connection closes without an answer.
    Cut,
}

impl Then {
    /// Every choice with the word for it in a query and the words for it on the page.
    pub const ALL: [(Self, &str, &str); 10] = [
        (Self::Normal, "normal", "Everything works"),
        (Self::NoState, "no-state", "The way back carries no state"),
        (Self::InvalidCode, "400-invalid-code", "The exchange says 400 Invalid code"),
        (Self::WrongVerifier, "403-verifier", "The exchange says 403 Invalid code or code_verifier"),
        (Self::Expired, "403-expired", "The exchange says 403 Authorization code expired"),
        (Self::Method, "405", "The exchange says 405 Method Not Allowed"),
        (Self::Internal, "500", "The exchange says 500 Internal Server Error"),
        (Self::Html, "html", "The exchange answers with a web page"),
        (Self::NoKey, "no-key", "The exchange answers without a key"),
        (Self::Cut, "cut", "The exchange breaks off without an answer"),
    ];

    /// Reads the `then` of a query.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, name, _)| *name == word).map(|(then, ..)| *then)
    }
}

/// What was agreed when a code was given out.
#[derive(Clone, Debug)]
pub struct Grant {
    /// What the verifier must answer to.
    pub challenge: Challenge,
    /// How the exchange will go.
    pub then: Then,
    /// Name for the key to be.
    pub key_label: Option<String>,
    /// Spending limit for the key to be, in dollars.
    pub limit: Option<f64>,
    /// The key it was exchanged for.
    pub key: Option<String>,
    born: Instant,
    used: bool,
}

impl Grant {
    /// A grant given now.
    pub fn new(challenge: Challenge, then: Then, key_label: Option<String>, limit: Option<f64>) -> Self {
        Self { challenge, then, key_label, limit, key: None, born: Instant::now(), used: false }
    }

    /// Whether the ten minutes are over at `now`.
    pub fn is_expired(&self, now: Instant) -> bool {
        now.duration_since(self.born) > LIFETIME
    }

    /// Whether the code was spent, by success or by a wrong verifier.
    pub fn is_used(&self) -> bool {
        self.used
    }
}

/// All codes given out.
#[derive(Default)]
pub struct Codes(Mutex<HashMap<String, Grant>>);

impl Codes {
    /// Gives out a code for this grant.
    pub fn issue(&self, grant: Grant) -> String {
        let code = format!("auth_code_{}", random_hex(32));
        lock(&self.0).insert(code.clone(), grant);
        code
    }

    /// What a code stands for, if it was ever given out.
    pub fn look_up(&self, code: &str) -> Option<Grant> {
        lock(&self.0).get(code).cloned()
    }

    /// Notes which key a code became.
    pub fn became(&self, code: &str, key: &str) {
        if let Some(grant) = lock(&self.0).get_mut(code) {
            grant.key = Some(key.to_owned());
        }
    }

    /// Spends a code. False when somebody else was faster, so that one code never gives two keys.
    pub fn spend(&self, code: &str) -> bool {
        lock(&self.0).get_mut(code).is_some_and(|grant| !std::mem::replace(&mut grant.used, true))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_lives_ten_minutes_and_no_longer() {
        let grant = Grant::new(Challenge::None, Then::Normal, None, None);
        assert!(!grant.is_expired(grant.born + LIFETIME));
        assert!(grant.is_expired(grant.born + LIFETIME + Duration::from_secs(1)));
    }

    #[test]
    fn a_code_is_spent_once() {
        let codes = Codes::default();
        let code = codes.issue(Grant::new(Challenge::None, Then::Normal, None, None));
        assert!(codes.spend(&code));
        assert!(!codes.spend(&code));
    }
}
