//! A text that is still arriving: blocks that will not change any more, and the open tail.
//!
//! A block is settled once a blank line or a closing fence has ended it, or another one has begun after
//! it; then it is never parsed or touched again, and neither are the earlier items of a list and rows of
//! a table that still grow. The tail is parsed anew with each push, with its open marks closed as they
//! are about to be (`tail.rs`). What a late line changes far above (a definition of a link or a footnote)
//! is put right by [`Stream::finish`].

use std::borrow::Cow;

use super::block::Block;
use super::growing::Growing;
use super::mask::{self, Masked};
use super::normal::Normal;
use super::parse::{Placed, parse_normal, parse_placed};
use super::running_code::RunningCode;
use super::tail::about_to_be;

/// Bytes from which an open text is not parsed with each push any more, but each time it has grown by
/// an eighth: a text without paragraphs would take its square in time.
const LONG: usize = 16_000;

/// A text that is still arriving.
#[derive(Debug, Default, Clone)]
pub struct Stream {
    /// Bytes that were taken.
    n_bytes: usize,
    normal: Normal,
    /// In normal form.
    text: String,
    settled: Vec<Block>,
    /// Where the first block begins that is not settled.
    settled_to: usize,
    /// Where the open text begins: behind `settled_to` in a long list or table.
    open_from: usize,
    /// What stands between the two.
    growing: Option<Growing>,
    /// The first block that is not settled, if it is code.
    code: Option<RunningCode>,
    /// Bytes of the open text when it was parsed last.
    parsed: usize,
    tail: Vec<Block>,
}

impl Stream {
    /// Takes what has arrived. [`Self::settled`] may have grown, and [`Self::tail`] is anew.
    pub fn push(&mut self, delta: &str) {
        self.n_bytes += delta.len();
        self.text.push_str(&self.normal.piece(delta));
        while self.advance() {}
    }

    /// The blocks that will not change any more, unless a late definition changes them in the end.
    pub fn settled(&self) -> &[Block] {
        &self.settled
    }

    /// The blocks that may still change.
    pub fn tail(&self) -> &[Block] {
        &self.tail
    }

    /// Bytes that were taken.
    pub fn n_bytes(&self) -> usize {
        self.n_bytes
    }

    /// Nothing follows: all blocks are settled, and are those of one parse of the whole. Returns those that
    /// were settled before, if a definition may have made others of them.
    pub fn finish(&mut self) -> Option<Vec<Block>> {
        self.tail.clear();
        if depends_on_all(&self.text) {
            return Some(std::mem::replace(&mut self.settled, parse_normal(&self.text)));
        }
        self.settled.extend(parse_normal(&self.text[self.settled_to..]));
        None
    }

    /// Reads the open text. Says whether a block was settled, so that there may be more to read.
    fn advance(&mut self) -> bool {
        let open = &self.text[self.open_from..];
        if let Some(code) = &mut self.code {
            let end = code.read(open);
            let block = code.block(&open[..end.unwrap_or(open.len())]);
            match end {
                Some(end) => self.settle(vec![block], self.open_from + end),
                None => self.tail = vec![block],
            }
            return end.is_some();
        }
        if open.len() > LONG && open.len() < self.parsed + self.parsed / 8 {
            return false;
        }
        self.parsed = open.len();
        let lines = self.growing.as_ref().map_or("", Growing::lines);
        let n_lines = lines.len();
        let whole = if lines.is_empty() { Cow::Borrowed(open) } else { Cow::Owned([lines, open].concat()) };
        let mut placed = parse_placed(&about_to_be(&whole));
        if let (Some(growing), Some(first)) = (&mut self.growing, placed.first_mut())
            && !growing.join(&whole, first)
        {
            // The parts are not of one block after all: it is read from its beginning.
            self.growing = None;
            self.open_from = self.settled_to;
            self.parsed = 0;
            return true;
        }
        let cuts = Cuts::of(&whole, &placed);
        let n_settled = cuts.n_settled(&placed);
        let end = self.open_from + placed.get(n_settled).map_or(0, |next| next.start).saturating_sub(n_lines);
        // Blocks that begin on one line are not cut apart, and what settles always moves on.
        if n_settled > 0 && end > self.open_from {
            placed.truncate(n_settled);
            self.settle(placed.into_iter().map(|placed| placed.block).collect(), end);
            return true;
        }
        if let [only] = &placed[..] {
            self.code = RunningCode::begin(&whole, &only.block);
            if self.code.is_some() {
                return self.advance();
            }
            if let Some((growing, from)) = Growing::split(&whole, only, |at| cuts.is_certain(at)) {
                self.growing = Some(growing);
                self.open_from += from - n_lines;
            }
        }
        self.tail = placed.into_iter().map(|placed| placed.block).collect();
        false
    }

    fn settle(&mut self, blocks: Vec<Block>, end: usize) {
        self.settled.extend(blocks);
        (self.settled_to, self.open_from, self.parsed) = (end, end, 0);
        (self.growing, self.code) = (None, None);
        self.tail.clear();
    }
}

/// Where a text can be cut.
struct Cuts<'a> {
    text: &'a str,
    /// Behind the last line that is whole.
    whole_lines: usize,
    /// For a text that has more than one part.
    masked: Option<Masked<'a>>,
}

impl<'a> Cuts<'a> {
    fn of(text: &'a str, placed: &[Placed]) -> Self {
        let has_parts = placed.len() > 1 || placed.iter().any(|placed| placed.parts.len() > 1);
        let whole_lines = text.rfind('\n').map_or(0, |at| at + 1);
        Self { text, whole_lines, masked: has_parts.then(|| Masked::new(text)) }
    }

    /// Whether what begins here has begun for certain: the last line may still become anything, and so
    /// may what it is in or would end.
    fn is_certain(&self, at: usize) -> bool {
        at < self.whole_lines && self.can_be_cut(at)
    }

    fn can_be_cut(&self, at: usize) -> bool {
        self.masked.as_ref().is_some_and(|masked| masked.can_be_cut(at))
    }

    /// How many of the blocks will not change any more: those before the last that has begun for certain.
    fn n_settled(&self, placed: &[Placed]) -> usize {
        let has_begun = |index: &usize| {
            let (before, at) = (&placed[index - 1].block, placed[*index].start);
            // What closes the tail is not of the text.
            let so_far = self.text.get(..at).unwrap_or_default();
            self.is_certain(at) || (ends_with_blank_line(before, so_far) && self.can_be_cut(at))
        };
        (1..placed.len()).rev().find(has_begun).unwrap_or(0)
    }
}

/// Whether a blank line has ended this block, whatever follows.
fn ends_with_blank_line(block: &Block, text: &str) -> bool {
    let ends = match block {
        Block::Paragraph(_)
        | Block::Heading { .. }
        | Block::Table { .. }
        | Block::Rule
        | Block::Quote(_)
        | Block::Math(_) => true,
        Block::Code { .. } | Block::List { .. } | Block::Html(_) | Block::Footnote { .. } => false,
    };
    ends && text.ends_with("\n\n")
}

/// Whether something in the text may have changed what stands before it: a definition.
fn depends_on_all(text: &str) -> bool {
    // Its name may go on over several lines.
    text.contains("]:") || mask::depends_on_all(text)
}
