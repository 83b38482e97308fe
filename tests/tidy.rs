//! Our own customs, held by reading the tree as text. CONTRIBUTING.md says them to people.
//!
//! Each test is one custom; it fails with a sentence for every place that breaks it. Where a custom
//! must bend, the place is named in a list below, with the reason.

#[path = "laws/css.rs"]
mod css;
#[path = "laws/manifest.rs"]
mod manifest;
#[path = "laws/markup.rs"]
mod markup;
#[path = "laws/mask.rs"]
mod mask;
#[path = "laws/tree.rs"]
mod tree;

use std::collections::BTreeSet;

use mask::Kind::{Code, Comment, Quoted};
use mask::{keep, line_of, whole_words};
use tree::{File, files, hold};

/// The most lines a source may have.
const MAX_LINES: usize = 400;
/// Files that may be longer, and why.
const LONG: &[(&str, &str)] = &[];

/// The only files that may take the secret out of an `ApiKey`, and what for.
const REVEALERS: &[(&str, &str)] = &[
    ("src/protocol/openrouter.rs", "the one header"),
    ("src/protocol/openrouter/account.rs", "the hash that is the address of the key's own page"),
    ("src/services/key_store.rs", "the seal"),
];

/// Ways to make markup or code out of a string.
const STRING_SINKS: &[&str] = &[
    "inner_html",
    "innerHTML",
    "set_inner_html",
    "outer_html",
    "outerHTML",
    "set_outer_html",
    "insert_adjacent_html",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
    "DOMParser",
    "DomParser",
    "srcdoc",
    "setHTMLUnsafe",
    "createContextualFragment",
    "create_contextual_fragment",
];

/// What was printed to find a mistake, and stayed.
const LEFTOVERS: &[&str] =
    &["println!", "eprintln!", "print!", "eprint!", "dbg!", "log!", "debug_log!", "console.log", "console::log_1"];

/// Where packages come from: a lock file that names one sends everyone to it.
const REGISTRIES: &[&str] = &[
    "registry.npmjs.org",
    "registry.yarnpkg.com",
    "index.crates.io",
    "static.crates.io",
    "crates.io-index",
    "deb.debian.org",
    "archive.ubuntu.com",
    "\"resolved\": \"http",
    "registry=",
];

/// Where our Rust is.
const RUST: [&str; 8] = ["src", "maths", "renderer", "search", "importer", "data", "xtask/src", "tests"];

fn rust_files() -> Vec<File> {
    RUST.iter().flat_map(|place| files(place, &[".rs"])).collect()
}

/// What the page is made of: `src`, the scripts beside index.html, and index.html without its comments.
fn page_files() -> Vec<File> {
    let mut all = files("src", &[".rs", ".js"]);
    all.extend(files("renderer", &[".rs"]));
    all.extend(files("search/src", &[".rs"]));
    all.extend(files("importer/src", &[".rs"]));
    all.extend(files("data/src", &[".rs"]));
    all.extend(files("boot.js", &[".js"]));
    all.extend(files("public", &[".js", ".html"]));
    for file in &mut all {
        file.text = keep(&file.path, &file.text, &[Code, Quoted]);
    }
    all.extend(index());
    all
}

fn index() -> Option<File> {
    let mut file = files("index.html", &[".html"]).pop()?;
    file.text = markup::without_comments(&file.text);
    Some(file)
}

fn styles() -> Vec<File> {
    files("style", &[".css"])
}

/// Holds one custom over many files: `broken` gives the lines, and what to say about each.
#[track_caller]
fn hold_over(files: &[File], broken: impl Fn(&File) -> Vec<(usize, String)>) {
    let told = |file: &File| {
        let lines = broken(file);
        lines.into_iter().map(|(line, told)| format!("{}:{line} {told}", file.path)).collect::<Vec<_>>()
    };
    hold(&files.iter().flat_map(told).collect::<Vec<_>>());
}

