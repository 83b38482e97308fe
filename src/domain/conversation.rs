//! The conversation as a tree.
//!
//! Editing a question or asking again never overwrites: it adds a sibling. Deleting hides, and can be undone. The
//! active path is computed from what is chosen and hidden, never stored.
//!
//! Invariants: `parents` and `children` are as long as `messages`; siblings stand by age; a settled message never changes.
//! What is hidden is in no path and no count. A message whose parent is not here stands below another until that comes.

mod filling;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cost::Money;
use super::ids::{ConversationId, MessageId, ModelId};
use super::message::{Message, Role};
use super::summary::{Act, Summary};
use super::time::Timestamp;
use super::title;

/// What is said on one subject, in all its versions.
#[derive(Debug, Clone)]
pub struct Conversation {
    summary: Summary,
    /// Shared, so that a view may hold one.
    messages: Vec<Arc<Message>>,
    /// Below which each message stands: its parent, while that is here.
    parents: Vec<Option<usize>>,
    /// Where the children of each message stand, by age.
    children: Vec<Vec<usize>>,
    /// Where those without a parent stand, by age.
    firsts: Vec<usize>,
    /// Where each message stands.
    places: BTreeMap<MessageId, usize>,
    /// For whom messages wait whose parent is not here, and which of the crowds they are.
    awaited: BTreeMap<MessageId, usize>,
    /// Where those stand that wait for the same one.
    crowds: Vec<Vec<usize>>,
}

/// In which order messages came in is none of what is said.
impl PartialEq for Conversation {
    fn eq(&self, other: &Self) -> bool {
        let is_in = |message: &Arc<Message>| other.message(&message.id) == Some(message);
        self.summary == other.summary && self.messages.len() == other.messages.len() && self.messages.iter().all(is_in)
    }
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
}

/// A message among its siblings that are in sight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// Its place, from 1 on.
    pub place: usize,
    /// How many there are.
    pub n: usize,
    /// The one before it.
    pub previous: Option<MessageId>,
    /// The one after it.
    pub next: Option<MessageId>,
}

/// So many messages at most are there when a chat gets a better title: the first answers may have failed.
const MAX_YOUNG: usize = 6;

impl Conversation {
    /// An empty conversation.
    pub fn new(id: ConversationId, created: Timestamp) -> Self {
        Self::of(Summary::new(id, created))
    }

    /// A conversation whose messages are not here yet.
    pub fn of(summary: Summary) -> Self {
        Self {
            summary,
            messages: Vec::new(),
            parents: Vec::new(),
            children: Vec::new(),
            firsts: Vec::new(),
            places: BTreeMap::new(),
            awaited: BTreeMap::new(),
            crowds: Vec::new(),
        }
    }

    /// What is known of it beside its messages.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Its name.
    pub fn id(&self) -> &ConversationId {
        &self.summary.id
    }

    /// Its title; empty until something was said.
    pub fn title(&self) -> &str {
        &self.summary.title
    }

    /// The model that is asked here next, once one was chosen for this conversation.
    pub fn model(&self) -> Option<&ModelId> {
        self.summary.model.as_ref()
    }

    /// Does what an act says.
    pub fn apply(&mut self, act: &Act) {
        self.summary.apply(act);
    }

    /// Takes over what another tab has made of it. What is shown here stays shown.
    pub fn follow(&mut self, summary: Summary) {
        let chosen = std::mem::take(&mut self.summary.chosen);
        self.summary = Summary { chosen, ..summary };
    }

    /// Every message of every branch.
    pub fn messages(&self) -> &[Arc<Message>] {
        &self.messages
    }

    /// One message.
    pub fn message(&self, id: &MessageId) -> Option<&Arc<Message>> {
        self.place(id).map(|at| &self.messages[at])
    }

    fn place(&self, id: &MessageId) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// Adds a message below its parent and shows it. Returns what of that is to be remembered.
    pub fn append(&mut self, message: Message) -> Result<Option<Act>, Misplaced> {
        let id = message.id.clone();
        self.check(&message)?;
        self.insert(message);
        let act = (self.siblings(&id).len() > 1).then(|| self.choice(&id));
        if let Some(act) = &act {
            self.apply(act);
        }
        Ok(act)
    }

    /// Adds a message that somebody else has written. What is shown stays shown.
    pub fn receive(&mut self, message: Message) -> Result<(), Misplaced> {
        self.check(&message)?;
        let shown = match &message.parent {
            Some(parent) => self.place(parent).and_then(|parent| self.shown_among(&self.children[parent])),
            None => self.shown_among(&self.firsts),
        };
        if let Some(shown) = shown {
            let act = self.choice(&self.messages[shown].id);
            self.apply(&act);
        }
        self.insert(message);
        Ok(())
    }

    fn check(&self, message: &Message) -> Result<(), Misplaced> {
        if self.place(&message.id).is_some() {
            return Err(Misplaced::Twice);
        }
        match &message.parent {
            Some(parent) if self.place(parent).is_none() => Err(Misplaced::NoParent),
            _ => Ok(()),
        }
    }

    /// Below which message one stands: its parent, if that is here.
    pub fn above(&self, id: &MessageId) -> Option<&Arc<Message>> {
        self.place(id).and_then(|at| self.parents[at]).map(|above| &self.messages[above])
    }

