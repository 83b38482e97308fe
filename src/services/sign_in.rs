//! Signing in at OpenRouter (OAuth with PKCE), there and back.
//!
//! The attempt lies in this tab's storage and, keyed by its state, in the browser's, for browsers
//! that come back in another tab. Whoever takes the browser's copy under the lock and claims its state
//! in the database may exchange, so that two tabs, a reload or the back button exchange once.

use crate::browser::storage::{Area, NotStored};
use crate::browser::{clock, database, entropy, location, locks};
use crate::domain::ids::ApiKey;
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::sign_in::{self, ATTEMPT_LIFETIME_MS, Attempt, UsesUp, Verdict};
use crate::domain::time::Timestamp;
use crate::protocol::archive;
use crate::protocol::openrouter::auth;
use crate::protocol::pkce::{self, Verifier};

/// This tab's waiting attempt.
const WAITING: &str = "parlance.sign_in";
/// The copy of each attempt, its state behind the dot.
const COPY_PREFIX: &str = "parlance.sign_in.";
const LOCK: &str = "parlance.sign_in";

/// Why a sign-in cannot begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotBegin {
    /// OpenRouter returns to https addresses and to this machine only.
    #[error("the page is not in a secure context")]
    InsecureContext,
    /// The attempt cannot be kept until the person is back.
    #[error("the browser stores nothing for this page")]
    NoStorage,
}

/// A return from OpenRouter that brought a key.
#[derive(Debug)]
pub struct Returned {
    /// The new key, not yet checked.
    pub key: ApiKey,
    /// Where the person was, below the base path.
    pub return_to: String,
    /// Whether this tab began the sign-in, so that its chats and drafts are here.
    pub same_tab: bool,
}

/// Why a return from OpenRouter brought no key.
#[derive(Debug, Clone, PartialEq)]
pub enum NoKey {
    /// The person or OpenRouter said no.
    Denied,
    /// It took longer than ten minutes.
    Expired,
    /// The state is not the one that was sent.
    WrongState,
    /// Nobody here asked for this code, or it was used already.
    Unknown,
    /// There is nothing in the address to finish.
    Nothing,
    /// OpenRouter gave no key.
    Failed(Problem),
}

/// Leaves for OpenRouter's consent page. `return_to` is where to come back to, below the base path.
pub async fn begin(return_to: String) -> Result<(), CannotBegin> {
    if !location::is_secure_context() {
        return Err(CannotBegin::InsecureContext);
    }
    let state = pkce::state_from_entropy(entropy::bytes());
    let verifier = Verifier::from_entropy(entropy::bytes());
    let started = Timestamp::from_ms(clock::now_ms());
    let callback = address("callback/");
    let url = auth::authorize_url(&callback, &state, &verifier);
    let attempt = Attempt { state, verifier: verifier.as_str().to_owned(), return_to, started };
    keep(&attempt).map_err(|_| CannotBegin::NoStorage)?;
    // The attempts of old claims are long gone.
    database::forget_claims().await;
    location::leave_for(&url);
    Ok(())
}

fn keep(attempt: &Attempt) -> Result<(), NotStored> {
    let text = archive::attempt_to_text(attempt);
    forget_waiting();
    // The copy is the arbiter, so it must be there too.
    Area::Local.set(&format!("{COPY_PREFIX}{}", attempt.state), &text)?;
    Area::Tab.set(WAITING, &text)
}

