//! Where a link may lead, and addresses that stand in running text without any marks.

/// An address that is safe to follow: `https:`, `http:` or `mailto:`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    text: String,
    host: String,
}

/// Punctuation that ends a sentence rather than an address (GFM, "extended autolink path validation").
const TRAILING: [char; 11] = ['?', '!', '.', ',', ':', '*', '_', '~', '\'', '"', ';'];

impl Address {
    /// Reads an address; `None` for every other scheme, for none at all, and for what hides one.
    ///
    /// Browsers drop tabs, line breaks and control characters from addresses and take a backslash for a
    /// slash, so an address that has any is refused rather than understood in another way than they do.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches(' ');
        if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
            return None;
        }
        let (scheme, rest) = text.split_once(':')?;
        let host = if scheme.eq_ignore_ascii_case("mailto") {
            rest.split('?').next().unwrap_or_default()
        } else if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") {
            let authority = rest.strip_prefix("//")?.split(['/', '?', '#']).next().unwrap_or_default();
            // What stands before an `@` is a name that only looks like a host.
            authority.rsplit_once('@').map_or(authority, |(_, host)| host)
        } else {
            return None;
        };
        (!host.is_empty()).then(|| Self { text: text.to_owned(), host: host.to_owned() })
    }

    /// The whole of it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whom it leads to: a host with its port, or who is written to.
    pub fn host(&self) -> &str {
        &self.host
    }
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Text(&'a str),
    /// An address that stood among them, as it was written, and where it leads.
    Link(&'a str, Address),
}

/// Cuts the bare addresses out of running text: `https://…`, `http://…` and `www.…`.
pub fn split_bare(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = next_start(rest, from) {
        let link = trim_end(&rest[at..]);
        let address = if link.starts_with("www.") {
            Address::parse(&format!("https://{link}")).filter(|address| address.host().matches('.').count() > 1)
        } else {
            Address::parse(link)
                .filter(|address| address.host().contains('.') || address.host().starts_with("localhost"))
        };
        let Some(address) = address else {
            from = at + 1;
            continue;
        };
        if at > 0 {
            pieces.push(Piece::Text(&rest[..at]));
        }
        pieces.push(Piece::Link(link, address));
        rest = &rest[at + link.len()..];
        from = 0;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// Where the next address may begin: at a word's beginning.
fn next_start(text: &str, from: usize) -> Option<usize> {
    let starts = ["https://", "http://", "www."];
    let mut search = from;
    while search < text.len() {
        let found = text.as_bytes()[search..].iter().position(|byte| matches!(byte, b'h' | b'w'))? + search;
        let is_start = starts.iter().any(|start| text[found..].starts_with(start));
        if is_start && !text[..found].ends_with(|before: char| before.is_alphanumeric()) {
            return Some(found);
        }
        search = found + 1;
    }
    None
}

/// The address at the beginning of a text, without the punctuation of the sentence it stands in.
fn trim_end(text: &str) -> &str {
    let end = text
        .find(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '`' | '"'))
        .unwrap_or(text.len());
    let mut link = &text[..end];
    loop {
        let shorter = link.trim_end_matches(TRAILING);
        // A closing bracket belongs to the address if its opening one does.
        let unmatched = [('(', ')'), ('[', ']')].into_iter().any(|(open, close)| {
            shorter.ends_with(close) && shorter.matches(close).count() > shorter.matches(open).count()
        });
        let shorter = if unmatched { &shorter[..shorter.len() - 1] } else { shorter };
        if shorter.len() == link.len() {
            return link;
        }
        link = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_mail_are_safe() {
        let host = |text: &str| Address::parse(text).map(|address| address.host().to_owned());
        assert_eq!(host("https://example.org/a?b#c").as_deref(), Some("example.org"));
        assert_eq!(host("HTTP://example.org:8080").as_deref(), Some("example.org:8080"));
        assert_eq!(host("https://openrouter.ai@evil.example/").as_deref(), Some("evil.example"));
        assert_eq!(host("mailto:a@example.org?subject=x").as_deref(), Some("a@example.org"));
        for text in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc",
            "https:example.org",
            "//example.org",
            "/a",
            "a",
            "",
            "https://",
            "mailto:",
            "https:\\\\example.org",
            "blob:https://x.org/1",
            "https://exam\nple.org",
        ] {
            assert_eq!(host(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_bare_address_ends_before_the_punctuation_of_its_sentence() {
        let check = |text: &str, links: &[&str]| {
            let found: Vec<&str> = split_bare(text)
                .iter()
                .filter_map(|piece| match piece {
                    Piece::Link(link, _) => Some(*link),
                    Piece::Text(_) => None,
                })
                .collect();
            assert_eq!(found, links, "{text}");
            let whole: String = split_bare(text)
                .iter()
                .map(|piece| match piece {
                    Piece::Link(text, _) | Piece::Text(text) => *text,
                })
                .collect();
            assert_eq!(whole, text);
        };
        check("See https://example.org/a_b.", &["https://example.org/a_b"]);
        check("(https://en.wikipedia.org/wiki/A_(b))", &["https://en.wikipedia.org/wiki/A_(b)"]);
        check("www.example.org, http://localhost:8080/!", &["www.example.org", "http://localhost:8080/"]);
        check("xhttps://example.org https:// http://a www.a", &[]);
        check("„https://example.org/ä“", &["https://example.org/ä“"]);
        check("none at all", &[]);
    }
}
