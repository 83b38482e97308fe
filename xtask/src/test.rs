//! `cargo xtask test`: everything, in order, until something fails. With `--soak` only what takes its time, at length.

use crate::args::{Part, Test};
use crate::browsers::Browser;
use crate::checks;
use crate::dist;
use crate::e2e::{self, Tally};
use crate::place;
use crate::sandbox::Sandbox;
use crate::say::{Outcome, Steps, note};
use crate::soak;
use crate::tools::Toolbox;

/// Runs the parts asked for, then says how long each took and how many end-to-end tests passed.
pub fn run(options: &Test) -> Outcome<()> {
    let mut steps = Steps::default();
    let outcome = run_steps(options, &mut steps);
    steps.print();
    if let Some(tally) = outcome? {
        note(format!("\n{tally}"));
        tally.verdict()?;
    }
    Ok(())
}

fn run_steps(options: &Test, steps: &mut Steps) -> Outcome<Option<Tally>> {
    if options.soak {
        return run_soak(options, steps).map(|()| None);
    }
    if options.part == Part::Host {
        return checks::host(steps).map(|()| None);
    }
    // What is missing is installed first: it is a pity to learn after minutes that a browser cannot be had.
    let tools = steps.step("Tools and browsers", || {
        let tools = Toolbox::for_production()?;
        e2e::prepare(&options.browsers)?;
        Ok(tools)
    })?;
    if options.part == Part::All {
        checks::host(steps)?;
    }
    // The bits that are deployed are the bits that are tested, at a root and under a path.
    let (root, sub) = (place::root().join("dist"), place::root().join("target/dist-sub"));
    steps.step("Production build", || dist::produce(&tools, &root, "/", dist::Compression::Full))?;
    steps.step("Production build in /parlance/", || {
        dist::produce(&tools, &sub, "/parlance/", dist::Compression::None)
    })?;
    let sandbox = steps.step("Sandbox", || Sandbox::start_with_sites(&[("/", &root), ("/parlance/", &sub)]))?;
    let tally = steps.step("End-to-end tests", || e2e::play(&sandbox, &options.browsers, &options.playwright))?;
    // Whoever hands something to Playwright means tests of its own.
    if options.playwright.is_empty() && tally.verdict().is_ok() {
        soak::play(options, &sandbox, steps)?;
    }
    Ok(Some(tally))
}

fn run_soak(options: &Test, steps: &mut Steps) -> Outcome<()> {
    let tools = steps.step("Tools and browser", || {
        let tools = Toolbox::for_production()?;
        e2e::prepare(&[Browser::Chromium])?;
        Ok(tools)
    })?;
    let site = place::root().join("dist");
    steps.step("Production build", || dist::produce(&tools, &site, "/", dist::Compression::None))?;
    let sandbox = steps.step("Sandbox", || Sandbox::start_with_sites(&[("/", &site)]))?;
    soak::play(options, &sandbox, steps)
}
