//! Complete text to blocks. Never fails.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::address::ImageSource;
use super::block::{Alignment, Block, Inline, Style};
use super::mask::{Kind, Masked};
use super::normal::normal;
use super::tree::{self, Container, Frame, Phrase, Tree};

/// A block of the text itself, and where its first line begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    /// Bytes from the beginning of the text.
    pub start: usize,
    /// Where its items begin, if it is a list, or its rows, if it is a table.
    pub parts: Vec<usize>,
    /// What stands there.
    pub block: Block,
}

/// The blocks of a text.
pub fn parse(text: &str) -> Vec<Block> {
    parse_normal(&normal(text))
}

/// The blocks of a text in normal form.
pub(super) fn parse_normal(text: &str) -> Vec<Block> {
    parse_placed(text).into_iter().map(|placed| placed.block).collect()
}

/// The blocks of a text in normal form, with their places.
pub(super) fn parse_placed(text: &str) -> Vec<Placed> {
    let masked = Masked::new(text);
    if masked.is_hopeless {
        return vec![Placed { start: 0, parts: Vec::new(), block: Block::Html(text.to_owned()) }];
    }
    let mut builder = Builder { masked: &masked, tree: Tree::new(), skip_to: 0, cell_to: 0 };
    let mut starts: Vec<(usize, Vec<usize>)> = Vec::new();
    let (mut line, mut looked_to) = (0, 0);
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_FOOTNOTES;
    for (event, range) in Parser::new_ext(&masked.text, options).into_offset_iter() {
        let is_outermost = builder.tree.depth() == 1;
        let n_before = builder.tree.n_closed();
        let start = range.start;
        let is_block = is_outermost && starts.len() <= n_before;
        let is_part = builder.tree.depth() == 2 && matches!(event, Event::Start(Tag::Item | Tag::TableRow));
        builder.take(event, range);
        if is_block || is_part {
            let new_line = text.get(looked_to..start).and_then(|passed| passed.rfind('\n'));
            line = new_line.map_or(line, |at| looked_to + at + 1);
            looked_to = start.max(looked_to);
        }
        if is_block {
            starts.push((line, Vec::new()));
        }
        if is_part && let Some((_, parts)) = starts.last_mut() {
            parts.push(line);
        }
        // A paragraph without words leaves nothing.
        if builder.tree.depth() == 1 {
            starts.truncate(builder.tree.n_closed());
        }
    }
    let blocks = builder.tree.finish();
    starts.resize_with(blocks.len(), || (text.len(), Vec::new()));
    let placed = starts.into_iter().zip(blocks);
    placed.map(|((start, parts), block)| Placed { start, parts, block }).collect()
}

