//! Text files without the words that only their readers need.
//!
//! What this knows of a language is where its comments and its space are, and what wasm-bindgen writes in vain: three
//! classes that nobody makes, and names for values that are returned at once. Other names, order and rules stay as they
//! are written, so that what is deployed can be read beside its source.

use std::fs;
use std::path::Path;

use crate::say::{OrSay, Outcome};

/// What stands apart from words in a script without a space.
const SIGNS: [char; 16] = ['=', ',', '{', '}', '(', ')', ';', '?', ':', '<', '>', '!', '&', '|', '*', '+'];

/// Takes comments and needless space out of the style sheets, the page, and the scripts.
pub fn all(out: &Path) -> Outcome<()> {
    let doing = "taking comments out of the folder";
    for entry in fs::read_dir(out).or_say(doing)? {
        let path = entry.or_say(doing)?.path();
        let lean: fn(&str) -> String = match path.extension().and_then(|extension| extension.to_str()) {
            Some("css") => |text| tight(&lines(&without(text, "/*", "*/"))),
            Some("html") => |text| lines(&without(text, "<!--", "-->")),
            Some("js") => {
                |text| tight_script(&without_detours(&lines(&without_stream_classes(&without_documentation(text)))))
            }
            _ => continue,
        };
        let text = fs::read_to_string(&path).or_say(doing)?;
        fs::write(&path, lean(&text)).or_say(doing)?;
    }
    Ok(())
}

/// A text without what stands between these marks.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        kept.push_str(before);
        rest = after.split_once(close).map_or("", |(_, after)| after);
    }
    kept + rest
}

/// A script without the blocks that document its functions. They begin on a line of their own.
fn without_documentation(script: &str) -> String {
    let mut is_inside = false;
    let mut kept = String::with_capacity(script.len());
    for line in script.lines() {
        let line_start = line.trim_start();
        is_inside |= line_start.starts_with("/**");
        if !is_inside && !line_start.starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
        is_inside &= !line.trim_end().ends_with("*/");
    }
    kept
}

/// Lines without indents, and none that is empty.
fn lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n") + "\n"
}

/// A style sheet without the space that only readers need: around braces, and behind colons and commas. (A
/// colon before a space never stands in a selector.)
fn tight(css: &str) -> String {
    let mut tight = String::with_capacity(css.len());
    for c in css.chars() {
        let is_space = c.is_ascii_whitespace();
        if is_space && tight.ends_with(['{', '}', ';', ',', ':', ' ']) {
            continue;
        }
        if matches!(c, '{' | '}') && tight.ends_with([' ', ';']) && (c == '}' || tight.ends_with(' ')) {
            tight.pop();
        }
        tight.push(if is_space { ' ' } else { c });
    }
    tight
}

/// A script without the name that a function gives a value on one line, only to return it on the next: wasm-bindgen writes
/// some two hundred of them.
fn without_detours(script: &str) -> String {
    let mut kept = String::with_capacity(script.len());
    let mut rest = script.lines().peekable();
    while let Some(line) = rest.next() {
        match line.strip_prefix("const ret = ").and_then(|value| value.strip_suffix(';')) {
            // With another sign of the kind there may be more on the line than the value.
            Some(value) if !value.contains(';') && rest.next_if_eq(&"return ret;").is_some() => {
                kept.extend(["return ", value, ";\n"]);
            }
            _ => kept.extend([line, "\n"]),
        }
    }
    kept
}

/// A script without the space around signs, but in quotes, where space counts, and behind a slash, which may begin a pattern
/// or a comment; and, but for lines with such a slash, without the line breaks behind signs where JavaScript guesses no
/// semicolon. Quotes end on the line where they begin.
fn tight_script(script: &str) -> String {
    let mut tight = String::with_capacity(script.len());
    for line in script.lines() {
        let mut quote = None;
        let mut is_escaped = false;
        let mut has_no_slash = true;
        for c in line.chars() {
            if has_no_slash
                && quote.is_none()
                && let Some(before) = tight.strip_suffix(' ')
                && (SIGNS.contains(&c) || before.ends_with(SIGNS))
                && !(c == '+' && before.ends_with('+'))
            {
                tight.pop();
            }
            tight.push(c);
            match quote {
                Some(end) if c == end && !is_escaped => quote = None,
                None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
                _ => {}
            }
            has_no_slash &= c != '/' || quote.is_some();
            is_escaped = c == '\\' && !is_escaped;
        }
        assert!(quote.is_none() || !has_no_slash, "a quote that does not end on its line: {line}");
        if !has_no_slash || !tight.ends_with([';', '{', ',']) {
            tight.push('\n');
        }
    }
    tight
}

