//! All that the sandbox remembers while it runs. Nothing is written to disk.
//!
//! Keys are the exception that needs no memory: a browser may hold one across a restart of the
//! sandbox, so their validity is written in the key itself (`keys`).

pub mod codes;
pub mod gates;
pub mod generations;
pub mod journal;
pub mod keys;

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ring::rand::{SecureRandom, SystemRandom};

use self::codes::Codes;
use self::gates::Gates;
use self::generations::Generations;
use self::journal::Journal;
use self::keys::Keys;
use crate::catalogue::Catalogue;

/// How long the pauses inside answers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As a person would like to watch it.
    Normal,
    /// No pauses, except where time itself is the behaviour (`sandbox/slow`, `sandbox/fast`).
    Fast,
}

/// The memory, shared by all connections.
pub struct World {
    /// How long pauses are.
    pub pace: Pace,
    /// Which models there are.
    pub catalogue: Catalogue,
    /// Codes given out by the consent page.
    pub codes: Codes,
    /// What is known of keys.
    pub keys: Keys,
    /// Answers that wait for a test.
    pub gates: Gates,
    /// Answers that `/generation` may be asked about.
    pub generations: Generations,
    /// Requests as they came.
    pub journal: Journal,
    refused: Mutex<Vec<String>>,
    questions: Mutex<HashSet<u64>>,
}

impl World {
    /// A world in which nothing has happened yet.
    pub fn new(pace: Pace) -> Self {
        Self {
            pace,
            catalogue: Catalogue::new(),
            codes: Codes::default(),
            keys: Keys::default(),
            gates: Gates::default(),
            generations: Generations::default(),
            journal: Journal::default(),
            refused: Mutex::default(),
            questions: Mutex::default(),
        }
    }

    /// The proxy turned this host away.
    pub fn remember_refused(&self, host: String) {
        lock(&self.refused).push(host);
    }

    /// Hosts the proxy turned away, in order, repetitions kept.
    pub fn refused(&self) -> Vec<String> {
        lock(&self.refused).clone()
    }

    /// Whether this model is asked this for the first time. Asking makes it the second time.
    pub fn is_new_question(&self, model: &str, question: &str) -> bool {
        let mut hasher = DefaultHasher::new();
        (model, question).hash(&mut hasher);
        lock(&self.questions).insert(hasher.finish())
    }
}

/// Locks, also after a panic elsewhere: what we keep is never half-written.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Time since 1970.
pub fn since_epoch() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

/// `n_digits` random hexadecimal digits.
pub fn random_hex(n_digits: usize) -> String {
    let mut bytes = vec![0; n_digits.div_ceil(2)];
    SystemRandom::new().fill(&mut bytes).expect("the system gives out randomness");
    let mut text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    text.truncate(n_digits);
    text
}

/// A generation id as OpenRouter makes them: time in seconds, then twenty characters.
pub fn generation_id() -> String {
    format!("gen-{}-{}", since_epoch().as_secs(), random_hex(20))
}
