//! How an answer ended, as a word in `outcome`, with the `problem` beside it if it failed.

use serde_json::Value;

use crate::domain::ids::ModelId;
use crate::domain::message::{Cut, Outcome};
use crate::domain::problem::{Problem, ProblemKind};
use crate::domain::time::Timestamp;
use crate::protocol::json::write::{Json, object};
use crate::protocol::json::{small_count, take_list, take_text, text};

const CUT: &str = "cut_";

/// The word, none while the answer runs, and the problem if it failed.
pub(super) fn to_archive(outcome: Option<&Outcome>) -> (Option<&'static str>, Option<Json>) {
    let mut problem = None;
    let word = outcome.map(|outcome| match outcome {
        Outcome::Complete => "complete",
        Outcome::Stopped => "stopped",
        Outcome::Filtered => "filtered",
        Outcome::CutShort(Cut::Length) => "cut_length",
        Outcome::CutShort(Cut::Connection) => "cut_connection",
        Outcome::CutShort(Cut::Reload) => "cut_reload",
        Outcome::Failed(failure) => {
            problem = Some(problem_to_archive(failure));
            "failed"
        }
    });
    (word, problem)
}

/// How the stored answer ended. One without a word was running, until the reload.
pub(super) fn from_archive(answer: &mut Value) -> Outcome {
    match text(answer, "outcome") {
        None | Some("cut_reload") => Outcome::CutShort(Cut::Reload),
        Some("stopped") => Outcome::Stopped,
        Some("filtered") => Outcome::Filtered,
        Some("cut_length") => Outcome::CutShort(Cut::Length),
        Some("failed") => Outcome::Failed(problem_from_archive(answer.get_mut("problem"))),
        Some(word) if word.starts_with(CUT) => Outcome::CutShort(Cut::Connection),
        // An ending from a newer build: nothing to warn of that we could put into words.
        Some(_) => Outcome::Complete,
    }
}

fn problem_to_archive(problem: &Problem) -> Json {
    let Problem { kind, status, detail, retry_after_s, fallback_models } = problem;
    let fallback_models: Vec<Json> = fallback_models.iter().map(|model| model.as_str().into()).collect();
    let (affordable, resets) = match kind {
        ProblemKind::LowerOutputCap { affordable } => (*affordable, None),
        ProblemKind::DailyLimit { resets } => (None, resets.map(Timestamp::as_ms)),
        _ => (None, None),
    };
    object(vec![
        ("kind", kind.name().into()),
        ("status", status.map(u32::from).into()),
        ("detail", detail.as_deref().into()),
        ("retry_after_s", (*retry_after_s).into()),
        ("fallback_models", fallback_models.into()),
        ("affordable", affordable.into()),
        ("resets", resets.into()),
    ])
}

fn problem_from_archive(stored: Option<&mut Value>) -> Problem {
    let mut nothing = Value::Null;
    let stored = stored.unwrap_or(&mut nothing);
    let kind = text(stored, "kind").and_then(ProblemKind::from_name).unwrap_or(ProblemKind::Retryable);
    Problem {
        kind: match kind {
            ProblemKind::LowerOutputCap { .. } => {
                ProblemKind::LowerOutputCap { affordable: small_count(stored, "affordable") }
            }
            ProblemKind::DailyLimit { .. } => {
                ProblemKind::DailyLimit { resets: stored["resets"].as_i64().map(Timestamp::from_ms) }
            }
            kind => kind,
        },
        status: small_count(stored, "status").and_then(|status| status.try_into().ok()),
        detail: take_text(stored, "detail"),
        retry_after_s: small_count(stored, "retry_after_s"),
        fallback_models: take_list(stored, "fallback_models")
            .iter()
            .filter_map(Value::as_str)
            .map(ModelId::new)
            .collect(),
    }
}
