//! Colours for code, one line at a time, while the code is still being written.
//!
//! A lexer, not a parser: it tells keywords, strings, comments and numbers from the rest and knows
//! nothing else. Languages are tables (`languages/`) that one machine reads; only what no table can
//! say has code of its own (markup, style sheets, lines of keys, prose). It never fails, makes no HTML,
//! and remembers no more than a short stack of what is still open. How well it does is measured against
//! highlight.js in `tests/highlight/judge.rs` (docs/adr/0007).

mod cursor;
mod definition;
mod heredoc;
mod keys;
mod languages;
mod lexer;
mod markup;
mod prose;
mod quoted;
mod style;

use std::ops::Range;

use cursor::Cursor;
use definition::{Definition, Grammar, Hole, Quote, among};

/// What a stretch of code is. Everything else is plain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// A word of the language: a keyword, a literal, a built-in type or function, a tag or a selector.
    Keyword,
    /// Text that stands for itself.
    String,
    /// Words for people.
    Comment,
    /// A number, with its sign of base and its unit.
    Number,
}

/// A stretch of one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Span {
    /// Where it stands: bytes of the line, never within a character.
    pub range: Range<usize>,
    /// What it is.
    pub class: Class,
}

/// A language that can be coloured.
#[derive(Clone, Copy)]
pub struct Language(&'static Definition);

impl Language {
    /// The language somebody names behind a fence, by any of its usual names in any case.
    pub fn find(name: &str) -> Option<Self> {
        Self::named(name.as_bytes().trim_ascii())
    }

    fn named(name: &[u8]) -> Option<Self> {
        let name = name.strip_prefix(b".").unwrap_or(name).to_ascii_lowercase();
        languages::ALL.iter().find(|definition| among(definition.names, &name)).map(|found| Self(found))
    }

    /// Every language, in no order that means anything.
    pub fn all() -> impl Iterator<Item = Self> {
        languages::ALL.iter().map(|definition| Self(definition))
    }

    /// Its name as people write it.
    pub fn label(self) -> &'static str {
        self.0.label
    }

    /// The names it is found by.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        self.0.names.split(' ')
    }

    /// The words it has of its own, in the order of their bytes.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.0.words.split_ascii_whitespace()
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Language {}

impl std::fmt::Debug for Language {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.0.label)
    }
}

/// How many things may be open within each other. What opens deeper is not followed.
const MAX_DEPTH: usize = 16;

/// Something that has begun and not ended.
#[derive(Clone, Copy)]
struct Frame {
    mode: Mode,
    definition: &'static Definition,
    /// What `mode` has to count or to remember.
    aux: u32,
}

impl Frame {
    /// The frame a language begins with.
    fn first(definition: &'static Definition) -> Self {
        let mode = match definition.grammar {
            Grammar::Code => Mode::Code,
            Grammar::Markup => Mode::Text,
            Grammar::Style => Mode::Style,
            Grammar::Yaml | Grammar::Ini => Mode::Keys,
            Grammar::Markdown | Grammar::Diff => Mode::Prose,
        };
        Self { mode, definition, aux: 0 }
    }
}

/// What a frame is, and so who reads on from there.
#[derive(Clone, Copy)]
enum Mode {
    /// Code, up to the end. `aux` is not used.
    Code,
    /// Code within a string or an element, up to this bracket; `aux` counts the brackets within.
    Hole(u8),
    /// A comment of the table; `aux` counts the ones within, or the level of long brackets.
    Comment(&'static (&'static str, &'static str)),
    /// A string of the table; `aux` is what its end has to repeat.
    Quoted(&'static Quote),
    /// The lines up to the one whose words have the hash in `aux`; with holes or without.
    Heredoc(Hole),
    /// The words between tags.
    Text,
    /// The words and code between the tags of JSX; `aux` counts the elements that are open.
    Children,
    /// Within a tag.
    Tag(markup::Tag),
    /// A style sheet; `aux` is the place within a rule.
    Style,
    /// Lines of keys and values; `aux` is what the format has to remember.
    Keys,
    /// Lines of prose or of a patch; `aux` as above.
    Prose,
}

/// Reads code line by line.
#[derive(Clone)]
pub struct Highlighter {
    /// What is read now.
    top: Frame,
    /// What is open around it, the outermost first.
    outer: Vec<Frame>,
    /// Whether a value stands before: then `/` divides and `<` compares.
    operand: bool,
    /// Whether the word before makes a name: then the next word is one.
    declares: bool,
    /// A heredoc that begins with the next line.
    heredoc: Option<(Hole, u32)>,
    /// From which frame on another language is embedded that a closing tag ends.
    embedded: Option<usize>,
}

impl Highlighter {
    /// At the first line.
    pub fn new(language: Language) -> Self {
        Self {
            top: Frame::first(language.0),
            outer: Vec::new(),
            operand: false,
            declares: false,
            heredoc: None,
            embedded: None,
        }
    }

    /// The next line, with its end or without.
    pub fn line(&mut self, line: &str) -> Vec<Span> {
        let mut cursor = Cursor::new(line);
        self.begin_line(&mut cursor);
        let mut idle = 0;
        loop {
            self.limit(&mut cursor);
            if cursor.at >= cursor.end {
                break;
            }
            let before = cursor.at;
            self.step(&mut cursor);
            // Opening and closing may take no room, but never for long.
            idle = if cursor.at == before { idle + 1 } else { 0 };
            if idle > 2 * MAX_DEPTH {
                cursor.skip();
            }
        }
        self.end_line(&cursor);
        cursor.spans
    }

    /// False if too much is open already: then nothing is opened.
    fn push(&mut self, mode: Mode, definition: &'static Definition, aux: u32) -> bool {
        self.enter(Frame { mode, definition, aux })
    }

    fn enter(&mut self, frame: Frame) -> bool {
        let fits = self.outer.len() < MAX_DEPTH;
        if fits {
            self.outer.push(std::mem::replace(&mut self.top, frame));
        }
        fits
    }

    /// Leaves the innermost frame; the outermost stays.
    fn pop(&mut self) {
        if let Some(outer) = self.outer.pop() {
            self.top = outer;
        }
    }

    /// Leaves all frames but this many, and never the outermost.
    fn leave(&mut self, depth: usize) {
        while self.outer.len() >= depth.max(1) {
            self.pop();
        }
    }

    fn step(&mut self, cursor: &mut Cursor<'_>) {
        match self.top.mode {
            Mode::Code | Mode::Hole(_) => self.code(cursor),
            Mode::Comment(kind) => self.comment(cursor, kind, cursor.at),
            Mode::Quoted(quote) => self.quoted(cursor, quote, cursor.at),
            Mode::Heredoc(hole) => self.heredoc_line(cursor, hole),
            Mode::Text | Mode::Children => self.text(cursor),
            Mode::Tag(tag) => self.tag(cursor, tag),
            Mode::Style => self.style(cursor),
            Mode::Keys => self.keys(cursor),
            Mode::Prose => self.prose(cursor),
        }
    }

    /// What the beginning of a line ends or settles.
    fn begin_line(&mut self, cursor: &mut Cursor<'_>) {
        self.fence_line(cursor);
        self.heredoc_end(cursor);
    }
}
