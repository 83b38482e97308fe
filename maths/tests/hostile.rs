//! Whatever stands in a formula, the answer is a formula that the page can show, or none: never a hang, never a full
//! stack. A stack of the size that WebAssembly has makes the tests honest.

use std::thread;
use std::time::{Duration, Instant};

use parlance::domain::formula::{Formula, Piece};
use parlance_maths::render;

/// What wasm-ld gives a module is 1 MiB; code that is not optimised needs more of it for the same descent.
const STACK_BYTES: usize = if cfg!(debug_assertions) { 8 << 20 } else { 1 << 20 };

/// The formula, if it is one; the page must be able to show what is given.
fn shown(source: &str) -> Option<Formula> {
    let source = source.to_owned();
    let work = move || render(&source, true).map(|lines| Formula::parse(&lines).expect("pieces that the page reads"));
    let thread = thread::Builder::new().stack_size(STACK_BYTES).spawn(work).expect("a thread");
    thread.join().expect("an answer")
}

fn words(formula: &Formula) -> String {
    let texts = formula.pieces().iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

#[test]
fn nothing_can_be_defined() {
    let bombs = [
        r"\def\a{\a\a}\a",
        r"\def\a#1{\a{#1#1}}\a{x}",
        r"\newcommand{\a}{\b\b}\newcommand{\b}{\a\a}\a",
        r"\renewcommand{\frac}[2]{\frac{#1}{#2}}\frac12",
        r"\let\a=\frac \a12",
        r"\gdef\x{y}",
        r"\edef\a{\a}",
        r"\DeclareMathOperator{\foo}{foo}\foo",
        r"\expandafter\def\csname a\endcsname{b}",
        r"\input{/etc/passwd}",
        r"\includegraphics{https://example.org/x.png}",
        r"\catcode`\@=11",
        r"\text{$\def\a{\a}\a$}",
        r"\textcolor{red}{\def\a{\a}\a}",
    ];
    for source in bombs {
        assert_eq!(shown(source), None, "{source}");
    }
}

#[test]
fn what_would_link_load_or_style_leaves_only_words() {
    let rows = [
        (r"\href{javascript:alert(1)}{x}", "x"),
        (r"\url{https://example.org}y", "y"),
        (r"\htmlClass{evil}{x}\htmlStyle{position:fixed}{y}\htmlId{z}{z}\htmlData{a=b}{w}", "xyzw"),
        (r"\class{evil}{x}\cssId{y}{z}\style{color:red}{w}", "xzw"),
        (r"\text{<img src=x onerror=alert(1)>}", "<img src=x onerror=alert(1)>"),
        (r"\text{&lt;b&gt; ]]> <!-- -->}", "&lt;b&gt; ]]> <!-- -->"),
        (r"\eqref{x}", "(x)"),
    ];
    for (source, expected) in rows {
        let formula = shown(source).unwrap_or_else(|| panic!("{source}"));
        assert_eq!(words(&formula).replace('\u{a0}', " "), expected, "{source}");
    }
}

#[test]
fn what_does_not_close_is_no_formula() {
    let broken = [
        "{x",
        "x}",
        "}{",
        r"\left( x",
        r"x \right)",
        r"\begin{matrix} a",
        r"a \end{matrix}",
        r"\begin{matrix} a \end{array}",
        r"\begin{a}\end{b}",
        r"\frac",
        r"\frac{a}",
        "x^",
        "x_",
        r"\sqrt[3",
        r"\text{a",
        r"\begin{",
        r"\begin",
        r"\",
        r"\color{",
        r"\text{$x}",
        r"\left",
        r"\right",
        r"\tag",
        r"\textcolor{red}",
        r"\begin{array}",
        r"\color{nosuchcolour}x",
        r#"\color{red" onclick="x}y"#,
        "{\\left(}\\right)",
        r"\begin{matrix} {a & b} \end{matrix}",
        r"\left( a & b \right)",
    ];
    for source in broken {
        assert!(shown(source).is_none(), "{source}");
    }
}

#[test]
fn depth_ends_in_an_answer() {
    let n = 4_000;
    let nested = |open: &str, close: &str, n: usize| format!("{}x{}", open.repeat(n), close.repeat(n));
    let deep = [
        nested("{", "}", n),
        "{".repeat(10_000),
        "}".repeat(10_000),
        nested(r"\sqrt{", "}", 1_000),
        nested(r"\sqrt ", "", 1_500),
        nested(r"\hat", "", 2_000),
        nested(r"\left(", r"\right)", 700),
        nested(r"\begin{matrix}", r"\end{matrix}", 350),
        nested(r"\frac{a}", "", 1_200),
        nested(r"\frac", "", 2_000),
        nested(r"\sqrt[", "]", 1_400),
        nested(r"\sqrt[]", "", 1_400),
        nested(r"\color{red}", "", 900),
        nested(r"\textcolor{red}{", "}", 500),
        nested(r"\displaystyle ", "", 700),
        nested(r"_{a}^\mathring ", "", 600),
        nested(r"\text{$", "$}", 900),
        nested("x^{", "}", 2_000),
        nested(r"\boxed{", "}", 900),
        nested(r"\abs{", "}", 1_200),
        nested(r"\Bra{", "}", 1_200),
        nested(r"\overset{a}", "", 800),
    ];
    for source in deep {
        assert!(shown(&source).is_none(), "{}", &source[..40.min(source.len())]);
    }
}

#[test]
fn depth_that_people_reach_is_shown() {
    let nested = |open: &str, close: &str, n: usize| format!("{}x{}", open.repeat(n), close.repeat(n));
    for source in [
        nested(r"\sqrt{", "}", 15),
        nested(r"\frac{1}{1+", "}", 15),
        nested(r"\left(", r"\right)", 20),
        nested("x^{", "}", 20),
        r"\alpha\beta\gamma\delta\epsilon\zeta\eta\theta\iota\kappa\lambda\mu\nu\xi\pi\rho\sigma\tau\phi\chi\psi\omega"
            .repeat(3),
        r"\frac{a}{b} + ".repeat(100),
    ] {
        assert!(shown(&source).is_some(), "{source}");
    }
}

#[test]
fn size_ends_in_an_answer() {
    assert_eq!(shown(&"x".repeat(10_001)), None);
    // Each letter is an element with a text.
    assert_eq!(shown(&"x".repeat(9_000)), None);
    assert!(shown(&"x".repeat(2_000)).is_some());
    assert_eq!(shown(&r"\dv{x}".repeat(1_400)), None);
}

#[test]
fn an_answer_comes_in_time() {
    // What made an earlier draft take long: groups that are looked for to their end again and again.
    let long = [
        r"\dv{",
        r"{\dv",
        r"\left(",
        r"\begin{matrix}",
        r"\text{a}",
        r"\frac{a}{b}",
        "[",
        r"\textcolor{red}{a}",
        r"a & b \\ ",
    ];
    for unit in long {
        let begun = Instant::now();
        let _ = shown(&unit.repeat(10_000 / unit.len()));
        assert!(begun.elapsed() < Duration::from_secs(5), "{unit}: {:?}", begun.elapsed());
    }
}
