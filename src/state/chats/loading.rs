//! From the disk: the list of chats, and a chat when it is opened.

use std::future::Future;
use std::pin::Pin;

use futures_util::future::{FutureExt, Shared};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::keeping::RETRY_MS;
use super::{Chat, ChatStore, now};
use crate::browser::timer;
use crate::domain::conversation::Conversation;
use crate::domain::ids::{ConversationId, MessageId};
use crate::domain::news::News;
use crate::domain::summary::Summary;
use crate::domain::turn::{End, Turn};
use crate::services::library::{Access, Library, Refused};
use crate::services::tabs;

/// How many chats the sidebar shows first: more than fit on a tall screen.
const FIRST_SCREEN: usize = 40;
/// How many summaries are taken in at once afterwards: a few milliseconds' work.
const BATCH: usize = 200;

/// Where the library stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// It is being opened.
    Opening,
    /// The first screen of chats is here, others are on their way.
    Reading(Access),
    /// Every chat is known.
    Here(Access),
    /// The browser does not open it.
    Failed(Refused),
}

/// Whether the messages of a chat are here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contents {
    /// Nobody has opened the chat.
    NotAsked,
    /// On their way.
    Loading,
    /// Here.
    Here,
    /// The browser does not give them.
    Failed(Refused),
    /// The chat was deleted for good.
    Gone,
}

/// The library as soon as it is open, for whoever asks.
pub(super) type Opening = Shared<Pin<Box<dyn Future<Output = Result<Library, Refused>>>>>;

/// Begins to open the library.
pub(super) fn begin() -> Opening {
    let opening: Pin<Box<dyn Future<Output = Result<Library, Refused>>>> = Box::pin(Library::open());
    opening.shared()
}

impl ChatStore {
    /// Where the library stands.
    pub fn library(&self) -> ReadSignal<Opened> {
        self.library.read_only()
    }

    /// Whether a newer Parlance has written the chats, so that this one only shows them.
    pub fn is_read_only(&self) -> bool {
        matches!(self.library.get(), Opened::Here(Access::ReadOnly) | Opened::Reading(Access::ReadOnly))
    }

    /// The library, once it is open.
    pub(super) async fn opened(&self) -> Result<Library, Refused> {
        self.opening.get_value().await
    }

    /// Tries once more to open a library that failed to.
    pub async fn open_again(self) {
        self.opening.set_value(begin());
        if let Err(refused) = self.read_list().await {
            self.library.set(Opened::Failed(refused));
        }
    }

    /// Reads the list of chats: the first screen of it, then the rest a few at a time.
    pub(super) fn read_all(&self) {
        let store = *self;
        #[cfg(feature = "bench")]
        if let Some(conversation) = crate::services::bench::conversation() {
            self.insert(Chat::new(conversation, Contents::Here));
        }
        spawn_local(async move {
            if let Err(refused) = store.read_list().await {
                store.library.set(Opened::Failed(refused));
            }
        });
    }

    async fn read_list(&self) -> Result<(), Refused> {
        let library = self.opened().await?;
        for summary in library.first_screen(FIRST_SCREEN).await? {
            self.take(summary);
        }
        self.library.set(Opened::Reading(library.access()));
        // What can be seen comes first.
        timer::sleep(0).await;
        let all = library.all().await?;
        // The days in the trash are counted up to what was last done anywhere: a clock that leaps ahead throws nothing away.
        let last = all.iter().map(Summary::last_moment).max().map_or(now(), |last| last.min(now()));
        let (expired, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|summary| summary.is_expired(last));
        self.take_many(rest).await;
        self.library.set(Opened::Here(library.access()));
        if library.access() == Access::Full {
            for Summary { id, .. } in expired {
                // What does not go today goes another day.
                if library.forget(&id, Some(last)).await == Ok(true) {
                    tabs::tell(&News::Forgotten(id));
                }
            }
            for (chat, answer) in library.journalled().await? {
                // If another tab makes it, that one shows it.
                tabs::tell(&News::Watch(chat.clone()));
                spawn_local(self.recover(chat, answer));
            }
        }
        Ok(())
    }

