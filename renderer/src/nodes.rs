//! Making and changing nodes, in as few words as it takes.

use wasm_bindgen::JsCast;
use web_sys::{CharacterData, Document, Element, Node};

/// The document that the page is.
pub fn document() -> Document {
    web_sys::window().and_then(|window| window.document()).expect("a page with a document")
}

/// An element of HTML. The names are ours, and all of them are valid.
pub fn element(tag: &str) -> Element {
    document().create_element(tag).expect("the name of an element")
}

/// An element with a class.
pub fn classed(tag: &str, class: &str) -> Element {
    let element = element(tag);
    set(&element, "class", class);
    element
}

/// Words.
pub fn words(text: &str) -> Node {
    document().create_text_node(text).into()
}

/// Gives an element an attribute. The names are ours, and all of them are valid.
pub fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// Puts a node at the end of another one.
pub fn append(parent: &Node, child: &Node) {
    let _ = parent.append_child(child);
}

/// Removes all that stands from the `from`th child on.
pub fn remove_from(parent: &Node, from: u32) {
    while let Some(child) = parent.last_child().filter(|_| parent.child_nodes().length() > from) {
        let _ = parent.remove_child(&child);
    }
}

/// A button that [`crate::actions::act`] listens for.
pub fn button(class: &str, action: &str, name: &str) -> Element {
    let button = classed("button", class);
    set(&button, "type", "button");
    set(&button, "data-action", action);
    button.set_text_content(Some(name));
    button
}

/// Makes a text node that shows `old` show `new`.
pub fn rewrite(node: &Node, old: &str, new: &str) {
    match (node.dyn_ref::<CharacterData>(), new.strip_prefix(old)) {
        // What a person has selected stays selected.
        (Some(text), Some(more)) => {
            let _ = text.append_data(more);
        }
        _ => node.set_text_content(Some(new)),
    }
}

/// What the children of a node are made of, `old` before and `new` now.
pub struct Children<'a> {
    /// Where they stand.
    pub parent: &'a Node,
    /// How many other nodes stand before them.
    pub from: usize,
    /// How many there were.
    pub n_old: usize,
    /// How many there are.
    pub n_new: usize,
    /// How many of the first are the same.
    pub n_same: usize,
}

impl Children<'_> {
    /// Brings the page to the new state. `make` changes the node at an index, or makes a new one where
    /// there is none or it cannot be changed.
    pub fn update(&self, make: &mut dyn FnMut(usize, Option<&Node>) -> Option<Node>) {
        let place = |index: usize| u32::try_from(self.from + index).unwrap_or(u32::MAX);
        if self.n_new < self.n_old {
            remove_from(self.parent, place(self.n_new));
        }
        let nodes = self.parent.child_nodes();
        for index in self.n_same..self.n_new {
            let node = nodes.item(place(index)).filter(|_| index < self.n_old);
            match (make(index, node.as_ref()), node) {
                (Some(new), Some(node)) => {
                    let _ = self.parent.replace_child(&new, &node);
                }
                (Some(new), None) => append(self.parent, &new),
                (None, _) => {}
            }
        }
    }
}

/// How many of the first are the same in both.
pub fn n_same<T: PartialEq>(old: &[T], new: &[T]) -> usize {
    old.iter().zip(new).take_while(|(old, new)| old == new).count()
}
