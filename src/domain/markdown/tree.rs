//! Blocks and inlines, built from the inside out while the parser opens and closes them.

use std::sync::Arc;

use super::address::{Address, ImageSource};
use super::bare;
use super::block::{Alignment, Block, Inline, Item, Row, Style};
use super::fence;

/// How many quotes, lists and items may stand in each other. What is deeper stands at this depth: nobody
/// reads further in, and the page would run out of stack to draw it. No word of it is lost.
pub const DEEPEST: usize = 24;
/// How many styles words may have at once. Further ones are not seen anyway.
pub const MOST_STYLES: usize = 8;
/// Columns that a table may have. Nobody reads further out.
pub const WIDEST: usize = 64;

/// What is open.
#[derive(Debug)]
pub enum Frame {
    /// The text itself, a quote, an item, a footnote: holds blocks.
    Blocks(Container, Vec<Block>),
    /// A paragraph, a heading, a cell, a style, a link: holds inlines.
    Inlines(Phrase, Vec<Inline>),
    /// A list: holds items.
    List {
        /// The number of the first.
        start: Option<u64>,
        /// Whether no paragraph was opened in it.
        tight: bool,
        /// Those that are complete.
        items: Vec<Item>,
    },
    /// A table: holds rows.
    Table {
        /// One for each column.
        alignments: Vec<Alignment>,
        /// Complete rows, the head first.
        rows: Vec<Row>,
        /// Complete cells of the open row.
        cells: Row,
    },
    /// Code: holds its text.
    Code {
        /// Its language.
        language: String,
        /// So far.
        text: String,
    },
    /// HTML: holds its text.
    Html(String),
    /// A picture: holds what it shows.
    Image {
        /// Where it is.
        source: ImageSource,
        /// Its title.
        title: String,
        /// So far.
        alt: String,
    },
    /// So many things that are too deep: what they hold goes to what holds them.
    Flat(usize),
}

/// What holds blocks.
#[derive(Debug)]
pub enum Container {
    /// The text itself.
    Document,
    /// A quote.
    Quote,
    /// An item of a list, with whether its task is done.
    Item(Option<bool>),
    /// A footnote of this name.
    Footnote(String),
}

/// What holds inlines.
#[derive(Debug)]
pub enum Phrase {
    /// A paragraph that was written as one, or words that stand in an item by themselves.
    Paragraph,
    /// A heading.
    Heading(u8),
    /// A cell.
    Cell,
    /// Words told apart, and by which HTML element if by one.
    Styled(Style, Option<&'static str>),
    /// A link to what stands here, with its title. If that is not safe, it is but words.
    Link(String, String),
}

/// The blocks so far and all that is open.
#[derive(Debug)]
pub struct Tree {
    frames: Vec<Frame>,
}

impl Tree {
    /// Nothing yet.
    pub fn new() -> Self {
        Self { frames: vec![Frame::Blocks(Container::Document, Vec::new())] }
    }

    /// Opens something.
    pub fn open(&mut self, frame: Frame) {
        let is_block = matches!(
            frame,
            Frame::Blocks(..) | Frame::List { .. } | Frame::Table { .. } | Frame::Code { .. } | Frame::Html(_)
        );
        if is_block {
            self.end_loose_words();
        }
        let is_too_deep = match frame {
            Frame::Blocks(..) | Frame::List { .. } => self.n_open(is_container) >= DEEPEST,
            Frame::Inlines(Phrase::Styled(..), _) => self.has_enough_styles(),
            // A picture is shown by its words, and pictures in them are words too.
            Frame::Image { .. } => self.n_open(|frame| matches!(frame, Frame::Image { .. })) > 0,
            _ => false,
        };
        match self.frames.last_mut() {
            Some(Frame::Flat(n)) if is_too_deep => *n += 1,
            _ => self.frames.push(if is_too_deep { Frame::Flat(1) } else { frame }),
        }
    }

    /// Opens an HTML element; if there are too many, it is words.
    pub fn open_element(&mut self, style: Style, name: &'static str) {
        if self.has_enough_styles() {
            return self.inline(Inline::Text(format!("<{name}>")));
        }
        self.frames.push(Frame::Inlines(Phrase::Styled(style, Some(name)), Vec::new()));
    }

