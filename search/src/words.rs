//! The words of one chat: every message of every branch that is text and not deleted, folded, one behind the other.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use parlance::domain::ids::MessageId;
use parlance::domain::message::Message;

use crate::fold::{self, fold};
use crate::signature::Signature;

/// Stands behind each message. No word has it, so none is found across two messages.
const BETWEEN: char = '\n';

/// The words of a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Of what they were made ([`stamp`]).
    pub(crate) stamp: u64,
    pub(crate) text: Box<[u8]>,
    /// Where each message ends in `text`.
    pub(crate) ends: Box<[u32]>,
    /// The messages.
    pub(crate) names: Box<[MessageId]>,
    pub(crate) signature: Signature,
}

/// A number that is another when the words of a chat may be others. Messages never change once they are written, so
/// their names say it, with those that are deleted.
pub fn stamp<'a>(messages: impl IntoIterator<Item = &'a str>, hidden: &BTreeSet<MessageId>) -> u64 {
    // FNV-1a, 64 bits.
    let mut stamp = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| stamp = (stamp ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    add(fold::VERSION);
    let mut add_all = |names: &mut dyn Iterator<Item = &str>| {
        for name in names {
            // No UTF-8 has this byte, so names cannot run into each other.
            name.bytes().chain([0xff]).for_each(&mut add);
        }
        add(0xfe);
    };
    add_all(&mut messages.into_iter());
    add_all(&mut hidden.iter().map(MessageId::as_str));
    stamp
}

impl Words {
    /// The words of these messages, which are all that a chat has. `stamp` is that of [`stamp`].
    pub fn new(messages: &[Message], hidden: &BTreeSet<MessageId>, stamp: u64) -> Self {
        let gone = gone(messages, hidden);
        let mut text = String::new();
        let (mut ends, mut names) = (Vec::new(), Vec::new());
        for message in messages.iter().filter(|message| !gone.contains(&message.id)) {
            let words = fold(&message.text());
            // A chat beyond 4 GB is not a chat.
            let end = u32::try_from(text.len() + words.len() + 1);
            if let (false, Ok(end)) = (words.trim().is_empty(), end) {
                text.push_str(&words);
                text.push(BETWEEN);
                ends.push(end);
                names.push(message.id.clone());
            }
        }
        let text = text.into_bytes().into_boxed_slice();
        let signature = Signature::of(&text);
        Self { stamp, text, ends: ends.into(), names: names.into(), signature }
    }

    /// Of what they were made.
    pub fn stamp(&self) -> u64 {
        self.stamp
    }

    /// The message of this number.
    pub fn name(&self, idx: usize) -> Option<&MessageId> {
        self.names.get(idx)
    }

    /// How many bytes there are to be searched.
    pub fn n_bytes(&self) -> usize {
        self.text.len()
    }

    /// The number of the message that has this byte, and all of its bytes.
    pub(crate) fn message_at(&self, byte: usize) -> (usize, Range<usize>) {
        let idx = self.ends.partition_point(|end| *end as usize <= byte);
        let start = idx.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        (idx, start..self.ends.get(idx).map_or(self.text.len(), |end| *end as usize))
    }
}

/// The messages that are deleted: those that are named, and all below them.
fn gone<'a>(messages: &'a [Message], hidden: &'a BTreeSet<MessageId>) -> BTreeSet<&'a MessageId> {
    let mut gone: BTreeSet<&MessageId> = BTreeSet::new();
    if hidden.is_empty() {
        return gone;
    }
    let mut children: BTreeMap<&MessageId, Vec<&MessageId>> = BTreeMap::new();
    for message in messages {
        if let Some(parent) = &message.parent {
            children.entry(parent).or_default().push(&message.id);
        }
    }
    let mut next: Vec<&MessageId> = hidden.iter().collect();
    while let Some(id) = next.pop() {
        // Parents that go round in a ring end here too.
        if gone.insert(id) {
            next.extend(children.get(id).into_iter().flatten());
        }
    }
    gone
}

#[cfg(test)]
mod tests {
    use parlance::domain::message::{Part, Reasoning};
    use parlance::domain::time::Timestamp;

    use super::*;

    fn message(name: &str, parent: Option<&str>, text: &str) -> Message {
        let parent = parent.map(MessageId::new);
        Message::from_user(MessageId::new(name), parent, Timestamp::from_ms(1), text.to_owned())
    }

    fn words(messages: &[Message], hidden: &[&str]) -> Words {
        Words::new(messages, &hidden.iter().map(|name| MessageId::new(*name)).collect(), 0)
    }

    fn names(words: &Words) -> Vec<&str> {
        words.names.iter().map(MessageId::as_str).collect()
    }

    #[test]
    fn what_is_deleted_is_gone_with_all_below_it() {
        let messages = [
            message("a", None, "one"),
            message("b", Some("a"), "two"),
            message("c", Some("b"), "three"),
            message("d", Some("a"), "four"),
            message("x", Some("y"), "round"),
            message("y", Some("x"), "and round"),
        ];
        assert_eq!(names(&words(&messages, &["b"])), ["a", "d", "x", "y"]);
        assert_eq!(names(&words(&messages, &["x"])), ["a", "b", "c", "d"]);
        assert_eq!(names(&words(&messages, &[])), ["a", "b", "c", "d", "x", "y"]);
    }

    #[test]
    fn thoughts_and_pictures_have_no_words() {
        let mut thought = message("a", None, "");
        thought.parts = vec![
            Part::Reasoning(Reasoning { text: "secret".to_owned(), ..Reasoning::default() }),
            Part::Image("data:secret".to_owned()),
            Part::Text("Said".to_owned()),
        ];
        let words = words(&[thought, message("b", Some("a"), " ")], &[]);
        assert_eq!(&*words.text, b"said\n");
        assert_eq!(names(&words), ["a"]);
    }

    #[test]
    fn each_byte_is_of_one_message() {
        let words = words(&[message("a", None, "ab"), message("b", Some("a"), "c")], &[]);
        let found: Vec<_> = (0..words.n_bytes()).map(|byte| words.message_at(byte)).collect();
        assert_eq!(found, [(0, 0..3), (0, 0..3), (0, 0..3), (1, 3..5), (1, 3..5)]);
    }

    #[test]
    fn a_stamp_tells_of_each_change() {
        let of = |messages: &[&str], hidden: &[&str]| {
            stamp(messages.iter().copied(), &hidden.iter().map(|name| MessageId::new(*name)).collect())
        };
        let stamps = [of(&[], &[]), of(&["a"], &[]), of(&["a", "b"], &[]), of(&["ab"], &[]), of(&["a"], &["a"])];
        assert_eq!(stamps.iter().collect::<BTreeSet<_>>().len(), stamps.len());
    }
}
