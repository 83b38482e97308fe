//! Finds the paths that a Rust source names: in `use` trees and in the midst of code.

/// A path as its source means it, with `self` and `super` worked out.
#[derive(Debug, PartialEq)]
pub struct Mention {
    pub line: usize,
    /// Whether it begins in this crate; else its first segment is another crate.
    pub ours: bool,
    pub path: Vec<String>,
}

struct Token<'a> {
    text: &'a str,
    line: usize,
}

/// Every path in `code` that leaves its module, or names one of the crates in `externs`.
///
/// `code` has no comments and no text in its strings; `module` is where the file stands in the crate.
pub fn mentions(code: &str, module: &[&str], externs: &[String]) -> Vec<Mention> {
    let tokens = tokens(code);
    let text = |i: usize| tokens.get(i).map_or("", |token| token.text);
    let mut here: Vec<String> = module.iter().map(|name| (*name).to_owned()).collect();
    // For each open brace, whether it is that of an inline module.
    let mut braces: Vec<bool> = Vec::new();
    let mut found: Vec<Mention> = Vec::new();
    // What the file's own `use` lines bring into scope: `web_sys` after `use leptos::web_sys`.
    let mut bound: Vec<String> = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        let before = if i == 0 { "" } else { text(i - 1) };
        let mut leaves = Vec::new();
        match text(i) {
            "mod" if text(i + 2) == "{" => {
                here.push(text(i + 1).to_owned());
                braces.push(true);
                i += 3;
            }
            "{" => {
                braces.push(false);
                i += 1;
            }
            "}" => {
                if braces.pop() == Some(true) {
                    here.pop();
                }
                i += 1;
            }
            "use" if text(i + 1) != "<" => {
                i = tree(&tokens, i + 1, &[], &mut leaves);
                bound.extend(
                    leaves.iter().filter(|(path, _)| path.len() > 1).filter_map(|(path, _)| path.last().cloned()),
                );
            }
            // The first segment of a path: what stands behind `::` or `.` belongs to something before it.
            first if is_name(first) && text(i + 1) == "::" && before != "." => {
                let leading = before == "::" && (i < 2 || !(is_name(text(i - 2)) || text(i - 2) == ">"));
                let mut path = Vec::new();
                let start = i;
                while is_name(text(i)) {
                    path.push(text(i).to_owned());
                    i += if text(i + 1) == "::" && is_name(text(i + 2)) { 2 } else { 1 };
                    if text(i - 1) != "::" {
                        break;
                    }
                }
                if before != "::" || leading {
                    leaves.push((path, start));
                }
            }
            _ => i += 1,
        }
        for (path, token) in leaves {
            if let Some((ours, path)) = resolve(path, &here, externs) {
                found.push(Mention { line: tokens[token].line, ours, path });
            }
        }
    }
    found.retain(|mention| mention.ours || !bound.contains(&mention.path[0]));
    found
}

/// Follows one `use` tree from token `i`; each leaf is a path and its token. Gives the token behind it.
fn tree(tokens: &[Token], mut i: usize, prefix: &[String], leaves: &mut Vec<(Vec<String>, usize)>) -> usize {
    let text = |i: usize| tokens.get(i).map_or(";", |token| token.text);
    let mut path = prefix.to_vec();
    let mut last = i;
    loop {
        match text(i) {
            "::" => i += 1,
            "{" => {
                i += 1;
                while !["}", ";"].contains(&text(i)) {
                    let next = tree(tokens, i, &path, leaves);
                    // A sign that no use-tree has is stepped over, rather than met for ever.
                    i = next + usize::from(text(next) == "," || next == i);
                }
                return i + 1;
            }
            "as" => i += 2,
            name if is_name(name) || name == "*" => {
                // `a::{self}` is `a`; a leading `self` means something else.
                if name != "self" || path.is_empty() {
                    path.push(name.to_owned());
                }
                last = i;
                i += 1;
            }
            _ => {
                leaves.push((path, last.min(tokens.len() - 1)));
                return i;
            }
        }
    }
}

/// Works out where a path leads; `None` for names of the module's own scope.
fn resolve(path: Vec<String>, here: &[String], externs: &[String]) -> Option<(bool, Vec<String>)> {
    let first = path.first()?.as_str();
    if !["crate", "self", "super"].contains(&first) {
        return externs.iter().any(|known| known == first).then_some((false, path));
    }
    let mut from = usize::from(first != "super");
    let mut base = if first == "crate" { &[] } else { here };
    while path.get(from).is_some_and(|name| name == "super") {
        from += 1;
        base = &base[..base.len().saturating_sub(1)];
    }
    Some((true, [base, &path[from..]].concat()))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Names, `::`, and every other sign by itself.
fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut line, mut at) = (1, 0);
    while let Some(c) = code[at..].chars().next() {
        let rest = &code[at..];
        let len = if c.is_alphanumeric() || c == '_' {
            rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            c.len_utf8()
        };
        line += usize::from(c == '\n');
        if !c.is_whitespace() {
            tokens.push(Token { text: &rest[..len], line });
        }
        at += len;
    }
    tokens
}
