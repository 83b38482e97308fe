//! What the worker knows, and how it comes to know it.
//!
//! Everything is done in pieces with a wait in between, in which a question is heard: it is answered from what is there
//! by then, and again when there is more. A question ends the work for an older one.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use js_sys::{Date, Promise};
use parlance::domain::ids::ConversationId;
use parlance::domain::search::{Found, FoundChat, Hit, Question, Request};
use parlance::domain::summary::{Shelf, Summary};
use parlance::protocol::search::{answer_to_text, request_from_text};
use parlance_search::excerpt;
use parlance_search::index::{Chat, Index, Scan};
use parlance_search::query::Query;
use parlance_search::record;
use parlance_search::words::{Words, stamp};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::kept::Kept;
use crate::library::Library;

/// How many chats are looked after at once while all are read, and how many of these are read from the library.
const N_AT_ONCE: usize = 32;
const N_READ_AT_ONCE: usize = 4;
/// Bytes that are searched without a wait: some milliseconds.
const STEP_BYTES: usize = 8_000_000;
/// How often a question is answered again while chats are read, in milliseconds.
const REFRESH_MS: f64 = 300.0;

/// How far the library is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Progress {
    /// There is none.
    #[default]
    NotThere,
    Reading,
    Complete,
}

#[derive(Debug, Default)]
struct Keeper {
    library: Library,
    kept: Kept,
    index: RefCell<Index>,
    progress: Cell<Progress>,
    /// How often each chat has changed since reading began: what was read of it before is old.
    changes: RefCell<BTreeMap<ConversationId, u32>>,
    question: RefCell<Option<Question>>,
    /// Counts the rounds of answering; an older one ends.
    round: Cell<u32>,
    is_answering: Cell<bool>,
    answered_ms: Cell<f64>,
    /// The last answer. One that is the same is not told again.
    told: RefCell<String>,
}

/// Begins to read, and to listen.
pub fn start() {
    let keeper = Rc::new(Keeper::default());
    let heard = Rc::clone(&keeper);
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(request) = event.data().as_string().and_then(|text| request_from_text(&text)) {
            heard.take(request);
        }
    });
    scope().set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
    spawn_local(async move { keeper.read_all().await });
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// Lets what was said meanwhile be heard.
async fn pause() {
    let passed = Promise::new(&mut |resolve, _| {
        // A wait that cannot be begun is none.
        let _ = scope().set_timeout_with_callback(&resolve);
    });
    let _ = JsFuture::from(passed).await;
}

impl Keeper {
    fn take(self: &Rc<Self>, request: Request) {
        let keeper = Rc::clone(self);
        match request {
            Request::Ask(question) => {
                keeper.told.take();
                keeper.question.replace(Some(question));
                spawn_local(async move { keeper.answer().await });
            }
            Request::Changed(chat) => spawn_local(async move { keeper.follow(chat).await }),
        }
    }

    /// Reads the whole library, what was spoken in last first.
    async fn read_all(self: &Rc<Self>) {
        self.progress.set(Progress::Reading);
        self.changes.take();
        let Some(mut summaries) = self.summaries().await else {
            self.progress.set(Progress::NotThere);
            return self.answer().await;
        };
        // Titles are found from now on.
        for summary in &summaries {
            if self.n_changes(&summary.id) == 0 && !self.index.borrow().has(&summary.id) {
                self.put(summary, None);
            }
        }
        self.answer_again();
        summaries.sort_by_key(|summary| std::cmp::Reverse(summary.active));
        for some in summaries.chunks(N_AT_ONCE) {
            self.read(some, 0).await;
            self.refresh();
        }
        self.progress.set(Progress::Complete);
        self.answer_again();
        let there: BTreeSet<&ConversationId> = summaries.iter().map(|summary| &summary.id).collect();
        let is_left_over = |chat: &ConversationId| !there.contains(chat) && self.n_changes(chat) == 0;
        let left_over: Vec<ConversationId> = self.kept.chats().await.into_iter().filter(is_left_over).collect();
        if !left_over.is_empty() {
            self.kept.drop(&left_over).await;
        }
    }

    /// All chats, without what is said in them. Before that, the first of the sidebar are read as a whole.
    async fn summaries(self: &Rc<Self>) -> Option<Vec<Summary>> {
        self.library.is_ready().await.then_some(())?;
        if let Some(first) = self.library.first(N_AT_ONCE).await {
            self.read(&first, 0).await;
            self.answer_again();
        }
        self.library.summaries().await
    }

    fn n_changes(&self, chat: &ConversationId) -> u32 {
        self.changes.borrow().get(chat).copied().unwrap_or(0)
    }

    fn put(&self, summary: &Summary, words: Option<Words>) {
        if let Some(chat) = Chat::new(summary, words) {
            self.index.borrow_mut().put(chat);
        }
    }

