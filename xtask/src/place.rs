//! Where things are: the repository, the cache, and programs on the PATH.

use std::env;
use std::path::{Path, PathBuf};

use crate::say::{Outcome, Problem};

/// The root of the repository.
pub fn root() -> PathBuf {
    // `cargo run` sets the variable; the built-in value serves when the program is started by hand.
    let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&manifest).parent().map(Path::to_owned).unwrap_or_default()
}

/// Where installed tools live: outside the repository, so that the next clone has them already.
pub fn cache() -> Outcome<PathBuf> {
    let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let customary = if cfg!(windows) {
        variable("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        variable("HOME").map(|home| home.join("Library/Caches"))
    } else {
        variable("XDG_CACHE_HOME").or_else(|| variable("HOME").map(|home| home.join(".cache")))
    };
    variable("PARLANCE_CACHE").or_else(|| customary.map(|folder| folder.join("parlance"))).ok_or_else(|| {
        Problem::new("there is no home folder to keep tools in. Set PARLANCE_CACHE to a folder of your choice.")
    })
}

/// The first program of these names on the PATH.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<PathBuf> = env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX))))
        .find(|candidate| candidate.is_file())
}