/// Where one of `names` stands in `text` by itself, each with its line.
fn named(text: &str, names: &[&str]) -> Vec<(usize, String)> {
    let hits = |name: &str| whole_words(text, name).into_iter().map(|at| line_of(text, at)).collect::<Vec<_>>();
    names.iter().flat_map(|name| hits(name).into_iter().map(|line| (line, (*name).to_owned()))).collect()
}

mod rust {
    use super::*;

    #[test]
    fn every_file_says_what_it_is_for() {
        hold_over(&rust_files(), |file| {
            let says = file.text.starts_with("//! ") || file.text.starts_with("#![no_main]\n//! ");
            if says { vec![] } else { vec![(1, "opens without `//! `; say in one line what it is for".to_owned())] }
        });
    }

    #[test]
    fn no_file_is_too_long() {
        hold_over(&[rust_files(), styles()].concat(), |file| {
            let lines = file.text.lines().count();
            let granted = LONG.iter().any(|(path, _)| *path == file.path);
            match (lines > MAX_LINES, granted) {
                (true, false) => vec![(
                    lines,
                    format!("is longer than {MAX_LINES} lines; split it, or name it in LONG with a reason"),
                )],
                (false, true) => vec![(lines, "is short again; take it out of LONG in tests/tidy.rs".to_owned())],
                _ => vec![],
            }
        });
    }

    #[test]
    fn a_module_is_a_file_beside_its_folder() {
        hold_over(&rust_files(), |file| {
            let is_mod = file.path.ends_with("/mod.rs");
            if is_mod {
                vec![(1, "is a mod.rs; name it after its folder and put it beside".to_owned())]
            } else {
                vec![]
            }
        });
    }

    #[test]
    fn views_are_written_with_our_macro() {
        let files: Vec<File> =
            files("src", &[".rs"]).into_iter().filter(|file| file.path != "src/ui_macro.rs").collect();
        hold_over(&files, |file| {
            let code = keep(&file.path, &file.text, &[Code]);
            let found = named(&code, &["view!", "template!"]);
            let told = |name| format!("says `{name}`, which makes HTML strings; use `ui!` (docs/adr/0003)");
            found.into_iter().map(|(line, name)| (line, told(name))).collect()
        });
    }

    #[test]
    fn a_key_is_revealed_in_few_places() {
        hold_over(&files("src", &[".rs"]), |file| {
            // A file's own tests may look; they stand at its end.
            let outside_tests = file.text.split("#[cfg(test)]").next().unwrap_or_default();
            let reveals = named(&keep(&file.path, outside_tests, &[Code]), &[".reveal()", "ApiKey::reveal"]);
            match REVEALERS.iter().any(|(path, _)| *path == file.path) {
                true if reveals.is_empty() => {
                    vec![(1, "reveals no key; take it out of REVEALERS in tests/tidy.rs".to_owned())]
                }
                false => {
                    let told = "reveals the key; pass the ApiKey on to one of REVEALERS in tests/tidy.rs";
                    reveals.into_iter().map(|(line, _)| (line, told.to_owned())).collect()
                }
                _ => vec![],
            }
        });
    }

    #[test]
    fn nothing_is_left_over_from_looking_for_a_mistake() {
        let files: Vec<File> = page_files().into_iter().filter(|file| file.path != "src/main.rs").collect();
        hold_over(&files, |file| {
            let code = keep(&file.path, &file.text, &[Code]);
            let told = |name| format!("says `{name}`; show it, pass it on, or log it as a warning");
            named(&code, LEFTOVERS).into_iter().map(|(line, name)| (line, told(name))).collect()
        });
    }

    #[test]
    fn one_place_knows_whether_this_is_the_sandbox() {
        const NAME: &str = "\"PARLANCE_SANDBOX\"";
        let files = files("src", &[".rs"]);
        let readers = files.iter().flat_map(|file| {
            let speech = keep(&file.path, &file.text, &[Code, Quoted]);
            let at: Vec<usize> = speech.match_indices(NAME).map(|(at, _)| line_of(&speech, at)).collect();
            at.into_iter().map(move |line| format!("{}:{line}", file.path))
        });
        let readers: Vec<String> = readers.collect();
        let told = match readers.len() {
            1 => return,
            0 => "nowhere; read it where requests get their address".to_owned(),
            _ => format!("in {}; read it once and ask there", readers.join(" and ")),
        };
        hold(&[format!("PARLANCE_SANDBOX is read {told}")]);
    }
}

