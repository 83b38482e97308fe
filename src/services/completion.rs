//! One chat request, pumped from bytes to events until its end.
//!
//! Dropping the future of [`run`] aborts the request: there is no flag to forget.

use std::pin::pin;
use std::sync::Arc;

use futures_util::future::select;

use crate::browser::frame;
use crate::browser::http::Response;
use crate::browser::timer;
use crate::domain::ids::{ApiKey, ConversationId, ModelId};
use crate::domain::message::Message;
use crate::domain::turn::{ChatEvent, End};
use crate::protocol::openrouter::{chat, error};
use crate::protocol::sse::{Decoder, Frame};

/// How long the end of the body is awaited after the stream has said that it is over, in milliseconds.
const END_PATIENCE_MS: i32 = 250;

/// The most that is read of an answer which is not a stream.
const MAX_BODY_BYTES: usize = 64_000_000;

/// What to ask.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// Who is asked.
    pub model: ModelId,
    /// All that was said, the question last.
    pub path: Vec<Arc<Message>>,
    /// Keeps a conversation with one provider, whose cache is warm then.
    pub conversation: ConversationId,
    /// The longest answer, in tokens; the model's own limit if none.
    pub max_output_tokens: Option<u32>,
}

/// Asks, and calls `received` with the events of each piece of the stream, right before a frame or, if none is on its
/// way, as it arrives. A piece without events (a keep-alive comment, half a line) calls it too: it is a sign of life.
pub async fn run(prompt: Prompt, key: &ApiKey, received: &mut dyn FnMut(Vec<ChatEvent>)) -> End {
    let request = chat::request(&prompt.model, &prompt.path, &prompt.conversation, prompt.max_output_tokens);
    let response = match super::openrouter::send(request, Some(key)).await {
        Ok(response) => response,
        Err(problem) => return End::Failed(problem),
    };
    let status = response.status();
    if !(200..300).contains(&status) {
        let body = response.bytes(MAX_BODY_BYTES).await.unwrap_or_default();
        return End::Failed(error::problem(status, &body));
    }
    if response.content_type().to_ascii_lowercase().starts_with("text/event-stream") {
        stream(response, received).await
    } else {
        // A server that does not stream answers with one JSON document, or with something else.
        match response.bytes(MAX_BODY_BYTES).await {
            Ok(body) => {
                received(chat::events_from_body(&body));
                End::Closed
            }
            Err(_) => End::Lost,
        }
    }
}

async fn stream(mut response: Response, received: &mut dyn FnMut(Vec<ChatEvent>)) -> End {
    let mut decoder = Decoder::default();
    let events_of = |frames: Vec<Frame>| frames.iter().flat_map(|frame| chat::events(&frame.data)).collect();
    loop {
        let arrived = response.next().await;
        let Ok(Some(bytes)) = arrived else {
            received(events_of(decoder.finish()));
            return if arrived.is_ok() { End::Closed } else { End::Lost };
        };
        let events: Vec<ChatEvent> = events_of(decoder.push(&bytes));
        let over = events.iter().any(|event| matches!(event, ChatEvent::Done | ChatEvent::Failed(_)));
        received(events);
        if over {
            // The body's own end is in sight. Waiting for it a moment spares the connection, and the
            // server the belief that nobody listened.
            let end = pin!(async { while let Ok(Some(_)) = response.next().await {} });
            let patience = pin!(timer::sleep(END_PATIENCE_MS));
            select(end, patience).await;
            return End::Closed;
        }
        // Nobody sees more than one picture a frame, so what comes until then becomes one piece.
        if !frame::is_hidden() {
            select(pin!(frame::next()), pin!(response.overdue())).await;
        }
    }
}
