//! What needs no browser: formatting, lints, docs and host tests. `check` is these alone, `test` begins
//! with them; `fix` repairs what can be repaired by itself.
//!
//! The app is linted and documented for wasm, where it runs. The floors below the water line are linted
//! and tested natively and without the feature `web`: the compiler then proves that they need no browser.

use crate::e2e;
use crate::process::{cargo, run};
use crate::say::{Outcome, Problem, Steps};
use crate::tools;

/// What clippy is told about each part of the repository.
const LINTED: [&[&str]; 5] = [
    &["--no-default-features", "--features", "judges", "--all-targets"],
    &[
        "--package",
        "xtask",
        "--package",
        "parlance-sandbox",
        "--package",
        "parlance-maths",
        "--package",
        "parlance-search",
        "--package",
        "parlance-importer",
        "--package",
        "parlance-data",
        "--all-targets",
    ],
    &["--target", "wasm32-unknown-unknown"],
    &["--target", "wasm32-unknown-unknown", "--features", "bench"],
    &[
        "--target",
        "wasm32-unknown-unknown",
        "--package",
        "parlance-renderer",
        "--package",
        "parlance-search",
        "--package",
        "parlance-importer",
        "--package",
        "parlance-data",
    ],
];

/// `cargo xtask check`.
pub fn check() -> Outcome<()> {
    let mut steps = Steps::default();
    let outcome = host(&mut steps);
    steps.print();
    outcome
}

/// The same as the first steps of something longer.
pub fn host(steps: &mut Steps) -> Outcome<()> {
    tools::components()?;
    tools::wasm_target()?;
    steps.step("Formatting", || {
        let advice =
            |_| Problem::new("the lines above are not laid out as rustfmt does it; `cargo xtask fix` repairs that.");
        run(&mut cargo(&["fmt", "--all", "--check"])).map_err(advice)
    })?;
    steps.step("Lints", || clippy(&[], &["--", "--deny", "warnings"]))?;
    steps.step("Docs", || {
        let mut doc = cargo(&["doc", "--no-deps", "--target", "wasm32-unknown-unknown"]);
        run(doc.env("RUSTDOCFLAGS", "--deny warnings"))
    })?;
    steps.step("Host tests", || {
        // The judges are packages of npm.
        tools::node()?;
        e2e::packages()?;
        run(&mut cargo(&["test", "--no-default-features", "--features", "judges"]))?;
        run(&mut cargo(&[
            "test",
            "--package",
            "xtask",
            "--package",
            "parlance-sandbox",
            "--package",
            "parlance-maths",
            "--package",
            "parlance-search",
            "--package",
            "parlance-importer",
            "--package",
            "parlance-data",
        ]))
    })
}

/// `cargo xtask fix`. Works on uncommitted changes too: that is when one wants it.
pub fn fix() -> Outcome<()> {
    tools::components()?;
    tools::wasm_target()?;
    clippy(&["--fix", "--allow-dirty", "--allow-staged"], &[])?;
    run(&mut cargo(&["fmt", "--all"]))
}

fn clippy(before: &[&str], after: &[&str]) -> Outcome<()> {
    LINTED.iter().try_for_each(|part| run(&mut cargo(&[&["clippy"], before, part, after].concat())))
}
