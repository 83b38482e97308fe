//! One chat as a text for other programs: Markdown to read, or JSON that loses nothing.
//!
//! What is written for all chats is made elsewhere (ADR 16). Here no word of a message is changed: its marks are the
//! model's own. What it leaves open is closed behind it, so that no message swallows the next.

mod ends;

use std::fmt::Write;

use super::archive;
use crate::domain::conversation::Conversation;
use crate::domain::ids::ModelId;
use crate::domain::message::{Audio, Citation, Cut, Message, Outcome, Part, Reasoning, Role, ToolCall};
use crate::domain::time::Timestamp;

/// The most characters of a title in the name of a file.
const NAME_CHARS: usize = 60;

/// A name for the file of a conversation. `ending` is without its dot.
pub fn file_name(conversation: &Conversation, ending: &str) -> String {
    // No system takes the former; the latter mean something to one or another.
    let is_odd = |c: char| c.is_control() || "/\\<>:\"|?*".contains(c);
    let words: String = conversation.title().chars().map(|c| if is_odd(c) { ' ' } else { c }).collect();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words: String = words.chars().take(NAME_CHARS).collect();
    let words = words.trim_matches(|c: char| c == '.' || c.is_whitespace());
    format!("{}.{ending}", if words.is_empty() { "Chat" } else { words })
}

/// The whole tree as one JSON document (docs/format.md).
pub fn to_json(conversation: &Conversation) -> String {
    let mut messages: Vec<&Message> = conversation.messages().iter().map(AsRef::as_ref).collect();
    // By UTF-16 code units, as everywhere in an export.
    messages.sort_by(|a, b| a.id.as_str().encode_utf16().cmp(b.id.as_str().encode_utf16()));
    let messages: Vec<String> =
        messages.into_iter().map(|message| archive::message_to_text(conversation.id(), message)).collect();
    let chat = archive::summary_to_text(conversation.summary());
    format!("{{\"format\":\"parlance\",\"v\":2,\"chat\":{chat},\"messages\":[{}]}}\n", messages.join(","))
}

/// What is shown of a conversation, as Markdown.
pub fn to_markdown(conversation: &Conversation) -> String {
    let title = conversation.title();
    let mut text = format!("# {}\n", in_line(if title.is_empty() { "Chat" } else { title }));
    for message in conversation.active_path() {
        let _ = write!(text, "\n## {}\n", heading(&message));
        for block in blocks(&message) {
            let block = block.trim_matches('\n');
            if !block.is_empty() {
                text.push('\n');
                text.push_str(block);
                text.push('\n');
            }
        }
    }
    text
}

fn heading(message: &Message) -> String {
    let who = match message.role {
        Role::System => "System",
        Role::User => "You",
        Role::Assistant => "Assistant",
    };
    let model = message.answer.as_ref().map(|answer| answer.model.as_ref().unwrap_or(&answer.asked));
    let model = model.map(|model| format!(" · {}", in_line(ModelId::as_str(model)))).unwrap_or_default();
    format!("{who}{model} · {}", moment(message.created))
}

/// The blocks of a message, to be set apart by empty lines.
fn blocks(message: &Message) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut words = String::new();
    for part in &message.parts {
        if let Part::Text(text) = part {
            words.push_str(text);
            continue;
        }
        push_words(&mut blocks, &mut words);
        match part {
            Part::Text(_) | Part::Source(_) => {}
            Part::Reasoning(reasoning) => blocks.extend(thoughts(reasoning)),
            Part::Image(url) => blocks.push(picture(url)),
            Part::Audio(Audio { transcript, .. }) if transcript.trim().is_empty() => {
                blocks.push("*A recording*".to_owned());
            }
            Part::Audio(Audio { transcript, .. }) => blocks.push(quote(&format!("*A recording:* {transcript}"))),
            Part::ToolCall(ToolCall { name, arguments, .. }) => {
                blocks.push(format!("*A call of a tool:* {}", in_line(name)));
                blocks.push(fenced(arguments, "json"));
            }
        }
    }
    push_words(&mut blocks, &mut words);
    let sources: Vec<String> =
        message.sources().enumerate().map(|(idx, source)| format!("{}. {}", idx + 1, link(source))).collect();
    if !sources.is_empty() {
        blocks.push("Sources:".to_owned());
        blocks.push(sources.join("\n"));
    }
    blocks.extend(ending(message));
    blocks
}

