//! What messages are shown with and what may arrive after them: the names of models, what draws answers.

use leptos::prelude::*;

use crate::state::catalog::use_catalog;
use crate::state::renderer::use_renderer;

/// Changes with each arrival. Messages follow this instead of the stores: a signal keeps a trace of all
/// that ever followed it, and while this one goes with its chat, the stores stay as long as the page.
#[derive(Debug, Clone, Copy)]
pub struct Arrivals(Memo<usize>);

/// The arrivals in the chat on view.
pub fn use_arrivals() -> Arrivals {
    expect_context()
}

impl Arrivals {
    /// Offers them to the views below.
    pub fn provide() {
        let (models, renderer) = (use_catalog().models(), use_renderer());
        provide_context(Self(Memo::new(move |n_before| {
            models.track();
            renderer.track();
            n_before.map_or(0, |n_before| n_before + 1)
        })));
    }

    /// Has whoever calls it called again with the next arrival.
    pub fn track(self) {
        // A memo that nobody has read follows nothing itself.
        self.0.with(|_| ());
    }
}
