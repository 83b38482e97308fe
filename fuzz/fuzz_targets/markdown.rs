#![no_main]
//! Whatever a model writes becomes blocks that are safe, whole or in pieces, and what hides formulas from
//! the parser is never seen.

#[path = "../../tests/hostile/holds.rs"]
mod holds;

use holds::{Holds, faults};
use libfuzzer_sys::fuzz_target;
use parlance::domain::markdown::stream::Stream;
use parlance::domain::markdown::{Block, parse};

fn hold(blocks: &[Block]) {
    assert_eq!(faults(blocks), [""; 0]);
}

/// Cuts where the last bytes say: each is a distance from the cut before.
fn stream(text: &str) {
    let mut stream = Stream::default();
    let mut rest = text;
    for distance in text.bytes().rev().take(12).chain([u8::MAX; 8]) {
        let (piece, next) = rest.split_at(rest.ceil_char_boundary(usize::from(distance).min(rest.len())));
        stream.push(piece);
        hold(stream.settled());
        hold(stream.tail());
        rest = next;
    }
    stream.push(rest);
    stream.finish();
    assert_eq!(stream.settled(), parse(text));
}

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let blocks = parse(&text);
    hold(&blocks);
    let is_hiding = |c: char| ('\u{E000}'..='\u{F8FF}').contains(&c) || c == 'x';
    if !text.contains(|c: char| is_hiding(c) || c == '&') {
        for word in Holds::of(&blocks).words {
            // A task whose box is no box shows its mark.
            assert!(!word.replace("[x] ", "").contains(is_hiding), "{word:?}");
        }
    }
    stream(&text);
});
