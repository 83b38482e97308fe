//! Which pages may read what.

use axum::body::Body;

use super::{Sandbox, request};

const ROUTES: [&str; 7] =
    ["/auth/keys", "/chat/completions", "/models", "/models/user", "/key", "/credits", "/generation"];

#[tokio::test]
async fn every_preflight_gets_the_same_list() {
    let sandbox = Sandbox::new();
    for route in ROUTES {
        let reply = sandbox.send(request("OPTIONS", &format!("/api/v1{route}"), Body::empty())).await;
        assert_eq!(reply.status, 204, "{route}");
        assert_eq!(reply.header("access-control-allow-origin"), "*");
        assert_eq!(reply.header("access-control-allow-methods"), "GET,OPTIONS,PATCH,DELETE,POST,PUT");
        assert!(!reply.headers.contains_key("access-control-max-age"));
        assert!(!reply.headers.contains_key("access-control-allow-credentials"));
    }
}

#[tokio::test]
async fn the_list_has_attribution_and_lacks_what_openrouter_refuses() {
    let reply = Sandbox::new().send(request("OPTIONS", "/api/v1/models", Body::empty())).await;
    let list = reply.header("access-control-allow-headers").to_ascii_lowercase();
    let names: Vec<_> = list.split(", ").collect();
    for name in ["authorization", "content-type", "http-referer", "x-title", "x-openrouter-title", "x-session-id"] {
        assert!(names.contains(&name), "{name}");
    }
    for name in ["*", "openai-beta", "x-openrouter-metadata", "x-openrouter-cache", "x-stainless-*"] {
        assert!(!names.contains(&name), "{name}");
    }
}

#[tokio::test]
async fn errors_can_be_read_by_any_page_too() {
    let sandbox = Sandbox::new();
    for path in ["/api/v1/nothing-here", "/api/v1/auth/keys", "/api/v1/generation?id=gen-0"] {
        let reply = sandbox.get(path).await;
        assert!(reply.status.is_client_error(), "{path}");
        assert_eq!(reply.header("access-control-allow-origin"), "*", "{path}");
        assert_eq!(
            reply.header("access-control-expose-headers"),
            "X-Generation-Id,X-Provider-Name,request-id,cf-ray",
            "{path}"
        );
    }
}