mod page {
    use super::*;

    #[test]
    fn no_markup_is_made_from_strings() {
        hold_over(&page_files(), |file| {
            let told = |name| format!("says `{name}`; build nodes instead (docs/adr/0003)");
            named(&file.text, STRING_SINKS).into_iter().map(|(line, name)| (line, told(name))).collect()
        });
    }

    #[test]
    fn no_style_attribute_meets_the_policy() {
        hold_over(&page_files(), |file| {
            let told = "sets a `style` attribute, which the CSP refuses; use a class, or `style:property=`";
            markup::style_attributes(&file.text).into_iter().map(|line| (line, told.to_owned())).collect()
        });
    }

    #[test]
    fn the_page_runs_nothing_inline() {
        hold_over(&index().into_iter().collect::<Vec<_>>(), |file| {
            let told = |what| format!("has {what} inline, which the CSP refuses; put it into a file");
            markup::inline_code(&file.text).into_iter().map(|(line, what)| (line, told(what))).collect()
        });
    }

    #[test]
    fn no_key_stands_in_the_tree() {
        let places = ["src", "public", "docs", "index.html", "README.md", "xtask/src", "tests/e2e"];
        let endings = [".rs", ".js", ".ts", ".html", ".md", ".svg", ".json", ".txt", ".toml"];
        let all: Vec<File> = places.iter().flat_map(|place| files(place, &endings)).collect();
        hold_over(&all, |file| {
            let told = "holds what looks like a real key; delete it there and at OpenRouter".to_owned();
            keys(&file.text).into_iter().map(|at| (line_of(&file.text, at), told.clone())).collect()
        });
    }

    fn keys(text: &str) -> Vec<usize> {
        let hex = |rest: &str| rest.chars().take_while(char::is_ascii_hexdigit).count();
        let prefix = "sk-or-v1-";
        text.match_indices(prefix).map(|(at, _)| at).filter(|at| hex(&text[at + prefix.len()..]) >= 20).collect()
    }

    #[test]
    fn a_real_key_is_told_from_an_example() {
        let real = format!("x sk-or-v1-{}", "0123456789abcdef".repeat(4));
        assert_eq!(keys(&real), [2]);
        assert_eq!(keys("sk-or-v1-abc sk-or-v1-… sk-or-v1-0123456789-0123456789"), [0; 0]);
    }
}

mod style {
    use super::*;

    #[test]
    fn the_page_links_every_style_sheet_once_in_the_order_of_layers() {
        let index = index().expect("index.html is not there; the page begins with it");
        let styles = styles();
        let hrefs: Vec<&str> = index.text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let linked: Vec<&str> = hrefs.into_iter().filter(|href| href.starts_with("style/")).collect();
        hold(&css::link_breaches(&linked, &styles));
    }

    #[test]
    fn every_class_is_both_styled_and_worn() {
        let page = page_files();
        let styles = styles();
        if styles.is_empty() || page.is_empty() {
            return;
        }
        let mut wearable = BTreeSet::new();
        for file in &page {
            let quoted =
                if file.path.ends_with(".html") { file.text.clone() } else { keep(&file.path, &file.text, &[Quoted]) };
            wearable.extend(markup::words(&quoted));
            wearable.extend(markup::classes(&file.text).into_iter().map(|(_, name)| name));
        }
        let styled: BTreeSet<String> =
            styles.iter().flat_map(|file| css::classes(&file.text)).map(|(_, name)| name).collect();
        hold_over(&[styles, page].concat(), |file| {
            let (found, other, told) = if file.path.ends_with(".css") {
                (css::classes(&file.text), &wearable, "which no view wears; take the rule out")
            } else {
                (markup::classes(&file.text), &styled, "which no style sheet knows; style it or take it off")
            };
            let missing = found.into_iter().filter(|(_, name)| !other.contains(name));
            missing.map(|(line, name)| (line, format!("names the class `{name}`, {told}"))).collect()
        });
    }

