//! The tree of a conversation by example; `conversation.rs` holds it under random acts.

use std::sync::Arc;

use parlance::domain::conversation::{Conversation, Misplaced, Versions};
use parlance::domain::cost::{Money, Usage};
use parlance::domain::ids::{ConversationId, MessageId, ModelId};
use parlance::domain::message::{Message, Outcome, Part};
use parlance::domain::summary::Act;
use parlance::domain::time::Timestamp;

fn id(name: &str) -> MessageId {
    MessageId::new(name)
}

fn user(name: &str, parent: Option<&str>) -> Message {
    Message::from_user(id(name), parent.map(id), Timestamp::from_ms(1), name.to_owned())
}

fn awaited(name: &str, parent: &str) -> Message {
    Message::awaited(id(name), id(parent), Timestamp::from_ms(2), ModelId::new("a/b"))
}

fn settled(name: &str, parent: &str, text: &str) -> Message {
    let mut message = awaited(name, parent);
    message.parts.push(Part::Text(text.to_owned()));
    if let Some(answer) = &mut message.answer {
        answer.outcome = Some(Outcome::Complete);
        answer.usage = Some(Usage { cost: Some(Money::from_pico(5)), ..Usage::default() });
    }
    message
}

fn conversation(messages: Vec<Message>) -> Conversation {
    let mut conversation = Conversation::new(ConversationId::new("c"), Timestamp::from_ms(0));
    for message in messages {
        conversation.append(message).unwrap();
    }
    conversation
}

fn names(path: &[Arc<Message>]) -> Vec<&str> {
    path.iter().map(|message| message.id.as_str()).collect()
}

#[track_caller]
fn shows(conversation: &Conversation, path: &[&str]) {
    assert_eq!(names(&conversation.active_path()), path);
}

#[test]
fn asking_again_keeps_the_old_answer() {
    let c = conversation(vec![user("q", None), settled("a1", "q", "one"), settled("a2", "q", "two")]);
    shows(&c, &["q", "a2"]);
    assert_eq!(c.message(&id("a1")).unwrap().text(), "one");
    assert_eq!(c.cost(), Some(Money::from_pico(10)));
}

#[test]
fn editing_the_first_question_keeps_the_old_one() {
    let mut c = conversation(vec![user("q1", None), settled("a", "q1", "one"), user("q2", None)]);
    shows(&c, &["q2"]);
    c.show(&id("q1"));
    shows(&c, &["q1", "a"]);
}

#[test]
fn the_rest_of_a_branch_follows_the_chosen_version() {
    let mut c = conversation(vec![
        user("q", None),
        settled("a1", "q", "one"),
        user("q2", Some("a1")),
        settled("a2", "q", "two"),
        user("q3", Some("a2")),
    ]);
    shows(&c, &["q", "a2", "q3"]);
    assert_eq!(names(&c.path_to(&id("q2"))), ["q", "a1", "q2"]);
    c.show(&id("a1"));
    shows(&c, &["q", "a1", "q2"]);
    // Whoever looks for a message is led to it through all that is above.
    assert_eq!(c.show(&id("q3")).len(), 1);
    shows(&c, &["q", "a2", "q3"]);
    assert!(c.show(&id("nobody")).is_empty());
}

#[test]
fn versions_are_counted_by_age_and_without_the_deleted() {
    let mut c =
        conversation(vec![user("q", None), settled("a1", "q", "1"), settled("a2", "q", "2"), settled("a3", "q", "3")]);
    let versions = |c: &Conversation, name| c.versions(&id(name));
    let of = |place, n, previous: Option<&str>, next: Option<&str>| {
        Some(Versions { place, n, previous: previous.map(id), next: next.map(id) })
    };
    assert_eq!(versions(&c, "a2"), of(2, 3, Some("a1"), Some("a3")));
    c.apply(&Act::Hide(id("a1")));
    assert_eq!(versions(&c, "a2"), of(1, 2, None, Some("a3")));
    assert_eq!(versions(&c, "a1"), None);
}

#[test]
fn deleting_hides_a_message_with_all_below_it_until_it_is_undone() {
    let mut c = conversation(vec![user("q", None), settled("a", "q", "one"), user("q2", Some("a"))]);
    c.apply(&Act::Hide(id("a")));
    shows(&c, &["q"]);
    assert!(c.show(&id("q2")).is_empty());
    assert_eq!(c.messages().len(), 3);
    c.apply(&Act::Unhide(id("a")));
    shows(&c, &["q", "a", "q2"]);
}

#[test]
fn deleting_the_shown_version_shows_another() {
    let mut c = conversation(vec![user("q", None), settled("a1", "q", "one"), settled("a2", "q", "two")]);
    c.apply(&Act::Hide(id("a2")));
    shows(&c, &["q", "a1"]);
    c.apply(&Act::Unhide(id("a2")));
    shows(&c, &["q", "a2"]);
}

