//! The sandbox as its clients see it: whole requests through the real router, or over real sockets
//! where the socket is the point.

mod chat;
mod cors;
mod doors;
mod models;
mod recorded;
mod sign_in;
mod site;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use parlance_sandbox::api;
use parlance_sandbox::world::{Pace, World};
use serde_json::Value;
use tower::ServiceExt;

/// Opens everything, by the rule written in `world::keys`.
const KEY: &str = "sk-or-v1-5a00000000000000000000000000000000000000000000000000000000000000";

/// A reply, read to its end.
struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// A sandbox without pauses.
struct Sandbox {
    world: Arc<World>,
    router: Router,
}

impl Sandbox {
    fn new() -> Self {
        let world = Arc::new(World::new(Pace::Fast));
        let router = api::router(&world);
        Self { world, router }
    }

    async fn send(&self, request: Request<Body>) -> Reply {
        let Ok(response) = self.router.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
        Reply { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    async fn get(&self, path: &str) -> Reply {
        self.send(request("GET", path, Body::empty())).await
    }

    async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(request("POST", path, Body::from(body.to_string()))).await
    }

    async fn ask(&self, model: &str, question: &str) -> Reply {
        self.post("/api/v1/chat/completions", question_to(model, question)).await
    }
}

fn question_to(model: &str, question: &str) -> Value {
    serde_json::json!({"model": model, "stream": true, "messages": [{"role": "user", "content": question}]})
}

fn request(method: &str, path: &str, body: Body) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {KEY}"))
        .header("content-type", "application/json")
        .body(body)
        .expect("a valid request")
}

/// The text of a stream.
fn said(stream: &str) -> String {
    let chunks = stream.split("\n\n").filter_map(|frame| frame.strip_prefix("data: "));
    chunks
        .filter_map(|data| serde_json::from_str::<Value>(data).ok())
        .filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str().map(str::to_owned))
        .collect()
}
