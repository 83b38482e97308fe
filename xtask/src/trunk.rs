//! The two things asked of Trunk: build the site, and serve it while one works on it.

use std::path::Path;

use crate::lifeline::Held;
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
    run(&mut trunk)
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
