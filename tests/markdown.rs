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

/// What a stream shows in the end.
fn streamed(text: &str, cuts: &[usize]) -> Vec<Block> {
    let mut stream = Stream::default();
    let mut at = 0;
    for cut in cuts {
        let mut to = at + cut % (text.len() - at + 1);
        while !text.is_char_boundary(to) {
            to += 1;
        }
        stream.push(&text[at..to]);
        at = to;
    }
    stream.push(&text[at..]);
    let before = stream.settled().to_vec();
    let n_kept = stream.finish();
    assert_eq!(stream.settled()[..n_kept], before[..n_kept]);
    stream.settled().to_vec()
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
    assert!(matches!(&parse("- https://example.org")[..], [Block::List { items, .. }]
        if matches!(&items[0].blocks[..], [Block::Paragraph(inlines)] if matches!(inlines[..], [Inline::Link { .. }]))));
    assert_eq!(links("[a](javascript:alert(1)) [b](data:text/html,x) [c](/d)"), 0);
}

/// Every character that a person would see, without the space between them.
fn visible(blocks: &[Block]) -> String {
    fn of_inlines(inlines: &[Inline], out: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) => out.push_str(text),
                Inline::Math { source, .. } => out.push_str(source),
                Inline::Styled(_, inlines) | Inline::Link { inlines, .. } => of_inlines(inlines, out),
                Inline::Image { alt, .. } => out.push_str(alt),
                Inline::SoftBreak | Inline::HardBreak | Inline::Footnote(_) => {}
            }
        }
    }
    fn of_blocks(blocks: &[Block], out: &mut String) {
        for block in blocks {
            match block {
                Block::Paragraph(inlines) | Block::Heading { inlines, .. } => of_inlines(inlines, out),
                Block::Code { text, .. } | Block::Math(text) | Block::Html(text) => out.push_str(text),
                Block::Quote(blocks) | Block::Footnote { blocks, .. } => of_blocks(blocks, out),
                Block::List { items, .. } => items.iter().for_each(|item| of_blocks(&item.blocks, out)),
                Block::Table { head, rows, .. } => {
                    head.iter().for_each(|cell| of_inlines(cell, out));
                    rows.iter().flat_map(|row| row.iter()).for_each(|cell| of_inlines(cell, out));
                }
                Block::Rule => {}
            }
        }
    }
    let mut out = String::new();
    of_blocks(blocks, &mut out);
    out.retain(|c| !c.is_whitespace());
    out
}

/// What kinds of blocks stand in a text, in their order.
fn kinds(blocks: &[Block]) -> Vec<std::mem::Discriminant<Block>> {
    blocks.iter().map(std::mem::discriminant).collect()
}

#[test]
fn what_arrives_never_shows_a_mark_that_vanishes() {
    for text in [
        "Words with **bold**, *slanted*, __strong__, _soft_ and ~~struck~~ text.",
        "**Bold at the start** and ***both*** at once, **bold with `code` and *slanted* within**.",
        "A `code span` and ``one with a ` in it``, then more.",
        "See [the documentation](https://example.org/a_(b)) and <https://example.org/x> for more.",
        "![A chart of prices](https://example.org/chart.png) and more words.",
        "Euler: $e^{i\\pi} + 1 = 0$ and \\(a^2 + b^2 = c^2\\) in a line.",
        "$$\n\\int_0^1 x^2 \\, dx = \\frac{1}{3}\n$$\n\nAfter it.",
        "\\[\n\\sum_{k=1}^n k\n\\]\n\nAfter it.",
        "It costs $5 and $10 at most.",
        "# A **bold** heading\n\nText.\n\n## Another one\n\n- first **item**\n- second `item`\n  - nested *item*\n\n1. one\n2. two\n\n- [ ] open task\n- [x] done task",
        "| Name | Price |\n|------|------:|\n| **Tea** | `$3` |\n| Coffee | 4 |\n\nAfter the table.",
        "> A quote with **bold** words\n> on two lines.\n\nAfter it.",
        "```rust\nfn main() {\n    println!(\"**no bold**\");\n}\n```\n\nAfter it.",
        "- item\n\n  ```js\n  let a = `b`;\n  ```\n- next",
        "Tom &amp; Jerry &copy; 2026, H<sub>2</sub>O and <kbd>Ctrl</kbd>.",
        "snake_case_name, 2 * 3 * 4, a_b, [1] and array[0] stay.",
        "Words.\n\n---\n\nMore words.",
        "Escaped \\*stars\\* and \\# signs.",
        "„**Fett**“, **太字**です。 (**bold**)",
    ] {
        let whole = visible(&parse(text));
        let mut stream = Stream::default();
        for c in text.chars() {
            stream.push(c.encode_utf8(&mut [0; 4]));
            let shown = [stream.settled(), stream.tail()].concat();
            let seen = visible(&shown);
            assert!(whole.starts_with(&seen), "{seen:?} is no beginning of {whole:?}");
            let kinds = kinds(&shown);
            assert_eq!(kinds[..], self::kinds(&parse(text))[..kinds.len()], "{shown:?}");
        }
    }
}
