//! What stands on the page of a text, and how it follows the text.

use leptos::web_sys::Element;

use super::code_block::OpenCode;
use crate::domain::markdown::stream::Stream;
use crate::domain::markdown::{Block, parse};

/// Keeps the nodes of one text in step with it.
#[derive(Default)]
pub struct Painter {
    /// While more may follow.
    stream: Stream,
    /// How many settled blocks stand on the page; never looked at again.
    n_settled: usize,
    /// The blocks on the page below them.
    tail: Vec<Block>,
    /// Whether all of the text is on the page.
    is_whole: bool,
    pub(super) marks: Marks,
}

/// What blocks need to know of others.
#[derive(Default)]
pub struct Marks {
    /// The code that grows.
    pub code: Option<OpenCode>,
    /// Names of the footnotes in the order in which they were met.
    pub footnotes: Vec<String>,
}

impl Marks {
    /// The number of a footnote.
    pub fn number_of(&mut self, label: &str) -> usize {
        let known = self.footnotes.iter().position(|known| known == label);
        known.unwrap_or_else(|| {
            self.footnotes.push(label.to_owned());
            self.footnotes.len() - 1
        }) + 1
    }
}

impl Painter {
    /// Bytes of the text that were taken.
    pub fn n_bytes(&self) -> usize {
        self.stream.n_bytes()
    }

    /// Whether nothing was painted yet.
    pub fn is_new(&self) -> bool {
        self.n_bytes() == 0 && !self.is_whole
    }

    /// Takes what has arrived: newly settled blocks are appended, and only the tail is changed.
    pub fn push(&mut self, place: &Element, words: &str) {
        if words.is_empty() || self.is_whole {
            return;
        }
        self.stream.push(words);
        let blocks = [&self.stream.settled()[self.n_settled..], self.stream.tail()].concat();
        self.show(place, blocks, self.stream.settled().len());
    }

    /// Takes the rest: nothing follows.
    pub fn finish(&mut self, place: &Element, words: &str) {
        if self.is_whole {
            return;
        }
        self.is_whole = true;
        let mut stream = std::mem::take(&mut self.stream);
        if stream.n_bytes() == 0 {
            return self.show(place, parse(words), 0);
        }
        stream.push(words);
        // What was settled by these last words is not on the page yet.
        let n_kept = stream.finish().min(self.n_settled);
        if n_kept < self.n_settled {
            super::nodes::remove_from(place, u32::try_from(n_kept).unwrap_or(u32::MAX));
            self.n_settled = n_kept;
            self.tail.clear();
        }
        self.show(place, stream.settled()[n_kept..].to_vec(), 0);
        self.tail = Vec::new();
        self.marks.code = None;
    }

    /// Shows `blocks` below the settled ones, of which there are `n_settled` from now on.
    fn show(&mut self, place: &Element, mut blocks: Vec<Block>, n_settled: usize) {
        self.marks.patch_blocks(place, self.n_settled, &self.tail, &blocks);
        let n_more = n_settled.saturating_sub(self.n_settled);
        blocks.drain(..n_more);
        self.n_settled += n_more;
        self.tail = blocks;
    }
}
