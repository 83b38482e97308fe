//! A question with its answer in the making: events fold into one message.
//!
//! [`ChatEvent`] is the one vocabulary between the wire and the page: whatever a stream brings is
//! first a variant here, and the compiler leads every reader upstairs.

use super::cost::Usage;
use super::ids::ModelId;
use super::message::{Answer, Audio, Citation, Cut, Message, Outcome, Part, Reasoning, ReasoningDetail, ToolCall};
use super::problem::{Problem, ProblemKind};
use super::time::Timestamp;

/// What a stream tells us.
#[derive(Debug, Clone, PartialEq)]
pub enum ChatEvent {
    /// Who answers. May come with every chunk; the latest word counts.
    Started {
        /// OpenRouter's name of the generation.
        generation: Option<String>,
        /// The model that really answers.
        model: Option<ModelId>,
        /// Who runs it.
        provider: Option<String>,
    },
    /// Words to append.
    TextDelta(String),
    /// Thoughts to append.
    ReasoningDelta(String),
    /// A piece of reasoning to send back later. Never shown: its words come as [`Self::ReasoningDelta`].
    ReasoningDetail(ReasoningDetail),
    /// A whole picture.
    Image(String),
    /// More of the clip.
    Audio(Audio),
    /// A source; may be told twice.
    Citation(Citation),
    /// A fragment of a call: name and id come once, arguments in pieces.
    ToolCallDelta(ToolCall),
    /// The model declines, in these words.
    Refusal(String),
    /// What it used.
    Usage(Usage),
    /// Why the model stopped. May be told twice.
    Finished(FinishReason),
    /// An error ended the stream.
    Failed(Problem),
    /// The stream said that it is over (`[DONE]`).
    Done,
}

/// Why a model stopped (`finish_reason`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinishReason {
    /// It was done; also any reason that we do not know.
    Stop,
    /// The cap on output tokens.
    Length,
    /// It wants tools called.
    ToolCalls,
    /// A filter.
    ContentFilter,
    /// An error, told elsewhere or not at all.
    Error,
}

/// How the bytes came to their end.
#[derive(Debug, Clone, PartialEq)]
pub enum End {
    /// The body closed in good order, with or without `[DONE]`.
    Closed,
    /// The connection broke.
    Lost,
    /// The person pressed Stop.
    Stopped,
    /// The page was closed or reloaded.
    Left,
    /// It never began, or failed for a cause told outside the stream.
    Failed(Problem),
}

/// An answer in the making.
///
/// Phases: waiting (nothing to show yet), streaming, settled. A turn is settled by
/// [`Turn::settle`], which consumes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Turn {
    message: Message,
    finish: Option<FinishReason>,
    failed: Option<Problem>,
    done: bool,
    /// When the model began to think aloud.
    reasoning_since: Option<Timestamp>,
}

impl Turn {
    /// Begins the turn whose answer is `message`, empty as yet.
    pub fn start(message: Message) -> Self {
        Self { message, finish: None, failed: None, done: false, reasoning_since: None }
    }

    /// The answer as far as it is known.
    pub fn message(&self) -> &Message {
        &self.message
    }

    /// Whether nothing has arrived yet.
    pub fn is_waiting(&self) -> bool {
        self.message.parts.is_empty()
    }

    /// Whether more events can change anything: the rest of a stream after its end is not read.
    pub fn is_over(&self) -> bool {
        self.done || self.failed.is_some()
    }

    /// Folds one event in.
    pub fn apply(&mut self, event: ChatEvent) {
        if self.is_over() {
            return;
        }
        match event {
            ChatEvent::Started { generation, model, provider } => {
                let answer = self.answer();
                answer.generation = generation.or(answer.generation.take());
                answer.model = model.or(answer.model.take());
                answer.provider = provider.or(answer.provider.take());
            }
            ChatEvent::TextDelta(delta) | ChatEvent::Refusal(delta) => self.append_text(&delta),
            ChatEvent::ReasoningDelta(delta) => self.reasoning().text.push_str(&delta),
            ChatEvent::ReasoningDetail(detail) => merge_detail(&mut self.reasoning().details, detail),
            ChatEvent::Image(url) => self.message.parts.push(Part::Image(url)),
            ChatEvent::Audio(delta) => self.append_audio(&delta),
            ChatEvent::Citation(citation) => self.add_citation(citation),
            ChatEvent::ToolCallDelta(delta) => self.append_tool_call(delta),
            ChatEvent::Usage(usage) => self.answer().usage = Some(usage),
            ChatEvent::Finished(reason) => self.finish = Some(reason),
            ChatEvent::Failed(problem) => self.failed = Some(problem),
            ChatEvent::Done => self.done = true,
        }
    }

