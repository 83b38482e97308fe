//! A CONNECT proxy with one destination, for Firefox, which cannot be told to resolve a name elsewhere.
//!
//! `openrouter.ai:443` leads to our TLS door. Everything else is refused and remembered, so that a
//! test can claim that nobody else was asked. This never opens a connection beyond this machine.

use std::io;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::world::World;

/// The one name that is let through.
const ALLOWED: &str = "openrouter.ai:443";
/// No browser's request head comes near this.
const MAX_HEAD: usize = 16 * 1024;
const REFUSAL: &[u8] = b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: 27\r\n\
    Connection: close\r\n\r\nThe sandbox refuses this.\r\n";

/// Serves the proxy for as long as the program runs.
pub async fn serve(listener: TcpListener, tls_port: u16, world: Arc<World>) {
    loop {
        match listener.accept().await {
            Ok((socket, _)) => {
                let world = Arc::clone(&world);
                tokio::spawn(async move {
                    if let Err(why) = guide(socket, tls_port, &world).await {
                        eprintln!("a proxied connection ended: {why}");
                    }
                });
            }
            Err(why) => eprintln!("a proxy connection was not accepted: {why}"),
        }
    }
}

async fn guide(mut client: TcpStream, tls_port: u16, world: &World) -> io::Result<()> {
    client.set_nodelay(true)?;
    let Some((head, rest)) = read_head(&mut client).await? else { return Ok(()) };
    let target = target(&head);
    if head.starts_with("CONNECT ") && target.eq_ignore_ascii_case(ALLOWED) {
        let mut door = TcpStream::connect(("127.0.0.1", tls_port)).await?;
        door.set_nodelay(true)?;
        client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
        door.write_all(&rest).await?;
        // Browsers reset tunnels freely; the end of one is no news.
        copy_bidirectional(&mut client, &mut door).await.ok();
    } else {
        world.remember_refused(target);
        client.write_all(REFUSAL).await?;
        client.shutdown().await?;
    }
    Ok(())
}

/// The request head, and what the client sent right behind it. `None` when nothing whole came.
async fn read_head(client: &mut TcpStream) -> io::Result<Option<(String, Vec<u8>)>> {
    let mut bytes = Vec::new();
    loop {
        if client.read_buf(&mut bytes).await? == 0 || bytes.len() > MAX_HEAD {
            return Ok(None);
        }
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = bytes.split_off(end + 4);
            return Ok(Some((String::from_utf8_lossy(&bytes).into_owned(), rest)));
        }
    }
}

/// `host:port` of a request line in either form, `CONNECT host:port` or `GET http://host/path`.
fn target(head: &str) -> String {
    let asked = head.split_whitespace().nth(1).unwrap_or_default();
    match asked.split_once("://") {
        None => asked.to_owned(),
        Some((scheme, rest)) => {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            let port = if scheme == "https" { 443 } else { 80 };
            if host.contains(':') { host.to_owned() } else { format!("{host}:{port}") }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_request_name_their_host() {
        for (head, expected) in [
            ("CONNECT example.com:443 HTTP/1.1\r\n\r\n", "example.com:443"),
            ("GET http://example.com/a?b HTTP/1.1\r\n\r\n", "example.com:80"),
            ("GET http://example.com:81 HTTP/1.1\r\n\r\n", "example.com:81"),
            ("", ""),
        ] {
            assert_eq!(target(head), expected, "{head}");
        }
    }

    #[test]
    fn the_refusal_counts_its_own_bytes() {
        let text = String::from_utf8_lossy(REFUSAL);
        let (head, body) = text.split_once("\r\n\r\n").expect("a head and a body");
        assert!(head.contains(&format!("Content-Length: {}\r\n", body.len())), "{}", body.len());
    }
}
