//! Formulas, and the module that they need: fetched when the first formula is shown, and not before.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::clock;
use crate::domain::formula::Formula;
use crate::services::maths;

/// How long a failure stands before the next formula tries again. A text that arrives shows a formula anew in each frame.
const PAUSE_MS: u64 = 10_000;

/// Where the module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Module {
    NotAsked,
    Loading,
    Here,
    /// Not to be had at this time.
    Failed(i64),
}

/// What to show for a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rendering {
    /// Its source, for the time being: what formulas need is on its way.
    Waiting,
    /// Its source: what formulas need could not be fetched.
    Offline,
    /// Its source: it is no LaTeX that can be shown.
    Unreadable,
    /// The formula.
    Ready(Formula),
}

/// Formulas, and the module that they need.
#[derive(Debug, Clone, Copy)]
pub struct MathsStore {
    module: RwSignal<Module>,
}

/// Formulas, and the module that they need.
pub fn use_maths() -> MathsStore {
    expect_context()
}

impl MathsStore {
    /// Fetches nothing yet.
    pub fn start() -> Self {
        Self { module: RwSignal::new(Module::NotAsked) }
    }

    /// Fetches what formulas need, unless it is here or under way or has just failed. A view says it when it is built,
    /// and never where it tracks [`Self::formula`].
    pub fn load(&self) {
        let store = *self;
        let is_wanted = match store.module.get_untracked() {
            Module::NotAsked => true,
            Module::Failed(at) => clock::now_ms().abs_diff(at) >= PAUSE_MS,
            Module::Loading | Module::Here => false,
        };
        if !is_wanted {
            return;
        }
        store.module.set(Module::Loading);
        spawn_local(async move {
            let module = match maths::load().await {
                Ok(()) => Module::Here,
                Err(maths::NotLoaded) => Module::Failed(clock::now_ms()),
            };
            store.module.set(module);
        });
    }

    /// Has whoever calls it called again when the module has arrived or failed to.
    pub fn track(&self) {
        self.module.track();
    }

    /// What to show for this LaTeX now; follows the module's arrival. `display` gives the formula a line of its own.
    pub fn formula(&self, source: &str, display: bool) -> Rendering {
        match self.module.get() {
            Module::NotAsked | Module::Loading => Rendering::Waiting,
            Module::Failed(_) => Rendering::Offline,
            Module::Here => maths::render(source, display).map_or(Rendering::Unreadable, Rendering::Ready),
        }
    }
}