    /// Takes in many chats, which come by their ids: at once what is new about those that are here, since it grows old;
    /// the others a few at a time so that nothing else has to wait, and lists them when all are made.
    pub(super) async fn take_many(&self, summaries: Vec<Summary>) {
        let at = |id: &ConversationId| summaries.binary_search_by(|summary| summary.id.cmp(id)).ok();
        let mut is_here = vec![false; summaries.len()];
        let mut is_otherwise = false;
        for chat in self.chats.get_untracked() {
            if let Some(at) = at(&chat.id) {
                is_here[at] = true;
                is_otherwise |= self.follow(&chat, &summaries[at]);
            }
        }
        let mut new = Vec::new();
        // The youngest have the greatest ids and stand first in the list.
        for (n, summary) in summaries.iter().enumerate().rev() {
            if !is_here[n] {
                new.push(Chat::new(Conversation::of(summary.clone()), Contents::NotAsked));
            }
            if n % BATCH == 0 {
                timer::sleep(0).await;
            }
        }
        if !new.is_empty() {
            // Some may have come by themselves meanwhile.
            for chat in self.chats.get_untracked() {
                if let Some(at) = at(&chat.id) {
                    is_here[at] = true;
                }
            }
            new.retain(|chat| at(&chat.id).is_some_and(|at| !is_here[at]));
            self.chats.update(|chats| chats.append(&mut new));
            is_otherwise = true;
        }
        if is_otherwise {
            self.order();
        }
    }

    /// Takes an answer out of the journal as soon as nobody writes it: at once if its page is gone, later if its page
    /// goes while this one looks.
    pub(super) async fn recover(self, chat: ConversationId, answer: MessageId) {
        loop {
            let held = match tabs::take_abandoned(&answer).await {
                Some(held) => held,
                None => tabs::hold(&answer).await,
            };
            let Ok(library) = self.opened().await else { return };
            let seen = self.chat(&chat).and_then(|chat| chat.seen(&answer));
            match library.recover(&chat, &answer, seen.clone()).await {
                Ok(Some(message)) => {
                    self.told(&chat, message).await;
                    // The tab that has begun the chat may have gone before it could tell of it.
                    tabs::tell(&News::Changed(chat.clone()));
                    tabs::tell(&News::Said { chat, message: answer });
                    return;
                }
                // The journal may have less of it than was seen. Meanwhile it has ended, and another tab may have room.
                Err(_)
                    if library.access() == Access::Full
                        && let Some(seen) = seen =>
                {
                    drop(held);
                    if seen.is_running() {
                        self.see(&chat, Turn::start(seen).settle(End::Left));
                    }
                    timer::sleep(RETRY_MS).await;
                }
                // What the journal has waits there for the next start.
                Ok(None) | Err(_) => return,
            }
        }
    }

    /// Reads the list once more.
    pub(super) async fn read_list_again(&self) {
        // What cannot be read now is read at the next start.
        let _ = self.read_list().await;
    }

    /// Looks for what was not told while this tab was out of sight: browsers put such tabs to sleep, and a tab that
    /// crashes tells nothing. What is new stands first.
    pub(super) fn look_again(&self) {
        let store = *self;
        spawn_local(async move {
            let read = async { store.opened().await?.first_screen(FIRST_SCREEN).await }.await;
            for summary in read.unwrap_or_default() {
                if store.chat(&summary.id).is_some_and(|chat| !store.follow(&chat, &summary)) {
                    continue;
                }
                store.order();
                let chat = store.take(summary);
                if chat.is_here() {
                    store.refill(&chat).await;
                }
            }
        });
    }

    /// Reads a chat's messages, unless they are here or on their way. For a chat that is not in the list yet, it is
    /// looked for first; `None` if there is none.
    pub async fn open(self, id: ConversationId) -> Result<Option<Chat>, Refused> {
        let chat = match self.chat(&id) {
            Some(chat) => chat,
            None => match self.opened().await?.summary(&id).await? {
                Some(summary) => self.take(summary),
                None => return Ok(self.chat(&id)),
            },
        };
        let is_wanted = chat.contents.with_untracked(|contents| match contents {
            Contents::NotAsked | Contents::Failed(_) => true,
            Contents::Loading | Contents::Here | Contents::Gone => false,
        });
        if is_wanted {
            chat.contents.set(Contents::Loading);
            let read = async { self.opened().await?.messages(&chat.id).await }.await;
            match read {
                Ok(messages) => {
                    chat.conversation.update(|conversation| conversation.fill(messages));
                    chat.contents.set(Contents::Here);
                    self.show_live(&chat);
                }
                Err(refused) => chat.contents.set(Contents::Failed(refused)),
            }
        }
        Ok(Some(chat))
    }
}
