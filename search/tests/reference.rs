//! What is found, beside a search without an index: every text folded, every word looked for in each.

use std::collections::BTreeSet;

use parlance::domain::ids::{ConversationId, MessageId};
use parlance::domain::message::Message;
use parlance::domain::summary::{Act, Summary};
use parlance::domain::time::Timestamp;
use parlance_search::fold::fold;
use parlance_search::index::{Chat, Index};
use parlance_search::query::Query;
use parlance_search::record;
use parlance_search::words::{Words, stamp};
use proptest::prelude::*;

/// A chat to be searched.
#[derive(Debug, Clone)]
struct Sample {
    title: String,
    active: i64,
    place: Place,
    /// Each with its parent among those before it.
    messages: Vec<(String, Option<prop::sample::Index>)>,
    hidden: Vec<prop::sample::Index>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    Chats,
    Archive,
    Trash,
}

/// Few letters and a few odd ones, so that something is found often; and whatever there is.
fn text() -> impl Strategy<Value = String> {
    let syllable = prop_oneof![
        4 => prop::sample::select(vec![
            "a", "b", "A", "ä", "A\u{308}", "ﬁ", "fi", "Ａ", "ß", "ss", " ", "\n", "月", "日本", "が", "か", "한", "i", "İ",
        ]).prop_map(str::to_owned),
        1 => "\\PC{1,3}",
    ];
    prop::collection::vec(syllable, 0..12).prop_map(|syllables| syllables.concat())
}

fn sample() -> impl Strategy<Value = Sample> {
    let place = prop_oneof![3 => Just(Place::Chats), 1 => Just(Place::Archive), 1 => Just(Place::Trash)];
    let messages = prop::collection::vec((text(), any::<Option<prop::sample::Index>>()), 0..6);
    let hidden = prop::collection::vec(any::<prop::sample::Index>(), 0..2);
    (text(), 0_i64..5, place, messages, hidden).prop_map(|(title, active, place, messages, hidden)| Sample {
        title,
        active,
        place,
        messages,
        hidden,
    })
}

impl Sample {
    fn summary(&self, id: usize) -> Summary {
        let mut summary = Summary::new(ConversationId::new(format!("c{id}")), Timestamp::from_ms(0));
        summary.apply(&Act::Rename(self.title.clone()));
        summary.apply(&Act::Say(Timestamp::from_ms(self.active)));
        match self.place {
            Place::Chats => {}
            Place::Archive => summary.apply(&Act::Archive),
            Place::Trash => summary.apply(&Act::Delete(Timestamp::from_ms(9))),
        }
        summary.hidden = self.hidden_names().into_iter().collect();
        summary
    }

    fn parent(&self, idx: usize) -> Option<usize> {
        self.messages[idx].1.filter(|_| idx > 0).map(|parent| parent.index(idx))
    }

    fn messages(&self) -> Vec<Message> {
        let name = |idx: usize| MessageId::new(format!("m{idx}"));
        let texts = self.messages.iter().enumerate();
        texts
            .map(|(idx, (text, _))| {
                Message::from_user(name(idx), self.parent(idx).map(name), Timestamp::from_ms(1), text.clone())
            })
            .collect()
    }

    fn hidden_idxs(&self) -> Vec<usize> {
        let n = self.messages.len();
        self.hidden.iter().filter(|_| n > 0).map(|hidden| hidden.index(n)).collect()
    }

    fn hidden_names(&self) -> Vec<MessageId> {
        self.hidden_idxs().into_iter().map(|idx| MessageId::new(format!("m{idx}"))).collect()
    }

    fn is_hidden(&self, idx: usize) -> bool {
        self.hidden_idxs().contains(&idx) || self.parent(idx).is_some_and(|parent| self.is_hidden(parent))
    }
}

/// What is found: chats in order, each with its messages.
type Answer = Vec<(String, Vec<String>)>;

fn by_reference(samples: &[Sample], typed: &str) -> Answer {
    let folded = fold(typed);
    // The marks around what is quoted are not looked for.
    let quotes = ['"', '“', '”', '„', '«', '»', '\''];
    let words = folded.split_whitespace().map(|word| word.trim_matches(quotes)).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    if words.is_empty() {
        return Vec::new();
    }
    let is_in = |text: &str| words.iter().all(|word| fold(text).contains(word));
    let mut found = Vec::new();
    for (id, sample) in samples.iter().enumerate().filter(|(_, sample)| sample.place != Place::Trash) {
        let is_hit = |idx: &usize| is_in(&sample.messages[*idx].0) && !sample.is_hidden(*idx);
        let hits: Vec<String> = (0..sample.messages.len()).filter(is_hit).map(|idx| format!("m{idx}")).collect();
        let is_by_title = is_in(&sample.title);
        if is_by_title || !hits.is_empty() {
            found.push(((is_by_title, sample.active, format!("c{id}")), hits));
        }
    }
    found.sort();
    found.into_iter().rev().map(|((.., id), hits)| (id, hits)).collect()
}

