//! The backup folder. Nothing where the browser lets no page write into folders.

use leptos::prelude::*;

use crate::components::ui::flow::dynamic;
use crate::domain::calendar;
use crate::state::calendar::use_calendar;
use crate::state::data::{Backup, use_data};

/// Where backups go, and when the last one was written.
#[component]
pub fn BackupFolder() -> impl IntoView {
    let (data, calendar) = (use_data(), use_calendar());
    let choose = move || {
        ui! { <button class="button" type="button" on:click=move |_| data.choose_backup()>"Choose backup folder"</button> }
    };
    dynamic(move || {
        match data.backup().get() {
        Backup::Impossible => ().into_any(),
        Backup::Off => ui! {
            <div class="settings__part">
                <p class="settings__note">"Parlance can keep a copy of all chats in a folder of yours, and renew it after changes."</p>
                {choose()}
            </div>
        }
        .into_any(),
        Backup::On { folder, may_write, last } => {
            let last = match last {
                Some(last) => format!("Last backup {}.", calendar::ago(last, calendar.now())),
                None => "There is no backup in it yet.".to_owned(),
            };
            ui! {
                <div class="settings__part">
                    <p>"Backups go into the folder " <strong class="settings__name">{folder}</strong> ". " {last}</p>
                    {(!may_write).then(|| ui! {
                        <p class="settings__note">"The browser wants to be asked again before Parlance may write there."</p>
                    })}
                    <div class="cluster">
                        {(!may_write).then(|| ui! {
                            <button class="button" type="button" on:click=move |_| data.allow_backup()>"Allow backups"</button>
                        })}
                        {choose()}
                        <button class="button" type="button" on:click=move |_| data.stop_backup()>"Stop backups"</button>
                    </div>
                </div>
            }
            .into_any()
        }
    }
    })
}
