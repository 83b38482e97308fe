//! Blocks as the HTML that the specifications give, and both without escapes.
//!
//! Raw HTML is words for us, and the model does not tell it from words that were escaped. So nothing is
//! escaped here, and the specification's HTML is compared with its entities resolved. That a text says
//! `<em>` where an element should stand is still seen: such a text would have to be in the source.

use parlance::domain::markdown::block::{Alignment, Block, Inline, Item, Row, Style};

/// What bare addresses become.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Bare {
    /// Links, as GFM has it.
    Links,
    /// Words, as CommonMark has it.
    Words,
}

/// Writes blocks down.
pub fn write(blocks: &[Block], source: &str, bare: Bare) -> String {
    let mut writer = Writer { out: String::new(), source, bare };
    writer.blocks(blocks);
    writer.out
}

/// Resolves the four entities that the specifications' HTML has.
pub fn unescape(html: &str) -> String {
    html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Resolves `%41`, so that it does not matter who wrote an address so.
pub fn percent_decode(address: &str) -> String {
    let bytes = address.as_bytes();
    let mut decoded = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let code = address.get(at + 1..at + 3).and_then(|code| u8::from_str_radix(code, 16).ok());
        match code {
            Some(code) if bytes[at] == b'%' => {
                decoded.push(code);
                at += 3;
            }
            _ => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

struct Writer<'a> {
    out: String,
    source: &'a str,
    bare: Bare,
}

impl Writer<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Begins a line.
    fn line(&mut self, text: &str) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.put(text);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(inlines) => {
                self.line("<p>");
                self.inlines(inlines);
                self.put("</p>\n");
            }
            Block::Heading { level, inlines } => {
                self.line(&format!("<h{level}>"));
                self.inlines(inlines);
                self.put(&format!("</h{level}>\n"));
            }
            Block::Code { language, text } if language.is_empty() => {
                self.line(&format!("<pre><code>{text}</code></pre>\n"));
            }
            Block::Code { language, text } => {
                self.line(&format!("<pre><code class=\"language-{language}\">{text}</code></pre>\n"));
            }
            Block::Math(source) => self.line(&format!("<math>{source}</math>\n")),
            Block::Quote(blocks) => {
                self.line("<blockquote>\n");
                self.blocks(blocks);
                self.line("</blockquote>\n");
            }
            Block::List { start, tight, items } => self.list(*start, *tight, items.iter().map(AsRef::as_ref)),
            Block::Table { alignments, head, rows, .. } => {
                self.line("<table>\n<thead>\n");
                self.row(head, alignments, "th");
                self.line("</thead>\n");
                if !rows.is_empty() {
                    self.line("<tbody>\n");
                    rows.iter().for_each(|row| self.row(row, alignments, "td"));
                    self.line("</tbody>\n");
                }
                self.line("</table>\n");
            }
            Block::Rule => self.line("<hr />\n"),
            Block::Html(text) => self.line(&format!("{}\n", text.trim_end_matches('\n'))),
            Block::Footnote { label, blocks } => {
                self.line(&format!("<footnote {label}>\n"));
                self.blocks(blocks);
                self.line("</footnote>\n");
            }
        }
    }

    fn list<'b>(&mut self, start: Option<u64>, tight: bool, items: impl Iterator<Item = &'b Item>) {
        match start {
            None => self.line("<ul>\n"),
            Some(1) => self.line("<ol>\n"),
            Some(start) => self.line(&format!("<ol start=\"{start}\">\n")),
        }
        for item in items {
            self.line("<li>");
            match item.done {
                None => {}
                Some(false) => self.put("<input disabled=\"\" type=\"checkbox\">"),
                Some(true) => self.put("<input checked=\"\" disabled=\"\" type=\"checkbox\">"),
            }
            if item.done.is_some() && tight {
                self.put(" ");
            }
            for (index, block) in item.blocks.iter().enumerate() {
                match block {
                    Block::Paragraph(inlines) if tight => {
                        if index > 0 {
                            self.line("");
                        }
                        self.inlines(inlines);
                    }
                    _ => self.block(block),
                }
            }
            self.put("</li>\n");
        }
        self.line(if start.is_some() { "</ol>\n" } else { "</ul>\n" });
    }

    fn row(&mut self, row: &Row, alignments: &[Alignment], name: &str) {
        self.line("<tr>\n");
        for (index, alignment) in alignments.iter().enumerate() {
            let align = match alignment {
                Alignment::Unset => "",
                Alignment::Left => " align=\"left\"",
                Alignment::Centre => " align=\"center\"",
                Alignment::Right => " align=\"right\"",
            };
            self.line(&format!("<{name}{align}>"));
            self.inlines(row.get(index).map_or(&[], Vec::as_slice));
            self.put(&format!("</{name}>\n"));
        }
        self.line("</tr>\n");
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.put(text),
            Inline::Code(text) => self.put(&format!("<code>{text}</code>")),
            Inline::Styled(style, inlines) => {
                let name = match style {
                    Style::Emphasis => "em",
                    Style::Strong => "strong",
                    Style::Struck => "del",
                    Style::Superscript => "sup",
                    Style::Subscript => "sub",
                    Style::Key => "kbd",
                };
                self.put(&format!("<{name}>"));
                self.inlines(inlines);
                self.put(&format!("</{name}>"));
            }
            Inline::Link { inlines, .. } if self.bare == Bare::Words && self.is_bare(inlines) => self.inlines(inlines),
            Inline::Link { to, title, inlines } => {
                self.put(&format!("<a href=\"{}\"{}>", percent_decode(to.as_str()), titled(title)));
                self.inlines(inlines);
                self.put("</a>");
            }
            Inline::Image { source, title, alt } => {
                let source = percent_decode(source.as_str());
                self.put(&format!("<img src=\"{source}\" alt=\"{alt}\"{} />", titled(title)));
            }
            Inline::Math { source, .. } => self.put(&format!("<math>{source}</math>")),
            Inline::SoftBreak => self.put("\n"),
            Inline::HardBreak => self.put("<br />\n"),
            Inline::Footnote(label) => self.put(&format!("<ref {label}>")),
        }
    }

    /// Whether a link is an address that stood in the text without any marks.
    fn is_bare(&self, inlines: &[Inline]) -> bool {
        let [Inline::Text(text)] = inlines else { return false };
        let is_address = text.contains("://") || text.starts_with("www.") || text.contains('@');
        is_address && !self.source.contains(&format!("<{text}>")) && !self.source.contains(&format!("[{text}]"))
    }
}

fn titled(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" title=\"{title}\"") }
}
