#![no_main]
//! However a stream is cut, its frames are the same; whatever they hold, no reader panics.

use libfuzzer_sys::fuzz_target;
use parlance::domain::ids::{MessageId, ModelId};
use parlance::domain::message::Message;
use parlance::domain::time::Timestamp;
use parlance::domain::turn::{End, Turn};
use parlance::protocol::openrouter::chat;
use parlance::protocol::sse::{Decoder, Frame};

/// How many of the last bytes also say where to cut, so that a transcript is a seed as it is.
const N_CUTS: usize = 12;

fn frames<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> (Vec<Frame>, usize) {
    let mut decoder = Decoder::default();
    let mut frames: Vec<Frame> = pieces.into_iter().flat_map(|piece| decoder.push(piece)).collect();
    frames.extend(decoder.finish());
    (frames, decoder.comments())
}

/// Cuts where the last bytes say: each is a distance from the cut before, in bytes.
fn cut(bytes: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut rest = bytes;
    for distance in bytes.iter().rev().take(N_CUTS) {
        let (piece, tail) = rest.split_at(usize::from(*distance).min(rest.len()));
        pieces.push(piece);
        rest = tail;
    }
    pieces.push(rest);
    pieces
}

fuzz_target!(|bytes: &[u8]| {
    let whole = frames([bytes]);
    assert_eq!(frames(cut(bytes)), whole);
    assert_eq!(frames(bytes.chunks(1)), whole);

    let mut turn = Turn::start(Message::awaited(
        MessageId::new("a"),
        MessageId::new("q"),
        Timestamp::default(),
        ModelId::new("m"),
    ));
    for frame in &whole.0 {
        for event in chat::events(&frame.data) {
            turn.apply(event);
        }
    }
    let settled = turn.settle(End::Lost);
    assert!(settled.outcome().is_some());
    if let Some(usage) = settled.answer.and_then(|answer| answer.usage) {
        assert!(!usage.wording().is_empty());
    }
    assert!(!chat::events_from_body(bytes).is_empty());
});
