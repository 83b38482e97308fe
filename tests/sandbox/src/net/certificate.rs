//! A certificate made at every start and kept in memory alone; browsers under test are told to accept it.

use std::io;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use tokio_rustls::TlsAcceptor;

/// Names and addresses the certificate stands for. `127.0.0.1` becomes an IP entry by itself.
const NAMES: [&str; 3] = ["openrouter.ai", "localhost", "127.0.0.1"];

/// Ready to shake hands as openrouter.ai, with HTTP/2 offered before HTTP/1.1.
pub fn acceptor() -> io::Result<TlsAcceptor> {
    let made = rcgen::generate_simple_self_signed(NAMES.map(str::to_owned))
        .map_err(|why| io::Error::other(format!("no certificate: {why}")))?;
    let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key.into()))
        .map_err(|why| io::Error::other(format!("no TLS: {why}")))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}