struct Builder<'a> {
    masked: &'a Masked<'a>,
    tree: Tree,
    /// Where the last formula ended: what the parser says of the text before that is its hiding place.
    skip_to: usize,
    /// Where the last cell of a table ended. What a row has more than the head is not told by the parser.
    cell_to: usize,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        let at = range.start;
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => self.close(tag, range),
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => self.tree.inline(Inline::Code(self.masked.reveal(&code))),
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::Html(html) => self.tree.inline(Inline::Text(self.masked.written(&html, range))),
            Event::SoftBreak if at >= self.skip_to => self.tree.inline(Inline::SoftBreak),
            Event::HardBreak if at >= self.skip_to => self.tree.inline(Inline::HardBreak),
            Event::Rule => {
                self.tree.end_loose_words();
                self.tree.block(Block::Rule);
            }
            Event::FootnoteReference(label) => self.tree.inline(Inline::Footnote(self.masked.reveal(&label))),
            Event::TaskListMarker(done) => self.tree.task(done),
            Event::SoftBreak | Event::HardBreak | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let is_code = matches!(self.tree.top(), Frame::Code { .. } | Frame::Html(_));
        if is_code || self.masked.is_empty() {
            return self.tree.inline(Inline::Text(self.masked.written(text, range)));
        }
        let mut hidden = self.skip_to.saturating_sub(range.start).min(text.len());
        if let (0, Some(rest)) = (hidden, self.masked.rest_of_formula(range.start)) {
            // What the formula begins in has ended, and so it was none.
            hidden = rest.len().min(text.len());
            self.tree.inline(Inline::Text(rest.get(..hidden).unwrap_or(rest).to_owned()));
        }
        let mut rest = text.get(hidden..).unwrap_or_default();
        while let Some((before, formula)) = rest.char_indices().find_map(|(at, c)| Some((at, self.masked.formula(c)?)))
        {
            if before > 0 {
                self.tree.inline(Inline::Text(rest[..before].to_owned()));
            }
            let source = self.masked.latex(formula).into_owned();
            self.tree.inline(match formula.kind {
                Kind::Words => Inline::Text(source),
                kind => Inline::Math { display: kind == Kind::Display, source },
            });
            self.skip_to = formula.range.end;
            rest = rest[before..].get(formula.range.len()..).unwrap_or_default();
        }
        if !rest.is_empty() {
            self.tree.inline(Inline::Text(rest.to_owned()));
        }
    }

    fn inline_html(&mut self, html: &str, range: Range<usize>) {
        let name = html.trim_matches(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '/')).to_ascii_lowercase();
        let element = match name.as_str() {
            "br" => return self.tree.inline(Inline::HardBreak),
            "sub" => Some(("sub", Style::Subscript)),
            "sup" => Some(("sup", Style::Superscript)),
            "kbd" => Some(("kbd", Style::Key)),
            _ => None,
        };
        match element {
            Some((name, style)) if !html.starts_with("</") => {
                self.tree.open_element(style, name);
            }
            Some((name, _)) if self.tree.close_element(name) => {}
            _ => self.tree.inline(Inline::Text(self.masked.written(html, range))),
        }
    }

    fn open(&mut self, tag: Tag<'_>) {
        let frame = match tag {
            Tag::Paragraph => {
                self.tree.end_loose_words();
                self.tree.loosen();
                Frame::Inlines(Phrase::Paragraph, Vec::new())
            }
            Tag::Heading { level, .. } => {
                self.tree.end_loose_words();
                Frame::Inlines(Phrase::Heading(level_of(level)), Vec::new())
            }
            Tag::BlockQuote(_) => Frame::Blocks(Container::Quote, Vec::new()),
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => self.masked.reveal(&info),
                    CodeBlockKind::Indented => String::new(),
                };
                let language = info.split([' ', '\t', ',', '{']).next().unwrap_or_default().to_owned();
                Frame::Code { language, text: String::new() }
            }
            Tag::HtmlBlock => Frame::Html(String::new()),
            Tag::List(start) => Frame::List { start, tight: true, items: Vec::new() },
            Tag::Item => Frame::Blocks(Container::Item(None), Vec::new()),
            Tag::FootnoteDefinition(label) => {
                Frame::Blocks(Container::Footnote(self.masked.reveal(&label)), Vec::new())
            }
            Tag::Table(columns) => {
                let alignments = columns.iter().map(|column| alignment_of(*column)).collect();
                Frame::Table { alignments, rows: Vec::new(), cells: Vec::new() }
            }
            Tag::TableCell => Frame::Inlines(Phrase::Cell, Vec::new()),
            Tag::Emphasis => Frame::Inlines(Phrase::Styled(Style::Emphasis, None), Vec::new()),
            Tag::Strong => Frame::Inlines(Phrase::Styled(Style::Strong, None), Vec::new()),
            Tag::Strikethrough => Frame::Inlines(Phrase::Styled(Style::Struck, None), Vec::new()),
            Tag::Superscript => Frame::Inlines(Phrase::Styled(Style::Superscript, None), Vec::new()),
            Tag::Subscript => Frame::Inlines(Phrase::Styled(Style::Subscript, None), Vec::new()),
            Tag::Link { dest_url, title, link_type, .. } => {
                let address = self.masked.reveal(&dest_url);
                let is_mail = matches!(link_type, pulldown_cmark::LinkType::Email);
                let address = if is_mail { format!("mailto:{address}") } else { address };
                Frame::Inlines(Phrase::Link(address, self.masked.reveal(&title)), Vec::new())
            }
            Tag::Image { dest_url, title, .. } => Frame::Image {
                source: ImageSource::parse(&self.masked.reveal(&dest_url)),
                title: self.masked.reveal(&title),
                alt: String::new(),
            },
            // Rows are known by their ends; the others are not asked for.
            _ => return,
        };
        self.tree.open(frame);
    }

    fn close(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::TableHead | TagEnd::TableRow => {
                let left_out = self.masked.text.get(self.cell_to..range.end).unwrap_or_default();
                let left_out = self.masked.reveal(left_out.trim().trim_start_matches('|').trim_end_matches('|').trim());
                if let Frame::Table { rows, cells, .. } = self.tree.top() {
                    if let (Some(last), false) = (cells.last_mut(), left_out.is_empty()) {
                        tree::push(last, Inline::Text(format!(" | {left_out}")));
                    }
                    rows.push(std::mem::take(cells));
                }
            }
            TagEnd::TableCell => {
                self.cell_to = range.end;
                self.tree.end_elements();
                self.tree.close();
            }
            TagEnd::MetadataBlock(_)
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => {}
            TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => {
                self.tree.end_loose_words();
                self.tree.close();
            }
            // Elements end with what they stand in.
            _ => {
                self.tree.end_elements();
                self.tree.close();
            }
        }
    }
}

fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn alignment_of(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::Unset,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Centre,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}
