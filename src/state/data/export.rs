//! Chats into files.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{DataStore, Doing};
use crate::domain::ids::ConversationId;
use crate::services::export::{self, Ending, NotThere, Told, Unsaved};

/// What one chat can become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// What is shown of it, to be read.
    Markdown,
    /// All of it, for programs.
    Json,
    /// All of it, as "Export all chats" writes it.
    Archive,
}

impl DataStore {
    /// The chat for which the person chooses a form.
    pub fn exporting(&self) -> RwSignal<Option<ConversationId>> {
        self.exporting
    }

    /// Writes all chats into one file. To be called within a click.
    pub fn export_all(&self) {
        if self.begin(Doing::Exporting) {
            let store = *self;
            spawn_local(async move {
                let told = export::all(store.unsaved()).await;
                store.tell(told);
            });
        }
    }

    /// Writes one chat into a file. To be called within a click.
    pub fn export_one(&self, id: ConversationId, form: Form) {
        if self.begin(Doing::Exporting) {
            let store = *self;
            spawn_local(async move {
                let told = match store.chats.open(id.clone()).await {
                    Ok(Some(chat)) => {
                        let conversation = chat.conversation.get_untracked();
                        match form {
                            Form::Markdown => export::chat_as_markdown(&conversation).await,
                            Form::Json => export::chat_as_json(&conversation).await,
                            Form::Archive => export::one(&id, store.unsaved()).await,
                        }
                    }
                    Ok(None) | Err(_) => {
                        store.doing.set(None);
                        return store.notices.alert("This chat could not be read, so nothing was exported. Try again.");
                    }
                };
                store.tell(told);
            });
        }
    }

    /// What is in memory alone.
    pub(super) fn unsaved(&self) -> Unsaved {
        let mut unsaved = Unsaved::default();
        for conversation in self.chats.not_on_disk() {
            unsaved.add_chat(conversation.summary());
            for message in conversation.messages() {
                unsaved.add_message(conversation.id(), message);
            }
        }
        unsaved
    }

    pub(super) fn begin(&self, doing: Doing) -> bool {
        let is_free = self.doing.get_untracked().is_none();
        if is_free {
            self.doing.set(Some(doing));
        }
        is_free
    }

    fn tell(&self, told: Result<Told, NotThere>) {
        self.doing.set(None);
        match told {
            Ok(Told { ending: Ending::Cancelled, .. }) => {}
            Ok(
                Told { ending: Ending::Saved, words, is_complete: true, .. }
                | Told { ending: Ending::Nothing, words, .. },
            ) => {
                self.notices.say(words);
            }
            Ok(Told { words, .. }) => self.notices.alert(words),
            Err(NotThere) => {
                self.notices.alert("What writes files could not be started. Reload the page, then try again.")
            }
        }
    }
}
