//! ChatGPT: `conversations.json`, one tree of nodes a chat.
//!
//! Between what is seen stand nodes that are not: instructions, calls of tools and their results, thoughts. What is
//! seen hangs below what is seen, and thoughts go to the answer that follows them.

use parlance::domain::message::{Citation, Cut, Outcome, Part, Role};
use serde_json::Value;

use crate::content;
use crate::fields::Fields;
use crate::sketch::{Node, Sketch};

/// Whether this is a chat whose tree is missing, as some in real exports are.
pub(super) fn is_bare(fields: &Fields) -> bool {
    fields.has("conversation_id") && fields.has("create_time")
}

pub(super) fn chat(mut fields: Fields) -> Sketch {
    let id = fields.text("conversation_id").or_else(|| fields.text("id"));
    if fields.word("id") == id.as_deref().unwrap_or_default() {
        fields.take("id");
    }
    let model = fields.text("default_model_slug");
    let mapping = Fields::of(fields.take("mapping")).map(Fields::rest).unwrap_or_default();
    // Siblings as the app shows them: by the list of their parent, else by age.
    let mut nodes: Vec<(usize, Node)> = Vec::new();
    let mut ranks = std::collections::HashMap::new();
    for value in mapping.values() {
        for (rank, child) in value["children"].as_array().into_iter().flatten().enumerate() {
            ranks.entry(child.as_str().unwrap_or_default().to_owned()).or_insert(rank);
        }
    }
    for (key, value) in mapping {
        nodes.push((ranks.get(&key).copied().unwrap_or(0), node(key, value, model.as_deref())));
    }
    nodes.sort_by_key(|(rank, node)| (*rank, node.created));
    Sketch {
        app: "ChatGPT",
        id,
        title: fields.text("title"),
        created: fields.moment("create_time"),
        updated: fields.moment("update_time"),
        is_pinned: fields.flag("is_starred"),
        is_archived: fields.flag("is_archived"),
        current: fields.text("current_node"),
        nodes: nodes.into_iter().map(|(_, node)| node).collect(),
        model,
        aside: fields,
        ..Sketch::default()
    }
}

fn node(key: String, value: Value, default_model: Option<&str>) -> Node {
    let mut outer = Fields::of(value).unwrap_or_default();
    let parent = outer.text("parent");
    let message = outer.take("message");
    let Some(mut fields) = Fields::of(message.clone()) else {
        return Node::hidden(Some(key), parent, Value::Null);
    };
    let mut content = fields.object("content");
    let mut metadata = fields.object("metadata");
    let role = content::role(fields.peek("author")["role"].as_str().unwrap_or_default());
    let kind = content.word("content_type").to_owned();
    let thoughts = if kind == "thoughts" { thoughts(&mut content) } else { Vec::new() };
    let is_for_all = matches!(fields.word("recipient"), "" | "all");
    let is_unseen = metadata.peek("is_visually_hidden_from_conversation") == &Value::Bool(true)
        || fields.peek("weight").as_f64() == Some(0.0);
    let is_said = matches!(kind.as_str(), "text" | "multimodal_text" | "code");
    if role.is_none() || !is_for_all || is_unseen || !is_said {
        return Node { parts: thoughts, ..Node::hidden(Some(key), parent, message) };
    }
    let mut words = Vec::new();
    let mut others = Vec::new();
    for part in content.list("parts") {
        match part {
            Value::String(text) => words.push(text),
            other => others.push(other),
        }
    }
    words.extend(content.text("text"));
    let text = words.join("\n");
    let text = match content.text("language").filter(|_| kind == "code") {
        Some(language) => format!("```{}\n{text}\n```", language.replace("unknown", "")),
        None => text,
    };
    let mut parts = if text.trim().is_empty() { Vec::new() } else { vec![Part::Text(text)] };
    // What is seen and has pictures alone is still a turn.
    if parts.is_empty() && !others.is_empty() && role == Some(Role::User) {
        parts.push(Part::Text("(A file that is not in the export.)".to_owned()));
    }
    parts.extend(sources(&metadata));
    for name in ["author", "recipient", "status", "weight", "end_turn"] {
        fields.take(name);
    }
    fields.take("id");
    content.take("content_type");
    content.put("parts", others.into());
    let model = metadata.text("model_slug").or_else(|| default_model.map(str::to_owned));
    let outcome = ending(&metadata);
    fields.put("content", content.into_value());
    fields.put("metadata", metadata.into_value());
    let created = fields.moment("create_time");
    Node { id: Some(key), parent, role, created, parts, model, outcome, aside: fields, ..Node::default() }
}

fn thoughts(content: &mut Fields) -> Vec<Part> {
    let word = |thought: &Value, name: &str| thought[name].as_str().unwrap_or_default().to_owned();
    let told = content.list("thoughts");
    let lines = told.iter().map(|thought| match (word(thought, "summary"), word(thought, "content")) {
        (summary, content) if summary.is_empty() || content.is_empty() => summary + &content,
        (summary, content) => format!("**{summary}**\n\n{content}"),
    });
    let text = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n\n");
    if text.is_empty() { Vec::new() } else { vec![content::thought(text)] }
}

fn sources(metadata: &Fields) -> Vec<Part> {
    let mut sources: Vec<Part> = Vec::new();
    for citation in metadata.peek("citations").as_array().into_iter().flatten() {
        let told = &citation["metadata"];
        let Some(url) = told["url"].as_str().filter(|url| !url.is_empty()) else { continue };
        let source = Part::Source(Citation { url: url.to_owned(), title: told["title"].as_str().map(str::to_owned) });
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    sources
}

fn ending(metadata: &Fields) -> Option<Outcome> {
    match metadata.peek("finish_details")["type"].as_str()? {
        "max_tokens" => Some(Outcome::CutShort(Cut::Length)),
        "interrupted" => Some(Outcome::Stopped),
        _ => None,
    }
}
