//! A formula to be shown: elements of MathML, each checked against a list.
//!
//! What makes MathML out of LaTeX is somebody else's work, so its answer is taken for a stranger's: only presentational
//! elements of MathML Core become elements, and only attributes that can neither load, link, style nor run anything
//! become attributes. Of any other element the words stay; any other attribute is dropped.

/// How deep elements may be nested.
const MAX_DEPTH: usize = 64;
/// The units of lengths, each with what no length may reach: nobody writes a line or a space as long as a page. All
/// are about 40 ems at the 16 pixels that most texts have.
const MAX_LENGTHS: [(&str, u16); 9] =
    [("", 40), ("em", 40), ("ex", 80), ("px", 640), ("pt", 480), ("mm", 170), ("cm", 17), ("in", 7), ("%", 4_000)];
/// How many pieces a formula may have.
const MAX_PIECES: usize = 20_000;

/// Elements of MathML Core that only present, and `menclose`, which Core left out and some browsers still draw.
const ELEMENTS: [&str; 26] = [
    "math",
    "menclose",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

/// Attributes that say how something looks or is aligned, and nothing else. Those for tables are of MathML 3;
/// `style/maths.css` gives them their meaning.
const ATTRIBUTES: [&str; 34] = [
    "accent",
    "accentunder",
    "alttext",
    "columnalign",
    "columnlines",
    "columnspacing",
    "columnspan",
    "columnwidth",
    "depth",
    "display",
    "displaystyle",
    "fence",
    "form",
    "frame",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathbackground",
    "mathcolor",
    "mathsize",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "notation",
    "rowlines",
    "rowspacing",
    "rspace",
    "scriptlevel",
    "separator",
    "stretchy",
    "symmetric",
    "width",
];

/// A step in building a formula. Attributes come right behind the element they belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// An element of MathML begins.
    Open(&'static str),
    /// It has this attribute.
    Attribute(&'static str, String),
    /// Words in it.
    Text(String),
    /// It ends.
    Close,
}

/// A formula whose pieces were checked: one element `math`, each element closed, nothing that is not on the lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula(Vec<Piece>);

impl Formula {
    /// Reads lines: `<name` opens, `@name=value` is an attribute, `"words` is text, `>` closes. `None` if they do not
    /// make one element `math`, or far too large a one.
    pub fn parse(lines: &str) -> Option<Self> {
        let mut pieces = Vec::new();
        // Whether each open element is shown itself, or only what it holds.
        let mut shown = Vec::new();
        let mut takes_attributes = false;
        for line in lines.lines() {
            let (mark, rest) = line.split_at_checked(1)?;
            let is_over = shown.is_empty() && !pieces.is_empty();
            if is_over || pieces.len() >= MAX_PIECES {
                return None;
            }
            let is_attribute = mark == "@";
            match mark {
                "<" => {
                    // What is not on the list cannot be the formula itself, nor can the formula be within another.
                    let name = known(&ELEMENTS, rest).filter(|name| (*name == "math") == shown.is_empty());
                    if shown.len() >= MAX_DEPTH || (name.is_none() && shown.is_empty()) {
                        return None;
                    }
                    shown.push(name.is_some());
                    takes_attributes = name.is_some();
                    pieces.extend(name.map(Piece::Open));
                    continue;
                }
                "@" => {
                    let (name, value) = rest.split_once('=')?;
                    if let Some(name) = known(&ATTRIBUTES, name)
                        .filter(|name| takes_attributes && (*name == "alttext" || is_bounded(value)))
                    {
                        pieces.push(Piece::Attribute(name, value.to_owned()));
                    }
                }
                "\"" if !shown.is_empty() => pieces.push(Piece::Text(rest.to_owned())),
                ">" => {
                    if shown.pop()? {
                        pieces.push(Piece::Close);
                    }
                }
                _ => return None,
            }
            takes_attributes &= is_attribute;
        }
        (shown.is_empty() && !pieces.is_empty()).then_some(Self(pieces))
    }

    /// The steps in their order.
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }
}

/// Whether a value is no length, or one that fits. What follows the decimal point does not matter.
fn is_bounded(value: &str) -> bool {
    let unsigned = value.trim_start_matches(['-', '+']);
    let is_digit = |c: char| c.is_ascii_digit();
    let (whole, rest) = unsigned.split_at(unsigned.find(|c| !is_digit(c)).unwrap_or(unsigned.len()));
    let unit = rest.strip_prefix('.').map_or(rest, |rest| rest.trim_start_matches(is_digit));
    if whole.is_empty() && unit.len() == rest.len() {
        return true;
    }
    let Some((_, most)) = MAX_LENGTHS.iter().find(|(name, _)| *name == unit) else { return false };
    whole.is_empty() || whole.parse::<u16>().is_ok_and(|whole| whole < *most)
}

fn known(names: &[&'static str], name: &str) -> Option<&'static str> {
    names.iter().copied().find(|known| *known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lines: &[&str]) -> Option<String> {
        let formula = Formula::parse(&lines.join("\n"))?;
        let words = formula.pieces().iter().map(|piece| match piece {
            Piece::Open(name) => format!("<{name}>"),
            Piece::Attribute(name, value) => format!("{name}={value};"),
            Piece::Text(text) => text.clone(),
            Piece::Close => "</>".to_owned(),
        });
        Some(words.collect())
    }

    #[test]
    fn a_formula_is_read_as_it_was_written() {
        let lines = ["<math", "@display=block", "<mi", "\"x", ">", "<mspace", "@width=1em", ">", ">"];
        assert_eq!(shown(&lines).as_deref(), Some("<math>display=block;<mi>x</><mspace>width=1em;</></>"));
    }

    #[test]
    fn nothing_is_as_long_as_a_page() {
        let mspace =
            |width: &str| shown(&["<math", "<mspace", &format!("@width={width}"), ">", ">"]).unwrap_or_default();
        for width in ["999em", "-41em", "2000pt", "4000px", "900cm", "9e9em", "41", "99999%", "900vh", ".5e9em"] {
            assert!(!mspace(width).contains("width"), "{width}");
        }
        for width in ["2em", "-0.17em", ".5em", "39.9em", "100%", "20pt", "thick", ""] {
            assert!(mspace(width).contains("width"), "{width}");
        }
    }

    #[test]
    fn words_may_be_anything() {
        let text = "<script>alert(1)</script> & \"quoted\" =@<>";
        assert_eq!(
            shown(&["<math", "<mtext", &format!("\"{text}"), ">", ">"]),
            Some(format!("<math><mtext>{text}</></>"))
        );
    }

    #[test]
    fn of_an_element_that_is_not_on_the_list_the_words_stay() {
        let strangers = [
            "script",
            "style",
            "a",
            "iframe",
            "img",
            "svg",
            "annotation-xml",
            "annotation",
            "semantics",
            "maction",
            "mglyph",
            "foreignObject",
            "MI",
            "html:script",
            "mi onclick",
            "",
        ];
        for name in strangers {
            let lines = ["<math", &format!("<{name}"), "@href=javascript:alert(1)", "\"x", ">", ">"];
            assert_eq!(shown(&lines).as_deref(), Some("<math>x</>"), "{name}");
        }
    }

    #[test]
    fn an_attribute_that_is_not_on_the_list_is_dropped() {
        let strangers = [
            "href",
            "xlink:href",
            "src",
            "altimg",
            "style",
            "class",
            "id",
            "onclick",
            "onload",
            "actiontype",
            "encoding",
            "definitionURL",
            "xmlns",
            "tabindex",
            "autofocus",
            "nonce",
            "HREF",
            "mathcolor ",
            "",
        ];
        for name in strangers {
            let lines = ["<math", "<mi", &format!("@{name}=x"), "@mathcolor=#ff0000", "\"y", ">", ">"];
            assert_eq!(shown(&lines).as_deref(), Some("<math><mi>mathcolor=#ff0000;y</></>"), "{name}");
        }
    }

    #[test]
    fn attributes_belong_to_the_element_before_them() {
        let lines =
            ["<math", "<mi", "\"x", "@width=1em", ">", "@width=2em", "<a", "@width=3em", ">", "@width=4em", ">"];
        assert_eq!(shown(&lines).as_deref(), Some("<math><mi>x</></>"));
    }

    #[test]
    fn what_is_not_one_whole_formula_is_none() {
        let broken: [&[&str]; 12] = [
            &[],
            &[""],
            &["<mi", ">"],
            &["<math"],
            &["<math", ">", ">"],
            &["<math", ">", "<math", ">"],
            &["<math", ">", "\"x"],
            &["\"x", "<math", ">"],
            &["@display=block"],
            &["<math", "?x", ">"],
            &["<math", "@display", ">"],
            &["<math", "é", ">"],
        ];
        for lines in broken {
            assert_eq!(shown(lines), None, "{lines:?}");
        }
        // A formula in a formula keeps its words.
        assert_eq!(shown(&["<math", "<math", "\"x", ">", ">"]).as_deref(), Some("<math>x</>"));
    }

    #[test]
    fn what_is_too_deep_or_too_long_is_none() {
        let nested = |n: usize| [&["<math"], &vec!["<mrow"; n - 1][..], &vec![">"; n][..]].concat();
        assert!(shown(&nested(MAX_DEPTH)).is_some());
        assert_eq!(shown(&nested(MAX_DEPTH + 1)), None);
        let strangers = [&["<math"], &vec!["<a"; MAX_DEPTH][..], &vec![">"; MAX_DEPTH + 1][..]].concat();
        assert_eq!(shown(&strangers), None);
        let wide = |n: usize| [&["<math"], &vec!["\"x"; n][..], &[">"]].concat();
        assert!(shown(&wide(MAX_PIECES - 2)).is_some());
        assert_eq!(shown(&wide(MAX_PIECES - 1)), None);
    }
}
