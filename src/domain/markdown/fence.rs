//! What stands between fences, and HTML by itself: code and words, but for a few cases.

use super::block::{Block, Inline};

/// What a LaTeX text has that is more than a formula. A renderer of formulas would stumble over it.
const TEXT: [&str; 14] = [
    "\\documentclass",
    "\\usepackage",
    "\\newcommand",
    "\\renewcommand",
    "\\def",
    "\\begin{document}",
    "\\begin{figure}",
    "\\begin{table}",
    "\\begin{tabular}",
    "\\begin{itemize}",
    "\\begin{enumerate}",
    "\\begin{tikzpicture}",
    "\\section",
    "\\item",
];

/// Whether code in this language may be a formula.
pub fn may_be_math(language: &str) -> bool {
    ["math", "katex", "latex", "tex"].iter().any(|name| language.eq_ignore_ascii_case(name))
}

/// Code between fences; a formula if its language says so and it is one.
pub fn block(language: String, text: String) -> Block {
    let is_latex = ["latex", "tex"].iter().any(|name| language.eq_ignore_ascii_case(name));
    let is_math = may_be_math(&language) && !(is_latex && TEXT.iter().any(|part| text.contains(part)));
    let formula = if is_math { bare(&text) } else { "" };
    // A sign within is one of a text that has formulas, or of several of them.
    if formula.is_empty() || formula.replace("\\$", "").contains('$') || formula.replace("\\\\", "").contains("\\[") {
        return Block::Code { language, text };
    }
    Block::Math(formula.to_owned())
}

/// A formula without the marks around it, which are not needed between fences.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let marks = [("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$")];
    let inner = marks.into_iter().find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close));
    inner.unwrap_or(text).trim()
}

/// HTML by itself: words as it is written, but a line break where it is nothing else.
pub fn html(text: String) -> Block {
    let is_break = |element: &str| {
        let name = element.trim().strip_prefix('<').unwrap_or_default();
        name.trim_matches(|c: char| c.is_whitespace() || c == '/').eq_ignore_ascii_case("br")
    };
    let elements = text.trim().strip_suffix('>').map(|inner| inner.split('>'));
    let n_breaks = elements.filter(|elements| elements.clone().all(is_break)).map_or(0, Iterator::count);
    if n_breaks == 0 { Block::Html(text) } else { Block::Paragraph(vec![Inline::HardBreak; n_breaks]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_is_a_formula_where_it_is_one() {
        let check = |language: &str, text: &str, formula: Option<&str>| {
            let expected = match formula {
                Some(formula) => Block::Math(formula.to_owned()),
                None => Block::Code { language: language.to_owned(), text: text.to_owned() },
            };
            assert_eq!(block(language.to_owned(), text.to_owned()), expected);
        };
        check("math", "x^2\n", Some("x^2"));
        check("MATH", "\\sqrt{3}\n", Some("\\sqrt{3}"));
        check("latex", "E = mc^2\n", Some("E = mc^2"));
        check("tex", "$$\nE = mc^2\n$$\n", Some("E = mc^2"));
        check("latex", "\\[\na\n\\]\n", Some("a"));
        let aligned = "\\begin{align}\na &= b \\\\[2pt]\n\\end{align}";
        check("latex", &format!("{aligned}\n"), Some(aligned));
        check("latex", "\\documentclass{article}\n\\begin{document}\nx\n\\end{document}\n", None);
        check("latex", "\\usepackage{amsmath}\n", None);
        check("latex", "Let $x$ be a number, and $y$ too.\n", None);
        check("latex", "$a$ and $b$\n", None);
        check("latex", "5\\$\n", Some("5\\$"));
        check("math", "\n", None);
        check("mathematica", "x^2\n", None);
        check("rust", "x\n", None);
    }

    #[test]
    fn html_of_nothing_but_breaks_is_breaks() {
        let n_breaks = |text: &str| match html(text.to_owned()) {
            Block::Paragraph(inlines) => inlines.len(),
            _ => 0,
        };
        assert_eq!(n_breaks("<br>"), 1);
        assert_eq!(n_breaks("<BR/>\n<br />\n"), 2);
        assert_eq!(n_breaks("<br><br>"), 2);
        for text in ["<br>x", "<b>", "<br", "<>", "", "< <br>", "<br> <b> <br>", "<br clear=\"all\">"] {
            assert_eq!(n_breaks(text), 0, "{text}");
        }
    }
}
