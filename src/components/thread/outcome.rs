//! How an answer ended, when that needs a word, and what to do about it.

use std::sync::Arc;

use leptos::prelude::*;

use super::asking::use_asking;
use crate::components::connect::ConnectButton;
use crate::components::model_picker::ModelDialog;
use crate::components::ui::flow::{maybe, when};
use crate::domain::message::{Cut, Message, Outcome};
use crate::domain::problem::{Problem, ProblemKind, Remedy};
use crate::state::chats::{Chat, use_chats};
use crate::state::composer::use_composer;
use crate::state::session::use_session;

/// The line under an answer that did not end well. Nothing for one that did.
#[component]
pub fn OutcomeLine(
    /// In which chat.
    chat: Chat,
    /// The answer.
    settled: Memo<Option<Arc<Message>>>,
    /// Whether it is the last message: only then may it be asked for again here.
    is_last: Memo<bool>,
) -> impl IntoView {
    maybe(move || {
        let message = settled.get()?;
        let outcome = message.outcome()?;
        let is_empty = !message.has_content();
        let (words, needs_person) = match outcome {
            Outcome::Complete => match (message.cannot_be_shown(), is_empty) {
                (Some(what), true) => (format!("The answer is {what}, which Parlance cannot show yet."), true),
                (Some(what), false) => (format!("The answer also has {what}, which Parlance cannot show yet."), false),
                (None, true) => ("The model sent an empty answer.".to_owned(), true),
                (None, false) => return None,
            },
            Outcome::Stopped => ("You stopped this answer.".to_owned(), false),
            Outcome::CutShort(Cut::Length) if message.text().is_empty() => {
                ("The model used up its limit before it said anything.".to_owned(), true)
            }
            Outcome::CutShort(Cut::Length) => ("The answer reached the length limit and ends here.".to_owned(), false),
            Outcome::CutShort(Cut::Connection | Cut::Reload) if is_empty => {
                ("The connection was lost before the answer began. Retry.".to_owned(), true)
            }
            Outcome::CutShort(Cut::Connection) => {
                ("The connection was lost. The answer ends here; what arrived is kept.".to_owned(), true)
            }
            Outcome::CutShort(Cut::Reload) => {
                ("The page was closed while this answer arrived. What arrived is kept.".to_owned(), false)
            }
            Outcome::Filtered => ("The provider’s filter cut this answer off.".to_owned(), true),
            Outcome::Failed(problem) => (problem.sentence(), true),
        };
        let problem = match outcome {
            Outcome::Failed(problem) => Some(problem.clone()),
            _ => None,
        };
        // A whole answer that cannot be shown is the same when it is asked for again.
        let needs_retry = *outcome != Outcome::Complete || message.parts.is_empty();
        let told = problem.as_ref().and_then(|problem| problem.told().map(str::to_owned));
        Some(ui! {
            <div class="outcome" role=if needs_person { "alert" } else { "note" } data-tone=if needs_person { "danger" } else { "quiet" }>
                <p>{words}</p>
                {told.map(|told| ui! { <p class="outcome__detail">"OpenRouter says: " <q dir="auto">{told}</q></p> })}
                <div class="outcome__actions">
                    {
                        let chat = chat.clone();
                        let message = Arc::clone(&message);
                        maybe(move || (needs_retry && is_last.get()).then(|| actions(&chat, &message, problem.as_ref())))
                    }
                </div>
            </div>
        }
        .into_any())
    })
}

/// The first thing that helps, and Retry.
fn actions(chat: &Chat, message: &Arc<Message>, problem: Option<&Problem>) -> AnyView {
    let session = use_session();
    let remedy = problem.map(Problem::remedy);
    let cap = problem.and_then(|problem| match problem.kind {
        ProblemKind::LowerOutputCap { affordable } => affordable,
        _ => None,
    });
    let link = |href: String, words: &'static str| {
        ui! { <a class="button" href=href target="_blank" rel="noopener noreferrer">{words}</a> }.into_any()
    };
    let origin = session.origin();
    let first = match remedy {
        Some(Remedy::Connect) => Some(when(move || !session.is_connected(), || ui! { <ConnectButton /> }.into_any())),
        Some(Remedy::ChooseModel) => Some(ui! { <ChooseAnother chat=chat.clone() /> }.into_any()),
        Some(Remedy::AddCredits) => Some(link(format!("{origin}/settings/credits"), "Add credits")),
        Some(Remedy::PrivacySettings) => Some(link(format!("{origin}/settings/privacy"), "Privacy settings")),
        Some(Remedy::RaiseKeyLimit) => {
            session.connection().map(|connection| link(connection.key_page, "Raise the limit"))
        }
        Some(Remedy::EditQuestion) => {
            Some(ui! { <UseAgain chat=chat.clone() message=Arc::clone(message) /> }.into_any())
        }
        Some(Remedy::NewChat) => Some(ui! { <a class="button" href="./">"Start a new chat"</a> }.into_any()),
        Some(Remedy::Retry | Remedy::RetryShorter) | None => None,
    };
    let can_go_on = message.has_text();
    ui! {
        {first}
        {can_go_on.then(|| ui! { <ContinueButton chat=chat.clone() message=Arc::clone(message) /> })}
        <RetryButton chat=chat.clone() message=Arc::clone(message) cap />
    }
    .into_any()
}

/// Asks for the answer again.
#[component]
fn RetryButton(
    /// In which chat.
    chat: Chat,
    /// The answer.
    message: Arc<Message>,
    /// The longest answer that the credits cover, in tokens.
    cap: Option<u32>,
) -> impl IntoView {
    let (chats, asking) = (use_chats(), use_asking());
    ui! {
        <button
            class="button"
            type="button"
            on:click=move |_| asking.tell(chats.retry(&chat.id, &message.id, asking.model(&chat), cap))
        >
            "Retry"
        </button>
    }
}

/// Asks for the rest of an answer that broke off.
#[component]
fn ContinueButton(
    /// In which chat.
    chat: Chat,
    /// The answer.
    message: Arc<Message>,
) -> impl IntoView {
    let (chats, asking) = (use_chats(), use_asking());
    ui! {
        <button
            class="button"
            type="button"
            on:click=move |_| asking.tell(chats.go_on(&chat.id, &message.id, asking.model(&chat)))
        >
            "Continue"
        </button>
    }
}

/// Opens the choice of models for this chat.
#[component]
fn ChooseAnother(
    /// Which chat.
    chat: Chat,
) -> impl IntoView {
    let open = RwSignal::new(false);
    ui! {
        <button class="button" type="button" on:click=move |_| open.set(true)>"Choose another model"</button>
        <ModelDialog open chat=Some(chat) />
    }
}

/// Puts the question back into the composer, to be changed.
#[component]
fn UseAgain(
    /// In which chat.
    chat: Chat,
    /// The answer to the question.
    message: Arc<Message>,
) -> impl IntoView {
    let composer = use_composer();
    ui! {
        <button
            class="button"
            type="button"
            on:click=move |_| {
                let question = chat.conversation.with_untracked(|c| {
                    c.message(message.parent.as_ref()?).map(|question| question.text())
                });
                let draft = composer.draft(Some(chat.id.clone())).get_untracked();
                if let Some(question) = question {
                    // What is in the composer already is kept below.
                    let text = if draft.is_empty() { question } else { format!("{question}\n\n{draft}") };
                    composer.set_draft(Some(chat.id.clone()), text);
                }
                composer.request_focus();
            }
        >
            "Change the message"
        </button>
    }
}
