//! What to make of a return from OpenRouter: the whole decision, without doing any of it.
//!
//! A sign-in leaves an [`Attempt`] behind, armed until it is used up. Whatever address the page is
//! opened with is a [`Callback`], written by OpenRouter, a bookmark or somebody with ill intent, and
//! [`judge`] says what it is worth. A code is spent only for an attempt that this browser began,
//! named by its state: OpenRouter returns our own copy of it always, and its own lately.
//!
//! What an address says cannot disarm an attempt that it does not name, except by an `error`:
//! that is what a refusal looks like, and OpenRouter names no state then.

use std::fmt;

use super::time::Timestamp;

/// Milliseconds that an attempt may take: OpenRouter's codes live ten minutes.
pub const ATTEMPT_LIFETIME_MS: i64 = 600_000;

/// Milliseconds that an attempt may seem to lie in the future: clocks are set back while one is away.
const CLOCK_SLACK_MS: i64 = 60_000;

/// A sign-in on its way. `Debug` does not show the verifier.
#[derive(Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Its name, which only this browser and OpenRouter have seen.
    pub state: String,
    /// The secret that its code is spent with.
    pub verifier: String,
    /// Where the person was, below the base path.
    pub return_to: String,
    /// When it began.
    pub started: Timestamp,
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { state, verifier: _, return_to, started } = self;
        f.debug_struct("Attempt")
            .field("state", state)
            .field("return_to", return_to)
            .field("started", started)
            .finish_non_exhaustive()
    }
}

impl Attempt {
    fn is_expired(&self, now: Timestamp) -> bool {
        // Saturating, since both come from storage and clocks that may say anything.
        let age_ms = now.as_ms().saturating_sub(self.started.as_ms());
        !(-CLOCK_SLACK_MS..=ATTEMPT_LIFETIME_MS).contains(&age_ms)
    }
}

/// What the address of a return says, decoded. Nothing in it is trusted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Callback {
    /// What a key can be had for, once, together with the verifier.
    pub code: Option<String>,
    /// The state as OpenRouter echoes it, lately.
    pub state: Option<String>,
    /// The state as we wrote it into the address to return to.
    pub own_state: Option<String>,
    /// Why there is no code, as a word for programs.
    pub error: Option<String>,
    /// The same for people, in words that anybody may have written.
    pub error_description: Option<String>,
}

impl Callback {
    /// The two states, if they do not contradict each other.
    fn one_state(&self) -> Result<Option<&str>, Contradiction> {
        match (self.own_state.as_deref(), self.state.as_deref()) {
            (Some(own), Some(echoed)) if own != echoed => Err(Contradiction),
            (own, echoed) => Ok(own.or(echoed)),
        }
    }

    /// The attempt that either state names.
    fn attempt(&self, find: impl Fn(&str) -> Option<Attempt>) -> Option<Attempt> {
        [&self.own_state, &self.state]
            .into_iter()
            .flatten()
            .find_map(|state| find(state).filter(|attempt| attempt.state == *state))
    }
}

struct Contradiction;

/// What to do with a return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Spend the code for a key.
    Exchange {
        /// The code.
        code: String,
        /// What it answers, with the verifier to spend it.
        attempt: Attempt,
    },
    /// The person or OpenRouter said no.
    Denied {
        /// Where the person was, if an attempt was named.
        return_to: Option<String>,
    },
    /// It took too long, or the clock went mad meanwhile.
    Expired {
        /// Where the person was.
        return_to: String,
    },
    /// Two states that contradict each other: the address was tampered with.
    WrongState,
    /// A code that nobody here asked for, or that was spent already.
    Unknown,
    /// Nothing to finish.
    Nothing,
}

/// Which attempt a return uses up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UsesUp {
    /// None: what waits stays armed.
    None,
    /// The one of this state.
    One(String),
    /// Whatever this tab waits for: an error came that names no attempt of ours.
    Waiting,
}

/// Says what a return is worth. `find` knows the attempts by their state.
///
/// An error counts before a code. [`uses_up`] is to be asked before this, which takes the callback.
pub fn judge(callback: Callback, find: impl Fn(&str) -> Option<Attempt>, now: Timestamp) -> Verdict {
    let attempt = callback.attempt(find);
    if callback.error.is_some() {
        return Verdict::Denied { return_to: attempt.map(|attempt| attempt.return_to) };
    }
    match (callback.code.is_some(), callback.one_state().is_err(), attempt) {
        (true, true, _) => Verdict::WrongState,
        (true, false, None) => Verdict::Unknown,
        (true, false, Some(attempt)) if attempt.is_expired(now) => Verdict::Expired { return_to: attempt.return_to },
        (true, false, Some(attempt)) => Verdict::Exchange { code: callback.code.unwrap_or_default(), attempt },
        // Back without a word: a refusal too, if it names an attempt.
        (false, false, Some(attempt)) => Verdict::Denied { return_to: Some(attempt.return_to) },
        (false, ..) => Verdict::Nothing,
    }
}

