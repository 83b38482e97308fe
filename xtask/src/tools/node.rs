//! Node, and what comes from npm: wasm-opt.
//!
//! wasm-opt is taken from npm because Debian's (108) silently breaks the module, and the crate of the
//! same name is older still.

use std::path::PathBuf;

use super::cache;
use crate::process::{ask, command, npm, run};
use crate::say::{Outcome, Problem, note};

/// The oldest Node that Playwright and binaryen run on.
const OLDEST: u32 = 20;

/// Makes sure that Node is there and new enough.
pub fn provide() -> Outcome<()> {
    let advice =
        "Get it from https://nodejs.org, or with your system's packages (Debian: `apt-get install nodejs npm`).";
    let Some(answer) = ask(command("node").arg("--version")) else {
        return Err(Problem::new(format!("Node.js {OLDEST} or newer is needed and was not found. {advice}")));
    };
    let major = answer.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST) {
        return Err(Problem::new(format!("Node.js {OLDEST} or newer is needed, and this is {answer}. {advice}")));
    }
    if ask(&mut npm(&["--version"])).is_none() {
        return Err(Problem::new(format!("Node.js is here, but npm is not. {advice}")));
    }
    Ok(())
}

/// The folder with wasm-opt in it, or nothing when it is on the PATH anyway. `version` is binaryen's: `132`.
pub fn provide_wasm_opt(version: &str) -> Outcome<Option<PathBuf>> {
    if super::is_on_path("wasm-opt", version) {
        return Ok(None);
    }
    provide()?; // from npm it is a JavaScript program, so it needs Node to run as well
    let folder = cache::provide("binaryen", version, |partial| {
        note(format!("wasm-opt {version} is missing: it makes the app small. Fetching it from npm: about 100 MB."));
        let package = format!("binaryen@{version}.0.0");
        let mut install = npm(&["install", "--no-package-lock", "--no-audit", "--no-fund", "--prefix"]);
        run(install.arg(partial).arg(package).current_dir(partial))
    })?;
    Ok(Some(folder.join("node_modules/.bin")))
}