fn index(samples: &[Sample]) -> Index {
    let mut index = Index::default();
    for (id, sample) in samples.iter().enumerate() {
        let (summary, messages) = (sample.summary(id), sample.messages());
        let stamp = stamp(messages.iter().map(|message| message.id.as_str()), &summary.hidden);
        let words = Words::new(&messages, &summary.hidden, stamp);
        // As it would be after the next start.
        let words = record::from_bytes(&record::to_bytes(&words));
        assert!(words.is_some(), "a record that was just written can be read");
        if let Some(chat) = Chat::new(&summary, words) {
            index.put(chat);
        }
    }
    index
}

fn by_index(index: &Index, typed: &str, limit: usize, n_bytes: usize) -> (Answer, bool, Vec<usize>) {
    let Some(query) = Query::new(typed) else { return (Vec::new(), false, Vec::new()) };
    let mut scan = index.scan(query, limit);
    while !scan.step(n_bytes) {}
    let mut answer = Vec::new();
    for found in &scan.found {
        let name = |idx: &usize| found.chat.words.as_ref()?.name(*idx).map(|name| name.as_str().to_owned());
        answer.push((found.chat.id.as_str().to_owned(), found.matches.first.iter().filter_map(name).collect()));
    }
    (answer, scan.has_more, scan.found.iter().map(|found| found.matches.n).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn the_index_finds_what_a_search_without_one_finds(
        samples in prop::collection::vec(sample(), 0..6),
        typed in text(),
        n_bytes in 1_usize..60,
    ) {
        let index = index(&samples);
        let expected = by_reference(&samples, &typed);
        let (answer, has_more, ns) = by_index(&index, &typed, 100, n_bytes);
        let shown: Answer =
            expected.iter().map(|(id, hits)| (id.clone(), hits.iter().take(3).cloned().collect())).collect();
        prop_assert_eq!(&answer, &shown);
        prop_assert_eq!(ns, expected.iter().map(|(_, hits)| hits.len()).collect::<Vec<_>>());
        prop_assert!(!has_more);
        let (first, has_more, _) = by_index(&index, &typed, 2, n_bytes);
        prop_assert_eq!(&first[..], &answer[..answer.len().min(2)]);
        prop_assert_eq!(has_more, answer.len() > 2);
    }
}

#[test]
fn a_chat_whose_words_are_not_read_yet_is_found_by_its_title() {
    let mut index = Index::default();
    let mut summary = Summary::new(ConversationId::new("c"), Timestamp::from_ms(0));
    summary.apply(&Act::Rename("Tides".to_owned()));
    index.put(Chat::new(&summary, None).expect("a chat that is not in the trash"));
    assert_eq!(by_index(&index, "tide", 9, 9).0, [("c".to_owned(), vec![])]);
    index.remove(&summary.id);
    assert!(by_index(&index, "tide", 9, 9).0.is_empty() && index.is_empty());
}

#[test]
fn words_are_found_in_every_branch_but_not_across_messages() {
    let message = |name: &str, parent: Option<&str>, text: &str| {
        let parent = parent.map(MessageId::new);
        Message::from_user(MessageId::new(name), parent, Timestamp::from_ms(1), text.to_owned())
    };
    let messages =
        [message("a", None, "the sky"), message("b", Some("a"), "is blue"), message("x", Some("a"), "is GRAY")];
    let mut index = Index::default();
    let summary = Summary::new(ConversationId::new("c"), Timestamp::from_ms(0));
    index.put(Chat::new(&summary, Some(Words::new(&messages, &BTreeSet::new(), 0))).expect("a chat"));
    assert_eq!(by_index(&index, "gray", 9, 9).0, [("c".to_owned(), vec!["x".to_owned()])]);
    assert_eq!(by_index(&index, "blue", 9, 9).0, [("c".to_owned(), vec!["b".to_owned()])]);
    assert!(by_index(&index, "sky blue", 9, 9).0.is_empty());
}
