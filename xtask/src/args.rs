//! The grammar of the command line. Small enough to be read as a list, so there is no parser crate.

use std::path::PathBuf;

use crate::browsers::Browser;
use crate::say::{Outcome, Problem};

/// What `--help` prints.
pub const HELP: &str = "\
cargo xtask VERB

  serve   The app at http://localhost:8080, against a stand-in for OpenRouter on this machine
            --live              talk to https://openrouter.ai instead
            --port N            another port than 8080
            --open              open the page in your browser
  test    Everything: formatting, lints, docs, host tests, the production build, end-to-end tests
            --browser NAME      chromium, firefox or all (default: all)
            --only PART         host (no browser) or e2e (the production build and the browsers)
            --soak              instead: a hundred kills of a browser, and tabs at random for minutes; half an hour
            --seed N            what the kills and tabs draw by (or $PARLANCE_SEED; default: another each time)
            -- ARGS             handed to Playwright, such as: -- --grep \"sign in\"
  check   The quick part of test, for before each commit: formatting, lints, docs, host tests
  dist    The production folder, for any static host
            --public-url PATH   where it will live, such as /parlance/ (default: /)
            --out DIR           where to write it, in place of what an earlier dist wrote (default: dist)
  bench   What answers and long chats cost the browser, beside a bare page (docs/performance.md); half an hour
            --quick             a short look: one run of a few, two minutes
            --runs N            how often each is measured, for the median (default: 5)
            --only NAME         stream, open, start, search, leak or one of them, such as stream-30000-1000; may be repeated
            --full              also stream-120000-100, whose ten answers take five minutes each
  fix     Formats, and applies what clippy can repair by itself

Tools that are missing are installed on first use into a cache outside the repository:
$PARLANCE_CACHE, or parlance/ in your cache folder. Nothing else on the machine changes,
except the Rust target wasm32-unknown-unknown, and as root on Debian the browsers.
";

/// What the person asked for.
#[derive(Debug, PartialEq)]
pub enum Verb {
    /// Print [`HELP`].
    Help,
    /// Run the app for development.
    Serve(Serve),
    /// Run all tests, or a part of them.
    Test(Test),
    /// Run what is quick.
    Check,
    /// Build the production folder.
    Dist(Dist),
    /// Measure.
    Bench(Bench),
    /// Repair what can be repaired by itself.
    Fix,
    /// Internal: run this command for as long as standard input stays open.
    Lifeline(Vec<String>),
}

/// Options of `serve`.
#[derive(Debug, PartialEq)]
pub struct Serve {
    /// Talk to the real OpenRouter.
    pub live: bool,
    /// Port of the page.
    pub port: u16,
    /// Open the page once it is up.
    pub open: bool,
}

/// Options of `test`.
#[derive(Debug, PartialEq)]
pub struct Test {
    /// The browsers that must pass.
    pub browsers: Vec<Browser>,
    /// Which part to run.
    pub part: Part,
    /// Whether what takes its time is run at length, and nothing else.
    pub soak: bool,
    /// What its dice begin with, if the person said.
    pub seed: Option<u32>,
    /// What Playwright gets besides.
    pub playwright: Vec<String>,
}

impl Test {
    /// Whether nothing was asked for that `--soak` would not do.
    fn is_soak_alone(&self) -> bool {
        self.part == Part::All && self.playwright.is_empty() && self.browsers.contains(&Browser::Chromium)
    }
}

/// A part of the tests.
#[derive(Debug, PartialEq, Clone, Copy)]
pub enum Part {
    /// All of it.
    All,
    /// What needs no browser.
    Host,
    /// The production build and the browsers.
    EndToEnd,
}

/// Options of `dist`.
#[derive(Debug, PartialEq)]
pub struct Dist {
    /// The path under which the site will live: begins and ends with a slash.
    pub public_url: String,
    /// The folder to write, relative to the repository.
    pub out: PathBuf,
}

