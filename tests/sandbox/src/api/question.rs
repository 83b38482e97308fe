//! Reading a chat request: what is asked, of whom, and with which limits.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use serde_json::{Value, json};

use super::reply;
use crate::behaviour::{Ask, Said};
use crate::catalogue::Model;
use crate::recorded::errors;
use crate::script::pieces::n_tokens;
use crate::world::World;

/// A request whose body can be answered.
pub struct Question {
    /// Who is asked.
    pub model: Model,
    /// What is asked.
    pub ask: Ask,
    /// Tokens of the whole context.
    pub n_prompt_tokens: usize,
    /// Whether the answer is to be streamed.
    pub stream: bool,
    /// The cap on the answer.
    pub max_tokens: Option<usize>,
    /// Whether reasoning may be shown.
    pub show_reasoning: bool,
}

/// Reads a body, or refuses it in OpenRouter's words.
pub fn read(body: &[u8], world: &World) -> Result<Question, Box<Response<Body>>> {
    let refuse = |message: &str| Box::new(reply::error(StatusCode::BAD_REQUEST, message));
    let Ok(Value::Object(body)) = serde_json::from_slice(body) else {
        return Err(refuse("Invalid JSON in request body"));
    };
    let body = Value::Object(body);
    let messages = match body["messages"].as_array() {
        Some(messages) if !messages.is_empty() => messages,
        _ => return Err(refuse("Input required: specify \"prompt\" or \"messages\"")),
    };
    let model = model(&body, world)?;
    let messages: Vec<Said> = messages.iter().map(said).collect();
    let question =
        messages.iter().rev().find(|said| said.role == "user").map(|said| said.text.clone()).unwrap_or_default();
    check_traps(&body, &model)?;

    let reasoning = &body["reasoning"];
    let cap = [&body["max_completion_tokens"], &body["max_tokens"]].into_iter().find_map(Value::as_u64);
    Ok(Question {
        n_prompt_tokens: n_tokens(messages.iter().map(|said| said.text.as_str())) + 3 * messages.len(),
        stream: body["stream"] == true,
        max_tokens: cap.and_then(|cap| usize::try_from(cap).ok()),
        show_reasoning: !is_reasoning_off(reasoning) && reasoning["exclude"] != true,
        ask: Ask {
            model_name: model.name.clone(),
            is_new: world.is_new_question(&model.id, &question),
            messages,
            question,
        },
        model,
    })
}

/// The first of `model` and `models` that exists. Without either, the account's default.
fn model(body: &Value, world: &World) -> Result<Model, Box<Response<Body>>> {
    let named: Vec<&str> = std::iter::once(&body["model"])
        .chain(body["models"].as_array().into_iter().flatten())
        .filter_map(Value::as_str)
        .collect();
    let wanted = if named.is_empty() { vec!["~openai/gpt-latest"] } else { named };
    wanted.iter().find_map(|id| world.catalogue.find(id)).cloned().ok_or_else(|| unknown(&wanted))
}

fn unknown(wanted: &[&str]) -> Box<Response<Body>> {
    let body = json!({
        "error": {
            "message": format!("{} is not a valid model ID", wanted[0]),
            "code": 400,
            "availability": {
                "code": "model_not_found",
                "retryable": false,
                "requested_models": wanted,
                "docs_url": "https://openrouter.ai/docs/errors#model_not_found"
            }
        },
        "user_id": super::exchange::USER
    });
    Box::new(reply::json(StatusCode::BAD_REQUEST, &body))
}

/// Refusals that depend on the request, not on the model alone.
fn check_traps(body: &Value, model: &Model) -> Result<(), Box<Response<Body>>> {
    let private = body["provider"]["data_collection"] == "deny" || body["provider"]["zdr"] == true;
    let trap = if model.must_reason && is_reasoning_off(&body["reasoning"]) {
        "400-reasoning-mandatory"
    } else if private && model.id.ends_with(":free") {
        "404-data-policy"
    } else {
        return Ok(());
    };
    match errors().iter().find(|error| error.name == trap) {
        Some(error) => Err(Box::new(reply::recorded(error))),
        None => Ok(()),
    }
}

fn is_reasoning_off(reasoning: &Value) -> bool {
    reasoning["effort"] == "none" || reasoning["enabled"] == false
}

fn said(message: &Value) -> Said {
    let text = match &message["content"] {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(part).collect(),
        _ => String::new(),
    };
    Said { role: message["role"].as_str().unwrap_or_default().to_owned(), text }
}

fn part(part: &Value) -> String {
    match (part["text"].as_str(), part["type"].as_str()) {
        (Some(text), _) => text.to_owned(),
        (None, kind) => format!("[{}]", kind.unwrap_or("part")),
    }
}
