//! Cross-origin rules, as recorded from the live service on every `/api/v1` route.
//!
//! There is no `Access-Control-Max-Age`, no `Allow-Credentials`, and the list of headers is the same
//! for every preflight: asking for another header gets the same 204, and the browser then refuses.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, Method, Response, StatusCode, header};
use axum::middleware::Next;

const METHODS: &str = "GET,OPTIONS,PATCH,DELETE,POST,PUT";
const HEADERS: &str = "Authorization, User-Agent, X-Api-Key, X-CSRF-Token, X-Requested-With, Accept, \
    Accept-Version, Content-Length, Content-MD5, Content-Type, Date, X-Api-Version, HTTP-Referer, \
    X-Windowai-Title, X-Openrouter-Title, X-Title, X-Openrouter-Categories, \
    X-Openrouter-App-Visibility, X-Session-Id, X-Stainless-Lang, X-Stainless-Package-Version, \
    X-Stainless-OS, X-Stainless-Arch, X-Stainless-Runtime, X-Stainless-Runtime-Version, \
    X-Stainless-Retry-Count, X-Stainless-Timeout, X-Stainless-Async, X-Stainless-Helper-Method, \
    Protection-Key, Idempotency-Key, traceparent, tracestate, b3";
const EXPOSED: &str = "X-Generation-Id,X-Provider-Name,request-id,cf-ray";

/// Answers preflights and opens every other reply of the API to any page.
pub async fn allow(request: Request, next: Next) -> Response<Body> {
    if !request.uri().path().starts_with("/api/v1/") {
        return next.run(request).await;
    }
    if request.method() == Method::OPTIONS {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        put(&mut response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        put(&mut response, header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        put(&mut response, header::ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
        return response;
    }
    let mut response = next.run(request).await;
    put(&mut response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    put(&mut response, header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    response
}

fn put(response: &mut Response<Body>, name: HeaderName, value: &'static str) {
    // `insert`, not `append`: recorded errors bring these headers along, and two stars are none.
    response.headers_mut().insert(name, HeaderValue::from_static(value));
}
