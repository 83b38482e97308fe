//! What each part of the app adds to its wasm: an estimate.
//!
//! The compiler's own module, before wasm-bindgen and wasm-opt, still has the name of every function. Its
//! bytes are counted by the crate that the name begins with, and the counts are shared out over what
//! travels in the end. wasm-opt does not shrink all parts alike, and brotli likes some better than
//! others, so this says where to look and not what would be saved to the byte.

use std::ops::Range;
use std::path::PathBuf;

use rustc_demangle::demangle;
use serde_json::Value;
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use crate::process::{ask, cargo};
use crate::say::{OrSay, Outcome, Problem};

/// The parts, each with the paths that belong to it. The first that fits counts.
const PARTS: [(&str, &[&str]); 9] = [
    ("Markdown", &["parlance::domain::markdown", "pulldown_cmark", "unicase"]),
    ("highlighting", &["parlance::domain::highlight"]),
    ("drawing", &["renderer"]),
    ("searching", &["search", "parlance_search", "unicode_normalization"]),
    ("the app besides", &["parlance"]),
    ("router", &["leptos_router"]),
    (
        "Leptos and its signals",
        &[
            "leptos",
            "leptos_dom",
            "leptos_meta",
            "tachys",
            "reactive_graph",
            "reactive_stores",
            "any_spawner",
            "either_of",
            "hydration_context",
            "next_tuple",
            "oco_ref",
            "or_poisoned",
            "server_fn",
            "send_wrapper",
            "slotmap",
            "throw_error",
        ],
    ),
    ("JSON", &["serde", "serde_core", "serde_json", "itoa", "zmij", "memchr"]),
    (
        "bindings to the Web",
        &[
            "wasm_bindgen",
            "wasm_bindgen_futures",
            "wasm_streams",
            "js_sys",
            "web_sys",
            "gloo_net",
            "gloo_storage",
            "gloo_utils",
        ],
    ),
];
/// Other people's crates besides.
const OTHER: &str = "other crates";
/// Functions whose name tells of no crate but those that come with Rust.
const STD: &str = "standard library";
/// What is no function.
const DATA: &str = "texts and tables of all";
/// Crates that come with Rust. Their functions count for whoever they were made for, if the name tells.
const RUST: [&str; 8] = ["std", "core", "alloc", "hashbrown", "dlmalloc", "compiler_builtins", "rustc_demangle", "str"];

/// A part and its bytes.
pub type Share = (&'static str, usize);

/// The parts of a module that cargo has just built, the largest first, as shares of `total` bytes.
pub fn of_last_build(module: &str, total: usize) -> Outcome<Vec<Share>> {
    let file = target_folder()?.join(format!("wasm32-unknown-unknown/release/{module}.wasm"));
    let module = std::fs::read(&file).or_say(&format!("reading {}", file.display()))?;
    Ok(scaled(&counts(&module)?, total))
}

/// Where cargo builds: a variable or a setting may have moved it.
fn target_folder() -> Outcome<PathBuf> {
    let answer = ask(&mut cargo(&["metadata", "--no-deps", "--format-version", "1"])).unwrap_or_default();
    let metadata: Value = serde_json::from_str(&answer).or_say("asking cargo where it builds")?;
    let folder =
        metadata["target_directory"].as_str().ok_or_else(|| Problem::new("cargo did not say where it builds."))?;
    Ok(folder.into())
}

/// The bytes of each part in this module.
fn counts(module: &[u8]) -> Outcome<Vec<Share>> {
    let doing = "reading the compiled wasm";
    let mut n_imported = 0;
    let mut n_data = 0;
    let mut bodies = Vec::new();
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload.or_say(doing)? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    n_imported += usize::from(matches!(import.or_say(doing)?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(length(&body.range())),
            Payload::DataSection(data) => n_data = length(&data.range()),
            Payload::CustomSection(section) => {
                let KnownCustom::Name(sections) = section.as_known() else { continue };
                for section in sections {
                    let Name::Function(map) = section.or_say(doing)? else { continue };
                    for naming in map {
                        let naming = naming.or_say(doing)?;
                        names.push((naming.index as usize, naming.name));
                    }
                }
            }
            _ => {}
        }
    }
    let mut counts = vec![(DATA, n_data)];
    for (idx, name) in names {
        // The imported functions come first in the numbering, and have no body.
        let Some(body) = idx.checked_sub(n_imported).and_then(|at| bodies.get(at)) else { continue };
        let Some(part) = part(&format!("{:#}", demangle(name))) else { continue };
        match counts.iter_mut().find(|(other, _)| *other == part) {
            Some((_, bytes)) => *bytes += body,
            None => counts.push((part, *body)),
        }
    }
    if counts.len() == 1 {
        return Err(Problem::new("the compiled wasm names no function: does a profile in Cargo.toml strip it?"));
    }
    Ok(counts)
}

fn length(range: &Range<u64>) -> usize {
    usize::try_from(range.end - range.start).unwrap_or(usize::MAX)
}

/// The part that a function belongs to; `None` for those that only wasm-bindgen runs, and removes.
fn part(name: &str) -> Option<&'static str> {
    if name.contains("wbindgen_describe") || name.contains("WasmDescribe") {
        return None;
    }
    let path = paths(name).into_iter().find(|path| !RUST.contains(&path.split("::").next().unwrap_or_default()));
    let Some(path) = path else { return Some(STD) };
    let is_below =
        |scope: &&str| path.strip_prefix(*scope).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'));
    let part = PARTS.iter().find(|(_, scopes)| scopes.iter().any(is_below)).map(|(part, _)| *part);
    Some(part.unwrap_or(OTHER))
}

