//! Showing and repeating, at the least cost in bytes.
//!
//! Leptos's `Show` and `For` are compiled anew for each use, with all that stands in them. These
//! two erase their types first: the app's first load is smaller by a tenth for it.

use std::sync::Arc;

use leptos::prelude::*;

/// What a part of a view may be made by, again and again.
pub type Build = Box<dyn Fn() -> AnyView + Send + Sync>;

/// The view that `build` makes, while `condition` holds; built anew each time it comes to hold.
pub fn when(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    build: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    shown(Memo::new(move |_| condition()), Box::new(build), None)
}

/// One of two views.
pub fn either(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    build: impl Fn() -> AnyView + Send + Sync + 'static,
    otherwise: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    shown(Memo::new(move |_| condition()), Box::new(build), Some(Box::new(otherwise)))
}

fn shown(condition: Memo<bool>, build: Build, otherwise: Option<Build>) -> AnyView {
    let view = move || {
        if condition.get() {
            return build();
        }
        otherwise.as_ref().map_or_else(|| ().into_any(), |otherwise| otherwise())
    };
    view.into_any()
}

/// One view for each name, kept as long as its name is in the list.
pub fn each(names: Signal<Vec<String>>, build: impl Fn(String) -> AnyView + Send + Sync + 'static) -> AnyView {
    each_erased(names, Arc::new(build))
}

fn each_erased(names: Signal<Vec<String>>, build: Arc<dyn Fn(String) -> AnyView + Send + Sync>) -> AnyView {
    ui! { <For each=move || names.get() key=Clone::clone children=move |name| build(name) /> }.into_any()
}
