//! What Markdown has become: all that is seen, followed or loaded, and what is wrong with it.
//!
//! The fuzz target holds whatever it finds to the same.

use parlance::domain::markdown::address::{Address, ImageSource};
use parlance::domain::markdown::{Block, Inline};

/// What blocks hold: every word that can be seen, each where one follows a link to, each where a picture
/// comes from, and how deep they are.
#[derive(Default)]
pub struct Holds {
    /// Words, and all that is shown as it is written.
    pub words: Vec<String>,
    addresses: Vec<String>,
    pictures: Vec<String>,
    depth: usize,
}

impl Holds {
    /// Gathers it.
    pub fn of(blocks: &[Block]) -> Self {
        let mut holds = Self::default();
        holds.blocks(blocks, 1);
        holds
    }

    fn word(&mut self, word: &str) {
        self.words.push(word.to_owned());
    }

    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        self.depth = self.depth.max(depth);
        for block in blocks {
            match block {
                Block::Paragraph(inlines) | Block::Heading { inlines, .. } => self.inlines(inlines, depth + 1),
                Block::Code { text, .. } | Block::Math(text) | Block::Html(text) => self.word(text),
                Block::Quote(blocks) => self.blocks(blocks, depth + 1),
                Block::Footnote { label, blocks } => {
                    self.word(label);
                    self.blocks(blocks, depth + 1);
                }
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(&item.blocks, depth + 2)),
                Block::Table { head, rows, .. } => {
                    let rows = std::iter::once(head).chain(rows.iter().map(AsRef::as_ref));
                    rows.flatten().for_each(|cell| self.inlines(cell, depth + 1));
                }
                Block::Rule => {}
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline], depth: usize) {
        self.depth = self.depth.max(depth);
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) | Inline::Math { source: text, .. } => self.word(text),
                Inline::Footnote(label) => self.word(label),
                Inline::Styled(_, inlines) => self.inlines(inlines, depth + 1),
                Inline::Link { to, title, inlines } => {
                    self.address(to);
                    self.word(title);
                    self.inlines(inlines, depth + 1);
                }
                Inline::Image { source, title, alt } => {
                    match source {
                        ImageSource::Data(picture) => self.pictures.push(picture.as_str().to_owned()),
                        ImageSource::Remote(address) => self.address(address),
                        ImageSource::Unsafe(_) => {}
                    }
                    self.word(title);
                    self.word(alt);
                }
                Inline::SoftBreak | Inline::HardBreak => {}
            }
        }
    }

    fn address(&mut self, address: &Address) {
        self.addresses.push(address.as_str().to_owned());
    }
}

/// Why an address is not safe. Knows nothing of how [`Address`] finds out.
pub fn fault_of(address: &str) -> Option<&'static str> {
    let lower = address.to_lowercase();
    let Some(scheme) = ["https://", "http://", "mailto:"].into_iter().find(|scheme| lower.starts_with(scheme)) else {
        return Some("has a scheme that is not safe");
    };
    // All that Unicode calls a control, a format or a separator, as far as browsers act upon it.
    let is_odd = |c: char| {
        let code = u32::from(c);
        code <= 0x20
            || (0x7f..=0xa0).contains(&code)
            || [0xad, 0x61c, 0x180e, 0x2028, 0x2029, 0x3000, 0xfeff].contains(&code)
            || (0x2000..=0x200f).contains(&code)
            || (0x202a..=0x202f).contains(&code)
            || (0x205f..=0x206f).contains(&code)
            || (0xe0000..=0xe0fff).contains(&code)
    };
    if lower.contains(is_odd) || lower.contains('\\') {
        return Some("has characters that browsers drop, turn or take for others");
    }
    // Whom a mail is for may be written with a slash.
    let ends: &[char] = if scheme == "mailto:" { &['?', '#'] } else { &['/', '?', '#'] };
    let host = lower[scheme.len()..].split(ends).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    let port = host.rsplit_once(':').map_or("", |(_, port)| port.trim_end_matches(']'));
    let is_port = host.ends_with(']') || port.chars().all(|c| c.is_ascii_digit()) && port.len() <= 5;
    match host {
        "" => Some("leads nowhere"),
        _ if host.contains(['<', '>', '"', '%', ' ', '^', '|']) && scheme != "mailto:" => {
            Some("has a host that is none")
        }
        _ if !is_port && scheme != "mailto:" => Some("has a port that is none"),
        _ => None,
    }
}

/// What is wrong with blocks, whatever they were made of.
pub fn faults(blocks: &[Block]) -> Vec<String> {
    let holds = Holds::of(blocks);
    let addresses = holds.addresses.iter();
    let mut faults: Vec<String> =
        addresses.filter_map(|address| Some(format!("{address:?} {}", fault_of(address)?))).collect();
    let is_pixels = |picture: &&String| {
        let kinds = ["png", "jpeg", "gif", "webp", "avif"];
        let (head, pixels) = picture.split_once(',').unwrap_or_default();
        kinds.iter().any(|kind| head.eq_ignore_ascii_case(&format!("data:image/{kind};base64")))
            && pixels.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte))
    };
    faults
        .extend(holds.pictures.iter().filter(|picture| !is_pixels(picture)).map(|picture| format!("shows {picture}")));
    if holds.depth > 40 {
        faults.push(format!("is {} deep", holds.depth));
    }
    faults
}
