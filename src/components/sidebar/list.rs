//! The chats of the sidebar, by day. Of thousands only those stand on the page that one has scrolled to.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::entry::SidebarEntry;
use crate::browser::scroll;
use crate::components::thread::asking::READ_ONLY;
use crate::components::ui::flow::{dynamic, each, effect, flag, when};
use crate::domain::calendar::Group;
use crate::domain::ids::ConversationId;
use crate::domain::summary::Shelf;
use crate::state::calendar::use_calendar;
use crate::state::chats::{Opened, use_chats};
use crate::state::search::use_search;

/// Entries that stand there at first, and that come whenever the end is near: more than a tall screen shows.
const STEP: usize = 40;

/// What the name of a heading in the list begins with; no chat's does.
const HEADING: char = '\n';

/// The chats that were not put away, pinned ones first.
#[component]
pub fn ChatList() -> impl IntoView {
    let chats = use_chats();
    let (calendar, search) = (use_calendar(), use_search());
    let n_shown = RwSignal::new(STEP);
    // Follows the order of the chats, and nothing that is said in them.
    let rows = Memo::new(move |_| {
        let (n_shown, today) = (n_shown.get(), calendar.today());
        let mut rows = Vec::new();
        let mut last = None;
        chats.all().with(|all| {
            for chat in all.iter().filter(|chat| chat.shelf() == Shelf::Chats).take(n_shown) {
                let group = chat.conversation.with_untracked(|c| {
                    let summary = c.summary();
                    match summary.is_pinned {
                        true => Group::Pinned,
                        false => Group::of(calendar.day_of(summary.active), today),
                    }
                });
                if last.replace(group) != Some(group) {
                    rows.push(format!("{HEADING}{}", group.heading()));
                }
                rows.push(chat.id.to_string());
            }
        });
        rows
    });
    let is_hidden = Memo::new(move |_| search.is_asked());
    let list = NodeRef::<html::Div>::new();
    let look_below = move || {
        let Some(list) = list.try_get_untracked().flatten() else { return };
        // Where fewer stand than may, there are no more.
        let is_full = rows.with_untracked(|rows| rows.iter().filter(|row| !row.starts_with(HEADING)).count())
            >= n_shown.get_untracked();
        if is_full && scroll::is_near_bottom(&list) {
            n_shown.update(|n| *n += STEP);
        }
    };
    // What came may be too short for the page, and then nothing would ever be scrolled.
    effect(move || {
        rows.track();
        is_hidden.track();
        request_animation_frame(look_below);
    });
    let is_empty = Memo::new(move |_| rows.with(Vec::is_empty));
    ui! {
        // Hidden and not gone while there is a search: to build it anew would hold up the key that ends it.
        <div class="sidebar__list" hidden=flag(move || is_hidden.get()) node_ref=list on:scroll=move |_| look_below()>
            {when(
                move || !is_empty.get(),
                move || ui! {
                    <ul role="list">
                        {each(rows, |name| match name.strip_prefix(HEADING) {
                            Some(heading) => ui! { <li><h2 class="sidebar__heading">{heading.to_owned()}</h2></li> }.into_any(),
                            None => ui! { <SidebarEntry id=ConversationId::new(name) /> }.into_any(),
                        })}
                    </ul>
                }
                .into_any(),
            )}
            {dynamic(move || match chats.library().get() {
                Opened::Here(_) if is_empty.get() => ui! { <p class="sidebar__note">"No chats yet"</p> }.into_any(),
                Opened::Failed(_) => ui! {
                    <div class="alert" role="alert">
                        <p>"This browser could not read its chats. Nothing is lost by that."</p>
                        <button class="button" type="button" on:click=move |_| spawn_local(chats.open_again())>"Try again"</button>
                    </div>
                }
                .into_any(),
                // It is here before one could read a word about it.
                Opened::Opening | Opened::Reading(_) | Opened::Here(_) => ().into_any(),
            })}
        </div>
        {when(move || chats.is_read_only(), || ui! { <p class="sidebar__note">{READ_ONLY}</p> }.into_any())}
    }
}
