//! Texts that are written to hang a parser or to overflow its stack, 100 KB of each.
//!
//! Each is parsed in a thread with little stack. `cargo test --release --test bounds -- --nocapture` says
//! how long each takes, and how much longer twice as much of it does.

use std::collections::HashMap;
use std::iter::once;
use std::thread;
use std::time::{Duration, Instant};

use parlance::domain::markdown::{Block, Inline, parse};

/// Less than a page has.
const STACK: usize = 512 * 1024;
/// How large the texts are.
const SIZE: usize = 100_000;
/// How large those are that are only repeated: there are many of them, and a test build is slow.
const REPEATED: usize = if cfg!(debug_assertions) { 10_000 } else { SIZE };
/// What a square of the size would take in a test build, even on the fastest machine; the slowest of them
/// takes less than a tenth of it on a slow one.
const PATIENCE: Duration = Duration::from_secs(10);

/// As many of a part as fill a size.
fn fill(part: &str, size: usize) -> String {
    part.repeat(size / part.len())
}

/// Parts that are counted.
fn count(size: usize, part: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(size + 100);
    for n in 0.. {
        if text.len() >= size {
            break;
        }
        text.push_str(&part(n));
    }
    text
}

/// What is repeated.
const PARTS: &[&str] = &[
    "x",
    "x ",
    "x\n",
    "x\n\n",
    "\n",
    " ",
    "\t",
    ">",
    "> ",
    ">>\n",
    "- ",
    "-",
    "- x\n",
    "* x\n\n",
    "1. x\n",
    "+\n",
    "- [ ] x\n",
    "[",
    "]",
    "[]",
    "[a](",
    "[a](b",
    "![",
    "![a](",
    "[[]",
    "![[]()",
    "](",
    "[^",
    "[^1]",
    "[^1]:",
    "[^1]: x\n",
    "[^1]:\n",
    "[a]: b\n",
    "[a]:",
    "*",
    "**",
    "*a",
    "*a ",
    "**a *b ",
    "a**b",
    "_a ",
    "__a _b ",
    "*a_ ",
    "*_",
    "~",
    "~~",
    "~a ",
    "~~a ~b",
    "`",
    "`a",
    "`a ",
    "``a`",
    "```\n",
    "~~~ ",
    "~~~\n",
    "``` a\n",
    "$",
    "$$",
    "$a ",
    "$a",
    "$ ",
    "$$a",
    "$$a\n",
    "$a$",
    "$1",
    "\\$",
    "$\\$",
    "\\(",
    "\\(a ",
    "\\(a\\)",
    "\\)",
    "\\[",
    "\\[a ",
    "\\]",
    "\\[a\n\n",
    "\\\\(",
    "\\",
    "<",
    "<a",
    "<a ",
    "<a b=",
    "<a b='",
    "<!",
    "<!--",
    "<!-- -",
    "<?",
    "<![CDATA[",
    "</",
    "</a",
    "<a@b.c",
    "<h:",
    "<sub>",
    "<sub></sub>",
    "</sub>",
    "<kbd><sup>",
    "<br>",
    "<div>\n",
    "<div>\n\n",
    "<script>\n",
    "&",
    "&a",
    "&amp;",
    "&#",
    "&#x",
    "|",
    "|\n",
    "| a ",
    "a|b\n",
    "|-",
    "|-|\n",
    "#",
    "# ",
    "# a\n",
    "#\n",
    "a\n=\n",
    "a\n-\n",
    "---\n",
    "***\n",
    "    x\n",
    "https://",
    "-https://",
    "www.",
    "www.%",
    "http://a.b",
    "-http://a.b",
    "https://a.b)",
    "https://a.b/((((",
    "a@",
    "a@b.",
    "@",
    "a@b.cc:",
    ".a@b",
    "h",
    "w",
    "\0",
    "\u{E000}",
    "中$",
    "é",
    "\u{202E}",
    "> - ",
    "- > ",
    "1. > ",
    " -",
    "  - x\n",
];

