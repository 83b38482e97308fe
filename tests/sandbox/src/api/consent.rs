//! `GET /auth`: the page where a person lets an app have a key.
//!
//! It has no script. Its buttons come back to this same address with `auto=grant` or `auto=deny`, so a
//! test that sends these itself walks the road that a person walks.

mod page;

pub use self::page::document;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, Response, StatusCode, Uri, header};

use super::reply;
use crate::world::World;
use crate::world::codes::{Challenge, Grant, Then};

/// What the address of the page says.
#[derive(Clone, Debug, Default)]
struct Request {
    callback: String,
    challenge: Option<String>,
    method: Option<String>,
    state: Option<String>,
    key_label: Option<String>,
    limit: Option<String>,
    then: Option<String>,
    auto: Option<String>,
}

/// Shows the page, or answers for the person.
pub async fn answer(State(world): State<Arc<World>>, RawQuery(query): RawQuery) -> Response<Body> {
    let request = read(query.as_deref().unwrap_or_default());
    match decide(&request, &world) {
        Ok(response) => response,
        Err(why) => reply::html(StatusCode::BAD_REQUEST, page::refusal(why)),
    }
}

fn read(query: &str) -> Request {
    let mut request = Request::default();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let value = value.into_owned();
        match name.as_ref() {
            "callback_url" => request.callback = value,
            "code_challenge" => request.challenge = Some(value),
            "code_challenge_method" => request.method = Some(value),
            "state" => request.state = Some(value),
            "key_label" => request.key_label = Some(value),
            "limit" => request.limit = Some(value),
            "then" => request.then = Some(value),
            "auto" => request.auto = Some(value),
            _ => {}
        }
    }
    request
}

fn decide(request: &Request, world: &World) -> Result<Response<Body>, &'static str> {
    let callback = callback(&request.callback)?;
    let challenge = challenge(request)?;
    if request.key_label.as_ref().is_some_and(|label| label.chars().count() > 100) {
        return Err("The key_label is longer than 100 characters.");
    }
    let then = match request.then.as_deref() {
        None => Then::Normal,
        Some(word) => Then::parse(word).ok_or("The sandbox does not know this `then`.")?,
    };
    match request.auto.as_deref() {
        None => Ok(reply::html(StatusCode::OK, page::consent(request, &callback))),
        // A denial carries no state, as at OpenRouter.
        Some("deny") => Ok(redirect(&callback, &[("error", "access_denied")])),
        Some("grant") => {
            let limit = request.limit.as_ref().and_then(|limit| limit.parse().ok());
            let label = request.key_label.clone().filter(|label| !label.is_empty());
            let code = world.codes.issue(Grant::new(challenge, then, label, limit));
            let mut more = vec![("code", code.as_str())];
            if let Some(state) = request.state.as_deref().filter(|_| then != Then::NoState) {
                more.push(("state", state));
            }
            Ok(redirect(&callback, &more))
        }
        Some(_) => Err("The sandbox knows auto=grant and auto=deny only."),
    }
}

/// Any https address, or plain http on this machine.
fn callback(url: &str) -> Result<Uri, &'static str> {
    if url.is_empty() {
        return Err("The callback_url is missing, and the sandbox has no headless mode.");
    }
    // The parser drops a fragment, and so does a redirect with a query behind it.
    let uri: Uri = url.parse().map_err(|_| "The callback_url is not a valid address.")?;
    let host = uri.host().ok_or("The callback_url must be an absolute address.")?;
    match uri.scheme_str() {
        Some("https") => Ok(uri),
        Some("http") if host.eq_ignore_ascii_case("localhost") || host == "127.0.0.1" => Ok(uri),
        _ => Err("The callback_url must be https, or http on localhost or 127.0.0.1."),
    }
}

fn challenge(request: &Request) -> Result<Challenge, &'static str> {
    let challenge = request.challenge.clone().filter(|challenge| !challenge.is_empty());
    match (challenge, request.method.as_deref()) {
        (Some(challenge), Some("S256")) => Ok(Challenge::S256(challenge)),
        // Without a method the standard says plain.
        (Some(challenge), Some("plain") | None) => Ok(Challenge::Plain(challenge)),
        (Some(_), Some(_)) => Err("The code_challenge_method must be S256 or plain."),
        (None, Some(_)) => Err("There is a code_challenge_method but no code_challenge."),
        (None, None) => Ok(Challenge::None),
    }
}

fn redirect(callback: &Uri, more: &[(&str, &str)]) -> Response<Body> {
    let mut place = callback.to_string();
    place.push(if callback.query().is_some() { '&' } else { '?' });
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(more);
    place.push_str(&query.finish());
    let mut response = reply::fresh(reply::html(StatusCode::FOUND, ""));
    match HeaderValue::from_str(&place) {
        Ok(place) => response.headers_mut().insert(header::LOCATION, place),
        Err(_) => return reply::html(StatusCode::BAD_REQUEST, page::refusal("The callback_url has odd bytes.")),
    };
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callbacks_are_https_or_at_home() {
        for (url, allowed) in [
            ("https://chat.example/a?b=c", true),
            ("https://chat.example:8443/", true),
            ("http://localhost:8080", true),
            ("http://127.0.0.1:1/x", true),
            ("http://localhost.evil.example/", false),
            ("http://192.168.0.7/", false),
            ("javascript:alert(1)", false),
            ("/relative", false),
            ("", false),
        ] {
            assert_eq!(callback(url).is_ok(), allowed, "{url}");
        }
    }
}
