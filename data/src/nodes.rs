//! Making and changing nodes, in as few words as it takes.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{Document, Element, Event, HtmlElement, Node};

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

/// An element with words in it.
pub fn worded(tag: &str, text: &str) -> Element {
    let element = element(tag);
    element.set_text_content(Some(text));
    element
}

/// Both.
pub fn classed_words(tag: &str, class: &str, text: &str) -> Element {
    let element = classed(tag, class);
    element.set_text_content(Some(text));
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

/// Gives an element an attribute, or takes it away.
pub fn set_if(element: &Element, name: &str, value: &str, condition: bool) {
    let _ = if condition { element.set_attribute(name, value) } else { element.remove_attribute(name) };
}

/// Puts a node at the end of another one.
pub fn append(parent: &Node, child: &Node) {
    let _ = parent.append_child(child);
}

/// Removes all that stands in a node.
pub fn empty(parent: &Node) {
    parent.set_text_content(None);
}

/// Calls `then` with each event of a kind. The browser frees the listener with its element.
pub fn on(element: &Element, kind: &str, then: Box<dyn Fn(Event)>) {
    let listener = Closure::<dyn Fn(Event)>::new(then).into_js_value();
    // Listening for a known event never fails.
    let _ = element.add_event_listener_with_callback(kind, listener.unchecked_ref());
}

/// A button. `look` is `primary` or `danger`, if it is one of these.
pub fn button(name: &str, look: Option<&str>, press: impl Fn() + 'static) -> Element {
    let button = classed_words("button", "button", name);
    set(&button, "type", "button");
    if let Some(look) = look {
        set(&button, "data-variant", look);
    }
    on(&button, "click", Box::new(move |_| press()));
    button
}

/// Gives the focus to an element.
pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // Refused only by what cannot have it.
        let _ = element.focus();
    }
}
