//! `ui!`: Leptos's `view!` without HTML strings.
//!
//! `view!` turns a static fragment into a string for `template.innerHTML`, which the page's Trusted
//! Types policy refuses. A global class switches that off. It must have a name: `classList` throws
//! at an empty one, once for each element.

/// Writes a view. Use this, never bare `view!`.
macro_rules! ui {
    ($($tokens:tt)*) => {
        leptos::view! { class = "ui", $($tokens)* }
    };
}
