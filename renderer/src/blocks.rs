//! Blocks as elements: one element for each block.

use std::sync::Arc;

use parlance::domain::markdown::{Block, Inline, Item};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::formulas::{draw, formula};
use crate::nodes::{Children, append, button, classed, element, n_same, rewrite, set, words};
use crate::painter::Canvas;

impl Canvas {
    /// Makes the children of `parent` from the `from`th on, which show `old`, show `new`.
    pub fn patch_blocks(&mut self, parent: &Element, from: usize, old: &[Block], new: &[Block]) {
        let n_same = n_same(old, new);
        let children = Children { parent, from, n_old: old.len(), n_new: new.len(), n_same };
        children.update(&mut |index, node| match node {
            Some(_) if old[index] == new[index] => None,
            Some(node) if self.patch_block(node.unchecked_ref(), &old[index], &new[index]) => None,
            _ => Some(self.block(&new[index]).into()),
        });
    }

    /// Changes the element of `old` to show `new`. Says whether it could.
    fn patch_block(&mut self, element: &Element, old: &Block, new: &Block) -> bool {
        match (old, new) {
            (Block::Paragraph(old), Block::Paragraph(new)) => self.patch_inlines(element, old, new),
            (Block::Heading { level: was, inlines: old }, Block::Heading { level, inlines: new }) if was == level => {
                self.patch_inlines(element, old, new);
            }
            (Block::Code { language: was, text: old }, Block::Code { language, text }) if was == language => {
                self.patch_code(element, language, old, text);
            }
            (Block::Quote(old), Block::Quote(new)) => self.patch_blocks(element, 0, old, new),
            (Block::List { start: was, items: old, .. }, Block::List { start, tight, items: new })
                if was.is_some() == start.is_some() =>
            {
                set_list(element, *start, *tight);
                let children =
                    Children { parent: element, from: 0, n_old: old.len(), n_new: new.len(), n_same: n_same(old, new) };
                children.update(&mut |index, node| match node {
                    Some(_) if old[index] == new[index] => None,
                    Some(node) if self.patch_item(node.unchecked_ref(), &old[index], &new[index]) => None,
                    _ => Some(self.item(&new[index]).into()),
                });
            }
            (Block::Table { .. }, Block::Table { .. }) => return self.patch_table(element, old, new),
            (Block::Math(_), Block::Math(new)) => draw(element, new, self.extent),
            (Block::Html(old), Block::Html(new)) => {
                if let Some(text) = element.first_child() {
                    rewrite(&text, old, new);
                }
            }
            (Block::Rule, Block::Rule) => {}
            (Block::Footnote { label: was, blocks: old }, Block::Footnote { label, blocks: new }) if was == label => {
                self.patch_blocks(element, 1, old, new);
            }
            _ => return false,
        }
        true
    }

    /// The element of a block.
    fn block(&mut self, block: &Block) -> Element {
        let element = match block {
            Block::Paragraph(inlines) => self.phrase("p", inlines),
            // The title of the chat is the heading above them all.
            Block::Heading { level, inlines } => {
                self.phrase(["h2", "h3", "h4", "h5", "h6"][usize::from(*level).clamp(1, 5) - 1], inlines)
            }
            Block::Code { language, text } => self.code(language, text),
            Block::Math(source) => formula("div", source, true, self.extent),
            Block::Quote(blocks) => {
                let quote = element("blockquote");
                self.patch_blocks(&quote, 0, &[], blocks);
                quote
            }
            Block::List { start, tight, items } => {
                let list = element(if start.is_some() { "ol" } else { "ul" });
                set_list(&list, *start, *tight);
                for item in items {
                    append(&list, &self.item(item));
                }
                list
            }
            Block::Table { .. } => self.table(block),
            Block::Rule => return element("hr"),
            Block::Html(text) => {
                let html = classed("p", "prose__html");
                append(&html, &words(text));
                html
            }
            Block::Footnote { label, blocks } => {
                let note = classed("div", "footnote");
                let number = self.number_of(label).to_string();
                set(&note, "data-footnote", &number);
                set(&note, "role", "note");
                set(&note, "aria-label", &format!("Footnote {number}"));
                let mark = button("footnote__mark", "footnote-back", &number);
                set(&mark, "aria-label", "Back to the text");
                append(&note, &mark);
                self.patch_blocks(&note, 1, &[], blocks);
                note
            }
        };
        set(&element, "dir", "auto");
        element
    }

    fn phrase(&mut self, tag: &str, inlines: &[Inline]) -> Element {
        let phrase = element(tag);
        self.patch_inlines(&phrase, &[], inlines);
        phrase
    }

    fn item(&mut self, item: &Item) -> Element {
        let element = element("li");
        if let Some(done) = item.done {
            append(&element, &checkbox(done));
        }
        self.patch_blocks(&element, usize::from(item.done.is_some()), &[], &item.blocks);
        element
    }

    fn patch_item(&mut self, element: &Element, old: &Arc<Item>, new: &Arc<Item>) -> bool {
        if old.done != new.done {
            return false;
        }
        self.patch_blocks(element, usize::from(new.done.is_some()), &old.blocks, &new.blocks);
        true
    }
}

fn set_list(list: &Element, start: Option<u64>, tight: bool) {
    if let Some(start) = start {
        set(list, "start", &start.to_string());
    }
    if tight {
        set(list, "data-tight", "");
    } else {
        let _ = list.remove_attribute("data-tight");
    }
}

/// Whether a task is done; nobody can change it here.
fn checkbox(done: bool) -> Element {
    let checkbox = element("input");
    set(&checkbox, "type", "checkbox");
    set(&checkbox, "disabled", "");
    set(&checkbox, "aria-label", if done { "Done" } else { "To do" });
    if done {
        set(&checkbox, "checked", "");
    }
    checkbox
}
