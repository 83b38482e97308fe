//! Text in a formula.

/// Writes `words` as the text that the command `name` makes of them, and what stands between dollars as formulas.
pub fn write(out: &mut String, name: &str, words: &str, nesting: usize) -> Option<()> {
    let parts = split(words);
    // A dollar that is left alone.
    if parts.len().is_multiple_of(2) {
        return None;
    }
    let name = if ["mbox", "hbox", "textnormal", "textup", "textmd"].contains(&name) { "text" } else { name };
    // Together they are one argument, if that is what the text is.
    let is_many = parts.len() > 1;
    out.push_str(if is_many { "{" } else { "" });
    for (i, part) in parts.into_iter().enumerate() {
        if part.is_empty() {
            continue;
        }
        if i % 2 == 1 {
            out.push('{');
            out.push_str(&super::rewrite_inside(part, nesting)?);
            out.push('}');
        } else {
            out.push('\\');
            out.push_str(name);
            out.push('{');
            escape(out, part);
            out.push('}');
        }
    }
    out.push_str(if is_many { "}" } else { "" });
    Some(())
}

/// The parts between the dollars that are none themselves.
fn split(words: &str) -> Vec<&str> {
    let (mut parts, mut start, mut is_escaped) = (Vec::new(), 0, false);
    for (at, c) in words.char_indices() {
        if c == '$' && !is_escaped {
            parts.push(&words[start..at]);
            start = at + 1;
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    parts.push(&words[start..]);
    parts
}

/// What stands for itself outside of formulas, and what people mean to.
fn escape(out: &mut String, part: &str) {
    let mut is_escaped = false;
    let mut characters = part.chars().peekable();
    while let Some(c) = characters.next() {
        let is_sign = "&_#%".contains(c);
        if c == '^' && !is_escaped {
            out.push_str("\\textasciicircum{}");
            continue;
        }
        if is_sign && !is_escaped {
            out.push('\\');
        }
        out.push(c);
        // math-core takes the space behind a command away, and these are commands for it.
        let takes_space = is_sign || (is_escaped && !c.is_alphabetic());
        if takes_space && characters.peek().is_some_and(|next| next.is_whitespace()) {
            out.push_str("{}");
        }
        is_escaped = c == '\\' && !is_escaped;
    }
}
