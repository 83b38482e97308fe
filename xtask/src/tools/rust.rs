//! Parts of the Rust toolchain that a minimal installation lacks.

use std::path::Path;

use crate::process::{ask, cargo, command, run};
use crate::say::{Outcome, Problem, note};

/// What the app is compiled to.
const WASM: &str = "wasm32-unknown-unknown";

/// The standard library for wasm. Asked of the compiler itself: not every Rust comes from rustup.
pub fn wasm_target() -> Outcome<()> {
    let libraries = ask(command("rustc").args(["--print", "target-libdir", "--target", WASM]));
    if libraries.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    rustup(&["target", "add", WASM], "Rust's standard library for the browser")
}

/// rustfmt and clippy.
pub fn components() -> Outcome<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if ask(&mut cargo(&[subcommand, "--version"])).is_none() {
            rustup(&["component", "add", component], component)?;
        }
    }
    Ok(())
}

fn rustup(args: &[&str], what: &str) -> Outcome<()> {
    if ask(command("rustup").arg("--version")).is_none() {
        let advice = "Install it with your system's packages, or get Rust from https://rustup.rs.";
        return Err(Problem::new(format!("{what} is missing, and there is no rustup to fetch it. {advice}")));
    }
    note(format!("{what} is missing: `rustup {}`.", args.join(" ")));
    run(command("rustup").args(args))
}
