//! Formulas: LaTeX into what a view can build.

use crate::browser::maths;
use crate::domain::formula::Formula;

pub use crate::browser::maths::NotLoaded;

/// Fetches what formulas need. Before it is here [`render`] knows none.
pub async fn load() -> Result<(), NotLoaded> {
    maths::load().await
}

/// The formula that this LaTeX is; `None` if it is none that we can show. `display` gives it a line of its own.
pub fn render(source: &str, display: bool) -> Option<Formula> {
    Formula::parse(&maths::render(source, display)?)
}
