//! Markdown through its public types: what stands there, and that a stream ends as one parse does.

use parlance::domain::markdown::stream::Stream;
use parlance::domain::markdown::{Block, Inline, parse};
use proptest::prelude::*;

/// The lines that documents are made of: every construct, whole and broken.
const LINES: &[&str] = &[
    "A paragraph with *emphasis*, **strong**, `code` and ~~struck~~ words.",
    "",
    "",
    "",
    "  ",
    "\t",
    "# Heading",
    "## Another #",
    "Setext",
    "===",
    "---",
    "***",
    "- item",
    "- [ ] task",
    "- [x] done",
    "  - nested",
    "    - deeper",
    "* other bullet",
    "+ third",
    "-",
    "1. first",
    "2. second",
    "10) tenth",
    "   continued",
    "     code in item?",
    "> quote",
    "> > deeper",
    ">",
    "> - list in quote",
    "lazy line",
    "```rust",
    "```",
    "~~~",
    "    indented code",
    "let x = 1; // $5 and $6",
    "  ```",
    "| a | b |",
    "|---|:-:|",
    "| 1 | `x|y` |",
    "a | b",
    "--- | ---",
    "$$",
    "x^2 + y_1 * z_2",
    r"\[",
    r"\]",
    r"Inline $a_1 * b$ and \(c\) and $5 and $10.",
    "<div>",
    "</div>",
    "<!-- comment",
    "-->",
    "H<sub>2</sub>O<br>x",
    "<kbd>Ctrl",
    "[link](https://example.org \"title\")",
    "![image](https://example.org/a.png)",
    "[broken](",
    "https://example.org/a_b.",
    "<https://example.org>",
    r"\* escaped \_ marks",
    "**open",
    "_open",
    "`open",
    "a\\",
    "hard  ",
    "&amp; &copy; &#x41;",
];

fn document() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(LINES), 0..24).prop_map(|lines| lines.join("\n"))
}

/// What a stream shows after its last piece.
fn streamed(text: &str, cuts: &[usize]) -> Vec<Block> {
    let mut stream = Stream::default();
    let mut blocks = Vec::new();
    let mut at = 0;
    for cut in cuts {
        let mut to = at + cut % (text.len() - at + 1);
        while !text.is_char_boundary(to) {
            to += 1;
        }
        blocks.extend(stream.push(&text[at..to]));
        at = to;
    }
    blocks.extend(stream.push(&text[at..]));
    assert_eq!(blocks.len(), stream.n_settled());
    blocks.extend_from_slice(stream.tail());
    blocks
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4_000) })]

    #[test]
    fn what_was_streamed_is_what_one_parse_gives(
        text in document(),
        cuts in proptest::collection::vec(1_usize..40, 0..40),
    ) {
        prop_assert_eq!(streamed(&text, &cuts), parse(&text));
    }
}

#[test]
fn every_cut_of_a_long_answer_gives_the_same() {
    let text = LINES.join("\n");
    let whole = parse(&text);
    let each: Vec<usize> = vec![1; text.len()];
    assert_eq!(streamed(&text, &each), whole);
}

#[test]
fn depth_and_width_are_bounded() {
    for hostile in [
        ">".repeat(10_000),
        "> ".repeat(10_000) + "x",
        "[".repeat(10_000),
        "[".repeat(10_000) + &"](x)".repeat(10_000),
        "*".repeat(10_000) + "x",
        "*a ".repeat(10_000),
        "- ".repeat(10_000),
        format!("|{}\n|{}\n|{}", "a|".repeat(2_000), "-|".repeat(2_000), "b|".repeat(2_000)),
        "x".repeat(5_000_000),
        "$".repeat(100_000),
        "`".repeat(100_000),
        "<sub>".repeat(10_000),
        "![".repeat(10_000),
        "$a ".repeat(100_000),
        "`a ".repeat(100_000),
        "\\(a ".repeat(100_000),
        "~~~ ".repeat(100_000),
    ] {
        let blocks = parse(&hostile);
        drop(blocks);
    }
    let wide = format!("|{}\n|{}\n|{}", "a|".repeat(2_000), "-|".repeat(2_000), "b|".repeat(2_000));
    let [Block::Table { alignments, n_left_out, rows, .. }] = &parse(&wide)[..] else { panic!("a table") };
    assert_eq!((alignments.len(), *n_left_out, rows[0].len()), (64, 1936, 64));
}

fn inlines(text: &str) -> Vec<Inline> {
    match parse(text).remove(0) {
        Block::Paragraph(inlines) => inlines,
        other => panic!("{other:?}"),
    }
}

fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

fn math(source: &str) -> Inline {
    Inline::Math { display: false, source: source.to_owned() }
}

#[test]
fn formulas_are_kept_from_the_marks_around_them() {
    assert_eq!(inlines("If $x_1 * y_2 * z$."), [text("If "), math("x_1 * y_2 * z"), text(".")]);
    assert_eq!(inlines(r"\(a\)"), [math("a")]);
    assert_eq!(inlines("$5 and $10"), [text("$5 and $10")]);
    assert_eq!(parse("$$\na\n$$"), [Block::Math("a".to_owned())]);
    assert_eq!(parse("\\[\nx = y \\\\\n\\]\n"), [Block::Math("x = y \\\\".to_owned())]);
    assert_eq!(inlines("`$x$`"), [Inline::Code("$x$".to_owned())]);
}

#[test]
fn html_is_words_but_for_a_few_elements() {
    assert_eq!(inlines("a<br>b"), [text("a"), Inline::HardBreak, text("b")]);
    assert_eq!(inlines("x <b onclick=\"y\">z</b>"), [text("x <b onclick=\"y\">z</b>")]);
    assert_eq!(inlines("press <kbd>Ctrl"), [text("press <kbd>Ctrl")]);
    assert_eq!(parse("<script>alert(1)</script>"), [Block::Html("<script>alert(1)</script>".to_owned())]);
}

#[test]
fn an_address_is_a_link_if_it_is_safe() {
    let links = |text: &str| inlines(text).iter().filter(|inline| matches!(inline, Inline::Link { .. })).count();
    assert_eq!(links("[a](https://example.org) https://example.org/b_c_d"), 2);
    assert_eq!(links("[a](javascript:alert(1)) [b](data:text/html,x) [c](/d)"), 0);
}
