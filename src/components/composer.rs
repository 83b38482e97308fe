//! Where one writes.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use leptos_router::hooks::use_navigate;

use super::connect::ConnectButton;
use super::thread::asking::{NOT_HERE, READ_ONLY, STREAMING};
use super::ui::flow::{effect, either, maybe, text};
use super::ui::focus::focus_first;
use super::ui::icon::Icon;
use crate::domain::ids::ConversationId;
use crate::state::catalog::use_catalog;
use crate::state::chats::{NotSent, use_chats};
use crate::state::composer::use_composer;
use crate::state::renderer::use_renderer;
use crate::state::session::use_session;

/// The key code that Safari sends for a key the IME has eaten.
const IME_KEY_CODE: u32 = 229;

/// The text field with Send or Stop. Enter sends, Shift+Enter breaks the line, never while an IME
/// composes.
#[component]
pub fn Composer(
    /// The chat it writes to; a new one if none.
    id: Option<ConversationId>,
) -> impl IntoView {
    let chats = use_chats();
    let catalog = use_catalog();
    let composer = use_composer();
    let session = use_session();
    let navigate = use_navigate();
    let not_sent = RwSignal::new(None::<NotSent>);
    let chat = id.as_ref().and_then(|id| chats.chat(id));
    let live = chat.as_ref().map(|chat| chat.live.clone());
    let is_running = Memo::new(move |_| live.as_ref().is_some_and(|live| live.with(Option::is_some)));
    let draft = composer.draft(id.clone());
    let id = StoredValue::new(id);

    // Speaks to the world outside: the cursor is where the person's work goes on, unless they are in another field, such as
    // the search, or in a menu. On a touch screen it would bring the keyboard up unasked. An effect runs once the field
    // stands, and the page has one composer.
    let mut asked = composer.focus_requests().get_untracked();
    effect(move || {
        let now = composer.focus_requests().get();
        if std::mem::replace(&mut asked, now) != now {
            focus_first(".composer textarea");
        } else if window().match_media("(pointer: coarse)").ok().flatten().is_none_or(|query| !query.matches()) {
            focus_first("body:not(:has(input:focus,[role=menu] :focus)) .composer textarea");
        }
    });

    // Before anybody can have asked, and after what it takes to ask.
    let renderer = use_renderer();
    request_animation_frame(move || renderer.load());

    let send = move || {
        let own = id.with_value(|id| {
            id.as_ref().and_then(|id| chats.chat(id)?.conversation.with_untracked(|c| c.model().cloned()))
        });
        let text = composer.draft(id.get_value()).get_untracked();
        let model = untrack(|| catalog.resolve(own));
        match id.with_value(|id| chats.send(id.as_ref(), &text, model)) {
            Ok(sent_to) => {
                not_sent.set(None);
                composer.sent(id.get_value(), sent_to.clone());
                if id.with_value(Option::is_none) {
                    navigate(&session.address(&format!("c/{sent_to}")), leptos_router::NavigateOptions::default());
                }
                composer.request_focus();
            }
            Err(NotSent::Empty) => not_sent.set(None),
            Err(reason) => not_sent.set(Some(reason)),
        }
    };
    let stop = move || {
        id.with_value(|id| {
            if let Some(id) = id {
                chats.stop(id);
            }
        });
        not_sent.set(None);
        composer.request_focus();
    };
    let send = StoredValue::new_local(send);
    let draft_is_empty = {
        let draft = draft.clone();
        move || draft.with_untracked(String::is_empty)
    };
    let on_key = move |event: KeyboardEvent| {
        let composing = is_composing(&event);
        match event.key().as_str() {
            "Enter" if sends(&event) => send.with_value(|send| send()),
            // In an empty field it leads to what was asked last, to be changed.
            "ArrowUp" if draft_is_empty() && !composing && press_last_edit() => event.prevent_default(),
            "Escape" if is_running.get_untracked() && !composing => {
                event.prevent_default();
                stop();
            }
            _ => {}
        }
    };
    // The reason goes when it is no longer true.
    effect(move || {
        if !is_running.get() && not_sent.get_untracked() == Some(NotSent::Streaming) {
            not_sent.set(None);
        }
    });
    // The hidden copy gives the field its height, and enough of it does: a book would be laid out twice.
    let copied = {
        let draft = draft.clone();
        text(move || draft.with(|draft| beginning(draft).to_owned()))
    };
    let shown = text(move || draft.get());
    ui! {
        <form class="composer" on:submit=move |event| {
            event.prevent_default();
            send.with_value(|send| send());
        }>
            {maybe(move || not_sent.get().map(|reason| ui! { <Reason reason /> }.into_any()))}
            <div class="composer__box">
                // The wrapper repeats the text in a hidden copy that gives the field its height.
                <div class="composer__field" data-text=copied>
                    <textarea
                        class="composer__input"
                        aria-label="Message"
                        placeholder="Write a message"
                        rows="1"
                        dir="auto"
                        enterkeyhint="send"
                        prop:value=shown
                        on:input=move |event| composer.set_draft(id.get_value(), event_target_value(&event))
                        on:keydown=on_key
                    ></textarea>
                </div>
                {either(
                    move || is_running.get(),
                    move || ui! {
                        <button class="icon-button composer__send" type="button" aria-label="Stop" on:click=move |_| stop()>
                            <Icon name="stop" />
                        </button>
                    }
                    .into_any(),
                    || ui! {
                        <button class="icon-button composer__send" type="submit" aria-label="Send"><Icon name="send" /></button>
                    }
                    .into_any(),
                )}
            </div>
        </form>
    }
}

/// Whether the IME takes this key.
pub fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == IME_KEY_CODE
}

/// Whether this Enter sends what is written. A key that is still down was pressed for something else: it sends nothing, and breaks
/// no line either.
pub fn sends(event: &KeyboardEvent) -> bool {
    if event.shift_key() || is_composing(event) {
        return false;
    }
    event.prevent_default();
    !event.repeat()
}

/// Enough of a text to fill a field to its greatest height.
pub fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(8_000)]
}

const ALERT: &str = "alert composer__reason";

/// Why the message was not sent. The draft is still there.
#[component]
fn Reason(
    /// The reason.
    reason: NotSent,
) -> impl IntoView {
    match reason {
        NotSent::Empty => ().into_any(),
        NotSent::Streaming => told("composer__reason", "status", STREAMING),
        NotSent::NotConnected => ui! {
            <div class="alert composer__reason" role="alert">
                <p>"Connect OpenRouter to send this message. Your draft is kept."</p>
                <ConnectButton />
            </div>
        }
        .into_any(),
        NotSent::NoModel => told(ALERT, "alert", "Choose a model first. Your draft is kept."),
        NotSent::NotHere => told(ALERT, "alert", NOT_HERE),
        NotSent::ReadOnly => told(ALERT, "alert", READ_ONLY),
    }
}

fn told(class: &'static str, role: &'static str, words: &'static str) -> AnyView {
    ui! { <p class=class role=role>{words}</p> }.into_any()
}

/// Presses "Edit" on the last question that can be changed. Says whether there is one.
fn press_last_edit() -> bool {
    let Ok(buttons) = document().query_selector_all(".message[data-role=\"user\"] [aria-label=\"Edit\"]") else {
        return false;
    };
    let last = buttons.length().checked_sub(1).and_then(|last| buttons.item(last));
    let button = last.and_then(|button| button.dyn_into::<HtmlElement>().ok());
    button.inspect(HtmlElement::click).is_some()
}
