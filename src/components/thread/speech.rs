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
        let (of, from) = spoken.get_value();
        let live = chat.live.with(|live| {
            let message = live.as_ref()?.turn.message();
            let is_known = of.as_ref() == Some(&message.id);
            // What was there before the person came is theirs to read, and is not read out.
            let from = if is_known { from } else { message.text().len() };
            Some((message.id.clone(), from, message.text_from(from)))
        });
        match live {
            Some((id, from, rest)) => {
                let to = next_sentences(&rest, 0).map(|(sentences, to)| {
                    words.set(sentences.to_owned());
                    from + to
                });
                spoken.set_value((Some(id), to.unwrap_or(from)));
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
