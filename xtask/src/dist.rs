//! `cargo xtask dist`: the production folder, for any static host.
//!
//! Trunk builds the site; this makes of it what a host needs: one style sheet, no comments, the security policy in
//! every page, pages for addresses that are no files, headers for the hosts that can send some, and
//! compressed copies. Last it weighs what a first visit fetches, and refuses to grow beyond [`BUDGET`].

mod compress;
mod first_load;
mod first_use;
mod headers;
mod lean;
mod names;
mod pages;
mod policy;
mod shares;
mod styles;

use std::env;
use std::path::Path;

use crate::args::Dist;
use crate::place;
use crate::process::SANDBOX_VARIABLE;
use crate::say::{Outcome, Problem, note};
use crate::tools::Toolbox;
use crate::trunk::{self, Features};
use first_load::Part;

/// What a first visit may fetch until the welcome screen can be used, in bytes after brotli.
const BUDGET: usize = 300_000;

/// Whether compressed copies are wanted.
#[derive(Clone, Copy, PartialEq)]
pub enum Compression {
    /// As a host would have it.
    Full,
    /// For a folder that only the tests see.
    None,
}

/// Runs the verb.
pub fn run(options: &Dist) -> Outcome<()> {
    if env::var_os(SANDBOX_VARIABLE).is_some_and(|value| !value.is_empty()) {
        return Err(Problem::new(format!(
            "{SANDBOX_VARIABLE} is set, and a production page talks to openrouter.ai alone. `unset {SANDBOX_VARIABLE}` first."
        )));
    }
    let out = place::root().join(&options.out);
    is_ours(&out)?;
    produce(&Toolbox::for_production()?, &out, &options.public_url, Compression::Full)?;
    note(format!("\nReady in {}, to be served at {}", out.display(), options.public_url));
    Ok(())
}

/// Trunk replaces the whole folder, so it must be new, empty, or the work of an earlier dist.
fn is_ours(out: &Path) -> Outcome<()> {
    if out == place::root().join("dist") {
        return Ok(());
    }
    let is_filled = out.read_dir().is_ok_and(|mut entries| entries.next().is_some());
    let is_dist =
        ["index.html", "404.html", "_headers", "callback/index.html"].iter().all(|file| out.join(file).is_file());
    if is_filled && !is_dist {
        let folder = out.display();
        return Err(Problem::new(format!(
            "{folder} has files that are not of an earlier dist, and everything in the folder would be replaced. \
             Choose another with `--out`, or empty it yourself."
        )));
    }
    Ok(())
}

/// Builds the site into `out`, to live under `public_url`.
pub fn produce(tools: &Toolbox, out: &Path, public_url: &str, compression: Compression) -> Outcome<()> {
    trunk::build(tools, out, public_url, Features::Production)?;
    finish(out, public_url)?;
    if compression == Compression::Full {
        compress::all(out)?;
        weigh(out, public_url)?;
    }
    Ok(())
}

/// The same with what the benchmark alone needs. Nobody deploys it, so it is neither compressed nor weighed.
pub fn produce_for_bench(tools: &Toolbox, out: &Path, public_url: &str) -> Outcome<()> {
    trunk::build(tools, out, public_url, Features::Bench)?;
    finish(out, public_url)
}

/// What comes after Trunk.
fn finish(out: &Path, public_url: &str) -> Outcome<()> {
    styles::join(out, public_url)?;
    lean::all(out)?;
    names::shorten(out)?;
    first_use::name(out)?;
    pages::write(out)?;
    headers::write(out, public_url)
}

fn weigh(out: &Path, public_url: &str) -> Outcome<()> {
    let parts = first_load::parts(out, public_url)?;
    let total: usize = parts.iter().map(|part| part.bytes).sum();
    note("\nFirst load, in bytes after brotli:");
    for part in &parts {
        note(format!("{:>9}  {}", part.bytes, part.name));
    }
    note(format!("{total:>9}  of {BUDGET}"));
    note("\nLater, in bytes after brotli:");
    let later = first_use::parts(out)?;
    for part in &later {
        note(format!("{:>9}  {}", part.bytes, part.name));
    }
    let app = parts.iter().find(|part| part.name.ends_with(".wasm")).map(|part| ("parlance", part.bytes));
    let of_later = |module| Some((module, later.iter().find(|part: &&Part| part.name.starts_with(module))?.bytes));
    for (module, bytes) in [app, of_later("renderer"), of_later("search")].into_iter().flatten() {
        note(format!("\nOf {module}, about:"));
        for (part, bytes) in shares::of_last_build(module, bytes)? {
            note(format!("{bytes:>9}  {part}"));
        }
    }
    if total > BUDGET {
        let excess = total - BUDGET;
        return Err(Problem::new(format!(
            "the first load is {excess} bytes over its budget of {BUDGET}. Find what made it grow, or load it on first use."
        )));
    }
    Ok(())
}
