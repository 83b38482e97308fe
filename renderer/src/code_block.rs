//! A block of code: what language it is in, its lines in colours, and what can be done with it.
//!
//! Each line is an element of its own, so that a line that is complete is never touched again, nor laid
//! out again by the browser.

use parlance::domain::highlight::{Class, Highlighter, Language};
use web_sys::Element;

use crate::nodes::{append, button, classed, element, set, words};
use crate::painter::Canvas;

/// Bytes of the longest line that is coloured.
const LONGEST_LINE: usize = 2_000;

/// Code of which more may come.
pub struct OpenCode {
    /// Where its lines stand.
    place: Element,
    /// The element of the last line, if that is not whole.
    open_line: Option<Element>,
    /// Bytes of the whole lines.
    n_bytes: usize,
    highlighter: Option<Highlighter>,
}

impl Canvas {
    /// The element of a block of code.
    pub fn code(&mut self, language: &str, text: &str) -> Element {
        let known = Language::find(language);
        let label = known.map_or(language, |known| known.label());
        let block = classed("div", "code");
        set(&block, "role", "group");
        set(&block, "aria-label", &if label.is_empty() { "Code".to_owned() } else { format!("Code, {label}") });
        let head = classed("div", "code__head");
        let name = classed("span", "code__language");
        name.set_text_content(Some(label));
        let wrap = button("button code__action", "wrap-lines", "Wrap lines");
        set(&wrap, "aria-pressed", "false");
        let copy = button("button code__action", "copy-code", "Copy code");
        for part in [&name, &wrap, &copy] {
            append(&head, part);
        }
        let frame = classed("pre", "code__frame");
        // Long lines are scrolled by the keyboard too.
        set(&frame, "tabindex", "0");
        set(&frame, "dir", "ltr");
        let place = element("code");
        append(&frame, &place);
        append(&block, &head);
        append(&block, &frame);
        self.code = Some(OpenCode::begin(place, known, text));
        block
    }

    /// Makes the element of code show more of it, or something else.
    pub fn patch_code(&mut self, block: &Element, language: &str, old: &str, new: &str) {
        let Ok(Some(place)) = block.query_selector("code") else { return };
        if let Some(open) = self.code.as_mut().filter(|open| open.place == place)
            && new.get(..open.n_bytes) == old.get(..open.n_bytes)
        {
            return open.paint(new);
        }
        place.set_text_content(None);
        self.code = Some(OpenCode::begin(place, Language::find(language), new));
    }
}

impl OpenCode {
    /// Shows `text` in an empty place.
    fn begin(place: Element, language: Option<Language>, text: &str) -> Self {
        let mut open = Self { place, open_line: None, n_bytes: 0, highlighter: language.map(Highlighter::new) };
        open.paint(text);
        open
    }

    /// Shows the lines of `text` that are not shown yet.
    fn paint(&mut self, text: &str) {
        let rest = text.get(self.n_bytes..).unwrap_or_default();
        for line in rest.split_inclusive('\n') {
            let element = self.open_line.take().unwrap_or_else(|| {
                let element = classed("span", "code__line");
                append(&self.place, &element);
                element
            });
            element.set_text_content(None);
            if line.ends_with('\n') {
                paint_line(&element, line, self.highlighter.as_mut());
                self.n_bytes += line.len();
            } else {
                paint_line(&element, line, self.highlighter.clone().as_mut());
                self.open_line = Some(element);
            }
        }
    }
}

fn paint_line(element: &Element, line: &str, highlighter: Option<&mut Highlighter>) {
    let spans = highlighter.filter(|_| line.len() <= LONGEST_LINE).map(|highlighter| highlighter.line(line));
    let mut done = 0;
    for span in spans.unwrap_or_default() {
        if done < span.range.start {
            append_code(element, &line[done..span.range.start]);
        }
        let class = match span.class {
            Class::Keyword => "code__keyword",
            Class::String => "code__string",
            Class::Comment => "code__comment",
            Class::Number => "code__number",
        };
        let coloured = classed("span", class);
        done = span.range.end;
        append_code(&coloured, &line[span.range]);
        append(element, &coloured);
    }
    if done < line.len() {
        append_code(element, &line[done..]);
    }
}

/// Appends code as it is written. What turns the direction of writing would show it in another order than a compiler
/// reads it, so each such character stands by itself and tells its name.
pub fn append_code(parent: &Element, code: &str) {
    let mut rest = code;
    while let Some((at, c)) = rest.char_indices().find(|(_, c)| turns_writing(*c)) {
        let (before, after) = rest.split_at(at);
        if !before.is_empty() {
            append(parent, &words(before));
        }
        let control = classed("span", "code__control");
        set(&control, "data-name", &format!("U+{:04X}", u32::from(c)));
        control.set_text_content(Some(c.encode_utf8(&mut [0; 4])));
        append(parent, &control);
        rest = &after[c.len_utf8()..];
    }
    if !rest.is_empty() {
        append(parent, &words(rest));
    }
}

/// Whether a character changes the direction of writing (Unicode Standard Annex 9, 2).
pub fn turns_writing(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