/// Says which attempt a return uses up, whatever becomes of it afterwards: it is to be forgotten
/// before the code is sent, so that a reload or a second tab finds nothing to send.
pub fn uses_up(callback: &Callback, find: impl Fn(&str) -> Option<Attempt>) -> UsesUp {
    let attempt = callback.attempt(find);
    match (attempt, callback.error.is_some(), callback.one_state().is_err()) {
        (Some(_), false, true) | (None, false, _) => UsesUp::None,
        (Some(attempt), ..) => UsesUp::One(attempt.state),
        (None, true, _) => UsesUp::Waiting,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000_000;

    fn attempt(state: &str, age_ms: i64) -> Attempt {
        Attempt {
            state: state.to_owned(),
            verifier: format!("verifier-of-{state}"),
            return_to: format!("c/{state}"),
            started: Timestamp::from_ms(NOW - age_ms),
        }
    }

    /// "mine" began a minute ago, "old" too long ago, "ahead" lies in the future, "mad" before all time.
    fn find(state: &str) -> Option<Attempt> {
        let age_ms = match state {
            "mine" => 60_000,
            "edge" => ATTEMPT_LIFETIME_MS,
            "old" => ATTEMPT_LIFETIME_MS + 1,
            "slow" => -CLOCK_SLACK_MS,
            "ahead" => -CLOCK_SLACK_MS - 1,
            "mad" => return Some(Attempt { started: Timestamp::from_ms(i64::MIN), ..attempt(state, 0) }),
            _ => return None,
        };
        Some(attempt(state, age_ms))
    }

    fn callback(fields: &str) -> Callback {
        let mut callback = Callback::default();
        for field in fields.split_whitespace() {
            let (name, value) = field.split_once('=').unwrap();
            let value = Some(value.to_owned());
            match name {
                "code" => callback.code = value,
                "state" => callback.state = value,
                "own" => callback.own_state = value,
                "error" => callback.error = value,
                _ => unreachable!("{name}"),
            }
        }
        callback
    }

    fn check(fields: &str, verdict: &str, used: &UsesUp) {
        let said = match judge(callback(fields), find, Timestamp::from_ms(NOW)) {
            Verdict::Exchange { code, attempt } => format!("exchange {code} for {}", attempt.verifier),
            Verdict::Denied { return_to } => format!("denied {}", return_to.unwrap_or_default()),
            Verdict::Expired { return_to } => format!("expired {return_to}"),
            Verdict::WrongState => "wrong state".to_owned(),
            Verdict::Unknown => "unknown".to_owned(),
            Verdict::Nothing => "nothing".to_owned(),
        };
        assert_eq!(said.trim_end(), verdict, "{fields}");
        assert_eq!(uses_up(&callback(fields), find), *used, "{fields}");
    }

    fn one(state: &str) -> UsesUp {
        UsesUp::One(state.to_owned())
    }

    #[test]
    fn a_code_is_exchanged_for_the_attempt_that_either_state_names() {
        check("code=c own=mine", "exchange c for verifier-of-mine", &one("mine"));
        check("code=c state=mine", "exchange c for verifier-of-mine", &one("mine"));
        check("code=c state=mine own=mine", "exchange c for verifier-of-mine", &one("mine"));
    }

    #[test]
    fn a_code_without_an_attempt_is_never_sent_and_disarms_nothing() {
        check("code=c", "unknown", &UsesUp::None);
        check("code=c own=strange", "unknown", &UsesUp::None);
        check("code=c state=strange", "unknown", &UsesUp::None);
        check("code=c state=strange own=strange", "unknown", &UsesUp::None);
    }

    #[test]
    fn states_that_contradict_each_other_are_refused_and_disarm_nothing() {
        check("code=c own=mine state=strange", "wrong state", &UsesUp::None);
        check("code=c own=strange state=mine", "wrong state", &UsesUp::None);
        check("code=c own=mine state=old", "wrong state", &UsesUp::None);
        check("own=mine state=strange", "nothing", &UsesUp::None);
    }

    #[test]
    fn an_attempt_lives_ten_minutes_and_is_used_up_when_it_is_too_old() {
        check("code=c own=edge", "exchange c for verifier-of-edge", &one("edge"));
        check("code=c own=old", "expired c/old", &one("old"));
        check("code=c own=mad", "expired c/mad", &one("mad"));
    }

    #[test]
    fn an_attempt_from_the_future_is_expired_but_for_a_minute_of_clock_slack() {
        check("code=c own=slow", "exchange c for verifier-of-slow", &one("slow"));
        check("code=c own=ahead", "expired c/ahead", &one("ahead"));
    }

    #[test]
    fn an_error_uses_up_the_attempt_it_names_else_the_one_this_tab_waits_for() {
        check("error=access_denied own=mine", "denied c/mine", &one("mine"));
        check("error=access_denied own=strange state=mine", "denied c/mine", &one("mine"));
        check("error=access_denied own=old", "denied c/old", &one("old"));
        check("error=access_denied", "denied", &UsesUp::Waiting);
        check("error=access_denied own=strange", "denied", &UsesUp::Waiting);
    }

    #[test]
    fn an_error_counts_before_a_code() {
        check("error=access_denied code=c own=mine", "denied c/mine", &one("mine"));
        check("error=access_denied code=c", "denied", &UsesUp::Waiting);
    }

    #[test]
    fn a_return_without_a_word_is_a_refusal_if_it_names_an_attempt() {
        check("own=mine", "denied c/mine", &one("mine"));
        check("own=strange", "nothing", &UsesUp::None);
        check("", "nothing", &UsesUp::None);
    }

    #[test]
    fn what_a_store_returns_for_another_state_is_not_believed() {
        let find = |_: &str| Some(attempt("mine", 0));
        let verdict = judge(callback("code=c own=strange"), find, Timestamp::from_ms(NOW));
        assert_eq!(verdict, Verdict::Unknown);
    }

    #[test]
    fn a_verifier_is_not_printed() {
        let verdict = judge(callback("code=c own=mine"), find, Timestamp::from_ms(NOW));
        assert!(matches!(verdict, Verdict::Exchange { .. }));
        assert!(!format!("{verdict:?}").contains("verifier-of"));
    }
}
