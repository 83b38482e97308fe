//! Real browsers for the end-to-end tests: the system's own, else Debian's packages, else Playwright's.

use std::env;
use std::path::{Path, PathBuf};

use crate::place;
use crate::process::{ask, command, run};
use crate::say::{Outcome, Problem, note};

/// A browser that the tests run in.
#[derive(Debug, PartialEq, Clone, Copy)]
pub enum Browser {
    /// Chromium, or a Chrome.
    Chromium,
    /// Firefox, or its long-term release.
    Firefox,
}

impl Browser {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];

    /// As Playwright and our own command line call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }

    /// Where Playwright is told to find it. Set by the person, it is also where we look first.
    pub fn variable(self) -> &'static str {
        match self {
            Self::Chromium => "CHROMIUM_PATH",
            Self::Firefox => "FIREFOX_PATH",
        }
    }

    /// The system's own.
    pub fn installed(self) -> Option<PathBuf> {
        let names: &[&str] = match self {
            Self::Chromium => &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
            Self::Firefox => &["firefox-esr", "firefox"],
        };
        env::var_os(self.variable()).map(PathBuf::from).or_else(|| place::on_path(names))
    }

    fn debian_package(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox-esr",
        }
    }

    /// Whether Playwright keeps one of its own.
    fn is_playwrights(self, e2e: &Path) -> bool {
        let question = format!("console.log(require('@playwright/test').{}.executablePath())", self.name());
        let answer = ask(command("node").args(["-e", &question]).current_dir(e2e));
        answer.is_some_and(|path| Path::new(&path).is_file())
    }
}

/// Makes sure that each wanted browser can be launched by the Playwright in `e2e`.
pub fn provide(wanted: &[Browser], e2e: &Path) -> Outcome<()> {
    let missing = || -> Vec<Browser> {
        wanted.iter().copied().filter(|browser| browser.installed().is_none() && !browser.is_playwrights(e2e)).collect()
    };
    if !missing().is_empty() && is_root() && place::on_path(&["apt-get"]).is_some() {
        from_debian(&missing());
    }
    if !missing().is_empty() {
        from_playwright(&missing(), e2e);
    }
    match missing().first() {
        None => Ok(()),
        Some(browser) => Err(Problem::new(format!(
            "{name} is needed and could not be had. Install it (Debian: `apt-get install {package}`), or set {variable} \
             to its program, or leave it out this once with `--browser`.",
            name = browser.name(),
            package = browser.debian_package(),
            variable = browser.variable(),
        ))),
    }
}

/// Failing is no problem yet: there is another way.
fn from_debian(missing: &[Browser]) {
    let packages: Vec<_> = missing.iter().map(|browser| browser.debian_package()).collect();
    note(format!("Missing for the tests: {}. Installing with apt-get.", packages.join(", ")));
    let mut install = command("apt-get");
    install.args(["install", "-y", "--no-install-recommends"]).args(packages).env("DEBIAN_FRONTEND", "noninteractive");
    if let Err(problem) = run(command("apt-get").arg("update")).and_then(|()| run(&mut install)) {
        note(problem);
    }
}

fn from_playwright(missing: &[Browser], e2e: &Path) {
    let names: Vec<_> = missing.iter().map(|browser| browser.name()).collect();
    note(format!("Missing for the tests: {}. Fetching Playwright's own.", names.join(", ")));
    let mut install = command("node");
    install.args(["node_modules/@playwright/test/cli.js", "install"]).args(names).current_dir(e2e);
    if let Err(problem) = run(&mut install) {
        note(problem);
    }
}

fn is_root() -> bool {
    ask(command("id").arg("-u")).as_deref() == Some("0")
}