    /// Takes note of the hour while the model thinks and has not begun to answer.
    pub fn tick(&mut self, now: Timestamp) {
        if self.message.reasoning().is_some() && !self.message.has_text() {
            let since = *self.reasoning_since.get_or_insert(now);
            self.reasoning().took_ms = Some(now.ms_since(since));
        }
    }

    /// Ends the turn: the message as it will be kept. Whatever arrived stays.
    pub fn settle(mut self, end: End) -> Message {
        let outcome = self.outcome(end);
        self.answer().outcome = Some(outcome);
        self.message
    }

    fn outcome(&mut self, end: End) -> Outcome {
        if let Some(mut problem) = self.failed.take() {
            // Whatever broke off an answer, the first thing to say is that its words are kept.
            if problem.kind == ProblemKind::Retryable && !self.message.text().is_empty() {
                problem.kind = ProblemKind::RetryableWithPartial;
            }
            return Outcome::Failed(problem);
        }
        match (end, self.finish) {
            (End::Failed(problem), _) => Outcome::Failed(problem),
            (_, Some(FinishReason::Length)) => Outcome::CutShort(Cut::Length),
            (_, Some(FinishReason::ContentFilter)) => Outcome::Filtered,
            (_, Some(FinishReason::Error)) if self.message.text().is_empty() => {
                Outcome::Failed(Problem::of(ProblemKind::Retryable))
            }
            (_, Some(FinishReason::Error)) => Outcome::Failed(Problem::of(ProblemKind::RetryableWithPartial)),
            (_, Some(FinishReason::Stop | FinishReason::ToolCalls)) => Outcome::Complete,
            (End::Stopped, None) => Outcome::Stopped,
            (End::Closed, None) if self.done => Outcome::Complete,
            (End::Closed | End::Lost, None) => Outcome::CutShort(Cut::Connection),
            (End::Left, None) => Outcome::CutShort(Cut::Reload),
        }
    }

    fn answer(&mut self) -> &mut Answer {
        // A turn is only ever started with an answer; a bare message gets one here rather than a panic.
        self.message.answer.get_or_insert_with(|| Answer::awaited(ModelId::new("")))
    }

    fn append_text(&mut self, delta: &str) {
        if let Some(Part::Text(text)) = self.message.parts.last_mut() {
            text.push_str(delta);
        } else {
            self.message.parts.push(Part::Text(delta.to_owned()));
        }
    }

    /// The one reasoning part, first among the parts.
    fn reasoning(&mut self) -> &mut Reasoning {
        if !matches!(self.message.parts.first(), Some(Part::Reasoning(_))) {
            self.message.parts.insert(0, Part::Reasoning(Reasoning::default()));
        }
        let Some(Part::Reasoning(reasoning)) = self.message.parts.first_mut() else { unreachable!("inserted above") };
        reasoning
    }

    fn append_audio(&mut self, delta: &Audio) {
        let parts = &mut self.message.parts;
        if !parts.iter().any(|part| matches!(part, Part::Audio(_))) {
            parts.push(Part::Audio(Audio::default()));
        }
        for part in parts {
            if let Part::Audio(audio) = part {
                audio.data.push_str(&delta.data);
                audio.transcript.push_str(&delta.transcript);
            }
        }
    }

    /// Adds a source once; a later mention of the same address may bring its title.
    fn add_citation(&mut self, citation: Citation) {
        for part in &mut self.message.parts {
            if let Part::Source(known) = part
                && known.url == citation.url
            {
                known.title = known.title.take().or(citation.title);
                return;
            }
        }
        self.message.parts.push(Part::Source(citation));
    }

    fn append_tool_call(&mut self, delta: ToolCall) {
        for part in &mut self.message.parts {
            if let Part::ToolCall(call) = part
                && call.index == delta.index
            {
                call.id.push_str(&delta.id);
                call.name.push_str(&delta.name);
                call.arguments.push_str(&delta.arguments);
                return;
            }
        }
        self.message.parts.push(Part::ToolCall(delta));
    }
}