/// Reads the callback's address, cleans it, and exchanges the code if it is the answer to an
/// attempt of ours. To be called on the callback route alone.
///
/// Without a key: why, and where the person was, as far as that is known.
pub async fn finish() -> Result<Returned, (NoKey, String)> {
    let callback = auth::callback(&location::query());
    location::replace(&format!("{}callback/", location::base_path()));

    let lock = locks::acquire(LOCK).await;
    let waiting = waiting();
    let used_up = sign_in::uses_up(&callback, find);
    let verdict = sign_in::judge(callback, find, Timestamp::from_ms(clock::now_ms()));
    // Used up before the exchange, whatever its outcome.
    match used_up {
        UsesUp::None => {}
        UsesUp::One(state) => forget(&state),
        UsesUp::Waiting => forget_waiting(),
    }
    sweep();
    drop(lock);
    // The lock keeps tabs apart, but Firefox shows one tab's removals to another late: the claim
    // decides.
    let verdict = match verdict {
        Verdict::Exchange { attempt, .. } if !database::claim(&attempt.state).await => Verdict::Unknown,
        verdict => verdict,
    };

    let left = waiting.as_ref().map(|waiting| waiting.return_to.clone()).unwrap_or_default();
    match verdict {
        Verdict::Exchange { code, attempt } => {
            let same_tab = waiting.is_some_and(|waiting| waiting.state == attempt.state);
            match exchange(&code, &Verifier::from_stored(&attempt.verifier)).await {
                Ok(key) => Ok(Returned { key, return_to: attempt.return_to, same_tab }),
                Err(problem) => Err((NoKey::Failed(problem), attempt.return_to)),
            }
        }
        Verdict::Denied { return_to } => Err((NoKey::Denied, return_to.unwrap_or(left))),
        Verdict::Expired { return_to } => Err((NoKey::Expired, return_to)),
        Verdict::WrongState => Err((NoKey::WrongState, left)),
        Verdict::Unknown => Err((NoKey::Unknown, left)),
        Verdict::Nothing => Err((NoKey::Nothing, left)),
    }
}

/// The folder that the app is served from, with a slash at both ends.
pub fn base_path() -> String {
    location::base_path()
}

/// The whole address of a place below the base path.
pub fn address(place: &str) -> String {
    format!("{}{}{place}", location::origin(), location::base_path())
}

/// Removes what a callback leaves from the address of any other page, where it means nothing.
pub fn clean_address() {
    let query = location::query();
    if query.is_empty() || matches!(location::path().as_str(), "callback" | "callback/") {
        return;
    }
    let strange = ["code", "state", "error", "error_description", auth::STATE_PARAM];
    let kept: Vec<&str> = query
        .trim_start_matches('?')
        .split('&')
        .filter(|pair| !strange.contains(&pair.split('=').next().unwrap_or_default()))
        .collect();
    let rest = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    if rest != query {
        location::replace(&format!("{}{}{rest}{}", location::base_path(), location::path(), location::fragment()));
    }
}

/// Forgets attempts that are too old to be finished, and this tab's if it was finished in another.
/// A verifier has no business lying about.
pub fn sweep() {
    let now = Timestamp::from_ms(clock::now_ms());
    let is_old = |text: Option<String>| {
        text.as_deref()
            .and_then(archive::attempt_from_text)
            .is_none_or(|attempt| now.ms_since(attempt.started) > 2 * ATTEMPT_LIFETIME_MS)
    };
    for name in Area::Local.names(COPY_PREFIX) {
        if is_old(Area::Local.get(&name)) {
            Area::Local.remove(&name);
        }
    }
    if waiting().is_none_or(|waiting| find(&waiting.state).is_none()) {
        Area::Tab.remove(WAITING);
    }
}

fn waiting() -> Option<Attempt> {
    archive::attempt_from_text(&Area::Tab.get(WAITING)?)
}

/// The attempt of this state, from the copy that only one tab can take.
fn find(state: &str) -> Option<Attempt> {
    archive::attempt_from_text(&Area::Local.get(&format!("{COPY_PREFIX}{state}"))?)
        .filter(|attempt| attempt.state == state)
}

fn forget(state: &str) {
    Area::Local.remove(&format!("{COPY_PREFIX}{state}"));
    if waiting().is_some_and(|waiting| waiting.state == state) {
        Area::Tab.remove(WAITING);
    }
}

fn forget_waiting() {
    if let Some(attempt) = waiting() {
        forget(&attempt.state);
    }
}

async fn exchange(code: &str, verifier: &Verifier) -> Result<ApiKey, Problem> {
    let body = super::openrouter::fetch(auth::exchange(code, verifier), None).await?;
    auth::key(&body).map_err(|_| Problem::of(ProblemKind::Unreadable))
}
