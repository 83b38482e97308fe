//! One message: who said what, and how it ended.

use super::cost::Usage;
use super::ids::{MessageId, ModelId};
use super::problem::Problem;
use super::time::Timestamp;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The instructions before the first question.
    System,
    /// The person.
    User,
    /// The model.
    Assistant,
}

/// A piece of a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Words to read; Markdown when a model wrote them.
    Text(String),
    /// What a model thought before it spoke.
    Reasoning(Reasoning),
    /// A picture that the model made: an address, almost always `data:`.
    Image(String),
    /// A clip that the model spoke.
    Audio(Audio),
    /// A place that the answer leans on.
    Source(Citation),
    /// A call of a tool that the model asked for.
    ToolCall(ToolCall),
}

/// A model's thoughts: the words to show, and the pieces to send back unchanged.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reasoning {
    /// What a person may read.
    pub text: String,
    /// What the model wants to see again, in order, merged by kind and index.
    pub details: Vec<ReasoningDetail>,
    /// How long it thought, in milliseconds from the first of these words to the first of the answer.
    pub took_ms: Option<i64>,
}

/// One piece of `reasoning_details`, kept whole to be echoed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReasoningDetail {
    /// Such as `reasoning.text`, `reasoning.summary`, `reasoning.encrypted`; new kinds appear.
    pub kind: String,
    /// Position among the details.
    pub index: Option<u32>,
    /// Words of a `reasoning.text`.
    pub text: Option<String>,
    /// Words of a `reasoning.summary`.
    pub summary: Option<String>,
    /// Closed content of a `reasoning.encrypted`.
    pub data: Option<String>,
    /// The provider's seal over the text.
    pub signature: Option<String>,
    /// The provider's name of the piece.
    pub id: Option<String>,
    /// Which provider's dialect this is.
    pub format: Option<String>,
}

/// Sound, as base64 that is joined first and decoded once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Audio {
    /// Base64 of the clip.
    pub data: String,
    /// What is said in it.
    pub transcript: String,
}

/// A source under an answer. Only the address is certain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Citation {
    /// Address of the page, or the name of a file.
    pub url: String,
    /// The page's own title.
    pub title: Option<String>,
}

/// A function that the model wants called.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ToolCall {
    /// Position among the calls of this answer.
    pub index: u32,
    /// The model's name of the call.
    pub id: String,
    /// Which function.
    pub name: String,
    /// JSON text, joined from its fragments.
    pub arguments: String,
}

/// How an answer ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The model said all it wanted to.
    Complete,
    /// The person pressed Stop.
    Stopped,
    /// It ends before its end, with no fault told.
    CutShort(Cut),
    /// The provider's filter broke it off.
    Filtered,
    /// An error ended it, before or after the first word.
    Failed(Problem),
}

/// What cut an answer short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The limit of output tokens.
    Length,
    /// The connection was lost or closed in the middle.
    Connection,
    /// The page was closed or reloaded while it streamed.
    Reload,
}

/// What stands around an answer, beside its parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The model that was asked.
    pub asked: ModelId,
    /// The model that answered, once told: an alias or a router names a concrete one.
    pub model: Option<ModelId>,
    /// Who ran it, once told.
    pub provider: Option<String>,
    /// OpenRouter's name of this generation, to ask for its price later.
    pub generation: Option<String>,
    /// What it used, once told.
    pub usage: Option<Usage>,
    /// How it ended; `None` while it runs.
    pub outcome: Option<Outcome>,
}

impl Answer {
    /// An answer that `asked` is about to give.
    pub fn awaited(asked: ModelId) -> Self {
        Self { asked, model: None, provider: None, generation: None, usage: None, outcome: None }
    }
}

/// A node of a conversation.
///
/// Invariant: once settled (no `answer`, or one with an outcome) it never changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Its name.
    pub id: MessageId,
    /// What it answers or follows; `None` for the first.
    pub parent: Option<MessageId>,
    /// Who speaks.
    pub role: Role,
    /// When it was begun.
    pub created: Timestamp,
    /// What is said, in order.
    pub parts: Vec<Part>,
    /// For the assistant: how it was made.
    pub answer: Option<Answer>,
}

impl Message {
    /// What a person wrote.
    pub fn from_user(id: MessageId, parent: Option<MessageId>, created: Timestamp, text: String) -> Self {
        Self { id, parent, role: Role::User, created, parts: vec![Part::Text(text)], answer: None }
    }

    /// An answer in the making, empty as yet.
    pub fn awaited(id: MessageId, parent: MessageId, created: Timestamp, asked: ModelId) -> Self {
        Self {
            id,
            parent: Some(parent),
            role: Role::Assistant,
            created,
            parts: Vec::new(),
            answer: Some(Answer::awaited(asked)),
        }
    }

    /// All words to read, parts joined as they stand.
    pub fn text(&self) -> String {
        self.parts
            .iter()
            .filter_map(|part| match part {
                Part::Text(text) => Some(text.as_str()),
                Part::Reasoning(_) | Part::Image(_) | Part::Audio(_) | Part::Source(_) | Part::ToolCall(_) => None,
            })
            .collect()
    }

    /// The words to read from a byte on; none if there are not as many, or if that is within a character.
    pub fn text_from(&self, mut from: usize) -> String {
        let mut text = String::new();
        for part in &self.parts {
            if let Part::Text(words) = part {
                text.push_str(words.get(from.min(words.len())..).unwrap_or_default());
                from = from.saturating_sub(words.len());
            }
        }
        text
    }

    /// Whether there are words to read.
    pub fn has_text(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Text(words) if !words.is_empty()))
    }

    /// What the model thought, if it said so in words.
    pub fn reasoning(&self) -> Option<&Reasoning> {
        self.parts.iter().find_map(|part| match part {
            Part::Reasoning(reasoning) if !reasoning.text.is_empty() => Some(reasoning),
            _ => None,
        })
    }

    /// Addresses of the pictures that the model made.
    pub fn images(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Image(url) => Some(url.as_str()),
            _ => None,
        })
    }

    /// The places that the answer leans on, in the order of their numbers.
    pub fn sources(&self) -> impl Iterator<Item = &Citation> {
        self.parts.iter().filter_map(|part| match part {
            Part::Source(citation) => Some(citation),
            _ => None,
        })
    }

    /// How the answer ended; `None` for a running one and for what a person wrote.
    pub fn outcome(&self) -> Option<&Outcome> {
        self.answer.as_ref().and_then(|answer| answer.outcome.as_ref())
    }

    /// What stands in it that cannot be shown, if anything does.
    pub fn cannot_be_shown(&self) -> Option<&'static str> {
        self.parts.iter().find_map(|part| match part {
            Part::Text(_) | Part::Reasoning(_) | Part::Image(_) | Part::Source(_) => None,
            Part::Audio(_) => Some("a recording"),
            Part::ToolCall(_) => Some("a call of a tool"),
        })
    }

    /// Whether there is anything to see in it.
    pub fn has_content(&self) -> bool {
        self.parts.iter().any(|part| match part {
            Part::Text(text) => !text.is_empty(),
            Part::Reasoning(reasoning) => !reasoning.text.is_empty(),
            Part::Image(_) | Part::Source(_) => true,
            Part::Audio(_) | Part::ToolCall(_) => false,
        })
    }

    /// Whether words are still awaited.
    pub fn is_running(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.outcome.is_none())
    }
}
