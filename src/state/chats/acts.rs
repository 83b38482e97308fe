//! What a person does about a chat or a message, besides asking. All of it can be undone but forgetting, and bringing back all that
//! was deleted.

use std::sync::PoisonError;

use leptos::prelude::*;

use super::loading::Contents;
use super::{Chat, ChatStore, Place, new_message, now};
use crate::browser::entropy;
use crate::domain::ids::{ConversationId, MessageId, ModelId};
use crate::domain::message::Message;
use crate::domain::news::News;
use crate::domain::summary::Act;
use crate::services::drafts;
use crate::services::library::Refused;
use crate::services::tabs;

/// How far below the top a message stands that one is led to, in CSS pixels: what is before it shows that there is more.
const BELOW_TOP_PX: f64 = 48.0;

impl ChatStore {
    /// Chooses the model that is asked next in a chat.
    pub fn choose_model(&self, id: &ConversationId, model: ModelId) {
        self.do_about(id, Act::SetModel(model));
    }

    /// Does one thing about a chat.
    pub fn do_about(&self, id: &ConversationId, act: Act) {
        if let Some(chat) = self.chat(id) {
            self.act(&chat, vec![act]);
        }
    }

    /// Throws a chat into the trash. An answer that runs in it goes on, and is there when it is restored.
    pub fn delete(&self, id: &ConversationId) {
        self.do_about(id, Act::Delete(now()));
    }

    /// Shows a message instead of its other versions, in the branch it stands in.
    pub fn show(&self, id: &ConversationId, message: &MessageId) {
        let Some(chat) = self.chat(id) else { return };
        let acts = chat.conversation.try_update(|conversation| conversation.show(message));
        self.keep_acts(&chat, acts.unwrap_or_default());
    }

    /// Leads to a message, also if that is where one was led last.
    pub fn choose_hit(&self) {
        self.n_led.update(|n| *n += 1);
    }

    /// Shows the message that an address names in the branch it stands in, near the top of the view that is built next;
    /// for an address that names none, what was in view before. Follows what is chosen.
    pub fn lead_to(&self, chat: &Chat, name: &str) {
        self.n_led.track();
        let message = MessageId::new(name.trim_start_matches('#'));
        let mut before = chat.before.lock().unwrap_or_else(PoisonError::into_inner);
        if chat.conversation.with_untracked(|conversation| conversation.message(&message).is_some()) {
            before.get_or_insert_with(|| chat.place());
            self.show(&chat.id, &message);
            chat.set_place(Some(Place { id: message.to_string(), offset: BELOW_TOP_PX }));
        } else if let Some(place) = before.take() {
            chat.set_place(place);
        }
    }

    /// Takes a message out of sight, with all below it. An answer that runs there stops.
    pub fn hide(&self, id: &ConversationId, message: &MessageId) {
        let Some(chat) = self.chat(id) else { return };
        let answer = chat.live.with_untracked(|live| live.as_ref().map(|live| live.turn.message().id.clone()));
        let above = chat.conversation.with_untracked(|c| answer.map(|answer| c.path_to(&answer)).unwrap_or_default());
        if above.iter().any(|above| above.id == *message) {
            self.stop(id);
        }
        self.act(&chat, vec![Act::Hide(message.clone())]);
    }

    /// Brings it back, and shows it.
    pub fn unhide(&self, id: &ConversationId, message: &MessageId) {
        self.do_about(id, Act::Unhide(message.clone()));
        self.show(id, message);
    }

    /// Brings back every message of a chat that was taken out of sight, and shows the youngest.
    pub fn unhide_all(&self, id: &ConversationId) {
        if let Some(chat) = self.chat(id) {
            let acts: Vec<Act> =
                chat.conversation.with_untracked(|c| c.summary().hidden.iter().cloned().map(Act::Unhide).collect());
            let youngest = acts.last().cloned();
            self.act(&chat, acts);
            if let Some(Act::Unhide(youngest)) = youngest {
                self.show(id, &youngest);
            }
        }
    }

    /// Begins another chat with the words of this one, up to a message.
    pub fn branch(&self, id: &ConversationId, message: &MessageId) -> Option<ConversationId> {
        let chat = self.chat(id)?;
        let new = ConversationId::generate(now(), entropy::bytes());
        let branch = chat.conversation.with_untracked(|c| c.branch(message, new.clone(), now(), new_message));
        let messages: Vec<Message> = branch.messages().iter().map(|message| (**message).clone()).collect();
        let chat = Chat::new(branch, Contents::Here);
        self.insert(chat.clone());
        self.say(&chat, Vec::new(), messages, Vec::new());
        Some(new)
    }

    /// Deletes a chat for good. Where the disk refuses, it is shown again.
    pub async fn forget(self, id: ConversationId) -> Result<(), Refused> {
        let Some(chat) = self.chat(&id) else { return Ok(()) };
        let was_running = chat.running().is_some();
        // Out of sight nothing brings it back to the disk that was to be written once more.
        self.remove(&id);
        let gone = async { self.opened().await?.forget(&id, None).await }.await;
        match gone {
            Ok(_) => {
                self.end(&chat);
                self.lose(&id);
                tabs::tell(&News::Forgotten(id));
                Ok(())
            }
            Err(refused) => {
                // Another tab may have told of it meanwhile: this is the one that an answer may run in.
                self.remove(&id);
                self.insert(chat.clone());
                if was_running && chat.running().is_none() {
                    // How it ended was not written either.
                    self.owe(&chat, &[], refused);
                }
                Err(refused)
            }
        }
    }

    /// Deletes every chat for good, with every draft.
    pub async fn forget_all(self) -> Result<(), Refused> {
        for chat in self.chats.get_untracked() {
            self.stop(&chat.id);
        }
        self.opened().await?.forget_all().await?;
        drafts::forget_all("");
        self.read_again(true).await;
        tabs::tell(&News::AllForgotten);
        Ok(())
    }

    /// Forgets every chat, for the benchmark.
    #[cfg(feature = "bench")]
    pub(super) fn delete_all(self) {
        leptos::task::spawn_local(async move {
            // A benchmark without a library has nothing to forget on the disk.
            let _ = self.forget_all().await;
        });
    }

    /// Takes in what another part has written, and tells the other tabs.
    pub async fn after_import(self) {
        self.read_list_again().await;
        tabs::tell(&News::AllChanged);
    }
}
