//! One message, settled or in the making.

use std::sync::Arc;

use leptos::prelude::*;

use super::outcome::OutcomeLine;
use crate::components::ui::flow::{attr, maybe, text, when};
use crate::components::ui::icon::Icon;
use crate::domain::ids::MessageId;
use crate::domain::message::{Message, Role};
use crate::state::catalog::use_catalog;
use crate::state::chats::Chat;
use crate::state::notices::use_notices;

/// One message with what can be done with it. The same element from the first word to the last.
#[component]
pub fn MessageView(
    /// In which chat.
    chat: Chat,
    /// Which message.
    id: MessageId,
    /// The last message now shown, which can be asked for again.
    last: Memo<String>,
) -> impl IntoView {
    let catalog = use_catalog();
    let settled = {
        let (conversation, id) = (chat.conversation.clone(), id.clone());
        Memo::new_with_compare(
            move |_| conversation.with(|c| c.message(&id).cloned()),
            |old: Option<&Option<Arc<Message>>>, new| match (old, new) {
                (Some(Some(old)), Some(Some(new))) => !Arc::ptr_eq(old, new),
                (Some(None), Some(None)) => false,
                _ => true,
            },
        )
    };
    let role = settled.with_untracked(|message| message.as_ref().map_or(Role::User, |message| message.role));
    let is_running = Memo::new(move |_| settled.with(|message| message.as_ref().is_some_and(|m| m.is_running())));
    // Words come from the turn while it runs, from the tree afterwards.
    let read = {
        let (live, id) = (chat.live.clone(), id.clone());
        move |read: fn(&Message) -> String| {
            if is_running.get() {
                let so_far = live.with(|live| {
                    live.as_ref().filter(|live| live.turn.message().id == id).map(|live| read(live.turn.message()))
                });
                so_far.unwrap_or_default()
            } else {
                settled.with(|message| message.as_ref().map(|message| read(message)).unwrap_or_default())
            }
        }
    };
    let words = {
        let read = read.clone();
        Memo::new(move |_| read(Message::text))
    };
    let reasoning = Memo::new(move |_| read(|message| message.reasoning().to_owned()));
    let name = attr(move || match role {
        Role::User => "You".to_owned(),
        Role::System => "System".to_owned(),
        Role::Assistant => settled.with(|message| {
            let answer = message.as_ref().and_then(|message| message.answer.as_ref());
            match answer.map(|answer| answer.model.as_ref().unwrap_or(&answer.asked)) {
                Some(model) => format!("Assistant, {}", catalog.name_of(model)),
                None => "Assistant".to_owned(),
            }
        }),
    });
    let is_last = {
        let id = id.clone();
        Memo::new(move |_| last.with(|last| last == id.as_str()))
    };
    let has_text = Memo::new(move |_| words.with(|words| !words.is_empty()));
    ui! {
        <article
            class="message"
            data-role=match role { Role::User => "user", Role::System => "system", Role::Assistant => "assistant" }
            aria-label=name
            aria-busy=attr(move || is_running.get().to_string())
        >
            {when(
                move || reasoning.with(|reasoning| !reasoning.is_empty()),
                move || ui! {
                    <details class="reasoning">
                        <summary class="reasoning__summary">
                            {text(move || if is_running.get() && !has_text.get() { "Reasoning…" } else { "Reasoning" })}
                        </summary>
                        <div class="reasoning__text" dir="auto">{text(move || reasoning.get())}</div>
                    </details>
                }
                .into_any(),
            )}
            {when(move || has_text.get(), move || ui! { <div class="message__text" dir="auto">{text(move || words.get())}</div> }.into_any())}
            {when(
                move || is_running.get() && !has_text.get(),
                || ui! { <p class="message__waiting" aria-hidden="true"><span class="message__pulse"></span></p> }.into_any(),
            )}
            <OutcomeLine chat=chat.clone() settled is_last />
            <div class="message__foot">
                {maybe(move || settled.with(|message| {
                    let answer = message.as_ref()?.answer.as_ref().filter(|answer| answer.outcome.is_some())?;
                    let name = catalog.name_of(answer.model.as_ref().unwrap_or(&answer.asked));
                    let Some(usage) = answer.usage else {
                        return Some(ui! { <p class="usage">{name}</p> }.into_any());
                    };
                    Some(ui! {
                        <details class="usage">
                            <summary class="usage__line">{format!("{name} · {}", usage.wording())}</summary>
                            <ul class="usage__facts" role="list">
                                {usage.details().into_iter().map(|fact| ui! { <li>{fact}</li> }).collect_view()}
                            </ul>
                        </details>
                    }
                    .into_any())
                }))}
                {when(move || has_text.get() && !is_running.get(), move || ui! { <CopyButton words /> }.into_any())}
            </div>
        </article>
    }
}

/// Copies the words as they were written.
#[component]
fn CopyButton(
    /// What to copy.
    words: Memo<String>,
) -> impl IntoView {
    let notices = use_notices();
    ui! {
        <button
            class="button message__action"
            type="button"
            data-variant="quiet"
            on:click=move |_| notices.copy(words.get_untracked())
        >
            <Icon name="copy" />
            "Copy"
        </button>
    }
}
