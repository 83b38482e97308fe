//! The security policy: the one place where it is written.
//!
//! `dist` puts it into every page as `<meta>` and into `_headers`; the files in `deploy/` repeat it by
//! hand, and a test here holds them to it. The development server sends none: its reload is an inline
//! script.

/// The Content-Security-Policy, a directive a line.
const DIRECTIVES: [&str; 12] = [
    // Nothing is allowed that is not named below: no frames, media, plugins.
    "default-src 'none'",
    // Our own files; 'wasm-unsafe-eval' lets WebAssembly be compiled and allows no eval of JavaScript.
    "script-src 'self' 'wasm-unsafe-eval'",
    // One of our own files, that is; which one, Trusted Types say below.
    "worker-src 'self'",
    // No inline styles either. Setting a property from code (CSSOM) is not one.
    "style-src 'self'",
    // Our icons; pictures that a model made or that the person attached, which are data: or blob:. And
    // pictures from elsewhere, whose addresses could carry words of the chat away: the app makes an
    // element for one only when the person has pressed "Load image" (ADR 10).
    "img-src 'self' data: blob: https:",
    "font-src 'self'",
    // The page itself (the wasm module), and the one service that may learn the key and the chats.
    "connect-src 'self' https://openrouter.ai",
    "manifest-src 'self'",
    // 'self' and not 'none': the page has a <base>, so that it can live under a path.
    "base-uri 'self'",
    // Forms are handled by the app; none is ever sent.
    "form-action 'none'",
    // Strings never become markup or script. The one policy there may be is that of src/boot.js, which makes the
    // address of a worker of exactly one string; it is made before the app, and no other can be.
    "require-trusted-types-for 'script'",
    "trusted-types parlance-worker",
];

/// Headers beside the policy that every answer carries.
///
/// Cross-Origin-Opener-Policy is left out: signing in leaves for openrouter.ai and comes back, some
/// browsers change the browsing context group on the way, and the sign-in waits in sessionStorage.
pub const OTHER_HEADERS: [(&str, &str); 3] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// What browsers may do with a file whose name changes with its content.
pub const FOREVER: &str = "public, max-age=31536000, immutable";
/// What they may do with all others: keep it, but ask each time whether it still holds.
pub const ASK_FIRST: &str = "no-cache";

/// The policy for `<meta http-equiv>`, where `frame-ancestors` is not understood.
pub fn for_meta() -> String {
    DIRECTIVES.join("; ")
}

/// The policy for the header `Content-Security-Policy`.
pub fn for_header() -> String {
    format!("{}; frame-ancestors 'none'", for_meta())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place;

    #[test]
    fn every_server_in_deploy_sends_these_very_headers() {
        for file in ["deploy/nginx.conf", "deploy/Caddyfile"] {
            let text = std::fs::read_to_string(place::root().join(file)).expect(file);
            let mut expected = vec![for_header(), FOREVER.into(), ASK_FIRST.into()];
            expected.extend(OTHER_HEADERS.iter().flat_map(|(name, value)| [name.to_string(), value.to_string()]));
            for words in expected {
                assert!(text.contains(&words), "{file} must contain, to the letter: {words}");
            }
        }
    }

    #[test]
    fn the_policy_can_stand_in_an_attribute_and_in_a_header() {
        assert!(!for_header().contains(['"', '\n', '<', '>', '&']), "{}", for_header());
    }
}
