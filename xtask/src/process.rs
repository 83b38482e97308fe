//! Running other programs: every command of xtask is made here.

use std::env;
use std::ffi::OsStr;
use std::process::{Command, Stdio};

use crate::place;
use crate::say::{Outcome, Problem};

/// The variable by which a build learns of the sandbox. Unset, the app talks to openrouter.ai.
pub const SANDBOX_VARIABLE: &str = "PARLANCE_SANDBOX";

/// A command in the repository's root, with an environment as if the person had typed it.
///
/// `cargo run` describes xtask in variables such as `CARGO_PKG_NAME`; build scripts further down look
/// at the same names and would run again each time one changes between xtask and plain cargo.
/// The address of the sandbox is passed on only by who means to.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(place::root()).env_remove(SANDBOX_VARIABLE);
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
            command.env_remove(&name);
        }
    }
    command
}

/// The cargo that runs us.
pub fn cargo(args: &[&str]) -> Command {
    let mut cargo = command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(args);
    cargo
}

/// npm, in the folder `tests/e2e` unless told otherwise.
pub fn npm(args: &[&str]) -> Command {
    let mut npm = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(place::root().join("tests/e2e")).args(args);
    npm
}

/// Runs to the end with its output shown; anything but success is a problem.
pub fn run(command: &mut Command) -> Outcome<()> {
    let status =
        command.status().map_err(|error| Problem::new(format!("{} did not start: {error}.", shown(command))))?;
    if status.success() {
        return Ok(());
    }
    Err(Problem::new(format!("{} failed ({status}); its own words are above.", shown(command))))
}

/// What a program answers on standard output, if it exists and succeeds. Shows nothing.
pub fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A command as one would type it, with the program's folder left out.
fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program());
    let words: Vec<_> = [name].into_iter().chain(command.get_args()).map(OsStr::to_string_lossy).collect();
    format!("`{}`", words.join(" "))
}
