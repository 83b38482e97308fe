//! Markdown through its public types: what stands there, and that a stream ends as one parse does.

use parlance::domain::markdown::address::ImageSource;
use parlance::domain::markdown::block::Style;
use parlance::domain::markdown::stream::Stream;
use parlance::domain::markdown::{Block, Inline, Item, parse};
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
    "```math",
    "```x``` $a$",
    "\t```",
    "```\t",
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

/// Those of their words that a person would miss, wherever the lines stand.
const WORDS: &[&str] = &[
    "paragraph",
    "emphasis",
    "strong",
    "struck",
    "Heading",
    "Another",
    "Setext",
    "item",
    "task",
    "done",
    "nested",
    "deeper",
    "other",
    "third",
    "first",
    "second",
    "tenth",
    "continued",
    "quote",
    "lazy",
    "indented",
    "let x = 1",
    "Inline",
    "comment",
    "Ctrl",
    "image",
    "broken",
    "escaped",
    "marks",
    "open",
    "hard",
    "$5",
    "y_1 * z_2",
    "a_1 * b",
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
    match stream.finish() {
        Some(earlier) => assert_eq!(earlier, before),
        None => assert_eq!(stream.settled()[..before.len()], before),
    }
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

    /// Whatever ends a line, and wherever the ends are cut.
    #[test]
    fn lines_end_in_three_ways(
        text in document(),
        ends in proptest::collection::vec(proptest::sample::select(&["\n", "\r", "\r\n"][..]), 1..6),
        cuts in proptest::collection::vec(1_usize..40, 0..40),
    ) {
        let mut ends = ends.iter().cycle();
        let ended: String = text.split('\n').flat_map(|line| [line, ends.next().unwrap_or(&"\n")]).collect();
        // A line feed that begins a line after a carriage return would be the end of the one before.
        let lines = ended.replace("\r\n", "\n").replace('\r', "\n");
        prop_assert_eq!(parse(&ended), parse(&lines));
        prop_assert_eq!(streamed(&ended, &cuts), parse(&lines));
    }

    #[test]
    fn every_word_of_a_document_stands_somewhere(text in document()) {
        let shown = format!("{:?}", parse(&text));
        for word in WORDS {
            prop_assert!(shown.matches(word).count() >= text.matches(word).count(), "{}: {}", word, shown);
        }
    }

    #[test]
    fn what_hides_formulas_is_never_seen(text in document()) {
        let shown = format!("{:?}", parse(&text));
        prop_assert!(!shown.contains("xxx") && !shown.contains("\\u{e0"), "{}", shown);
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
fn a_table_has_a_width_and_says_what_it_left_out() {
    let wide = format!("|{}\n|{}\n|{}", "a|".repeat(2_000), "-|".repeat(2_000), "b|".repeat(2_000));
    let [Block::Table { alignments, n_left_out, head, rows }] = &parse(&wide)[..] else { panic!("a table") };
    assert_eq!((alignments.len(), *n_left_out, head.len(), rows[0].len()), (64, 1936, 64, 64));
}

#[test]
fn cells_beyond_the_head_stand_in_the_last() {
    let blocks = parse("| a |\n|---|\n| b | `c | d` | $e$ |\n| f |\n");
    let [Block::Table { rows, .. }] = &blocks[..] else { panic!("{blocks:?}") };
    assert_eq!(*rows[0], [[text("b | `c | d` | $e$")]]);
    assert_eq!(*rows[1], [[text("f")]]);
}

/// How deep quotes stand in each other, and all words of the innermost.
fn innermost(blocks: &[Block]) -> (usize, String) {
    match blocks {
        [Block::Quote(inner)] => {
            let (depth, words) = innermost(inner);
            (depth + 1, words)
        }
        other => (0, format!("{other:?}")),
    }
}

#[test]
fn what_is_too_deep_loses_its_depth_and_no_word() {
    let (depth, words) = innermost(&parse(&format!("{}deep *words*", "> ".repeat(40))));
    assert!(depth < 30 && words.contains("deep ") && words.contains("words"), "{depth} {words}");
    // What nobody means is not hidden.
    let (_, words) = innermost(&parse(&format!("{}deep", ">".repeat(100))));
    assert!(words.contains(&">".repeat(36)) && words.contains("deep"), "{words}");
    let done = format!("{:?}", parse(&format!("{}[x] done", "- ".repeat(40))));
    assert!(done.contains("[x] done"), "{done}");
    let link = format!("{:?}", parse(&format!("{}[a](https://example.org)", "> ".repeat(40))));
    assert!(link.contains("Link"), "{link}");
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

fn styled(style: Style, words: &str) -> Inline {
    Inline::Styled(style, vec![text(words)])
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
fn a_break_by_itself_is_a_break() {
    for written in ["<br>", "<br/>", "<br />", "<BR>", "<br\t/>", "</br>"] {
        assert_eq!(inlines(&format!("a{written}b")), [text("a"), Inline::HardBreak, text("b")], "{written}");
    }
    assert_eq!(parse("<br>"), [Block::Paragraph(vec![Inline::HardBreak])]);
    assert_eq!(inlines("a  \nb"), [text("a"), Inline::HardBreak, text("b")]);
    assert_eq!(inlines("a\\\nb"), [text("a"), Inline::HardBreak, text("b")]);
    assert_eq!(inlines("a\nb"), [text("a"), Inline::SoftBreak, text("b")]);
}

#[test]
fn elements_that_nothing_closes_are_words() {
    assert_eq!(inlines("a <sub>b *c"), [text("a <sub>b *c")]);
    assert_eq!(inlines("*a <kbd>b* c</kbd>"), [styled(Style::Emphasis, "a <kbd>b"), text(" c</kbd>")]);
    assert_eq!(inlines("x<sup>2</sup>"), [text("x"), styled(Style::Superscript, "2")]);
    let within = inlines("[a <kbd>b](https://example.org) c");
    let [Inline::Link { inlines, .. }, Inline::Text(after)] = &within[..] else { panic!("{within:?}") };
    assert_eq!((&inlines[..], after.as_str()), (&[text("a <kbd>b")][..], " c"));
}

#[test]
fn details_can_be_read() {
    let blocks = parse("<details><summary>More</summary>\n\nIt is *so*.\n\n</details>\n");
    let [Block::Html(begin), Block::Paragraph(_), Block::Html(end)] = &blocks[..] else { panic!("{blocks:?}") };
    assert_eq!((begin.trim(), end.trim()), ("<details><summary>More</summary>", "</details>"));
}

#[test]
fn footnotes_are_found_by_their_names() {
    let blocks = parse("Said[^a] and[^b].\n\n[^a]: By *whom*?\n\n    Me.\n[^b]: $x$\n");
    let [Block::Paragraph(said), Block::Footnote { label: a, blocks: who }, Block::Footnote { label: b, .. }] =
        &blocks[..]
    else {
        panic!("{blocks:?}")
    };
    assert!(said.contains(&Inline::Footnote("a".to_owned())) && said.contains(&Inline::Footnote("b".to_owned())));
    assert_eq!((a.as_str(), b.as_str(), who.len()), ("a", "b", 2));
    assert_eq!(inlines("None[^c]"), [text("None[^c]")]);
}

#[test]
fn lists_nest_and_tasks_are_done_or_not() {
    let blocks = parse("3. [ ] a\n   - [x] b\n   - c\n\n4. d");
    let [Block::List { start: Some(3), tight: false, items }] = &blocks[..] else { panic!("{blocks:?}") };
    let [Block::Paragraph(_), Block::List { start: None, tight: true, items: inner }] = &items[0].blocks[..] else {
        panic!("{blocks:?}")
    };
    let done = |items: &[std::sync::Arc<Item>]| items.iter().map(|item| item.done).collect::<Vec<_>>();
    assert_eq!((done(items), done(inner)), (vec![Some(false), None], vec![Some(true), None]));
}

#[test]
fn a_bare_address_is_a_link_wherever_words_stand() {
    for around in
        ["{}", "- {}", "- {}\n- b", "1. *{}*", "> {}", "# {}", "|{}|\n|-|", "- a\n\n  {}", "**so {}**", "a\n{}"]
    {
        let shown = format!("{:?}", parse(&around.replace("{}", "https://example.org")));
        assert_eq!(shown.matches("Link {").count(), 1, "{around}: {shown}");
    }
    for around in ["`{}`", "    {}", "```\n{}\n```", "$${}$$", "\\({}\\)"] {
        let shown = format!("{:?}", parse(&around.replace("{}", "https://example.org")));
        assert_eq!(shown.matches("Link {").count(), 0, "{around}: {shown}");
    }
}

#[test]
fn a_picture_says_what_may_be_done_with_it() {
    let picture = |source: &str| match inlines(&format!("![seen]({source} \"title\")")).remove(0) {
        Inline::Image { source, title, alt } => {
            assert_eq!((title.as_str(), alt.as_str()), ("title", "seen"));
            source
        }
        other => panic!("{other:?}"),
    };
    assert!(matches!(picture("data:image/png;base64,iVBORw0KGgo="), ImageSource::Data(_)));
    assert!(
        matches!(picture("https://example.org/a.png"), ImageSource::Remote(address) if address.host() == "example.org")
    );
    assert_eq!(picture("javascript:alert(1)"), ImageSource::Unsafe("javascript:alert(1)".to_owned()));
}

#[test]
fn a_link_without_words_shows_where_it_leads() {
    let links = inlines("[](https://example.org/a) and [](./b)");
    let [Inline::Link { inlines, .. }, Inline::Text(rest)] = &links[..] else { panic!("{links:?}") };
    assert_eq!((&inlines[..], rest.as_str()), (&[text("https://example.org/a")][..], " and ./b"));
}

#[test]
fn an_address_is_a_link_if_it_is_safe() {
    let links = |text: &str| inlines(text).iter().filter(|inline| matches!(inline, Inline::Link { .. })).count();
    assert_eq!(links("[a](https://example.org) https://example.org/b_c_d"), 2);
    assert!(matches!(&parse("- https://example.org")[..], [Block::List { items, .. }]
        if matches!(&items[0].blocks[..], [Block::Paragraph(inlines)] if matches!(inlines[..], [Inline::Link { .. }]))));
    assert_eq!(links("[a](javascript:alert(1)) [b](data:text/html,x) [c](/d)"), 0);
}
