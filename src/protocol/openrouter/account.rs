//! The key in use: what OpenRouter knows of it, and its own page there.

use sha2::{Digest, Sha256};

use super::{Method, ORIGIN, Request, Unreadable};
use crate::domain::account::KeyInfo;
use crate::domain::ids::ApiKey;
use crate::protocol::json::{dollars, parse, take_text};

/// Asks about the key itself: the cheapest proof that it is alive.
pub fn request() -> Request {
    Request { method: Method::Get, path: "/api/v1/key".to_owned(), body: None, needs_key: true }
}

/// What was answered.
pub fn key_info(body: &[u8]) -> Result<KeyInfo, Unreadable> {
    let mut answer = parse(body).ok_or(Unreadable)?;
    let data = answer.get_mut("data").filter(|data| data.is_object()).ok_or(Unreadable)?;
    Ok(KeyInfo {
        label: take_text(data, "label"),
        limit: dollars(data, "limit"),
        limit_remaining: dollars(data, "limit_remaining"),
        usage: dollars(data, "usage"),
        is_free_tier: data["is_free_tier"] == true,
    })
}

/// The page where its owner can limit or delete the key: named by a hash, so that the address
/// gives nothing away.
pub fn key_page(key: &ApiKey) -> String {
    let mut page = format!("{ORIGIN}/keys/");
    for byte in Sha256::digest(key.reveal()) {
        for digit in [byte >> 4, byte & 15] {
            page.extend(char::from_digit(u32::from(digit), 16));
        }
    }
    page
}
