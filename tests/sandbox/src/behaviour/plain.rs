//! Behaviours about what is said: echo, context, Markdown, reasoning, hostile text.

use std::time::Duration;

use serde_json::json;

use super::{Ask, Plan, prose};
use crate::script::{Script, Step, UsageForm, thinking};

const TICK: Duration = Duration::from_millis(20);

/// The last message of the user, word for word.
pub fn echo(ask: &Ask) -> Plan {
    Plan::Tell(repeat(&ask.question))
}

/// The whole context, a line for each message.
pub fn context(ask: &Ask) -> Plan {
    let line = |(idx, said): (usize, &super::Said)| format!("{}. {}: {}", idx + 1, said.role, said.text);
    let lines: Vec<_> = ask.messages.iter().enumerate().map(line).collect();
    Plan::Tell(repeat(&lines.join("\n")))
}

/// Small pieces, yet never more than about three seconds in all, however long the text is.
fn repeat(text: &str) -> Script {
    let n_chars = (text.chars().count() / 150).max(4);
    Script::new().comments(1).say(text, n_chars, TICK).end("stop", "stop")
}

/// The long technical answer. Its usage comes in the older form.
pub fn markdown(_: &Ask) -> Plan {
    let script = Script::new().comments(2).say(prose::MARKDOWN, 9, Duration::from_millis(8));
    Plan::Tell(script.end_with("stop", "completed", UsageForm::EmptyChoices))
}

/// Reasoning in plain text; the signature follows alone, as it does in real traffic.
pub fn reasoning(ask: &Ask) -> Plan {
    let thoughts = [
        "The person asks: ",
        ask.question.as_str(),
        "\n\nFirst I should see what they know already. ",
        "Then I weigh a short answer against a long one. ",
        "A short one is kinder, so I will give two sentences.",
    ];
    let mut script = Script::new().comments(2);
    for thought in thoughts.into_iter().filter(|thought| !thought.is_empty()) {
        script = script.then(thinking(thought)).then(Step::Wait(TICK * 5));
    }
    let signature = Step::Think {
        text: None,
        detail: json!({
            "type": "reasoning.text",
            "signature": "c2FuZGJveC1zaWduYXR1cmUtbm90LXJlYWw=",
            "format": "anthropic-claude-v1",
            "index": 0
        }),
        content: json!(""),
    };
    let answer = "I thought about it for a moment. **The answer is 42**, as far as a sandbox can tell.";
    Plan::Tell(script.then(signature).say(answer, 6, TICK).end("stop", "end_turn"))
}

/// A summary of reasoning, then an encrypted piece at the same index.
pub fn reasoning_summary(_: &Ask) -> Plan {
    let mut script = Script::new().comments(2);
    for piece in ["**Weighing the question**\n\n", "There are two ways to read it. ", "The plain one fits better."] {
        let detail = json!({
            "type": "reasoning.summary", "summary": piece, "format": "openai-responses-v1", "index": 0
        });
        script = script
            .then(Step::Think { text: Some(piece.to_owned()), detail, content: json!(null) })
            .then(Step::Wait(TICK * 5));
    }
    let sealed = Step::Think {
        text: None,
        detail: json!({
            "type": "reasoning.encrypted",
            "data": "c2FuZGJveC1lbmNyeXB0ZWQtbm90LXJlYWw=",
            "id": "rs_sandbox000001",
            "format": "openai-responses-v1",
            "index": 0
        }),
        content: json!(""),
    };
    let answer = "Read plainly, the question answers itself: yes.";
    Plan::Tell(script.then(sealed).say(answer, 6, TICK).end("stop", "completed"))
}

/// Everything a page must not fall for.
pub fn hostile(_: &Ask) -> Plan {
    Plan::Tell(Script::new().say(&prose::hostile(), 11, Duration::from_millis(5)).end("stop", "stop"))
}
