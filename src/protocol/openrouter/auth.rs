//! Signing in: the way there, what comes back, and the code for a key.
//!
//! What a return is worth is not decided here but in `domain::sign_in`.

use super::{Method, ORIGIN, Request, Unreadable};
use crate::domain::ids::ApiKey;
use crate::domain::sign_in::Callback;
use crate::protocol::json::write::object;
use crate::protocol::json::{parse, take_text};
use crate::protocol::pkce::Verifier;
use crate::protocol::query;

/// Under which name the address to return to carries the state. Our own, because OpenRouter keeps
/// a callback's query in any case, while it echoes `state` only lately and not when one declines.
pub const STATE_PARAM: &str = "parlance_state";

/// What the person's list of keys at OpenRouter will call ours.
const KEY_LABEL: &str = "Parlance";

/// The page where the person says yes or no.
///
/// `callback` is the absolute address to return to, without query or fragment.
pub fn authorize_url(callback: &str, state: &str, verifier: &Verifier) -> String {
    let mut return_address = format!("{callback}?{STATE_PARAM}=");
    query::encode(state, &mut return_address);
    let mut url = format!("{ORIGIN}/auth?callback_url=");
    query::encode(&return_address, &mut url);
    for (name, value) in [
        ("state", state),
        ("code_challenge", &verifier.challenge()),
        ("code_challenge_method", "S256"),
        ("key_label", KEY_LABEL),
    ] {
        url.push('&');
        url.push_str(name);
        url.push('=');
        query::encode(value, &mut url);
    }
    url
}

/// What the query of an address says, with or without its question mark.
///
/// Of a parameter that comes twice the first counts: our own stand first, and what others append
/// cannot replace them. Little hangs on it, since a state is believed only if this browser made it.
/// An empty one counts as missing.
pub fn callback(query: &str) -> Callback {
    let mut callback = Callback::default();
    for pair in query.strip_prefix('?').unwrap_or(query).split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let field = match &*query::decode(name) {
            "code" => &mut callback.code,
            "state" => &mut callback.state,
            STATE_PARAM => &mut callback.own_state,
            "error" => &mut callback.error,
            "error_description" => &mut callback.error_description,
            _ => continue,
        };
        if field.is_none() && !value.is_empty() {
            *field = Some(query::decode(value));
        }
    }
    callback
}

/// Asks for the key. The code is good for one try, within ten minutes.
pub fn exchange(code: &str, verifier: &Verifier) -> Request {
    let body = object(vec![
        ("code", code.into()),
        ("code_verifier", verifier.as_str().into()),
        ("code_challenge_method", "S256".into()),
    ]);
    Request {
        method: Method::Post,
        path: "/api/v1/auth/keys".to_owned(),
        body: Some(body.into_text()),
        needs_key: false,
    }
}

/// The key that was given.
pub fn key(body: &[u8]) -> Result<ApiKey, Unreadable> {
    let text = take_text(&mut parse(body).ok_or(Unreadable)?, "key").ok_or(Unreadable)?;
    ApiKey::parse(&text).map_err(|_| Unreadable)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::protocol::pkce::ENTROPY_BYTES;

    #[test]
    fn the_way_to_consent_carries_challenge_and_state() {
        let verifier = Verifier::from_entropy([7; ENTROPY_BYTES]);
        let url = authorize_url("https://chat.example/app/callback/", "st_a-te", &verifier);
        let callback = "https%3A%2F%2Fchat.example%2Fapp%2Fcallback%2F%3Fparlance_state%3Dst_a-te";
        let rest = format!(
            "state=st_a-te&code_challenge={}&code_challenge_method=S256&key_label=Parlance",
            verifier.challenge()
        );
        assert_eq!(url, format!("{ORIGIN}/auth?callback_url={callback}&{rest}"));
        assert!(!url.contains(verifier.as_str()));
    }

    #[test]
    fn a_callback_is_decoded_once_and_the_first_of_two_counts() {
        let check = |query: &str, expected: [Option<&str>; 5]| {
            let callback = callback(query);
            let read = [callback.code, callback.state, callback.own_state, callback.error, callback.error_description];
            assert_eq!(read.each_ref().map(Option::as_deref), expected, "{query}");
        };
        check("?parlance_state=a&code=b&state=c", [Some("b"), Some("c"), Some("a"), None, None]);
        check("parlance_state=a", [None, None, Some("a"), None, None]);
        check(
            "?error=access_denied&error_description=No%2C+thanks%2520",
            [None, None, None, Some("access_denied"), Some("No, thanks%20")],
        );
        check(
            "?code=first&code=second&parlance_state=mine&parlance_state=theirs",
            [Some("first"), None, Some("mine"), None, None],
        );
        check("?code=&code=b&error", [Some("b"), None, None, None, None]);
        check("?c%6fde=b&Code=c&codes=d&=e&&%", [Some("b"), None, None, None, None]);
        check("?code=%ff%&state=a=b", [Some("\u{fffd}%"), Some("a=b"), None, None, None]);
        check("", [None; 5]);
        check("?", [None; 5]);
    }

    #[test]
    fn a_code_is_exchanged_with_its_verifier_for_a_key() {
        let request = exchange("c\"ode", &Verifier::from_stored("ver"));
        assert_eq!(
            (request.method, request.path.as_str(), request.needs_key),
            (Method::Post, "/api/v1/auth/keys", false)
        );
        let body: Value = serde_json::from_str(request.body.as_deref().unwrap()).unwrap();
        assert_eq!(body, json!({"code": "c\"ode", "code_verifier": "ver", "code_challenge_method": "S256"}));

        let given = key(br#"{"key":"sk-or-v1-abc","user_id":null}"#).unwrap();
        assert_eq!(given.reveal(), "sk-or-v1-abc");
        for body in ["", "{}", r#"{"key":null}"#, r#"{"key":""}"#, r#"{"key":"a b"}"#, r#"{"key":["sk"]}"#] {
            assert!(key(body.as_bytes()).is_err(), "{body}");
        }
    }
}
