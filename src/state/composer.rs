//! Unsent text, kept per conversation and across reloads.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::chats::ChatStore;
use crate::browser::frame;
use crate::domain::ids::ConversationId;
use crate::services::drafts;

/// The drafts as they stand in their fields: of each conversation, and of the one not yet begun (`None`).
pub(super) type Drafts = StoredValue<Vec<(Option<ConversationId>, ArcRwSignal<String>)>>;

/// The drafts of all conversations, of the one not yet begun (`None`), and what is written into earlier questions.
#[derive(Debug, Clone, Copy)]
pub struct ComposerStore {
    drafts: Drafts,
    focus_requests: RwSignal<u32>,
    chats: ChatStore,
}

/// The drafts.
pub fn use_composer() -> ComposerStore {
    super::stores().composer
}

impl ComposerStore {
    /// No draft read yet; each is read when it is first asked for.
    pub(super) fn start(chats: ChatStore, drafts: Drafts) -> Self {
        Self { drafts, focus_requests: RwSignal::new(0), chats }
    }

    /// The draft of one conversation.
    pub fn draft(&self, id: Option<ConversationId>) -> ArcRwSignal<String> {
        let read =
            self.drafts.with_value(|drafts| drafts.iter().find(|(of, _)| *of == id).map(|(_, draft)| draft.clone()));
        read.unwrap_or_else(|| {
            let draft = ArcRwSignal::new(drafts::load(id.as_ref()));
            self.drafts.update_value(|drafts| drafts.push((id, draft.clone())));
            draft
        })
    }

    /// Takes what the person has typed.
    pub fn set_draft(&self, id: Option<ConversationId>, text: String) {
        let draft = self.draft(id.clone());
        draft.with_untracked(|old| self.chats.save_draft(id, old, &text));
        draft.set(text);
    }

    /// The words of a draft were sent into `chat`.
    pub fn sent(&self, id: Option<ConversationId>, chat: ConversationId) {
        let words = self.draft(id.clone()).try_update(std::mem::take).unwrap_or_default();
        self.chats.sent_draft(chat, id, words);
    }

    /// Asks for the cursor to be in the composer: that of the place where one then is.
    pub fn request_focus(&self) {
        let requests = self.focus_requests;
        // In a hidden tab this waits until the person is back.
        spawn_local(async move {
            frame::next().await;
            requests.update(|n| *n = n.wrapping_add(1));
        });
    }

    /// Changes with each such request.
    pub fn focus_requests(&self) -> ReadSignal<u32> {
        self.focus_requests.read_only()
    }
}
