//! The two things asked of Trunk: build the site, and serve it while one works on it.

use std::env;
use std::path::{Path, PathBuf};

use crate::lifeline::Held;
use crate::place;
use crate::process::{SANDBOX_VARIABLE, run};
use crate::say::Outcome;
use crate::tools::Toolbox;

/// What is compiled in.
#[derive(Clone, Copy)]
pub enum Features {
    /// What is deployed.
    Production,
    /// The same, and what the benchmark alone needs.
    Bench,
}

/// Builds the site in release form. The app then talks to openrouter.ai and nothing else:
/// [`crate::process::command`] has removed the sandbox's address.
pub fn build(tools: &Toolbox, out: &Path, public_url: &str, features: Features) -> Outcome<()> {
    let mut trunk = tools.trunk()?;
    trunk.args(["build", "--release", "--skip-version-check", "--public-url", public_url, "--dist"]).arg(out);
    match features {
        Features::Production => {}
        Features::Bench => drop(trunk.args(["--features", "bench"])),
    }
    // Joined by Cargo with what .cargo/config.toml says.
    trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", short_paths());
    run(&mut trunk)
}

/// Has the compiler write paths without the folders of this machine, which are nobody's business, make each
/// machine's bits others, and weigh a kilobyte.
fn short_paths() -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(env::home_dir()?.join(".cargo")));
    let sources = home.and_then(|home| home.join("registry/src").read_dir().ok());
    let mut folders: Vec<PathBuf> = sources.into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    folders.push(place::root());
    let remap = |folder: &PathBuf| format!("--remap-path-prefix={}/=", folder.display());
    // Flags are told apart by spaces here, so a folder with one keeps its name.
    folders.iter().map(remap).filter(|flag| !flag.contains(' ')).collect::<Vec<_>>().join(" ")
}

/// Serves the site, and builds it again after each change. `sandbox` is where the app looks for
/// OpenRouter; without it the real one is meant.
pub fn serve(tools: &Toolbox, out: &Path, port: u16, sandbox: Option<&str>) -> Outcome<Held> {
    let mut trunk = tools.trunk()?;
    trunk.args(["serve", "--skip-version-check", "--disable-address-lookup=true"]);
    trunk.args(["--port", &port.to_string(), "--dist"]).arg(out);
    if let Some(address) = sandbox {
        trunk.env(SANDBOX_VARIABLE, address);
    }
    Held::start(&trunk)
}
