//! The places that an answer leans on.

use leptos::prelude::*;
use leptos::web_sys::Url;

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
    // As the browser has it: letters that only look like others are told apart.
    let host = Url::new(address.as_str()).map(|url| url.host()).unwrap_or_else(|_| address.host().to_owned());
    let host = host.trim_start_matches("www.").to_owned();
    ui! {
        <li>
            <a href=address.as_str().to_owned() target="_blank" rel="noopener noreferrer nofollow" dir="auto">{title.clone().unwrap_or_else(|| host.clone())}</a>
            {title.is_some().then(|| ui! { " " <span class="sources__host">{host}</span> })}
        </li>
    }
    .into_any()
}
