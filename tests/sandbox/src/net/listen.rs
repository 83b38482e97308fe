//! From accepted sockets to the router, one task per connection.
//!
//! hyper is driven directly, because two failures are wanted that `axum::serve` cannot produce:
//! closing without any reply (`HangUp`), and breaking off a chunked body (an error in the body).

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

use crate::api::reply::HangUp;

/// Serves plain HTTP for as long as the program runs.
pub async fn plain(listener: TcpListener, router: Router) {
    loop {
        let socket = accept(&listener).await;
        tokio::spawn(converse(socket, router.clone()));
    }
}

/// Serves HTTP over TLS for as long as the program runs.
pub async fn tls(listener: TcpListener, acceptor: TlsAcceptor, router: Router) {
    loop {
        let socket = accept(&listener).await;
        let (acceptor, router) = (acceptor.clone(), router.clone());
        tokio::spawn(async move {
            match acceptor.accept(socket).await {
                Ok(stream) => converse(stream, router).await,
                // Browsers open connections ahead of need and close them unused.
                Err(why) if why.kind() == io::ErrorKind::UnexpectedEof => {}
                // A browser that was told to accept our certificate objects to it once, then comes again.
                Err(why) if why.to_string().contains("CertificateUnknown") => {}
                Err(why) => eprintln!("a TLS handshake failed: {why}"),
            }
        });
    }
}

async fn accept(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((socket, _)) => {
                // Pieces of an answer must leave at once, or the pace of a test is the kernel's.
                if let Err(why) = socket.set_nodelay(true) {
                    eprintln!("a socket kept its delay: {why}");
                }
                return socket;
            }
            // Out of file handles, mostly; trying again at once would only burn the processor.
            Err(why) => {
                eprintln!("a connection was not accepted: {why}");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

async fn converse(io: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, router: Router) {
    let service = service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            let response = router.oneshot(request.map(Body::new)).await;
            refuse_or_pass(response)
        }
    });
    let server = auto::Builder::new(TokioExecutor::new());
    // An error here is a client that left or a reply we broke off: the journal knows, nobody else cares.
    server.serve_connection(TokioIo::new(io), service).await.ok();
}

/// hyper closes the connection without a word when the service fails, which is what `HangUp` wants.
fn refuse_or_pass(response: Result<Response<Body>, Infallible>) -> Result<Response<Body>, io::Error> {
    let Ok(response) = response;
    match response.extensions().get::<HangUp>() {
        Some(HangUp) => Err(io::Error::other("hung up on purpose")),
        None => Ok(response),
    }
}
