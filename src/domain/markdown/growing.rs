//! A list or a table that still grows: its earlier items and rows stand, and are not parsed again.

use std::sync::Arc;

use super::block::{Block, Item, Row};
use super::parse::Placed;

/// The earlier parts of a block.
#[derive(Debug, Clone)]
pub(super) enum Growing {
    /// Items of a list.
    Items {
        /// The number of the first.
        start: Option<u64>,
        /// Whether they stand close together.
        tight: bool,
        /// Those that stand.
        items: Vec<Arc<Item>>,
    },
    /// Rows of a table.
    Rows {
        /// The two lines that make a table of those that follow.
        lines: String,
        /// Those that stand.
        rows: Vec<Arc<Row>>,
    },
}

impl Growing {
    /// The parts of the only block of a text that stand for certain, those before the last that has begun
    /// at a place of which `can_begin` holds, and where that is.
    pub fn split(text: &str, placed: &Placed, can_begin: impl Fn(usize) -> bool) -> Option<(Self, usize)> {
        let (last, from) = placed.parts.iter().copied().enumerate().skip(1).rfind(|(_, at)| can_begin(*at))?;
        // Parts that were put before it by [`Self::join`] are more than the text has.
        let n_stand = |n_parts: usize| n_parts.checked_sub(placed.parts.len() - last);
        let growing = match &placed.block {
            // Of others it is not known yet whether they stand close together.
            Block::List { start, tight, items } if have_words(items) => {
                Self::Items { start: *start, tight: *tight, items: items[..n_stand(items.len())?].to_vec() }
            }
            Block::Table { rows, .. } => {
                let lines = text[placed.start..].split_inclusive('\n').take(2).collect();
                Self::Rows { lines, rows: rows[..n_stand(rows.len())?].to_vec() }
            }
            _ => return None,
        };
        Some((growing, from))
    }

    /// What the text that follows needs before it to be understood.
    pub fn lines(&self) -> &str {
        match self {
            Self::Items { .. } => "",
            Self::Rows { lines, .. } => lines,
        }
    }

    /// Puts the earlier parts before those of the first block of a text. Says whether it is one of their kind.
    pub fn join(&self, text: &str, placed: &mut Placed) -> bool {
        // The parser tells by the paragraphs in them whether items stand close together, and empty items
        // have none.
        let line_before = |at: &usize| text.get(..*at)?.strip_suffix('\n')?.rsplit('\n').next();
        let follows_blank_line = |at: &usize| line_before(at).is_some_and(|line| line.trim().is_empty());
        let is_spaced = placed.parts.iter().skip(1).any(follows_blank_line);
        match (self, &mut placed.block) {
            (
                Self::Items { start: earlier_start, tight: earlier_tight, items: earlier },
                Block::List { start, tight, items },
            ) if start.is_some() == earlier_start.is_some() => {
                *start = *earlier_start;
                *tight &= *earlier_tight && (have_words(items) || !is_spaced);
                items.splice(0..0, earlier.iter().cloned());
                true
            }
            (Self::Rows { rows: earlier, .. }, Block::Table { rows, .. }) => {
                rows.splice(0..0, earlier.iter().cloned());
                true
            }
            _ => false,
        }
    }
}

fn have_words(items: &[Arc<Item>]) -> bool {
    items.iter().flat_map(|item| &item.blocks).any(|block| matches!(block, Block::Paragraph(_)))
}
