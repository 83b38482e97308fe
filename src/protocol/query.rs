//! Percent-encoding, for the two addresses that carry a query: to the consent page and back.

/// Appends `text` with all but the unreserved characters of RFC 3986 escaped.
pub(super) fn encode(text: &str, into: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            into.push('%');
            into.push(char::from(HEX[usize::from(byte >> 4)]));
            into.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

/// Undoes the encoding once, as forms do: `+` is a space, an escape that is none stays as it
/// stands, and bytes that are no UTF-8 become U+FFFD.
pub(super) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        match (first, tail) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, tail @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    bytes.push(high << 4 | low);
                    rest = tail;
                }
                _ => bytes.push(b'%'),
            },
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|digit| digit.try_into().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoding_happens_once_and_never_fails() {
        for (encoded, plain) in [
            ("a%20b+c", "a b c"),
            ("%2541", "%41"),
            ("100%", "100%"),
            ("%4", "%4"),
            ("%zz%41", "%zzA"),
            ("%C3%BC", "ü"),
            ("%ff", "\u{fffd}"),
            ("", ""),
        ] {
            assert_eq!(decode(encoded), plain, "{encoded}");
        }
    }

    #[test]
    fn what_is_encoded_comes_back() {
        for text in ["https://chat.example/callback/?parlance_state=a_b-c", "ü & + = % #", ""] {
            let mut encoded = String::new();
            encode(text, &mut encoded);
            assert_eq!(decode(&encoded), text);
            assert!(encoded.is_ascii() && !encoded.contains(['&', '+', '=', '#', '?', ' ']), "{encoded}");
        }
    }
}
