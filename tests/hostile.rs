//! What a model may write to harm whoever reads it, in `hostile/cases.json`, and what may come of it:
//! addresses that are safe, and else nothing but words; and no word is lost.
//!
//! In every case what a reader should see says `seen`. The end-to-end tests show the same cases.

#[path = "hostile/holds.rs"]
mod holds;

use std::collections::HashSet;

use holds::{Holds, fault_of, faults};
use parlance::domain::markdown::parse;
use parlance::domain::markdown::stream::Stream;
use serde_json::Value;

/// Cuts that are as if thrown, the same each time.
fn cuts(text: &str, seed: usize) -> Vec<&str> {
    let (mut pieces, mut rest, mut dice) = (Vec::new(), text, seed * 7919 + 1);
    while !rest.is_empty() {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = rest.ceil_char_boundary((dice >> 33) % 24 + 1);
        pieces.push(&rest[..at]);
        rest = &rest[at..];
    }
    pieces
}

fn cases() -> Vec<(String, String)> {
    let cases: Value = serde_json::from_str(include_str!("hostile/cases.json")).expect("cases.json is JSON");
    let text = |case: &Value, name: &str| case[name].as_str().expect("a text").to_owned();
    cases.as_array().expect("a list").iter().map(|case| (text(case, "name"), text(case, "markdown"))).collect()
}

#[track_caller]
fn hold(told: Vec<String>) {
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn there_are_many_cases_and_each_shows_something() {
    let cases = cases();
    let names: HashSet<&str> = cases.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), cases.len(), "two cases have one name");
    assert!(cases.len() >= 250, "{}", cases.len());
    hold(cases.iter().filter(|(_, text)| !text.contains("seen")).map(|(name, _)| name.clone()).collect());
}

#[test]
fn nothing_but_safe_addresses_and_words_comes_of_it() {
    let told = cases().into_iter().flat_map(|(name, text)| {
        let faults = faults(&parse(&text));
        faults.into_iter().map(move |fault| format!("{name}: {fault}"))
    });
    hold(told.collect());
}

#[test]
fn neither_does_it_while_it_arrives() {
    let told = cases().into_iter().flat_map(|(name, text)| {
        let mut told = Vec::new();
        for seed in 0..8 {
            let mut stream = Stream::default();
            for piece in cuts(&text, seed) {
                stream.push(piece);
                told.extend(faults(stream.settled()));
                told.extend(faults(stream.tail()));
            }
            stream.finish();
            told.extend(faults(stream.settled()));
        }
        told.into_iter().map(move |fault| format!("{name}: {fault}"))
    });
    hold(told.collect());
}

#[test]
fn no_word_is_lost() {
    let told = cases().into_iter().filter_map(|(name, text)| {
        let blocks = parse(&text);
        let n_seen = |text: &String| text.matches("seen").count();
        let (written, shown) = (n_seen(&text), Holds::of(&blocks).words.iter().map(n_seen).sum::<usize>());
        (shown < written).then(|| format!("{name}: {shown} of {written} words in {blocks:?}"))
    });
    hold(told.collect());
}

#[test]
fn what_is_wrong_is_found() {
    for address in [
        "javascript:alert(1)",
        "https://",
        "https://a\u{202E}b",
        "https://a:x/",
        "data:a",
        "https://%41/",
        "//a",
        "https://a\\b",
    ] {
        assert!(fault_of(address).is_some(), "{address}");
    }
    for address in ["https://example.org/%41?b#c", "http://[::1]:80/", "mailto:a@example.org", "mailto:/a@example.org"]
    {
        assert_eq!(fault_of(address), None, "{address}");
    }
}
