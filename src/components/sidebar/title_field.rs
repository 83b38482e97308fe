//! In place of an entry while it gets another title.

use leptos::html;
use leptos::prelude::*;

use crate::components::ui::flow::effect;
use crate::state::chats::use_chats;

/// A field for a chat's title. Enter and going elsewhere take what is in it, Esc leaves the title as it was.
#[component]
pub fn TitleField(
    /// The title as it is.
    title: String,
    /// Told once: the new title, if there is one.
    on_done: Callback<Option<String>>,
) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    let chats = use_chats();
    chats.hold_order(true);
    on_cleanup(move || chats.hold_order(false));
    effect(move || {
        if let Some(field) = field.get() {
            // Focus is refused only by what cannot have it.
            let _ = field.focus();
            field.select();
        }
    });
    // A field that goes because of a key loses the focus too.
    let is_done = StoredValue::new(false);
    let finish = {
        let old = title.clone();
        move |new: Option<String>| {
            if !is_done.try_update_value(|done| std::mem::replace(done, true)).unwrap_or(true) {
                let words = new.map(|new| new.split_whitespace().collect::<Vec<_>>().join(" "));
                on_done.run(words.filter(|words| !words.is_empty() && *words != old));
            }
        }
    };
    // The browser tells of a lost focus also when the field is gone, and its signals with it.
    let finish_by_blur = finish.clone();
    ui! {
        <input
            class="input entry__field"
            type="text"
            aria-label="Chat title"
            autocomplete="off"
            value=title
            node_ref=field
            on:blur=move |event| finish_by_blur(Some(event_target_value(&event)))
            on:keydown=move |event| {
                // Not while a character is being composed: Enter and Esc belong to that.
                if event.is_composing() {
                    return;
                }
                match event.key().as_str() {
                    "Enter" => finish(Some(event_target_value(&event))),
                    "Escape" => {
                        // What it stands in stays open.
                        event.stop_propagation();
                        finish(None);
                    }
                    _ => {}
                }
            }
        />
    }
}
