//! Browsers that are killed again and again, and tabs that do random things at the same time (`tests/soak/`).
//!
//! Both need Chromium, and draw by a seed that is told, so that what went wrong can be had again. Firefox meets the same
//! library in the end-to-end tests; its profile is Playwright's own there, and does not outlive it.

use std::collections::hash_map::RandomState;
use std::env;
use std::hash::BuildHasher;

use crate::args::Test;
use crate::browsers::Browser;
use crate::e2e;
use crate::process::{command, run};
use crate::sandbox::Sandbox;
use crate::say::{Outcome, Problem, Steps, note};

/// The variable that names the seed where no option does.
const SEED_VARIABLE: &str = "PARLANCE_SEED";

/// How much is tried.
struct Extent {
    n_kills: &'static str,
    /// For how long each number of tabs is at it.
    seconds: &'static str,
}

/// After the end-to-end tests: a minute.
const SHORT: Extent = Extent { n_kills: "5", seconds: "5" };
/// What `--soak` is for.
const FULL: Extent = Extent { n_kills: "100", seconds: "120" };
/// How many tabs, one run each.
const TABS: [&str; 2] = ["2", "5"];

/// Runs both, a little or (with `--soak`) at length.
pub fn play(options: &Test, sandbox: &Sandbox, steps: &mut Steps) -> Outcome<()> {
    if !options.browsers.contains(&Browser::Chromium) {
        note("\nLeft out: killing a browser, and tabs at random. Both need Chromium.");
        return Ok(());
    }
    let seed = seed(options)?;
    note(format!("\nThe soak tests draw by seed {seed}; `--seed {seed}` draws the same."));
    let extent = if options.soak { FULL } else { SHORT };
    // Who belongs to whom is read from /proc.
    if cfg!(target_os = "linux") {
        steps.step("Killing the browser", || driver("kill.mjs", sandbox, seed, &[extent.n_kills]))?;
    } else {
        note("Left out: killing a browser. It knows how to on Linux alone.");
    }
    let tabs = [&[extent.seconds], &TABS[..]].concat();
    steps.step("Tabs at random", || driver("tabs.mjs", sandbox, seed, &tabs))
}

fn driver(script: &str, sandbox: &Sandbox, seed: u32, args: &[&str]) -> Outcome<()> {
    let mut driver = command("node");
    e2e::tell(&mut driver, sandbox, &[Browser::Chromium])?;
    driver.arg(format!("tests/soak/{script}")).arg(seed.to_string()).args(args);
    run(&mut driver)
}

/// The seed that was asked for, else another one each time.
fn seed(options: &Test) -> Outcome<u32> {
    if let Some(seed) = options.seed {
        return Ok(seed);
    }
    match env::var(SEED_VARIABLE) {
        Ok(text) => {
            text.parse().map_err(|_| Problem::new(format!("{SEED_VARIABLE} is `{text}`, and should be a number.")))
        }
        // The standard library has no dice, but each of these hashes in a way of its own.
        Err(_) => Ok(u32::try_from(RandomState::new().hash_one(()) >> 32).unwrap_or_default()),
    }
}
