//! The examples of CommonMark 0.31.2, all 652, and of GFM's extensions, against what we make of them.
//!
//! Each example is judged twice: as it stands, where a link that leads nowhere safe is words; and with
//! every destination made one that is safe, so that destinations and titles are seen too.

#[path = "judges/examples.rs"]
mod examples;
#[path = "judges/html.rs"]
mod html;

use examples::Example;
use html::{Bare, percent_decode, unescape};
use parlance::domain::markdown::parse;

/// Where npm puts the specification.
const SPECIFICATION: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/e2e/node_modules/commonmark-spec/spec.txt");
/// Written before each destination, so that it is safe. Not `https://`, which is a link without any marks.
const SAFE: &str = "mailto:m?";

/// Examples whose meaning is another one here, and why.
const EXCEPTIONS: &[(usize, &str)] = &[
    (484, "a link without words shows where it leads, or nobody would find it"),
    (487, "without words and without a destination it is nothing, and a paragraph of nothing is none"),
];
/// The same for examples whose destinations were made safe.
const SAFE_EXCEPTIONS: &[(usize, &str)] = &[
    (484, "a link without words shows where it leads"),
    (487, "the same"),
    (507, "white space that is not a space is refused in an address"),
    (568, "what looks like a destination there is none"),
];

/// Whether a destination can be followed. Said here once more, so that a mistake there is not judged by itself.
fn is_safe(destination: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|scheme| destination.to_ascii_lowercase().starts_with(scheme))
}

/// Takes the links that lead nowhere safe out of the specification's HTML, or makes their destinations
/// safe; and gives all addresses one spelling.
fn expected(example: &Example, safe: &str) -> String {
    let mut out = String::new();
    let mut rest = example.html.as_str();
    let mut is_dissolved = false;
    while let Some(at) = rest.find('<') {
        out.push_str(&unescape(&rest[..at]));
        rest = &rest[at..];
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        let (tag, after) = rest.split_at(end);
        let is_raw = example.text.contains(tag);
        rest = after;
        let destination = ["<a href=\"", "<img src=\""]
            .into_iter()
            .find_map(|begin| Some((begin, tag.strip_prefix(begin)?.split_once('"')?)));
        match destination {
            Some((begin, (destination, attributes))) if !is_raw => {
                let destination = unescape(&percent_decode(destination));
                let before = if is_safe(&destination) || example.section == "Autolinks" { "" } else { safe };
                let (destination, attributes) = (format!("{before}{destination}"), unescape(attributes));
                if begin.starts_with("<img") || is_safe(&destination) {
                    out.push_str(&format!("{begin}{destination}\"{attributes}"));
                } else {
                    is_dissolved = true;
                }
            }
            _ if tag == "</a>" && is_dissolved && !is_raw => is_dissolved = false,
            _ => out.push_str(&unescape(tag)),
        }
    }
    out + &unescape(rest)
}

/// Writes [`SAFE`] before whatever stands where a destination may: after `](` and `]:`, with or without `<`.
fn make_safe(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("](").into_iter().chain(rest.find("]:")).min() {
        let mut end = at + 2;
        let space = rest[end..].len() - rest[end..].trim_start().len();
        if rest[end..end + space].matches('\n').count() < 2 {
            end += space;
        }
        end += usize::from(rest[end..].starts_with('<'));
        out.push_str(&rest[..end]);
        if !rest[end..].starts_with("http") {
            out.push_str(SAFE);
        }
        rest = &rest[end..];
    }
    out + rest
}

/// Judges examples; whoever is in `exceptions` must fail, and nobody else may.
#[track_caller]
fn judge(
    examples: &[Example],
    exceptions: &[(usize, &str)],
    bare: Bare,
    texts: impl Fn(&Example) -> Option<(String, String)>,
) {
    let (mut judged, mut breaches) = (0, Vec::new());
    for example in examples {
        let Some((text, expected)) = texts(example) else { continue };
        judged += 1;
        let written = html::write(&parse(&text), &text, bare);
        let is_excepted = exceptions.iter().any(|(number, _)| *number == example.number);
        if (written == expected) != is_excepted {
            continue;
        }
        let Example { number, section, .. } = example;
        breaches.push(if is_excepted {
            format!("{number} ({section}) is right; take it out of the exceptions")
        } else {
            format!("{number} ({section})\n--- text\n{text}\n--- should be\n{expected}\n--- is\n{written}")
        });
    }
    assert!(
        breaches.is_empty(),
        "{}\n\n{} of {judged} examples, {} of them exceptions",
        breaches.join("\n\n"),
        breaches.len(),
        exceptions.len()
    );
}

fn specification() -> Vec<Example> {
    let text = std::fs::read_to_string(SPECIFICATION)
        .expect("tests/e2e/node_modules has no commonmark-spec; `cargo xtask test` installs it");
    let examples = examples::read(&text);
    assert_eq!(examples.len(), 652);
    examples
}

#[test]
fn every_example_of_commonmark_means_what_it_should() {
    judge(&specification(), EXCEPTIONS, Bare::Words, |example| Some((example.text.clone(), expected(example, ""))));
}

#[test]
fn links_of_commonmark_lead_where_they_should() {
    judge(&specification(), SAFE_EXCEPTIONS, Bare::Words, |example| {
        let is_about_links = expected(example, "") != expected(example, SAFE);
        is_about_links.then(|| (make_safe(&example.text), make_safe(&expected(example, SAFE))))
    });
}

#[test]
fn the_extensions_of_gfm_mean_what_they_should() {
    let examples = examples::read(include_str!("judges/gfm.txt"));
    assert!(examples.len() >= 40, "{}", examples.len());
    judge(&examples, &[], Bare::Links, |example| Some((example.text.clone(), expected(example, ""))));
}