    fn n_open(&self, is_one: impl Fn(&Frame) -> bool) -> usize {
        self.frames.iter().filter(|frame| is_one(frame)).count()
    }

    fn has_enough_styles(&self) -> bool {
        self.n_open(|frame| matches!(frame, Frame::Inlines(Phrase::Styled(..), _))) >= MOST_STYLES
    }

    /// Notes that an item of the innermost list holds a paragraph that was written as one.
    pub fn loosen(&mut self) {
        if let [.., Frame::List { tight, .. }, Frame::Blocks(Container::Item(_), _)] = &mut self.frames[..] {
            *tight = false;
        }
    }

    /// Notes that the item that has just begun is a task. In one that is too deep, its mark is words.
    pub fn task(&mut self, done: bool) {
        let mark = match &mut self.frames[..] {
            [.., Frame::Blocks(Container::Item(mark), _)] => mark,
            // A list with space between its items has paragraphs in them.
            [.., Frame::Blocks(Container::Item(mark), _), Frame::Inlines(Phrase::Paragraph, _)] => mark,
            _ => return self.inline(Inline::Text(if done { "[x] " } else { "[ ] " }.to_owned())),
        };
        *mark = Some(done);
    }

    /// The innermost that is open.
    pub fn top(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::Blocks(Container::Document, Vec::new()));
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    /// Adds a part of running text.
    pub fn inline(&mut self, inline: Inline) {
        let holder = self.frames.iter().rposition(|frame| !matches!(frame, Frame::Flat(_))).unwrap_or(0);
        match self.frames.get_mut(holder) {
            Some(Frame::Inlines(_, inlines)) => push(inlines, inline),
            Some(Frame::Image { alt: text, .. } | Frame::Code { text, .. } | Frame::Html(text)) => {
                text.push_str(&words(&[inline]));
            }
            // Words of a tight item have no paragraph of their own.
            _ => self.frames.push(Frame::Inlines(Phrase::Paragraph, vec![inline])),
        }
    }

    /// Adds a block.
    pub fn block(&mut self, block: Block) {
        for frame in self.frames.iter_mut().rev() {
            match frame {
                Frame::Blocks(_, blocks) => return blocks.push(block),
                // Too deep for a list: what stands in it stands in its item before.
                Frame::List { items, .. } => {
                    match items.last_mut() {
                        Some(item) => item.blocks.push(block),
                        None => items.push(Item { done: None, blocks: vec![block] }),
                    }
                    return;
                }
                _ => {}
            }
        }
    }

    /// Closes the innermost element of this name, and what was left open in it becomes words again.
    /// Says whether there was one.
    pub fn close_element(&mut self, name: &str) -> bool {
        let is_it =
            |frame: &Frame| matches!(frame, Frame::Inlines(Phrase::Styled(_, Some(element)), _) if *element == name);
        let within =
            self.frames.iter().rev().take_while(|frame| matches!(frame, Frame::Inlines(Phrase::Styled(_, Some(_)), _)));
        let Some(depth) = within.into_iter().position(is_it) else { return false };
        for _ in 0..depth {
            self.unfold();
        }
        self.close();
        true
    }

    /// Turns elements that nothing closed back into words.
    pub fn end_elements(&mut self) {
        while matches!(self.frames.last(), Some(Frame::Inlines(Phrase::Styled(_, Some(_)), _))) {
            self.unfold();
        }
    }

    fn unfold(&mut self) {
        if let Some(Frame::Inlines(Phrase::Styled(_, Some(name)), inlines)) = self.frames.pop() {
            self.inline(Inline::Text(format!("<{name}>")));
            for inline in inlines {
                self.inline(inline);
            }
        }
    }

    /// Closes the paragraph that words of a tight item began.
    pub fn end_loose_words(&mut self) {
        self.end_elements();
        if matches!(self.frames.last(), Some(Frame::Inlines(Phrase::Paragraph, _))) {
            self.close();
        }
    }

