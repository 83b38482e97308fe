//! Which command, environment and macro means what.

use super::Becomes;

/// What becomes of an argument of a command that is lost.
#[derive(Debug, Clone, Copy)]
pub enum Argument {
    /// It is lost as well.
    Lost,
    /// It stays.
    Maths,
    /// It stays, as words.
    Text,
}

/// Our own commands, by those that math-core knows.
pub const MACROS: [(&str, &str); 22] = [
    ("boxed", r"\begin{darray}{|c|}\hline #1\\\hline\end{darray}"),
    ("pod", r"\quad(#1)"),
    ("abs", r"\left|#1\right|"),
    ("norm", r"\left\|#1\right\|"),
    ("set", r"\left\{#1\right\}"),
    ("dv", r"\frac{\mathrm{d}#1}{\mathrm{d}#2}"),
    ("dd", r"\mathrm{d}#1"),
    ("pdv", r"\frac{\partial #1}{\partial #2}"),
    ("expval", r"\left\langle #1\right\rangle"),
    ("ketbra", r"\left|#1\right\rangle\!\left\langle #2\right|"),
    ("varlimsup", r"\mathop{\overline{\lim}}"),
    ("varliminf", r"\mathop{\underline{\lim}}"),
    ("LaTeX", r"\mathrm{LaTeX}"),
    ("TeX", r"\mathrm{TeX}"),
    ("Q", r"\mathbb{Q}"),
    ("rank", r"\operatorname{rank}"),
    ("sgn", r"\operatorname{sgn}"),
    ("tr", r"\operatorname{tr}"),
    ("Tr", r"\operatorname{Tr}"),
    ("diag", r"\operatorname{diag}"),
    ("Var", r"\operatorname{Var}"),
    ("Cov", r"\operatorname{Cov}"),
];

/// Whether a command could define, read or run something. A formula that says it is not read.
pub fn is_refused(name: &str) -> bool {
    const NAMES: [&str; 28] = [
        "def",
        "gdef",
        "edef",
        "xdef",
        "let",
        "futurelet",
        "newcommand",
        "renewcommand",
        "providecommand",
        "DeclareMathOperator",
        "newenvironment",
        "renewenvironment",
        "newcount",
        "csname",
        "expandafter",
        "noexpand",
        "catcode",
        "loop",
        "repeat",
        "input",
        "include",
        "includegraphics",
        "usepackage",
        "require",
        "openin",
        "read",
        "write",
        "special",
    ];
    NAMES.contains(&name)
}

/// Whether the argument of a command is text.
pub fn is_text(name: &str) -> bool {
    const NAMES: [&str; 12] = [
        "text",
        "textbf",
        "textit",
        "textrm",
        "texttt",
        "textsf",
        "textsc",
        "textnormal",
        "textup",
        "textmd",
        "mbox",
        "hbox",
    ];
    NAMES.contains(&name)
}

/// Whether a command holds for all that follows in its group.
pub fn is_switch(name: &str) -> bool {
    const NAMES: [&str; 18] = [
        "color",
        "displaystyle",
        "textstyle",
        "scriptstyle",
        "scriptscriptstyle",
        "rm",
        "bf",
        "it",
        "sf",
        "tt",
        "cal",
        "frak",
        "over",
        "atop",
        "choose",
        "brace",
        "brack",
        "middle",
    ];
    NAMES.contains(&name)
}

/// How many arguments a command takes, where it is more than one.
pub fn n_arguments(name: &str) -> usize {
    match name {
        "frac" | "dfrac" | "tfrac" | "cfrac" | "binom" | "dbinom" | "tbinom" | "overset" | "underset" | "stackrel"
        | "dv" | "pdv" | "ketbra" => 2,
        "prescript" | "sideset" => 3,
        // Two delimiters, a thickness and a style before the two that count.
        "genfrac" => 6,
        _ => 0,
    }
}

