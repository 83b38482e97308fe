//! What the person likes, kept for all tabs.

use crate::browser::storage::Area;
use crate::domain::ids::ModelId;

const THEME: &str = "parlance.theme";
const TITLES: &str = "parlance.titles";
const MODEL: &str = "parlance.model";

/// The name of the chosen theme, if one was chosen. `boot.js` reads it too, before the first paint.
pub fn theme() -> Option<String> {
    Area::Local.get(THEME)
}

/// Keeps the theme. A browser that stores nothing shows it until the page is closed.
pub fn save_theme(name: &str) {
    let _ = Area::Local.set(THEME, name);
}

/// The model that writes titles, if the person wants one to.
pub fn title_model() -> Option<ModelId> {
    Area::Local.get(TITLES).filter(|id| !id.is_empty()).map(ModelId::new)
}

/// Keeps which model writes titles. A browser that stores nothing takes the first words.
pub fn save_title_model(id: Option<&ModelId>) {
    let _ = Area::Local.set(TITLES, id.map_or("", ModelId::as_str));
}

/// The model that was chosen last.
pub fn model() -> Option<ModelId> {
    Area::Local.get(MODEL).filter(|id| !id.is_empty()).map(ModelId::new)
}

/// Keeps the model for new chats. A browser that stores nothing asks again next time.
pub fn save_model(id: &ModelId) {
    let _ = Area::Local.set(MODEL, id.as_str());
}
