//! What the tabs of this browser tell each other about chats.

use crate::browser::channel;
use crate::browser::locks;
pub use crate::browser::locks::Held;
use crate::domain::ids::MessageId;
use crate::domain::news::News;
use crate::protocol::news;

const CHANNEL: &str = "parlance-chats";

/// Tells all tabs. What listens in this page hears it too.
pub fn tell(news: &News) {
    channel::post(CHANNEL, &news::to_text(news));
}

/// Calls `heard` with what tabs tell, this one too. For the life of the page.
pub fn listen(heard: impl Fn(News) + 'static) {
    channel::listen(CHANNEL, move |word| {
        if let Some(news) = news::from_text(&word) {
            heard(news);
        }
    });
}

/// Whether one tab can tell what another holds.
pub fn can_hold() -> bool {
    locks::are_there()
}

/// Takes an answer for this tab: as long as this is held, it is being written. `None` where there are no locks.
pub async fn hold(answer: &MessageId) -> Option<Held> {
    locks::acquire(&lock(answer)).await
}

/// Takes an answer that nobody writes. `None` if somebody does. Where there are no locks nobody can be asked, and what
/// an older page has left is taken.
pub async fn take_abandoned(answer: &MessageId) -> Option<Option<Held>> {
    if locks::are_there() { locks::try_acquire(&lock(answer)).await.map(Some) } else { Some(None) }
}

fn lock(answer: &MessageId) -> String {
    format!("parlance-answer-{answer}")
}
