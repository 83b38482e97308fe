//! `_headers`: the security headers, for hosts that read such a file (Netlify, Cloudflare Pages).
//!
//! Hosts join the values when several rules name one header, so each address gets its Cache-Control
//! from one rule alone. Files with a hash in their name are listed one by one: the hosts disagree on
//! what a wildcard in the middle means.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use super::policy;
use crate::say::{OrSay, Outcome};

/// Writes `_headers` for a site that lives under `public_url`.
pub fn write(out: &Path, public_url: &str) -> Outcome<()> {
    let doing = "writing _headers";
    let mut names = Vec::new();
    for entry in fs::read_dir(out).or_say(doing)? {
        names.push(entry.or_say(doing)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    fs::write(out.join("_headers"), rules(&names, public_url)).or_say(doing)
}

fn rules(names: &[String], public_url: &str) -> String {
    let mut text = format!("{public_url}*\n  Content-Security-Policy: {}\n", policy::for_header());
    for (name, value) in policy::OTHER_HEADERS {
        let _ = writeln!(text, "  {name}: {value}");
    }
    let mut cache = |address: &str, value: &str| {
        let _ = writeln!(text, "\n{public_url}{address}\n  Cache-Control: {value}");
    };
    for page in ["", "index.html", "404.html", "callback/"] {
        cache(page, policy::ASK_FIRST);
    }
    for name in names.iter().filter(|name| is_hashed(name)) {
        cache(name, policy::FOREVER);
    }
    text
}

/// Whether the name carries a hash of the content: `app-0123456789abcdef.js`, `app-…_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let hash = stem.trim_end_matches("_bg").rsplit('-').next().unwrap_or_default();
    hash.len() >= 10
        && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        && !name.ends_with(".br")
        && !name.ends_with(".gz")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_change_with_their_content_are_kept_forever() {
        let rows = [
            ("parlance-0123456789abcdef.js", true),
            ("parlance-0123456789abcdef_bg.wasm", true),
            ("style-0123456789abcdef.css", true),
            ("index.html", false),
            ("favicon.svg", false),
            ("apple-touch-icon.png", false),
            ("manifest.webmanifest", false),
        ];
        for (name, expected) in rows {
            assert_eq!(is_hashed(name), expected, "{name}");
        }
    }

    #[test]
    fn no_address_is_told_twice_how_long_to_keep() {
        let text = rules(&["app-0123456789abcdef.js".into(), "index.html".into()], "/parlance/");
        let addresses: Vec<_> = text.lines().filter(|line| line.starts_with('/')).collect();
        let mut unique = addresses.clone();
        unique.dedup();
        assert_eq!(addresses, unique);
        assert!(text.starts_with("/parlance/*\n  Content-Security-Policy: default-src 'none';"), "{text}");
        assert!(!text.split("\n\n").next().unwrap_or_default().contains("Cache-Control"), "{text}");
    }
}
