//! Behaviours about when it is said: slow, fast, and waiting for a test.

use std::time::Duration;

use super::{Ask, Plan, prose};
use crate::script::pieces::by_chars;
use crate::script::{AtGate, Script, Step};

/// Characters in a piece of the size of a token.
pub(super) const PIECE: usize = 4;

/// Three pieces a second for a minute. Each says which it is, so that a test can see how far it came.
pub fn slow(_: &Ask) -> Plan {
    const N_PIECES: u32 = 180;
    let mut script = Script::new().comments(1);
    for piece in 1..=N_PIECES {
        let end = if piece % 12 == 0 { "\n\n" } else { " " };
        script = script.then(Step::Say(format!("Piece {piece} of {N_PIECES}.{end}")));
        if piece % 9 == 0 {
            script = script.then(Step::Comment);
        }
        script = script.then(Step::Until(Duration::from_secs(1) * piece / 3));
    }
    Plan::Tell(script.end("stop", "stop"))
}

/// A piece every millisecond by the clock: a late piece does not make the next one later.
pub fn fast(_: &Ask) -> Plan {
    let mut script = Script::new().comments(1);
    let mut due = Duration::ZERO;
    for piece in by_chars(&prose::technical(30_000), PIECE) {
        due += Duration::from_millis(1);
        script = script.then(Step::Until(due)).then(Step::Say(piece.to_owned()));
    }
    Plan::Tell(script.end("stop", "stop"))
}

/// As fast as the socket takes it.
pub fn twenty_thousand(_: &Ask) -> Plan {
    let text = prose::technical(20_000 * PIECE);
    let pieces = by_chars(&text, PIECE).map(|piece| Step::Say(piece.to_owned()));
    Plan::Tell(Script { steps: pieces.collect() }.end("stop", "stop"))
}

/// Stops after its first words.
pub fn gate(ask: &Ask) -> Plan {
    Plan::Tell(
        Script::new()
            .then(Step::Say("Before the gate. ".to_owned()))
            .then(Step::Gate(gate_name(ask), AtGate::Comments))
            .then(Step::Say("After the gate.".to_owned()))
            .end("stop", "stop"),
    )
}

/// Says the question again up to its last word, and waits wherever it says so.
pub fn echo_gate(ask: &Ask) -> Plan {
    let gate = gate_name(ask);
    let text = ask.question.trim_end().strip_suffix(gate.as_str()).unwrap_or_default();
    let mut script = Script::new();
    for (index, part) in text.split('⏸').enumerate() {
        if index > 0 {
            script = script.then(Step::Gate(gate.clone(), AtGate::Comments));
        }
        script = script.say(part, 6, Duration::from_millis(5));
    }
    Plan::Tell(script.end("stop", "stop"))
}

/// Stops before its first byte. Comments would be bytes, so there are none.
pub fn gate_first(ask: &Ask) -> Plan {
    Plan::Tell(
        Script::new()
            .then(Step::Gate(gate_name(ask), AtGate::Silence))
            .then(Step::Say("Before the gate. ".to_owned()))
            .then(Step::Say("After the gate.".to_owned()))
            .end("stop", "stop"),
    )
}

/// Says a few words, then nothing that would show that it lives.
pub fn stall(ask: &Ask) -> Plan {
    Plan::Tell(
        Script::new()
            .then(Step::Say("A few words, ".to_owned()))
            .then(Step::Say("and then".to_owned()))
            .then(Step::Gate(gate_name(ask), AtGate::Silence))
            .then(Step::Say(" the rest after all.".to_owned()))
            .end("stop", "stop"),
    )
}

/// The last word of the question.
pub(super) fn gate_name(ask: &Ask) -> String {
    ask.question.split_whitespace().next_back().unwrap_or_default().to_owned()
}
