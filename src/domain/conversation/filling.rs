//! How messages come in: in any order, as a disk or another tab has them, also without their parents.

use std::sync::Arc;

use super::{Conversation, Misplaced};
use crate::domain::ids::MessageId;
use crate::domain::message::Message;
use crate::domain::time::Timestamp;

impl Conversation {
    /// Takes in messages in any order, as a disk has them: those that are here already stay as they are. One whose
    /// parent is nowhere stands below the newest older one that is shown, until that parent is received: there it can be
    /// seen, and hides nothing.
    pub fn fill(&mut self, messages: Vec<Message>) {
        let n = self.messages.len();
        messages.into_iter().for_each(|message| self.insert(message));
        for at in n..self.messages.len() {
            if self.messages[at].parent.is_some() && self.parents[at].is_none() {
                let path = self.active_path();
                let older = path.iter().rev().find(|other| age(other) < age(&self.messages[at]));
                self.stand(at, older.and_then(|older| self.place(&older.id)));
            }
        }
    }

    /// Takes in whatever is new among messages that somebody else has written, in any order. What is shown stays shown.
    pub fn receive_all(&mut self, mut messages: Vec<Message>) {
        loop {
            let n = messages.len();
            messages.retain(|message| {
                !self.settle(message.clone()) && self.receive(message.clone()) == Err(Misplaced::NoParent)
            });
            // What is left belongs below something that is nowhere.
            if messages.len() == n {
                return;
            }
        }
    }

    /// Puts a message in, unless it is here, and below it what has waited for it. One whose parent is not here waits, and
    /// stands nowhere.
    pub(super) fn insert(&mut self, message: Message) {
        if self.place(&message.id).is_some() {
            return;
        }
        let at = self.messages.len();
        let (id, parent) = (message.id.clone(), message.parent.clone());
        self.places.insert(id.clone(), at);
        self.messages.push(Arc::new(message));
        self.parents.push(None);
        self.children.push(Vec::new());
        let below = parent.as_ref().and_then(|parent| self.place(parent)).filter(|below| *below != at);
        match parent {
            Some(parent) if below.is_none() => {
                let crowd = self.awaited.get(&parent).copied().unwrap_or(self.crowds.len());
                if crowd == self.crowds.len() {
                    self.awaited.insert(parent, crowd);
                    self.crowds.push(Vec::new());
                }
                self.crowds[crowd].push(at);
            }
            Some(_) | None => self.stand(at, below),
        }
        let crowd = self.awaited.get(&id).map(|crowd| std::mem::take(&mut self.crowds[*crowd]));
        for stray in crowd.unwrap_or_default() {
            // In a ring it would stand below itself.
            if !std::iter::successors(Some(at), |at| self.parents[*at]).any(|above| above == stray) {
                self.stand(stray, Some(at));
            }
        }
    }

    /// Takes a message from where it stands and puts it among those that stand below another, by age.
    fn stand(&mut self, at: usize, below: Option<usize>) {
        let before = self.parents[at].map_or(&mut self.firsts, |before| &mut self.children[before]);
        before.retain(|sibling| *sibling != at);
        self.parents[at] = below;
        let messages = &self.messages;
        let siblings = below.map_or(&mut self.firsts, |below| &mut self.children[below]);
        let place = siblings.partition_point(|sibling| age(&messages[*sibling]) < age(&messages[at]));
        siblings.insert(place, at);
    }
}

/// Younger ones come later; of one moment, those with the greater name.
fn age(message: &Message) -> (Timestamp, &MessageId) {
    (message.created, &message.id)
}
