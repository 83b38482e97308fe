//! Addresses that stand in running text without any marks: `https://…`, `www.…`, and whom to write to.
//!
//! Each character is looked at a bounded number of times, whatever the text is.

use super::address::{Address, is_unseen};
use super::block::Inline;

/// Punctuation that ends a sentence rather than an address (GFM, "extended autolink path validation").
const TRAILING: [char; 11] = ['?', '!', '.', ',', ':', '*', '_', '~', '\'', '"', ';'];
/// Punctuation that no address has as it is: the sentence goes on there, even without a space.
const ENDING: &str = "<>`\"\\。，、；：？！…‥「」『』（）【】《》〈〉〔〕“”„‟‘’‚‛«»‹›";
/// How an address of the web begins.
const STARTS: [&str; 3] = ["https://", "http://", "www."];
/// A closing bracket belongs to an address if its opening one does.
const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('{', '}')];

/// Makes links of bare addresses, but not within links.
pub fn link(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut linked = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Styled(style, inner) => linked.push(Inline::Styled(style, link(inner))),
            Inline::Text(text) => split(text, &mut linked),
            other => linked.push(other),
        }
    }
    linked
}

/// Cuts the addresses out of running text.
fn split(text: String, pieces: &mut Vec<Inline>) {
    let (mut done, mut at) = (0, 0);
    while let Some(next) = text.as_bytes()[at..].iter().position(|byte| matches!(byte, b'h' | b'w' | b'@')) {
        at += next;
        let found = if text.as_bytes()[at] == b'@' { mail(&text, done, at) } else { web(&text, at) };
        match found {
            Found::Link(start, end, to) => {
                if start > done {
                    pieces.push(Inline::Text(text[done..start].to_owned()));
                }
                let words = vec![Inline::Text(text[start..end].to_owned())];
                pieces.push(Inline::Link { to, title: String::new(), inlines: words });
                (done, at) = (end, end);
            }
            Found::Nothing(end) => at = end,
        }
    }
    match done {
        0 => pieces.push(Inline::Text(text)),
        _ if done < text.len() => pieces.push(Inline::Text(text[done..].to_owned())),
        _ => {}
    }
}

/// What stands at a place.
enum Found {
    /// An address: its first byte, its end, and where it leads.
    Link(usize, usize, Address),
    /// Nothing before this place.
    Nothing(usize),
}

/// An address of the web that begins here.
fn web(text: &str, at: usize) -> Found {
    let Some(start) = STARTS.into_iter().find(|start| text[at..].starts_with(start)) else {
        return Found::Nothing(at + 1);
    };
    if text[..at].ends_with(|before: char| before.is_ascii_alphanumeric()) {
        return Found::Nothing(at + 1);
    }
    // Its host first: where that is none, nothing behind it is looked at.
    let behind = at + if start == "www." { 0 } else { start.len() };
    let end_of_host = end_of(text, behind, &['/', '?', '#']);
    let host = trim_end(&text[behind..end_of_host]);
    let is_known = if start == "www." {
        host.matches('.').count() > 1
    } else {
        host.contains('.') || host.starts_with("localhost") || host.starts_with('[')
    };
    if !is_known || host.contains("..") || Address::parse(&format!("https://{host}")).is_none() {
        return Found::Nothing(end_of_host.max(at + start.len()));
    }
    let end = at + trim_end(&text[at..end_of(text, behind, &[])]).len();
    let scheme = if start == "www." { "https://" } else { "" };
    match Address::parse(&format!("{scheme}{}", &text[at..end])) {
        Some(to) => Found::Link(at, end, to),
        None => Found::Nothing(end.max(at + 1)),
    }
}

/// Whom to write to, with the `@` here, and nothing before `from`.
fn mail(text: &str, from: usize, at: usize) -> Found {
    let is_part = |c: char, others: &str| c.is_ascii_alphanumeric() || others.contains(c);
    let before = &text[from..at];
    let whose = &before[before.trim_end_matches(|c| is_part(c, "._+-")).len()..];
    let start = at - whose.len();
    let behind = &text[at + 1..];
    let domain = &behind[..behind.find(|c| !is_part(c, "-_.")).unwrap_or(behind.len())];
    let end = at + 1 + domain.len();
    let domain = domain.trim_end_matches(['.', '-', '_']);
    let top = domain.rsplit_once('.').map_or("", |(_, top)| top);
    let is_domain = !domain.starts_with('.') && !domain.contains("..") && top.len() > 1;
    // Not the version of a package, a repository over SSH, or a part of a longer address.
    let is_alone = !text[end..].starts_with(['@', '/', ':']) || text[end..].starts_with(": ");
    let prefix = if text[from..start].ends_with("mailto:") { "mailto:".len() } else { 0 };
    let is_free = prefix > 0 || !text[..start].ends_with([':', '/', '@']);
    let is_mail = is_domain && is_alone && is_free && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_mail || !whose.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return Found::Nothing(at + 1);
    }
    let end = at + 1 + domain.len();
    match Address::parse(&format!("mailto:{}", &text[start..end])) {
        Some(to) => Found::Link(start - prefix, end, to),
        None => Found::Nothing(at + 1),
    }
}

