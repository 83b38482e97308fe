//! Searching the chats: the field, and what was found in place of the list.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

use super::UNTITLED;
use crate::browser::scroll;
use crate::components::shell::use_frame;
use crate::components::ui::flow::{each, effect, flag, text, when};
use crate::domain::search::{Excerpt, FoundChat, Hit};
use crate::domain::summary::Shelf;
use crate::state::chats::use_chats;
use crate::state::search::{Progress, use_search};

/// The field above the list.
#[component]
pub fn SearchBox(
    /// The field.
    field: NodeRef<html::Input>,
    /// What it searches: the element that the results stand in.
    results: NodeRef<html::Div>,
) -> impl IntoView {
    let search = use_search();
    ui! {
        <input
            class="input sidebar__search"
            type="search"
            aria-label="Search chats"
            placeholder="Search chats"
            autocomplete="off"
            spellcheck="false"
            prop:value=move || search.words().get()
            node_ref=field
            on:focus=move |_| search.warm_up()
            on:input=move |event| search.ask(event_target_value(&event))
            on:keydown=move |event| {
                if event.is_composing() {
                    return;
                }
                match event.key().as_str() {
                    "ArrowDown" => {
                        if let Some(first) = results.get_untracked().and_then(|list| links(&list).into_iter().next()) {
                            event.prevent_default();
                            // Focus is refused only by what cannot have it.
                            let _ = first.focus();
                        }
                    }
                    "Escape" if untrack(|| search.words().with(|words| !words.is_empty())) => {
                        event.prevent_default();
                        // What it stands in stays open.
                        event.stop_propagation();
                        search.ask(String::new());
                    }
                    _ => {}
                }
            }
        />
    }
}

