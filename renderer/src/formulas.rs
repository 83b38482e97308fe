//! A formula: its source until it can be drawn, MathML from then on.

use parlance::domain::formula::{Formula, Piece};
use wasm_bindgen::JsCast;
use web_sys::{Element, Node};

use crate::maths::{self, Rendering};
use crate::nodes::{append, button, classed, document, element, set, words};

/// The namespace of MathML (MathML Core, 2.1.1).
const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

/// What still waits: for the module, or for the end of the text.
const UNDRAWN: &str = ".formula[data-undrawn]";

/// Whether the text of a formula may still go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// More may come.
    SoFar,
    /// All of it is here.
    Whole,
}

/// The element of a formula, a `div` or a `span`.
pub fn formula(tag: &str, source: &str, display: bool, extent: Extent) -> Element {
    maths::load(|| {
        if let Some(page) = document().document_element() {
            draw_the_rest(&page, Extent::SoFar);
        }
    });
    let formula = classed(tag, "formula");
    append(&formula, &classed("span", "formula__drawing"));
    // What a person who selects and copies takes along.
    let latex = classed("span", "formula__latex");
    set(&latex, "aria-hidden", "true");
    append(&formula, &latex);
    let copy = button("button formula__copy", "copy-formula", "Copy formula");
    if display {
        set(&formula, "data-display", "");
    } else {
        // Dozens of formulas in a text would be dozens of stops on the way through it, and of words between its words.
        set(&copy, "tabindex", "-1");
        set(&copy, "aria-hidden", "true");
    }
    append(&formula, &copy);
    draw(&formula, source, extent);
    formula
}

/// Makes a formula show this source.
pub fn draw(formula: &Element, source: &str, extent: Extent) {
    let Some((drawing, latex)) = formula.first_child().and_then(|first| Some((first.clone(), first.next_sibling()?)))
    else {
        return;
    };
    set(formula, "data-latex", source);
    let display = formula.has_attribute("data-display");
    let rendering = maths::formula(source, display);
    // While a formula arrives most of what there is of it cannot be read: what could stays.
    let may_wait = extent == Extent::SoFar && rendering == Rendering::Unreadable && has_drawing(formula);
    if may_wait || rendering == Rendering::Waiting {
        set(formula, "data-undrawn", "");
    } else {
        let _ = formula.remove_attribute("data-undrawn");
    }
    if may_wait {
        return;
    }
    drawing.set_text_content(None);
    latex.set_text_content(None);
    match rendering {
        Rendering::Ready(formula) => {
            append(&drawing, &mathml(&formula));
            let sign = if display { "$$" } else { "$" };
            latex.set_text_content(Some(&format!("{sign}{source}{sign}")));
        }
        Rendering::Waiting | Rendering::Unreadable => {
            let code = classed("code", "formula__source");
            code.set_text_content(Some(source));
            append(&drawing, &code);
        }
    }
}

/// Draws the formulas in a place that could not be drawn before.
pub fn draw_the_rest(place: &Element, extent: Extent) {
    let Ok(undrawn) = place.query_selector_all(UNDRAWN) else { return };
    for index in 0..undrawn.length() {
        if let Some(formula) = undrawn.item(index).and_then(|node| node.dyn_into::<Element>().ok()) {
            let source = formula.get_attribute("data-latex").unwrap_or_default();
            draw(&formula, &source, extent);
        }
    }
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
            Piece::Text(text) => append(parent, &words(text)),
            Piece::Close => {
                open.pop();
            }
        }
    }
    open.swap_remove(0).into()
}
