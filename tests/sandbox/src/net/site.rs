//! Static folders, served as GitHub Pages serves them.
//!
//! What matters for an app: a folder without its slash redirects and keeps the query, unknown paths get
//! the site's `404.html` with status 404, and there are no security headers (the page's own meta CSP
//! must do). Unlike Pages nothing may be cached, so that a rebuilt app shows at the next reload.
//!
//! Invariant: no file outside the site's folder is ever read, whatever the path says.

use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Method, Response, StatusCode, Uri, header};

use crate::args::Site;

/// Serves all sites on one port; the longest prefix wins.
pub fn router(sites: &[Site]) -> Router {
    let mut sites = sites.to_vec();
    sites.sort_by_key(|site| std::cmp::Reverse(site.prefix.len()));
    Router::new().fallback(move |method: Method, uri: Uri| {
        let sites = sites.clone();
        async move { answer(&sites, &method, &uri).await }
    })
}

async fn answer(sites: &[Site], method: &Method, uri: &Uri) -> Response<Body> {
    if method != Method::GET && method != Method::HEAD {
        return file(StatusCode::METHOD_NOT_ALLOWED, "text/plain; charset=utf-8", b"Not here.\n".to_vec());
    }
    let path = uri.path();
    // `/parlance` asks for the folder `/parlance/`.
    if sites.iter().any(|site| site.prefix.strip_suffix('/') == Some(path)) {
        return with_slash(uri);
    }
    let Some(site) = sites.iter().find(|site| path.starts_with(&site.prefix)) else {
        return file(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", b"No site here.\n".to_vec());
    };
    match find(site, &path[site.prefix.len()..]).await {
        Found::File(path) => match tokio::fs::read(&path).await {
            Ok(bytes) => file(StatusCode::OK, content_type(&path), bytes),
            Err(_) => missing(site).await,
        },
        Found::Folder => with_slash(uri),
        Found::Nothing => missing(site).await,
    }
}

enum Found {
    File(PathBuf),
    /// A folder asked for without its slash.
    Folder,
    Nothing,
}

async fn find(site: &Site, rest: &str) -> Found {
    let Some(rest) = decode(rest) else { return Found::Nothing };
    // Guards twice: no step upwards is taken, and a symlink out of the folder is not followed.
    let plain = |part: &str| part != ".." && part != "." && !part.contains(['\\', '\0']);
    if !rest.split('/').all(plain) {
        return Found::Nothing;
    }
    let Ok(root) = tokio::fs::canonicalize(&site.dir).await else { return Found::Nothing };
    let wanted = root.join(rest.trim_start_matches('/'));
    let inside = async |path: &Path| tokio::fs::canonicalize(path).await.is_ok_and(|real| real.starts_with(&root));
    if wanted.is_dir() && inside(&wanted).await {
        if !rest.is_empty() && !rest.ends_with('/') {
            return Found::Folder;
        }
        let index = wanted.join("index.html");
        return if index.is_file() && inside(&index).await { Found::File(index) } else { Found::Nothing };
    }
    if rest.ends_with('/') {
        return Found::Nothing;
    }
    // Pages also answers `/about` with `about.html`.
    let named = PathBuf::from(format!("{}.html", wanted.display()));
    for path in [wanted, named] {
        if path.is_file() && inside(&path).await {
            return Found::File(path);
        }
    }
    Found::Nothing
}

/// Undoes `%41`. `None` for anything that is not UTF-8 afterwards.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        let hex = (first == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        bytes.push(hex.unwrap_or(first));
        if hex.is_some() {
            rest = &tail[2..];
        }
    }
    String::from_utf8(bytes).ok()
}

async fn missing(site: &Site) -> Response<Body> {
    match tokio::fs::read(site.dir.join("404.html")).await {
        Ok(bytes) => file(StatusCode::NOT_FOUND, "text/html; charset=utf-8", bytes),
        Err(_) => file(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", b"404\n".to_vec()),
    }
}

fn with_slash(uri: &Uri) -> Response<Body> {
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    // A path that begins with two slashes would name another host in a Location.
    let place = format!("/{}/{query}", uri.path().trim_start_matches('/'));
    let mut response = file(StatusCode::MOVED_PERMANENTLY, "text/html; charset=utf-8", Vec::new());
    if let Ok(place) = HeaderValue::from_str(&place) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    response
}

fn file(status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|end| end.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/vnd.microsoft.icon",
        "webp" => "image/webp",
        "jpg" | "jpeg" => "image/jpeg",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}
