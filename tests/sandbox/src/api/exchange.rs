//! `POST /auth/keys`: a code and its verifier become a key.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Method, Response, StatusCode};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use ring::digest;
use serde_json::{Value, json};

use super::reply;
use crate::world::World;
use crate::world::codes::{Challenge, Grant, Then};

/// The account that every key belongs to.
pub const USER: &str = "user_sandbox2aBcDeFgHiJkLmNoPqR";

const METHOD: &str = "Method Not Allowed";
const INVALID_CODE: &str = "Invalid code";
const WRONG_VERIFIER: &str = "Invalid code or code_verifier";
const EXPIRED: &str = "Authorization code expired";
const WRONG_METHOD: &str = "Invalid code_challenge_method";

/// Gives out a key, or says in OpenRouter's words why not.
pub async fn answer(State(world): State<Arc<World>>, method: Method, body: Bytes) -> Response<Body> {
    if method != Method::POST {
        return reply::error(StatusCode::METHOD_NOT_ALLOWED, METHOD);
    }
    let ask = match read(&body) {
        Ok(ask) => ask,
        Err(refusal) => return *refusal,
    };
    let Some(grant) = world.codes.look_up(&ask.code) else {
        return reply::error(StatusCode::BAD_REQUEST, INVALID_CODE);
    };
    if let Some(failure) = planned_failure(grant.then) {
        return failure;
    }
    exchange(&world, &ask, &grant)
}

/// A body that fits the schema.
struct Ask {
    code: String,
    verifier: Option<String>,
    method: Option<String>,
}

fn read(body: &[u8]) -> Result<Ask, Box<Response<Body>>> {
    let Ok(Value::Object(body)) = serde_json::from_slice(body) else {
        return Err(Box::new(reply::zod("body", "invalid_type", "Expected an object")));
    };
    let refuse = |name, why| Err(Box::new(reply::zod(name, "invalid_type", why)));
    let Some(code) = body.get("code").and_then(Value::as_str) else { return refuse("code", "Required") };
    let verifier = match body.get("code_verifier") {
        None => None,
        Some(Value::String(verifier)) => Some(verifier.clone()),
        Some(_) => return refuse("code_verifier", "Expected string"),
    };
    let method = match body.get("code_challenge_method") {
        None | Some(Value::Null) => None,
        Some(Value::String(method)) if method == "S256" || method == "plain" => Some(method.clone()),
        Some(_) => return refuse("code_challenge_method", "Expected 'S256' | 'plain' | null"),
    };
    Ok(Ask { code: code.to_owned(), verifier, method })
}

fn planned_failure(then: Then) -> Option<Response<Body>> {
    Some(match then {
        Then::Normal | Then::NoState => return None,
        Then::InvalidCode => reply::error(StatusCode::BAD_REQUEST, INVALID_CODE),
        Then::WrongVerifier => reply::error(StatusCode::FORBIDDEN, WRONG_VERIFIER),
        Then::Expired => reply::error(StatusCode::FORBIDDEN, EXPIRED),
        Then::Method => reply::error(StatusCode::METHOD_NOT_ALLOWED, METHOD),
        Then::Internal => reply::error(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error"),
        Then::Html => reply::html(StatusCode::OK, "<!DOCTYPE html><title>Hello</title><h1>Not JSON</h1>"),
        Then::NoKey => reply::json(StatusCode::OK, &json!({ "user_id": USER })),
        Then::Cut => reply::hang_up(),
    })
}

fn exchange(world: &World, ask: &Ask, grant: &Grant) -> Response<Body> {
    let (method, wanted) = match &grant.challenge {
        Challenge::None => (None, None),
        Challenge::Plain(challenge) => (Some("plain"), Some(challenge)),
        Challenge::S256(challenge) => (Some("S256"), Some(challenge)),
    };
    if ask.method.as_deref() != method {
        return reply::error(StatusCode::BAD_REQUEST, WRONG_METHOD);
    }
    if grant.is_used() {
        return reply::error(StatusCode::FORBIDDEN, WRONG_VERIFIER);
    }
    if grant.is_expired(Instant::now()) {
        return reply::error(StatusCode::FORBIDDEN, EXPIRED);
    }
    let shown = ask.verifier.as_ref().map(|verifier| match grant.challenge {
        Challenge::S256(_) => s256(verifier),
        Challenge::Plain(_) | Challenge::None => verifier.clone(),
    });
    let proven = wanted.is_none() || shown.as_ref() == wanted;
    // A wrong verifier spends the code too: whoever guesses has one guess.
    if !world.codes.spend(&ask.code) || !proven {
        return reply::error(StatusCode::FORBIDDEN, WRONG_VERIFIER);
    }
    let key = world.keys.mint(grant.key_label.clone(), grant.limit);
    world.codes.became(&ask.code, &key);
    reply::fresh(reply::json(StatusCode::OK, &json!({"key": key, "user_id": USER})))
}

fn s256(verifier: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_of_the_standard_comes_out() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(s256(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
