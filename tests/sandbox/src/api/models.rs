//! `/models` and its neighbours.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use serde_json::json;

use super::reply;
use crate::world::World;

/// `GET /models`: for everybody; a key is not even looked at.
pub async fn all(State(world): State<Arc<World>>, RawQuery(query): RawQuery) -> Response<Body> {
    let list = world.catalogue.list(wants_every(query.as_deref()), false);
    let mut response = reply::json(StatusCode::OK, &list);
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=120, stale-while-revalidate=3600"));
    response
}

/// `GET /models/user`: what the account's settings leave.
pub async fn of_user(State(world): State<Arc<World>>, headers: HeaderMap, RawQuery(query): RawQuery) -> Response<Body> {
    if let Err(refusal) = reply::key(&headers, &world) {
        return *refusal;
    }
    let list = world.catalogue.list(wants_every(query.as_deref()), true);
    reply::fresh(reply::json(StatusCode::OK, &list))
}

/// `GET /models/count`.
pub async fn count(State(world): State<Arc<World>>) -> Response<Body> {
    let list = world.catalogue.list(false, false);
    reply::json(StatusCode::OK, &json!({"data": {"count": list["total_count"]}}))
}

/// Without `output_modalities=all` only models that write are listed.
fn wants_every(query: Option<&str>) -> bool {
    let query = query.unwrap_or_default();
    form_urlencoded::parse(query.as_bytes()).any(|(name, value)| name == "output_modalities" && value == "all")
}
