//! Over real sockets: what a router alone cannot show.

use std::sync::Arc;

use parlance_sandbox::args::Args;
use parlance_sandbox::net::{self, Doors};
use parlance_sandbox::world::{Pace, World};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{KEY, question_to};

async fn open(line: &str) -> (Arc<World>, Doors) {
    let args = Args::parse(line.split_whitespace().map(str::to_owned)).expect("a valid line");
    let world = Arc::new(World::new(Pace::Fast));
    let doors = net::open(&args, &world).await.expect("free ports");
    (world, doors)
}

/// Sends bytes and reads until the other side closes.
async fn say(port: u16, text: &str) -> String {
    let mut socket = TcpStream::connect(("127.0.0.1", port)).await.expect("an open door");
    socket.write_all(text.as_bytes()).await.expect("sent");
    let mut reply = Vec::new();
    // A connection that is broken off may end in an error; what came before it counts.
    socket.read_to_end(&mut reply).await.ok();
    String::from_utf8_lossy(&reply).into_owned()
}

async fn ask(port: u16, model: &str) -> String {
    let body = question_to(model, "Hello").to_string();
    let head = format!(
        "POST /api/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Authorization: Bearer {KEY}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    say(port, &(head + &body)).await
}

#[tokio::test]
async fn the_line_for_the_parent_names_every_door() {
    let (_, doors) = open("--port 0 --proxy-port 0").await;
    let line: Value = serde_json::from_str(&doors.to_json()).expect("JSON");
    assert_eq!(line["http"], doors.http);
    assert!(line["tls"].is_u64() && line["proxy"].is_u64() && line["site"].is_null(), "{line}");
}

#[tokio::test]
async fn the_proxy_refuses_and_remembers_all_others() {
    let (world, doors) = open("--port 0 --tls-port 0 --proxy-port 0").await;
    let port = doors.proxy.expect("open");
    let connect = "CONNECT telemetry.example:443 HTTP/1.1\r\nHost: telemetry.example:443\r\n\r\n";
    assert!(say(port, connect).await.starts_with("HTTP/1.1 403 "));
    let plain = "GET http://portal.example/check HTTP/1.1\r\nHost: portal.example\r\n\r\n";
    assert!(say(port, plain).await.starts_with("HTTP/1.1 403 "));
    assert_eq!(world.refused(), ["telemetry.example:443", "portal.example:80"]);
}

#[tokio::test]
async fn the_proxy_leads_openrouter_to_the_tls_door() {
    let (world, doors) = open("--port 0 --tls-port 0 --proxy-port 0").await;
    // Nonsense instead of a handshake: the TLS door answers with an alert, which begins with byte 21.
    let connect = "CONNECT openrouter.ai:443 HTTP/1.1\r\n\r\nthis is no handshake\n";
    let reply = say(doors.proxy.expect("open"), connect).await;
    let (head, alert) = reply.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    assert_eq!(alert.as_bytes().first(), Some(&21));
    assert!(world.refused().is_empty());
}

#[tokio::test]
async fn a_cut_answer_never_closes_its_chunks() {
    let (_, doors) = open("--port 0").await;
    let whole = ask(doors.http, "sandbox/eof").await;
    assert!(whole.ends_with("0\r\n\r\n"));
    let cut = ask(doors.http, "sandbox/cut").await;
    assert!(cut.contains("\"choic") && !cut.ends_with("0\r\n\r\n"), "{cut}");
}

#[tokio::test]
async fn a_refused_request_gets_no_byte() {
    let (_, doors) = open("--port 0").await;
    assert_eq!(ask(doors.http, "sandbox/refused").await, "");
}