/// Options of `bench`.
#[derive(Debug, PartialEq)]
pub struct Bench {
    /// How often each is measured, if the person said.
    pub n_runs: Option<u32>,
    /// How much is measured.
    pub extent: Extent,
    /// What is measured; all of the extent if empty.
    pub only: Vec<String>,
}

/// How much is measured.
#[derive(Debug, PartialEq, Clone, Copy)]
pub enum Extent {
    /// A few, once.
    Quick,
    /// What can be waited for.
    Usual,
    /// Also what cannot.
    Full,
}

/// Understands the arguments after `cargo xtask`.
pub fn parse(args: impl Iterator<Item = String>) -> Outcome<Verb> {
    let mut words = args.peekable();
    let Some(verb) = words.next() else { return Ok(Verb::Help) };
    if verb == "--lifeline" {
        return Ok(Verb::Lifeline(words.collect()));
    }
    let mut serve = Serve { live: false, port: 8080, open: false };
    let mut test =
        Test { browsers: Browser::ALL.to_vec(), part: Part::All, soak: false, seed: None, playwright: Vec::new() };
    let mut dist = Dist { public_url: "/".into(), out: "dist".into() };
    let mut bench = Bench { n_runs: None, extent: Extent::Usual, only: Vec::new() };

    while let Some(word) = words.next() {
        // `--port=8081` is the same as `--port 8081`.
        let (flag, mut attached) = match word.split_once('=') {
            Some((flag, value)) if flag.starts_with("--") => (flag.to_owned(), Some(value.to_owned())),
            _ => (word, None),
        };
        let mut value = || {
            let next = attached.take().or_else(|| words.next_if(|next| !next.starts_with("--")));
            next.ok_or_else(|| Problem::new(format!("`{flag}` needs a value: see `cargo xtask --help`.")))
        };
        match (verb.as_str(), flag.as_str()) {
            (_, "--help" | "-h") => return Ok(Verb::Help),
            ("serve", "--live") => serve.live = true,
            ("serve", "--open") => serve.open = true,
            ("serve", "--port") => {
                let port = value()?;
                // Port 0 would be one that nobody knows.
                serve.port = port
                    .parse()
                    .ok()
                    .filter(|port| *port != 0)
                    .ok_or_else(|| Problem::new(format!("`{port}` is no port number.")))?;
            }
            ("test", "--browser") => test.browsers = browsers(&value()?)?,
            ("test", "--only") => test.part = part(&value()?)?,
            ("test", "--soak") => test.soak = true,
            ("test", "--seed") => test.seed = Some(seed(&value()?)?),
            ("test", "--") => test.playwright = words.by_ref().collect(),
            ("dist", "--public-url") => dist.public_url = base_path(&value()?)?,
            ("dist", "--out") => dist.out = value()?.into(),
            ("bench", "--quick") => bench.extent = Extent::Quick,
            ("bench", "--full") => bench.extent = Extent::Full,
            ("bench", "--only") => bench.only.push(value()?),
            ("bench", "--runs") => bench.n_runs = Some(runs(&value()?)?),
            _ => return Err(Problem::new(format!("`{verb}` does not know `{flag}`: see `cargo xtask --help`."))),
        }
        if let Some(value) = attached {
            return Err(Problem::new(format!("`{flag}` takes no value, but was given `{value}`.")));
        }
    }
    match verb.as_str() {
        "serve" => Ok(Verb::Serve(serve)),
        "test" if test.soak && !test.is_soak_alone() => {
            Err(Problem::new("`test --soak` runs in Chromium and is a part of its own: give it `--seed` alone."))
        }
        "test" => Ok(Verb::Test(test)),
        "check" => Ok(Verb::Check),
        "dist" => Ok(Verb::Dist(dist)),
        "bench" => Ok(Verb::Bench(bench)),
        "fix" => Ok(Verb::Fix),
        "--help" | "-h" | "help" => Ok(Verb::Help),
        _ => Err(Problem::new(format!("there is no verb `{verb}`: serve, test, check, dist, bench or fix."))),
    }
}