/// Where an address ends at the latest.
fn end_of(text: &str, from: usize, also: &[char]) -> usize {
    let ends = |c: char| c.is_whitespace() || is_unseen(c) || ENDING.contains(c) || also.contains(&c);
    text[from..].find(ends).map_or(text.len(), |length| from + length)
}

/// An address without the punctuation of the sentence it stands in.
fn trim_end(address: &str) -> &str {
    let mut n_unmatched = BRACKETS.map(|(open, close)| {
        let (n_open, n_closed) = (address.matches(open).count(), address.matches(close).count());
        n_closed.saturating_sub(n_open)
    });
    let mut rest = address;
    while let Some(last) = rest.chars().next_back() {
        if let Some(bracket) = BRACKETS.iter().position(|(_, close)| *close == last) {
            if n_unmatched[bracket] == 0 {
                break;
            }
            n_unmatched[bracket] -= 1;
        } else if !TRAILING.contains(&last) {
            break;
        }
        rest = &rest[..rest.len() - last.len_utf8()];
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, links: &[&str]) {
        let pieces = link(vec![Inline::Text(text.to_owned())]);
        let (mut whole, mut found) = (String::new(), Vec::new());
        for piece in &pieces {
            match piece {
                Inline::Text(words) => whole.push_str(words),
                Inline::Link { inlines, to, .. } => {
                    let [Inline::Text(words)] = &inlines[..] else { panic!("{inlines:?}") };
                    assert!(to.as_str().ends_with(words.trim_start_matches("mailto:")), "{to:?}");
                    whole.push_str(words);
                    found.push(words.as_str());
                }
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(found, links, "{text}");
        assert_eq!(whole, text);
    }

    #[test]
    fn an_address_ends_before_the_punctuation_of_its_sentence() {
        check("See https://example.org/a_b.", &["https://example.org/a_b"]);
        check("(https://en.wikipedia.org/wiki/A_(b))", &["https://en.wikipedia.org/wiki/A_(b)"]);
        check("[https://example.org/a[1]]", &["https://example.org/a[1]"]);
        check("{https://example.org}", &["https://example.org"]);
        check("(see https://example.org/a).", &["https://example.org/a"]);
        check("www.example.org, http://localhost:8080/!", &["www.example.org", "http://localhost:8080/"]);
        check("„https://example.org/ä“", &["https://example.org/ä"]);
        check("请看https://example.org/a。好", &["https://example.org/a"]);
        check("（https://example.org/中文）", &["https://example.org/中文"]);
        check("https://example.org/?a=b&c=d#e?", &["https://example.org/?a=b&c=d#e"]);
        check("http://[::1]:8080/a http://[2001:db8::1].", &["http://[::1]:8080/a", "http://[2001:db8::1]"]);
        check("https://münchen.example/ https://例え.jp。", &["https://münchen.example/", "https://例え.jp"]);
        check("https://a.example:443, https://b.example:443.", &["https://a.example:443", "https://b.example:443"]);
    }

    #[test]
    fn what_only_looks_like_an_address_is_none() {
        check("xhttps://example.org https:// http://a www.a", &[]);
        check("https://a..b https://example.org:99999 https://%41.example http://[x]/", &[]);
        check("none at all", &[]);
    }

    #[test]
    fn whom_to_write_to_is_a_link_as_in_gfm() {
        check("Write to a.b+c@mail.example.org.", &["a.b+c@mail.example.org"]);
        check("mailto:a@example.org, or <b@example.org>", &["mailto:a@example.org", "b@example.org"]);
        check("lodash@4.17.21 @types/node git@github.com:a/b a@b @app.route a@b.c2", &[]);
        check("ssh://git@example.org/a", &[]);
    }
}
