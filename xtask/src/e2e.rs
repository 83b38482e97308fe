//! The end-to-end tests: Playwright in `tests/e2e`, real browsers, and the sandbox as openrouter.ai.

use std::fmt;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::browsers::{self, Browser};
use crate::place;
use crate::process::{command, npm, run};
use crate::sandbox::Sandbox;
use crate::say::{OrSay, Outcome, Problem, note};
use crate::tools;

/// Makes sure that Playwright and the browsers are there.
pub fn prepare(browsers: &[Browser]) -> Outcome<()> {
    tools::node()?;
    packages()?;
    browsers::provide(browsers, &folder())
}

/// Runs the tests. That some failed is told by the tally; that none could run is a problem.
pub fn play(sandbox: &Sandbox, browsers: &[Browser], args: &[String]) -> Outcome<Tally> {
    run(command("node").args(["node_modules/typescript/bin/tsc", "--noEmit"]).current_dir(folder()))?;
    let report = folder().join("test-results/report.json");
    let _ = fs::remove_file(&report);
    let status = playwright(sandbox, browsers, args)?.status().or_say("starting Playwright")?;
    let mut tally = match fs::read_to_string(&report) {
        Ok(text) => Tally::read(&text)?,
        // Such as `-- --list`, which tests nothing and reports nothing.
        Err(_) if status.success() => Tally::default(),
        Err(_) => return Err(Problem::new("Playwright could not run; its own words are above.")),
    };
    // An error outside any test, such as a spec that does not load, is counted nowhere.
    if !status.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// Playwright, told where everything is.
fn playwright(sandbox: &Sandbox, browsers: &[Browser], args: &[String]) -> Outcome<Command> {
    let mut playwright = command("node");
    playwright.args(["node_modules/@playwright/test/cli.js", "test"]).current_dir(folder());
    tell(&mut playwright, sandbox, browsers)?;
    playwright.args(browsers.iter().map(|browser| format!("--project={}", browser.name())));
    playwright.args(args);
    Ok(playwright)
}

/// Tells a program of ours in Node where the sandbox and the system's browsers are.
pub fn tell(program: &mut Command, sandbox: &Sandbox, browsers: &[Browser]) -> Outcome<()> {
    program.env("PARLANCE_HTTP_PORT", sandbox.http.to_string());
    for door in ["tls", "proxy", "site"] {
        program.env(format!("PARLANCE_{}_PORT", door.to_uppercase()), sandbox.port(door)?.to_string());
    }
    for browser in browsers {
        if let Some(path) = browser.installed() {
            program.env(browser.variable(), path);
        }
    }
    Ok(())
}

/// How the tests went.
#[derive(Default)]
pub struct Tally {
    passed: u64,
    failed: u64,
    skipped: u64,
}

impl Tally {
    /// Reads Playwright's JSON report. There are no retries, so "flaky" would be a failure too.
    fn read(report: &str) -> Outcome<Self> {
        let report: Value = serde_json::from_str(report).or_say("reading Playwright's report")?;
        let count = |name: &str| report["stats"][name].as_u64().unwrap_or_default();
        let failed = count("unexpected") + count("flaky");
        Ok(Self { passed: count("expected"), failed, skipped: count("skipped") })
    }

    /// Success only if nothing failed.
    pub fn verdict(&self) -> Outcome<()> {
        match self.failed {
            0 => Ok(()),
            _ => Err(Problem::new(
                "end-to-end tests failed. What each page showed is in tests/e2e/test-results. Run one alone: `cargo xtask \
                 test --only e2e -- --grep \"its name\"`; with `--trace on` as well, `npx playwright show-trace FILE` in \
                 tests/e2e replays it.",
            )),
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(formatter, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

fn folder() -> PathBuf {
    place::root().join("tests/e2e")
}

/// `npm ci`, unless node_modules was made from this very lock file: a copy of it lies inside.
pub fn packages() -> Outcome<()> {
    let stamp = folder().join("node_modules/.parlance-lock.json");
    let lock = fs::read(folder().join("package-lock.json")).or_say("reading tests/e2e/package-lock.json")?;
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    note("Installing what the tests need from npm: Playwright, and what judges us.");
    run(npm(&["ci", "--no-audit", "--no-fund"]).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    fs::write(stamp, lock).or_say("marking node_modules as fresh")
}
