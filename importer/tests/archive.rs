//! Our own exports come back as they went, whatever order their parts are read in.

#[path = "support/files.rs"]
#[expect(dead_code, reason = "others use the rest")]
mod files;

use std::collections::BTreeSet;

use files::{WRITTEN, archive, fixture, read, tar};
use parlance::domain::conversation::Conversation;
use parlance::domain::ids::MessageId;
use parlance::domain::import::Preview;
use parlance::domain::summary::{Summary, TRASH_MS};
use parlance::domain::time::Timestamp;
use parlance::protocol::archive::{message_from_text, message_to_text, summary_from_text, summary_to_text};
use parlance_importer::broken::Broken;
use parlance_importer::found::{Found, FoundChat};
use parlance_importer::input::Input;
use parlance_importer::merge::{Count, Rows, rows, still_shown};
use parlance_importer::reading::Reading;

/// When the imports of the tests happen: soon after what is in the archive was thrown away.
const NOW: Timestamp = Timestamp::from_ms(100);

fn preview(found: &Found, held: impl Fn(&FoundChat) -> Option<BTreeSet<MessageId>>) -> Preview {
    let mut count = Count::default();
    for chat in &found.chats {
        count.add(chat, held(chat).as_ref(), NOW);
    }
    for skipped in &found.skipped {
        count.skip(skipped.clone());
    }
    count.preview(&found.app, found.warnings.clone())
}

fn ids(chat: &FoundChat) -> BTreeSet<MessageId> {
    chat.messages.iter().map(|message| message.id.clone()).collect()
}

