//! Replies in the shapes OpenRouter uses.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

use crate::recorded::Recorded;
use crate::world::World;

/// Marks a response that must not be sent: the connection closes instead (`net::listen`).
#[derive(Clone, Copy, Debug)]
pub struct HangUp;

/// A reply with a body of this kind.
pub fn with_type(status: StatusCode, kind: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// JSON.
pub fn json(status: StatusCode, value: &Value) -> Response<Body> {
    with_type(status, "application/json", value.to_string())
}

/// A page.
pub fn html(status: StatusCode, page: impl Into<Body>) -> Response<Body> {
    with_type(status, "text/html; charset=utf-8", page)
}

/// The usual envelope, whose code is the status.
pub fn error(status: StatusCode, message: &str) -> Response<Body> {
    json(status, &json!({"error": {"message": message, "code": status.as_u16()}}))
}

/// The other envelope, which some routes use for bodies that do not fit their schema.
pub fn zod(path: &str, code: &str, message: &str) -> Response<Body> {
    let issues = json!([{"code": code, "path": [path], "message": message}]);
    let text = serde_json::to_string_pretty(&issues).unwrap_or_default();
    let body = json!({"success": false, "error": {"name": "ZodError", "message": text}});
    json(StatusCode::BAD_REQUEST, &body)
}

/// An error as it was recorded, headers and all.
pub fn recorded(error: &Recorded) -> Response<Body> {
    let mut response = Response::new(Body::from(error.body.clone()));
    *response.status_mut() = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_GATEWAY);
    for (name, value) in &error.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// The same reply, never to be kept.
pub fn fresh(mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// No reply.
pub fn hang_up() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(HangUp);
    response
}

/// The key of a request, if it opens anything; otherwise the refusal.
pub fn key(headers: &HeaderMap, world: &World) -> Result<String, Box<Response<Body>>> {
    let refuse = |message| Err(Box::new(error(StatusCode::UNAUTHORIZED, message)));
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .map(str::trim);
    match bearer {
        None | Some("") => refuse("No cookie auth credentials found"),
        Some(key) if world.keys.is_valid(key) => Ok(key.to_owned()),
        Some(_) => refuse("User not found."),
    }
}

/// Text that is safe inside HTML, also in a quoted attribute.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
