//! What each model says when it is asked: the table of behaviour models, and the plan for any model.
//!
//! A behaviour is a pure function from what was asked to a plan. Time, sockets and memory are the
//! business of whoever carries the plan out (`api::chat`).

pub mod bench;
pub mod plain;
mod prose;
pub mod small_talk;
pub mod timing;
pub mod trouble;

use self::bench::Bench;
use crate::recorded::{Recorded, Transcript, errors, transcripts};
use crate::script::Script;

/// One message of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who says it.
    pub role: String,
    /// Its text; parts that are no text stand in brackets.
    pub text: String,
}

/// What a behaviour may know of a request.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The name of the model asked.
    pub model_name: String,
    /// The whole context.
    pub messages: Vec<Said>,
    /// Text of the last message of the user.
    pub question: String,
    /// Whether this model hears this question for the first time.
    pub is_new: bool,
}

/// How a request will be answered.
pub enum Plan {
    /// With a script, streamed or whole as the request wants it.
    Tell(Script),
    /// With a script told whole, whatever the request wants.
    TellWhole(Script),
    /// With an error from `errors.json`.
    Recorded(&'static Recorded),
    /// With a transcript, byte for byte.
    Transcript(&'static Transcript),
    /// With a page instead of data.
    Html(&'static str),
    /// With nothing: the connection closes.
    HangUp,
}

/// A model that is there for its behaviour.
pub struct Behaviour {
    /// What stands after `sandbox/`.
    pub slug: &'static str,
    /// What a person picks it by.
    pub name: &'static str,
    /// What it does, in a line.
    pub does: &'static str,
    plan: fn(&Ask) -> Plan,
}

macro_rules! behaviours {
    ($($slug:literal, $name:literal, $plan:path, $does:literal;)+) => {
        &[$(Behaviour { slug: $slug, name: concat!("Sandbox: ", $name), does: $does, plan: $plan }),+]
    };
}

/// All of them, in the order a person should meet them.
pub const BEHAVIOURS: &[Behaviour] = behaviours! {
    "echo", "Echo", plain::echo, "Says your last message again, word for word.";
    "context", "Context", plain::context, "Lists every message it was sent, one line each.";
    "markdown", "Markdown", plain::markdown, "A long technical answer with headings, lists, code, a table and maths.";
    "reasoning", "Reasoning", plain::reasoning, "Thinks aloud first; a lone signature follows its thoughts.";
    "reasoning-summary", "Reasoning summary", plain::reasoning_summary, "A summary of its thoughts, then an encrypted piece.";
    "hostile", "Hostile", plain::hostile, "Scripts, bad links, control characters and an endless word.";
    "slow", "Slow", timing::slow, "Three pieces a second for a minute.";
    "fast", "Fast", timing::fast, "A thousand pieces a second, 30,000 characters of Markdown.";
    "20k-tokens", "20k tokens", timing::twenty_thousand, "20,000 pieces as fast as the socket takes them.";
    "gate", "Gate", timing::gate, "Stops after its first words until a test opens the gate named by your last word.";
    "echo-gate", "Echo with a gate", timing::echo_gate, "Says your message again, and waits at each ⏸ in it for the gate named by your last word.";
    "gate-first", "Gate first", timing::gate_first, "The same, but waits before the first byte.";
    "stall", "Stall", timing::stall, "A few words, then silence without end (or until its gate opens).";
    "length", "Length", trouble::length, "Stops in the middle of a word with finish reason length.";
    "filter", "Filter", trouble::filter, "Is stopped by a content filter after some text.";
    "empty", "Empty", trouble::empty, "Ends well without a word.";
    "midstream-error", "Mid-stream error", trouble::midstream_error, "A few words, then an error event.";
    "error-first", "Error first", trouble::error_first, "An error event and nothing else.";
    "cut", "Cut", trouble::cut, "The connection breaks in the middle of a line.";
    "cut-line", "Cut behind a line", trouble::cut_line, "The connection breaks between a whole line and the blank one.";
    "eof", "End of file", trouble::eof, "The body ends in the middle, cleanly, with no finish reason.";
    "no-done", "No [DONE]", trouble::no_done, "Finish reason and usage, but no [DONE].";
    "not-sse", "Not SSE", trouble::not_sse, "Answers 200 with a web page.";
    "json", "JSON", trouble::json, "Answers with one JSON result though a stream was asked for.";
    "flaky", "Flaky", trouble::flaky, "Fails with 502 the first time it hears a question, answers the second time.";
    "refused", "Refused", trouble::refused, "Closes the connection without a reply.";
};

/// The plan for a model by its id.
pub fn plan(model_id: &str, ask: &Ask) -> Plan {
    let Some(slug) = model_id.strip_prefix("sandbox/") else { return small_talk::plan(ask) };
    if let Some(behaviour) = BEHAVIOURS.iter().find(|behaviour| behaviour.slug == slug) {
        return (behaviour.plan)(ask);
    }
    if let Some(bench) = Bench::find(slug) {
        return bench.plan(ask);
    }
    if let Some(error) = errors().iter().find(|error| error.name == slug) {
        return Plan::Recorded(error);
    }
    let stem = slug.strip_prefix("transcript-");
    match transcripts().iter().find(|transcript| Some(transcript.stem) == stem) {
        Some(transcript) => Plan::Transcript(transcript),
        None => small_talk::plan(ask),
    }
}
