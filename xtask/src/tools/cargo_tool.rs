//! The two tools that are Rust programs: Trunk and wasm-bindgen.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::cache;
use crate::process::{ask, cargo, command, run};
use crate::say::{OrSay, Outcome, note};

/// A program from crates.io, in one exact version.
pub struct CargoTool<'a> {
    /// The program, and its name in the cache.
    program: &'static str,
    /// The package that brings it.
    package: &'static str,
    version: &'a str,
    /// Why one needs it, to end the sentence "… is missing: it".
    purpose: &'static str,
    /// What compiling takes on a machine with two cores.
    minutes: u8,
    /// Arguments of its own for `cargo install`.
    flags: &'static [&'static str],
}

impl<'a> CargoTool<'a> {
    /// Trunk without its update check and TLS, neither of which is needed here: 6 minutes instead of 17.
    pub fn trunk(version: &'a str) -> Self {
        let flags = &["--no-default-features", "--locked"];
        Self {
            program: "trunk",
            package: "trunk",
            version,
            purpose: "builds the page and serves it",
            minutes: 6,
            flags,
        }
    }

    /// wasm-bindgen's tool must be of the very version of the library. Not `--locked`: its lock file
    /// names a webpki-roots that registries have withdrawn.
    pub fn wasm_bindgen(version: &'a str) -> Self {
        let purpose = "connects the compiled app to the browser";
        Self { program: "wasm-bindgen", package: "wasm-bindgen-cli", version, purpose, minutes: 3, flags: &[] }
    }

    /// The folder to search for the program, or nothing when it is on the PATH anyway.
    pub fn provide(&self) -> Outcome<Option<PathBuf>> {
        if super::is_on_path(self.program, self.version) {
            return Ok(None);
        }
        let folder = cache::provide(self.program, self.version, |partial| self.install(partial))?;
        Ok(Some(folder.join("bin")))
    }

    fn install(&self, folder: &Path) -> Outcome<()> {
        let Self { program, version, purpose, minutes, .. } = self;
        let what = format!("{program} {version} is missing: it {purpose}.");
        if ask(&mut cargo(&["binstall", "-V"])).is_some() {
            note(format!("{what} Fetching it with cargo binstall."));
            if self.fetch(folder).is_ok() {
                return Ok(());
            }
            note("That did not work; compiling it instead.");
        }
        note(format!("{what} Compiling it, once for this machine: about {minutes} minutes on two cores."));
        self.compile(folder)
    }

    fn fetch(&self, folder: &Path) -> Outcome<()> {
        let wanted = format!("{}@{}", self.package, self.version);
        let mut binstall = cargo(&["binstall", "--no-confirm", "--disable-strategies", "compile", "--root"]);
        run(binstall.arg(folder).arg(wanted))?;
        let program = folder.join("bin").join(format!("{}{}", self.program, env::consts::EXE_SUFFIX));
        // A program fetched for another system would fail here, and not in the middle of a build.
        run(command(program).arg("--version"))
    }

    fn compile(&self, folder: &Path) -> Outcome<()> {
        let target = folder.join("target");
        let mut install = cargo(&["install", self.package, "--version", self.version]);
        install.args(self.flags).arg("--root").arg(folder).env("CARGO_TARGET_DIR", &target);
        // A tool that runs for a moment need not be fast; a person who waits for it should not wait long.
        install
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
        // Else cargo ends with the advice to put this folder on the PATH.
        let own = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths(env::split_paths(&own).chain([folder.join("bin")]));
        install.env("PATH", path.or_say("putting the tools on the PATH")?);
        run(&mut install)?;
        // Only the programs are worth keeping. What cannot be removed costs space and nothing else.
        let _ = fs::remove_dir_all(target);
        Ok(())
    }
}
