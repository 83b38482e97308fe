//! The conversation as a tree.
//!
//! Asking again never overwrites: it adds a sibling. The active path is computed from `chosen`,
//! never stored.
//!
//! Invariants: every parent is in `messages` and stands before its children; a settled message
//! never changes; at most one message runs.

use std::collections::HashMap;
use std::sync::Arc;

use super::cost::Money;
use super::ids::{ConversationId, MessageId, ModelId};
use super::message::{Message, Role};
use super::time::Timestamp;

/// What is said on one subject, in all its versions.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversation {
    id: ConversationId,
    title: String,
    model: Option<ModelId>,
    created: Timestamp,
    /// In the order of their making, so that parents come first. Shared, so that a view may hold one.
    messages: Vec<Arc<Message>>,
    /// Of several children, the one that is shown; the newest where none was chosen.
    chosen: HashMap<MessageId, MessageId>,
}

/// Why a message cannot be put into a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Misplaced {
    /// Its parent is not there.
    #[error("the parent of the message is not in the conversation")]
    NoParent,
    /// A message of that name is there already.
    #[error("a message of that id is in the conversation already")]
    Twice,
    /// A second message without a parent.
    #[error("the conversation has a first message already")]
    SecondRoot,
}

impl Conversation {
    /// An empty conversation.
    pub fn new(id: ConversationId, created: Timestamp) -> Self {
        Self { id, title: String::new(), model: None, created, messages: Vec::new(), chosen: HashMap::new() }
    }

    /// Its name.
    pub fn id(&self) -> &ConversationId {
        &self.id
    }

    /// Its title; empty until something was said.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Gives it a title.
    pub fn set_title(&mut self, title: String) {
        self.title = title;
    }

    /// The model that is asked here next, once one was chosen for this conversation.
    pub fn model(&self) -> Option<&ModelId> {
        self.model.as_ref()
    }

    /// Chooses the model that is asked next.
    pub fn set_model(&mut self, model: ModelId) {
        self.model = Some(model);
    }

    /// When it was begun.
    pub fn created(&self) -> Timestamp {
        self.created
    }

    /// When something was last said in it.
    pub fn last_active(&self) -> Timestamp {
        self.messages.iter().map(|message| message.created).max().unwrap_or(self.created)
    }

    /// Every message of every branch, parents first.
    pub fn messages(&self) -> &[Arc<Message>] {
        &self.messages
    }

    /// Which child is shown, for each message whose children were chosen among.
    pub fn chosen(&self) -> &HashMap<MessageId, MessageId> {
        &self.chosen
    }

    /// One message.
    pub fn message(&self, id: &MessageId) -> Option<&Arc<Message>> {
        self.messages.iter().find(|message| message.id == *id)
    }

    /// Adds a message below its parent and shows it.
    pub fn append(&mut self, message: Message) -> Result<(), Misplaced> {
        if self.message(&message.id).is_some() {
            return Err(Misplaced::Twice);
        }
        match &message.parent {
            None if !self.messages.is_empty() => return Err(Misplaced::SecondRoot),
            None => {}
            Some(parent) if self.message(parent).is_none() => return Err(Misplaced::NoParent),
            Some(parent) => {
                self.chosen.insert(parent.clone(), message.id.clone());
            }
        }
        self.messages.push(Arc::new(message));
        Ok(())
    }

    /// Shows a message instead of its siblings. Says whether it could: the first message and one that
    /// is not here cannot be chosen.
    pub fn choose(&mut self, id: &MessageId) -> bool {
        let Some(parent) = self.message(id).and_then(|message| message.parent.clone()) else { return false };
        self.chosen.insert(parent, id.clone());
        true
    }

    /// Replaces a running message by its settled form; a settled one stays as it is.
    ///
    /// Says whether it was replaced.
    pub fn settle(&mut self, settled: Message) -> bool {
        let Some(slot) = self.messages.iter_mut().find(|message| message.id == settled.id) else { return false };
        if !slot.is_running() {
            return false;
        }
        *slot = Arc::new(settled);
        true
    }

    /// The messages now shown, from the first to the head.
    pub fn active_path(&self) -> Vec<Arc<Message>> {
        let mut newest_child: HashMap<&MessageId, &Arc<Message>> = HashMap::new();
        let mut by_id: HashMap<&MessageId, &Arc<Message>> = HashMap::new();
        for message in &self.messages {
            by_id.insert(&message.id, message);
            if let Some(parent) = &message.parent {
                newest_child.insert(parent, message);
            }
        }
        let mut path = Vec::new();
        let mut next = self.messages.first();
        while let Some(message) = next {
            path.push(Arc::clone(message));
            let chosen = self.chosen.get(&message.id).and_then(|id| by_id.get(id));
            next = chosen.or_else(|| newest_child.get(&message.id)).copied();
        }
        path
    }

