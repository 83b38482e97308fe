//! What changes while it is shown, at the least cost in bytes.
//!
//! Leptos compiles its views, effects and derived signals anew for each closure and each type that
//! stands in them. These functions take their closures behind a pointer and bring everything down to
//! a few types: text is a `Signal<String>`, an attribute a `Signal<Option<String>>`, a part of a view
//! an `AnyView`. Written without them, the first load is larger by a fifth (ADR 5).

use std::sync::Arc;

use leptos::prelude::*;

/// What makes a part of a view, again and again.
type Build = Box<dyn Fn() -> AnyView + Send + Sync>;

/// The view that `build` makes, made anew whenever what it reads changes.
pub fn dynamic(build: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    dynamic_erased(Box::new(build))
}

fn dynamic_erased(build: Build) -> AnyView {
    (move || build()).into_any()
}

/// The view that `build` makes or nothing, made anew whenever what it reads changes.
pub fn maybe(build: impl Fn() -> Option<AnyView> + Send + Sync + 'static) -> AnyView {
    dynamic(move || build().unwrap_or_else(nothing))
}

/// The view that `build` makes, while `condition` holds; built anew each time it comes to hold.
pub fn when(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    build: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    either(condition, build, nothing)
}

/// One of two views.
pub fn either(
    condition: impl Fn() -> bool + Send + Sync + 'static,
    build: impl Fn() -> AnyView + Send + Sync + 'static,
    otherwise: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    either_erased(Box::new(condition), Box::new(build), Box::new(otherwise))
}

fn either_erased(condition: Box<dyn Fn() -> bool + Send + Sync>, build: Build, otherwise: Build) -> AnyView {
    let condition = Memo::new(move |_| condition());
    dynamic_erased(Box::new(move || if condition.get() { build() } else { otherwise() }))
}

fn nothing() -> AnyView {
    ().into_any()
}

/// One view for each name, kept as long as its name is in the list.
pub fn each(names: Memo<Vec<String>>, build: impl Fn(String) -> AnyView + Send + Sync + 'static) -> AnyView {
    each_erased(names, Arc::new(build))
}

fn each_erased(names: Memo<Vec<String>>, build: Arc<dyn Fn(String) -> AnyView + Send + Sync>) -> AnyView {
    ui! { <For each=move || names.get() key=Clone::clone children=move |name| build(name) /> }.into_any()
}

/// Words that change.
pub fn text<V: Into<String>>(read: impl Fn() -> V + Send + Sync + 'static) -> Signal<String> {
    let read: Box<dyn Fn() -> String + Send + Sync> = Box::new(move || read().into());
    Signal::derive(read)
}

/// The value of an attribute that changes; without one the attribute is not there.
pub fn attr<V: Into<Option<String>>>(read: impl Fn() -> V + Send + Sync + 'static) -> Signal<Option<String>> {
    let read: Box<dyn Fn() -> Option<String> + Send + Sync> = Box::new(move || read().into());
    Signal::derive(read)
}

/// An attribute that is there while `condition` holds, such as `disabled`.
pub fn flag(condition: impl Fn() -> bool + Send + Sync + 'static) -> Signal<Option<String>> {
    attr(move || condition().then(String::new))
}

/// Speaks to the world outside the view, now and whenever what it reads has changed.
pub fn effect(run: impl FnMut() + 'static) {
    let run: Box<dyn FnMut()> = Box::new(run);
    Effect::new(run);
}