    #[test]
    fn colours_come_from_tokens() {
        let sheets: Vec<File> = styles().into_iter().filter(|file| file.path != "style/tokens.css").collect();
        hold_over(&sheets, |file| {
            let told = |colour| format!("writes the colour `{colour}` out; give it a meaning in style/tokens.css");
            css::raw_colours(&file.text).into_iter().map(|(line, colour)| (line, told(colour))).collect()
        });
    }
}

mod papers {
    use super::*;

    #[test]
    fn what_is_left_to_do_has_an_issue() {
        let places = RUST.iter().chain(&["style", "index.html", "boot.js"]);
        let all: Vec<File> = places.flat_map(|place| files(place, &[".rs", ".css", ".js", ".ts", ".html"])).collect();
        hold_over(&all, |file| {
            let html = file.path.ends_with(".html");
            let comments = if html { file.text.clone() } else { keep(&file.path, &file.text, &[Comment]) };
            let told = "leaves something to do without an issue; write its number (`#12`), or do it";
            stray(&comments).into_iter().map(|line| (line, told.to_owned())).collect()
        });
    }

    fn stray(comments: &str) -> Vec<usize> {
        let has_issue = |line: &str| line.split('#').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let is_mark = |line: &str| ["TODO", "FIXME"].iter().any(|mark| !whole_words(line, mark).is_empty());
        comments.lines().zip(1..).filter(|(line, _)| is_mark(line) && !has_issue(line)).map(|(_, n)| n).collect()
    }

    #[test]
    fn a_mark_without_a_number_is_noticed() {
        assert_eq!(stray("// TODO(#12): x\n// TODO: x\n// MY_TODO_LIST\n/* FIXME # */"), [2, 4]);
    }

    #[test]
    fn every_dependency_has_a_reason() {
        let manifests = [
            "Cargo.toml",
            "maths/Cargo.toml",
            "renderer/Cargo.toml",
            "search/Cargo.toml",
            "importer/Cargo.toml",
            "data/Cargo.toml",
            "xtask/Cargo.toml",
            "tests/sandbox/Cargo.toml",
        ];
        let all: Vec<File> = manifests.iter().flat_map(|path| files(path, &["Cargo.toml"])).collect();
        hold_over(&all, |file| {
            let told =
                |name| format!("depends on {name} without a reason; write one in a comment on its line or above");
            manifest::unexplained(&file.text).into_iter().map(|(line, name)| (line, told(name))).collect()
        });
    }

    #[test]
    fn the_papers_are_short_and_there() {
        let limits = [("README.md", 120), ("ARCHITECTURE.md", 150)];
        let mut breaches = Vec::new();
        for (path, limit) in limits {
            let lines = files(path, &[".md"]).pop().map_or(0, |file| file.text.lines().count());
            if lines == 0 || lines > limit {
                breaches.push(format!("{path} has {lines} lines; give it at least one and at most {limit}"));
            }
        }
        let changes = files("CHANGELOG.md", &[".md"]).pop().map(|file| file.text).unwrap_or_default();
        if !changes.lines().any(|line| line.starts_with("## ") && line.contains("Unreleased")) {
            breaches.push("CHANGELOG.md has no heading \"Unreleased\"; put it on top, changes go below it".to_owned());
        }
        hold(&breaches);
    }

    #[test]
    fn no_lock_file_sends_everyone_to_one_registry() {
        let endings = [".json", ".npmrc", ".yml", ".yaml", ".toml", ".lock"];
        let all: Vec<File> =
            ["tests/e2e", ".npmrc", ".cargo"].iter().flat_map(|place| files(place, &endings)).collect();
        hold_over(&all, |file| {
            let told = |name| format!("names a registry (`{name}`); leave the choice to each machine");
            named(&file.text, REGISTRIES).into_iter().map(|(line, name)| (line, told(name))).collect()
        });
    }
}
