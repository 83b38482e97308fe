//! `cargo xtask bench`: what answers and long chats cost the browser. docs/performance.md says how to
//! read it, `tests/bench/` does it.
//!
//! This only builds, starts the sandbox and says what is to be measured. Nothing here or there is a
//! test: times depend on the machine, and are compared with those of a bare page in the same minutes.

use std::fs;
use std::path::Path;

use crate::args::{Bench, Extent};
use crate::browsers::Browser;
use crate::dist;
use crate::e2e;
use crate::place;
use crate::process::{command, run as run_command};
use crate::sandbox::Sandbox;
use crate::say::{OrSay, Outcome, Problem, Steps, note};
use crate::tools::Toolbox;

/// Everything that can be measured, in this order: answers by their characters and pieces a second,
/// chats by their messages, starting and searching by the number of chats, and what is left over after many answers.
const ALL: [&str; 15] = [
    "stream-6000-100",
    "stream-6000-1000",
    "stream-6000-5000",
    "stream-30000-100",
    "stream-30000-1000",
    "stream-30000-5000",
    "stream-120000-100",
    "stream-120000-1000",
    "stream-120000-5000",
    "open-100",
    "open-1000",
    "open-10000",
    "start-5000",
    "search-5000",
    "leak",
];
/// Only if it is asked for: it takes longer than all others together.
const LONGEST: &str = "stream-120000-100";
/// For a short look.
const QUICK: [&str; 5] = ["stream-6000-1000", "stream-30000-5000", "open-100", "open-1000", "leak"];
/// How often each is measured.
const N_RUNS: u32 = 5;
/// What the address asks the bench build with. No other build may know the word.
const MARKER: &[u8] = b"bench-messages";
/// Where the bench build and the bare page live on the sandbox's site door.
const BENCH_PATH: &str = "/bench/";
const BARE_PATH: &str = "/bare/";

/// Runs the verb.
pub fn run(options: &Bench) -> Outcome<()> {
    let names = chosen(options)?;
    let mut steps = Steps::default();
    let tools = steps.step("Tools and browser", || {
        let tools = Toolbox::for_production()?;
        e2e::prepare(&[Browser::Chromium])?;
        Ok(tools)
    })?;
    let (site, bench) = (place::root().join("dist"), place::root().join("target/dist-bench"));
    steps.step("Production build", || {
        dist::produce(&tools, &site, "/", dist::Compression::None)?;
        expect_marker(&site, false)
    })?;
    if names.iter().any(|name| !["stream", "start", "search"].iter().any(|part| name.starts_with(part))) {
        steps.step("Bench build", || {
            dist::produce_for_bench(&tools, &bench, BENCH_PATH)?;
            expect_marker(&bench, true)
        })?;
    }
    let bare = place::root().join("tests/bench/bare");
    let sites: [(&str, &Path); 3] = [("/", &site), (BENCH_PATH, &bench), (BARE_PATH, &bare)];
    let sandbox = steps.step("Sandbox", || Sandbox::start_with_sites(&sites))?;
    let report = place::root().join("target/bench/report.json");
    steps.step("Measuring", || {
        let mut driver = command("node");
        e2e::tell(&mut driver, &sandbox, &[Browser::Chromium])?;
        let n_runs = options.n_runs.unwrap_or(if options.extent == Extent::Quick { 1 } else { N_RUNS });
        driver.arg("tests/bench/bench.mjs").arg(&report).arg(n_runs.to_string());
        driver.arg(if options.extent == Extent::Quick { "quick" } else { "whole" }).args(&names);
        run_command(&mut driver)
    })?;
    steps.print();
    note(format!("\nEvery figure is in {}.", report.display()));
    Ok(())
}

/// The names to measure.
fn chosen(options: &Bench) -> Outcome<Vec<&'static str>> {
    let is_meant = |wanted: &String, name: &str| {
        name.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    if let Some(unknown) = options.only.iter().find(|wanted| !ALL.iter().any(|name| is_meant(wanted, name))) {
        let all = ALL.join(", ");
        return Err(Problem::new(format!(
            "`--only {unknown}`: there is {all}, or the beginning of one, such as stream."
        )));
    }
    let is_chosen = |name: &&str| {
        let is_named = options.only.iter().any(|wanted| wanted == *name);
        let is_wanted = match (options.only.is_empty(), options.extent) {
            (true, Extent::Quick) => QUICK.contains(name),
            (true, Extent::Usual | Extent::Full) => true,
            (false, _) => options.only.iter().any(|wanted| is_meant(wanted, name)),
        };
        is_wanted && (*name != LONGEST || is_named || options.extent == Extent::Full)
    };
    Ok(ALL.into_iter().filter(is_chosen).collect())
}

/// Makes sure that what only the benchmark needs is in its own build alone.
fn expect_marker(site: &Path, expected: bool) -> Outcome<()> {
    let doing = "looking into the wasm";
    let mut found = false;
    for entry in fs::read_dir(site).or_say(doing)? {
        let path = entry.or_say(doing)?.path();
        if path.extension().is_some_and(|end| end == "wasm") {
            let module = fs::read(&path).or_say(doing)?;
            found |= module.windows(MARKER.len()).any(|bytes| bytes == MARKER);
        }
    }
    match (found, expected) {
        (true, false) => Err(Problem::new("the production build has what only the feature `bench` may bring.")),
        (false, true) => Err(Problem::new("the bench build lacks what the feature `bench` should bring.")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(extent: Extent, only: &[&str]) -> Option<Vec<&'static str>> {
        let only = only.iter().map(|name| (*name).to_owned()).collect();
        chosen(&Bench { n_runs: None, extent, only }).ok()
    }

    #[test]
    fn five_minutes_an_answer_are_spent_on_request_alone() {
        for (extent, only, expected) in [
            (Extent::Usual, &[][..], false),
            (Extent::Usual, &["stream"], false),
            (Extent::Usual, &["stream-120000-100"], true),
            (Extent::Full, &[], true),
            (Extent::Full, &["open"], false),
        ] {
            let names = names(extent, only).expect("known names");
            assert_eq!(names.contains(&LONGEST), expected, "{extent:?} {only:?}");
        }
    }

    #[test]
    fn a_name_means_whole_words() {
        assert_eq!(names(Extent::Usual, &["open-1000"]), Some(vec!["open-1000"]));
        assert_eq!(names(Extent::Quick, &["open"]), Some(vec!["open-100", "open-1000", "open-10000"]));
        assert_eq!(names(Extent::Usual, &["str"]), None);
    }

    #[test]
    fn a_short_look_is_at_things_that_exist() {
        assert!(QUICK.iter().all(|name| ALL.contains(name)) && ALL.contains(&LONGEST));
    }
}