/// How many arguments a command takes that is a macro, ours or one of math-core's own.
pub fn n_arguments_of_macro(name: &str) -> usize {
    match name {
        "bra" | "ket" | "braket" | "Bra" | "Ket" | "pmod" | "pod" | "boxed" | "abs" | "norm" | "set" | "expval"
        | "dd" => 1,
        "dv" | "pdv" | "ketbra" => 2,
        _ => 0,
    }
}

/// The arguments of a command that has no equal here; `None` if it is not one of those.
pub fn lost(name: &str) -> Option<&'static [Argument]> {
    use Argument::{Lost, Maths, Text};
    Some(match name {
        "label" | "url" | "hypersetup" | "vspace" | "index" => &[Lost],
        "notag" | "nonumber" | "allowbreak" | "nobreak" | "relax" | "strut" | "noindent" | "centering" | "par"
        | "smallskip" | "medskip" | "bigskip" | "tiny" | "scriptsize" | "footnotesize" | "small" | "normalsize"
        | "large" | "Large" | "LARGE" | "huge" | "Huge" | "protect" | "unboldmath" | "boldmath" | "nolinebreak" => &[],
        "smash" | "rlap" | "llap" | "clap" | "mathrlap" | "mathllap" | "mathclap" | "ensuremath" | "sout" | "uwave" => {
            &[Maths]
        }
        "enclose" | "href" | "htmlClass" | "htmlId" | "htmlStyle" | "htmlData" | "class" | "cssId" | "style"
        | "bbox" => &[Lost, Maths],
        "raisebox" | "colorbox" | "parbox" => &[Lost, Text],
        "fcolorbox" => &[Lost, Lost, Text],
        "rule" => &[Lost, Lost],
        _ => return None,
    })
}

/// The name of a command for math-core.
pub fn renamed(name: &str) -> &str {
    match name {
        "dotsc" | "dotso" | "mathellipsis" => "ldots",
        "dotsb" | "dotsm" | "dotsi" => "cdots",
        "widetilde" => "tilde",
        "widecheck" => "check",
        "pmb" | "mathbfit" | "boldsymbol" | "bmit" => "bm",
        "mathbbm" | "mathds" | "Bbb" => "mathbb",
        "mathnormal" => "mathit",
        "operatornamewithlimits" => "operatorname*",
        "hfill" | "hfil" => "quad",
        "xlongrightarrow" => "xrightarrow",
        "xlongleftarrow" => "xleftarrow",
        "Longmapsto" => "longmapsto",
        "C" => "Complex",
        other => other,
    }
}

/// What an environment becomes. With tags its rows must be able to bear them.
pub fn environment(name: &str, has_tags: bool) -> Becomes {
    let either = |tagged, plain| if has_tags { Becomes::Tagged(tagged) } else { Becomes::Plain(plain) };
    match name {
        "align" | "align*" | "alignat" | "alignat*" | "flalign" | "flalign*" => either("align*", "aligned"),
        "gather" | "gather*" | "multline" | "multline*" => either("gather*", "gathered"),
        "equation" | "equation*" if has_tags => Becomes::Tagged("equation*"),
        "equation" | "equation*" | "displaymath" | "math" | "subequations" | "center" => Becomes::Nothing,
        "eqnarray" | "eqnarray*" => Becomes::Plain("darray"),
        "split" | "alignedat" => Becomes::Plain("aligned"),
        "multlined" => Becomes::Plain("gathered"),
        "smallmatrix" | "matrix*" => Becomes::Plain("matrix"),
        "psmallmatrix" | "pmatrix*" => Becomes::Plain("pmatrix"),
        "bsmallmatrix" | "bmatrix*" => Becomes::Plain("bmatrix"),
        "vsmallmatrix" | "vmatrix*" => Becomes::Plain("vmatrix"),
        "Vsmallmatrix" | "Vmatrix*" => Becomes::Plain("Vmatrix"),
        "Bsmallmatrix" | "Bmatrix*" => Becomes::Plain("Bmatrix"),
        "cases*" => Becomes::Plain("cases"),
        "dcases*" => Becomes::Plain("dcases"),
        "tabular" => Becomes::Plain("array"),
        _ => Becomes::Itself,
    }
}
