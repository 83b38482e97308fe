//! The module that draws answers: fetched once the composer stands, before anybody can have asked.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::clock;
pub use crate::browser::renderer::{Prose, Reader, Renderer};

/// How long a failure stands before the next text tries again.
const PAUSE_MS: u64 = 10_000;

/// Where the module is.
#[derive(Debug, Clone)]
pub enum Module {
    /// Nobody has asked for it.
    NotAsked,
    /// On its way.
    Loading,
    /// Here.
    Here(Renderer),
    /// Not to be had at this time: texts are shown as they were written.
    Failed(i64),
}

/// The module that draws answers.
#[derive(Debug, Clone, Copy)]
pub struct RendererStore {
    module: RwSignal<Module, LocalStorage>,
}

/// The module that draws answers.
pub fn use_renderer() -> RendererStore {
    super::stores().renderer
}

impl RendererStore {
    /// Fetches nothing yet.
    pub fn start() -> Self {
        Self { module: RwSignal::new_local(Module::NotAsked) }
    }

    /// Fetches the module, unless it is here or under way or has just failed.
    pub fn load(&self) {
        let store = *self;
        let is_wanted = store.module.with_untracked(|module| match module {
            Module::NotAsked => true,
            Module::Failed(at) => clock::now_ms().abs_diff(*at) >= PAUSE_MS,
            Module::Loading | Module::Here(_) => false,
        });
        if !is_wanted {
            return;
        }
        store.module.set(Module::Loading);
        spawn_local(async move {
            let module = Renderer::load().await;
            store.module.set(module.map_or_else(|_| Module::Failed(clock::now_ms()), Module::Here));
        });
    }

    /// Has whoever calls it called again when the module has arrived or failed to.
    pub fn track(&self) {
        self.module.track();
    }

    /// Where the module is now.
    pub fn module(&self) -> Module {
        self.module.get_untracked()
    }
}
