//! `fetch` with a body that arrives in pieces.
//!
//! A request is owned by one [`Response`] (or by the future that awaits it): dropping it aborts.
//! Cookies, referrer, cache and redirects are off, so that a request is what it says and no more.

use std::cell::RefCell;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use gloo_net::http::{Method, RequestBuilder};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    AbortController, ReadableStreamDefaultReader, ReadableStreamReadResult, ReferrerPolicy, RequestCache,
    RequestCredentials, RequestRedirect,
};

/// Bytes that have waited this long are overdue, in milliseconds: no frame of a page that is painted takes so long.
const OVERDUE_MS: f64 = 250.0;

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
    /// None for an answer that has no body.
    body: Option<Rc<Body>>,
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
    let body = response.body().map(|body| Body::begin(body.get_reader().unchecked_into()));
    Ok(Response {
        status: response.status(),
        content_type: response.headers().get("content-type").unwrap_or_default(),
        body,
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

    /// All that has arrived since the last call, as soon as there is something; `None` at the end of the body.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, ConnectionFailed> {
        match &self.body {
            Some(body) => poll_fn(|context| body.poll(context)).await,
            None => Ok(None),
        }
    }

    /// Resolves when nobody should wait any longer with looking at what has arrived: the body has ended, or more bytes
    /// come while others are overdue. No timer is asked, because those of hidden pages sleep.
    pub async fn overdue(&self) {
        if let Some(body) = &self.body {
            poll_fn(|context| body.poll_overdue(context)).await;
        }
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

/// The body of an answer while it arrives. It is read as it comes, by two functions that the browser calls again and
/// again: a thousand pieces a second are a thousand calls, and no futures and tasks besides.
#[derive(Debug)]
struct Body {
    reader: ReadableStreamDefaultReader,
    arrived: RefCell<Arrived>,
}

#[derive(Debug, Default)]
struct Arrived {
    bytes: Vec<u8>,
    /// When the first of these came, in milliseconds since 1970.
    since: f64,
    /// Whether whoever waits is to be woken for overdue bytes and for the end alone.
    is_patient: bool,
    end: Option<Result<(), ConnectionFailed>>,
    waker: Option<Waker>,
    /// These and the body hold each other until its end, which always comes: a request that nobody wants is aborted.
    listeners: Option<Listeners>,
}

impl Arrived {
    fn is_overdue(&self) -> bool {
        !self.bytes.is_empty() && js_sys::Date::now() - self.since >= OVERDUE_MS
    }
}

#[derive(Debug)]
struct Listeners {
    piece: Closure<dyn FnMut(JsValue)>,
    failure: Closure<dyn FnMut(JsValue)>,
}

impl Body {
    fn begin(reader: ReadableStreamDefaultReader) -> Rc<Self> {
        let body = Rc::new(Self { reader, arrived: RefCell::default() });
        let (on_piece, on_failure) = (Rc::clone(&body), Rc::clone(&body));
        body.arrived.borrow_mut().listeners = Some(Listeners {
            piece: Closure::new(move |piece: JsValue| on_piece.take(piece.unchecked_ref())),
            failure: Closure::new(move |_| on_failure.end(Err(ConnectionFailed))),
        });
        body.read();
        body
    }

    fn read(&self) {
        if let Some(listeners) = &self.arrived.borrow().listeners {
            // What comes of the promise is told to the listeners.
            let _ = self.reader.read().then2(&listeners.piece, &listeners.failure);
        }
    }

    fn take(&self, piece: &ReadableStreamReadResult) {
        if piece.get_done().unwrap_or_default() {
            return self.end(Ok(()));
        }
        let mut arrived = self.arrived.borrow_mut();
        if let Ok(bytes) = piece.get_value().dyn_into::<js_sys::Uint8Array>() {
            let n_before = arrived.bytes.len();
            if n_before == 0 {
                arrived.since = js_sys::Date::now();
            }
            arrived.bytes.resize(n_before + bytes.length() as usize, 0);
            bytes.copy_to(&mut arrived.bytes[n_before..]);
        }
        let waits = arrived.is_patient && !arrived.is_overdue();
        drop(arrived);
        if !waits {
            self.wake();
        }
        self.read();
    }

    fn end(&self, end: Result<(), ConnectionFailed>) {
        let mut arrived = self.arrived.borrow_mut();
        arrived.end = Some(end);
        // One of them is at work, and goes after that.
        let listeners = arrived.listeners.take();
        drop(arrived);
        drop(listeners);
        self.wake();
    }

    fn wake(&self) {
        let waker = self.arrived.borrow_mut().waker.take();
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn poll(&self, context: &Context<'_>) -> Poll<Result<Option<Vec<u8>>, ConnectionFailed>> {
        let mut arrived = self.arrived.borrow_mut();
        if !arrived.bytes.is_empty() {
            return Poll::Ready(Ok(Some(std::mem::take(&mut arrived.bytes))));
        }
        match arrived.end {
            Some(end) => Poll::Ready(end.map(|()| None)),
            None => {
                (arrived.waker, arrived.is_patient) = (Some(context.waker().clone()), false);
                Poll::Pending
            }
        }
    }

    fn poll_overdue(&self, context: &Context<'_>) -> Poll<()> {
        let mut arrived = self.arrived.borrow_mut();
        if arrived.end.is_some() || arrived.is_overdue() {
            return Poll::Ready(());
        }
        (arrived.waker, arrived.is_patient) = (Some(context.waker().clone()), true);
        Poll::Pending
    }
}
