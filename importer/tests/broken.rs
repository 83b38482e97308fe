//! Files that are no good get a sentence, and nothing of them is taken.

#[path = "support/files.rs"]
mod files;

use std::cell::Cell;
use std::io;
use std::rc::Rc;

use files::{Packed, WRITTEN, archive, fixture, fixtures, packed, read, tar, zip};
use parlance_importer::broken::Broken;
use parlance_importer::input::{Input, ReaderAt};
use parlance_importer::reading::{Reading, read_all};

#[track_caller]
fn check(bytes: &[u8], broken: Broken) {
    assert_eq!(read(bytes).map(|found| found.chats.len()), Err(broken));
}

#[test]
fn each_has_its_sentence() {
    check(b"", Broken::Empty);
    check(b" \n ", Broken::Empty);
    check(b"<!doctype html><html></html>", Broken::NotJson);
    check(b"\x1f\x8b\x08\0\0\0\0\0", Broken::NotJson);
    check(b"\xff\xfe[\0]\0", Broken::NotJson);
    check(b"{'chats': 1}", Broken::NotJson);
    check(b"[]", Broken::NoChats);
    check(b"{}", Broken::NoChats);
    check(b"[1,2,3]", Broken::NoChats);
    check(br#"{"name":"parlance","version":"1.0.0","dependencies":{}}"#, Broken::NoChats);
    check(br#"{"format":"parlance","v":2,"chat":{}}"#, Broken::NoChats);
    check(&zip(&[]), Broken::NoChats);
    check(&zip(&[packed("a.png", b"x")]), Broken::NoChats);
    check(&tar(&[("a.txt", b"x")]), Broken::NoChats);
    let nested = format!("{{\"conversationId\":\"x\",\"messagesTree\":{}{}}}", "[".repeat(500), "]".repeat(500));
    check(nested.as_bytes(), Broken::TooDeep);
    let newer = [("manifest.json", &br#"{"format":"parlance","v":3}"#[..])];
    check(&tar(&newer), Broken::Newer);
}

#[test]
fn a_sentence_says_what_happened_and_what_to_do() {
    use Broken::*;
    for broken in [Empty, Truncated, NotJson, NoChats, TooDeep, Damaged, Encrypted, TooLarge, Bomb, Newer, Unreadable] {
        let sentence = broken.sentence();
        assert!(sentence.ends_with('.') && sentence.matches(['.', ',']).count() >= 2, "{sentence}");
        let log = broken.to_string();
        assert!(!log.ends_with('.') && log.starts_with(char::is_lowercase), "{log}");
    }
}

#[test]
fn a_file_that_was_cut_off_is_never_taken_in_part() {
    let whole = fixtures().into_iter().filter(|(name, _)| !name.contains(".broken.") && !name.ends_with(".jsonl"));
    for (name, bytes) in whole {
        let end = bytes.trim_ascii_end().len();
        for at in [end / 3, end / 2, end - 1] {
            assert_eq!(read(&bytes[..at]), Err(Broken::Truncated), "{name} cut at {at} of {end}");
        }
    }
    let json = fixture("chatgpt.json");
    for whole in [zip(&[packed("conversations.json", &json)]), archive()] {
        for at in [600, whole.len() / 2, whole.len() - 1_025] {
            let cut = read(&whole[..at.min(whole.len() - 1)]);
            assert!(matches!(cut, Err(Broken::Truncated | Broken::Damaged)), "{cut:?}");
        }
    }
}

#[test]
fn chats_lie_in_a_zip_wherever_they_are_called_so() {
    let (gpt, claude) = (fixture("chatgpt.json"), fixture("claude.json"));
    let n_in = |files: &[Packed<'_>]| read(&zip(files)).unwrap().chats.len();
    assert_eq!(n_in(&[packed("conversations.json", &gpt)]), 1);
    assert_eq!(
        n_in(&[packed("user.json", b"{}"), packed("export/conversations.json", &gpt), packed("chat.html", b"<p>")]),
        1
    );
    // Shards, in any order.
    assert_eq!(n_in(&[packed("conversations-001.json", &claude), packed("conversations-000.json", &gpt)]), 3);
    // A path that climbs out leads nowhere: nothing is ever written by its name.
    assert_eq!(n_in(&[packed("../../etc/conversations.json", &gpt)]), 1);
    assert_eq!(n_in(&[packed("C:\\temp\\..\\conversations.json", &gpt)]), 1);
    // Other apps have a file for each chat.
    let (flat, tree) = (fixture("librechat-flat.json"), fixture("librechat-tree.json"));
    assert_eq!(n_in(&[packed("a.json", &flat), packed("b.json", &tree)]), 2);
    assert_eq!(n_in(&[Packed { is_deflated: false, ..packed("conversations.json", &gpt) }]), 1);
}

#[test]
fn a_zip_that_is_not_what_it_says_is_refused() {
    let json = fixture("chatgpt.json");
    check(&zip(&[Packed { flags: 1, ..packed("conversations.json", &json) }]), Broken::Encrypted);
    let mut damaged = zip(&[Packed { is_deflated: false, ..packed("conversations.json", &json) }]);
    let at = damaged.windows(5).position(|window| window == b"Tides").unwrap();
    damaged[at] = b'R';
    check(&damaged, Broken::Damaged);
    let mut damaged = zip(&[packed("conversations.json", &json)]);
    damaged[200] ^= 0xff;
    check(&damaged, Broken::Damaged);
    // The table is whole, and the text in it is not.
    check(&zip(&[packed("conversations.json", &json[..900])]), Broken::Damaged);
}

#[test]
fn a_bomb_is_noticed_long_before_it_is_unpacked() {
    let bomb = [b"[\"".to_vec(), vec![b'a'; 40 << 20], b"\"]".to_vec()].concat();
    check(&zip(&[packed("conversations.json", &bomb)]), Broken::Bomb);
}

#[test]
fn more_text_than_memory_has_room_for_is_refused_at_once() {
    struct Endless;
    impl ReaderAt for Endless {
        fn read_at(&self, buffer: &mut [u8], _: u64) -> io::Result<usize> {
            buffer.fill(b'[');
            assert!(buffer.len() <= 512, "more than its beginning was read");
            Ok(buffer.len())
        }
    }
    assert_eq!(read_all(&Input::new(Rc::new(Endless), 500 << 20), WRITTEN), Err(Broken::TooLarge));
}

#[test]
fn of_many_files_a_broken_one_costs_only_itself() {
    let (flat, tree) = (fixture("librechat-flat.json"), fixture("librechat-tree.json"));
    let found =
        read(&zip(&[packed("a.json", &flat), packed("b.json", &tree[..300]), packed("c.json", b"oh")])).unwrap();
    let skipped: Vec<&str> = found.skipped.iter().map(|skipped| skipped.what.as_str()).collect();
    assert_eq!((found.chats.len(), skipped), (1, vec!["b.json", "c.json"]));
}

#[test]
fn pictures_beside_the_chats_are_not_read() {
    struct Counted(Vec<u8>, Rc<Cell<u64>>);
    impl ReaderAt for Counted {
        fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
            let n_read = self.0.read_at(buffer, offset)?;
            self.1.set(self.1.get() + n_read as u64);
            Ok(n_read)
        }
    }
    let (json, picture) = (fixture("chatgpt.json"), vec![7; 8 << 20]);
    let stored = |name| Packed { is_deflated: false, ..packed(name, &picture) };
    let bytes = zip(&[stored("file-a.png"), packed("conversations.json", &json), stored("dalle/b.png")]);
    let n_read = Rc::new(Cell::new(0));
    let length = bytes.len() as u64;
    let input = Input::new(Rc::new(Counted(bytes, Rc::clone(&n_read))), length);
    assert_eq!(read_all(&input, WRITTEN).unwrap().chats.len(), 1);
    assert!(n_read.get() < 1 << 20, "{} of {length} bytes were read", n_read.get());
}

#[test]
fn a_browser_that_gives_no_bytes_is_told_from_a_broken_file() {
    struct Gone;
    impl ReaderAt for Gone {
        fn read_at(&self, _: &mut [u8], _: u64) -> io::Result<usize> {
            Err(io::Error::other("gone"))
        }
    }
    let opened = Reading::open(&Input::new(Rc::new(Gone), 10), WRITTEN);
    assert_eq!(opened.err(), Some(Broken::Unreadable));
}
