//! Tells code, text and comments apart, so that a law about code is not broken by a sentence about it.
//!
//! This is no parser: it knows how comments and strings begin and end, and nothing else. What is
//! taken away becomes spaces, so that lines and columns stay where they are.

/// What a character belongs to.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    Code,
    /// Between quotes; the quotes themselves are code.
    Quoted,
    Comment,
}

/// A language, as far as its comments and strings go.
#[derive(Clone, Copy, PartialEq)]
enum Tongue {
    Rust,
    Script,
    Css,
}

/// The source of the file at `path` with only what is of one of `kinds`.
pub fn keep(path: &str, source: &str, kinds: &[Kind]) -> String {
    let tongue = match path.rsplit('.').next() {
        Some("rs") => Tongue::Rust,
        Some("css") => Tongue::Css,
        _ => Tongue::Script,
    };
    let chars: Vec<char> = source.chars().collect();
    let mut kind_of = vec![Kind::Code; chars.len()];
    let mut at = 0;
    while at < chars.len() {
        let (kind, start, end) = piece(&chars, at, tongue);
        let next = end.max(at + 1);
        kind_of[start.min(chars.len())..end.min(chars.len())].fill(kind);
        at = if kind == Kind::Quoted { next + closing(&chars, next) } else { next };
    }
    chars.iter().zip(kind_of).map(|(c, kind)| if *c == '\n' || kinds.contains(&kind) { *c } else { ' ' }).collect()
}

/// The piece that begins at `at`: what it is, and from where to where that reaches.
///
/// For a string that is what stands between the quotes.
fn piece(chars: &[char], at: usize, tongue: Tongue) -> (Kind, usize, usize) {
    let looking_at = |text: &str| text.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c));
    if tongue != Tongue::Css && looking_at("//") {
        return (Kind::Comment, at, position(chars, at, '\n'));
    }
    if looking_at("/*") {
        return (Kind::Comment, at, end_of_block(chars, at, tongue == Tongue::Rust));
    }
    let starts_word = at == 0 || !(chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    if tongue == Tongue::Rust && starts_word {
        let prefix = ["r", "br", "cr"].into_iter().find(|prefix| looking_at(prefix));
        if let Some(prefix) = prefix {
            let open = at + prefix.len();
            let hashes = chars[open..].iter().take_while(|c| **c == '#').count();
            if chars.get(open + hashes) == Some(&'"') {
                return (Kind::Quoted, open + hashes + 1, end_of_raw(chars, open + hashes + 1, hashes));
            }
        }
    }
    match chars[at] {
        '"' => (Kind::Quoted, at + 1, end_of_quoted(chars, at + 1, '"', tongue != Tongue::Rust)),
        '\'' if tongue == Tongue::Rust => match (chars.get(at + 1), chars.get(at + 2)) {
            (Some('\\'), _) => (Kind::Quoted, at + 1, end_of_quoted(chars, at + 1, '\'', true)),
            (Some(c), Some('\'')) if *c != '\'' => (Kind::Quoted, at + 1, at + 2),
            _ => (Kind::Code, at, at + 1),
        },
        '\'' => (Kind::Quoted, at + 1, end_of_quoted(chars, at + 1, '\'', true)),
        '`' if tongue == Tongue::Script => (Kind::Quoted, at + 1, end_of_quoted(chars, at + 1, '`', false)),
        _ => (Kind::Code, at, at + 1),
    }
}

/// How many characters close a string whose content ends before `at`.
fn closing(chars: &[char], at: usize) -> usize {
    usize::from(chars.get(at).is_some_and(|c| ['"', '\'', '`'].contains(c)))
}

fn position(chars: &[char], from: usize, wanted: char) -> usize {
    chars[from..].iter().position(|c| *c == wanted).map_or(chars.len(), |ahead| from + ahead)
}

fn end_of_block(chars: &[char], at: usize, nests: bool) -> usize {
    let (mut depth, mut i) = (0, at);
    while i < chars.len() {
        match (chars[i], chars.get(i + 1)) {
            ('/', Some('*')) if nests || depth == 0 => (depth, i) = (depth + 1, i + 2),
            ('*', Some('/')) => (depth, i) = (depth - 1, i + 2),
            _ => i += 1,
        }
        if depth == 0 {
            return i;
        }
    }
    chars.len()
}

fn end_of_raw(chars: &[char], from: usize, hashes: usize) -> usize {
    let closes = |i: usize| chars[i] == '"' && (1..=hashes).all(|n| chars.get(i + n) == Some(&'#'));
    (from..chars.len()).find(|i| closes(*i)).unwrap_or(chars.len())
}

fn end_of_quoted(chars: &[char], from: usize, quote: char, one_line: bool) -> usize {
    let mut i = from;
    while i < chars.len() && chars[i] != quote && !(one_line && chars[i] == '\n') {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    i.min(chars.len())
}

/// The line of a byte position, counted from one.
pub fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// Where `word` stands in `text` on its own, not as a part of a longer name.
pub fn whole_words(text: &str, word: &str) -> Vec<usize> {
    let of_name = |c: char| c.is_alphanumeric() || c == '_';
    let hits = text.match_indices(word).map(|(at, _)| at);
    hits.filter(|at| {
        let starts = !word.starts_with(of_name) || !text[..*at].ends_with(of_name);
        let ends = !word.ends_with(of_name) || !text[at + word.len()..].starts_with(of_name);
        starts && ends
    })
    .collect()
}

#[test]
fn comments_and_quotes_are_told_from_code() {
    #[track_caller]
    fn check(path: &str, source: &str, code: &str) {
        assert_eq!(keep(path, source, &[Kind::Code]).split_whitespace().collect::<Vec<_>>().join(" "), code);
    }
    check("a.rs", r##"a /* b /* c */ d */ e // f"##, "a e");
    check("a.rs", r##"let a: &'b str = "c \" // d"; 'e'; '\''; f"##, r##"let a: &'b str = " "; ' '; ' '; f"##);
    check("a.rs", r###"r#"a" b"# c br"d\" e r#type"###, r###"r#" "# c br" " e r#type"###);
    check("a.js", "a('//b', `c\n// d`) // e", "a(' ', ` `)");
    check("a.css", "a { b: url(//c) /* d */ }", "a { b: url(//c) }");
    assert_eq!(keep("a.rs", "a // b\n\"c\"", &[Kind::Comment]), "  // b\n   ");
}
