//! The tree under random acts: whatever is done in whatever order, nothing is lost and nothing leads astray.

use std::collections::BTreeSet;

use parlance::domain::conversation::Conversation;
use parlance::domain::ids::{ConversationId, MessageId, ModelId};
use parlance::domain::message::{Message, Outcome, Part};
use parlance::domain::summary::Act;
use parlance::domain::time::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// One thing that a person or another tab does.
#[derive(Debug, Clone)]
enum Deed {
    /// Says something below a message, or first.
    Say(Option<Index>),
    /// Another tab says something there.
    Hear(Option<Index>),
    Show(Index),
    Hide(Index),
    Unhide(Index),
    Settle(Index),
}

fn deed() -> impl Strategy<Value = Deed> {
    let place = || proptest::option::weighted(0.9, any::<Index>());
    prop_oneof![
        4 => place().prop_map(Deed::Say),
        2 => place().prop_map(Deed::Hear),
        2 => any::<Index>().prop_map(Deed::Show),
        2 => any::<Index>().prop_map(Deed::Hide),
        1 => any::<Index>().prop_map(Deed::Unhide),
        1 => any::<Index>().prop_map(Deed::Settle),
    ]
}

fn new() -> Conversation {
    Conversation::new(ConversationId::new("c"), Timestamp::from_ms(0))
}

fn id_at(conversation: &Conversation, at: Index) -> Option<MessageId> {
    let messages = conversation.messages();
    (!messages.is_empty()).then(|| messages[at.index(messages.len())].id.clone())
}

fn message(n: usize, parent: Option<MessageId>) -> Message {
    let (id, created) = (MessageId::new(format!("m{n:04}")), Timestamp::from_ms(n as i64));
    match parent {
        Some(parent) if n % 2 == 1 => Message::awaited(id, parent, created, ModelId::new("a/b")),
        parent => Message::from_user(id, parent, created, format!("words {n}")),
    }
}

fn settled(message: &Message) -> Message {
    let mut message = message.clone();
    message.parts.push(Part::Text("whole".to_owned()));
    if let Some(answer) = &mut message.answer {
        answer.outcome = Some(Outcome::Complete);
    }
    message
}

/// Does it, and returns the acts that a disk would be told.
fn act(conversation: &mut Conversation, n: usize, deed: &Deed) -> Vec<Act> {
    match deed {
        Deed::Say(at) => {
            let parent = at.and_then(|at| id_at(conversation, at));
            conversation.append(message(n, parent)).unwrap().into_iter().collect()
        }
        Deed::Hear(at) => {
            let parent = at.and_then(|at| id_at(conversation, at));
            conversation.receive(message(n, parent)).unwrap();
            Vec::new()
        }
        Deed::Show(at) => id_at(conversation, *at).map(|id| conversation.show(&id)).unwrap_or_default(),
        Deed::Hide(at) => one(conversation, id_at(conversation, *at).map(Act::Hide)),
        Deed::Unhide(at) => one(conversation, id_at(conversation, *at).map(Act::Unhide)),
        Deed::Settle(at) => {
            if let Some(id) = id_at(conversation, *at) {
                let whole = settled(conversation.message(&id).unwrap());
                conversation.settle(whole);
            }
            Vec::new()
        }
    }
}

fn one(conversation: &mut Conversation, act: Option<Act>) -> Vec<Act> {
    act.iter().for_each(|act| conversation.apply(act));
    act.into_iter().collect()
}

fn play(deeds: &[Deed]) -> Conversation {
    let mut conversation = new();
    for (n, deed) in deeds.iter().enumerate() {
        act(&mut conversation, n, deed);
    }
    conversation
}

