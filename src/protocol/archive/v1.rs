//! The first stored form: a conversation as one text. It is read and no longer written.
//!
//! ```json
//! {"v":1, "id":…, "title":…, "model":…, "created":ms, "messages":[…], "chosen":{parent: child}}
//! ```

use serde_json::Value;

use super::message;
use crate::domain::conversation::Conversation;
use crate::domain::ids::{ConversationId, MessageId, ModelId};
use crate::domain::summary::{Act, Summary};
use crate::protocol::json::{take_list, take_text};

pub(super) fn from_archive(mut stored: Value) -> Option<Conversation> {
    let id = ConversationId::new(take_text(&mut stored, "id")?);
    let mut conversation = Conversation::of(Summary {
        title: take_text(&mut stored, "title").unwrap_or_default(),
        model: take_text(&mut stored, "model").map(ModelId::new),
        ..Summary::new(id, message::moment(&stored, "created"))
    });
    stored.get("messages").filter(|messages| messages.is_array())?;
    for message in take_list(&mut stored, "messages") {
        let message = message::from_archive(message)?;
        conversation.apply(&Act::Say(message.created));
        conversation.append(message).ok()?;
    }
    // Chosen as the child that it is, whatever parent it is stored under: a choice cannot lead the
    // path round for ever.
    for child in stored["chosen"].as_object().into_iter().flat_map(|chosen| chosen.values()) {
        conversation.show(&MessageId::new(child.as_str().unwrap_or_default()));
    }
    Some(conversation)
}