fn push_words(blocks: &mut Vec<String>, words: &mut String) {
    if !words.trim().is_empty() {
        let words = words.trim_end();
        blocks.push(format!("{words}{}", ends::missing(words)));
    }
    words.clear();
}

/// What a model thought, as a quotation: a fence that it opens ends with it.
fn thoughts(reasoning: &Reasoning) -> Option<String> {
    let took = reasoning.took_ms.map(|ms| format!(" ({} s)", (ms + 500) / 1000)).unwrap_or_default();
    let text = reasoning.text.trim_matches('\n');
    (!text.trim().is_empty()).then(|| quote(&format!("**Reasoning**{took}\n\n{text}")))
}

fn quote(text: &str) -> String {
    let lines = text.lines().map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") });
    lines.collect::<Vec<_>>().join("\n")
}

/// Code between fences that it cannot close.
fn fenced(code: &str, language: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}", code.trim_end())
}

fn picture(url: &str) -> String {
    let is_picture = url.starts_with("data:image/") || is_web(url);
    if is_picture { format!("![Picture](<{}>)", address(url)) } else { "*A picture that cannot be shown*".to_owned() }
}

fn link(source: &Citation) -> String {
    let Citation { url, title } = source;
    let words = in_line(title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or(url));
    // What is no page may be the name of a file, or worse.
    if is_web(url) { format!("[{words}](<{}>)", address(url)) } else { words }
}

fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// An address between angle brackets.
fn address(url: &str) -> String {
    let mut text = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '<' => text.push_str("%3C"),
            '>' => text.push_str("%3E"),
            '\\' => text.push_str("%5C"),
            c if c.is_control() => {}
            c => text.push(c),
        }
    }
    text
}

/// Words in one line, of which no sign is a mark.
fn in_line(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut text = String::with_capacity(words.len());
    for c in words.chars() {
        if "\\`*_[]<&~".contains(c) {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

/// How an answer ended, if not as it should.
fn ending(message: &Message) -> Option<String> {
    let words = match message.outcome() {
        Some(Outcome::Complete) => return None,
        Some(Outcome::Stopped) => "Stopped".to_owned(),
        Some(Outcome::Filtered) => "Cut off by the provider’s filter".to_owned(),
        Some(Outcome::CutShort(Cut::Length)) => "Cut off at the length limit".to_owned(),
        Some(Outcome::CutShort(Cut::Connection)) => "Cut off when the connection was lost".to_owned(),
        Some(Outcome::CutShort(Cut::Reload)) => "Cut off when the page was closed".to_owned(),
        Some(Outcome::Failed(problem)) => in_line(&problem.sentence()),
        None if message.is_running() => "Still being written".to_owned(),
        None => return None,
    };
    Some(format!("*{words}*"))
}

/// A moment in words that are the same everywhere: `2026-11-28 21:59 UTC`.
fn moment(moment: Timestamp) -> String {
    let minutes = moment.as_ms().div_euclid(60_000);
    let (days, minute) = (minutes.div_euclid(1440), minutes.rem_euclid(1440));
    let (year, month, day) = date(days);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02} UTC", minute / 60, minute % 60)
}

/// The date of a day counted from 1970-01-01: of the 400 years after which the calendar repeats itself, a year that
/// begins in March has its odd day last.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_those_of_the_calendar() {
        let check = |ms: i64, told: &str| assert_eq!(moment(Timestamp::from_ms(ms)), told);
        check(0, "1970-01-01 00:00 UTC");
        check(951_782_399_000, "2000-02-28 23:59 UTC");
        check(951_782_400_000, "2000-02-29 00:00 UTC");
        check(951_868_800_000, "2000-03-01 00:00 UTC");
        check(1_795_392_000_000, "2026-11-23 00:00 UTC");
        check(4_107_542_400_000, "2100-03-01 00:00 UTC");
        check(-1, "1969-12-31 23:59 UTC");
        // A clock that is out of its mind costs no more than a line.
        assert!(moment(Timestamp::from_ms(i64::MAX)).ends_with("UTC"));
        assert!(moment(Timestamp::from_ms(i64::MIN)).ends_with("UTC"));
    }
}
