//! Reads the command line, opens the doors, tells which they are, and waits.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;

use parlance_sandbox::args::{Args, USAGE};
use parlance_sandbox::net;
use parlance_sandbox::world::World;

#[tokio::main]
async fn main() -> ExitCode {
    let args = match Args::parse(std::env::args().skip(1)) {
        Ok(args) => args,
        Err(why) => {
            eprintln!("{why}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let world = Arc::new(World::new(args.pace));
    let doors = match net::open(&args, &world).await {
        Ok(doors) => doors,
        Err(why) => {
            eprintln!("could not start: {why}");
            return ExitCode::FAILURE;
        }
    };
    // A parent reads exactly this line; everything for people goes to stderr.
    let mut out = std::io::stdout();
    if writeln!(out, "{}", doors.to_json()).and_then(|()| out.flush()).is_err() {
        eprintln!("nobody reads our stdout; going on");
    }
    eprintln!("This is the sandbox, not OpenRouter: http://127.0.0.1:{}/", doors.http);

    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = net::stdin_closed(args.die_with_stdin) => {}
    }
    ExitCode::SUCCESS
}
