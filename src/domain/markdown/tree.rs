//! Blocks and inlines, built from the inside out while the parser opens and closes them.

use std::sync::Arc;

use super::address::{Piece, split_bare};
use super::block::{Alignment, Block, Inline, Item, Row, Style};

/// How deep things may stand in each other. What is deeper stands at this depth: nobody reads further
/// in, and the page would run out of stack to draw it.
pub const DEEPEST: usize = 24;
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
        source: String,
        /// So far.
        alt: String,
    },
    /// Something too deep: what it holds goes to what holds it.
    Flat,
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
    /// A link; without an address it is but words.
    Link(Option<super::address::Address>, String),
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
        let is_too_deep = self.frames.iter().filter(|frame| !matches!(frame, Frame::Flat)).count() >= DEEPEST;
        let can_be_flat = matches!(
            frame,
            Frame::Blocks(..) | Frame::List { .. } | Frame::Inlines(Phrase::Styled(..) | Phrase::Link(..), _)
        );
        if let Frame::Blocks(..) | Frame::List { .. } | Frame::Table { .. } | Frame::Code { .. } | Frame::Html(_) =
            frame
        {
            self.end_loose_words();
        }
        self.frames.push(if is_too_deep && can_be_flat { Frame::Flat } else { frame });
    }

    /// Notes that an item of the innermost list holds a paragraph that was written as one.
    pub fn loosen(&mut self) {
        if let [.., Frame::List { tight, .. }, Frame::Blocks(Container::Item(_), _)] = &mut self.frames[..] {
            *tight = false;
        }
    }

    /// Notes that the innermost item is a task.
    pub fn mark_item(&mut self, done: bool) {
        let item = self.frames.iter_mut().rev().find_map(|frame| match frame {
            Frame::Blocks(Container::Item(mark), _) => Some(mark),
            _ => None,
        });
        if let Some(mark) = item {
            *mark = Some(done);
        }
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
        if let Frame::Image { alt, .. } = self.top() {
            alt.push_str(&words(&[inline]));
            return;
        }
        if let Frame::Code { text, .. } | Frame::Html(text) = self.top() {
            text.push_str(&words(&[inline]));
            return;
        }
        let holds_inlines = self.frames.iter().rev().find(|frame| !matches!(frame, Frame::Flat));
        if !matches!(holds_inlines, Some(Frame::Inlines(..))) {
            // Words of a tight item have no paragraph of their own.
            self.frames.push(Frame::Inlines(Phrase::Paragraph, Vec::new()));
        }
        for frame in self.frames.iter_mut().rev() {
            if let Frame::Inlines(_, inlines) = frame {
                match (inlines.last_mut(), inline) {
                    (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
                    (_, inline) => inlines.push(inline),
                }
                return;
            }
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
            Frame::Flat => {}
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
                    row.resize(alignments.len(), Vec::new());
                }
                let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
                let rows = rows.into_iter().map(Arc::new).collect();
                self.block(Block::Table { n_left_out: n_columns - alignments.len(), alignments, head, rows });
            }
            Frame::Code { language, text } => self.block(Block::Code { language, text }),
            Frame::Html(text) => self.block(Block::Html(text)),
            Frame::Image { source, alt } => self.inline(Inline::Image { source, alt }),
        }
    }

    fn close_phrase(&mut self, phrase: Phrase, mut inlines: Vec<Inline>) {
        if let Phrase::Paragraph | Phrase::Heading(_) | Phrase::Cell = phrase {
            link_bare(&mut inlines);
        }
        match phrase {
            Phrase::Paragraph => match &inlines[..] {
                [] => {}
                [Inline::Math { display: true, source }] => self.block(Block::Math(source.clone())),
                _ => self.block(Block::Paragraph(inlines)),
            },
            Phrase::Heading(level) => self.block(Block::Heading { level, inlines }),
            Phrase::Cell => {
                if let Frame::Table { cells, .. } = self.top() {
                    cells.push(inlines);
                }
            }
            Phrase::Styled(style, _) => self.inline(Inline::Styled(style, inlines)),
            Phrase::Link(Some(to), title) => self.inline(Inline::Link { to, title, inlines }),
            Phrase::Link(None, _) => inlines.into_iter().for_each(|inline| self.inline(inline)),
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

/// Makes links of bare addresses, but not within links.
fn link_bare(inlines: &mut Vec<Inline>) {
    let mut at = 0;
    while at < inlines.len() {
        match &mut inlines[at] {
            Inline::Styled(_, inner) => link_bare(inner),
            Inline::Text(text) if text.contains("://") || text.contains("www.") => {
                let pieces: Vec<Inline> = split_bare(text).into_iter().map(inline_of).collect();
                let n_pieces = pieces.len();
                inlines.splice(at..=at, pieces);
                at += n_pieces.saturating_sub(1);
            }
            _ => {}
        }
        at += 1;
    }
}

fn inline_of(piece: Piece<'_>) -> Inline {
    match piece {
        Piece::Text(text) => Inline::Text(text.to_owned()),
        Piece::Link(text, to) => {
            Inline::Link { to, title: String::new(), inlines: vec![Inline::Text(text.to_owned())] }
        }
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
            Inline::Footnote(_) => {}
        }
    }
    text
}