/// The paths in a name, in order: `<a::B as c::D>::e` has `a::B` and `c::D`.
fn paths(name: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let pieces = name.split(|c| !is_part(c));
    // What follows a bracket, as in `>::e`, goes on from there and begins nothing.
    pieces.filter(|piece| piece.contains("::") && !piece.starts_with(':')).collect()
}

/// The counts as shares of another total, the largest first.
fn scaled(counts: &[Share], total: usize) -> Vec<Share> {
    let sum: usize = counts.iter().map(|(_, bytes)| bytes).sum();
    let mut shares: Vec<Share> = counts.iter().map(|(part, bytes)| (*part, bytes * total / sum.max(1))).collect();
    shares.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_belongs_to_the_first_crate_its_name_tells_of() {
        let rows = [
            ("parlance::domain::markdown::parse::blocks", Some("Markdown")),
            ("parlance::domain::markdown_like::f", Some("the app besides")),
            ("<parlance::state::chats::Chat as core::clone::Clone>::clone", Some("the app besides")),
            ("core::ptr::drop_in_place<alloc::vec::Vec<pulldown_cmark::Event>>", Some("Markdown")),
            ("<T as tachys::view::Render>::build", Some("Leptos and its signals")),
            ("leptos_router::history::push::{{closure}}", Some("router")),
            ("<&mut serde_json::de::Deserializer<R> as serde::de::Deserializer>::deserialize_any", Some("JSON")),
            ("js_sys::Promise::new", Some("bindings to the Web")),
            ("parlance_search::fold::fold", Some("searching")),
            ("parlance::domain::search::Excerpt::pieces", Some("the app besides")),
            ("sha2::sha256::compress256", Some("other crates")),
            ("alloc::raw_vec::RawVec<T,A>::grow_one", Some("standard library")),
            ("memcpy", Some("standard library")),
            ("<core::option::Option<T> as wasm_bindgen::describe::WasmDescribe>::describe", None),
        ];
        for (name, expected) in rows {
            assert_eq!(part(name), expected, "{name}");
        }
    }

    /// A section: its number, its length, its content.
    fn section(id: u8, content: &[u8]) -> Vec<u8> {
        [&[id, u8::try_from(content.len()).expect("a short section")], content].concat()
    }

    /// A module that imports one function and has two, of three and two bytes, and four bytes of data.
    fn module(names: &[u8]) -> Vec<u8> {
        let name_section = [&b"\x04name\x01"[..], &[u8::try_from(names.len()).expect("short")], names].concat();
        [
            b"\0asm\x01\0\0\0".to_vec(),
            section(1, b"\x01\x60\0\0"),
            section(2, b"\x01\x01a\x01b\0\0"),
            section(3, b"\x02\0\0"),
            section(5, b"\x01\0\x01"),
            section(10, b"\x02\x03\0\x01\x0b\x02\0\x0b"),
            section(11, b"\x01\x01\x01z"),
            section(0, &name_section),
        ]
        .concat()
    }

    #[test]
    fn imported_functions_do_not_shift_the_names() {
        let names = b"\x03\0\x04a::b\x01\x0bparlance::f\x02\x09tachys::f";
        let counts = counts(&module(names)).expect("a valid module");
        assert_eq!(counts, [(DATA, 4), ("the app besides", 3), ("Leptos and its signals", 2)]);
    }

    #[test]
    fn a_module_without_names_is_no_estimate() {
        assert!(counts(&module(b"\0")).is_err());
    }

    #[test]
    fn shares_add_up_to_what_travels() {
        assert_eq!(scaled(&[("a", 1), ("b", 3)], 200), [("b", 150), ("a", 50)]);
    }
}