/// Joins a piece to the last one if both are of the same kind and index; encrypted pieces stay
/// apart.
fn merge_detail(details: &mut Vec<ReasoningDetail>, piece: ReasoningDetail) {
    let joins = details.last().is_some_and(|last| {
        last.kind == piece.kind && last.index == piece.index && piece.data.is_none() && last.data.is_none()
    });
    let Some(last) = details.last_mut().filter(|_| joins) else {
        details.push(piece);
        return;
    };
    append(&mut last.text, piece.text);
    append(&mut last.summary, piece.summary);
    last.signature = piece.signature.or(last.signature.take());
    last.id = piece.id.or(last.id.take());
    last.format = piece.format.or(last.format.take());
}

fn append(text: &mut Option<String>, more: Option<String>) {
    match (text.as_mut(), more) {
        (Some(text), Some(more)) => text.push_str(&more),
        (None, more) => *text = more,
        (Some(_), None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::MessageId;

    fn check(events: Vec<ChatEvent>, end: End, text: &str, outcome: &Outcome) {
        let message =
            Message::awaited(MessageId::new("a"), MessageId::new("q"), Timestamp::default(), ModelId::new("m"));
        let mut turn = Turn::start(message);
        for event in events {
            turn.apply(event);
        }
        let settled = turn.settle(end);
        assert_eq!(settled.text(), text);
        assert_eq!(settled.outcome(), Some(outcome));
    }

    fn text(delta: &str) -> ChatEvent {
        ChatEvent::TextDelta(delta.to_owned())
    }

    #[test]
    fn stop_keeps_the_text() {
        check(vec![text("a"), text("b")], End::Stopped, "ab", &Outcome::Stopped);
    }

    #[test]
    fn a_stop_after_the_last_word_changes_nothing() {
        check(vec![text("a"), ChatEvent::Finished(FinishReason::Stop)], End::Stopped, "a", &Outcome::Complete);
    }

    #[test]
    fn a_lost_connection_keeps_the_text_and_says_so() {
        check(vec![text("a")], End::Lost, "a", &Outcome::CutShort(Cut::Connection));
        check(vec![text("a")], End::Closed, "a", &Outcome::CutShort(Cut::Connection));
        check(vec![], End::Closed, "", &Outcome::CutShort(Cut::Connection));
    }

    #[test]
    fn an_end_without_done_is_whole_if_the_model_finished() {
        check(vec![text("a"), ChatEvent::Finished(FinishReason::Stop)], End::Closed, "a", &Outcome::Complete);
        check(vec![text("a"), ChatEvent::Finished(FinishReason::Stop)], End::Lost, "a", &Outcome::Complete);
        check(vec![text("a"), ChatEvent::Done], End::Closed, "a", &Outcome::Complete);
    }

    #[test]
    fn an_error_inside_the_stream_keeps_the_text() {
        let failed = ChatEvent::Failed(Problem::of(ProblemKind::Retryable));
        let partial = Outcome::Failed(Problem::of(ProblemKind::RetryableWithPartial));
        check(vec![text("a"), failed.clone(), text("never"), ChatEvent::Done], End::Closed, "a", &partial);
        check(vec![failed], End::Closed, "", &Outcome::Failed(Problem::of(ProblemKind::Retryable)));
    }

    #[test]
    fn thinking_lasts_from_its_first_word_to_the_first_of_the_answer() {
        let message =
            Message::awaited(MessageId::new("a"), MessageId::new("q"), Timestamp::default(), ModelId::new("m"));
        let mut turn = Turn::start(message);
        turn.tick(Timestamp::from_ms(500));
        turn.apply(ChatEvent::ReasoningDelta("Hm.".to_owned()));
        turn.tick(Timestamp::from_ms(1_000));
        turn.tick(Timestamp::from_ms(4_000));
        turn.apply(text("Yes."));
        turn.tick(Timestamp::from_ms(9_000));
        assert_eq!(turn.message().reasoning().and_then(|reasoning| reasoning.took_ms), Some(3_000));
    }

    #[test]
    fn a_cap_and_a_filter_are_told_apart_from_an_end() {
        check(vec![ChatEvent::Finished(FinishReason::Length)], End::Closed, "", &Outcome::CutShort(Cut::Length));
        check(vec![ChatEvent::Finished(FinishReason::ContentFilter)], End::Closed, "", &Outcome::Filtered);
    }
}
