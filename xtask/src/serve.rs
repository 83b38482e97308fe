//! `cargo xtask serve`: the page on this machine, with or without the sandbox behind it.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::args::Serve;
use crate::place;
use crate::process;
use crate::sandbox::Sandbox;
use crate::say::{OrSay, Outcome, Problem, note};
use crate::tools::Toolbox;
use crate::trunk;

/// Where the sandbox listens if nobody else does.
const SANDBOX_PORT: u16 = 8787;
/// How often we look whether the page is up and both programs still run.
const PULSE: Duration = Duration::from_millis(200);

/// Runs until Ctrl+C, or until Trunk or the sandbox ends.
pub fn run(options: &Serve) -> Outcome<()> {
    let port = options.port;
    if !is_free(port) {
        let other = port.checked_add(1).unwrap_or(8080);
        return Err(Problem::new(format!(
            "port {port} is taken by another program, perhaps by another `cargo xtask serve`. \
             End that one, or choose another port: `cargo xtask serve --port {other}`."
        )));
    }
    let tools = Toolbox::for_serving()?;
    let mut sandbox = match options.live {
        true => None,
        false => Some(Sandbox::start(if is_free(SANDBOX_PORT) { SANDBOX_PORT } else { 0 })?),
    };
    let address = sandbox.as_ref().map(|sandbox| format!("http://127.0.0.1:{}", sandbox.http));

    // Not dist/, where the production folder may wait to be deployed. Yesterday's page is removed, so
    // that one is not told that the page is up when today's did not build.
    let folder = place::root().join(format!("target/serve-{port}"));
    std::fs::create_dir_all(&folder).or_say("making a folder for the page")?;
    let _ = std::fs::remove_file(folder.join("index.html"));
    let mut page = trunk::serve(&tools, &folder, port, address.as_deref())?;

    let mut is_announced = false;
    loop {
        thread::sleep(PULSE);
        if page.has_ended() {
            return Err(Problem::new("Trunk ended; its own words are above."));
        }
        if sandbox.as_mut().is_some_and(Sandbox::has_ended) {
            return Err(Problem::new("the sandbox ended; its own words are above."));
        }
        if !is_announced && is_up(port) {
            announce(port, address.as_deref());
            if options.open {
                open(port);
            }
            is_announced = true;
        }
    }
}

fn announce(port: u16, sandbox: Option<&str>) {
    note(format!("\n  Parlance is at http://localhost:{port}"));
    match sandbox {
        Some(address) => {
            note(format!("  It talks to the sandbox at {address}: no account, no cost, nothing leaves this machine."))
        }
        None => note("  It talks to https://openrouter.ai: signing in and answers are real, and cost real credits."),
    }
    note("  A change to a file reloads the page. Ctrl+C ends it all.\n");
}

/// Whether nobody listens there, on either address that `localhost` may mean.
fn is_free(port: u16) -> bool {
    let taken =
        |address: SocketAddr| matches!(TcpListener::bind(address), Err(error) if error.kind() == ErrorKind::AddrInUse);
    !taken((Ipv4Addr::LOCALHOST, port).into()) && !taken((Ipv6Addr::LOCALHOST, port).into())
}

/// Whether the page is really served: Trunk opens its port also after a build that failed.
fn is_up(port: u16) -> bool {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let Ok(mut stream) = TcpStream::connect_timeout(&address, PULSE) else { return false };
    let request = "GET / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n";
    let mut answer = [0; 12];
    let told =
        stream.set_read_timeout(Some(Duration::from_secs(2))).and_then(|()| stream.write_all(request.as_bytes()));
    told.and_then(|()| stream.read_exact(&mut answer)).is_ok() && answer.ends_with(b"200")
}

/// Opens the page. By the name `localhost`: 127.0.0.1 would be another origin with another storage.
fn open(port: u16) {
    let address = format!("http://localhost:{port}");
    let (program, args): (_, &[&str]) = if cfg!(windows) {
        ("cmd", &["/C", "start"])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    if process::ask(process::command(program).args(args).arg(&address)).is_none() {
        note(format!("  No browser could be opened from here; open {address} yourself."));
    }
}
