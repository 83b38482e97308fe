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
use definition::{Definition, Grammar};

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
        let name = name.trim().trim_start_matches('.').to_ascii_lowercase();
        languages::ALL
            .iter()
            .find(|definition| definition.names.split(' ').any(|known| known == name))
            .map(|found| Self(found))
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

/// What a frame is, and so who reads on from there.
#[derive(Clone, Copy, PartialEq)]
enum Mode {
    /// Code, up to the end. `aux` is not used.
    Code,
    /// Code within a string or an element, up to this bracket; `aux` counts the brackets within.
    Hole(u8),
    /// A comment of the table, by its index; `aux` counts the ones within, or the level of long brackets.
    Comment(u8),
    /// A string of the table, by its index; `aux` is what its end has to repeat.
    Quoted(u8),
    /// The lines up to the one whose words have the hash in `aux`; with holes or without.
    Heredoc(definition::Hole),
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
    frames: Vec<Frame>,
    /// Whether a value stands before: then `/` divides and `<` compares.
    operand: bool,
    /// Whether the word before makes a name: then the next word is one.
    declares: bool,
    /// A heredoc that begins with the next line.
    heredoc: Option<(definition::Hole, u32)>,
    /// From which frame on another language is embedded that a closing tag ends.
    embedded: Option<usize>,
}

impl Highlighter {
    /// At the first line.
    pub fn new(language: Language) -> Self {
        let mut new = Self { frames: Vec::new(), operand: false, declares: false, heredoc: None, embedded: None };
        new.begin(language.0);
        new
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

    /// The frame a language begins with.
    fn begin(&mut self, definition: &'static Definition) {
        let mode = match definition.grammar {
            Grammar::Code => Mode::Code,
            Grammar::Markup => Mode::Text,
            Grammar::Style => Mode::Style,
            Grammar::Yaml | Grammar::Ini => Mode::Keys,
            Grammar::Markdown | Grammar::Diff => Mode::Prose,
        };
        self.push(mode, definition, 0);
    }

    fn push(&mut self, mode: Mode, definition: &'static Definition, aux: u32) -> bool {
        let fits = self.frames.len() < MAX_DEPTH;
        if fits {
            self.frames.push(Frame { mode, definition, aux });
        }
        fits
    }

    /// Leaves the innermost frame; the outermost stays.
    fn pop(&mut self) {
        if self.frames.len() > 1 {
            self.frames.pop();
        }
    }

    fn top(&self) -> Frame {
        self.frames[self.frames.len() - 1]
    }

    fn aux(&mut self) -> &mut u32 {
        let top = self.frames.len() - 1;
        &mut self.frames[top].aux
    }

    fn step(&mut self, cursor: &mut Cursor<'_>) {
        match self.top().mode {
            Mode::Code | Mode::Hole(_) => self.code(cursor),
            Mode::Comment(index) => self.comment(cursor, index, cursor.at),
            Mode::Quoted(index) => self.quoted(cursor, index, cursor.at),
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
