//! The conversation as a tree.
//!
//! Asking again never overwrites: it adds a sibling. The active path is computed from `shown`,
//! never stored.
//!
//! Invariants: every parent is in `messages` and stands before its children; `parents` and `shown`
//! are as long as `messages`; a settled message never changes; at most one message runs.

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
    /// Where the parent of each message stands.
    parents: Vec<Option<usize>>,
    /// Where the child stands that is shown below each message.
    shown: Vec<Option<usize>>,
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
        Self {
            id,
            title: String::new(),
            model: None,
            created,
            messages: Vec::new(),
            parents: Vec::new(),
            shown: Vec::new(),
        }
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

    /// Each message that has children, with the one that is shown.
    pub fn shown(&self) -> impl Iterator<Item = (&MessageId, &MessageId)> {
        let shown = self.messages.iter().zip(&self.shown);
        shown.filter_map(|(message, child)| Some((&message.id, &self.messages[(*child)?].id)))
    }

    /// One message.
    pub fn message(&self, id: &MessageId) -> Option<&Arc<Message>> {
        self.position(id).map(|at| &self.messages[at])
    }

    /// Where a message stands. The newest are asked for most.
    fn position(&self, id: &MessageId) -> Option<usize> {
        self.messages.iter().rposition(|message| message.id == *id)
    }

    /// Adds a message below its parent and shows it.
    pub fn append(&mut self, message: Message) -> Result<(), Misplaced> {
        if self.message(&message.id).is_some() {
            return Err(Misplaced::Twice);
        }
        let parent = match &message.parent {
            None if !self.messages.is_empty() => return Err(Misplaced::SecondRoot),
            None => None,
            Some(parent) => Some(self.position(parent).ok_or(Misplaced::NoParent)?),
        };
        if let Some(parent) = parent {
            self.shown[parent] = Some(self.messages.len());
        }
        self.messages.push(Arc::new(message));
        self.parents.push(parent);
        self.shown.push(None);
        Ok(())
    }

    /// Shows a message instead of its siblings. Says whether it could: the first message and one that
    /// is not here cannot be chosen.
    pub fn choose(&mut self, id: &MessageId) -> bool {
        let Some(at) = self.position(id) else { return false };
        let Some(parent) = self.parents[at] else { return false };
        self.shown[parent] = Some(at);
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
        let mut path = Vec::new();
        let mut next = (!self.messages.is_empty()).then_some(0);
        while let Some(at) = next {
            path.push(Arc::clone(&self.messages[at]));
            next = self.shown[at];
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
        let mut next = self.position(id);
        while let Some(at) = next {
            path.push(Arc::clone(&self.messages[at]));
            next = self.parents[at];
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
