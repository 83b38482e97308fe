//! What only `cargo xtask bench` asks for: a long chat that nobody wrote, and chats deleted. Only the
//! feature `bench` has it; a page that is deployed does not (`tests/e2e/bench.spec.ts`).
//!
//! `?bench-messages=10000` in the address of the first page makes the chat, in memory alone: no storage
//! of a browser's tab holds ten thousand messages. The word `delete` on the channel `bench-verbs` deletes
//! every chat.

use crate::browser::{channel, location};
use crate::domain::conversation::Conversation;
use crate::domain::cost::{Money, Usage};
use crate::domain::ids::{ConversationId, MessageId, ModelId};
use crate::domain::message::{Message, Outcome, Part};
use crate::domain::summary::Act;
use crate::domain::time::Timestamp;

/// What the address asks with.
const PARAM: &str = "bench-messages";
/// Where the benchmark says what it wants done.
const VERBS: &str = "bench-verbs";
/// A technical text with headings, lists, code, a table and formulas; the answers are its sections.
const TEXT: &str = include_str!("../../tests/sandbox/src/texts/markdown.md");
const QUESTIONS: [&str; 3] = [
    "And what follows from that?",
    "Could you show me how that looks in practice, with an example that I can run myself?",
    "I am not sure I understand the last part. As I read it:\n\n- the writer waits for the reader\n- nothing is lost\n\nIs that so, and what does it cost?",
];

/// Calls `delete` whenever all chats shall be deleted.
pub fn on_delete(delete: impl Fn() + 'static) {
    channel::listen(VERBS, move |verb| {
        if verb == "delete" {
            delete();
        }
    });
}

/// The chat that the address asks for.
pub fn conversation() -> Option<Conversation> {
    let query = location::query();
    let wanted = query.trim_start_matches('?').split('&').find_map(|pair| pair.strip_prefix(PARAM)?.strip_prefix('='));
    let n_messages = wanted?.parse().ok()?;
    let mut conversation = Conversation::new(ConversationId::new(format!("bench-{n_messages}")), moment(0));
    conversation.apply(&Act::Rename(format!("{n_messages} messages")));
    for idx in 0..n_messages {
        // Each follows the one before, so there is a place for it.
        let _ = conversation.append(message(idx));
    }
    Some(conversation)
}

fn message(idx: usize) -> Message {
    let (id, parent) = (name(idx), idx.checked_sub(1).map(name));
    let turn = idx / 2;
    match parent {
        Some(question) if idx % 2 == 1 => {
            let model = ModelId::new("sandbox/markdown");
            let mut message = Message::awaited(id, question, moment(idx), model);
            let sections: Vec<&str> = TEXT.split("\n## ").skip(1).collect();
            message.parts.push(Part::Text(format!("## {}", sections[turn % sections.len()])));
            if let Some(answer) = &mut message.answer {
                let cost = Some(Money::from_pico(1_234_000_000));
                answer.usage = Some(Usage { cost, ..Usage::default() });
                answer.outcome = Some(Outcome::Complete);
            }
            message
        }
        parent => Message::from_user(id, parent, moment(idx), QUESTIONS[turn % QUESTIONS.len()].to_owned()),
    }
}

fn name(idx: usize) -> MessageId {
    MessageId::new(format!("bench-message-{idx}"))
}

/// A minute from one message to the next, from some day in 2025 on.
fn moment(idx: usize) -> Timestamp {
    Timestamp::from_ms(1_750_000_000_000 + 60_000 * i64::try_from(idx).unwrap_or_default())
}
