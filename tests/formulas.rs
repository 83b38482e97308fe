//! Formulas as models write them, and the money, code and marks that must not be taken for one.
//!
//! A text is written down with `⟨…⟩` around formulas, `⟪…⟫` around those that want a line of their own,
//! `‹…›` around code, and `[…]` around what stands in quotes, lists and tables.

use parlance::domain::markdown::{Block, Inline, parse};

fn blocks(blocks: &[Block]) -> String {
    blocks.iter().map(block).collect::<Vec<_>>().join(" / ")
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(words) | Block::Heading { inlines: words, .. } => inlines(words),
        Block::Code { text, .. } => format!("‹{}›", text.trim_end()),
        Block::Math(source) => format!("⟪{source}⟫"),
        Block::Quote(inner) | Block::Footnote { blocks: inner, .. } => format!("[{}]", blocks(inner)),
        Block::List { items, .. } => {
            let items = items.iter().map(|item| blocks(&item.blocks));
            format!("[{}]", items.collect::<Vec<_>>().join(" ; "))
        }
        Block::Table { head, rows, .. } => {
            let rows = std::iter::once(head).chain(rows.iter().map(AsRef::as_ref));
            let row = |cells: &Vec<Vec<Inline>>| cells.iter().map(|cell| inlines(cell)).collect::<Vec<_>>().join(" | ");
            format!("[{}]", rows.map(row).collect::<Vec<_>>().join(" ; "))
        }
        Block::Rule => "---".to_owned(),
        Block::Html(text) => text.clone(),
    }
}

fn inlines(words: &[Inline]) -> String {
    words.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => text.clone(),
        Inline::Code(text) => format!("‹{text}›"),
        Inline::Styled(_, words) => format!("*{}*", inlines(words)),
        Inline::Link { inlines: words, to, .. } => format!("({} → {})", inlines(words), to.as_str()),
        Inline::Image { alt, .. } => format!("!{alt}!"),
        Inline::Math { display: false, source } => format!("⟨{source}⟩"),
        Inline::Math { display: true, source } => format!("⟪{source}⟫"),
        Inline::SoftBreak => " ".to_owned(),
        Inline::HardBreak => "⏎".to_owned(),
        Inline::Footnote(label) => format!("^{label}"),
    }
}

