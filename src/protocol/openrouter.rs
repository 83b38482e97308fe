//! OpenRouter's HTTP API, as requests to send and answers to read.
//!
//! Numbers and rules are those of OpenRouter's documentation and of its answers, in November 2026.
//! This never sends anything: [`Request`] is a value, and services carry it.
//! Invariant: every address is built from [`ORIGIN`], a constant of the build, so that nothing in an
//! address, a storage or a message can lead the key elsewhere.

pub mod chat;
pub mod error;

pub mod account;
pub mod auth;
pub mod models;

use crate::domain::ids::ApiKey;

/// The stand-in to talk to instead of OpenRouter, set when building.
const SANDBOX: Option<&str> = option_env!("PARLANCE_SANDBOX");

/// Whether this build talks to a sandbox.
pub const IS_SANDBOX: bool = match SANDBOX {
    Some(address) => !address.is_empty(),
    None => false,
};

/// Where all requests go, without a slash at the end.
pub const ORIGIN: &str = match SANDBOX {
    Some(address) if IS_SANDBOX => address,
    _ => "https://openrouter.ai",
};

const _: () = assert!(
    !IS_SANDBOX || is_this_machine(ORIGIN),
    "PARLANCE_SANDBOX must be http://127.0.0.1:<port> or http://localhost:<port>: a key must not leave this machine"
);

/// Whether an address is a port of this machine and nothing else: no path, no user, no other host.
const fn is_this_machine(address: &str) -> bool {
    let bytes = address.as_bytes();
    let mut at = match (begins_with(bytes, b"http://127.0.0.1:"), begins_with(bytes, b"http://localhost:")) {
        (false, false) => return false,
        _ => b"http://127.0.0.1:".len(),
    };
    if at == bytes.len() {
        return false;
    }
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            return false;
        }
        at += 1;
    }
    true
}

const fn begins_with(text: &[u8], prefix: &[u8]) -> bool {
    let mut at = 0;
    while at < prefix.len() {
        if at == text.len() || text[at] != prefix[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// How to ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// To read.
    Get,
    /// To do, with a JSON body.
    Post,
}

/// What to ask of OpenRouter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// How.
    pub method: Method,
    /// Path and query, from `/api/v1/` on.
    pub path: String,
    /// JSON.
    pub body: Option<String>,
    /// Whether OpenRouter must know who asks.
    pub needs_key: bool,
}

impl Request {
    /// The whole address. There is no other way to one.
    pub fn url(&self) -> String {
        format!("{ORIGIN}{}", self.path)
    }

    /// Names and values, none outside OpenRouter's CORS list: one stray header makes a browser
    /// refuse the whole request. All values are ASCII.
    ///
    /// `page` is this page's origin with its base path; chat requests name it as their source. A key is sent only where it is needed.
    pub fn headers(&self, key: Option<&ApiKey>, page: &str) -> Vec<(&'static str, String)> {
        let mut headers = Vec::new();
        if let Some(key) = key.filter(|_| self.needs_key) {
            headers.push(("Authorization", format!("Bearer {}", key.reveal())));
        }
        if self.body.is_some() {
            headers.push(("Content-Type", "application/json".to_owned()));
        }
        if self.path == chat::PATH {
            // Browsers give addresses in ASCII; one that is not would make `fetch` throw.
            if page.bytes().all(|byte| byte.is_ascii_graphic()) {
                headers.push(("HTTP-Referer", page.to_owned()));
            }
            headers.push(("X-OpenRouter-Title", "Parlance".to_owned()));
        }
        headers
    }
}

/// What came is no JSON, or not what it should tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer was not understood")]
pub struct Unreadable;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_port_of_this_machine_can_be_a_sandbox() {
        for address in ["http://127.0.0.1:4010", "http://localhost:1"] {
            assert!(is_this_machine(address), "{address}");
        }
        for address in [
            "",
            "http://127.0.0.1",
            "http://127.0.0.1:",
            "http://localhost:",
            "http://localhost:4010/",
            "http://localhost:1@evil.example",
            "http://localhost:1.evil.example",
            "http://localhost.evil.example:1",
            "http://127.0.0.2:1",
            "https://localhost:1",
            "https://openrouter.ai",
            "HTTP://localhost:1",
        ] {
            assert!(!is_this_machine(address), "{address}");
        }
    }
}
