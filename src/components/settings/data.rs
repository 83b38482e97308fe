//! Chats in and out: export, import, backups, and deleting all of it.

mod backup;
mod delete;
mod import;

use leptos::prelude::*;

use self::backup::BackupFolder;
use self::delete::DeleteAll;
use self::import::ImportChats;
use crate::components::export_all::ExportAll;
use crate::components::ui::flow::{maybe, text, when};
use crate::domain::size;
use crate::state::chats::use_chats;
use crate::state::data::{Doing, Keeping, use_data};

/// The section "Data".
#[component]
pub fn DataSection() -> impl IntoView {
    let (data, chats) = (use_data(), use_chats());
    data.look();
    let progress = text(move || match data.doing() {
        Some(Doing::Exporting) => "Collecting your chats…",
        Some(Doing::Deleting) => "Deleting…",
        Some(Doing::BackingUp) => "Writing the backup…",
        None => "",
    });
    ui! {
        <section class="settings__section" id="data" aria-labelledby="data-title">
            <h2 class="settings__title" id="data-title">"Data"</h2>
            {maybe(move || {
                let Keeping { room, is_persistent } = data.keeping();
                let room = room.map(|room| {
                    let left = size::wording(room.quota.saturating_sub(room.used));
                    format!("{} used; this browser has room for about {left} more.", size::wording(room.used))
                });
                let keeps = is_persistent.map(|is_persistent| match is_persistent {
                    true => "It keeps your chats until you delete them.",
                    false => "It may drop your chats if this device runs out of room, so export them now and then.",
                });
                let words = [room.unwrap_or_default(), keeps.unwrap_or_default().to_owned()].join(" ");
                Some(ui! { <p>{words.trim().to_owned()}</p> }.into_any())
            })}
            <p class="settings__note">
                "An export is one file with every chat, also those in the archive and the trash. Your key is never in it. Imports add to what is here and replace nothing; they read exports of Parlance, ChatGPT, Claude, LibreChat, Open WebUI and others."
            </p>
            <div class="cluster">
                <ExportAll />
                {when(move || !chats.is_read_only(), || ui! { <ImportChats /> }.into_any())}
            </div>
            <div role="status">{progress}</div>
            <BackupFolder />
            {when(move || !chats.is_read_only(), || ui! { <div class="settings__part"><DeleteAll /></div> }.into_any())}
        </section>
    }
}
