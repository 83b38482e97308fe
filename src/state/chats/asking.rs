//! Asking, and what becomes of the answer.

use std::sync::Arc;

use futures_util::future::{AbortHandle, Abortable};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::loading::Contents;
use super::{Chat, ChatStore, NotSent, Running, new_message, now};
use crate::browser::entropy;
use crate::domain::conversation::Conversation;
use crate::domain::ids::{ApiKey, ConversationId, MessageId, ModelId};
use crate::domain::message::{Message, Outcome, Part, Role};
use crate::domain::news::News;
use crate::domain::problem::ProblemKind;
use crate::domain::summary::{Act, Shelf};
use crate::domain::title;
use crate::domain::turn::{End, Turn};
use crate::services::completion::{self, Prompt};
use crate::services::library;
use crate::services::tabs;
use crate::state::live::{Feed, Live};
use crate::state::throttle::Throttle;

/// A running answer is written at least this often while words arrive, in milliseconds.
const JOURNAL_MS: i64 = 250;

/// What is asked.
struct Asked {
    /// The question, or for how it stands below it.
    question: MessageId,
    model: ModelId,
    /// The longest answer, in tokens.
    cap: Option<u32>,
    /// The answer that it goes on with, in another version.
    goes_on: Option<Arc<Message>>,
    /// What was said just now, and is not on the disk.
    new: Option<Message>,
    /// What of it is to be remembered.
    acts: Vec<Act>,
}

impl ChatStore {
    /// Asks `model` the question `text`, in a new chat if there is no `id`.
    pub fn send(
        &self,
        id: Option<&ConversationId>,
        text: &str,
        model: Option<ModelId>,
    ) -> Result<ConversationId, NotSent> {
        let text = words(text)?;
        let chat = id.and_then(|id| self.chat(id));
        let model = self.may_ask(chat.as_ref(), model)?;
        let chat = chat.unwrap_or_else(|| self.begin(text));
        let parent = chat.conversation.with_untracked(|conversation| conversation.head().map(|head| head.id.clone()));
        self.say_and_ask(&chat, parent, text, model);
        Ok(chat.id)
    }

    /// Asks `text` instead of a question that was asked before, which stays beside it.
    pub fn edit(
        &self,
        id: &ConversationId,
        question: &MessageId,
        text: &str,
        model: Option<ModelId>,
    ) -> Result<(), NotSent> {
        let text = words(text)?;
        let chat = self.chat(id).ok_or(NotSent::Empty)?;
        let model = self.may_ask(Some(&chat), model)?;
        let parent = chat.conversation.with_untracked(|c| c.above(question).map(|above| above.id.clone()));
        self.say_and_ask(&chat, parent, text, model);
        Ok(())
    }

    /// Asks again for an answer, which stays beside the new one, or for one to a question that has none.
    pub fn retry(
        &self,
        id: &ConversationId,
        message: &MessageId,
        model: Option<ModelId>,
        cap: Option<u32>,
    ) -> Result<(), NotSent> {
        self.ask_again(id, message, model, cap, |_| None)
    }

    /// Asks for the rest of an answer: the new version begins with the words that are there.
    pub fn go_on(&self, id: &ConversationId, answer: &MessageId, model: Option<ModelId>) -> Result<(), NotSent> {
        self.ask_again(id, answer, model, None, |message| Some(Arc::new(kept_of(message))))
    }

    fn ask_again(
        &self,
        id: &ConversationId,
        message: &MessageId,
        model: Option<ModelId>,
        cap: Option<u32>,
        keep: impl FnOnce(&Message) -> Option<Arc<Message>>,
    ) -> Result<(), NotSent> {
        let chat = self.chat(id).ok_or(NotSent::Empty)?;
        let model = self.may_ask(Some(&chat), model)?;
        let (message, question) = chat
            .conversation
            .with_untracked(|c| {
                let asked = c.message(message)?;
                let question = if asked.role == Role::User { asked } else { c.above(message)? };
                Some((Arc::clone(asked), question.id.clone()))
            })
            .ok_or(NotSent::Empty)?;
        let asked = Asked { question, model, cap, goes_on: keep(&message), new: None, acts: Vec::new() };
        self.ask(&chat, asked);
        Ok(())
    }

