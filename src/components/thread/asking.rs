//! Asking from within a chat: with which model, and what is said if it cannot be.

use leptos::prelude::*;

use crate::domain::ids::ModelId;
use crate::state::catalog::{CatalogStore, use_catalog};
use crate::state::chats::{Chat, NotSent};
use crate::state::composer::{ComposerStore, use_composer};
use crate::state::notices::{NoticeStore, use_notices};

/// What one asks with.
#[derive(Debug, Clone, Copy)]
pub struct Asking {
    catalog: CatalogStore,
    composer: ComposerStore,
    notices: NoticeStore,
}

/// What one asks with.
pub fn use_asking() -> Asking {
    Asking { catalog: use_catalog(), composer: use_composer(), notices: use_notices() }
}

impl Asking {
    /// The model that is asked next in a chat.
    pub fn model(&self, chat: &Chat) -> Option<ModelId> {
        let own = chat.conversation.with_untracked(|c| c.model().cloned());
        untrack(|| self.catalog.resolve(own))
    }

    /// Says why something was not asked, if that needs a word. Where it was, the work goes on in the composer: what was
    /// pressed is gone then.
    pub fn tell(&self, sent: Result<(), NotSent>) {
        match sent {
            Ok(()) => self.composer.request_focus(),
            Err(NotSent::Empty) => {}
            Err(NotSent::Streaming) => self.notices.say(STREAMING),
            Err(NotSent::NotConnected) => self.notices.alert("Connect OpenRouter first, then try again."),
            Err(NotSent::NoModel) => self.notices.alert("Choose a model first, then try again."),
            Err(NotSent::NotHere) => self.notices.alert(NOT_HERE),
            Err(NotSent::ReadOnly) => self.notices.alert(READ_ONLY),
        }
    }
}

/// What is said where one asks in a chat while an answer arrives in it.
pub const STREAMING: &str = "An answer is still arriving. Stop it or wait.";

/// What is said where the disk has not yet told a chat.
pub const NOT_HERE: &str = "This chat is still being read. Try again in a moment.";

/// What is said where a newer build has written the chats.
pub const READ_ONLY: &str = "A newer Parlance has written the chats in this browser, so this one only shows them. Reload the page to get the newer one.";
