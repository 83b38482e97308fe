//! Sockets: everything between a port and a router.
//!
//! This never knows what is asked or answered; it binds, decrypts, tunnels and serves.

mod certificate;
mod listen;
mod proxy;
pub mod site;

use std::io;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::api;
use crate::args::Args;
use crate::world::World;

/// Which ports were opened in the end.
#[derive(Clone, Copy, Debug)]
pub struct Doors {
    /// The API in plain HTTP.
    pub http: u16,
    /// The API over TLS.
    pub tls: Option<u16>,
    /// The CONNECT proxy that leads to the TLS door only.
    pub proxy: Option<u16>,
    /// The static sites.
    pub site: Option<u16>,
}

impl Doors {
    /// The one line that a parent process reads.
    pub fn to_json(self) -> String {
        serde_json::json!({ "http": self.http, "tls": self.tls, "proxy": self.proxy, "site": self.site }).to_string()
    }
}

/// Binds every door that was asked for, and serves them from then on in the background.
pub async fn open(args: &Args, world: &Arc<World>) -> io::Result<Doors> {
    let router = api::router(world);
    let (listener, http) = bind(Some(args.port)).await?.expect("a port was given");
    tokio::spawn(listen::plain(listener, router.clone()));

    let mut doors = Doors { http, tls: None, proxy: None, site: None };
    if let Some((listener, port)) = bind(args.tls_port).await? {
        tokio::spawn(listen::tls(listener, certificate::acceptor()?, router));
        doors.tls = Some(port);
    }
    if let (Some((listener, port)), Some(tls)) = (bind(args.proxy_port).await?, doors.tls) {
        tokio::spawn(proxy::serve(listener, tls, Arc::clone(world)));
        doors.proxy = Some(port);
    }
    if let Some((listener, port)) = bind(args.site_port).await? {
        tokio::spawn(listen::plain(listener, site::router(&args.sites)));
        doors.site = Some(port);
    }
    Ok(doors)
}

async fn bind(port: Option<u16>) -> io::Result<Option<(TcpListener, u16)>> {
    let Some(port) = port else { return Ok(None) };
    let listener = TcpListener::bind(("127.0.0.1", port))
        .await
        .map_err(|why| io::Error::new(why.kind(), format!("port {port}: {why}")))?;
    let port = listener.local_addr()?.port();
    Ok(Some((listener, port)))
}

/// Ends when stdin does; never, unless it is `wanted`.
pub async fn stdin_closed(wanted: bool) {
    let (closed, wait) = oneshot::channel();
    if wanted {
        // A thread of its own: tokio's stdin would hold up the exit after ctrl-c until a line came.
        std::thread::spawn(move || {
            let _bytes_or_error = io::copy(&mut io::stdin(), &mut io::sink());
            closed.send(()).ok();
        });
        wait.await.ok();
    } else {
        std::future::pending::<()>().await;
    }
}
