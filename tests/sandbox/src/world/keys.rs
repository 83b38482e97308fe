//! Keys, and which of them open anything.
//!
//! A developer restarts the sandbox while a browser still holds a key. So validity is written in the
//! key: 64 hexadecimal digits that begin with `5a`. One that ends in `dead` counts as revoked.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use super::{lock, random_hex};

const PREFIX: &str = "sk-or-v1-";
const MARK: &str = "5a";
const REVOKED_END: &str = "dead";

/// What is known of a key beyond its text. All of it is lost on restart, and that is fine.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// The name it was given at sign-in.
    pub label: Option<String>,
    /// Spending limit in dollars.
    pub limit: Option<f64>,
    /// Spent so far, in dollars.
    pub usage: f64,
}

/// All keys.
#[derive(Default)]
pub struct Keys {
    accounts: Mutex<HashMap<String, Account>>,
    revoked: Mutex<HashSet<String>>,
}

impl Keys {
    /// Makes a key.
    pub fn mint(&self, label: Option<String>, limit: Option<f64>) -> String {
        let key = loop {
            let key = format!("{PREFIX}{MARK}{}", random_hex(62));
            if !key.ends_with(REVOKED_END) {
                break key;
            }
        };
        lock(&self.accounts).insert(key.clone(), Account { label, limit, usage: 0.0 });
        key
    }

    /// Whether this key opens anything.
    pub fn is_valid(&self, key: &str) -> bool {
        let Some(hex) = key.strip_prefix(PREFIX) else { return false };
        hex.len() == 64
            && hex.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
            && hex.starts_with(MARK)
            && !hex.ends_with(REVOKED_END)
            && !lock(&self.revoked).contains(key)
    }

    /// From now on this key opens nothing.
    pub fn revoke(&self, key: &str) {
        lock(&self.revoked).insert(key.to_owned());
    }

    /// What is known of a key; empty for one from before a restart.
    pub fn account(&self, key: &str) -> Account {
        lock(&self.accounts).get(key).cloned().unwrap_or_default()
    }

    /// Counts what an answer cost.
    pub fn charge(&self, key: &str, cost: f64) {
        lock(&self.accounts).entry(key.to_owned()).or_default().usage += cost;
    }

    /// Spent by all keys together.
    pub fn total_usage(&self) -> f64 {
        lock(&self.accounts).values().map(|account| account.usage).sum()
    }
}

/// A key as it may be shown: enough to tell it from others, too little to use it.
pub fn masked(key: &str) -> String {
    let end = &key[key.len().saturating_sub(3)..];
    format!("{}...{end}", &key[..key.len().min(PREFIX.len() + 3)])
}

/// A key as the journal keeps it: `sk-or-v1-5a…1234`.
pub fn shortened(key: &str) -> String {
    let chars: Vec<char> = key.chars().collect();
    let shown = PREFIX.len() + MARK.len();
    if chars.len() <= shown + 4 {
        return "…".to_owned();
    }
    let start: String = chars[..shown].iter().collect();
    let end: String = chars[chars.len() - 4..].iter().collect();
    format!("{start}…{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(start: &str, end: &str) -> String {
        format!("{PREFIX}{start}{}{end}", "0".repeat(64 - start.len() - end.len()))
    }

    #[test]
    fn a_key_from_before_a_restart_still_opens() {
        assert!(Keys::default().is_valid(&key("5a", "beef")));
    }

    #[test]
    fn other_keys_open_nothing() {
        let keys = Keys::default();
        for bad in [key("00", "0"), key("5a", "dead"), key("5A", "0"), "sk-or-v1-5a".into(), String::new()] {
            assert!(!keys.is_valid(&bad), "{bad}");
        }
    }

    #[test]
    fn a_revoked_key_opens_nothing() {
        let keys = Keys::default();
        let key = keys.mint(None, None);
        assert!(keys.is_valid(&key));
        keys.revoke(&key);
        assert!(!keys.is_valid(&key));
    }

    #[test]
    fn a_shortened_key_hides_the_middle() {
        assert_eq!(shortened(&key("5a", "beef")), "sk-or-v1-5a…beef");
        assert_eq!(masked(&key("5a1", "9f2")), "sk-or-v1-5a1...9f2");
    }
}