fn path(conversation: &Conversation) -> Vec<MessageId> {
    conversation.active_path().iter().map(|message| message.id.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn nothing_that_was_said_is_ever_lost_or_changed(deeds in vec(deed(), 0..40)) {
        let mut conversation = new();
        for (n, deed) in deeds.iter().enumerate() {
            let before = conversation.messages().to_vec();
            act(&mut conversation, n, deed);
            for message in before {
                let now = conversation.message(&message.id).unwrap();
                prop_assert!(message.is_running() || *now == message);
            }
        }
    }

    #[test]
    fn the_path_goes_from_a_first_message_to_a_last_one_and_past_nothing_deleted(deeds in vec(deed(), 0..40)) {
        let conversation = play(&deeds);
        let mut parent = None;
        for message in conversation.active_path() {
            prop_assert_eq!(&message.parent, &parent);
            prop_assert!(!conversation.summary().hidden.contains(&message.id));
            parent = Some(message.id.clone());
        }
        let is_shown = |message: &Message| !conversation.summary().hidden.contains(&message.id);
        prop_assert!(!conversation.messages().iter().any(|message| message.parent == parent && is_shown(message)));
    }

    #[test]
    fn parents_stand_before_their_children(deeds in vec(deed(), 0..40)) {
        let conversation = play(&deeds);
        let mut seen = BTreeSet::new();
        for message in conversation.messages() {
            prop_assert!(message.parent.as_ref().is_none_or(|parent| seen.contains(parent)));
            prop_assert!(seen.insert(message.id.clone()));
        }
    }

    #[test]
    fn what_is_shown_is_in_the_path_unless_something_above_is_deleted(deeds in vec(deed(), 1..40), at in any::<Index>()) {
        let mut conversation = play(&deeds);
        let Some(id) = id_at(&conversation, at) else { return Ok(()) };
        conversation.show(&id);
        let hidden = &conversation.summary().hidden;
        let is_reachable = !conversation.path_to(&id).iter().any(|message| hidden.contains(&message.id));
        prop_assert_eq!(path(&conversation).contains(&id), is_reachable);
    }

    #[test]
    fn showing_and_deleting_can_be_undone(deeds in vec(deed(), 1..40), at in any::<Index>()) {
        let mut conversation = play(&deeds);
        let (before, Some(id)) = (path(&conversation), id_at(&conversation, at)) else { return Ok(()) };
        let was_hidden = conversation.summary().hidden.contains(&id);
        conversation.apply(&Act::Hide(id.clone()));
        prop_assert!(!path(&conversation).contains(&id));
        if !was_hidden {
            conversation.apply(&Act::Unhide(id.clone()));
        }
        prop_assert_eq!(&path(&conversation), &before);
        conversation.show(&id);
        if let Some(last) = before.last() {
            conversation.show(last);
        }
        prop_assert_eq!(path(&conversation), before);
    }

    #[test]
    fn as_many_go_from_sight_with_a_message_as_are_said_to(deeds in vec(deed(), 1..40), at in any::<Index>()) {
        let mut conversation = play(&deeds);
        let (before, Some(id)) = (path(&conversation), id_at(&conversation, at)) else { return Ok(()) };
        let n = conversation.n_shown_from(&id);
        conversation.apply(&Act::Hide(id));
        let after = path(&conversation);
        // Another version may stand in its place.
        let (stays, goes) = before.split_at(before.len() - n);
        prop_assert!(after.starts_with(stays));
        prop_assert!(goes.iter().all(|gone| !after.contains(gone)));
    }

    #[test]
    fn versions_lead_from_each_to_the_next_and_back(deeds in vec(deed(), 1..40), at in any::<Index>()) {
        let conversation = play(&deeds);
        let Some(id) = id_at(&conversation, at) else { return Ok(()) };
        let Some(versions) = conversation.versions(&id) else {
            prop_assert!(conversation.summary().hidden.contains(&id));
            return Ok(());
        };
        prop_assert!((1..=versions.n).contains(&versions.place));
        prop_assert_eq!(versions.previous.is_none(), versions.place == 1);
        prop_assert_eq!(versions.next.is_none(), versions.place == versions.n);
        if let Some(next) = versions.next {
            let next = conversation.versions(&next).unwrap();
            prop_assert_eq!((next.place, next.n, next.previous), (versions.place + 1, versions.n, Some(id)));
        }
    }

    #[test]
    fn what_another_tab_says_moves_nothing_here(deeds in vec(deed(), 1..40), at in proptest::option::of(any::<Index>())) {
        let mut conversation = play(&deeds);
        let before = path(&conversation);
        act(&mut conversation, 1_000, &Deed::Hear(at));
        let after = path(&conversation);
        // Only below the last message, where nothing was shown, something may appear.
        prop_assert_eq!(&after[..before.len()], &before[..]);
    }

    #[test]
    fn a_chat_comes_back_from_the_disk_as_it_was_left(deeds in vec(deed(), 0..40), order in any::<u64>()) {
        // What the disk is told: messages in any order, and the acts.
        let mut conversation = new();
        let mut summary = conversation.summary().clone();
        let mut heard = false;
        for (n, deed) in deeds.iter().enumerate() {
            heard |= matches!(deed, Deed::Hear(_));
            act(&mut conversation, n, deed).iter().for_each(|act| summary.apply(act));
        }
        let mut messages: Vec<Message> = conversation.messages().iter().map(|message| (**message).clone()).collect();
        let n = messages.len().max(1);
        messages.rotate_left(order as usize % n);
        if order % 2 == 0 {
            messages.reverse();
        }
        let mut read = Conversation::of(summary);
        read.fill(messages);
        prop_assert_eq!(read.messages().len(), conversation.messages().len());
        // Who has heard of other tabs may have looked at what is not the newest, and that is not remembered.
        if !heard {
            prop_assert_eq!(path(&read), path(&conversation));
        }
        for message in conversation.messages() {
            prop_assert_eq!(read.versions(&message.id), conversation.versions(&message.id));
        }
    }

    #[test]
    fn two_tabs_that_do_different_things_lose_nothing(ours in vec(deed(), 0..12), theirs in vec(deed(), 0..12)) {
        // Both begin with the same chat, and each sends its acts to one disk.
        let mut start = new();
        act(&mut start, 0, &Deed::Say(None));
        let mut disk = start.summary().clone();
        let mut all = vec![(*start.messages()[0]).clone()];
        for (tab, deeds) in [&ours, &theirs].into_iter().enumerate() {
            let mut here = start.clone();
            for (n, deed) in deeds.iter().enumerate() {
                act(&mut here, 1 + n * 2 + tab, deed).iter().for_each(|act| disk.apply(act));
            }
            all.extend(here.messages()[1..].iter().map(|message| (**message).clone()));
        }
        let n_messages = all.len();
        let mut read = Conversation::of(disk);
        read.fill(all);
        prop_assert_eq!(read.messages().len(), n_messages);
        for message in read.messages().to_vec() {
            let hidden = read.summary().hidden.clone();
            let is_reachable = !read.path_to(&message.id).iter().any(|message| hidden.contains(&message.id));
            read.show(&message.id);
            prop_assert_eq!(path(&read).contains(&message.id), is_reachable);
        }
    }

    #[test]
    fn messages_that_hang_together_in_no_way_can_all_be_reached(links in vec((0usize..12, 0usize..14), 0..12)) {
        let mut seen = BTreeSet::new();
        let messages: Vec<Message> = links
            .into_iter()
            .filter(|(id, _)| seen.insert(*id))
            .map(|(id, parent)| message(id * 2, Some(MessageId::new(format!("m{:04}", parent * 2)))))
            .collect();
        let n_messages = messages.len();
        let mut conversation = new();
        conversation.fill(messages);
        prop_assert_eq!(conversation.messages().len(), n_messages);
        for message in conversation.messages().to_vec() {
            conversation.show(&message.id);
            prop_assert!(path(&conversation).contains(&message.id));
        }
    }
}
