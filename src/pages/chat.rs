//! `/` and `/c/<id>`: a new chat, and one that was begun.

use leptos::prelude::*;

use super::not_found::NotFoundPage;
use super::set_title;
use crate::components::composer::Composer;
use crate::components::model_picker::ModelButton;
use crate::components::shell::{DrawerButton, SandboxBadge};
use crate::components::sidebar::UNTITLED;
use crate::components::thread::Thread;
use crate::components::thread::empty::EmptyThread;
use crate::components::thread::silence::Silence;
use crate::components::ui::flow::{maybe, text, when};
use crate::components::welcome::Welcome;
use crate::domain::ids::ConversationId;
use crate::state::chats::{Chat, use_chats};
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
    match use_chats().chat(&id) {
        Some(chat) => ui! { <ChatView chat /> }.into_any(),
        None => ui! { <NotFoundPage /> }.into_any(),
    }
}

#[component]
fn ChatView(chat: Chat) -> impl IntoView {
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
    ui! {
        <div class="chat">
            <header class="chat__head">
                <DrawerButton />
                <h1 class="chat__title">{text(move || title.with(|title| if title.is_empty() { UNTITLED.to_owned() } else { title.clone() }))}</h1>
                {cost}
                <SandboxBadge />
                <ModelButton chat=Some(chat.clone()) />
            </header>
            <Thread chat=chat.clone() />
            <Silence chat=chat.clone() />
            <Composer id=Some(chat.id) />
        </div>
    }
}
