//! `GET /`: says what this is, to whoever opens the port in a browser.

use axum::body::Body;
use axum::http::{Response, StatusCode, Uri};

use super::consent::document;
use super::reply::{self, escape};
use crate::behaviour::BEHAVIOURS;

/// The page.
pub async fn page() -> Response<Body> {
    let row = |behaviour: &crate::behaviour::Behaviour| {
        format!("<tr><td><code>sandbox/{}</code></td><td>{}</td></tr>", behaviour.slug, escape(behaviour.does))
    };
    let rows: String = BEHAVIOURS.iter().map(row).collect();
    reply::html(
        StatusCode::OK,
        document(
            "Sandbox",
            &format!(
                "<p class=badge>Sandbox, not OpenRouter</p><h1>OpenRouter on this machine</h1>\
                 <p>An app that is pointed here can sign in, list models and chat, and nothing leaves this machine. \
                 These models are there for their behaviour:</p><table>{rows}</table>\
                 <p>Every other model makes small talk; <code>sandbox/402-credits</code> and its like always fail; \
                 <code>sandbox/transcript-…</code> plays recorded streams.</p>"
            ),
        ),
    )
}

/// The pages of an account, to which the app sends people.
pub async fn elsewhere(uri: Uri) -> Response<Body> {
    reply::html(
        StatusCode::OK,
        document(
            "Sandbox",
            &format!(
                "<p class=badge>Sandbox, not OpenRouter</p><h1>A page of your account</h1>\
                 <p>OpenRouter shows <code>{}</code> here. The sandbox has no account to show.</p>",
                escape(uri.path())
            ),
        ),
    )
}
