//! A formula: its source until it can be drawn, MathML from then on.

use leptos::prelude::{document, untrack};
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, Node};

use super::nodes::{append, button, classed, element, set};
use super::painter::Canvas;
use crate::domain::formula::{Formula, Piece};
use crate::state::maths::Rendering;

/// The namespace of MathML (MathML Core, 2.1.1).
const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

/// What still waits: for the module, or for the end of the text.
const UNDRAWN: &str = ".formula[data-undrawn]";

impl Canvas {
    /// The element of a formula, a `div` or a `span`.
    pub fn formula(&mut self, tag: &str, source: &str, display: bool) -> Element {
        let formula = classed(tag, "formula");
        if display {
            set(&formula, "data-display", "");
        }
        self.maths.load();
        self.draw(&formula, source);
        formula
    }

    /// Makes a formula show this source.
    pub fn draw(&self, formula: &Element, source: &str) {
        set(formula, "data-latex", source);
        let display = formula.has_attribute("data-display");
        let rendering = untrack(|| self.maths.formula(source, display));
        // While a formula arrives most of what there is of it cannot be read: what could stays.
        let may_wait = self.is_open && rendering == Rendering::Unreadable && has_drawing(formula);
        let is_undrawn = may_wait || matches!(rendering, Rendering::Waiting | Rendering::Offline);
        if is_undrawn {
            set(formula, "data-undrawn", "");
        } else {
            let _ = formula.remove_attribute("data-undrawn");
        }
        if may_wait {
            return;
        }
        formula.set_text_content(None);
        match rendering {
            Rendering::Ready(drawing) => append(formula, &mathml(&drawing)),
            Rendering::Waiting | Rendering::Offline | Rendering::Unreadable => {
                let words = classed("code", "formula__source");
                words.set_text_content(Some(source));
                append(formula, &words);
            }
        }
        let copy = button("button formula__copy", "copy-formula", "Copy formula");
        if !display {
            // Dozens of formulas in a text would be dozens of stops on the way through it.
            set(&copy, "tabindex", "-1");
        }
        append(formula, &copy);
    }

    /// Draws the formulas of a text that could not be drawn before.
    pub fn draw_the_rest(&self, place: &Element) {
        let Ok(undrawn) = place.query_selector_all(UNDRAWN) else { return };
        for index in 0..undrawn.length() {
            if let Some(formula) = undrawn.item(index).as_ref().and_then(as_element) {
                let source = formula.get_attribute("data-latex").unwrap_or_default();
                self.draw(formula, &source);
            }
        }
    }
}

fn as_element(node: &Node) -> Option<&Element> {
    node.dyn_ref()
}

fn has_drawing(formula: &Element) -> bool {
    formula.query_selector("math").is_ok_and(|drawing| drawing.is_some())
}

fn mathml(formula: &Formula) -> Node {
    let mut open: Vec<Element> = vec![element("span")];
    for piece in formula.pieces() {
        let Some(parent) = open.last() else { break };
        match piece {
            Piece::Open(name) => {
                let child = document().create_element_ns(Some(MATHML), name).expect("a name of our list");
                append(parent, &child);
                open.push(child);
            }
            Piece::Attribute(name, value) => set(parent, name, value),
            Piece::Text(text) => append(parent, &super::nodes::words(text)),
            Piece::Close => {
                open.pop();
            }
        }
    }
    open.swap_remove(0).into()
}
