//! Changing what one has asked.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::actions::focus_in;
use super::asking::use_asking;
use crate::components::composer::{beginning, is_composing, sends};
use crate::components::ui::flow::{effect, text};
use crate::domain::ids::{ConversationId, MessageId};
use crate::state::chats::{Chat, use_chats};
use crate::state::composer::use_composer;

/// A field with the words of a question. What is sent stands beside the old question, which stays.
#[component]
pub fn EditForm(
    /// In which chat.
    chat: Chat,
    /// Which question.
    id: MessageId,
    /// Whether it is being changed; closing sets this.
    open: RwSignal<bool>,
) -> impl IntoView {
    let (chats, asking, composer) = (use_chats(), use_asking(), use_composer());
    let field = NodeRef::<html::Textarea>::new();
    let old = chat.conversation.with_untracked(|c| c.message(&id).map(|message| message.text()).unwrap_or_default());
    // The name of a draft and of no conversation. It begins with the chat's, so that `drafts::forget_all` takes both.
    let draft = StoredValue::new(Some(ConversationId::new(format!("{}/{id}", chat.id))));
    let words = composer.draft(draft.get_value());
    if words.with_untracked(String::is_empty) {
        words.set(old);
    }
    let words = RwSignal::from(words);
    // Speaks to the world outside: the cursor stands behind the last word.
    effect(move || {
        if let Some(field) = field.get() {
            // Focus and selection are refused only by what cannot have them.
            let _ = field.focus();
            let end = words.with_untracked(|words| u32::try_from(words.encode_utf16().count()).unwrap_or(u32::MAX));
            let _ = field.set_selection_range(end, end);
        }
    });
    // What leads back here stands there again then.
    let close = {
        let id = id.clone();
        move || {
            open.set(false);
            focus_in(&id, &["[aria-label=\"Edit\"]"]);
        }
    };
    let cancel = {
        let close = close.clone();
        move |_| {
            composer.set_draft(draft.get_value(), String::new());
            close();
        }
    };
    let send = move || {
        let sent = words.with_untracked(|words| chats.edit(&chat.id, &id, words, asking.model(&chat)));
        if sent.is_ok() {
            composer.sent(draft.get_value(), chat.id.clone());
            open.set(false);
        }
        asking.tell(sent);
    };
    let send = StoredValue::new_local(send);
    let copied = text(move || words.with(|words| beginning(words).to_owned()));
    let shown = text(move || words.get());
    ui! {
        <form class="edit" on:submit=move |event| {
            event.prevent_default();
            send.with_value(|send| send());
        }>
            // The wrapper repeats the text in a hidden copy that gives the field its height.
            <div class="composer__field edit__field" data-text=copied>
                <textarea
                    class="composer__input"
                    aria-label="Edit message"
                    rows="1"
                    dir="auto"
                    node_ref=field
                    prop:value=shown
                    on:input=move |event| composer.set_draft(draft.get_value(), event_target_value(&event))
                    on:keydown=move |event: KeyboardEvent| {
                        match event.key().as_str() {
                            "Enter" if sends(&event) => send.with_value(|send| send()),
                            "Escape" if !is_composing(&event) => {
                                event.stop_propagation();
                                close();
                            }
                            _ => {}
                        }
                    }
                ></textarea>
            </div>
            <div class="edit__actions">
                <button class="button" type="button" on:click=cancel>"Cancel"</button>
                <button class="button" data-variant="primary" type="submit">"Save and send"</button>
            </div>
        </form>
    }
}
