//! Answers that `/generation` may be asked about later.

use std::collections::HashMap;
use std::sync::Mutex;

use super::lock;
use crate::script::usage::Usage;

/// One answer, as the account's log shows it.
#[derive(Clone, Debug)]
pub struct Generation {
    /// The model that served it.
    pub model: String,
    /// Who ran that model.
    pub provider: String,
    /// Seconds since 1970.
    pub created: u64,
    /// What it used and cost, had it come to its end.
    pub usage: Usage,
    /// How it ended, if it did by itself.
    pub finish_reason: Option<String>,
    /// Whether it was streamed.
    pub streamed: bool,
    /// Whether the client stayed to the end.
    pub finished: bool,
}

/// All answers, by id.
#[derive(Default)]
pub struct Generations(Mutex<HashMap<String, (Generation, bool)>>);

impl Generations {
    /// An answer begins.
    pub fn begin(&self, id: &str, generation: Generation) {
        lock(&self.0).insert(id.to_owned(), (generation, false));
    }

    /// An answer came to its end.
    pub fn finish(&self, id: &str) {
        if let Some((generation, _)) = lock(&self.0).get_mut(id) {
            generation.finished = true;
        }
    }

    /// Asks about an answer. The first question finds nothing, as the real log lags by minutes.
    pub fn ask(&self, id: &str) -> Option<Generation> {
        let mut all = lock(&self.0);
        let (generation, asked_before) = all.get_mut(id)?;
        std::mem::replace(asked_before, true).then(|| generation.clone())
    }
}
