//! The routes, the same on the plain and on the TLS door.
//!
//! A request passes the journal first, then CORS, then its route; so even a refused one is written
//! down, and even an error can be read by a page.

mod account;
mod chat;
mod consent;
mod control;
mod cors;
mod exchange;
mod front;
mod models;
mod question;
mod record;
pub mod reply;

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::routing::{any, get, post};
use axum::{Router, middleware};

use crate::world::World;

/// Everything that is not OpenRouter's begins with this.
pub const CONTROL: &str = "/sandbox/";

/// All routes, around one world.
pub fn router(world: &Arc<World>) -> Router {
    let v1 = Router::new()
        .route("/auth/keys", any(exchange::answer))
        .route("/models", get(models::all))
        .route("/models/user", get(models::of_user))
        .route("/models/count", get(models::count))
        .route("/key", get(account::key))
        .route("/credits", get(account::credits))
        .route("/generation", get(account::generation))
        .route("/chat/completions", post(chat::answer))
        .fallback(async || not_found())
        .method_not_allowed_fallback(async || reply::error(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed"));
    let control = Router::new()
        .route("/release", post(control::release))
        .route("/revoke", post(control::revoke))
        .route("/issued", get(control::issued))
        .route("/log", get(control::log))
        .route("/refused", get(control::refused));
    Router::new()
        .route("/", get(front::page))
        .route("/auth", get(consent::answer))
        .route("/keys/{hash}", get(front::elsewhere))
        .route("/settings/{page}", get(front::elsewhere))
        .nest("/api/v1", v1)
        .nest(CONTROL.trim_end_matches('/'), control)
        .fallback(async || not_found())
        .layer(middleware::from_fn(cors::allow))
        .layer(middleware::from_fn_with_state(Arc::clone(world), record::record))
        .with_state(Arc::clone(world))
}

fn not_found() -> Response<Body> {
    reply::error(StatusCode::NOT_FOUND, "Not Found")
}