/// What is built.
fn built(size: usize) -> Vec<(&'static str, String)> {
    let half = size / 2;
    vec![
        ("one long word", "x".repeat(size)),
        ("brackets that close", fill("[", half) + &fill("](x)", half)),
        ("pictures in pictures", fill("![a", half) + &fill("](x)", half)),
        ("links in pictures in links", fill("[![a", half) + &fill("](x)](y)", half)),
        ("emphasis that closes", fill("*a ", half) + &fill(" b*", half)),
        ("strong that closes", fill("**a ", half) + &fill(" b**", half)),
        ("elements that close", fill("<sub>", half) + &fill("</sub>", half)),
        ("elements that close wrongly", fill("<sub><sup>", half) + &fill("</sub></sup>", half)),
        ("deeper and deeper", count(size, |n| format!("{}- x\n", "  ".repeat(n)))),
        ("quotes, deeper and deeper", count(size, |n| format!("{} x\n\n", ">".repeat(n + 1)))),
        ("deep quotes, lazy lines", ">".repeat(half) + "x\n" + &fill("x\n", half)),
        ("deep lists, short lines", fill("- ", half) + "x\n" + &fill("x\n\n", half)),
        ("fences of all lengths", count(size, |n| "`".repeat(n + 1) + " ")),
        ("fences of all lengths, on lines", count(size, |n| "~".repeat(n + 3) + "\n")),
        ("emphasis of all lengths", count(size, |n| "*".repeat(n + 1) + "a ")),
        ("a wide table", [fill("a|", size / 3), fill("-|", size / 3), fill("b|", size / 3)].join("\n")),
        ("a long table", "|a|b|\n|-|-|\n".to_owned() + &fill("|c|d|\n", size)),
        ("a table of short rows", format!("{}\n{}\n{}", fill("a|", 2000), fill("-|", 2000), fill("|c\n", size))),
        (
            "many tables of short rows",
            count(size, |_| format!("{}\n{}\n{}\n", "a|".repeat(60), "-|".repeat(60), "|c\n".repeat(99))),
        ),
        (
            "tables of nothing",
            count(size, |_| format!("{}\n{}\n{}\n", "a|".repeat(443), "-|".repeat(443), "|c\n".repeat(590))),
        ),
        ("a table whose rows are too long", "|a|\n|-|\n".to_owned() + &fill("c|", size)),
        ("one definition, used often", "[a]: https://example.org 'title'\n\n".to_owned() + &fill("[a] ", size)),
        (
            "a long definition, used often",
            format!("[a]: https://example.org/{}\n\n{}", "x".repeat(half), fill("[a]", half)),
        ),
        ("a long title, used often", format!("[a]: b '{}'\n\n{}", "x".repeat(half), fill("[a]", half))),
        ("definitions, all used", count(half, |n| format!("[{n}]: b\n")) + &count(half, |n| format!("\n[{n}]"))),
        ("one definition, often", fill("[a]: https://example.org\n", size)),
        ("one note, used often", "[^a]: x\n\n".to_owned() + &fill("[^a] ", size)),
        ("notes, all used", count(half, |n| format!("[^{n}]: b\n\n")) + &count(half, |n| format!("[^{n}]"))),
        ("notes in notes", count(size, |n| format!("[^{n}]: [^{}]\n", n + 1))),
        ("notes within notes", count(size, |n| format!("{}[^{n}]: x\n\n", "    ".repeat(n)))),
        ("one label, very long", format!("[{}]", "a".repeat(size))),
        ("a formula, very long", format!("$${}$$", "a".repeat(size))),
        ("a formula of lines", format!("$$\n{}$$", fill("a\n", size))),
        ("an address with brackets", format!("https://example.org/{}", ")".repeat(size))),
        ("an address with marks", format!("https://example.org/{}", "?.".repeat(half))),
        ("an address with both", format!("https://example.org/{}", "(.)]".repeat(size / 4))),
        ("mail to somebody long", format!("{}@example.org", "a".repeat(size))),
        ("mail to a long place", format!("a@{}", "a.".repeat(half))),
        ("a comment that ends often", "<!--".to_owned() + &fill("-- >", size)),
        ("attributes", format!("<a {}", fill("b='c' ", size))),
        ("attributes, closed", format!("<a {}>", fill("b='c' ", size))),
        ("spaces after a line", fill("x                                \n", size)),
        ("spaces, then a line", format!("{}x", " ".repeat(size))),
        ("tabs and quotes", count(size, |_| ">\t".to_owned())),
        ("a break after each", fill("a\\\n", size)),
        ("escaped fences", fill("\\```\n", size)),
        ("code of code", count(size, |n| format!("{}a{}", "`".repeat(n % 300), "`".repeat((n + 1) % 300)))),
        ("money and formulas", fill("$5 and $x$ ", size)),
        ("signs over many lines", fill("$a\n", size)),
        ("formulas that quotes hold", fill("> $$\n> a\n> $$\n\n", size)),
        ("ordered far", count(size, |n| format!("{}. x\n", n * 7919 % 1_000_000_000))),
    ]
}

