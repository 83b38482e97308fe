//! `ui!`: Leptos's `view!` without HTML strings.
//!
//! `view!` turns a nested fragment of plain literals into a string for `template.innerHTML`, which the
//! page's Trusted Types policy refuses. It leaves a fragment alone in which something stands in
//! braces, so each literal is put into braces here, token by token. (A global class does it too, and
//! would then stand on every element of the page.)

/// Writes a view. Use this, never bare `view!`.
macro_rules! ui {
    (@ [$($done:tt)*]) => {
        leptos::view! { $($done)* }
    };
    // A dash is one of a name such as `aria-label`, and no sign of a number.
    (@ [$($done:tt)*] - $($rest:tt)*) => {
        ui! { @ [$($done)* -] $($rest)* }
    };
    (@ [$($done:tt)*] $literal:literal $($rest:tt)*) => {
        ui! { @ [$($done)* { $literal }] $($rest)* }
    };
    (@ [$($done:tt)*] $token:tt $($rest:tt)*) => {
        ui! { @ [$($done)* $token] $($rest)* }
    };
    ($($tokens:tt)*) => {
        ui! { @ [] $($tokens)* }
    };
}