fn browsers(name: &str) -> Outcome<Vec<Browser>> {
    match name {
        "all" => Ok(Browser::ALL.to_vec()),
        "chromium" => Ok(vec![Browser::Chromium]),
        "firefox" => Ok(vec![Browser::Firefox]),
        _ => Err(Problem::new(format!("`--browser {name}`: it can be chromium, firefox or all."))),
    }
}

fn part(name: &str) -> Outcome<Part> {
    match name {
        "host" => Ok(Part::Host),
        "e2e" => Ok(Part::EndToEnd),
        _ => Err(Problem::new(format!("`--only {name}`: it can be host or e2e."))),
    }
}

fn seed(text: &str) -> Outcome<u32> {
    text.parse().map_err(|_| Problem::new(format!("`--seed {text}`: give a number from 0 to {}.", u32::MAX)))
}

fn runs(text: &str) -> Outcome<u32> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| Problem::new(format!("`--runs {text}`: give a number from 1 on.")))
}

/// `parlance`, `/parlance` and `/parlance/` all mean `/parlance/`.
fn base_path(text: &str) -> Outcome<String> {
    let inner = text.trim_matches('/');
    let odd = |c: char| !c.is_ascii_alphanumeric() && !"/-._~".contains(c);
    if inner.contains(odd) || inner.contains("//") {
        return Err(Problem::new(format!("`--public-url {text}`: give the path alone, such as /parlance/.")));
    }
    Ok(if inner.is_empty() { "/".into() } else { format!("/{inner}/") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Outcome<Verb> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_may_be_attached_or_follow() {
        let expected = Verb::Serve(Serve { live: true, port: 81, open: false });
        for line in ["serve --live --port 81", "serve --port=81 --live"] {
            assert_eq!(parsed(line).ok().as_ref(), Some(&expected), "{line}");
        }
    }

    #[test]
    fn what_follows_two_dashes_is_playwrights() {
        let Ok(Verb::Test(test)) = parsed("test --browser firefox --only e2e -- --grep --live") else {
            panic!("`test` was not understood");
        };
        assert_eq!((test.browsers, test.part), (vec![Browser::Firefox], Part::EndToEnd));
        assert_eq!(test.playwright, ["--grep", "--live"]);
    }

    #[test]
    fn the_long_tests_stand_alone_and_take_a_seed() {
        let Ok(Verb::Test(test)) = parsed("test --soak --seed=7") else { panic!("`test` was not understood") };
        assert_eq!((test.soak, test.seed), (true, Some(7)));
        let Ok(Verb::Test(test)) = parsed("test --seed 4294967295 --browser chromium") else {
            panic!("`test` was not understood")
        };
        assert_eq!((test.soak, test.seed), (false, Some(u32::MAX)));
        for line in [
            "test --soak --only e2e",
            "test --soak --browser firefox",
            "test --soak -- --list",
            "test --seed x",
            "test --seed -1",
            "test --seed 4294967296",
            "bench --soak",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }

    #[test]
    fn a_base_path_begins_and_ends_with_a_slash() {
        for (given, expected) in [("/", "/"), ("parlance", "/parlance/"), ("/a/b", "/a/b/")] {
            assert_eq!(base_path(given).ok().as_deref(), Some(expected), "{given}");
        }
        assert!(base_path("https://example.org/").is_err());
    }

    #[test]
    fn what_is_measured_can_be_named_more_than_once() {
        let Ok(Verb::Bench(bench)) = parsed("bench --quick --only open --only=stream-6000-100 --runs 2") else {
            panic!("`bench` was not understood");
        };
        assert_eq!((bench.extent, bench.n_runs), (Extent::Quick, Some(2)));
        assert_eq!(bench.only, ["open", "stream-6000-100"]);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for line in [
            "srve",
            "serve --browser all",
            "test --browser safari",
            "serve --port",
            "serve --live=no",
            "serve x",
            "bench --runs 0",
            "bench --only",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