    /// Reads what is said in these chats: as it was kept, or from the library where that is no longer true. What has
    /// changed more often than `n_changes` by then, somebody else reads.
    async fn read(&self, summaries: &[Summary], n_changes: u32) {
        let is_ours = |summary: &Summary| self.n_changes(&summary.id) == n_changes;
        let wanted = summaries.iter().filter(|summary| summary.shelf() != Shelf::Trash && is_ours(summary));
        let wanted: Vec<&Summary> = wanted.collect();
        let ids: Vec<&ConversationId> = wanted.iter().map(|summary| &summary.id).collect();
        let Some(names) = self.library.names(&ids).await else { return };
        let records = self.kept.records(&ids).await;
        let mut unknown = Vec::new();
        for ((summary, names), record) in wanted.iter().zip(names).zip(records) {
            let stamp = stamp(names.iter().map(String::as_str), &summary.hidden);
            let record = record.filter(|record| record::stamp(record) == Some(stamp));
            match record.and_then(|record| record::from_bytes(&record)) {
                Some(words) if is_ours(summary) => self.put(summary, Some(words)),
                Some(_) => {}
                None => unknown.push(*summary),
            }
        }
        for some in unknown.chunks(N_READ_AT_ONCE) {
            let ids: Vec<&ConversationId> = some.iter().map(|summary| &summary.id).collect();
            let Some(said) = self.library.said(&ids).await else { return };
            let mut records = Vec::new();
            for (summary, said) in some.iter().zip(said).filter(|(summary, _)| is_ours(summary)) {
                let stamp = stamp(said.names.iter().map(String::as_str), &summary.hidden);
                let words = Words::new(&said.messages, &summary.hidden, stamp);
                records.push((&summary.id, record::to_bytes(&words)));
                self.put(summary, Some(words));
            }
            if !records.is_empty() {
                self.kept.keep(&records).await;
            }
        }
    }

    /// Reads a chat that is otherwise now.
    async fn follow(self: &Rc<Self>, chat: ConversationId) {
        if self.progress.get() == Progress::NotThere {
            return self.read_all().await;
        }
        let n_changes = self.n_changes(&chat) + 1;
        self.changes.borrow_mut().insert(chat.clone(), n_changes);
        let summary = self.library.summary(&chat).await.filter(|summary| summary.shelf() != Shelf::Trash);
        if self.n_changes(&chat) != n_changes {
            return;
        }
        match summary {
            Some(summary) => self.read(&[summary], n_changes).await,
            None => {
                self.index.borrow_mut().remove(&chat);
                self.kept.drop(&[chat]).await;
            }
        }
        self.answer_again();
    }

    /// Answers the question again, if that was not done just now.
    fn refresh(self: &Rc<Self>) {
        if !self.is_answering.get() && Date::now() - self.answered_ms.get() >= REFRESH_MS {
            self.answer_again();
        }
    }

    /// Answers the question again. An answer on its way knows less, and ends.
    fn answer_again(self: &Rc<Self>) {
        let keeper = Rc::clone(self);
        spawn_local(async move { keeper.answer().await });
    }

    async fn answer(&self) {
        let round = self.round.get() + 1;
        self.round.set(round);
        let Some(question) = self.question.borrow().clone() else { return };
        self.is_answering.set(true);
        self.go_through(&question, round).await;
        if self.round.get() == round {
            self.is_answering.set(false);
            self.answered_ms.set(Date::now());
        }
    }

    async fn go_through(&self, question: &Question, round: u32) {
        let Some(query) = Query::new(&question.words) else {
            return self.tell(question, &Found { is_complete: true, ..Found::default() });
        };
        // What is read during the scan is for the next answer.
        let is_complete = self.progress.get() != Progress::Reading;
        let mut scan = self.index.borrow().scan(query, question.limit);
        let mut n_told = 0;
        loop {
            let is_done = scan.step(STEP_BYTES);
            // The first results are told at once.
            if is_done || scan.found.len() > n_told {
                n_told = scan.found.len();
                let chats = self.with_excerpts(&scan).await;
                if self.round.get() != round {
                    return;
                }
                self.tell(question, &Found { chats, has_more: scan.has_more, is_complete: is_done && is_complete });
            } else {
                pause().await;
            }
            if is_done || self.round.get() != round {
                return;
            }
        }
    }

    fn tell(&self, question: &Question, found: &Found) {
        let text = answer_to_text(question.number, found);
        if *self.told.borrow() != text {
            // A text can always be cloned.
            let _ = scope().post_message(&text.as_str().into());
            self.told.replace(text);
        }
    }

    /// What was found, with the words as they were written, which the library has.
    async fn with_excerpts(&self, scan: &Scan) -> Vec<FoundChat> {
        let places = scan.found.iter().flat_map(|found| {
            let words = found.chat.words.as_ref();
            let names = found.matches.first.iter().filter_map(move |idx| words?.name(*idx));
            names.map(|name| (&found.chat.id, name))
        });
        let places: Vec<_> = places.collect();
        let messages = if places.is_empty() { Vec::new() } else { self.library.messages(&places).await };
        let mut messages = places.iter().zip(messages).peekable();
        let mut chats = Vec::new();
        for found in &scan.found {
            let mut hits = Vec::new();
            while let Some(((_, name), message)) = messages.next_if(|((chat, _), _)| **chat == found.chat.id) {
                // One that is gone is told of as changed soon.
                if let Some(message) = message {
                    let excerpt = excerpt::best(&message.text(), &scan.query);
                    hits.push(Hit { message: (*name).clone(), excerpt });
                }
            }
            chats.push(FoundChat {
                chat: found.chat.id.clone(),
                title: excerpt::whole(&found.chat.title, &scan.query),
                shelf: found.chat.shelf,
                hits,
                n_more: found.matches.n - found.matches.first.len(),
            });
        }
        chats
    }
}
