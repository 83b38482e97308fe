//! The places that an answer leans on.

use leptos::prelude::*;

use super::saying::Saying;
use crate::components::ui::flow::maybe;
use crate::domain::markdown::address::Address;
use crate::domain::message::Citation;

/// Numbered sources under an answer; nothing without any.
#[component]
pub fn SourceList(
    /// The answer.
    saying: Saying,
) -> impl IntoView {
    let n_sources = {
        let saying = saying.clone();
        Memo::new(move |_| saying.read(|message| message.sources().count()))
    };
    maybe(move || {
        (n_sources.get() > 0).then(|| {
            let sources = untrack(|| saying.read(|message| message.sources().map(source).collect::<Vec<_>>()));
            ui! {
                <section class="sources" aria-label="Sources">
                    <ol class="sources__list">{sources}</ol>
                </section>
            }
            .into_any()
        })
    })
}

fn source(citation: &Citation) -> AnyView {
    let title = citation.title.clone().filter(|title| !title.trim().is_empty());
    let Some(address) = Address::parse(&citation.url) else {
        // The name of a file, or an address that is not safe to follow.
        return ui! { <li dir="auto">{title.unwrap_or_else(|| citation.url.clone())}</li> }.into_any();
    };
    let host = address.host().trim_start_matches("www.").to_owned();
    let words = title.unwrap_or_else(|| host.clone());
    ui! {
        <li>
            <a href=address.as_str().to_owned() target="_blank" rel="noopener noreferrer nofollow" dir="auto">{words}</a>
            " "
            <span class="sources__host">{host}</span>
        </li>
    }
    .into_any()
}
