//! A text that is still arriving: blocks that will not change any more, and the open tail.
//!
//! A block is settled once another one has begun after it on a whole line; then it is never looked at
//! again. The tail, from the last block on, is parsed anew with each push, with its open marks closed as
//! they are about to be. What a late line changes far above (a definition of a link or a footnote) is
//! put right by [`Stream::finish`].

use super::block::Block;
use super::parse::{parse, parse_placed};

/// Bytes from which a tail is not parsed with each push any more, but each time it has grown by an
/// eighth: a text without paragraphs would take its square in time.
const LONG_TAIL: usize = 16_000;

/// A text that is still arriving.
#[derive(Debug, Default, Clone)]
pub struct Stream {
    text: String,
    /// Where the tail begins.
    settled_to: usize,
    /// Bytes of the tail when it was parsed last.
    parsed: usize,
    n_settled: usize,
    tail: Vec<Block>,
}

impl Stream {
    /// Takes what has arrived. Returns the blocks that it settled; [`Self::tail`] is anew.
    pub fn push(&mut self, delta: &str) -> Vec<Block> {
        self.text.push_str(delta);
        let open = &self.text[self.settled_to..];
        if open.len() > LONG_TAIL && open.len() < self.parsed + self.parsed / 8 {
            return Vec::new();
        }
        let mut placed = parse_placed(open);
        // The last line may still become anything, and so may the block that it is in or would end.
        let whole_lines = open.rfind('\n').map_or(0, |at| at + 1);
        let n_settled = (1..placed.len())
            .rev()
            .find(|index| placed[*index].begins_anew && ends_line(open, placed[*index].start, whole_lines))
            .unwrap_or(0);
        let start = placed.get(n_settled).map_or(0, |next| next.start);
        let tail: Vec<Block> = placed.split_off(n_settled).into_iter().map(|placed| placed.block).collect();
        self.settled_to += start;
        self.parsed = self.text.len() - self.settled_to;
        self.n_settled += n_settled;
        self.tail = tail;
        placed.into_iter().map(|placed| placed.block).collect()
    }

    /// How many blocks are settled.
    pub fn n_settled(&self) -> usize {
        self.n_settled
    }

    /// The blocks that may still change.
    pub fn tail(&self) -> &[Block] {
        &self.tail
    }

    /// The whole text so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All blocks of the text, now that nothing follows.
    pub fn finish(&self) -> Vec<Block> {
        parse(&self.text)
    }
}

/// Whether the line that begins at `start` is whole.
fn ends_line(text: &str, start: usize, whole_lines: usize) -> bool {
    start < whole_lines && text[start..whole_lines].contains('\n')
}
