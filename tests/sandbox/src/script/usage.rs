//! What an answer used and cost.

use serde_json::{Value, json};

use super::Script;

/// Dollars for one token, in and out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    /// For what was sent.
    pub prompt: f64,
    /// For what came back.
    pub completion: f64,
}

/// The `usage` of one answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    /// Tokens sent.
    pub n_prompt: usize,
    /// Tokens received, reasoning included.
    pub n_completion: usize,
    /// Of these, reasoning.
    pub n_reasoning: usize,
    price: Price,
}

impl Usage {
    /// Counts a script.
    pub fn of(script: &Script, n_prompt: usize, price: Price) -> Self {
        let n_reasoning = script.n_reasoning_tokens();
        Self { n_prompt, n_completion: script.n_text_tokens() + n_reasoning, n_reasoning, price }
    }

    /// Dollars in all.
    pub fn cost(&self) -> f64 {
        round(self.prompt_cost() + self.completion_cost())
    }

    fn prompt_cost(&self) -> f64 {
        round(self.n_prompt as f64 * self.price.prompt)
    }

    fn completion_cost(&self) -> f64 {
        round(self.n_completion as f64 * self.price.completion)
    }

    /// As chunks and results carry it.
    pub fn to_json(self) -> Value {
        json!({
            "prompt_tokens": self.n_prompt,
            "completion_tokens": self.n_completion,
            "total_tokens": self.n_prompt + self.n_completion,
            "cost": self.cost(),
            "is_byok": false,
            "prompt_tokens_details": {
                "cached_tokens": 0, "cache_write_tokens": 0, "audio_tokens": 0, "video_tokens": 0
            },
            "cost_details": {
                "upstream_inference_cost": self.cost(),
                "upstream_inference_prompt_cost": self.prompt_cost(),
                "upstream_inference_completions_cost": self.completion_cost()
            },
            "completion_tokens_details": {
                "reasoning_tokens": self.n_reasoning, "image_tokens": 0, "audio_tokens": 0
            }
        })
    }
}

/// Without this, 0.1 + 0.2 shows up as a price.
fn round(dollars: f64) -> f64 {
    (dollars * 1e12).round() / 1e12
}
