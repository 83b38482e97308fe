//! `POST /chat/completions`: carries out the plan that a model's behaviour has made.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use bytes::Bytes;

use super::question::{self, Question};
use super::reply;
use crate::behaviour::{Plan, plan};
use crate::recorded::Transcript;
use crate::script::telling::Telling;
use crate::script::usage::Usage;
use crate::script::whole::{self, Told};
use crate::script::{Script, Step, play};
use crate::world::generations::Generation;
use crate::world::{World, generation_id, since_epoch};

/// Transcripts are cut here, which is inside lines, and here and there inside a character.
const TRANSCRIPT_PIECE: usize = 97;

/// Answers a chat request.
pub async fn answer(State(world): State<Arc<World>>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let key = match reply::key(&headers, &world) {
        Ok(key) => key,
        Err(refusal) => return *refusal,
    };
    let question = match question::read(&body, &world) {
        Ok(question) => question,
        Err(refusal) => return *refusal,
    };
    let teller = Teller { world, key };
    match plan(&question.model.id, &question.ask) {
        Plan::Tell(script) if question.stream => teller.stream(script, &question),
        Plan::Tell(script) | Plan::TellWhole(script) => teller.whole(script, &question).await,
        Plan::Transcript(transcript) => teller.transcript(transcript, &question),
        Plan::Recorded(error) => reply::recorded(error),
        Plan::Html(page) => reply::html(StatusCode::OK, page),
        Plan::HangUp => reply::hang_up(),
    }
}

struct Teller {
    world: Arc<World>,
    key: String,
}

impl Teller {
    fn stream(self, script: Script, question: &Question) -> Response<Body> {
        let script = fitted(script, question);
        let telling = self.begin(&script, question, generation_id(), true);
        let id = telling.id.clone();
        event_stream(&id, play::body(script, telling, self.world))
    }

    async fn whole(self, script: Script, question: &Question) -> Response<Body> {
        let script = fitted(script, question);
        let telling = self.begin(&script, question, generation_id(), false);
        match whole::tell(script, &telling, &self.world).await {
            Told::Result(result) => with_id(reply::json(StatusCode::OK, &result), &telling.id),
            Told::Failed(status, body) => {
                reply::json(StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY), &body)
            }
            Told::Lost => reply::hang_up(),
        }
    }

    /// Always a stream, since that is what was recorded.
    fn transcript(self, transcript: &'static Transcript, question: &Question) -> Response<Body> {
        let mut script = Script::new();
        for bytes in transcript.bytes.chunks(TRANSCRIPT_PIECE) {
            script = script.then(Step::Raw(bytes)).then(Step::Wait(Duration::from_millis(5)));
        }
        let id = transcript.generation_id().unwrap_or_else(generation_id);
        let telling = self.begin(&script, question, id.clone(), true);
        event_stream(&id, play::body(script, telling, self.world))
    }

    /// Writes the answer into the account before its first word, so that a cancelled one is known too.
    fn begin(&self, script: &Script, question: &Question, id: String, streamed: bool) -> Telling {
        let usage = Usage::of(script, question.n_prompt_tokens, question.model.price);
        let created = since_epoch().as_secs();
        let finish = script.steps.iter().find_map(|step| match step {
            Step::Finish(reason, _) => Some((*reason).to_owned()),
            _ => None,
        });
        self.world.keys.charge(&self.key, usage.cost());
        self.world.generations.begin(
            &id,
            Generation {
                model: question.model.serves.clone(),
                provider: question.model.provider.clone(),
                created,
                usage,
                finish_reason: finish,
                streamed,
                finished: false,
            },
        );
        Telling { id, created, model: question.model.serves.clone(), provider: question.model.provider.clone(), usage }
    }
}

/// The script within the limits of the request.
fn fitted(script: Script, question: &Question) -> Script {
    let script = if question.show_reasoning { script } else { script.without_thinking() };
    match question.max_tokens {
        Some(max_tokens) => script.capped(max_tokens),
        None => script,
    }
}

fn event_stream(id: &str, body: Body) -> Response<Body> {
    let mut response = reply::with_type(StatusCode::OK, "text/event-stream", body);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    with_id(response, id)
}

fn with_id(mut response: Response<Body>, id: &str) -> Response<Body> {
    let name = HeaderName::from_static("x-generation-id");
    if let Ok(id) = HeaderValue::from_str(id) {
        response.headers_mut().insert(name, id);
    }
    response
}