/// Holds many texts to what they are.
#[track_caller]
fn check(cases: &[(&str, &str)]) {
    let wrong = cases.iter().filter_map(|(text, expected)| {
        let is = blocks(&parse(text));
        (is != *expected).then(|| format!("{text:?}\n  should be {expected}\n  is        {is}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn money_stays_money() {
    check(
        &[
            "$5 and $10",
            "$5-$10",
            "$5–$10",
            "$5 - $10",
            "US$5,US$6",
            "US$5 and A$6",
            "It is $5.",
            "between $ 5 and $ 6",
            "$1,000.50, $2,000.75 and $3",
            "from $20/month to $200/year",
            "$3/$4",
            "$5 (about €4) or $6 (about €5)",
            "($5)($6)",
            "$5/$6/$7",
            "5$ and 6$",
            "a$b$c",
            "$",
            "$ $",
            "$$",
            "$$$",
            "$HOME and $PATH",
            "$HOME/$USER",
            "$PATH:$HOME",
            "Costs: $100M, $2B, $3k",
            "$5M–$10M (2024: $3M)",
        ]
        .map(|text| (text, text)),
    );
    check(&[
        ("$5\n$6", "$5 $6"),
        ("**$5** or **$10**", "*$5* or *$10*"),
        ("| $5 | $6 |\n|---|---|\n| $7 | $8 |", "[$5 | $6 ; $7 | $8]"),
        ("|$5|$6|\n|-|-|\n|$7|$8|", "[$5 | $6 ; $7 | $8]"),
        ("- $5\n- $6", "[$5 ; $6]"),
        (r"\$5 and \$6", "$5 and $6"),
        (r"\$x\$", "$x$"),
        (r"\\$x$", r"\⟨x⟩"),
    ]);
}

#[test]
fn formulas_are_formulas() {
    check(&[
        ("$x$, $y$", "⟨x⟩, ⟨y⟩"),
        ("$x$", "⟨x⟩"),
        ("$2x + 3$", "⟨2x + 3⟩"),
        ("$10^{-3}$", "⟨10^{-3}⟩"),
        ("$5$ apples", "⟨5⟩ apples"),
        ("$-1$ and $+1$", "⟨-1⟩ and ⟨+1⟩"),
        ("($x$)", "(⟨x⟩)"),
        ("the $n$th and the $k$-th", "the ⟨n⟩th and the ⟨k⟩-th"),
        ("$x$'s", "⟨x⟩'s"),
        ("$f(x) = \\$5$", "⟨f(x) = \\$5⟩"),
        ("$a_1 * b_2 * c$ and $d_1$", "⟨a_1 * b_2 * c⟩ and ⟨d_1⟩"),
        ("$a < b$ and $c > d$", "⟨a < b⟩ and ⟨c > d⟩"),
        ("$a \\\\ b$", "⟨a \\\\ b⟩"),
        ("$[a](b)$", "⟨[a](b)⟩"),
        ("$&amp;$", "⟨&amp;⟩"),
        (r"\(a\)", "⟨a⟩"),
        (r"\(a\) and \(b\)", "⟨a⟩ and ⟨b⟩"),
        (r"\( a_1 * b \)", "⟨a_1 * b⟩"),
        (r"so \[a\] it is", "so ⟪a⟫ it is"),
        (r"\[a\]", "⟪a⟫"),
        ("\\[\na\n\\]", "⟪a⟫"),
        ("\\[\na = b \\\\[2pt]\nc\n\\]", "⟪a = b \\\\[2pt]\nc⟫"),
        ("$$a$$", "⟪a⟫"),
        ("$$\na\n$$", "⟪a⟫"),
        ("Thus\n$$\na\n$$\nholds.", "Thus ⟪a⟫ holds."),
        ("$$\na\n$$\n\n$$\nb\n$$", "⟪a⟫ / ⟪b⟫"),
        ("# On $x$", "On ⟨x⟩"),
        ("*so $x$ is*", "*so ⟨x⟩ is*"),
        ("**$x$**", "*⟨x⟩*"),
        ("[on $x$](https://example.org)", "(on ⟨x⟩ → https://example.org)"),
        ("![on $x$](https://example.org/a.png)", "!on x!"),
        ("x<sub>$i$</sub>", "x*⟨i⟩*"),
        ("Note[^1]\n\n[^1]: is $x$", "Note^1 / [is ⟨x⟩]"),
    ]);
}

#[test]
fn formulas_follow_letters_of_scripts_without_spaces() {
    check(&[
        ("其中，$x$是", "其中，⟨x⟩是"),
        ("其中$x$是", "其中⟨x⟩是"),
        ("当$x=1$时，$y=2$。", "当⟨x=1⟩时，⟨y=2⟩。"),
        ("（$x$）", "（⟨x⟩）"),
        (r"其中\(x\)是", "其中⟨x⟩是"),
        ("値は$x$です", "値は⟨x⟩です"),
        ("價格$5和$10", "價格$5和$10"),
        ("größer$x$", "größer$x$"),
    ]);
}

#[test]
fn money_and_formulas_stand_side_by_side() {
    check(&[
        ("It costs $5, or $x$", "It costs $5, or ⟨x⟩"),
        ("It costs $5, or $x$, or $6", "It costs $5, or ⟨x⟩, or $6"),
        ("$5 for $2x + 3$ of them", "$5 for ⟨2x + 3⟩ of them"),
        ("$x$ costs $5", "⟨x⟩ costs $5"),
        ("At $10 each, $n$ cost $10n$.", "At $10 each, ⟨n⟩ cost ⟨10n⟩."),
        (r"$5 is \(x\), $6 is \(y\)", "$5 is ⟨x⟩, $6 is ⟨y⟩"),
        ("$5 and `$x$` and $y$", "$5 and ‹$x$› and ⟨y⟩"),
        (r"\$5 and $x$", "$5 and ⟨x⟩"),
    ]);
}

#[test]
fn formulas_stand_in_lists_quotes_and_tables() {
    check(&[
        ("- \\[\n  a\n  \\]\n- b", "[⟪a⟫ ; b]"),
        ("1. So:\n\n   $$\n   a\n   $$\n\n2. b", "[So: / ⟪a⟫ ; b]"),
        ("1. So:\n   $$\n   a\n   $$\n2. b", "[So: ⟪a⟫ ; b]"),
        ("1. So:\n    $$\n    a\n    $$\n", "[So: ⟪a⟫]"),
        ("- a\n  - $$\n    b\n    $$\n  - c", "[a / [⟪b⟫ ; c]]"),
        ("> $$\n> a\n> $$", "[⟪a⟫]"),
        ("> \\[\n> a \\\\\n> b\n> \\]\n> so", "[⟪a \\\\\nb⟫ so]"),
        ("> > $$\n> > a\n> > b\n> > $$", "[[⟪a\nb⟫]]"),
        ("> $$a > b$$", "[⟪a > b⟫]"),
        ("> - $$\n>   a\n>   > b\n>   $$", "[[⟪a\n  > b⟫]]"),
        ("$$\na\n> b\n$$", "⟪a\n> b⟫"),
        ("| $a|b$ | c |\n|---|---|\n| \\(d|e\\) | $$f|g$$ |", "[⟨a|b⟩ | c ; ⟨d|e⟩ | ⟪f|g⟫]"),
        ("    $$ a\n    b $$\n    c", "‹$$ a\nb $$\nc›"),
        ("    $$ a\n b $$\n    c", "‹$$ a› / b $$ c"),
        ("<div>\n$$ a\nb\n$$\n</div>", "<div>\n$$ a\nb\n$$\n</div>"),
        ("# On \\(a\nb\\) c", "On ⟨a\nb⟩ /  c"),
    ]);
}

#[test]
fn a_formula_looks_into_no_code_and_no_address() {
    check(&[
        ("`$x$`", "‹$x$›"),
        ("``a ` $x$``", "‹a ` $x$›"),
        ("```\n$x$\n```", "‹$x$›"),
        ("```\n$x$", "‹$x$›"),
        ("~~~\n\\(a\\)\n~~~", "‹\\(a\\)›"),
        ("    $x$", "‹$x$›"),
        ("$a `b$ c` d", "$a ‹b$ c› d"),
        ("https://example.org/$a$b", "(https://example.org/$a$b → https://example.org/$a$b)"),
        ("[x](https://example.org/a_\\(b\\))", "(x → https://example.org/a_(b))"),
        ("[x](https://example.org/$a$)", "(x → https://example.org/$a$)"),
        ("https://example.org，其中$x$", "(https://example.org → https://example.org)，其中⟨x⟩"),
        ("[a](https://example.org)$x$", "(a → https://example.org)⟨x⟩"),
        ("<a href=\"$x$\">", "<a href=\"$x$\">"),
        (r"\[\\\]", r"[\]"),
    ]);
}

#[test]
fn a_fence_of_mathematics_is_a_formula() {
    check(&[
        ("```math\nx^2\n```", "⟪x^2⟫"),
        ("```latex\nE = mc^2\n```", "⟪E = mc^2⟫"),
        ("```tex\n\\[ a \\]\n```", "⟪a⟫"),
        ("```latex\n\\documentclass{article}\n```", "‹\\documentclass{article}›"),
        ("```latex\n\\begin{document}\nx\n\\end{document}\n```", "‹\\begin{document}\nx\n\\end{document}›"),
        ("```latex\n\\usepackage{amsmath}\n```", "‹\\usepackage{amsmath}›"),
        ("- ```math\n  a\n  b\n  ```", "[⟪a\nb⟫]"),
        ("```rust\n$x$\n```", "‹$x$›"),
    ]);
}
