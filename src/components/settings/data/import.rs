//! Importing: a file is chosen, what is in it is shown, and then it is taken in or not.

use leptos::html;
use leptos::prelude::*;

use crate::browser::chosen::ChosenFile;
use crate::components::ui::dialog::Dialog;
use crate::components::ui::flow::{dynamic, effect, flag, text};
use crate::domain::import::{Preview, Written};
use crate::domain::size;
use crate::state::calendar::{CalendarStore, use_calendar};
use crate::state::data::{Import, use_data};

/// The button "Import chats", and the dialog that goes with a file.
#[component]
pub fn ImportChats() -> impl IntoView {
    let data = use_data();
    let field = NodeRef::<html::Input>::new();
    let open = RwSignal::new(false);
    let file = RwSignal::new((String::new(), 0_u64));
    // Closing the dialog ends what it is about, and what has ended closes it.
    effect(move || {
        let is_there = data.import().with(Option::is_some);
        if is_there != open.get_untracked() {
            open.set(is_there);
        }
    });
    let mut was_open = false;
    effect(move || {
        let is_open = open.get();
        if std::mem::replace(&mut was_open, is_open) && !is_open && data.import().with_untracked(Option::is_some) {
            data.end_import();
        }
    });
    on_cleanup(move || {
        // Whoever leaves in the middle of writing lets it go on.
        if !matches!(data.import().get_untracked(), Some(Import::Writing(_))) {
            data.end_import();
        }
    });
    ui! {
        <button
            class="button"
            type="button"
            aria-haspopup="dialog"
            on:click=move |_| {
                if let Some(field) = field.get_untracked() {
                    field.click();
                }
            }
        >
            "Import chats"
        </button>
        // Pressed for the person by the button, which can be styled and told apart.
        <input
            type="file"
            hidden=true
            accept=".json,.jsonl,.zip,.tar,application/json,application/zip,application/x-tar"
            node_ref=field
            on:change=move |_| {
                if let Some(chosen) = field.get_untracked().and_then(|field| ChosenFile::take(&field)) {
                    file.set((chosen.name(), chosen.n_bytes()));
                    data.read_file(&chosen);
                }
            }
        />
        <Dialog open label="Import chats" class="import">
            <h2 class="dialog__title">"Import chats"</h2>
            <p class="import__file">{text(move || file.with(|(name, n_bytes)| match name.is_empty() {
                // Chosen before these settings were opened.
                true => String::new(),
                false => format!("{name}, {}", size::wording(*n_bytes)),
            }))}</p>
            <Steps file_size=Signal::derive(move || file.with(|(_, n_bytes)| *n_bytes)) />
        </Dialog>
    }
}

/// What there is to see and to do, step by step.
#[component]
fn Steps(file_size: Signal<u64>) -> impl IntoView {
    let (data, calendar) = (use_data(), use_calendar());
    // How far it is changes many times a second, and the buttons must stay.
    let step = Memo::new(move |_| data.import().with(|import| import.as_ref().map(std::mem::discriminant)));
    let progress = text(move || match data.import().get() {
        Some(Import::Reading(0)) => "Reading the file…".to_owned(),
        Some(Import::Reading(n_chats)) => format!("Reading the file… {} so far", chats(n_chats)),
        Some(Import::Writing(Written { n_new, n_grown, .. })) => {
            format!("Importing… {} so far", chats(n_new + n_grown))
        }
        Some(Import::Preview(_) | Import::Failed(_)) | None => String::new(),
    });
    let cancel = move |label: &'static str| {
        ui! { <button class="button" type="button" on:click=move |_| data.end_import()>{label}</button> }.into_any()
    };
    ui! {
        <div class="import__progress" role="status" data-empty=flag(move || progress.with(String::is_empty))>{progress}</div>
        {dynamic(move || {
            // A memo that nobody has read follows nothing.
            step.get();
            match data.import().get_untracked() {
                Some(Import::Preview(preview)) => {
                    let has_news = preview.has_news();
                    let room = data.keeping().room;
                    let is_tight = room.is_some_and(|room| room.quota.saturating_sub(room.used) < file_size.get_untracked());
                    ui! {
                        {contents(preview, calendar)}
                        {is_tight.then(|| ui! {
                            <p class="alert" role="alert">"This browser may not have room for all of it. What fits is imported, and nothing that is here is lost."</p>
                        })}
                        <div class="dialog__actions">
                            {cancel("Cancel")}
                            {has_news.then(|| ui! {
                                <button class="button" data-variant="primary" type="button" on:click=move |_| data.write_import()>"Import"</button>
                            })}
                        </div>
                    }
                    .into_any()
                }
                Some(Import::Failed(failure)) => {
                    let Written { n_new, n_grown, .. } = failure.written;
                    let kept = (n_new + n_grown > 0).then(|| format!("{} had been imported by then, and stay.", chats(n_new + n_grown)));
                    ui! {
                        <div class="alert" role="alert">
                            <p>{failure.sentence}</p>
                            {kept.map(|kept| ui! { <p>{kept}</p> })}
                        </div>
                        <div class="dialog__actions">{cancel("Close")}</div>
                    }
                    .into_any()
                }
                Some(Import::Reading(_) | Import::Writing(_)) => {
                    ui! { <div class="dialog__actions">{cancel("Cancel")}</div> }.into_any()
                }
                None => ().into_any(),
            }
        })}
    }
}

/// What is in the file.
fn contents(preview: Preview, calendar: CalendarStore) -> AnyView {
    let Preview { app, n_new, n_grown, n_known, n_messages, from, to, skipped, n_skipped, warnings } = preview;
    let span = from.zip(to).map(|(from, to)| {
        let (from, to) = (calendar.day_of(from), calendar.day_of(to));
        if from == to {
            format!("from {}", from.wording())
        } else {
            format!("from {} to {}", from.wording(), to.wording())
        }
    });
    let news = match (n_new, n_grown) {
        (0, 0) => "Everything in this file is here already.".to_owned(),
        (n_new, n_grown) => {
            let grown = (n_grown > 0).then(|| format!("{} with new messages", chats(n_grown)));
            let new =
                (n_new > 0).then(|| if n_new == 1 { "1 new chat".to_owned() } else { format!("{n_new} new chats") });
            let what = [new, grown].into_iter().flatten().collect::<Vec<_>>().join(" and ");
            let messages = if n_messages == 1 { "1 message".to_owned() } else { format!("{n_messages} messages") };
            format!("{what}: {messages}{}.", span.map(|span| format!(", {span}")).unwrap_or_default())
        }
    };
    let n_untold = n_skipped.saturating_sub(skipped.len());
    ui! {
        <p>"Written by " {app} "."</p>
        <p><strong>{news}</strong></p>
        {(n_known > 0 && n_new + n_grown > 0).then(|| ui! { <p>{format!("{} are here already and stay as they are.", chats(n_known))}</p> })}
        {warnings.into_iter().map(|warning| ui! { <p class="import__note">{warning}</p> }.into_any()).collect_view()}
        {(n_skipped > 0).then(|| ui! {
            <details class="import__skipped">
                <summary>{format!("{} cannot be read and will be left out", chats(n_skipped))}</summary>
                <ul>
                    {skipped.into_iter().map(|skipped| ui! { <li>{skipped.what} ": " {skipped.why}</li> }.into_any()).collect_view()}
                    {(n_untold > 0).then(|| ui! { <li>{format!("and {n_untold} more")}</li> })}
                </ul>
            </details>
        })}
    }
    .into_any()
}

fn chats(n: usize) -> String {
    if n == 1 { "1 chat".to_owned() } else { format!("{n} chats") }
}
