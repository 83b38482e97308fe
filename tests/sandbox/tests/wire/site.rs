//! Static folders, as GitHub Pages would serve them.

use std::fs;
use std::path::PathBuf;

use axum::body::{Body, to_bytes};
use axum::http::Request;
use parlance_sandbox::args::Site;
use parlance_sandbox::net::site;
use tower::ServiceExt;

/// Two sites, and a file beside them that nobody may read. Removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("parlance-sandbox-{name}-{}", std::process::id()));
        for (path, text) in [
            ("secret.txt", "secret"),
            ("dist/index.html", "home"),
            ("dist/404.html", "lost"),
            ("dist/app.wasm", "wasm"),
            ("dist/app.js", "script"),
            ("dist/a b.txt", "spaced"),
            ("dist/about.html", "about"),
            ("dist/deep/index.html", "deep"),
            ("sub/index.html", "sub home"),
            ("sub/404.html", "sub lost"),
        ] {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        Self(root)
    }

    /// Status, the header asked for, and the text.
    async fn get(&self, path: &str, header: &str) -> (u16, String, String) {
        let sites = [
            Site { prefix: "/".into(), dir: self.0.join("dist") },
            Site { prefix: "/parlance/".into(), dir: self.0.join("sub") },
        ];
        let request = Request::get(path).body(Body::empty()).expect("a valid path");
        let Ok(response) = site::router(&sites).oneshot(request).await;
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        let value = parts.headers.get(header).and_then(|value| value.to_str().ok()).unwrap_or_default();
        (parts.status.as_u16(), value.to_owned(), String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

#[tokio::test]
async fn files_come_with_their_types() {
    let folder = Folder::new("types");
    for (path, kind, text) in [
        ("/", "text/html; charset=utf-8", "home"),
        ("/?q=1", "text/html; charset=utf-8", "home"),
        ("/app.wasm", "application/wasm", "wasm"),
        ("/app.js?v=2", "text/javascript; charset=utf-8", "script"),
        ("/a%20b.txt", "text/plain; charset=utf-8", "spaced"),
        ("/about", "text/html; charset=utf-8", "about"),
        ("/deep/", "text/html; charset=utf-8", "deep"),
        ("/parlance/", "text/html; charset=utf-8", "sub home"),
    ] {
        assert_eq!(folder.get(path, "content-type").await, (200, kind.into(), text.into()), "{path}");
    }
}

#[tokio::test]
async fn a_missing_slash_is_added_and_the_query_kept() {
    let folder = Folder::new("slash");
    for (path, place) in [
        ("/deep?code=1&state=2", "/deep/?code=1&state=2"),
        ("/parlance?code=1", "/parlance/?code=1"),
        ("/parlance", "/parlance/"),
    ] {
        let (status, location, _) = folder.get(path, "location").await;
        assert_eq!((status, location.as_str()), (301, place), "{path}");
    }
}

#[tokio::test]
async fn each_site_has_its_own_lost_page() {
    let folder = Folder::new("lost");
    for (path, text) in [("/chat/42", "lost"), ("/parlance/chat/42", "sub lost"), ("/app.js/", "lost")] {
        assert_eq!(folder.get(path, "x-frame-options").await, (404, String::new(), text.into()), "{path}");
    }
}

#[tokio::test]
async fn nothing_outside_the_folder_can_be_read() {
    let folder = Folder::new("outside");
    std::os::unix::fs::symlink(folder.0.join("secret.txt"), folder.0.join("dist/link.txt")).expect("a link");
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/deep/../../secret.txt",
        "/deep/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "//../secret.txt",
        "/link.txt",
        "/%00",
        "/parlance/..%2fsecret.txt",
    ] {
        let (status, _, text) = folder.get(path, "content-type").await;
        assert_ne!(text, "secret", "{path}");
        assert_eq!(status, 404, "{path}");
    }
}
