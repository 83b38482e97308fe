//! Speaks a streamed answer in whole sentences.

use leptos::prelude::*;

use crate::components::ui::flow::{effect, text};
use crate::domain::ids::MessageId;
use crate::domain::speech::next_sentences;
use crate::state::chats::Chat;
use crate::state::renderer::{Module, Reader, use_renderer};

/// An answer that is spoken.
struct Spoken {
    id: MessageId,
    /// Bytes of its text.
    to: usize,
    /// None while what draws answers is not here: they are read as they were written then.
    reader: Option<Reader>,
}

/// A hidden region that a screen reader reads politely: whole sentences of the answer that streams.
#[component]
pub fn Speech(
    /// Which chat.
    chat: Chat,
) -> impl IntoView {
    let renderer = use_renderer();
    let words = RwSignal::new(String::new());
    let mut spoken = None::<Spoken>;
    let speak = move |spoken: &Spoken, sentences: &str| {
        let said = spoken.reader.as_ref().and_then(|reader| reader.words(sentences).ok());
        let said = said.unwrap_or_else(|| sentences.to_owned());
        if !said.is_empty() {
            words.set(said);
        }
    };
    // Speaks to the world outside: to the person's ear.
    effect(move || {
        let live = chat.live.with(|live| {
            let message = live.as_ref()?.turn.message();
            let known = spoken.as_ref().filter(|spoken| spoken.id == message.id);
            // What was there before the person came is theirs to read, and is not read out.
            let from = known.map_or_else(|| message.text().len(), |spoken| spoken.to);
            Some((message.id.clone(), from, message.text_from(from)))
        });
        if let Some((id, from, rest)) = live {
            if spoken.as_ref().is_none_or(|spoken| spoken.id != id) {
                let reader = match renderer.module() {
                    Module::Here(module) => module.reader().ok(),
                    Module::NotAsked | Module::Loading | Module::Failed(_) => None,
                };
                spoken = Some(Spoken { id, to: from, reader });
            }
            if let (Some((sentences, to)), Some(spoken)) = (next_sentences(&rest, 0), &mut spoken) {
                speak(spoken, sentences);
                spoken.to = from + to;
            }
        } else if let Some(spoken) = spoken.take() {
            // The answer is settled: what is left of it is its last sentence.
            let text = chat.conversation.with_untracked(|c| c.message(&spoken.id).map(|message| message.text()));
            if let Some(rest) = text.as_ref().and_then(|text| text.get(spoken.to..)) {
                speak(&spoken, rest.trim());
            }
        }
    });
    ui! { <div class="visually-hidden" aria-live="polite">{text(move || words.get())}</div> }
}