/// What was found.
#[component]
pub fn SearchResults(
    /// The field above, to go back to.
    field: NodeRef<html::Input>,
    /// The element that they stand in.
    results: NodeRef<html::Div>,
) -> impl IntoView {
    let search = use_search();
    let on_key = move |event: KeyboardEvent| {
        let Some(list) = results.get_untracked() else { return };
        let all = links(&list);
        let now = document().active_element().and_then(|focused| all.iter().position(|link| **link == focused));
        let field = field.get_untracked().map(|field| HtmlElement::clone(&field));
        let to = match (event.key().as_str(), now) {
            ("ArrowDown", Some(now)) => all.get(now + 1).cloned(),
            ("ArrowUp", Some(0)) => field,
            ("ArrowUp", Some(now)) => all.get(now - 1).cloned(),
            ("Home", Some(_)) => all.first().cloned(),
            ("End", Some(_)) => all.last().cloned(),
            ("Escape", _) => {
                search.ask(String::new());
                // What it stands in stays open.
                event.stop_propagation();
                field
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(to) = to {
            // Focus is refused only by what cannot have it.
            let _ = to.focus();
        }
    };
    // Speaks to the world outside: few chats leave room for more, and nothing else would ask for them.
    effect(move || {
        search.found().track();
        request_animation_frame(move || {
            if results.try_get_untracked().flatten().is_some_and(|list| scroll::is_at_bottom(&list)) {
                search.more();
            }
        });
    });
    // What is found again as it was is not built again.
    let names = Memo::new(move |_| search.found().with(|found| found.chats.iter().map(name_of).collect::<Vec<_>>()));
    let is_empty = Memo::new(move |_| names.with(Vec::is_empty));
    ui! {
        <div
            class="sidebar__list"
            node_ref=results
            on:keydown=on_key
            on:scroll=move |_| {
                if results.get_untracked().is_some_and(|list| scroll::is_near_bottom(&list)) {
                    search.more();
                }
            }
        >
            {when(move || search.progress() == Progress::Broken, move || ui! {
                <div class="alert" role="alert">
                    <p>"The search could not be started."</p>
                    <button class="button" type="button" on:click=move |_| {
                        search.try_again();
                        if let Some(field) = field.get_untracked() {
                            // This goes. Focus is refused only by what cannot have it.
                            let _ = field.focus();
                        }
                    }>"Try again"</button>
                </div>
            }
            .into_any())}
            {when(move || !is_empty.get(), move || ui! {
                <ul role="list">
                    {each(names, move |name| {
                        let found = search.found().with_untracked(|found| {
                            found.chats.iter().find(|chat| name_of(chat) == name).cloned()
                        });
                        found.map(|found| ui! { <Finding found /> }).into_any()
                    })}
                </ul>
            }
            .into_any())}
        </div>
    }
}

/// What tells a finding from all others: the chat, and what is shown of it but its shelf, and of many more messages how many.
fn name_of(found: &FoundChat) -> String {
    let mut name = found.chat.to_string();
    name.extend(char::from_digit(found.n_more.min(9) as u32, 10));
    let mut add = |id: &str, excerpt: &Excerpt| {
        name.push_str(id);
        for (piece, is_marked) in excerpt.pieces() {
            name.push(if is_marked { '\u{2}' } else { '\u{1}' });
            name.push_str(piece);
        }
    };
    add("", &found.title);
    found.hits.iter().for_each(|hit| add(hit.message.as_str(), &hit.excerpt));
    name
}

/// How many chats were found, for those who see and those who hear. It is there before there is anything to say: a
/// region that comes with its words is not read out.
#[component]
pub fn SearchState() -> impl IntoView {
    let search = use_search();
    let words = text(move || {
        if !search.is_asked() {
            return String::new();
        }
        let n_chats = search.found().with(|found| found.chats.len());
        let has_more = search.found().with(|found| found.has_more);
        match (search.progress(), n_chats) {
            (Progress::Broken, _) => String::new(),
            (Progress::Slow, _) => "Searching…".to_owned(),
            (Progress::Searching, 0) => String::new(),
            (Progress::Complete, 0) => "No title or message has all these words".to_owned(),
            (_, 1) => "1 chat".to_owned(),
            (_, n) if has_more => format!("More than {n} chats"),
            (_, n) => format!("{n} chats"),
        }
    });
    ui! { <p class="sidebar__state" role="status" data-empty=flag(move || words.with(String::is_empty))>{words}</p> }
}

/// One chat in which the words stand.
#[component]
fn Finding(found: FoundChat) -> impl IntoView {
    let FoundChat { chat, title, shelf, hits, n_more } = found;
    let (drawer, chats) = (use_frame().drawer, use_chats());
    let title = if title.text.is_empty() { ui! { <span>{UNTITLED}</span> }.into_any() } else { marked(&title) };
    let hits = hits.into_iter().map(|Hit { message, excerpt }| {
        ui! {
            <li>
                <a class="finding__hit" href=format!("c/{chat}#{message}") on:click=move |_| {
                    chats.choose_hit();
                    drawer.set(false);
                }>
                    {marked(&excerpt)}
                </a>
            </li>
        }
        .into_any()
    });
    let hits = hits.collect_view();
    ui! {
        <li class="finding">
            <a class="sidebar__link finding__chat" href=format!("c/{chat}") on:click=move |_| drawer.set(false)>
                <span class="sidebar__title">{title}</span>
                {(shelf == Shelf::Archive).then(|| ui! { <span class="finding__shelf">"archived"</span> })}
            </a>
            <ul role="list">{hits}</ul>
            {(n_more > 0).then(|| ui! {
                <p class="finding__more">{if n_more == 1 { "and 1 more message".to_owned() } else { format!("and {n_more} more messages") }}</p>
            })}
        </li>
    }
}

/// Words, of which some are marked.
fn marked(excerpt: &Excerpt) -> AnyView {
    let pieces = excerpt.pieces().into_iter().map(|(words, is_marked)| {
        let words = words.to_owned();
        if is_marked { ui! { <mark class="finding__mark">{words}</mark> }.into_any() } else { words.into_any() }
    });
    pieces.collect_view().into_any()
}

fn links(list: &Element) -> Vec<HtmlElement> {
    let all = list.get_elements_by_tag_name("a");
    (0..all.length()).filter_map(|index| all.item(index)?.dyn_into().ok()).collect()
}
