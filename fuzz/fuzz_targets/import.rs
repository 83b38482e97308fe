#![no_main]
//! Whatever is in a file, reading it ends in chats that can be written and read again, or in a sentence.

use libfuzzer_sys::fuzz_target;
use parlance::domain::time::Timestamp;
use parlance::protocol::archive::{message_from_text, summary_from_text};
use parlance_importer::input::Input;
use parlance_importer::merge::rows;
use parlance_importer::reading::read_all;

fuzz_target!(|file: &[u8]| {
    let now = Timestamp::from_ms(1_760_000_000_000);
    let found = match read_all(&Input::of(file.to_vec()), now) {
        Ok(found) => found,
        Err(broken) => return assert!(!broken.sentence().is_empty()),
    };
    for chat in &found.chats {
        let rows = rows(chat, None, now);
        let Some(row) = rows.chat else {
            assert!(chat.summary.is_expired(now), "a chat that is not here is written");
            continue;
        };
        assert_eq!(summary_from_text(&row.text).expect("a chat can be read again").id, chat.summary.id);
        for row in &rows.messages {
            let (of, message) = message_from_text(&row.text).expect("a message can be read again");
            assert_eq!((of.as_str(), message.id.as_str()), (chat.summary.id.as_str(), row.id.as_str()));
        }
    }
});
