//! A chat as a drawing, to be compared at a glance.

use parlance::domain::message::{Message, Outcome, Part, Role};
use parlance_importer::found::FoundChat;

/// The title, then each message below its parent: who, what, and how it ended where that is not the rule. A star stands
/// before what is chosen.
pub fn outline(chat: &FoundChat) -> String {
    let mut lines = vec![format!("# {}", chat.summary.title)];
    draw(chat, None, 0, &mut lines);
    assert_eq!(lines.len(), chat.messages.len() + 1, "some hang nowhere");
    lines.join("\n")
}

fn draw(chat: &FoundChat, parent: Option<&Message>, depth: usize, lines: &mut Vec<String>) {
    let mut children: Vec<&Message> =
        chat.messages.iter().filter(|message| message.parent.as_ref() == parent.map(|parent| &parent.id)).collect();
    children.sort_by_key(|message| (message.created, message.id.clone()));
    for child in children {
        let star = if chat.summary.chosen.contains(&child.id) { "*" } else { "" };
        let who = match child.role {
            Role::System => "S",
            Role::User => "U",
            Role::Assistant => "A",
        };
        let model = child.answer.as_ref().map(|answer| format!("({})", answer.asked)).unwrap_or_default();
        let parts: Vec<String> = child.parts.iter().map(part).collect();
        let end = match child.outcome() {
            None | Some(Outcome::Complete) => String::new(),
            Some(Outcome::Failed(_)) => " !failed".to_owned(),
            Some(other) => format!(" !{other:?}"),
        };
        lines.push(format!("{}{star}{who}{model} {}{end}", "  ".repeat(depth), parts.join(" + ")));
        draw(chat, Some(child), depth + 1, lines);
    }
}

fn part(part: &Part) -> String {
    match part {
        Part::Text(text) => text.replace('\n', "⏎"),
        Part::Reasoning(reasoning) => format!("[{}]", reasoning.text.replace('\n', "⏎")),
        Part::Image(url) => format!("<{}>", &url[..14.min(url.len())]),
        Part::Source(source) => format!("→{}", source.url),
        other => format!("{other:?}"),
    }
}