    /// The last message of the active path.
    pub fn head(&self) -> Option<Arc<Message>> {
        self.active_path().pop()
    }

    /// The path that ends with `id`, its ancestors first: what a model is sent to answer it.
    pub fn path_to(&self, id: &MessageId) -> Vec<Arc<Message>> {
        let mut path = Vec::new();
        let mut next = self.message(id);
        while let Some(message) = next {
            path.push(Arc::clone(message));
            next = message.parent.as_ref().and_then(|parent| self.message(parent));
        }
        path.reverse();
        path
    }

    /// What all answers together cost, in every branch; `None` if none has told.
    pub fn cost(&self) -> Option<Money> {
        let costs: Vec<Money> =
            self.messages.iter().filter_map(|message| message.answer.as_ref()?.usage?.cost).collect();
        (!costs.is_empty()).then(|| costs.into_iter().sum())
    }

    /// The newest question of the active path, if any.
    pub fn last_question(&self) -> Option<Arc<Message>> {
        self.active_path().into_iter().rev().find(|message| message.role == Role::User)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cost::Usage;
    use crate::domain::message::{Outcome, Part};

    fn id(name: &str) -> MessageId {
        MessageId::new(name)
    }

    fn user(name: &str, parent: Option<&str>) -> Message {
        Message::from_user(id(name), parent.map(id), Timestamp::from_ms(1), name.to_owned())
    }

    fn awaited(name: &str, parent: &str) -> Message {
        Message::awaited(id(name), id(parent), Timestamp::from_ms(2), ModelId::new("a/b"))
    }

    fn settled(name: &str, parent: &str, text: &str) -> Message {
        let mut message = awaited(name, parent);
        message.parts.push(Part::Text(text.to_owned()));
        if let Some(answer) = &mut message.answer {
            answer.outcome = Some(Outcome::Complete);
            answer.usage = Some(Usage { cost: Some(Money::from_pico(5)), ..Usage::default() });
        }
        message
    }

    fn conversation(messages: Vec<Message>) -> Conversation {
        let mut conversation = Conversation::new(ConversationId::new("c"), Timestamp::from_ms(0));
        for message in messages {
            conversation.append(message).unwrap();
        }
        conversation
    }

    fn names(path: &[Arc<Message>]) -> Vec<&str> {
        path.iter().map(|message| message.id.as_str()).collect()
    }

    #[test]
    fn asking_again_keeps_the_old_answer() {
        let c = conversation(vec![user("q", None), settled("a1", "q", "one"), settled("a2", "q", "two")]);
        assert_eq!(names(&c.active_path()), ["q", "a2"]);
        assert_eq!(c.message(&id("a1")).unwrap().text(), "one");
        assert_eq!(c.cost(), Some(Money::from_pico(10)));
    }

    #[test]
    fn the_rest_of_a_branch_follows_the_chosen_child() {
        let c = conversation(vec![
            user("q", None),
            settled("a1", "q", "one"),
            user("q2", Some("a1")),
            settled("a2", "q", "two"),
            user("q3", Some("a2")),
        ]);
        assert_eq!(names(&c.active_path()), ["q", "a2", "q3"]);
        assert_eq!(names(&c.path_to(&id("q2"))), ["q", "a1", "q2"]);
    }

    #[test]
    fn a_chosen_message_is_shown_instead_of_its_siblings() {
        let mut c = conversation(vec![user("q", None), settled("a1", "q", "one"), settled("a2", "q", "two")]);
        assert!(c.choose(&id("a1")));
        assert_eq!(names(&c.active_path()), ["q", "a1"]);
        assert!(!c.choose(&id("q")) && !c.choose(&id("nobody")));
    }

    #[test]
    fn a_settled_message_never_changes() {
        let mut c = conversation(vec![user("q", None), awaited("a", "q")]);
        assert!(c.settle(settled("a", "q", "one")));
        assert!(!c.settle(settled("a", "q", "two")));
        assert_eq!(c.message(&id("a")).unwrap().text(), "one");
    }

    #[test]
    fn what_has_no_place_is_refused() {
        let mut c = conversation(vec![user("q", None)]);
        assert_eq!(c.append(user("x", Some("nobody"))), Err(Misplaced::NoParent));
        assert_eq!(c.append(user("q", Some("q"))), Err(Misplaced::Twice));
        assert_eq!(c.append(user("r", None)), Err(Misplaced::SecondRoot));
    }
}
