//! What every ordinary model says: two friendly paragraphs that hide nothing about where they come from.

use std::time::Duration;

use super::{Ask, Plan};
use crate::script::Script;

/// Longer questions are quoted in part.
const QUOTED: usize = 160;

/// The plan of an ordinary model.
pub fn plan(ask: &Ask) -> Plan {
    Plan::Tell(Script::new().comments(2).say(&text(ask), 7, Duration::from_millis(30)).end("stop", "stop"))
}

/// What a model says that is asked for the title of a text: in quotation marks, as many do.
fn title(question: &str) -> Option<String> {
    let (request, text) = question.split_once("<text>")?;
    let words: Vec<&str> = text.split_whitespace().take(4).collect();
    request.contains("title").then(|| format!("“On {}”", words.join(" ")))
}

fn text(ask: &Ask) -> String {
    if let Some(title) = title(&ask.question) {
        return title;
    }
    let mut quote: String = ask.question.chars().take(QUOTED).collect();
    if quote.len() < ask.question.len() {
        quote.push('…');
    }
    format!(
        "Hello from the sandbox! I am standing in for {}, and you asked me: “{quote}”. \
         I would love to know the answer, but I only live on this machine.\n\n\
         Nothing you write here leaves it, and nothing costs real money. \
         If you would like to see something more interesting, pick one of the models whose name \
         begins with “Sandbox”.",
        ask.model_name,
    )
}