    /// Stops the running answer and asks the same again.
    pub fn stop_and_retry(
        &self,
        id: &ConversationId,
        answer: &MessageId,
        model: Option<ModelId>,
    ) -> Result<(), NotSent> {
        self.stop(id);
        self.retry(id, answer, model, None)
    }

    /// Stops the running answer; what arrived stays. One that another tab makes is stopped there.
    pub fn stop(&self, id: &ConversationId) {
        let Some(chat) = self.chat(id) else { return };
        if let Some(running) = chat.take_running() {
            running.request.abort();
            // What had arrived counts, its end and its price too.
            running.feed.flush();
            self.settle(&chat, End::Stopped, None);
        } else {
            self.stop_elsewhere(&chat);
        }
    }

    /// The model to ask, if anything can be asked here now.
    fn may_ask(&self, chat: Option<&Chat>, model: Option<ModelId>) -> Result<ModelId, NotSent> {
        if chat.is_some_and(Chat::is_running) {
            return Err(NotSent::Streaming);
        }
        if chat.is_some_and(|chat| !chat.is_here()) {
            return Err(NotSent::NotHere);
        }
        if untrack(|| self.is_read_only()) {
            return Err(NotSent::ReadOnly);
        }
        if !self.session.is_connected() {
            return Err(NotSent::NotConnected);
        }
        model.ok_or(NotSent::NoModel)
    }

    fn begin(&self, first_words: &str) -> Chat {
        let mut conversation = Conversation::new(ConversationId::generate(now(), entropy::bytes()), now());
        conversation.apply(&Act::Rename(title::from_first_words(first_words)));
        let chat = Chat::new(conversation, Contents::Here);
        self.insert(chat.clone());
        self.ask_to_persist();
        chat
    }

    fn say_and_ask(&self, chat: &Chat, parent: Option<MessageId>, text: &str, model: ModelId) {
        let message = Message::from_user(new_message(), parent, now(), text.to_owned());
        let mut acts = vec![Act::SetModel(model.clone())];
        let chosen = chat.conversation.try_update(|conversation| {
            acts.iter().for_each(|act| conversation.apply(act));
            conversation.append(message.clone())
        });
        match chosen {
            Some(Ok(chosen)) => acts.extend(chosen),
            // A fresh id below a message that is here has a place.
            Some(Err(_)) | None => return,
        }
        let question = message.id.clone();
        let asked = Asked { question, model, cap: None, goes_on: None, new: Some(message), acts };
        self.ask(chat, asked);
    }

