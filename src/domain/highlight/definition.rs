//! What the table of a language can say.

/// One language. `..CODE` fills in what a language does not have.
pub(super) struct Definition {
    /// For people.
    pub(super) label: &'static str,
    /// What it is found by: lower case, one space between.
    pub(super) names: &'static str,
    pub(super) grammar: Grammar,
    /// Its own words, in the order of their bytes and with one space between; lower case if `ANY_CASE`.
    pub(super) words: &'static str,
    /// How comments begin and end. One without an end goes to the end of the line. One that begins with
    /// `=` stands only at the beginning of a line.
    pub(super) comments: &'static [(&'static str, &'static str)],
    /// The longer opening first.
    pub(super) quotes: &'static [Quote],
    /// Words that belong to the string right behind them.
    pub(super) prefixes: &'static str,
    /// What may stand within a word besides letters, digits and `_`.
    pub(super) letters: &'static str,
    pub(super) rules: u32,
}

/// Who reads it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Grammar {
    Code,
    Markup,
    Style,
    Yaml,
    Ini,
    Markdown,
    Diff,
}

/// A kind of string.
pub(super) struct Quote {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    pub(super) hole: Hole,
    pub(super) rules: u16,
}

impl Quote {
    pub(super) const fn new(open: &'static str, close: &'static str, hole: Hole, rules: u16) -> Self {
        Self { open, close, hole, rules }
    }

    pub(super) fn has(&self, rule: u16) -> bool {
        self.rules & rule != 0
    }
}

/// How a string lets code in.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Hole {
    /// Not at all.
    Never,
    /// `${code}`.
    Dollar,
    /// `${code}` and `$name`.
    DollarName,
    /// `$name`, `${…}` and `$(code)`.
    Shell,
    /// `$name` and `{$code}`.
    Php,
    /// `#{code}`.
    Hash,
    /// `\(code)`.
    Paren,
    /// `{code}`, and `{{` is a brace.
    Brace,
}

/// `\` takes away the meaning of what follows.
pub(super) const ESCAPE: u16 = 1;
/// Goes on in the next line.
pub(super) const LINES: u16 = 1 << 1;
/// Its end written twice is not its end.
pub(super) const DOUBLED: u16 = 1 << 2;
/// A regular expression: only where a value may stand, with flags behind.
pub(super) const REGEX: u16 = 1 << 3;
/// One character; otherwise the name of a lifetime or a symbol.
pub(super) const CHARACTER: u16 = 1 << 4;
/// Not a string but an attribute: plain, with strings within.
pub(super) const ATTRIBUTE: u16 = 1 << 5;
/// Holes only if a prefix says `f`.
pub(super) const MARKED: u16 = 1 << 6;
/// As ESCAPE, but with a backtick.
pub(super) const BACKTICK: u16 = 1 << 7;
/// Only right behind a blank or an opening.
pub(super) const APART: u16 = 1 << 8;
/// Both ends may carry the same number of `#`.
pub(super) const HASHES: u16 = 1 << 9;
/// Both ends may carry the same word, and brackets between it and the text.
pub(super) const DELIMITED: u16 = 1 << 10;

/// Words are the same in every case.
pub(super) const ANY_CASE: u32 = 1;
/// Comments may hold comments.
pub(super) const NESTED: u32 = 1 << 1;
/// A comment begins only after a blank.
pub(super) const APART_COMMENTS: u32 = 1 << 2;
/// A word with a capital is a type.
pub(super) const CAPITALS: u32 = 1 << 3;
/// A word may end in `!`.
pub(super) const BANG: u32 = 1 << 4;
/// A word before `:` is a key.
pub(super) const LABELS: u32 = 1 << 5;
/// A word behind `->` is a member.
pub(super) const ARROWS: u32 = 1 << 6;
/// `<` may begin an element.
pub(super) const JSX: u32 = 1 << 7;
/// Lines that begin with `#` speak to the preprocessor.
pub(super) const PREPROCESSOR: u32 = 1 << 8;
/// `<<NAME` begins a string of lines.
pub(super) const HEREDOC: u32 = 1 << 9;
/// A string before `:` is a key.
pub(super) const STRING_KEYS: u32 = 1 << 10;
/// `[[` and `[=[` begin long strings and, behind `--`, long comments.
pub(super) const LONG_BRACKETS: u32 = 1 << 11;
/// `$` begins a variable that may be any sign.
pub(super) const SHELL: u32 = 1 << 12;
/// `%w[…]`, `%(…)` and `~r/…/` are strings.
pub(super) const PERCENT: u32 = 1 << 13;
/// A word in `-` with a capital is a command: `Get-Item`.
pub(super) const COMMANDS: u32 = 1 << 14;
/// A word may begin with `#` or `@`.
pub(super) const SIGILS: u32 = 1 << 15;
/// A word behind `:` is a symbol.
pub(super) const SYMBOLS: u32 = 1 << 16;
/// A word that ends in `_t` is a type.
pub(super) const UNDERSCORE_T: u32 = 1 << 17;
/// Its own words count only as the first of a line; those of a shell, anywhere else.
pub(super) const INSTRUCTIONS: u32 = 1 << 18;
/// A line that begins with a name and `:` begins a rule.
pub(super) const TARGETS: u32 = 1 << 19;
/// A number may hold `'`.
pub(super) const TICKS: u32 = 1 << 21;

impl Definition {
    pub(super) fn has(&self, rule: u32) -> bool {
        self.rules & rule != 0
    }

    /// Whether `word` is one of its own.
    pub(super) fn knows(&self, word: &[u8]) -> bool {
        if self.has(ANY_CASE) && word.len() <= 32 {
            return among(self.words, &word.to_ascii_lowercase());
        }
        among(self.words, word)
    }
}

/// Looks a word up in a list whose words are in the order of their bytes: halves it by bytes, and goes
/// back from the middle to where a word begins.
pub(super) fn among(list: &str, word: &[u8]) -> bool {
    let list = list.as_bytes();
    let (mut low, mut high) = (0, list.len());
    while low < high {
        let mut start = (low + high) / 2;
        while start > low && list[start - 1] != b' ' {
            start -= 1;
        }
        let mut end = start;
        while end < high && list[end] != b' ' {
            end += 1;
        }
        match list[start..end].cmp(word) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start.saturating_sub(1),
        }
    }
    false
}

/// A language that has nothing yet.
pub(super) const CODE: Definition = Definition {
    label: "",
    names: "",
    grammar: Grammar::Code,
    words: "",
    comments: &[],
    quotes: &[],
    prefixes: "",
    letters: "",
    rules: 0,
};
