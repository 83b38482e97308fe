//! Speaks a streamed answer in whole sentences.

use leptos::prelude::*;

use crate::components::ui::flow::{effect, text};
use crate::domain::ids::MessageId;
use crate::domain::speech::next_sentences;
use crate::state::chats::Chat;

/// A hidden region that a screen reader reads politely: whole sentences of the answer that streams.
#[component]
pub fn Speech(
    /// Which chat.
    chat: Chat,
) -> impl IntoView {
    let words = RwSignal::new(String::new());
    let spoken = StoredValue::new((None::<MessageId>, 0_usize));
    // Speaks to the world outside: to the person's ear.
    effect(move || {
        let live = chat
            .live
            .with(|live| live.as_ref().map(|live| (live.turn.message().id.clone(), live.turn.message().text())));
        match live {
            Some((id, text)) => {
                let (of, from) = spoken.get_value();
                let from = if of.as_ref() == Some(&id) { from } else { 0 };
                if let Some((sentences, to)) = next_sentences(&text, from) {
                    words.set(sentences.to_owned());
                    spoken.set_value((Some(id), to));
                } else if of.as_ref() != Some(&id) {
                    spoken.set_value((Some(id), 0));
                }
            }
            None => {
                // The answer is settled: what is left of it is its last sentence.
                let (Some(id), from) = spoken.get_value() else { return };
                let text = chat.conversation.with_untracked(|c| c.message(&id).map(|message| message.text()));
                if let Some(rest) =
                    text.as_ref().and_then(|text| text.get(from..)).filter(|rest| !rest.trim().is_empty())
                {
                    words.set(rest.trim().to_owned());
                }
                spoken.set_value((None, 0));
            }
        }
    });
    ui! { <div class="visually-hidden" aria-live="polite">{text(move || words.get())}</div> }
}
