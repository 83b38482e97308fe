//! An answer on the page, drawn by a module of its own (`renderer/`).
//!
//! Until that is here, where it cannot be had, and when it breaks down, words stand as they were written: nothing
//! is lost.

use std::cell::{Cell, RefCell};

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::HtmlDivElement;

use super::arrivals::use_arrivals;
use super::ui::flow::effect;
use crate::state::notices::use_notices;
use crate::state::renderer::{Module, Prose, use_renderer};

/// Says that words stand as they were written.
const AS_WRITTEN: &str = "data-as-written";

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
    let (renderer, arrivals, notices) = (use_renderer(), use_arrivals(), use_notices());
    renderer.load();
    let place = NodeRef::<html::Div>::new();
    let prose = RefCell::new(None::<Prose>);
    let n_bytes = Cell::new(0);
    effect(move || {
        arrivals.track();
        let Some(place) = place.get() else { return };
        let mut prose = prose.borrow_mut();
        if let (Module::Here(module), None, 0) = (renderer.module(), &*prose, n_bytes.get()) {
            // Leptos marks the empty place with a comment.
            place.set_text_content(None);
            let _ = place.remove_attribute(AS_WRITTEN);
            *prose = module.prose(&place).ok();
        }
        if !prose.as_ref().is_some_and(|prose| paint(prose, &read(n_bytes.get()), &n_bytes)) {
            *prose = None;
            show_as_written(&place, &read(0));
        }
    });
    let press = move |event| {
        let Module::Here(module) = renderer.module() else { return };
        if let Some(text) = module.press(&event, &source()) {
            notices.copy(text);
        }
    };
    ui! { <div class="prose" node_ref=place on:click=press></div> }
}

/// Says whether it could.
fn paint(prose: &Prose, written: &Written, n_bytes: &Cell<usize>) -> bool {
    let (drawn, words) = match written {
        Written::SoFar(words) => (prose.push(words), words),
        Written::Whole(words) => (prose.finish(words), words),
    };
    n_bytes.set(n_bytes.get() + words.len());
    drawn.is_ok()
}

fn show_as_written(place: &HtmlDivElement, written: &Written) {
    let (Written::SoFar(words) | Written::Whole(words)) = written;
    // A name that is valid is never refused.
    let _ = place.set_attribute(AS_WRITTEN, "");
    place.set_text_content(Some(words));
}

/// The pictures that a model made.
#[component]
pub fn Pictures(
    /// Their addresses, almost always `data:`.
    sources: Vec<String>,
) -> impl IntoView {
    let (renderer, arrivals) = (use_renderer(), use_arrivals());
    renderer.load();
    let place = NodeRef::<html::Div>::new();
    effect(move || {
        arrivals.track();
        let (Some(place), Module::Here(module)) = (place.get(), renderer.module()) else { return };
        place.set_text_content(None);
        for source in &sources {
            module.picture(&place, source, "Picture made by the model");
        }
    });
    let press = move |event| {
        if let Module::Here(module) = renderer.module() {
            module.press(&event, "");
        }
    };
    ui! { <div class="prose" node_ref=place on:click=press></div> }
}
