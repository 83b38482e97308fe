//! Reads classes and attributes out of views (`ui!` in Rust) and of index.html.

use std::collections::BTreeSet;

use crate::mask::line_of;

fn of_class(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// HTML without its comments; lines stay where they are.
pub fn without_comments(html: &str) -> String {
    let mut kept = String::new();
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        let (inside, after) = comment.split_once("-->").unwrap_or((comment, ""));
        kept.push_str(before);
        kept.extend(inside.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    kept + rest
}

/// The classes that a view or a page gives away, with their lines: `class="a b"`, `class=("a", …)`, `class:a=…`.
pub fn classes(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in source.match_indices("class") {
        if source[..at].ends_with(|c: char| of_class(c) || c == '.') {
            continue;
        }
        let after = &source[at + "class".len()..];
        let names = if let Some(value) = after.strip_prefix("=\"").or_else(|| after.strip_prefix("=(\"")) {
            value.split('"').next().unwrap_or_default()
        } else if let Some(name) = after.strip_prefix(':') {
            let end = name.find(|c| !of_class(c)).unwrap_or(name.len());
            if name[end..].starts_with('=') { &name[..end] } else { "" }
        } else {
            ""
        };
        found.extend(names.split_whitespace().map(|name| (line_of(source, at), name.to_owned())));
    }
    found
}

/// Everything in `text` that could be the name of a class.
pub fn words(text: &str) -> BTreeSet<String> {
    text.split(|c| !of_class(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The lines on which a view or a page sets a whole `style` attribute. `style:width=` is another thing.
pub fn style_attributes(source: &str) -> Vec<usize> {
    let by_code = source.match_indices("set_attribute(\"style\"");
    let in_view = source.match_indices("style=").filter(|(at, _)| {
        let before = source[..*at].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || c == ':')
    });
    by_code.chain(in_view).map(|(at, _)| line_of(source, at)).collect()
}

/// What a page would run or paint inline, each with its line: scripts, styles, handlers.
pub fn inline_code(html: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in html.match_indices('<') {
        let tag = html[at + 1..].split('>').next().unwrap_or_default();
        let name = tag.split_whitespace().next().unwrap_or_default();
        let is_script = name == "script" && !tag.contains("src=");
        let handler = tag.split_whitespace().find(|word| {
            word.strip_prefix("on")
                .is_some_and(|rest| rest.contains('=') && rest.starts_with(|c: char| c.is_ascii_lowercase()))
        });
        if is_script || name == "style" {
            found.push((line_of(html, at), format!("<{name}>")));
        }
        found.extend(handler.map(|word| (line_of(html, at), word.split('=').next().unwrap_or(word).to_owned())));
    }
    found
}

#[test]
fn classes_are_read_from_attributes_alone() {
    let view = "<p class=\"a b__c\" class:d=move || x class=(\"e\", y)>\n<i class=f(\"no\") subclass=\"no\" data-x=\"class\">\
                struct X { class: &'static str }";
    let names: Vec<String> = classes(view).into_iter().map(|(_, name)| name).collect();
    assert_eq!(names, ["a", "b__c", "d", "e"]);
}

#[test]
fn style_attributes_are_told_from_properties() {
    assert_eq!(style_attributes("<p style=\"x\">\n<p\nstyle=move || y>"), [1, 3]);
    assert_eq!(style_attributes("<p style:width=x data-style=\"y\"> let style = 1; restyle=2"), [0; 0]);
}

#[test]
fn inline_code_is_found_in_a_page() {
    let html = without_comments(
        "<!-- <style>\n --><script src=\"a.js\"></script>\n<script>x</script><p onclick=\"x\" only=\"y\">",
    );
    assert_eq!(inline_code(&html), [(3, "<script>".to_owned()), (3, "onclick".to_owned())]);
}
