//! What an answer says and when, as a list of steps.
//!
//! One script can be told in two ways: as a stream of chunks (`play`) or in one piece (`whole`). So
//! a behaviour is written once, and knows nothing of HTTP.

pub mod pieces;
pub mod play;
pub mod telling;
pub mod usage;
pub mod whole;

use std::time::Duration;

use serde_json::{Value, json};

use self::pieces::{by_chars, n_tokens};

/// One thing that happens in an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// A keep-alive comment.
    Comment,
    /// A piece of the answer's text.
    Say(String),
    /// A piece of reasoning: its text for display, and its entry of `reasoning_details`.
    Think {
        /// `delta.reasoning`; a lone signature has none.
        text: Option<String>,
        /// One entry of `delta.reasoning_details`.
        detail: Value,
        /// What `delta.content` is meanwhile: some providers send an empty text, some null.
        content: Value,
    },
    /// A pause, for the looks of it. The fast pace skips it.
    Wait(Duration),
    /// Until this long after the beginning, or after the last gate opened. No pace changes it.
    Until(Duration),
    /// Until a test opens this gate.
    Gate(String, AtGate),
    /// An error in the middle of a stream.
    Fail(Value),
    /// The end of the text: finish reason, and the provider's own word for it.
    Finish(&'static str, &'static str),
    /// The usage chunk.
    Usage(UsageForm),
    /// The end of the stream.
    Done,
    /// Bytes as they are.
    Raw(&'static [u8]),
    /// The connection breaks.
    BreakOff,
}

/// What happens on the wire while an answer stands at a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtGate {
    /// A comment now and then.
    Comments,
    /// Nothing at all.
    Silence,
}

/// The two forms of the usage chunk; real traffic has both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsageForm {
    /// One choice that repeats the finish reason. The newer form.
    Repeated,
    /// `choices` is empty.
    EmptyChoices,
}

/// The steps of one answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// In order.
    pub steps: Vec<Step>,
}

impl Script {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a step.
    pub fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }

    /// Adds comments.
    pub fn comments(mut self, n_comments: usize) -> Self {
        self.steps.extend(vec![Step::Comment; n_comments]);
        self
    }

    /// Adds a text in pieces of `n_chars`, each followed by a pause, with a comment now and then.
    pub fn say(mut self, text: &str, n_chars: usize, pause: Duration) -> Self {
        for (idx, piece) in by_chars(text, n_chars).enumerate() {
            if idx % 24 == 23 {
                self.steps.push(Step::Comment);
            }
            self.steps.push(Step::Say(piece.to_owned()));
            self.steps.push(Step::Wait(pause));
        }
        self
    }

    /// Adds the usual end: finish, usage in the newer form, `[DONE]`.
    pub fn end(self, reason: &'static str, native: &'static str) -> Self {
        self.end_with(reason, native, UsageForm::Repeated)
    }

    /// Adds an end with this form of usage.
    pub fn end_with(self, reason: &'static str, native: &'static str, form: UsageForm) -> Self {
        self.then(Step::Finish(reason, native)).then(Step::Usage(form)).then(Step::Done)
    }

    /// The same answer without its reasoning.
    pub fn without_thinking(mut self) -> Self {
        self.steps.retain(|step| !matches!(step, Step::Think { .. }));
        self
    }

    /// The same answer, ended with `length` once it has used up `max_tokens`.
    pub fn capped(self, max_tokens: usize) -> Self {
        if self.n_reasoning_tokens() + self.n_text_tokens() <= max_tokens {
            return self;
        }
        let mut left = max_tokens.saturating_mul(4);
        let mut capped = Self::new();
        for step in self.steps {
            let step = match step {
                Step::Say(text) => {
                    let text: String = text.chars().take(left).collect();
                    left -= text.chars().count();
                    Step::Say(text)
                }
                Step::Think { text: Some(text), .. } if text.chars().count() > left => break,
                Step::Think { ref text, .. } => {
                    left -= text.as_ref().map_or(0, |text| text.chars().count());
                    step
                }
                step => step,
            };
            capped.steps.push(step);
            if left == 0 {
                break;
            }
        }
        capped.end("length", "length")
    }

    /// Tokens of the text, as we count them.
    pub fn n_text_tokens(&self) -> usize {
        n_tokens(self.steps.iter().map(|step| match step {
            Step::Say(text) => text.as_str(),
            _ => "",
        }))
    }

    /// Tokens of the reasoning.
    pub fn n_reasoning_tokens(&self) -> usize {
        n_tokens(self.steps.iter().map(|step| match step {
            Step::Think { text: Some(text), .. } => text.as_str(),
            _ => "",
        }))
    }
}

/// A piece of reasoning in plain text, as Anthropic's models send it.
pub fn thinking(text: &str) -> Step {
    Step::Think {
        text: Some(text.to_owned()),
        detail: json!({"type": "reasoning.text", "text": text, "format": "anthropic-claude-v1", "index": 0}),
        content: json!(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn talk() -> Script {
        Script::new().then(thinking("12345678")).say("abcdefgh", 3, Duration::ZERO).end("stop", "stop")
    }

    #[test]
    fn a_wide_cap_changes_nothing() {
        assert_eq!(talk().capped(4), talk());
    }

    #[test]
    fn a_cap_cuts_the_text_and_says_so() {
        let script = talk().capped(3);
        assert_eq!(script.n_text_tokens(), 1);
        assert!(script.steps.contains(&Step::Finish("length", "length")));
        assert!(!script.steps.contains(&Step::Finish("stop", "stop")));
    }

    #[test]
    fn reasoning_can_eat_the_whole_cap() {
        let script = talk().capped(1);
        assert_eq!((script.n_text_tokens(), script.n_reasoning_tokens()), (0, 0));
        assert!(script.steps.contains(&Step::Finish("length", "length")));
    }
}