    /// Closes the innermost.
    pub fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        match frame {
            Frame::Flat(1) => {}
            Frame::Flat(n) => self.frames.push(Frame::Flat(n - 1)),
            Frame::Blocks(container, blocks) => match container {
                Container::Document => self.frames.push(Frame::Blocks(Container::Document, blocks)),
                Container::Quote => self.block(Block::Quote(blocks)),
                Container::Footnote(label) => self.block(Block::Footnote { label, blocks }),
                Container::Item(done) => match self.top() {
                    Frame::List { items, .. } => items.push(Item { done, blocks }),
                    _ => blocks.into_iter().for_each(|block| self.block(block)),
                },
            },
            Frame::Inlines(phrase, inlines) => self.close_phrase(phrase, inlines),
            Frame::List { start, tight, items } => {
                self.block(Block::List { start, tight, items: items.into_iter().map(Arc::new).collect() });
            }
            Frame::Table { alignments, mut rows, .. } => {
                let n_columns = alignments.len();
                let mut alignments = alignments;
                alignments.truncate(WIDEST);
                for row in &mut rows {
                    row.truncate(WIDEST);
                    // A wide head over many short rows would be a thousand times as large as its text.
                    row.truncate(row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1));
                }
                let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
                let rows = rows.into_iter().map(Arc::new).collect();
                self.block(Block::Table { n_left_out: n_columns - alignments.len(), alignments, head, rows });
            }
            Frame::Code { language, text } => self.block(fence::block(language, text)),
            Frame::Html(text) => self.block(fence::html(text)),
            Frame::Image { source, title, alt } => self.inline(Inline::Image { source, title, alt }),
        }
    }

    fn close_phrase(&mut self, phrase: Phrase, inlines: Vec<Inline>) {
        match phrase {
            Phrase::Paragraph => match &inlines[..] {
                [] => {}
                [Inline::Math { display: true, source }] => self.block(Block::Math(source.clone())),
                _ => self.block(Block::Paragraph(bare::link(inlines))),
            },
            Phrase::Heading(level) => self.block(Block::Heading { level, inlines: bare::link(inlines) }),
            Phrase::Cell => {
                if let Frame::Table { cells, .. } = self.top() {
                    cells.push(bare::link(inlines));
                }
            }
            Phrase::Styled(style, _) => self.inline(Inline::Styled(style, inlines)),
            // A link without words would be there and not be seen.
            Phrase::Link(address, title) => {
                let inlines = if inlines.is_empty() { vec![Inline::Text(address.clone())] } else { inlines };
                match Address::parse(&address) {
                    Some(to) => self.inline(Inline::Link { to, title, inlines }),
                    None => inlines.into_iter().for_each(|inline| self.inline(inline)),
                }
            }
        }
    }

    /// Everything, closed.
    pub fn finish(mut self) -> Vec<Block> {
        self.end_loose_words();
        while self.frames.len() > 1 {
            self.close();
        }
        match self.frames.pop() {
            Some(Frame::Blocks(_, blocks)) => blocks,
            _ => Vec::new(),
        }
    }

    /// How many blocks stand in the text itself, without those that are open.
    pub fn n_closed(&self) -> usize {
        match self.frames.first() {
            Some(Frame::Blocks(_, blocks)) => blocks.len(),
            _ => 0,
        }
    }

    /// How much is open, the text itself counted.
    pub fn depth(&self) -> usize {
        self.frames.len()
    }
}

fn is_container(frame: &Frame) -> bool {
    matches!(frame, Frame::Blocks(..) | Frame::List { .. })
}

/// Adds to running text; words to words.
pub fn push(inlines: &mut Vec<Inline>, inline: Inline) {
    match (inlines.last_mut(), inline) {
        (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
        (_, Inline::Text(text)) if text.is_empty() => {}
        (_, inline) => inlines.push(inline),
    }
}

/// The words of running text, without any styles.
pub fn words(inlines: &[Inline]) -> String {
    let mut text = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(inner) | Inline::Code(inner) => text.push_str(inner),
            Inline::Math { source, .. } => text.push_str(source),
            Inline::Styled(_, inlines) | Inline::Link { inlines, .. } => text.push_str(&words(inlines)),
            Inline::Image { alt, .. } => text.push_str(alt),
            Inline::SoftBreak | Inline::HardBreak => text.push(' '),
            Inline::Footnote(label) => text.push_str(&format!("[^{label}]")),
        }
    }
    text
}
