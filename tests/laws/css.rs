//! Reads style sheets as far as our customs need: selectors, declarations, layers, colours.

use crate::mask::{Kind, keep, line_of, whole_words};
use crate::tree::File;

/// What a piece of a style sheet is.
#[derive(PartialEq)]
enum Piece {
    /// What stands before a brace: a selector, or an at-rule.
    Prelude,
    Declaration,
}

/// Functions that make a colour out of numbers. `color-mix` and `light-dark` only combine.
const COLOUR_MAKERS: [&str; 10] =
    ["rgb(", "rgba(", "hsl(", "hsla(", "hwb(", "lab(", "lch(", "oklab(", "oklch(", "color("];

fn pieces(css: &str) -> Vec<(usize, Piece, String)> {
    let code = keep("a.css", css, &[Kind::Code]);
    let mut found = Vec::new();
    let mut from = 0;
    for (at, sign) in code.match_indices(['{', '}', ';']) {
        let text = code[from..at].trim();
        let line = line_of(&code, at - code[from..at].trim_start().len());
        if !text.is_empty() {
            let piece = if sign == "{" { Piece::Prelude } else { Piece::Declaration };
            found.push((line, piece, text.to_owned()));
        }
        from = at + 1;
    }
    found
}

/// Every class that a selector names, with its line.
pub fn classes(css: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (line, piece, text) in pieces(css) {
        if piece == Piece::Declaration || (text.starts_with('@') && !text.starts_with("@scope")) {
            continue;
        }
        for part in text.split('.').skip(1) {
            let end = part.find(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).unwrap_or(part.len());
            if part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '-') {
                found.push((line, part[..end].to_owned()));
            }
        }
    }
    found
}

/// Every colour that is written out in a declaration, with its line.
pub fn raw_colours(css: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (line, piece, text) in pieces(css) {
        if piece == Piece::Prelude {
            continue;
        }
        // `color-mix(` ends in no maker, and `in oklch,` has no parenthesis.
        let made = COLOUR_MAKERS
            .into_iter()
            .filter(|maker| whole_words(&text, maker).iter().any(|at| !text[..*at].ends_with('-')));
        found.extend(made.map(|maker| (line, maker.to_owned())));
        for (at, _) in text.match_indices('#') {
            let digits = text[at + 1..].chars().take_while(char::is_ascii_hexdigit).count();
            let is_address = text[..at].ends_with("url(");
            if !is_address && [3, 4, 6, 8].contains(&digits) {
                found.push((line, text[at..=at + digits].to_owned()));
            }
        }
    }
    found
}

/// The layers in the order that the statement `@layer a, b;` fixes.
pub fn layer_order(css: &str) -> Vec<String> {
    let statement = pieces(css).into_iter().find(|(_, piece, text)| *piece == Piece::Declaration && is_layer(text));
    let Some((_, _, text)) = statement else { return Vec::new() };
    text.trim_start_matches("@layer").split(',').map(|name| name.trim().to_owned()).collect()
}

/// The layers that the file puts rules into.
pub fn layers(css: &str) -> Vec<String> {
    let blocks = pieces(css).into_iter().filter(|(_, piece, text)| *piece == Piece::Prelude && is_layer(text));
    let name = |text: String| text.trim_start_matches("@layer").trim().split('.').next().unwrap_or_default().to_owned();
    blocks.map(|(_, _, text)| name(text)).collect()
}

fn is_layer(text: &str) -> bool {
    text.starts_with("@layer")
}

/// What is wrong with the links `linked` of index.html to the sheets `styles`.
pub fn link_breaches(linked: &[&str], styles: &[File]) -> Vec<String> {
    let mut breaches = Vec::new();
    let Some(first) = styles.iter().find(|file| file.path == "style/layers.css") else {
        return vec!["style/layers.css is not there; write it first, it fixes the order of layers".to_owned()];
    };
    let order = layer_order(&first.text);
    for file in styles {
        let times = linked.iter().filter(|href| **href == file.path).count();
        if times != 1 {
            breaches.push(format!("index.html links {} {times} times; link it once", file.path));
        }
    }
    let mut before = (0, "");
    for (i, href) in linked.iter().enumerate() {
        let Some(file) = styles.iter().find(|file| file.path == *href) else {
            breaches.push(format!("index.html links {href}, which is not there; write it or take the link out"));
            continue;
        };
        if file.path == first.path {
            if i != 0 {
                breaches.push("index.html links style/layers.css late; link it first, it fixes the order".to_owned());
            }
            continue;
        }
        let places: Vec<_> = layers(&file.text).iter().map(|name| order.iter().position(|l| l == name)).collect();
        match places.first() {
            None | Some(None) => breaches.push(format!("{href} is in no layer of style/layers.css; wrap its rules")),
            Some(Some(at)) if *at < before.0 => {
                breaches.push(format!("index.html links {href} after {}; link it earlier, by its layer", before.1));
            }
            Some(Some(at)) => before = (*at, *href),
        }
    }
    breaches
}

#[test]
fn classes_are_read_from_selectors_alone() {
    let css = "/* .no */ .a:not(.b) > .c__d { margin: .5rem; &.e[data-x=\".no\"]:hover { top: 0 } }\n\
               @media (width > 40.5rem) { .f, .g-h { } } @layer x.y { .i { background: url(a.png) } }";
    let names: Vec<String> = classes(css).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["a", "b", "c__d", "e", "f", "g-h", "i"]);
}

#[test]
fn raw_colours_are_found_in_values_alone() {
    let css = "#fed { color: #abc;\nfill: url(#abc); background: color-mix(in oklch, var(--a), transparent) }\n\
               a { border: 1px solid oklch(50% 0 0); --x: rgb(0 0 0 / 50%); content: \"#abc\"; color: #123456 }";
    let found = raw_colours(css);
    let expected = [(1, "#abc"), (3, "oklch("), (3, "rgb("), (3, "#123456")].map(|(n, s)| (n, s.to_owned()));
    assert_eq!(found, expected);
}

#[test]
fn layers_are_read_from_statement_and_blocks() {
    assert_eq!(layer_order("/* order */ @layer reset, tokens,\n  base;"), ["reset", "tokens", "base"]);
    assert_eq!(layers("@media print { @layer base { a { b: c } } } @layer components.x { }"), ["base", "components"]);
}

#[test]
fn a_style_sheet_out_of_order_is_noticed() {
    let sheet = |name: &str, text: &str| File { path: format!("style/{name}.css"), text: text.to_owned() };
    let styles = [
        sheet("layers", "@layer base, ui;"),
        sheet("a", "@layer base { }"),
        sheet("b", "@layer ui { }"),
        sheet("c", "p { }"),
    ];
    let all = ["style/layers.css", "style/a.css", "style/b.css"];
    assert!(link_breaches(&all, &styles[..3]).is_empty());
    let check = |linked: &[&str], told: &str| {
        let breaches = link_breaches(linked, &styles[..3]).join("; ");
        assert!(breaches.contains(told), "{breaches}");
    };
    check(&["style/layers.css", "style/b.css", "style/a.css"], "links style/a.css after style/b.css");
    check(&["style/layers.css", "style/a.css"], "links style/b.css 0 times");
    check(&["style/a.css", "style/layers.css", "style/b.css"], "link it first");
    check(&["style/layers.css", "style/a.css", "style/b.css", "style/x.css"], "style/x.css, which is not there");
    assert!(
        link_breaches(&["style/layers.css", "style/a.css", "style/b.css", "style/c.css"], &styles)[0]
            .contains("no layer")
    );
}
