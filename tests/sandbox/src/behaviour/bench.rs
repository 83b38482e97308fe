//! Answers for `cargo xtask bench`: so many characters, so many pieces a second, by the clock.
//!
//! Each waits at a gate before its first byte, so that whoever measures can look at a page at rest
//! first. Its last word stands nowhere else in it, so that its arrival on screen can be seen.

use std::time::Duration;

use super::timing::{PIECE, gate_name};
use super::{Ask, Plan, prose};
use crate::script::pieces::by_chars;
use crate::script::{AtGate, Script, Step};

/// How long the answers are, in characters.
const SIZES: [usize; 3] = [6_000, 30_000, 120_000];
/// How fast they come, in pieces a second.
const PACES: [u32; 3] = [100, 1_000, 5_000];

/// One of the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bench {
    n_chars: usize,
    pieces_per_second: u32,
}

impl Bench {
    /// Every size at every pace.
    pub fn all() -> impl Iterator<Item = Self> {
        SIZES.into_iter().flat_map(|n_chars| PACES.map(|pieces_per_second| Self { n_chars, pieces_per_second }))
    }

    /// The one that is called this, without `sandbox/`.
    pub fn find(slug: &str) -> Option<Self> {
        Self::all().find(|bench| bench.slug() == slug)
    }

    /// What stands after `sandbox/`.
    pub fn slug(self) -> String {
        format!("bench-{}-{}", self.n_chars, self.pieces_per_second)
    }

    /// What it does, in a line.
    pub fn does(self) -> String {
        let Self { n_chars, pieces_per_second } = self;
        format!(
            "{n_chars} characters of Markdown, {pieces_per_second} pieces a second, once the gate named by your last word is open."
        )
    }

    /// The answer. A late piece does not make the next one later.
    pub fn plan(self, ask: &Ask) -> Plan {
        let mut script = Script::new().then(Step::Gate(gate_name(ask), AtGate::Silence));
        for (piece, nth) in by_chars(&prose::with_last_word(self.n_chars), PIECE).zip(1..) {
            let due = Duration::from_secs(1) * nth / self.pieces_per_second;
            script = script.then(Step::Until(due)).then(Step::Say(piece.to_owned()));
        }
        Plan::Tell(script.end("stop", "stop"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_by_its_name() {
        for bench in Bench::all() {
            assert_eq!(Bench::find(&bench.slug()), Some(bench));
        }
        assert_eq!(Bench::find("bench-7-7"), None);
    }
}