    /// Shows a message instead of its siblings, and what is above it too. Returns what is to be remembered: nothing
    /// if it is not here or deleted.
    pub fn show(&mut self, id: &MessageId) -> Vec<Act> {
        let path = self.path_to(id);
        if path.iter().any(|message| self.summary.hidden.contains(&message.id)) {
            return Vec::new();
        }
        let mut acts = Vec::new();
        for message in path {
            let among = self.siblings(&message.id);
            if among.len() > 1 && self.shown_among(among) != self.place(&message.id) {
                let act = self.choice(&message.id);
                self.apply(&act);
                acts.push(act);
            }
        }
        acts
    }

    /// A message among those of its siblings that are in sight; `None` if it is not.
    pub fn versions(&self, id: &MessageId) -> Option<Versions> {
        let visible: Vec<usize> = self.siblings(id).iter().copied().filter(|at| self.is_in_sight(*at)).collect();
        let own = visible.iter().position(|at| self.messages[*at].id == *id)?;
        let name = |idx: usize| visible.get(idx).map(|at| self.messages[*at].id.clone());
        Some(Versions {
            place: own + 1,
            n: visible.len(),
            previous: own.checked_sub(1).and_then(name),
            next: name(own + 1),
        })
    }

    /// Where the children of a message's parent stand, itself among them.
    fn siblings(&self, id: &MessageId) -> &[usize] {
        match self.place(id).map(|at| self.parents[at]) {
            Some(Some(parent)) => &self.children[parent],
            Some(None) => &self.firsts,
            None => &[],
        }
    }

    fn choice(&self, id: &MessageId) -> Act {
        let names = self.siblings(id).iter().map(|at| &self.messages[*at].id);
        Act::Choose { shown: id.clone(), siblings: names.filter(|name| *name != id).cloned().collect() }
    }

    /// Whether it is not deleted itself.
    fn is_in_sight(&self, at: usize) -> bool {
        !self.summary.hidden.contains(&self.messages[at].id)
    }

    /// The one that is shown: the chosen, else the newest in sight. Where two tabs have chosen, the newer counts.
    fn shown_among(&self, siblings: &[usize]) -> Option<usize> {
        let visible = || siblings.iter().rev().copied().filter(|at| self.is_in_sight(*at));
        visible().find(|at| self.summary.chosen.contains(&self.messages[*at].id)).or_else(|| visible().next())
    }

    /// Replaces a running message by its settled form; a settled one stays as it is.
    ///
    /// Says whether it was replaced.
    pub fn settle(&mut self, settled: Message) -> bool {
        let Some(at) = self.place(&settled.id) else { return false };
        if !self.messages[at].is_running() {
            return false;
        }
        self.messages[at] = Arc::new(settled);
        true
    }

    /// The messages now shown, from the first to the head.
    pub fn active_path(&self) -> Vec<Arc<Message>> {
        let mut path = Vec::new();
        let mut next = self.shown_among(&self.firsts);
        while let Some(at) = next {
            path.push(Arc::clone(&self.messages[at]));
            next = self.shown_among(&self.children[at]);
        }
        path
    }

    /// The last message of the active path.
    pub fn head(&self) -> Option<Arc<Message>> {
        self.active_path().pop()
    }

    /// How many messages of the active path there are from this one on: what goes from sight when it is deleted.
    pub fn n_shown_from(&self, id: &MessageId) -> usize {
        self.active_path().iter().skip_while(|message| message.id != *id).count()
    }

    /// The path that ends with `id`, its ancestors first: what a model is sent to answer it.
    pub fn path_to(&self, id: &MessageId) -> Vec<Arc<Message>> {
        let mut path = Vec::new();
        let mut next = self.place(id);
        while let Some(at) = next {
            path.push(Arc::clone(&self.messages[at]));
            next = self.parents[at];
        }
        path.reverse();
        path
    }

    /// The path that ends with `id` as the beginning of another conversation: the same words under new names.
    pub fn branch(
        &self,
        id: &MessageId,
        new: ConversationId,
        now: Timestamp,
        mut name: impl FnMut() -> MessageId,
    ) -> Self {
        let mut branch = Self::of(Summary {
            title: self.summary.title.clone(),
            model: self.summary.model.clone(),
            ..Summary::new(new, now)
        });
        let mut parent = None;
        for message in self.path_to(id) {
            let copy = Message { id: name(), parent: parent.take(), ..(*message).clone() };
            parent = Some(copy.id.clone());
            branch.insert(copy);
        }
        branch
    }

    /// What all answers together cost, in every branch, and the title; `None` if none has told.
    pub fn cost(&self) -> Option<Money> {
        let answers = self.messages.iter().filter_map(|message| message.answer.as_ref()?.usage?.cost);
        answers.chain(self.summary.title_cost).reduce(|all, cost| all + cost)
    }

    /// The first question of a chat whose title is still made of its words. One that is long known by them keeps them.
    pub fn untitled_question(&self) -> Option<&Arc<Message>> {
        let question = self.messages.iter().find(|message| message.role == Role::User)?;
        let is_untitled = self.summary.title_cost.is_none() && self.messages.len() <= MAX_YOUNG;
        (is_untitled && title::from_first_words(&question.text()) == self.title()).then_some(question)
    }

    /// The newest question of the active path, if any.
    pub fn last_question(&self) -> Option<Arc<Message>> {
        self.active_path().into_iter().rev().find(|message| message.role == Role::User)
    }
}