#[test]
fn what_another_tab_writes_changes_nothing_that_is_shown() {
    let mut c = conversation(vec![user("q", None), settled("a1", "q", "one")]);
    c.receive(settled("a2", "q", "two")).unwrap();
    c.receive(user("other", None)).unwrap();
    shows(&c, &["q", "a1"]);
    c.receive(user("q2", Some("a1"))).unwrap();
    shows(&c, &["q", "a1", "q2"]);
    assert_eq!(c.versions(&id("a1")).unwrap().n, 2);
}

#[test]
fn messages_come_from_the_disk_in_any_order() {
    let written = vec![user("q", None), settled("a1", "q", "1"), settled("a2", "q", "2"), user("q2", Some("a1"))];
    let expected = conversation(written.clone());
    let mut backwards = Conversation::of(expected.summary().clone());
    backwards.fill(written.into_iter().rev().collect());
    shows(&backwards, &["q", "a2"]);
    backwards.show(&id("a1"));
    shows(&backwards, &["q", "a1", "q2"]);
}

#[test]
fn a_message_whose_parent_is_lost_can_still_be_seen() {
    let mut c = Conversation::new(ConversationId::new("c"), Timestamp::from_ms(0));
    c.fill(vec![settled("a", "lost", "one"), user("q2", Some("a"))]);
    shows(&c, &["a", "q2"]);
    let mut ring = Conversation::new(ConversationId::new("c"), Timestamp::from_ms(0));
    ring.fill(vec![user("x", Some("y")), user("y", Some("x"))]);
    assert_eq!(ring.active_path().len(), 2);
}

#[test]
fn a_message_whose_parent_is_lost_hides_nothing() {
    let [q, a, q2, a2] = said_in_turn();
    let mut c = Conversation::new(ConversationId::new("c"), Timestamp::from_ms(0));
    c.fill(vec![a2.clone(), q, a]);
    shows(&c, &["q", "a", "a2"]);
    assert_eq!(c.message(&id("a2")).unwrap().parent, Some(id("q2")), "a tab that writes it again writes it as it was");
    assert_eq!(c.above(&id("a2")).unwrap().id, id("a"));
    c.receive(q2).unwrap();
    shows(&c, &["q", "a", "q2", "a2"]);
    assert_eq!(c.versions(&id("a2")).unwrap().n, 1);
}

#[test]
fn what_was_asked_below_an_answer_that_is_not_here_yet_is_in_its_place_once_that_comes() {
    let [q, a, q2, a2] = said_in_turn();
    let mut c = Conversation::new(ConversationId::new("c"), Timestamp::from_ms(0));
    c.fill(vec![q2, a2, q]);
    shows(&c, &["q", "q2", "a2"]);
    c.append(Message { created: Timestamp::from_ms(5), ..user("q3", Some("a2")) }).unwrap();
    c.receive_all(vec![a]);
    shows(&c, &["q", "a", "q2", "a2", "q3"]);
}

/// A question, its answer, and another of each, a millisecond apart.
fn said_in_turn() -> [Message; 4] {
    let all = [user("q", None), settled("a", "q", "1"), user("q2", Some("a")), settled("a2", "q2", "2")];
    let mut ms = 0;
    all.map(|message| {
        ms += 1;
        Message { created: Timestamp::from_ms(ms), ..message }
    })
}

#[test]
fn a_branch_is_a_chat_of_its_own_with_the_same_words() {
    let c = conversation(vec![user("q", None), settled("a", "q", "one"), user("q2", Some("a"))]);
    let mut n = 0;
    let name = || {
        n += 1;
        MessageId::new(format!("new{n}"))
    };
    let branch = c.branch(&id("a"), ConversationId::new("d"), Timestamp::from_ms(9), name);
    shows(&branch, &["new1", "new2"]);
    assert_eq!(branch.message(&id("new2")).unwrap().text(), "one");
    assert_eq!(branch.messages()[1].parent, Some(id("new1")));
    shows(&c, &["q", "a", "q2"]);
}

#[test]
fn a_settled_message_never_changes() {
    let mut c = conversation(vec![user("q", None), awaited("a", "q")]);
    assert!(c.settle(settled("a", "q", "one")));
    assert!(!c.settle(settled("a", "q", "two")));
    assert_eq!(c.message(&id("a")).unwrap().text(), "one");
}

#[test]
fn what_has_no_place_is_refused() {
    let mut c = conversation(vec![user("q", None)]);
    assert_eq!(c.append(user("x", Some("nobody"))), Err(Misplaced::NoParent));
    assert_eq!(c.append(user("q", Some("q"))), Err(Misplaced::Twice));
}

#[test]
fn messages_of_others_come_in_any_order_and_what_is_shown_stays_shown() {
    let mut c = conversation(vec![user("q", None), awaited("a1", "q")]);
    // By name an answer may come before its question.
    c.receive_all(vec![
        settled("a1", "q", "whole"),
        settled("a2", "q", "another"),
        settled("b1", "q2", "last"),
        settled("lost", "nowhere", ""),
        user("q2", Some("a1")),
    ]);
    shows(&c, &["q", "a1", "q2", "b1"]);
    assert_eq!(c.message(&id("a1")).unwrap().text(), "whole");
    assert!(c.message(&id("a2")).is_some());
    // What belongs below something that is nowhere has no place, and keeps nothing else out.
    assert!(c.message(&id("lost")).is_none());
}
