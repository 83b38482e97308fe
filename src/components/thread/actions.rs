//! What can be done with a message, and the way between its versions.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::asking::use_asking;
use super::saying::Saying;
use crate::components::ui::flow::{flag, text, when};
use crate::components::ui::icon::Icon;
use crate::domain::conversation::Versions;
use crate::domain::ids::MessageId;
use crate::domain::message::{Message, Role};
use crate::state::chats::{Chat, use_chats};
use crate::state::composer::use_composer;
use crate::state::notices::use_notices;
use crate::state::session::use_session;

const PREVIOUS: &str = "[aria-label=\"Previous version\"]:not(:disabled)";
const NEXT: &str = "[aria-label=\"Next version\"]:not(:disabled)";

/// The buttons below a message that is settled.
#[component]
pub fn Actions(
    /// In which chat.
    chat: Chat,
    /// Which message.
    id: MessageId,
    /// What it says.
    saying: Saying,
    /// Whose it is.
    role: Role,
    /// Whether nothing is below it.
    is_last: Memo<bool>,
    /// Whether it is being changed.
    editing: RwSignal<bool>,
) -> impl IntoView {
    let (chats, composer, notices, asking) = (use_chats(), use_composer(), use_notices(), use_asking());
    let (session, navigate) = (use_session(), use_navigate());
    let copied = saying.clone();
    let (of, at) = (chat.clone(), id.clone());
    let again = move || asking.tell(chats.retry(&of.id, &at, asking.model(&of), None));
    let (of, at) = (chat.id.clone(), id.clone());
    let branch = move |_| {
        if let Some(new) = chats.branch(&of, &at) {
            navigate(&session.address(&format!("c/{new}")), NavigateOptions::default());
            notices.say("Branched into a new chat");
            composer.request_focus();
        }
    };
    let delete = move |_| {
        let words = match chat.conversation.with_untracked(|c| c.n_shown_from(&id)) {
            0 | 1 => "Message deleted".to_owned(),
            n => format!("{n} messages deleted"),
        };
        chats.hide(&chat.id, &id);
        let (of, at) = (chat.id.clone(), id.clone());
        notices.say_with_undo(words, move || chats.unhide(&of, &at));
        composer.request_focus();
    };
    let ask_again = move || {
        let again = again.clone();
        ui! {
            <button
                class="icon-button message__action"
                type="button"
                aria-label="Regenerate"
                title="Regenerate"
                on:click=move |_| again()
            >
                <Icon name="again" />
            </button>
        }
        .into_any()
    };
    let ask_first = ask_again.clone();
    ui! {
        // A question that has no answer in sight has it too, at the outer end: it goes when it is pressed, and nothing else is
        // to come under the pointer then.
        {(role == Role::User).then(|| when(move || is_last.get(), ask_first))}
        <button
            class="icon-button message__action"
            type="button"
            aria-label="Copy"
            title="Copy"
            on:click=move |_| notices.copy(untrack(|| copied.read(Message::text)))
        >
            <Icon name="copy" />
        </button>
        {(role == Role::User).then(|| ui! {
            <button
                class="icon-button message__action"
                type="button"
                aria-label="Edit"
                title="Edit"
                on:click=move |_| editing.set(true)
            >
                <Icon name="edit" />
            </button>
        })}
        {(role == Role::Assistant).then(ask_again)}
        {(!untrack(|| chats.is_read_only())).then(|| ui! {
            <button
                class="icon-button message__action"
                type="button"
                aria-label="Branch into new chat"
                title="Branch into new chat"
                on:click=branch
            >
                <Icon name="branch" />
            </button>
            <button class="icon-button message__action" type="button" aria-label="Delete" title="Delete" on:click=delete>
                <Icon name="trash" />
            </button>
        })}
    }
}

/// Steps through the versions of one message: "2 / 3", with a button on either side. Nothing where there is one.
#[component]
pub fn VersionPicker(
    /// In which chat.
    chat: Chat,
    /// Which message.
    id: MessageId,
) -> impl IntoView {
    let chats = use_chats();
    let versions = {
        let (conversation, id) = (chat.conversation.clone(), id.clone());
        Memo::new(move |_| conversation.with(|c| c.versions(&id)))
    };
    let step = move |label: &'static str,
                     icon: &'static str,
                     focus: &'static [&'static str],
                     to: fn(&Versions) -> Option<MessageId>| {
        let chat = chat.id.clone();
        let target = move || versions.get().as_ref().and_then(to);
        let go = move |_| {
            if let Some(target) = untrack(target) {
                chats.show(&chat, &target);
                // Where the way ends, the focus is on the way back.
                focus_in(&target, focus);
            }
        };
        ui! {
            <button
                class="icon-button message__action"
                type="button"
                aria-label=label
                title=label
                disabled=flag(move || target().is_none())
                on:click=go
            >
                <Icon name=icon />
            </button>
        }
        .into_any()
    };
    when(
        move || versions.with(|versions| versions.as_ref().is_some_and(|versions| versions.n > 1)),
        move || {
            let position = text(move || {
                versions.with(|v| v.as_ref().map(|v| format!("{} / {}", v.place, v.n))).unwrap_or_default()
            });
            ui! {
                <span class="versions">
                    {step("Previous version", "back", &[PREVIOUS, NEXT], |versions| versions.previous.clone())}
                    <span class="versions__position">{position}</span>
                    {step("Next version", "forward", &[NEXT, PREVIOUS], |versions| versions.next.clone())}
                </span>
            }
            .into_any()
        },
    )
}

/// Gives the focus to the first of these in a message, once it stands there.
pub(super) fn focus_in(id: &MessageId, selectors: &'static [&'static str]) {
    let id = id.clone();
    request_animation_frame(move || {
        let find =
            |selector: &&str| document().query_selector(&format!("[data-id=\"{id}\"] {selector}")).ok().flatten();
        let found = selectors.iter().find_map(find).and_then(|found| found.dyn_into::<HtmlElement>().ok());
        if let Some(found) = found {
            // Focus is refused only by what cannot have it.
            let _ = found.focus();
        }
    });
}
