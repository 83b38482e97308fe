//! Running text as nodes: one node for each part.

use parlance::domain::markdown::Inline;
use parlance::domain::markdown::address::{Address, ImageSource};
use parlance::domain::markdown::block::Style;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, Node};

use crate::code_block::{append_code, turns_writing};
use crate::formulas::{draw, formula};
use crate::nodes::{Children, append, button, classed, element, n_same, rewrite, set, words};
use crate::painter::Canvas;

impl Canvas {
    /// Makes the children of `parent`, which show `old`, show `new`.
    pub fn patch_inlines(&mut self, parent: &Node, old: &[Inline], new: &[Inline]) {
        let n_same = n_same(old, new);
        let children = Children { parent, from: 0, n_old: old.len(), n_new: new.len(), n_same };
        children.update(&mut |index, node| match node {
            Some(_) if old[index] == new[index] => None,
            Some(node) if self.patch_inline(node, &old[index], &new[index]) => None,
            _ => Some(self.inline(&new[index])),
        });
    }

    /// Changes the node of `old` to show `new`. Says whether it could.
    fn patch_inline(&mut self, node: &Node, old: &Inline, new: &Inline) -> bool {
        match (old, new) {
            (Inline::Text(old), Inline::Text(new)) => rewrite(node, old, new),
            (Inline::Code(old), Inline::Code(new)) => match node.first_child() {
                Some(text) if !old.contains(turns_writing) && !new.contains(turns_writing) => rewrite(&text, old, new),
                _ => return false,
            },
            (Inline::Styled(was, old), Inline::Styled(style, new)) if was == style => {
                self.patch_inlines(node, old, new)
            }
            (Inline::Link { to: was, inlines: old, .. }, Inline::Link { to, inlines: new, .. }) if was == to => {
                self.patch_inlines(node, old, new);
            }
            (Inline::Math { display: was, .. }, Inline::Math { display, source }) if was == display => {
                draw(node.unchecked_ref(), source, self.extent);
            }
            (Inline::SoftBreak, Inline::SoftBreak) | (Inline::HardBreak, Inline::HardBreak) => {}
            _ => return false,
        }
        true
    }

    /// The node of a part.
    fn inline(&mut self, inline: &Inline) -> Node {
        match inline {
            Inline::Text(text) => words(text),
            Inline::Code(code) => {
                let element = element("code");
                append_code(&element, code);
                element.into()
            }
            Inline::Styled(style, inlines) => {
                let tag = match style {
                    Style::Emphasis => "em",
                    Style::Strong => "strong",
                    Style::Struck => "s",
                    Style::Superscript => "sup",
                    Style::Subscript => "sub",
                    Style::Key => "kbd",
                };
                let element = element(tag);
                self.patch_inlines(&element, &[], inlines);
                element.into()
            }
            Inline::Link { to, inlines, .. } => {
                let link = link(to);
                self.patch_inlines(&link, &[], inlines);
                link.into()
            }
            Inline::Image { source, alt, .. } => picture(source, alt).into(),
            Inline::Math { display, source } => formula("span", source, *display, self.extent).into(),
            Inline::SoftBreak => words("\n"),
            Inline::HardBreak => element("br").into(),
            Inline::Footnote(label) => {
                let number = self.number_of(label).to_string();
                let reference = button("footnote-reference", "footnote", &number);
                set(&reference, "aria-label", &format!("Footnote {number}"));
                set(&reference, "data-reference", &number);
                reference.into()
            }
        }
    }
}

/// A link that leads out, in a new tab, and tells nobody whence.
pub fn link(to: &Address) -> Element {
    let link = element("a");
    set(&link, "href", to.as_str());
    set(&link, "target", "_blank");
    set(&link, "rel", "noopener noreferrer nofollow");
    let host = host_of(&link, to);
    if host.is_empty() {
        // The browser makes no sense of it, so it leads nowhere: words.
        let _ = link.remove_attribute("href");
    } else {
        set(&link, "data-host", &host);
    }
    link
}

/// Whom a link leads to as the browser understands it: letters that only look like others are told apart.
/// Empty if it does not understand it.
fn host_of(link: &Element, to: &Address) -> String {
    let host = link.dyn_ref::<HtmlAnchorElement>().map(HtmlAnchorElement::host).unwrap_or_default();
    // Whom a mail goes to is no host.
    if host.is_empty() && to.is_mail() { to.host().to_owned() } else { host }
}

/// A picture. One from elsewhere is not fetched before the person asks for it: its address could carry
/// words of the chat away.
pub fn picture(source: &ImageSource, alt: &str) -> Element {
    let figure = classed("span", "picture");
    match source {
        ImageSource::Data(picture) => append(&figure, &image(picture.as_str(), alt)),
        ImageSource::Remote(address) => fill_remote(&figure, address, alt, ""),
        ImageSource::Unsafe(source) => append(&figure, &words(if alt.is_empty() { source } else { alt })),
    }
    figure
}

/// Tells of a picture that is not fetched: what it shows, its host with a `remark`, and a button to fetch it.
pub fn fill_remote(figure: &Element, address: &Address, alt: &str, remark: &str) {
    let label = classed("span", "picture__words");
    label.set_text_content(Some(if alt.is_empty() { "Picture" } else { alt }));
    let host = classed("span", "picture__host");
    host.set_text_content(Some(&(host_of(&link(address), address) + remark)));
    let load = button("button picture__load", "load-image", "Load image");
    set(&load, "data-source", address.as_str());
    set(&load, "data-alt", alt);
    for part in [&label, &host, &load] {
        append(figure, part);
    }
}

/// A picture that is fetched.
pub fn image(source: &str, alt: &str) -> Element {
    let image = classed("img", "picture__image");
    set(&image, "alt", alt);
    set(&image, "referrerpolicy", "no-referrer");
    set(&image, "src", source);
    image
}
