//! What models write becomes a formula, and every piece of it is one that the page shows.

use parlance::domain::formula::{Formula, Piece};
use parlance_maths::render;

/// One formula a line.
const FORMULAS: &str = include_str!("formulas.txt");

fn formulas() -> impl Iterator<Item = &'static str> {
    FORMULAS.lines().filter(|line| !line.is_empty() && !line.starts_with('%'))
}

/// The pieces as markup, without the source that the root carries.
fn markup(source: &str, display: bool) -> String {
    let lines = render(source, display).unwrap_or_else(|| panic!("not rendered: {source}"));
    let formula = Formula::parse(&lines).unwrap_or_else(|| panic!("not shown: {source}\n{lines}"));
    let mut markup = String::new();
    let mut open = Vec::new();
    for (i, piece) in formula.pieces().iter().enumerate() {
        match piece {
            Piece::Open(name) => {
                open.push(*name);
                markup += &format!("<{name}");
            }
            Piece::Attribute("alttext", _) => {}
            Piece::Attribute(name, value) => markup += &format!(" {name}={value}"),
            Piece::Text(text) => markup += text,
            Piece::Close => markup += &format!("</{}>", open.pop().unwrap_or_default()),
        }
        let goes_on = matches!(formula.pieces().get(i + 1), Some(Piece::Attribute(..)));
        if matches!(piece, Piece::Open(_) | Piece::Attribute(..)) && !goes_on {
            markup.push('>');
        }
    }
    markup
}

/// What stands in the root element.
fn inner(source: &str) -> String {
    let markup = markup(source, false);
    markup.strip_prefix("<math>").and_then(|rest| rest.strip_suffix("</math>")).unwrap_or(&markup).to_owned()
}

#[test]
fn the_table_is_as_long_as_it_claims() {
    assert!(formulas().count() >= 100, "{}", formulas().count());
}

#[test]
fn what_models_write_is_rendered_without_a_word_unknown() {
    for source in formulas() {
        for display in [false, true] {
            let markup = markup(source, display);
            assert!(!markup.contains("mathvariant=monospace>\\"), "{source}\n{markup}");
        }
    }
}

#[test]
fn the_page_shows_every_piece_that_we_write() {
    for source in formulas() {
        let lines = render(source, true).unwrap_or_default();
        let formula = Formula::parse(&lines).unwrap_or_else(|| panic!("not shown: {source}\n{lines}"));
        assert_eq!(formula.pieces().len(), lines.lines().count(), "{source}\n{lines}");
    }
}

#[test]
fn a_formula_says_its_source_and_whether_it_stands_alone() {
    for display in [false, true] {
        let lines = render(" x < \"y\" \n", display).unwrap_or_default();
        let formula = Formula::parse(&lines).expect("a formula");
        let attributes: Vec<_> = formula
            .pieces()
            .iter()
            .skip(1)
            .map_while(|piece| match piece {
                Piece::Attribute(name, value) => Some((*name, value.as_str())),
                _ => None,
            })
            .collect();
        assert!(attributes.contains(&("alttext", "x < \"y\"")), "{attributes:?}");
        assert_eq!(attributes.contains(&("display", "block")), display, "{attributes:?}");
    }
}

#[test]
fn meaning_survives() {
    let rows = [
        (r"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        (r"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
        (r"x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
        (r"\mathbb{R}", "<mi>ℝ</mi>"),
        (r"\text{a < b}", "<mtext>a < b</mtext>"),
        (r"\text{if $x$ is}", "<mrow><mtext>if </mtext><mi>x</mi><mtext> is</mtext></mrow>"),
        (r"\text{a_b & 5% of}", "<mtext>a_b & 5% of</mtext>"),
        (r"\text{5\% of \$9}", "<mtext>5% of $9</mtext>"),
        (r"\textbf{a}", "<mtext mathvariant=bold>a</mtext>"),
        (r"50%", "<mn>50</mn><mi>%</mi>"),
        (r"x % a comment", "<mi>x</mi>"),
        (r"\color{red}x", "<mrow mathcolor=#FF0000><mi>x</mi></mrow>"),
        (r"\textcolor{#08f}{x}", "<mrow mathcolor=#0088FF><mi>x</mi></mrow>"),
        (r"\color{black}x", "<mrow mathcolor=#000000><mi>x</mi></mrow>"),
        (r"\xi [0,1)", "<mi>ξ</mi><mo stretchy=false>[</mo><mn>0</mn><mo>,</mo><mn>1</mn><mo stretchy=false>)</mo>"),
        (r"\label{eq:1} x \nonumber", "<mi>x</mi>"),
        (r"\href{javascript:alert(1)}{x}", "<mi>x</mi>"),
        (r"x \tag{1}", "<mi>x</mi><mspace width=1em></mspace><mtext>(1)</mtext>"),
        (r"\hat{x}", "<mover accent=true><mi>x</mi><mo stretchy=false>ˆ</mo></mover>"),
        (r"\cancel{x}", "<menclose notation=updiagonalstrike><mi>x</mi></menclose>"),
    ];
    for (source, expected) in rows {
        // Spaces in a text are those that do not break.
        assert_eq!(inner(source).replace('\u{a0}', " "), expected, "{source}");
    }
}

#[test]
fn an_unknown_command_is_shown_by_its_name() {
    assert_eq!(inner(r"\nosuch x"), "<mrow><mtext mathvariant=monospace>\\nosuch</mtext></mrow><mi>x</mi>");
}

#[test]
fn columns_are_aligned_where_they_were_told_to_be() {
    let aligned = inner(r"\begin{align} a &= b \\ c &= d \end{align}");
    assert_eq!(aligned.matches("<mtd columnalign=right columnspacing=0>").count(), 2, "{aligned}");
    assert_eq!(aligned.matches("<mtd columnalign=left columnspacing=0><mo>=</mo>").count(), 2, "{aligned}");
    // Models often leave the environment out.
    assert_eq!(inner(r"a &= b \\ c &= d"), aligned);
    let array = inner(r"\begin{array}{l|r} a & b \\ \hline c & d \end{array}");
    assert!(array.contains("<mtd columnalign=left columnlines=solid>"), "{array}");
    assert!(array.contains("rowlines=solid"), "{array}");
    assert!(inner(r"\boxed{x}").contains("frame=left top bottom"), "{}", inner(r"\boxed{x}"));
}

#[test]
fn only_rows_with_a_tag_are_numbered() {
    assert!(!markup(r"\begin{align} a &= b \\ c &= d \end{align}", true).contains("(1)"));
    let tagged = markup(r"\begin{align} a &= b \tag{3} \\ c &= d \end{align}", true);
    assert_eq!(tagged.matches("<mtext>(").count(), 1, "{tagged}");
    assert!(tagged.contains("<mtext>(3)</mtext>"), "{tagged}");
    assert!(markup(r"E = mc^2 \tag*{(Einstein)}", true).contains("<mtext>(Einstein)</mtext>"));
}
