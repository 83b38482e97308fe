//! Where a link may lead and where a picture may come from.

/// An address that is safe to follow: `https:`, `http:` or `mailto:`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    text: String,
    host: String,
}

impl Address {
    /// Reads an address; `None` for every other scheme, for none at all, and for what hides one.
    ///
    /// Browsers drop tabs, line breaks and control characters from addresses, take a backslash for a
    /// slash, decode hosts, and show text in the order that invisible characters tell them. An address
    /// that has any such thing is refused rather than understood in another way than they do. After the
    /// host a space and a backslash are but characters, and written as `%20` and `%5C`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches(' ');
        if text.chars().any(is_unseen) {
            return None;
        }
        let (scheme, rest) = text.split_once(':')?;
        let (authority, host) = if scheme.eq_ignore_ascii_case("mailto") {
            let whom = rest.split(['?', '#']).next().unwrap_or_default();
            (whom, whom)
        } else if is_web(scheme) {
            let authority = rest.strip_prefix("//")?.split(['/', '?', '#']).next().unwrap_or_default();
            // What stands before an `@` is a name that only looks like a host.
            (authority, authority.rsplit_once('@').map_or(authority, |(_, host)| host))
        } else {
            return None;
        };
        let is_sound = if is_web(scheme) { is_host(host) } else { !host.is_empty() };
        if !is_sound || authority.contains(['\\', ' ', '<', '>', '"']) {
            return None;
        }
        let escaped = text.replace(' ', "%20").replace('\\', "%5C");
        Some(Self { text: escaped, host: host.to_owned() })
    }

    /// The whole of it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is a mail that is written to somebody.
    pub fn is_mail(&self) -> bool {
        self.text.get(.."mailto:".len()).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
    }

    /// Whom it leads to: a host with its port, or who is written to.
    pub fn host(&self) -> &str {
        &self.host
    }
}

fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

/// Whether a browser takes this for a host with a port, and for the very one that is read.
fn is_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, port),
        _ => (host, ""),
    };
    let is_literal = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).is_some_and(|inner| {
        inner.contains(':') && inner.chars().all(|c| c.is_ascii_hexdigit() || matches!(c, ':' | '.'))
    });
    let is_name = !name.is_empty() && !name.contains([':', '[', ']', '%', '^', '|']);
    (is_literal || is_name)
        && port.chars().all(|c| c.is_ascii_digit())
        && (port.is_empty() || port.parse::<u16>().is_ok())
}

/// Whether a character is not seen, or changes how others are: controls, white space other than the
/// space, joiners, and what turns the direction of writing.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control()
        || (c.is_whitespace() && c != ' ')
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Where a picture comes from, and with it what may be done with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageSource {
    /// It stands in the text itself: it can be shown at once, and nobody learns of it.
    Data(Picture),
    /// Whoever shows it tells its host that it was read: only when asked to.
    Remote(Address),
    /// Anything else, as it was written: never to be loaded, but words.
    Unsafe(String),
}

impl ImageSource {
    /// Sorts what stands where a picture's source may stand.
    pub fn parse(text: &str) -> Self {
        if let Some(picture) = Picture::parse(text) {
            return Self::Data(picture);
        }
        match Address::parse(text) {
            Some(address) if !address.is_mail() => Self::Remote(address),
            _ => Self::Unsafe(text.to_owned()),
        }
    }

    /// The whole of it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Data(picture) => picture.as_str(),
            Self::Remote(address) => address.as_str(),
            Self::Unsafe(text) => text,
        }
    }
}

/// A picture as a `data:` address of a kind that is pixels and nothing else: no SVG, which is a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture(String);

impl Picture {
    const KINDS: [&str; 5] = ["png", "jpeg", "gif", "webp", "avif"];

    /// Reads `data:image/png;base64,…` and its like; `None` for everything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (head, pixels) = text.split_once(',')?;
        let head = head.to_ascii_lowercase();
        let kind = head.strip_prefix("data:image/")?.strip_suffix(";base64")?;
        let unpadded = pixels.trim_end_matches('=');
        let is_base64 = unpadded.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
        let is_whole = is_base64 && !unpadded.is_empty() && pixels.len() - unpadded.len() <= 2;
        (is_whole && Self::KINDS.contains(&kind)).then(|| Self(text.to_owned()))
    }

    /// The whole of it.
    pub fn as_str(&self) -> &str {
        &self.0
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
        assert_eq!(host("https://[::1]:8080/").as_deref(), Some("[::1]:8080"));
        assert_eq!(host("https://[2001:db8::1]").as_deref(), Some("[2001:db8::1]"));
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
            "https://:80/",
            "mailto:",
            "https:\\\\example.org",
            "https://good.example\\@evil.example/",
            "blob:https://x.org/1",
            "https://exam\nple.org",
            "https://exam\u{200B}ple.org",
            "https://example.org/\u{202E}gpj.exe",
            "https://example.org:99999/",
            "https://example.org:8o/",
            "https://%65vil.example/",
            "https://[x]/",
            "https://a b.example/",
        ] {
            assert_eq!(host(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_follows_the_host_may_be_odd() {
        let whole = |text: &str| Address::parse(text).map(|address| address.as_str().to_owned());
        assert_eq!(whole("https://example.org/my file.pdf").as_deref(), Some("https://example.org/my%20file.pdf"));
        assert_eq!(whole("https://example.org?find=\\*").as_deref(), Some("https://example.org?find=%5C*"));
    }

    #[test]
    fn only_pixels_are_shown_at_once() {
        let sort = |text: &str| match ImageSource::parse(text) {
            ImageSource::Data(_) => "data",
            ImageSource::Remote(_) => "remote",
            ImageSource::Unsafe(_) => "unsafe",
        };
        for text in
            ["data:image/png;base64,iVBORw0KGgo=", "DATA:image/WebP;base64,UklGRg", "data:image/jpeg;base64,/9j+"]
        {
            assert_eq!(sort(text), "data", "{text}");
        }
        assert_eq!(sort("https://example.org/a.svg"), "remote");
        for text in [
            "data:image/svg+xml;base64,PHN2Zz4=",
            "data:text/html;base64,PGI+",
            "data:image/png,x",
            "data:image/png;base64,",
            "data:image/png;charset=x;base64,aaaa",
            "data:image/png;base64,aa\"onerror=",
            "data:image/png;base64,a===",
            "mailto:a@example.org",
            "javascript:alert(1)",
            "a.png",
        ] {
            assert_eq!(sort(text), "unsafe", "{text}");
        }
    }
}
