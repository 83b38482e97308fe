//! Writes every request into the journal, and how its answer ended.
//!
//! A client that leaves is seen as a drop: of the future while a reply is being made, of the body
//! while it is being sent.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::middleware::Next;
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use serde_json::{Map, Value, json};

use super::reply::{self, HangUp};
use crate::world::journal::{Entry, EntryId, Outcome};
use crate::world::keys::shortened;
use crate::world::{World, since_epoch};

/// Room for a few large attachments.
const MAX_BODY: usize = 128 * 1024 * 1024;
/// More of a body than this is not written down; two thousand pictures would fill the memory.
const MAX_KEPT: usize = 4 * 1024 * 1024;

/// The outermost layer.
pub async fn record(State(world): State<Arc<World>>, request: Request, next: Next) -> Response<Body> {
    // A test that reads the journal must not find itself.
    if request.uri().path().starts_with(super::CONTROL) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_BODY).await else {
        return reply::error(StatusCode::PAYLOAD_TOO_LARGE, "Request payload too large");
    };
    let id = world.journal.begin(Entry {
        method: parts.method.to_string(),
        path: parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
        headers: headers(&parts.headers),
        authorization_present: parts.headers.contains_key(header::AUTHORIZATION),
        body: String::from_utf8_lossy(&bytes[..bytes.len().min(MAX_KEPT)]).into_owned(),
        at: u64::try_from(since_epoch().as_millis()).unwrap_or(u64::MAX),
    });
    let watch = Watch { world, id };
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    if response.extensions().get::<HangUp>().is_some() {
        watch.end(Outcome::Failed);
    }
    response.map(|inner| Body::new(Watched { inner, watch }))
}

fn headers(headers: &HeaderMap) -> Value {
    let mut all = Map::new();
    for (name, value) in headers {
        let mut text = String::from_utf8_lossy(value.as_bytes()).into_owned();
        if *name == header::AUTHORIZATION {
            text = match text.strip_prefix("Bearer ") {
                Some(key) => format!("Bearer {}", shortened(key)),
                None => "…".to_owned(),
            };
        }
        all.insert(name.to_string(), json!(text));
    }
    Value::Object(all)
}

/// Says that the client left, unless another end was told before.
struct Watch {
    world: Arc<World>,
    id: EntryId,
}

impl Watch {
    fn end(&self, outcome: Outcome) {
        self.world.journal.end(self.id, outcome);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.end(Outcome::ClientGone);
    }
}

struct Watched {
    inner: Body,
    watch: Watch,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.inner).poll_frame(context);
        match &polled {
            Poll::Ready(None) => self.watch.end(Outcome::Complete),
            Poll::Ready(Some(Err(_))) => self.watch.end(Outcome::Failed),
            Poll::Ready(Some(Ok(_))) | Poll::Pending => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        let ended = self.inner.is_end_stream();
        if ended {
            // hyper asks this instead of polling once more when a body has one frame or none.
            self.watch.end(Outcome::Complete);
        }
        ended
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
