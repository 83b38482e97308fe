//! `/` and `/c/<id>`: a new chat, and one that was begun.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

use super::not_found::NotFoundPage;
use super::set_title;
use crate::components::composer::Composer;
use crate::components::model_picker::ModelButton;
use crate::components::shelf::banner::ShelfBanner;
use crate::components::shell::{DrawerButton, SandboxBadge};
use crate::components::sidebar::UNTITLED;
use crate::components::thread::Thread;
use crate::components::thread::empty::EmptyThread;
use crate::components::thread::silence::Silence;
use crate::components::ui::flow::{dynamic, maybe, text, when};
use crate::components::welcome::Welcome;
use crate::domain::ids::ConversationId;
use crate::state::chats::{Chat, Contents, Refused, use_chats};
use crate::state::session::use_session;

/// A new chat; without a key, the welcome.
#[component]
pub fn NewChatPage() -> impl IntoView {
    let session = use_session();
    set_title(String::new);
    // Known at once where no key lies; while one is opened, neither is shown.
    ui! {
        {when(move || session.is_signed_out(), || ui! { <Welcome /> }.into_any())}
        {when(
            move || session.is_connected(),
            || ui! {
                <div class="chat">
                    <header class="chat__head">
                        <DrawerButton />
                        <h1 class="chat__title">{UNTITLED}</h1>
                        <SandboxBadge />
                        <ModelButton chat=None />
                    </header>
                    <EmptyThread />
                    <Composer id=None />
                </div>
            }
            .into_any(),
        )}
    }
}

/// A chat that was begun.
#[component]
pub fn ChatPage(
    /// Which one.
    id: ConversationId,
) -> impl IntoView {
    let chats = use_chats();
    let opened =
        RwSignal::new(chats.chat(&id).filter(|chat| chat.contents.get_untracked() == Contents::Here).map(Look::Found));
    if opened.with_untracked(Option::is_none) {
        spawn_local(async move {
            let look = match chats.open(id).await {
                Ok(Some(chat)) => Look::Found(chat),
                Ok(None) => Look::Nowhere,
                Err(refused) => Look::Refused(refused),
            };
            // The person may have gone elsewhere meanwhile.
            let _ = opened.try_set(Some(look));
        });
    }
    dynamic(move || match opened.get() {
        None => ui! { <Waiting /> }.into_any(),
        Some(Look::Nowhere) => ui! { <NotFoundPage /> }.into_any(),
        Some(Look::Refused(refused)) => ui! { <NoLibrary refused /> }.into_any(),
        Some(Look::Found(chat)) => {
            let contents = chat.contents.clone();
            let state = Memo::new(move |_| contents.get());
            dynamic(move || match state.get() {
                Contents::Here => ui! { <ChatView chat=chat.clone() /> }.into_any(),
                Contents::NotAsked | Contents::Loading => ui! { <Waiting /> }.into_any(),
                Contents::Gone => ui! { <NotFoundPage /> }.into_any(),
                Contents::Failed(refused) => ui! { <NoLibrary refused /> }.into_any(),
            })
        }
    })
}

/// What became of looking for a chat.
#[derive(Debug, Clone)]
enum Look {
    Found(Chat),
    Nowhere,
    Refused(Refused),
}

/// In place of a chat that is being read. It shows after a moment alone: most are here before that.
#[component]
fn Waiting() -> impl IntoView {
    ui! {
        <div class="chat" aria-busy="true">
            <header class="chat__head"><DrawerButton /></header>
            <p class="chat__waiting" role="status">"Reading this chat…"</p>
        </div>
    }
}

/// In place of a chat that the browser does not give.
#[component]
fn NoLibrary(
    /// Why not.
    refused: Refused,
) -> impl IntoView {
    set_title(|| "Not readable".to_owned());
    let words = match refused {
        Refused::NotThere => {
            "This browser does not let Parlance read its chats. Allow site data for this page, then reload."
        }
        Refused::Full | Refused::Closed | Refused::Failed => {
            "This browser could not read its chats. Nothing is lost by that; reload to try again."
        }
    };
    ui! {
        <div class="chat">
            <header class="chat__head"><DrawerButton /></header>
            <section class="plain">
                <h1 class="plain__title">"This chat cannot be read just now"</h1>
                <p class="alert" role="alert">{words}</p>
                <p><a class="button" href="./">"Start a new chat"</a></p>
            </section>
        </div>
    }
}

#[component]
fn ChatView(chat: Chat) -> impl IntoView {
    let chats = use_chats();
    let title = {
        let conversation = chat.conversation.clone();
        Memo::new(move |_| conversation.with(|c| c.title().to_owned()))
    };
    set_title(move || title.get());
    let cost = {
        let conversation = chat.conversation.clone();
        maybe(move || {
            let cost = conversation.with(|c| c.cost())?;
            Some(ui! { <span class="chat__cost" title="Cost of this chat">{cost.wording()}</span> }.into_any())
        })
    };
    // An address that names a message leads to it, in the branch it stands in.
    let named = use_location().hash;
    let thread = {
        let chat = chat.clone();
        dynamic(move || {
            chats.lead_to(&chat, &named.get());
            ui! { <Thread chat=chat.clone() /> }.into_any()
        })
    };
    ui! {
        <div class="chat">
            <header class="chat__head">
                <DrawerButton />
                <h1 class="chat__title">{text(move || title.with(|title| if title.is_empty() { UNTITLED.to_owned() } else { title.clone() }))}</h1>
                {cost}
                <SandboxBadge />
                <ModelButton chat=Some(chat.clone()) />
            </header>
            <ShelfBanner chat=chat.clone() />
            {thread}
            <Silence chat=chat.clone() />
            <Composer id=Some(chat.id) />
        </div>
    }
}
