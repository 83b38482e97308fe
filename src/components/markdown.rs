//! An answer on the page: blocks of Markdown as nodes, changed only where the text has changed.
//!
//! Nodes are made one by one from [`crate::domain::markdown`]; no text of a model is ever read as HTML.
//! They are made without Leptos, because an answer that streams changes a few words in a long text
//! sixty times a second (ADR 11). What buttons in it do is told by one listener on the whole text.

mod actions;
mod blocks;
mod code_block;
mod inlines;
mod math;
mod nodes;
mod painter;
mod table;

use std::cell::RefCell;
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;

use self::actions::act;
use self::painter::Painter;
use super::arrivals::use_arrivals;
use super::ui::flow::effect;
use crate::domain::markdown::address::ImageSource;
use crate::state::maths::use_maths;
use crate::state::notices::use_notices;

/// What a text has come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// More may follow.
    SoFar(String),
    /// All of it.
    Whole(String),
}

impl Default for Written {
    fn default() -> Self {
        Self::SoFar(String::new())
    }
}

/// A text as Markdown. `read` is asked for the words from a byte on, again and again, whenever what it
/// reads changes.
#[component]
pub fn Markdown(
    /// The words from a byte on.
    read: Box<dyn Fn(usize) -> Written>,
    /// The whole text as it was written.
    source: Box<dyn Fn() -> String>,
) -> impl IntoView {
    let notices = use_notices();
    let (maths, arrivals) = (use_maths(), use_arrivals());
    let place = NodeRef::<html::Div>::new();
    let painter = Rc::new(RefCell::new(Painter::new(maths)));
    let drawer = Rc::clone(&painter);
    effect(move || {
        let Some(place) = place.get() else { return };
        let mut painter = painter.borrow_mut();
        if painter.is_new() {
            // Leptos marks the empty place with a comment.
            place.set_text_content(None);
        }
        match read(painter.n_bytes()) {
            Written::SoFar(words) => painter.push(&place, &words),
            Written::Whole(words) => painter.finish(&place, &words),
        }
    });
    // Formulas wait until what draws them is here.
    effect(move || {
        arrivals.track();
        if let Some(place) = place.get_untracked() {
            drawer.borrow().draw_the_rest(&place);
        }
    });
    ui! {
        <div class="prose" node_ref=place on:click=move |event| act(&event, &source, notices)></div>
    }
}

/// The pictures that a model made.
#[component]
pub fn Pictures(
    /// Their addresses, almost always `data:`.
    sources: Vec<String>,
) -> impl IntoView {
    let notices = use_notices();
    let place = NodeRef::<html::Div>::new();
    effect(move || {
        let Some(place) = place.get() else { return };
        for source in &sources {
            nodes::append(&place, &inlines::picture(&ImageSource::parse(source), "Picture made by the model"));
        }
    });
    ui! { <div class="prose" node_ref=place on:click=move |event| act(&event, &String::new, notices)></div> }
}
