//! What a model thought before it spoke.

use leptos::prelude::*;
use leptos::web_sys;

use super::saying::Saying;
use crate::components::markdown::{Markdown, Written};
use crate::components::ui::flow::{text, when};

/// A disclosure, closed at first, that counts the seconds while the model thinks.
#[component]
pub fn ReasoningView(
    /// The message that it belongs to.
    saying: Saying,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let summary = {
        let saying = saying.clone();
        text(move || {
            saying.read(|message| {
                let took_ms = message.reasoning().and_then(|reasoning| reasoning.took_ms);
                let dots = if message.is_running() && !message.has_text() { "…" } else { "" };
                format!("Reasoning{dots}{}", took_ms.map(seconds).unwrap_or_default())
            })
        })
    };
    ui! {
        <details class="reasoning" on:toggle=move |event| is_open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open())>
            <summary class="reasoning__summary">{summary}</summary>
            // Nobody waits for what is not seen: words are laid out once the person looks.
            {when(move || is_open.get(), move || {
                let (written, source) = (saying.clone(), saying.clone());
                ui! {
                    <div class="reasoning__text">
                        <Markdown
                            read=Box::new(move |from| written.read(|message| {
                                let words = message.reasoning().map(|reasoning| reasoning.text.as_str()).unwrap_or_default();
                                let words = words.get(from..).unwrap_or_default().to_owned();
                                if message.is_running() { Written::SoFar(words) } else { Written::Whole(words) }
                            }))
                            source=Box::new(move || untrack(|| source.read(|message| {
                                message.reasoning().map(|reasoning| reasoning.text.clone()).unwrap_or_default()
                            })))
                        />
                    </div>
                }
                .into_any()
            })}
        </details>
    }
}

/// ` 12 s`, ` 2 min 5 s`; nothing for less than a second.
fn seconds(ms: i64) -> String {
    match ms / 1000 {
        0 => String::new(),
        s @ 1..60 => format!(" {s} s"),
        s => format!(" {} min {} s", s / 60, s % 60),
    }
}
