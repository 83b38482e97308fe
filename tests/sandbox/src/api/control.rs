//! `/sandbox/…`: what a test may ask and order. OpenRouter has nothing of the kind.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{Response, StatusCode};
use serde_json::json;

use super::reply;
use crate::world::World;

/// `POST /sandbox/release?gate=NAME`
pub async fn release(State(world): State<Arc<World>>, RawQuery(query): RawQuery) -> Response<Body> {
    match parameter(query, "gate") {
        Some(gate) => reply::json(StatusCode::OK, &json!({"released": world.gates.release(&gate)})),
        None => reply::error(StatusCode::BAD_REQUEST, "Say which gate: ?gate=NAME"),
    }
}

/// `POST /sandbox/revoke?key=…`
pub async fn revoke(State(world): State<Arc<World>>, RawQuery(query): RawQuery) -> Response<Body> {
    match parameter(query, "key") {
        Some(key) => {
            world.keys.revoke(&key);
            reply::json(StatusCode::OK, &json!({"revoked": true}))
        }
        None => reply::error(StatusCode::BAD_REQUEST, "Say which key: ?key=…"),
    }
}

/// `GET /sandbox/issued?code=…`
pub async fn issued(State(world): State<Arc<World>>, RawQuery(query): RawQuery) -> Response<Body> {
    let grant = parameter(query, "code").and_then(|code| world.codes.look_up(&code));
    reply::fresh(reply::json(StatusCode::OK, &json!(grant.and_then(|grant| grant.key))))
}

/// `GET /sandbox/log?contains=TEXT`
pub async fn log(State(world): State<Arc<World>>, RawQuery(query): RawQuery) -> Response<Body> {
    let text = parameter(query, "contains").unwrap_or_default();
    reply::fresh(reply::json(StatusCode::OK, &world.journal.find(&text)))
}

/// `GET /sandbox/refused`
pub async fn refused(State(world): State<Arc<World>>) -> Response<Body> {
    reply::fresh(reply::json(StatusCode::OK, &json!(world.refused())))
}

fn parameter(query: Option<String>, name: &str) -> Option<String> {
    let query = query.unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}
