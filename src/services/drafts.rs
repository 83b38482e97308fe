//! Unsent text, kept through a reload, a sign-in and a crash.
//!
//! Each tab has its own. What is typed anywhere lies in the browser too, each text for itself. A tab that has none shows the text
//! that was begun last; if it goes on with that it takes its place, and the tab that typed it leaves it once more when it goes.

use crate::browser::storage::{Area, NotStored};
use crate::browser::{clock, entropy};
use crate::domain::ids::{ConversationId, MessageId};
use crate::domain::time::Timestamp;

/// Before the conversation (`new`, or an id, or `<id>/<message>` for what is written into a question). In [`Area::Local`] `@` and a
/// ULID follow, which tells the texts of one conversation apart; older builds wrote one, without.
const PREFIX: &str = "parlance.draft.";
const NEW: &str = "new";

/// Writes the draft of a conversation, or of the one not yet begun, in the place of `old`, which stood there. An empty one
/// takes that away.
pub fn save(id: Option<&ConversationId>, old: &str, text: &str) -> Result<(), NotStored> {
    if text.is_empty() {
        forget(id, old);
        return Ok(());
    }
    let name = name(id);
    let place = find(&name, old, |kept, old| kept == old).unwrap_or_else(|| new_place(&name));
    // Where that fails this tab has what it had before, which comes first after a reload, and both are kept.
    let _ = Area::Tab.set(&name, text);
    Area::Local.set(&place, text)
}

/// Leaves the drafts of this tab, which may go now, for those that come: another one may have gone on with them, or written
/// over them.
pub fn leave() {
    for name in Area::Tab.names(PREFIX) {
        if let Some(text) = Area::Tab.get(&name)
            && find(&name, &text, |kept, text| kept.starts_with(text)).is_none()
        {
            // Where that fails, a tab that only hides still has its own.
            let _ = Area::Local.set(&new_place(&name), &text);
        }
    }
}

/// Forgets the draft where it is still this one: another tab may have written its own.
pub fn forget(id: Option<&ConversationId>, text: &str) {
    let name = name(id);
    if let Some(place) = find(&name, text, |kept, text| kept == text) {
        Area::Local.remove(&place);
    }
    if Area::Tab.get(&name).as_deref() == Some(text) {
        Area::Tab.remove(&name);
    }
}

/// The draft of a conversation, or of the one not yet begun.
pub fn load(id: Option<&ConversationId>) -> String {
    let name = name(id);
    let begun_last = || find(&name, "", |_, _| true).and_then(|place| Area::Local.get(&place));
    Area::Tab.get(&name).or_else(begun_last).unwrap_or_default()
}

/// Forgets every draft, or those of a conversation that is gone.
pub fn forget_all(id: &str) {
    let own = format!("{PREFIX}{id}");
    for area in [Area::Tab, Area::Local] {
        for name in area.names(&own) {
            // Of another conversation, whose id begins like this one, it is not.
            if id.is_empty() || matches!(sign_after(&own, &name), b'@' | b'/') {
                area.remove(&name);
            }
        }
    }
}

/// Forgets the drafts of this tab. What else lies in the browser is another's.
pub fn forget_own() {
    Area::Tab.names(PREFIX).iter().for_each(|name| Area::Tab.remove(name));
}

/// Where the youngest of the texts of this name lies for which `is_so(it, text)`.
fn find(name: &str, text: &str, is_so: fn(&str, &str) -> bool) -> Option<String> {
    let mut found = None;
    for place in Area::Local.names(name) {
        let is_it = sign_after(name, &place) == b'@' && Area::Local.get(&place).is_some_and(|kept| is_so(&kept, text));
        if is_it && found.as_ref() < Some(&place) {
            found = Some(place);
        }
    }
    found
}

/// A place that no other tab has taken, greater than those before it: a message's id is a ULID.
fn new_place(name: &str) -> String {
    format!("{name}@{}", MessageId::generate(Timestamp::from_ms(clock::now_ms()), entropy::bytes()))
}

/// The sign that follows the name in a place. Where nothing follows, an older build wrote it, and it counts as `@`.
fn sign_after(name: &str, place: &str) -> u8 {
    place.as_bytes().get(name.len()).copied().unwrap_or(b'@')
}

fn name(id: Option<&ConversationId>) -> String {
    format!("{PREFIX}{}", id.map_or(NEW, ConversationId::as_str))
}
