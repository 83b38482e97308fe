//! LaTeX formulas into MathML, as a list of pieces.
//!
//! The page fetches this module when it meets its first formula. `dialect` rewrites what models write into what
//! math-core understands, and refuses what could run away; math-core makes MathML of it; `reader` reads that
//! string, strictly; `presentation` turns its inline styles into attributes, since the page's policy allows no
//! styles. Nothing here is trusted by the page: it has its own list of what may be shown.

mod dialect;
mod presentation;
mod reader;

use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use reader::{Element, Node};

/// The longest formula that is read, in bytes.
const MAX_SOURCE_BYTES: usize = 10_000;
/// How many elements and texts a formula may have.
const MAX_NODES: usize = 5_000;
/// How deep its elements may be nested.
const MAX_DEPTH: usize = 64;

/// `None` only if one of our own macros cannot be read, which a test would tell.
static CONVERTER: LazyLock<Option<LatexToMathML>> = LazyLock::new(|| {
    let macros = dialect::MACROS.map(|(name, meaning)| (name.to_owned(), meaning.to_owned())).to_vec();
    LatexToMathML::new(MathCoreConfig { macros, ignore_unknown_commands: true, ..MathCoreConfig::default() }).ok()
});

/// A formula as pieces, each on a line of its own: `<name` opens an element, `@name=value` gives it an attribute,
/// `"words` is text, `>` closes. `None` if the source is no formula, or one that is too large.
///
/// `display` says whether it stands on a line of its own.
pub fn render(source: &str, display: bool) -> Option<String> {
    if source.len() > MAX_SOURCE_BYTES {
        return None;
    }
    let rewritten = dialect::rewrite(source, display)?;
    let mode = if display { MathDisplay::Block } else { MathDisplay::Inline };
    let mathml = CONVERTER.as_ref()?.convert_with_local_state(&rewritten, mode).ok()?.mathml;
    let mut root = reader::read(&mathml, MAX_NODES, MAX_DEPTH)?;
    presentation::without_styles(&mut root);
    // What a screen reader that knows no MathML can say.
    root.set("alttext", source.trim());
    let mut pieces = String::with_capacity(mathml.len());
    write(&root, &mut pieces);
    Some(pieces)
}

fn write(element: &Element, pieces: &mut String) {
    let mut line = |mark: &str, words: &[&str]| {
        pieces.push_str(mark);
        for word in words {
            // A line break is a space in MathML, and would end the piece here.
            pieces.extend(word.chars().map(|c| if c.is_control() { ' ' } else { c }));
        }
        pieces.push('\n');
    };
    line("<", &[&element.name]);
    for (name, value) in &element.attributes {
        line("@", &[name, "=", value]);
    }
    for child in &element.children {
        match child {
            Node::Element(child) => write(child, pieces),
            Node::Text(text) => {
                pieces.push('"');
                pieces.extend(text.chars().map(|c| if c.is_control() { ' ' } else { c }));
                pieces.push('\n');
            }
        }
    }
    pieces.push_str(">\n");
}
