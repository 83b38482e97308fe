//! The models, and the one for new chats.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::session::SessionStore;
use crate::domain::catalog::{Catalog, DEFAULT_MODEL};
use crate::domain::ids::ModelId;
use crate::domain::problem::Problem;
use crate::services::{catalog, preferences};

/// The list of models, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Models {
    /// Being fetched.
    Loading,
    /// At hand.
    Ready(Catalog),
    /// Not to be had.
    Failed(Problem),
}

/// The models, and the one for new chats.
#[derive(Debug, Clone, Copy)]
pub struct CatalogStore {
    models: RwSignal<Models>,
    preferred: RwSignal<Option<ModelId>>,
    session: SessionStore,
}

/// The models, and the one for new chats.
pub fn use_catalog() -> CatalogStore {
    super::stores().catalog
}

impl CatalogStore {
    /// Fetches the list once the person is connected, and anew with each new key.
    pub fn start(session: SessionStore) -> Self {
        let store =
            Self { models: RwSignal::new(Models::Loading), preferred: RwSignal::new(preferences::model()), session };
        let connected = Memo::new(move |_| session.is_connected());
        // Speaks to the world outside: a new key may open another list. Behind a pointer, since effects are compiled anew
        // for each closure (ADR 5).
        let load: Box<dyn FnMut()> = Box::new(move || {
            if connected.get() {
                store.load();
            }
        });
        Effect::new(load);
        store
    }

    /// The list.
    pub fn models(&self) -> ReadSignal<Models> {
        self.models.read_only()
    }

    /// Fetches the list.
    pub fn load(&self) {
        let store = *self;
        if !store.models.with_untracked(|models| matches!(models, Models::Ready(_))) {
            store.models.set(Models::Loading);
        }
        spawn_local(async move {
            match catalog::load(store.session.key().as_ref()).await {
                Ok(catalog) => store.models.set(Models::Ready(catalog)),
                // A list that we have is better than none.
                Err(problem) => store.models.update(|models| {
                    if !matches!(models, Models::Ready(_)) {
                        *models = Models::Failed(problem);
                    }
                }),
            }
        });
    }

    /// The model for a chat that has `own` or none: `None` if the person must choose.
    ///
    /// A model that is not in the list is not asked; while there is no list it is.
    pub fn resolve(&self, own: Option<ModelId>) -> Option<ModelId> {
        let wanted = own.or_else(|| self.preferred.get()).unwrap_or_else(|| ModelId::new(DEFAULT_MODEL));
        self.models
            .with(|models| match models {
                Models::Ready(catalog) => catalog.find(&wanted).is_some(),
                Models::Loading | Models::Failed(_) => true,
            })
            .then_some(wanted)
    }

    /// A model's name for people; its slug while there is no list.
    pub fn name_of(&self, id: &ModelId) -> String {
        self.models.with(|models| match models {
            Models::Ready(catalog) => catalog.find(id).map_or_else(|| id.to_string(), |model| model.name.clone()),
            Models::Loading | Models::Failed(_) => id.to_string(),
        })
    }

    /// Takes this model for new chats from now on.
    pub fn prefer(&self, id: ModelId) {
        preferences::save_model(&id);
        self.preferred.set(Some(id));
    }
}
