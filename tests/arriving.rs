//! What a person sees of a text while it arrives.

use parlance::domain::markdown::stream::Stream;
use parlance::domain::markdown::{Block, Inline, parse};

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

#[test]
fn lines_that_end_with_carriage_returns_stand_once_and_settle() {
    let text = "one\r\rtwo\n\nthree\r\r- four\r\n- five\n\nsix\r\n\r\nseven\r\n\r\neight";
    let mut stream = Stream::default();
    for c in text.chars() {
        stream.push(c.encode_utf8(&mut [0; 4]));
    }
    assert_eq!(stream.n_bytes(), text.len());
    assert_eq!(stream.tail(), parse("eight"));
    stream.finish();
    assert_eq!(stream.settled(), parse(text));
}

#[test]
fn a_character_that_no_text_may_have_is_replaced() {
    let mut stream = Stream::default();
    for piece in ["a\0b\n\n```\n", "c\0", "d\n", "```\n"] {
        stream.push(piece);
    }
    assert_eq!(visible(stream.settled()), visible(&parse("a\u{FFFD}b\n\n```\nc\u{FFFD}d\n```\n")));
}
