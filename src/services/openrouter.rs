//! The one place where a request leaves the page.
//!
//! The address is built by [`Request::url`] from a constant of the build: nothing in an address,
//! a storage or a message can send the key elsewhere.

use crate::browser::http::{self, Response};
use crate::browser::location;
use crate::domain::ids::ApiKey;
use crate::domain::problem::{Problem, ProblemKind};
use crate::protocol::openrouter::{self, Request};

/// Bytes of an answer that is read as a whole; the largest known, the list of all models, has one
/// million.
const MAX_BODY_BYTES: usize = 16_000_000;

/// Whether this build talks to the sandbox rather than to OpenRouter.
pub const IS_SANDBOX: bool = openrouter::IS_SANDBOX;

/// Where requests go, for people to read.
pub const ORIGIN: &str = openrouter::ORIGIN;

/// Sends and waits for the head of the answer.
pub async fn send(request: Request, key: Option<&ApiKey>) -> Result<Response, Problem> {
    let page = format!("{}{}", location::origin(), location::base_path());
    let headers = request.headers(key, &page);
    let url = request.url();
    http::send(http::Request { body: request.body, url: &url, headers: &headers })
        .await
        .map_err(|_| Problem::of(ProblemKind::Unreachable))
}

/// Sends and reads the whole answer; a status other than 2xx is a [`Problem`].
pub async fn fetch(request: Request, key: Option<&ApiKey>) -> Result<Vec<u8>, Problem> {
    let response = send(request, key).await?;
    let status = response.status();
    let body = response.bytes(MAX_BODY_BYTES).await.map_err(|_| Problem::of(ProblemKind::Unreachable))?;
    if (200..300).contains(&status) { Ok(body) } else { Err(openrouter::error::problem(status, &body)) }
}
