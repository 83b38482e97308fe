//! How far our colours agree with those of highlight.js, which decades of pull requests have made good.
//!
//! Both read the same samples (`tests/highlight/samples/LANGUAGE.EXTENSION`). Each character that is not
//! blank is in one of five classes; `tests/e2e/judges/highlight.mjs` says which scope means which. Run it
//! with `cargo test --no-default-features --features judges`; it needs Node and tests/e2e/node_modules.
//! `PARLANCE_DIFFER=Rust` (or `all`) makes it show where the two differ, and fail.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use parlance::domain::highlight::{Class, Highlighter, Language};

/// How many of a hundred characters have to agree, in every sample.
const REQUIRED: f64 = 95.0;
/// How many places are shown for a sample that fails.
const SHOWN: usize = 40;

#[test]
fn our_colours_agree_with_highlight_js() {
    let mut agreements = BTreeMap::<&str, Agreement>::new();
    for (file, theirs) in judged() {
        let name = file.split('.').next().unwrap_or_default();
        let text = fs::read_to_string(folder().join("tests/highlight/samples").join(&file)).expect("a sample");
        let language = Language::find(name).unwrap_or_else(|| panic!("{name} is not a language we know"));
        agreements.entry(language.label()).or_default().add(&file, &text, &ours(language, &text), &theirs);
    }
    let shown = std::env::var("PARLANCE_DIFFER").unwrap_or_default();
    let mut failed = String::new();
    for (label, agreement) in agreements {
        println!("{:6.2} %  {label}", agreement.percent());
        if agreement.percent() < REQUIRED || shown == label || shown == "all" {
            failed += &format!("{label}: {:.2} % agree\n{}", agreement.percent(), agreement.told);
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// A letter for each character, for each sample.
fn judged() -> BTreeMap<String, String> {
    let script = folder().join("tests/e2e/judges/highlight.mjs");
    let output = Command::new("node").arg(script).output().expect("Node, which runs the judge");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON from the judge")
}

/// The same letters for what we make of it.
fn ours(language: Language, text: &str) -> String {
    let mut highlighter = Highlighter::new(language);
    let mut letters = String::new();
    for line in text.split_inclusive('\n') {
        let spans = highlighter.line(line);
        letters.extend(line.char_indices().map(|(at, _)| {
            match spans.iter().find(|span| span.range.contains(&at)).map(|span| span.class) {
                Some(Class::Keyword) => 'k',
                Some(Class::String) => 's',
                Some(Class::Comment) => 'c',
                Some(Class::Number) => 'n',
                None => '-',
            }
        }));
    }
    letters
}

/// The comparison of the samples of one language.
#[derive(Default)]
struct Agreement {
    counted: usize,
    agreed: usize,
    /// The first places where they differ.
    told: String,
}

impl Agreement {
    fn add(&mut self, file: &str, text: &str, ours: &str, theirs: &str) {
        assert_eq!(ours.chars().count(), theirs.chars().count(), "both read the same characters of {file}");
        let letters = ours.chars().zip(theirs.chars()).collect::<Vec<_>>();
        let mut places = 0;
        let mut start = 0;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            let mut last = None;
            let mut shown = String::new();
            for (character, pair) in line.chars().zip(&letters[start..]) {
                if character.is_whitespace() {
                    continue;
                }
                self.counted += 1;
                if pair.0 == pair.1 {
                    self.agreed += 1;
                    last = None;
                    continue;
                }
                if last != Some(pair) {
                    places += 1;
                    shown += &format!("  {}≠{} ", pair.0, pair.1);
                }
                shown.push(character);
                last = Some(pair);
            }
            if !shown.is_empty() && places <= SHOWN {
                self.told += &format!("  {:3} | {}\n      ours≠theirs {shown}\n", number + 1, line.trim_end());
            }
            start += line.chars().count();
        }
    }

    fn percent(&self) -> f64 {
        100.0 * self.agreed as f64 / self.counted as f64
    }
}
