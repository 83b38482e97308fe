//! Who tells an answer: the part that all of its chunks have in common.

use serde_json::{Value, json};

use super::usage::Usage;
use super::{Step, UsageForm};

/// What the chunks of one answer share.
#[derive(Clone, Debug)]
pub struct Telling {
    /// The generation.
    pub id: String,
    /// Seconds since 1970.
    pub created: u64,
    /// The model that serves, never an alias.
    pub model: String,
    /// Who runs it.
    pub provider: String,
    /// What it will have used at the end.
    pub usage: Usage,
}

impl Telling {
    /// A step as bytes of the stream; `None` for steps that are not heard but waited for.
    ///
    /// `finish` is the last finish reason told, which the usage chunk repeats.
    pub fn frame(&self, step: &Step, finish: (&str, &str)) -> Option<String> {
        let chunk = match step {
            Step::Comment => return Some(": OPENROUTER PROCESSING\n\n".to_owned()),
            Step::Done => return Some("data: [DONE]\n\n".to_owned()),
            Step::Say(text) => self.chunk(json!({"content": text, "role": "assistant"}), None),
            Step::Think { text, detail, content } => {
                let mut delta = json!({"content": content});
                if let Some(text) = text {
                    delta["reasoning"] = json!(text);
                }
                delta["reasoning_details"] = json!([detail]);
                delta["role"] = json!("assistant");
                self.chunk(delta, None)
            }
            Step::Finish(reason, native) => self.chunk(silence(), Some((reason, native))),
            Step::Usage(form) => {
                let mut chunk = self.chunk(silence(), Some(finish));
                if *form == UsageForm::EmptyChoices {
                    chunk["choices"] = json!([]);
                }
                chunk["service_tier"] = Value::Null;
                chunk["usage"] = self.usage.to_json();
                chunk
            }
            Step::Fail(error) => {
                // As recorded, an error chunk is the only one that repeats no role.
                let mut chunk = self.chunk(json!({"content": ""}), Some(("error", "error")));
                chunk["error"] = error.clone();
                chunk
            }
            Step::Wait(_) | Step::Until(_) | Step::Gate(..) | Step::Raw(_) | Step::BreakOff => return None,
        };
        Some(format!("data: {chunk}\n\n"))
    }

    fn chunk(&self, delta: Value, finish: Option<(&str, &str)>) -> Value {
        json!({
            "id": self.id,
            "object": "chat.completion.chunk",
            "created": self.created,
            "model": self.model,
            "provider": self.provider,
            "choices": [{
                "index": 0,
                "delta": delta,
                "finish_reason": finish.map(|(reason, _)| reason),
                "native_finish_reason": finish.map(|(_, native)| native)
            }]
        })
    }
}

fn silence() -> Value {
    json!({"content": "", "role": "assistant"})
}
