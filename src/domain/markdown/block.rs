//! What a text is made of: the model that the view walks.

use std::sync::Arc;

use super::address::{Address, ImageSource};

/// The cells of a row of a table.
pub type Row = Vec<Vec<Inline>>;

/// A part of a text that begins on a line of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A heading of a level from 1 to 6.
    Heading {
        /// 1 is the highest.
        level: u8,
        /// Its words.
        inlines: Vec<Inline>,
    },
    /// Code, as it was written.
    Code {
        /// What stands behind the opening fence up to the first space, such as `rust`; often empty.
        language: String,
        /// With a line break at the end of each line.
        text: String,
    },
    /// A formula that stands by itself, in LaTeX.
    Math(String),
    /// What somebody else said.
    Quote(Vec<Block>),
    /// Items, numbered or not.
    List {
        /// The number of the first item; none for bullets.
        start: Option<u64>,
        /// Whether the items stand close together, without space between paragraphs.
        tight: bool,
        /// In their order; shared, so that a long list that grows is not copied.
        items: Vec<Arc<Item>>,
    },
    /// A table. A row has at most as many cells as the head; those that it lacks are empty.
    Table {
        /// One for each column.
        alignments: Vec<Alignment>,
        /// The cells of the first row.
        head: Row,
        /// The others; shared, so that a long table that grows is not copied.
        rows: Vec<Arc<Row>>,
        /// How many columns were left out, because no page could show so many.
        n_left_out: usize,
    },
    /// A line across.
    Rule,
    /// HTML, to be shown as the words it is written with.
    Html(String),
    /// What a [`Inline::Footnote`] refers to.
    Footnote {
        /// Its name.
        label: String,
        /// What it says.
        blocks: Vec<Block>,
    },
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// For a task, whether it is done.
    pub done: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// Where the words of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// Where the language begins its lines.
    Unset,
    /// At the left.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
}

/// A part of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Words.
    Text(String),
    /// Code.
    Code(String),
    /// Words that are told apart.
    Styled(Style, Vec<Inline>),
    /// Words that lead somewhere.
    Link {
        /// Where to.
        to: Address,
        /// A title, often empty.
        title: String,
        /// The words.
        inlines: Vec<Inline>,
    },
    /// A picture.
    Image {
        /// Where it is, and with it what may be done with it.
        source: ImageSource,
        /// A title, often empty.
        title: String,
        /// What it shows, in words.
        alt: String,
    },
    /// A formula in LaTeX.
    Math {
        /// Whether it wants a line of its own.
        display: bool,
        /// Without the marks around it.
        source: String,
    },
    /// A line break in the source: white space to CommonMark.
    SoftBreak,
    /// A line break.
    HardBreak,
    /// A reference to a [`Block::Footnote`].
    Footnote(String),
}

/// How words are told apart from those around them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Stressed.
    Emphasis,
    /// Important.
    Strong,
    /// No longer so.
    Struck,
    /// Raised.
    Superscript,
    /// Lowered.
    Subscript,
    /// A key to press.
    Key,
}
