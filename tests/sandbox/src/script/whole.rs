//! Tells a script in one piece, for requests without `stream`.

use serde_json::{Value, json};
use tokio::time::{Instant, sleep, sleep_until};

use super::telling::Telling;
use super::{Script, Step};
use crate::world::{Pace, World};

/// What became of an answer told whole.
pub enum Told {
    /// A ChatResult.
    Result(Value),
    /// It failed before a word was said: a status and an error body.
    Failed(u16, Value),
    /// The connection broke, or the answer never ended.
    Lost,
}

/// Takes as long as the stream would, then says it all.
pub async fn tell(script: Script, telling: &Telling, world: &World) -> Told {
    let mut started = Instant::now();
    let (mut text, mut reasoning, mut details) = (String::new(), String::new(), Vec::new());
    let (mut finish, mut error) = (None, None);
    for step in script.steps {
        match step {
            Step::Say(piece) => text.push_str(&piece),
            Step::Think { text, detail, .. } => {
                reasoning.push_str(text.as_deref().unwrap_or_default());
                merge(&mut details, detail);
            }
            Step::Wait(pause) if world.pace == Pace::Normal => sleep(pause).await,
            Step::Until(after) => sleep_until(started + after).await,
            Step::Gate(name, _) => {
                world.gates.reach(&name).await.ok();
                started = Instant::now();
            }
            Step::Fail(why) if text.is_empty() => {
                let status = why["code"].as_u64().and_then(|code| u16::try_from(code).ok());
                return Told::Failed(status.unwrap_or(502), json!({ "error": why }));
            }
            Step::Fail(why) => {
                finish = Some(("error", "error"));
                error = Some(why);
            }
            Step::Finish(reason, native) => finish = Some((reason, native)),
            Step::BreakOff => return Told::Lost,
            Step::Wait(_) | Step::Comment | Step::Usage(_) | Step::Done | Step::Raw(_) => {}
        }
    }
    let Some((reason, native)) = finish else { return Told::Lost };
    let mut message = json!({"role": "assistant", "content": text, "refusal": null});
    if !details.is_empty() {
        message["reasoning"] = json!(reasoning);
        message["reasoning_details"] = json!(details);
    }
    let mut choice = json!({
        "index": 0, "message": message, "finish_reason": reason, "native_finish_reason": native, "logprobs": null
    });
    if let Some(error) = error {
        choice["error"] = error;
    }
    world.generations.finish(&telling.id);
    Told::Result(json!({
        "id": telling.id,
        "object": "chat.completion",
        "created": telling.created,
        "model": telling.model,
        "provider": telling.provider,
        "system_fingerprint": null,
        "choices": [choice],
        "usage": telling.usage.to_json()
    }))
}

/// Pieces of one thought come back as one thought; encrypted ones are never joined.
fn merge(details: &mut Vec<Value>, detail: Value) {
    let same = |last: &&mut Value| {
        last["type"] == detail["type"] && last["index"] == detail["index"] && detail["data"].is_null()
    };
    let Some(last) = details.last_mut().filter(same) else {
        details.push(detail);
        return;
    };
    for field in ["text", "summary"] {
        if let Some(more) = detail[field].as_str() {
            last[field] = json!(format!("{}{more}", last[field].as_str().unwrap_or_default()));
        }
    }
    if !detail["signature"].is_null() {
        last["signature"] = detail["signature"].clone();
    }
}
