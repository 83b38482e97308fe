//! One message, settled or in the making.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::actions::{Actions, VersionPicker};
use super::edit::EditForm;
use super::outcome::OutcomeLine;
use super::reasoning::ReasoningView;
use super::saying::Saying;
use super::sources::SourceList;
use crate::components::arrivals::use_arrivals;
use crate::components::markdown::{Markdown, Pictures, Written};
use crate::components::ui::flow::{attr, either, flag, maybe, when};
use crate::domain::ids::{MessageId, ModelId};
use crate::domain::message::{Message, Role};
use crate::state::calendar::use_calendar;
use crate::state::catalog::use_catalog;
use crate::state::chats::Chat;

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
    let (catalog, arrivals, calendar) = (use_catalog(), use_arrivals(), use_calendar());
    let name_of = move |model: &ModelId| {
        arrivals.track();
        untrack(|| catalog.name_of(model))
    };
    let saying = Saying::of(&chat, &id);
    let settled = saying.settled;
    let role = settled.with_untracked(|message| message.as_ref().map_or(Role::User, |message| message.role));
    let is_running = Memo::new(move |_| settled.with(|message| message.as_ref().is_some_and(|m| m.is_running())));
    let has = |what: fn(&Message) -> bool| {
        let saying = saying.clone();
        Memo::new(move |_| saying.read(what))
    };
    let has_text = has(Message::has_text);
    let has_reasoning = has(|message| message.reasoning().is_some());
    let n_images = {
        let saying = saying.clone();
        Memo::new(move |_| saying.read(|message| message.images().count()))
    };
    let name = attr(move || match role {
        Role::User => "You".to_owned(),
        Role::System => "System".to_owned(),
        Role::Assistant => settled.with(|message| {
            let answer = message.as_ref().and_then(|message| message.answer.as_ref());
            match answer.map(|answer| answer.model.as_ref().unwrap_or(&answer.asked)) {
                Some(model) => format!("Assistant, {}", name_of(model)),
                None => "Assistant".to_owned(),
            }
        }),
    });
    let is_last = {
        let id = id.clone();
        Memo::new(move |_| last.with(|last| last == id.as_str()))
    };
    // The thread is built anew when the address names another message.
    let is_named = use_location().hash.get_untracked().strip_prefix('#') == Some(id.as_str());
    let editing = RwSignal::new(false);
    let reasoning = {
        let saying = saying.clone();
        when(move || has_reasoning.get(), move || ui! { <ReasoningView saying=saying.clone() /> }.into_any())
    };
    let words = {
        let saying = saying.clone();
        let (chat, id) = (chat.clone(), id.clone());
        either(
            move || editing.get(),
            move || ui! { <EditForm chat=chat.clone() id=id.clone() open=editing /> }.into_any(),
            move || {
                let saying = saying.clone();
                when(
                    move || has_text.get(),
                    move || if role == Role::Assistant { answer(&saying) } else { written(&saying) },
                )
            },
        )
    };
    let images = {
        let saying = saying.clone();
        maybe(move || {
            (n_images.get() > 0).then(|| {
                let sources =
                    untrack(|| saying.read(|message| message.images().map(str::to_owned).collect::<Vec<_>>()));
                ui! { <Pictures sources /> }.into_any()
            })
        })
    };
    ui! {
        <article
            class="message"
            data-role=match role { Role::User => "user", Role::System => "system", Role::Assistant => "assistant" }
            data-id=id.to_string()
            data-named=is_named.then_some("")
            data-editing=flag(move || editing.get())
            aria-label=name
            aria-busy=attr(move || is_running.get().to_string())
        >
            {reasoning}
            {words}
            {images}
            {when(
                move || is_running.get() && !has_text.get(),
                || ui! { <p class="message__waiting" aria-hidden="true"><span class="message__pulse"></span></p> }.into_any(),
            )}
            <SourceList saying=saying.clone() />
            <OutcomeLine chat=chat.clone() settled is_last />
            <div class="message__foot">
                {maybe(move || settled.with(|message| {
                    let answer = message.as_ref()?.answer.as_ref().filter(|answer| answer.outcome.is_some())?;
                    let mut line = name_of(answer.model.as_ref().unwrap_or(&answer.asked));
                    let mut facts = Vec::new();
                    if let Some(usage) = answer.usage {
                        line.push_str(" · ");
                        line.push_str(&usage.wording());
                        facts = usage.details();
                    }
                    facts.push(format!("Asked {}", calendar.to_the_minute(message.as_ref()?.created)));
                    Some(ui! {
                        <details class="usage">
                            <summary class="usage__line">{line}</summary>
                            <ul class="usage__facts" role="list">
                                {facts.into_iter().map(|fact| ui! { <li>{fact}</li> }).collect_view()}
                            </ul>
                        </details>
                    }
                    .into_any())
                }))}
                <VersionPicker chat=chat.clone() id=id.clone() />
                {
                    let (chat, id, saying) = (chat.clone(), id.clone(), saying.clone());
                    when(
                        move || !is_running.get() && !editing.get(),
                        move || ui! {
                            <div class="message__actions">
                                <Actions chat=chat.clone() id=id.clone() saying=saying.clone() role is_last editing />
                            </div>
                        }
                        .into_any(),
                    )
                }
            </div>
        </article>
    }
}

/// What a model says, as Markdown.
fn answer(saying: &Saying) -> AnyView {
    let (written, source) = (saying.clone(), saying.clone());
    let read = move |from| {
        written.read(|message| {
            let words = message.text_from(from);
            if message.is_running() { Written::SoFar(words) } else { Written::Whole(words) }
        })
    };
    let source = move || untrack(|| source.read(Message::text));
    ui! { <div class="message__text"><Markdown read=Box::new(read) source=Box::new(source) /></div> }.into_any()
}

/// What a person says, as it was written.
fn written(saying: &Saying) -> AnyView {
    let text = untrack(|| saying.read(Message::text));
    ui! { <div class="message__text message__written" dir="auto">{text}</div> }.into_any()
}