/// A script without the classes that wasm-bindgen makes for streams of Rust's. They come from wasm-streams, below
/// Leptos; nothing calls them, and their exports are removed (index.html).
fn without_stream_classes(script: &str) -> String {
    let mut kept = String::with_capacity(script.len());
    let mut last_line = None;
    for line in script.lines() {
        if line.starts_with("export class IntoUnderlying") {
            last_line = Some("}");
        } else if line.starts_with("const IntoUnderlying") {
            last_line = Some(";");
        }
        let is_end = match last_line {
            Some("}") => line == "}",
            Some(end) => line.ends_with(end),
            None => false,
        };
        if last_line.is_none() && !line.contains("IntoUnderlying") {
            kept.push_str(line);
            kept.push('\n');
        }
        if is_end {
            last_line = None;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_rules_stay() {
        let css = "/* About. */\n@layer a {\n  .b { color: red; /* why */ }\n}\n";
        assert_eq!(lines(&without(css, "/*", "*/")), "@layer a {\n.b { color: red;  }\n}\n");
        assert_eq!(
            tight(".a :hover, .b { margin: -1px calc(1px + 2px);\n}\n@layer c;\n"),
            ".a :hover,.b{margin:-1px calc(1px + 2px)}@layer c;"
        );
        let page = "<head>\n  <!-- Why\n  this. -->\n  <base href=\"/\">\n</head>";
        assert_eq!(lines(&without(page, "<!--", "-->")), "<head>\n<base href=\"/\">\n</head>\n");
    }

    #[test]
    fn space_around_signs_goes_but_in_words() {
        let script = "const a = b ? c : (d, e);\nconst ret = 'a ( b' + c;\nf( x ) || /a = b/;\ng('it\\'s ( x )' , 1);\nreturn a === b && typeof c;\na = b + +c - -d;\n";
        let lean = "const a=b?c:(d,e);const ret='a ( b'+c;f(x)||/a = b/;\ng('it\\'s ( x )',1);return a===b&&typeof c;a=b+ +c - -d;";
        assert_eq!(tight_script(script), lean);
    }

    #[test]
    fn lines_are_joined_where_a_sign_ends_them() {
        let script = "f(x => {\n  y(a,\n    b); // c,\n  z = 1 // d;\n  return\n})\n";
        assert_eq!(tight_script(&lines(script)), "f(x=>{y(a,b);// c,\nz=1 // d;\nreturn\n})\n");
    }

    #[test]
    fn values_are_returned_without_a_name() {
        let script = "const ret = a.b(c);\nreturn ret;\nconst ret = d\nreturn ret;\nconst ret = e;\nreturn f(ret);\nconst ret = g; h();\nreturn ret;\n";
        let lean = "return a.b(c);\nconst ret = d\nreturn ret;\nconst ret = e;\nreturn f(ret);\nconst ret = g; h();\nreturn ret;\n";
        assert_eq!(without_detours(script), lean);
    }

    #[test]
    fn classes_that_nobody_makes_go() {
        let script = "export class IntoUnderlyingSink {\n    free() {\n    }\n}\nif (x) IntoUnderlyingSink.y;\nlet a;\nconst IntoUnderlyingSinkF = (b)\n    ? c\n    : new D(e => f);\nlet g;\n";
        assert_eq!(without_stream_classes(script), "let a;\nlet g;\n");
    }

    #[test]
    fn documentation_goes_and_code_stays() {
        let script = "/**\n * @param {number} a\n */\nfunction f(a) {\n  return \"/** x */\" + a; // kept\n}\n/** one line */\nf(1);\n";
        let lean = "function f(a) {\nreturn \"/** x */\" + a; // kept\n}\nf(1);\n";
        assert_eq!(lines(&without_documentation(script)), lean);
    }
}
