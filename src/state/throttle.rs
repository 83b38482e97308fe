//! Something that is done again and again, but not more often than it needs to be.

use std::sync::{Arc, Mutex, PoisonError};

use leptos::task::spawn_local;

use crate::browser::{clock, timer};

/// Calls at once, and then at most once in a while: a call that comes too early is made up for, never dropped.
#[derive(Clone)]
pub(super) struct Throttle {
    period_ms: i64,
    state: Arc<Mutex<State>>,
    run: Arc<dyn Fn() + Send + Sync>,
}

struct State {
    last_ms: i64,
    is_due: bool,
}

impl std::fmt::Debug for Throttle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Throttle").field("period_ms", &self.period_ms).finish_non_exhaustive()
    }
}

impl Throttle {
    /// Calls `run` at most every so many milliseconds.
    pub fn new(period_ms: i64, run: impl Fn() + Send + Sync + 'static) -> Self {
        Self { period_ms, state: Arc::new(Mutex::new(State { last_ms: 0, is_due: false })), run: Arc::new(run) }
    }

    /// Asks for a call. The clock is asked and not a timer alone: those of a hidden tab come late.
    pub fn call(&self) {
        let now = clock::now_ms();
        let wait = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            let wait = self.period_ms - (now - state.last_ms);
            if wait > 0 && std::mem::replace(&mut state.is_due, true) {
                return;
            }
            if wait <= 0 {
                state.last_ms = now;
                state.is_due = false;
            }
            wait
        };
        if wait <= 0 {
            (self.run)();
            return;
        }
        let throttle = self.clone();
        spawn_local(async move {
            timer::sleep(i32::try_from(wait).unwrap_or(i32::MAX)).await;
            let is_due = throttle.state.lock().is_ok_and(|state| state.is_due);
            if is_due {
                throttle.call_now();
            }
        });
    }

    fn call_now(&self) {
        {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.last_ms = clock::now_ms();
            state.is_due = false;
        }
        (self.run)();
    }
}
