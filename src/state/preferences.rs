//! What the person likes.

use crate::browser::page;
use crate::domain::ids::ModelId;
use crate::services::preferences;

/// Which colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its name in storage and in `data-theme`.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Its name on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "Same as the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or(Self::System)
    }
}

/// The model that writes titles, if the person wants one to.
pub fn title_model() -> Option<ModelId> {
    preferences::title_model()
}

/// Has titles written by a model, or by nobody.
pub fn choose_title_model(id: Option<&ModelId>) {
    preferences::save_title_model(id);
}

/// Which colours were chosen. `boot.js` has set them on the page already.
pub fn theme() -> Theme {
    preferences::theme().map_or(Theme::System, |name| Theme::from_name(&name))
}

/// Changes the colours, now and for next time.
pub fn choose_theme(theme: Theme) {
    page::set_root_data("theme", theme.name());
    preferences::save_theme(theme.name());
}