#[test]
fn every_line_comes_back_to_the_byte() {
    let found = read(&archive()).unwrap();
    assert_eq!((found.app.as_str(), found.chats.len(), found.skipped.len()), ("Parlance", 2, 0));
    let rows = rows(&found.chats[0], None, NOW);
    let chat = rows.chat.unwrap();
    assert_eq!(
        chat.text,
        r#"{"v":2,"id":"aa","title":"First","created":10,"active":30,"archived":true,"chosen":["m1"]}"#
    );
    assert_eq!((chat.shelf, chat.pinned, chat.active), ("archive", 0, 30));
    assert_eq!(
        rows.messages[1].text,
        r#"{"v":2,"chat":"aa","id":"m2","parent":"m1","role":"assistant","created":30,"parts":[{"kind":"text","text":"Two"}],"answer":{"asked":"acme/alpha","outcome":"complete"}}"#
    );
    // What was kept aside is written as it was found.
    assert_eq!(rows.asides[0].text, r#"{"v":2,"chat":"aa","id":"m1","raw":{"b":1.5,"a":[true]}}"#);
}

#[test]
fn names_that_cannot_be_addresses_are_replaced_everywhere() {
    let found = read(&archive()).unwrap();
    let chat = &found.chats[1];
    let is_sound = |id: &str| id.bytes().all(|byte| byte.is_ascii_alphanumeric()) && id.len() == 26;
    assert!(is_sound(chat.summary.id.as_str()) && is_sound(chat.messages[0].id.as_str()));
    let rows = rows(chat, None, NOW);
    assert_eq!(rows.chat.map(|row| row.shelf), Some("trash"));
    assert!(rows.messages[0].text.contains(&format!("\"chat\":\"{}\"", chat.summary.id)));
}

#[test]
fn blobs_are_places_in_the_file() {
    let bytes = archive();
    let reading = Reading::open(&Input::of(bytes.clone()), WRITTEN).unwrap();
    let [blob] = reading.blobs() else { panic!("one blob") };
    let at = blob.from as usize;
    assert_eq!(&bytes[at..at + blob.size as usize], b"not really a picture");
    assert_eq!(blob.kind, "image/png");
}

#[test]
fn messages_whose_chat_is_damaged_or_gone_make_one_and_an_answer_alone_does_not() {
    let manifest = br#"{"format":"parlance","v":2}"#;
    let chats = br#"{"v":2,"id":"b","title":"B","created":1}
{"v":2,"title":"Nameless"}
{"v":2,"id":"d","title":"D","created":1}"#;
    let messages =
        br#"{"v":2,"chat":"a","id":"0","role":"user","created":7,"parts":[{"kind":"text","text":"Who is there?"}]}
{"v":2,"chat":"a","id":"1","parent":"0","role":"assistant","created":9,"parts":[{"kind":"text","text":"I"}]}
{"v":2,"chat":"b","id":"2","role":"user","parts":[{"kind":"text","text":"Here"}]}
{"v":2,"chat":"b","id":3}
not json
{"v":2,"chat":"c","id":"4","role":"assistant","parts":[{"kind":"text","text":"It is"}]}
{"v":2,"chat":"e","id":"5","role":"user","parts":[{"kind":"text","text":"The last"}]}"#;
    let files: [(&str, &[u8]); 5] = [
        ("./manifest.json", manifest),
        ("./chats.jsonl", chats),
        ("./messages.jsonl", messages),
        ("./asides.jsonl", b""),
        ("./blobs.jsonl", b""),
    ];
    let found = read(&tar(&files)).unwrap();
    let chats: Vec<(&str, usize)> =
        found.chats.iter().map(|chat| (chat.summary.title.as_str(), chat.messages.len())).collect();
    assert_eq!(chats, [("Who is there?", 2), ("B", 1), ("D", 0), ("The last", 1)]);
    let Summary { created, active, .. } = &found.chats[0].summary;
    assert_eq!((created.as_ms(), active.as_ms()), (7, 9));
    let told: Vec<&str> = found.skipped.iter().map(|skipped| skipped.what.as_str()).collect();
    // One of the chats that were made may be the nameless one.
    assert_eq!(told, ["3 messages"]);
}

#[test]
fn a_damaged_chat_without_messages_is_told_of_and_one_out_of_order_is_not_made_twice() {
    let files: [(&str, &[u8]); 5] = [
        ("manifest.json", br#"{"format":"parlance","v":2}"#),
        (
            "chats.jsonl",
            b"{\"v\":2,\"id\":\"b\",\"title\":\"B\"}\n{\"v\":2\n{\"v\":2,\"id\":\"a\",\"title\":\"A\",\"deleted\":5}",
        ),
        ("messages.jsonl", br#"{"v":2,"chat":"a","id":"1","role":"user","parts":[{"kind":"text","text":"Mine"}]}"#),
        ("asides.jsonl", b""),
        ("blobs.jsonl", b""),
    ];
    let found = read(&tar(&files)).unwrap();
    let chats: Vec<(&str, bool)> =
        found.chats.iter().map(|chat| (chat.summary.title.as_str(), chat.summary.deleted.is_some())).collect();
    assert_eq!(chats, [("B", false), ("A", true)]);
    let told: Vec<&str> = found.skipped.iter().map(|skipped| skipped.what.as_str()).collect();
    assert_eq!(told, ["A chat without a title", "1 message"]);
}

#[test]
fn chats_that_a_tab_kept_come_back_and_join_those_of_their_name() {
    let old = include_str!("../../tests/archive/v1-conversation.json").replace('\n', " ");
    let id = "01kar0000000000000000000c1";
    let tab = format!("{old}\n{{\"v\":1,\"title\":\"Half\"}}\n");
    let chat = format!(r#"{{"v":2,"id":"{id}","title":"Renamed","created":1}}"#);
    let message = format!(r#"{{"v":2,"chat":"{id}","id":"q1","role":"user","created":1795392000001}}"#);
    let files = [
        ("manifest.json", &br#"{"format":"parlance","v":2}"#[..]),
        ("chats.jsonl", chat.as_bytes()),
        ("messages.jsonl", message.as_bytes()),
        ("asides.jsonl", b""),
        ("blobs.jsonl", b""),
        ("tab-chats.jsonl", tab.as_bytes()),
    ];
    let found = read(&tar(&files)).unwrap();
    let [library, tab] = &found.chats[..] else { panic!("{found:?}") };
    assert_eq!((tab.summary.title.as_str(), tab.summary.active.as_ms()), ("Why is the sky blue?", 1_795_392_000_010));
    let told: Vec<&str> = found.skipped.iter().map(|skipped| skipped.what.as_str()).collect();
    assert_eq!(told, ["Half"]);
    let written = rows(tab, Some(&ids(library)), NOW);
    assert_eq!((written.chat, written.messages.len()), (None, tab.messages.len() - 1));
    let preview = preview(&found, |_| None);
    assert_eq!((preview.n_new, preview.n_grown, preview.n_messages), (1, 1, tab.messages.len()));
}

#[test]
fn what_is_kept_aside_has_no_keys_and_what_was_said_has_all_its_words() {
    let key = "sk-or-v1-0123456789abcdef";
    let chat = r#"{"v":2,"id":"a","title":"A","created":1}"#;
    let message = format!(
        r#"{{"v":2,"chat":"a","id":"m","role":"user","created":1,"parts":[{{"kind":"text","text":"Is {key} mine?"}}]}}"#
    );
    let asides = format!(
        r#"{{"v":2,"chat":"a","id":"","raw":{{"apiKey":"{key}"}}}}
{{"v":2,"chat":"a","id":"m","raw":{{"headers":"Authorization: Bearer {key}","n":1.50}}}}"#
    );
    let archive = |asides: &str| {
        tar(&[
            ("manifest.json", br#"{"format":"parlance","v":2}"#),
            ("chats.jsonl", chat.as_bytes()),
            ("messages.jsonl", message.as_bytes()),
            ("asides.jsonl", asides.as_bytes()),
            ("blobs.jsonl", b""),
        ])
    };
    let found = read(&archive(&asides)).unwrap();
    let rows = rows(&found.chats[0], None, NOW);
    let kept: Vec<&str> = rows.asides.iter().map(|row| row.text.as_str()).collect();
    assert_eq!(kept, [r#"{"v":2,"chat":"a","id":"m","raw":{"headers":"Authorization: Bearer [key]","n":1.5}}"#]);
    assert_eq!(rows.messages[0].text, message);
    assert_eq!(found.warnings, ["This file holds API keys; they were not read."]);
    assert_eq!(read(&archive("")).unwrap().warnings, [""; 0]);
}

#[test]
fn an_archive_without_one_of_its_lists_is_damaged() {
    let manifest = br#"{"format":"parlance","v":2}"#;
    assert_eq!(read(&tar(&[("manifest.json", manifest), ("chats.jsonl", b"")])), Err(Broken::Damaged));
    let mut odd = archive();
    odd[600] ^= 1;
    odd[520] ^= 0x40;
    assert!(read(&odd).is_err());
}

#[test]
fn the_same_file_twice_changes_nothing() {
    for bytes in [archive(), fixture("chatgpt.json"), fixture("claude.json"), fixture("messages.json")] {
        let found = read(&bytes).unwrap();
        let first = preview(&found, |_| None);
        assert_eq!((first.n_new, first.n_grown, first.n_known), (found.chats.len(), 0, 0));
        let second = preview(&found, |chat| Some(ids(chat)));
        assert_eq!((second.n_new, second.n_grown, second.n_known, second.n_messages), (0, 0, found.chats.len(), 0));
        assert_eq!((second.from, second.to), (None, None));
        for chat in &found.chats {
            assert_eq!(rows(chat, Some(&ids(chat)), NOW), Rows::default());
        }
    }
}

#[test]
fn a_chat_that_is_here_gains_messages_and_keeps_all_else() {
    let found = read(&archive()).unwrap();
    let chat = &found.chats[0];
    let held: BTreeSet<_> = [chat.messages[0].id.clone()].into();
    let rows = rows(chat, Some(&held), NOW);
    assert_eq!(rows.chat, None, "its title, pins and choices stay");
    let names: Vec<&str> = rows.messages.iter().map(|row| row.id.as_str()).collect();
    assert_eq!((names, rows.asides.len()), (vec!["m2"], 0));
    let preview = preview(&found, |other| (other == chat).then(|| held.clone()));
    assert_eq!((preview.n_new, preview.n_grown, preview.n_messages), (1, 1, 2));
    assert_eq!((preview.from.unwrap().as_ms(), preview.to.unwrap().as_ms()), (10, 50));
}

/// A chat with these messages, each told by its name, what it follows and its age.
fn tree(chosen: &[&str], messages: &[(&str, &str, i64)]) -> FoundChat {
    let names = |ids: &[&str]| ids.iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(",");
    let chat = format!(r#"{{"v":2,"id":"a","title":"A","created":1,"chosen":[{}]}}"#, names(chosen));
    let message = |(id, parent, created): &(&str, &str, i64)| {
        let parent = if parent.is_empty() { String::new() } else { format!(r#""parent":"{parent}","#) };
        format!(r#"{{"v":2,"chat":"a","id":"{id}",{parent}"role":"user","created":{created}}}"#)
    };
    let messages: Vec<String> = messages.iter().map(message).collect();
    let file = format!(r#"{{"format":"parlance","v":2,"chat":{chat},"messages":[{}]}}"#, messages.join(","));
    read(file.as_bytes()).unwrap().chats.remove(0)
}

/// What is shown of a chat of which `held` was here once `file` was imported. Says too whether its row was written.
fn shown_after(held: &FoundChat, file: &FoundChat) -> (String, bool) {
    let texts = |chat: &FoundChat| -> Vec<String> {
        chat.messages.iter().map(|message| message_to_text(&chat.summary.id, message)).collect()
    };
    let rows = rows(file, Some(&ids(held)), NOW);
    let chat = still_shown(&summary_to_text(&held.summary), &texts(held), file, &rows.messages);
    let summary = chat.as_ref().map_or(held.summary.clone(), |chat| summary_from_text(&chat.text).unwrap());
    let mut conversation = Conversation::of(summary);
    let texts = texts(held).into_iter().chain(rows.messages.into_iter().map(|row| row.text));
    conversation.fill(texts.map(|text| message_from_text(&text).unwrap().1).collect());
    let path: Vec<String> = conversation.active_path().iter().map(|message| message.id.to_string()).collect();
    (path.join(" "), chat.is_some())
}

#[test]
fn what_is_shown_of_a_chat_that_is_here_stays_shown() {
    let held = tree(&[], &[("q", "", 1), ("a", "q", 2), ("more", "a", 3)]);
    let check = |held: &FoundChat, file: &FoundChat, path: &str, is_written: bool| {
        assert_eq!(shown_after(held, file), (path.to_owned(), is_written), "{file:?}");
    };
    // A newer version of what was gone on from, and of the first message.
    check(&held, &tree(&[], &[("q", "", 1), ("a", "q", 2), ("b", "q", 9), ("c", "q", 10)]), "q a more", true);
    check(&held, &tree(&[], &[("q", "", 1), ("p", "", 9), ("x", "p", 10)]), "q a more", true);
    check(&held, &tree(&[], &[("q", "", 1), ("lost", "nowhere", 9)]), "q a more lost", false);
    // An older one would not be shown in any case.
    check(&held, &tree(&[], &[("q", "", 1), ("b", "q", 1)]), "q a more", true);
    // What was chosen is chosen already.
    let held = tree(&["a"], &[("q", "", 1), ("a", "q", 2), ("b", "q", 3)]);
    check(&held, &tree(&[], &[("q", "", 1), ("c", "q", 9)]), "q a", false);
    // What goes on where nothing followed is shown, of several versions the newest.
    check(&held, &tree(&[], &[("q", "", 1), ("x", "a", 8), ("y", "a", 9), ("z", "y", 10)]), "q a y z", false);
    check(&held, &held, "q a", false);
    // Deleted messages are not shown again.
    let mut held = held;
    held.summary.hidden = ids(&held).into_iter().filter(|id| id.as_str() != "q").collect();
    check(&held, &tree(&[], &[("c", "q", 8), ("d", "q", 9)]), "q d", false);
}

#[test]
fn a_chat_that_would_go_from_the_trash_at_once_is_skipped_and_says_so() {
    let found = read(&archive()).unwrap();
    let chat = &found.chats[1];
    let deleted = chat.summary.deleted.unwrap().as_ms();
    let preview = |now: i64, held: Option<&BTreeSet<MessageId>>| {
        let mut count = Count::default();
        count.add(chat, held, Timestamp::from_ms(now));
        count.preview("Parlance", Vec::new())
    };
    let late = preview(deleted + TRASH_MS, None);
    assert_eq!((late.n_new, late.n_messages, late.n_skipped), (0, 0, 1));
    assert_eq!(late.skipped[0].what, "Second");
    assert_eq!(late.skipped[0].why, "It has been in the trash for more than 30 days.");
    assert_eq!(rows(chat, None, Timestamp::from_ms(deleted + TRASH_MS)), Rows::default());
    assert_eq!(preview(deleted + TRASH_MS - 1, None).n_new, 1);
    // One that is here is where it is here: it may have been restored.
    assert_eq!(preview(deleted + TRASH_MS, Some(&BTreeSet::new())).n_grown, 1);
}

#[test]
fn a_chat_that_comes_twice_is_counted_once() {
    let one = fixture("librechat-flat.json");
    let twice = [b"[", &one[..], b",", &one[..], b"]"].concat();
    let preview = preview(&read(&twice).unwrap(), |_| None);
    assert_eq!((preview.n_new, preview.n_known, preview.n_messages), (1, 1, 5));
}
