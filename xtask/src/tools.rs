//! What must be installed, and nothing that a verb does not need.
//!
//! Each tool is looked for in the same order: on the PATH, in exactly the right version; in the cache;
//! else it is installed into the cache, once for all clones ([`cache`]).
//! Versions are written in one place each: wasm-bindgen's in Cargo.lock, wasm-opt's in Trunk.toml,
//! Trunk's here.

mod cache;
mod cargo_tool;
mod node;
mod rust;

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use cargo_tool::CargoTool;
pub use node::provide as node;
pub use rust::{components, wasm_target};

use crate::place;
use crate::process;
use crate::say::{OrSay, Outcome, Problem};

/// The Trunk that this project is tried with.
const TRUNK_VERSION: &str = "0.21.14";

/// Trunk with all that it calls.
pub struct Toolbox {
    /// Folders to search before the person's own PATH.
    folders: Vec<PathBuf>,
}

impl Toolbox {
    /// Finds or installs what `trunk serve` takes: Trunk leaves wasm-opt out while one develops.
    pub fn for_serving() -> Outcome<Self> {
        wasm_target()?;
        let bindgen = locked_version("wasm-bindgen")?;
        let folders = [CargoTool::trunk(TRUNK_VERSION).provide()?, CargoTool::wasm_bindgen(&bindgen).provide()?];
        Ok(Self { folders: folders.into_iter().flatten().collect() })
    }

    /// Finds or installs what the production build takes.
    pub fn for_production() -> Outcome<Self> {
        // First what is quick and may ask for Node, then what takes minutes.
        let optimiser = node::provide_wasm_opt(&pinned_binaryen()?)?;
        let mut tools = Self::for_serving()?;
        tools.folders.extend(optimiser);
        Ok(tools)
    }

    /// Trunk, with the right wasm-bindgen and wasm-opt on its PATH.
    pub fn trunk(&self) -> Outcome<Command> {
        let own = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(self.folders.iter().cloned().chain(env::split_paths(&own)))
            .or_say("putting the tools on the PATH")?;
        // Found here rather than by the system, which on some platforms searches our own PATH instead.
        let name = format!("trunk{}", env::consts::EXE_SUFFIX);
        let trunk = env::split_paths(&path).map(|folder| folder.join(&name)).find(|file| file.is_file());
        let mut command = process::command(trunk.unwrap_or_else(|| name.into()));
        command.env("PATH", path);
        // With it, Trunk adds pages of its own inner life to every compile error.
        command.env_remove("RUST_BACKTRACE");
        if env::var_os("NO_COLOR").is_some() {
            // Trunk 0.21 reads this as a flag and stops at the customary "1".
            command.env("NO_COLOR", "true");
        }
        Ok(command)
    }
}

/// Whether the program on the PATH says that it is exactly this version.
fn is_on_path(program: &str, version: &str) -> bool {
    let answer = place::on_path(&[program]).and_then(|path| process::ask(process::command(path).arg("--version")));
    answer.is_some_and(|answer| answer.split_whitespace().any(|word| word == version))
}

/// A package's version in Cargo.lock.
fn locked_version(package: &str) -> Outcome<String> {
    let lock = fs::read_to_string(place::root().join("Cargo.lock")).or_say("reading Cargo.lock")?;
    let start = format!("name = \"{package}\"\nversion = \"");
    let version =
        lock.replace("\r\n", "\n").split_once(&start).and_then(|(_, rest)| Some(rest.split_once('"')?.0.to_owned()));
    version.ok_or_else(|| Problem::new(format!("Cargo.lock does not name {package}; `cargo update` writes it anew.")))
}

/// `132` when Trunk.toml pins `wasm_opt = "version_132"`.
fn pinned_binaryen() -> Outcome<String> {
    let settings = fs::read_to_string(place::root().join("Trunk.toml")).or_say("reading Trunk.toml")?;
    let pin = settings
        .lines()
        .find_map(|line| line.trim().strip_prefix("wasm_opt")?.split('"').nth(1)?.strip_prefix("version_"));
    pin.map(str::to_owned).ok_or_else(|| Problem::new("Trunk.toml must pin `wasm_opt = \"version_…\"` under [tools]."))
}
