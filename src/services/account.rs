//! What a key is worth.

use crate::domain::account::KeyInfo;
use crate::domain::ids::ApiKey;
use crate::domain::problem::{Problem, ProblemKind};
use crate::protocol::openrouter::account;

/// Asks OpenRouter about this key. `SignedOut` means that it opens nothing.
pub async fn check(key: &ApiKey) -> Result<KeyInfo, Problem> {
    let body = super::openrouter::fetch(account::request(), Some(key)).await?;
    account::key_info(&body).map_err(|_| Problem::of(ProblemKind::Unreadable))
}

/// The key's own page at OpenRouter, where it is limited or deleted. Opens for its owner alone.
pub fn key_page(key: &ApiKey) -> String {
    account::key_page(key)
}
