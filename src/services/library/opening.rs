//! Opening the library: which database counts, and how an older one becomes the present one.
//!
//! Each generation is a database of its own. The present one counts once it is marked as ready, and that happens when
//! everything of the older one was copied and read back. Until then, whatever breaks it off, the older one counts; and
//! it stays until the present one was opened a second time.

use std::cell::Cell;
use std::pin::pin;

use futures_util::future::{Either, select};

use super::{Access, CHATS, JOURNAL, MESSAGES, META, SHAPES, put_message, put_summary, word};
use crate::browser::records::{self, Key, Records, Refused};
use crate::browser::storage::Area;
use crate::browser::{locks, timer};
use crate::domain::conversation::Conversation;
use crate::protocol::archive;

/// What every generation's name begins with.
const NAME: &str = "parlance-library-";
/// The generation that this build reads and writes.
const GENERATION: u32 = 2;
/// The generation before, with one text for each chat.
const OLDER: u32 = 1;
/// What marks a generation that counts.
const READY: &str = "ready";
/// Says beside that mark that the older one holds what could not be read, and stays.
const KEEP_OLDER: &str = "keep-older";
/// The tabs that upgrade do so one after the other.
const LOCK: &str = "parlance-library";
/// Under what a tab kept its chats before there was a library.
const TAB_PREFIX: &str = "parlance.chat.";
/// Milliseconds to wait for a database. It opens in a few; what takes longer is blocked.
const PATIENCE_MS: i32 = 10_000;

/// Opens the generation that counts.
pub(super) async fn open() -> Result<(Records, Access), Refused> {
    let is_upgrading = Cell::new(false);
    let mut opened = pin!(open_generation(&is_upgrading));
    loop {
        match select(opened.as_mut(), pin!(timer::sleep(PATIENCE_MS))).await {
            Either::Left((opened, _)) => return opened,
            // Thousands of chats take longer, and whoever breaks that off shows none of them.
            Either::Right(_) if is_upgrading.get() => {}
            Either::Right(_) => return Err(Refused::NotThere),
        }
    }
}

/// Says when it begins to copy, or to wait for a tab that does.
async fn open_generation(is_upgrading: &Cell<bool>) -> Result<(Records, Access), Refused> {
    let there = generations().await?;
    for newer in there.iter().filter(|generation| **generation > GENERATION).rev() {
        if let Some(records) = ready(*newer).await? {
            return Ok((records, Access::ReadOnly));
        }
    }
    let records = Records::open(&name(GENERATION), SHAPES).await?;
    if let Some(mark) = mark(&records).await? {
        // It was opened once before, and all was well: what was copied has served its time.
        if mark.is_empty() && there.iter().any(|generation| *generation < GENERATION) {
            forget_older().await?;
        }
    } else {
        is_upgrading.set(there.contains(&OLDER));
        // Where there are no locks there is one tab at most that gets here first, and copying twice does no harm.
        let _one_at_a_time = locks::acquire(LOCK).await;
        if mark(&records).await?.is_none() {
            let copied = if there.contains(&OLDER) { copy_older(&records).await? } else { Copied::All };
            let transaction = records.write(&[META])?;
            transaction.put(META, &[("name", word(READY))], if copied == Copied::All { "" } else { KEEP_OLDER })?;
            transaction.done().await?;
        }
    }
    take_from_tab(&records).await?;
    Ok((records, Access::Full))
}

/// Deletes what older builds have left.
pub(super) async fn forget_older() -> Result<(), Refused> {
    for generation in generations().await? {
        if generation < GENERATION {
            records::delete(&name(generation)).await?;
        }
    }
    Ok(())
}

fn name(generation: u32) -> String {
    format!("{NAME}{generation}")
}

/// The generations that are there, the oldest first.
async fn generations() -> Result<Vec<u32>, Refused> {
    // Taken for none, those that were not told would never be copied, and go the next time.
    let names = records::names().await?;
    // A browser that does not tell them has had no other.
    let mut found: Vec<u32> = Vec::new();
    for generation in names.unwrap_or_default().iter().filter_map(|name| name.strip_prefix(NAME)?.parse().ok()) {
        // There are two or three: no sorting is worth its code.
        found.insert(found.partition_point(|other| *other < generation), generation);
    }
    Ok(found)
}

/// A newer generation, if it counts.
async fn ready(generation: u32) -> Result<Option<Records>, Refused> {
    let Some(records) = Records::open_as_it_is(&name(generation)).await? else { return Ok(None) };
    // A form that keeps no such mark, or no chats and messages where we look for them, is none that we can show.
    match mark(&records).await {
        Ok(Some(_)) if records.read(&[CHATS, MESSAGES, JOURNAL]).is_ok() => Ok(Some(records)),
        _ => {
            records.close();
            Ok(None)
        }
    }
}

async fn mark(records: &Records) -> Result<Option<String>, Refused> {
    records.read(&[META])?.get(META, Key::One(READY)).await
}

/// What became of the chats of an older generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copied {
    All,
    /// Some could not be read.
    Some,
}

/// Copies every chat of the generation before, and reads back what was written.
async fn copy_older(records: &Records) -> Result<Copied, Refused> {
    let Some(older) = Records::open_as_it_is(&name(OLDER)).await? else { return Ok(Copied::All) };
    let texts = older.read(&[CHATS])?.all(CHATS, None).await?;
    older.close();
    let mut copied = Copied::All;
    for text in texts {
        match archive::conversation_from_text(&text) {
            Ok(conversation) => keep(records, &conversation).await?,
            Err(_) => copied = Copied::Some,
        }
    }
    Ok(copied)
}

/// Moves the chats that this tab has kept for itself into the library.
async fn take_from_tab(records: &Records) -> Result<(), Refused> {
    for name in Area::Tab.names(TAB_PREFIX) {
        let text = Area::Tab.get(&name).unwrap_or_default();
        // One that cannot be read stays where it is.
        if let Ok(conversation) = archive::conversation_from_text(&text) {
            keep(records, &conversation).await?;
            Area::Tab.remove(&name);
        }
    }
    Ok(())
}

/// Writes what is not there yet of a chat, and looks whether all of it is there then.
async fn keep(records: &Records, conversation: &Conversation) -> Result<(), Refused> {
    let chat = conversation.id();
    let is_kept = |kept: &[String], id: &str| kept.binary_search_by(|other| other.as_str().cmp(id)).is_ok();
    let transaction = records.write(&[CHATS, MESSAGES])?;
    let kept = transaction.last_fields(MESSAGES, Key::Within(chat.as_str())).await?;
    for message in conversation.messages().iter().filter(|message| !is_kept(&kept, message.id.as_str())) {
        put_message(&transaction, chat, message)?;
    }
    if transaction.get(CHATS, Key::One(chat.as_str())).await?.is_none() {
        put_summary(&transaction, conversation.summary())?;
    }
    transaction.done().await?;
    let kept = records.read(&[MESSAGES])?.last_fields(MESSAGES, Key::Within(chat.as_str())).await?;
    let is_whole = conversation.messages().iter().all(|message| is_kept(&kept, message.id.as_str()));
    if is_whole { Ok(()) } else { Err(Refused::Failed) }
}
