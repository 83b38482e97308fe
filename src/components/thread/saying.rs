//! What a message says, wherever that stands just now.

use std::sync::Arc;

use leptos::prelude::*;

use crate::domain::ids::MessageId;
use crate::domain::message::Message;
use crate::state::chats::{Chat, Live};

/// One message: while it is in the making its words come from the turn, afterwards from the tree.
#[derive(Debug, Clone)]
pub struct Saying {
    id: MessageId,
    live: ArcRwSignal<Option<Live>>,
    /// As the tree has it.
    pub settled: Memo<Option<Arc<Message>>>,
}

impl Saying {
    /// The message of this id.
    pub fn of(chat: &Chat, id: &MessageId) -> Self {
        let (conversation, name) = (chat.conversation.clone(), id.clone());
        let settled = Memo::new_with_compare(
            move |_| conversation.with(|c| c.message(&name).cloned()),
            |old: Option<&Option<Arc<Message>>>, new| match (old, new) {
                (Some(Some(old)), Some(Some(new))) => !Arc::ptr_eq(old, new),
                (Some(None), Some(None)) => false,
                _ => true,
            },
        );
        Self { id: id.clone(), live: chat.live.clone(), settled }
    }

    /// Reads the message. Whoever tracks this is told of each word.
    pub fn read<T: Default>(&self, read: impl FnOnce(&Message) -> T) -> T {
        let settled = self.settled.get();
        if settled.as_ref().is_some_and(|message| message.is_running()) {
            self.live.with(|live| match live {
                Some(live) if live.turn.message().id == self.id => read(live.turn.message()),
                _ => T::default(),
            })
        } else {
            settled.map(|message| read(&message)).unwrap_or_default()
        }
    }
}
