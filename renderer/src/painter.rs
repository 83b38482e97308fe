//! What stands on the page of a text, and how it follows the text.

use parlance::domain::markdown::stream::Stream;
use parlance::domain::markdown::{Block, parse};
use web_sys::Element;

use crate::code_block::OpenCode;
use crate::formulas::{Extent, draw_the_rest};
use crate::nodes::{append, classed};

/// Settled blocks of a part. Browsers leave out what is far from view part by part, so that a text costs
/// the same however long it has grown (ADR 11).
const PART: usize = 8;

/// Keeps the nodes of one text in step with it.
pub struct Painter {
    /// While more may follow.
    stream: Stream,
    /// How many settled blocks stand on the page; never looked at again.
    n_settled: usize,
    /// The blocks on the page below them.
    tail: Vec<Block>,
    /// Whether all of the text is on the page.
    is_whole: bool,
    parts: Vec<Part>,
    canvas: Canvas,
}

/// An element that holds some blocks.
struct Part {
    element: Element,
    /// Which block of the text is the first in it.
    first: usize,
}

/// What drawing blocks takes beside the blocks.
pub struct Canvas {
    /// Whether more of the text may follow.
    pub extent: Extent,
    /// The code that grows.
    pub code: Option<OpenCode>,
    /// Names of the footnotes in the order in which they were met.
    pub footnotes: Vec<String>,
}

impl Canvas {
    /// The number of a footnote.
    pub fn number_of(&mut self, label: &str) -> usize {
        // As the parser has it, capitals do not matter.
        let known = self.footnotes.iter().position(|known| known.eq_ignore_ascii_case(label));
        known.unwrap_or_else(|| {
            self.footnotes.push(label.to_owned());
            self.footnotes.len() - 1
        }) + 1
    }
}

impl Painter {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            stream: Stream::default(),
            n_settled: 0,
            tail: Vec::new(),
            is_whole: false,
            parts: Vec::new(),
            canvas: Canvas { extent: Extent::SoFar, code: None, footnotes: Vec::new() },
        }
    }

    /// Takes what has arrived: newly settled blocks are appended, and only the tail is changed.
    pub fn push(&mut self, place: &Element, words: &str) {
        if words.is_empty() || self.is_whole {
            return;
        }
        let mut stream = std::mem::take(&mut self.stream);
        stream.push(words);
        let blocks = [&stream.settled()[self.n_settled..], stream.tail()].concat();
        self.show(place, &blocks, stream.settled().len());
        self.stream = stream;
    }

    /// Takes the rest: nothing follows.
    pub fn finish(&mut self, place: &Element, words: &str) {
        if self.is_whole {
            return;
        }
        self.is_whole = true;
        self.canvas.extent = Extent::Whole;
        let mut stream = std::mem::take(&mut self.stream);
        if stream.n_bytes() == 0 {
            let blocks = parse(words);
            self.show(place, &blocks, blocks.len());
        } else {
            stream.push(words);
            match stream.finish() {
                Some(earlier) => self.show_again(place, earlier, stream.settled()),
                None => self.show(place, &stream.settled()[self.n_settled..], stream.settled().len()),
            }
        }
        self.canvas.code = None;
        draw_the_rest(place, Extent::Whole);
    }

    /// Shows `blocks` where `settled` and the tail stood: a late definition may have changed any of them. What has not
    /// changed keeps its nodes, and with them what a person did there.
    fn show_again(&mut self, place: &Element, settled: Vec<Block>, blocks: &[Block]) {
        // The last push may have settled more than is on the page.
        let mut shown: Vec<Block> =
            settled.into_iter().take(self.n_settled).chain(std::mem::take(&mut self.tail)).collect();
        while let Some(part) = self.parts.pop_if(|part| part.first > blocks.len()) {
            shown.truncate(part.first);
            part.element.remove();
        }
        let ends: Vec<usize> = self.parts.iter().skip(1).map(|part| part.first).collect();
        let n_known = ends.last().copied().unwrap_or_default();
        for (part, end) in self.parts.iter().zip(ends) {
            let [old, new] = [&shown[..], blocks].map(|all| &all[part.first.min(all.len())..end.min(all.len())]);
            self.canvas.patch_blocks(&part.element, 0, old, new);
        }
        self.n_settled = n_known;
        self.tail = shown.split_off(n_known.min(shown.len()));
        self.show(place, &blocks[n_known..], blocks.len());
    }

    /// Shows `blocks`, which stand behind the settled ones, of which there are `n_settled` from now on.
    fn show(&mut self, place: &Element, mut blocks: &[Block], n_settled: usize) {
        loop {
            let n_more = n_settled.saturating_sub(self.n_settled);
            if self.parts.is_empty() {
                self.begin_part(place);
            }
            let Some(part) = self.parts.last() else { return };
            let at = self.n_settled - part.first;
            let n_fit = n_fit(&blocks[..n_more], PART.saturating_sub(at).max(1));
            let (shown, rest) = blocks.split_at(n_fit.unwrap_or(blocks.len()));
            self.canvas.patch_blocks(&part.element, at, &self.tail, shown);
            if n_fit.is_none() {
                self.tail = blocks[n_more..].to_vec();
                self.n_settled += n_more;
                return;
            }
            self.n_settled += shown.len();
            self.tail.clear();
            self.begin_part(place);
            blocks = rest;
        }
    }

    fn begin_part(&mut self, place: &Element) {
        let element = classed("div", "prose__part");
        append(place, &element);
        self.parts.push(Part { element, first: self.n_settled });
    }
}

/// How many of the settled blocks fill a part that has room for `room`; `None` if they do not. A heading
/// stands with what it is the heading of.
fn n_fit(settled: &[Block], room: usize) -> Option<usize> {
    let can_end = |n: &usize| !matches!(settled.get(n.wrapping_sub(1)), Some(Block::Heading { .. }));
    (room..=settled.len()).find(can_end)
}
