//! `fetch` with a body that arrives in pieces.
//!
//! A request is owned by one [`Response`] (or by the future that awaits it): dropping it aborts.
//! Cookies, referrer, cache and redirects are off, so that a request is what it says and no more.

use gloo_net::http::{Method, RequestBuilder};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect,
};

/// The request failed before its answer, or in the middle of it: no network, refused, broken off.
///
/// Browsers tell no more than that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the connection failed")]
pub struct ConnectionFailed;

/// What to ask.
#[derive(Debug)]
pub struct Request<'a> {
    /// `GET` unless there is a body.
    pub body: Option<String>,
    /// The whole address.
    pub url: &'a str,
    /// Names and values; a value that is not Latin-1 fails the request.
    pub headers: &'a [(&'static str, String)],
}

/// Aborts the request when dropped.
#[derive(Debug)]
struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// An answer whose head has arrived. Dropping it ends the request.
#[derive(Debug)]
pub struct Response {
    status: u16,
    content_type: String,
    reader: Option<ReadableStreamDefaultReader>,
    _abort: AbortOnDrop,
}

/// Sends and waits for the head of the answer.
pub async fn send(request: Request<'_>) -> Result<Response, ConnectionFailed> {
    let abort = AbortOnDrop(AbortController::new().map_err(|_| ConnectionFailed)?);
    let signal = abort.0.signal();
    let mut builder = RequestBuilder::new(request.url)
        .method(if request.body.is_some() { Method::POST } else { Method::GET })
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Error)
        .abort_signal(Some(&signal));
    for (name, value) in request.headers {
        builder = builder.header(name, value);
    }
    let ready = match request.body {
        Some(body) => builder.body(body),
        None => builder.build(),
    };
    let response = ready.map_err(|_| ConnectionFailed)?.send().await.map_err(|_| ConnectionFailed)?;
    let reader = response.body().map(|body| body.get_reader().unchecked_into::<ReadableStreamDefaultReader>());
    Ok(Response {
        status: response.status(),
        content_type: response.headers().get("content-type").unwrap_or_default(),
        reader,
        _abort: abort,
    })
}

impl Response {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The content type as sent, or nothing.
    pub fn content_type(&self) -> &str {
        &self.content_type
    }

    /// The next bytes as they arrive; `None` at the end of the body.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ConnectionFailed> {
        let Some(reader) = &self.reader else { return Ok(None) };
        let piece = JsFuture::from(reader.read()).await.map_err(|_| ConnectionFailed)?;
        let get = |name: &str| js_sys::Reflect::get(&piece, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED);
        if get("done").is_truthy() {
            self.reader = None;
            return Ok(None);
        }
        Ok(Some(get("value").dyn_into::<js_sys::Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default()))
    }

    /// The whole body, at most `limit` bytes of it.
    pub async fn bytes(mut self, limit: usize) -> Result<Vec<u8>, ConnectionFailed> {
        let mut body = Vec::new();
        while let Some(piece) = self.next().await? {
            body.extend_from_slice(&piece);
            if body.len() >= limit {
                body.truncate(limit);
                break;
            }
        }
        Ok(body)
    }
}