/// How many things a text has become, with all that they hold.
fn size_of(blocks: &[Block]) -> usize {
    let of_rows = |rows: &[Vec<Vec<Inline>>]| rows.iter().flatten().map(|cell| 1 + of_words(cell)).sum::<usize>();
    let of_block = |block: &Block| match block {
        Block::Paragraph(words) | Block::Heading { inlines: words, .. } => of_words(words),
        Block::Code { text, .. } | Block::Math(text) | Block::Html(text) => text.len(),
        Block::Quote(blocks) | Block::Footnote { blocks, .. } => size_of(blocks),
        Block::List { items, .. } => items.iter().map(|item| 1 + size_of(&item.blocks)).sum(),
        Block::Table { head, rows, .. } => {
            of_rows(std::slice::from_ref(head))
                + rows.iter().map(|row| of_rows(std::slice::from_ref(row))).sum::<usize>()
        }
        Block::Rule => 1,
    };
    blocks.iter().map(|block| 1 + of_block(block)).sum()
}

fn of_words(words: &[Inline]) -> usize {
    let of_one = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Code(text) | Inline::Math { source: text, .. } | Inline::Footnote(text) => {
            text.len()
        }
        Inline::Styled(_, words) => of_words(words),
        Inline::Link { to, title, inlines } => to.as_str().len() + title.len() + of_words(inlines),
        Inline::Image { source, title, alt } => source.as_str().len() + title.len() + alt.len(),
        Inline::SoftBreak | Inline::HardBreak => 0,
    };
    words.iter().map(|inline| 1 + of_one(inline)).sum()
}

/// Parses in little stack; says how long it took and how large the outcome is.
fn measure(text: String) -> (Duration, usize) {
    let parsing = move || {
        let begun = Instant::now();
        let blocks = parse(&text);
        let took = begun.elapsed();
        (took, size_of(&blocks))
    };
    let thread = thread::Builder::new().stack_size(STACK).spawn(parsing).expect("a thread");
    thread.join().expect("nothing panics")
}

fn texts(size: usize, built_size: usize) -> impl Iterator<Item = (String, String)> {
    let parts = PARTS.iter().map(move |part| (format!("{part:?}"), fill(part, size)));
    // Something before may change what a part is.
    let after = ["x ", "- ", "> ", "|a|b|\n|-|-|\n|"].iter().flat_map(move |before| {
        PARTS.iter().map(move |part| (format!("{before:?} and {part:?}"), (*before).to_owned() + &fill(part, size)))
    });
    let lines = PARTS.iter().map(move |part| (format!("lines of {part:?}"), fill(&(part.repeat(20) + "\n"), size)));
    let built = built(built_size).into_iter().map(|(name, text)| (name.to_owned(), text));
    parts.chain(after).chain(lines).chain(built)
}

#[test]
fn no_text_hangs_or_overflows_or_grows() {
    let mut slow = Vec::new();
    let mut breaches = Vec::new();
    for (name, text) in texts(REPEATED, SIZE) {
        let written = text.len();
        let (took, size) = measure(text);
        if took > PATIENCE {
            breaches.push(format!("{name} takes {took:?}"));
        }
        if size > 8 * written {
            breaches.push(format!("{name} becomes {size}"));
        }
        slow.push((took, name, size));
    }
    slow.sort();
    slow.reverse();
    // In a test build the figures would say nothing.
    let told = if cfg!(debug_assertions) { &[] } else { &slow[..25] };
    let doubles: HashMap<String, Duration> = texts(2 * REPEATED, 2 * SIZE)
        .filter(|(name, _)| told.iter().any(|(_, slow, _)| slow == name))
        .map(|(name, text)| (name, measure(text).0))
        .collect();
    for (took, name, size) in told {
        let growth = doubles[name].as_secs_f64() / took.as_secs_f64();
        println!("{:>8.1} ms, twice as much {growth:>4.1} times, becomes {size:>8}: {name}", took.as_secs_f64() * 1e3);
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn a_line_of_five_megabytes_is_read() {
    for part in ["x", "$x$ ", "\\("] {
        let (took, _) = measure(fill(part, 5_000_000));
        assert!(took < 2 * PATIENCE, "{part:?} takes {took:?}");
    }
}

#[test]
fn long_lists_and_tables_are_whole() {
    let list = parse(&"- x\n".repeat(100_000));
    let [Block::List { items, .. }] = &list[..] else { panic!("a list") };
    assert_eq!(items.len(), 100_000);
    let table = parse(&("|a|b|\n|-|-|\n".to_owned() + &"|c|d|\n".repeat(100_000)));
    let [Block::Table { rows, .. }] = &table[..] else { panic!("a table") };
    assert_eq!(rows.len(), 100_000);
    assert!(once(rows).flatten().all(|row| row.len() == 2));
}

#[test]
fn rows_that_are_too_many_for_their_columns_are_still_there() {
    let text = format!("{}\n{}\n{}", fill("a|", 2000), fill("-|", 2000), "|ç\n".repeat(1000));
    let shown = format!("{:?}", parse(&text));
    assert_eq!(shown.matches('ç').count(), 1000);
}