    fn ask(&self, chat: &Chat, asked: Asked) {
        let Some(key) = self.session.key() else { return };
        let Asked { question, model, cap, goes_on, new, mut acts } = asked;
        let mut answer = Message::awaited(new_message(), question.clone(), now(), model.clone());
        if let Some(kept) = &goes_on {
            answer.parts.clone_from(&kept.parts);
        }
        let answer_id = answer.id.clone();
        chat.live.set(Some(Live { turn: Turn::start(answer.clone()), is_silent: false }));
        if chat.shelf() == Shelf::Trash {
            // Who talks to a chat wants to keep it.
            let restore = Act::Restore;
            chat.conversation.update(|conversation| conversation.apply(&restore));
            acts.push(restore);
        }
        let said = Act::Say(now());
        let path = chat.conversation.try_update(|conversation| {
            let mut path = conversation.path_to(&question);
            // What a model finds last, in its own words, it goes on with.
            path.extend(goes_on);
            if let Ok(chosen) = conversation.append(answer.clone()) {
                acts.extend(chosen);
            }
            conversation.apply(&said);
            path
        });
        acts.push(said);
        self.order();
        chat.n_asked.update(|n| *n += 1);
        let live = News::Live { chat: chat.id.clone(), answer: Box::new(answer) };
        self.say(chat, acts, new.into_iter().collect(), vec![live]);

        let prompt =
            Prompt { model, path: path.unwrap_or_default(), conversation: chat.id.clone(), max_output_tokens: cap };
        let (request, registration) = AbortHandle::new_pair();
        let (store, kept_chat, told_chat) = (*self, chat.clone(), chat.clone());
        let journal = Throttle::new(JOURNAL_MS, move || store.journal(&kept_chat));
        let told = self.teller(told_chat);
        let feed = Feed::start(chat.live.clone(), answer_id.clone(), Arc::from([journal.clone(), told]));
        chat.set_running(Running { request, feed: feed.clone() });
        // Whoever starts meanwhile takes what is in the journal for abandoned, unless somebody holds it.
        let holding = chat.clone();
        spawn_local(async move {
            let held = tabs::hold(&answer_id).await;
            // A quick answer is settled by now.
            if holding.running().is_some() {
                store.held.update_value(|all| all.push((holding.id.clone(), held)));
                journal.call();
            }
        });
        let chat = chat.clone();
        let request = async move {
            let end = completion::run(prompt, &key, &mut |events| feed.receive(events)).await;
            feed.flush();
            chat.take_running();
            // A browser that leaves breaks off its requests.
            let is_broken = match &end {
                End::Lost => true,
                End::Failed(problem) => problem.kind == ProblemKind::Unreachable,
                End::Stopped | End::Closed | End::Left => false,
            };
            let end = if is_broken && store.is_leaving.get_value() { End::Left } else { end };
            store.settle(&chat, end, Some(&key));
        };
        spawn_local(async move {
            // Whoever aborted has settled the turn.
            let _ = Abortable::new(request, registration).await;
        });
    }

    /// Ends the answer; `key` is the one it was asked with, if OpenRouter had a say in its end.
    fn settle(&self, chat: &Chat, end: End, key: Option<&ApiKey>) {
        let Some(live) = chat.live.try_update(Option::take).flatten() else { return };
        let settled = live.turn.settle(end);
        let is_signed_out =
            matches!(settled.outcome(), Some(Outcome::Failed(problem)) if problem.kind == ProblemKind::SignedOut);
        // One moment, here and on the disk: the order of the list is that of the other tabs.
        let said = Act::Say(now());
        chat.conversation.update(|conversation| {
            conversation.settle(settled.clone());
            conversation.apply(&said);
        });
        self.order();
        if self.is_leaving.get_value() {
            // The request ends before the page does, and the disk may be too late for both.
            library::leave(&chat.id, &settled);
        }
        let is_whole = settled.outcome() == Some(&Outcome::Complete);
        self.say(chat, vec![said], vec![settled], Vec::new());
        if let (true, Some(key)) = (is_whole, key) {
            self.find_title(chat, key);
        }
        // Another key may be in use by now, and that one is not refused.
        if is_signed_out && self.session.key().as_ref() == key {
            self.session.disconnect();
        }
    }
}

/// The words of a message. Spaces before the first one may be the indent of pasted code.
fn words(text: &str) -> Result<&str, NotSent> {
    let text = text.trim_end().trim_start_matches(['\n', '\r']);
    if text.is_empty() { Err(NotSent::Empty) } else { Ok(text) }
}

/// What of an answer another version begins with: its thoughts and words. Some models refuse a blank at their end.
fn kept_of(message: &Message) -> Message {
    let mut kept = message.clone();
    kept.parts.retain(|part| matches!(part, Part::Text(_) | Part::Reasoning(_)));
    if let Some(Part::Text(text)) = kept.parts.last_mut() {
        text.truncate(text.trim_end().len());
    }
    kept
}
