//! The voice of xtask: headings, notes, durations, and problems told as sentences.

use std::fmt;
use std::time::{Duration, Instant};

/// What went wrong, said to a person: what happened, and what to do now.
pub struct Problem(String);

/// What every fallible step here returns.
pub type Outcome<T> = Result<T, Problem>;

impl Problem {
    /// A problem in the words of `sentence`.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Turns a foreign error into a [`Problem`] that says what was being done.
pub trait OrSay<T> {
    /// "`doing` failed: the error".
    fn or_say(self, doing: &str) -> Outcome<T>;
}

impl<T, E: fmt::Display> OrSay<T> for Result<T, E> {
    fn or_say(self, doing: &str) -> Outcome<T> {
        self.map_err(|error| Problem::new(format!("{doing} failed: {error}")))
    }
}

/// One plain line.
pub fn note(text: impl fmt::Display) {
    println!("{text}");
}

/// Steps done one after another, each under a heading, with the time each took.
#[derive(Default)]
pub struct Steps {
    done: Vec<(String, Duration)>,
}

impl Steps {
    /// Runs `work` under a heading and remembers how long it took, also when it fails.
    pub fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        println!("\n── {name} {}", "─".repeat(72usize.saturating_sub(name.chars().count())));
        let started = Instant::now();
        let outcome = work();
        self.done.push((name.to_owned(), started.elapsed()));
        outcome.map_err(|problem| Problem::new(format!("{name}: {problem}")))
    }

    /// Prints the table of durations.
    pub fn print(&self) {
        println!();
        let total = self.done.iter().map(|(_, took)| *took).sum();
        for (name, took) in self.done.iter().map(|(name, took)| (name.as_str(), *took)).chain([("Total", total)]) {
            println!("{name:<36} {:>10}", clock(took));
        }
    }
}

/// `3.2 s` or `4 min 07 s`.
fn clock(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f32())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}
