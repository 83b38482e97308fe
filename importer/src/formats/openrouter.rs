//! OpenRouter's chat: `orpg.1.0` to `orpg.3.0`.
//!
//! Who follows whom is told in part: answers name their question, questions name nothing. A question follows the last
//! answer to the question before; several answers to one question are models that were compared, so versions.

use std::collections::HashMap;

use parlance::domain::message::{Cut, Outcome, Role};
use serde_json::Value;

use crate::content;
use crate::fields::Fields;
use crate::sketch::{Node, Sketch};

pub(super) fn chat(mut fields: Fields) -> Sketch {
    fields.take("version");
    let characters = Fields::of(fields.peek("characters").clone()).unwrap_or_default();
    let mut items = fields.object("items");
    let messages = fields.object("messages").rest();
    let mut nodes: Vec<Node> =
        messages.into_iter().map(|(key, value)| node(key, value, &characters, &mut items)).collect();
    nodes.sort_by_key(|node| node.created);
    link(&mut nodes);
    fields.put("items", items.into_value());
    let model = nodes.iter().rev().find_map(|node| node.model.clone());
    Sketch {
        app: "OpenRouter",
        title: fields.text("title"),
        current: nodes.last().and_then(|node| node.id.clone()),
        model,
        nodes,
        aside: fields,
        ..Sketch::default()
    }
}

fn node(key: String, value: Value, characters: &Fields, items: &mut Fields) -> Node {
    let mut fields = Fields::of(value).unwrap_or_default();
    let character = fields.text("characterId").unwrap_or_default();
    // The first forms say who speaks by the character alone.
    let word = if fields.word("type").is_empty() {
        if character == "USER" { "user" } else { "assistant" }
    } else {
        fields.word("type")
    };
    let role = content::role(word);
    fields.take("type");
    let mut parts = Vec::new();
    let reasoning = fields.text("reasoning").map(content::thought);
    let told = fields.take("content");
    let told = content::parts(told, &mut fields);
    let mut others = Vec::new();
    for item in fields.list("items") {
        let Some(name) = item["id"].as_str() else { continue };
        let mut item = items.object(name);
        let mut data = item.object("data");
        let content = data.take("content");
        let mut left = Fields::default();
        let is_thought = data.word("type") == "reasoning";
        let said = content::parts(content, &mut left);
        if said.is_empty() || !(is_thought || data.word("type") == "message") {
            data.put("content", left.take("content"));
            others.push(data.into_value());
        } else {
            others.extend(left.list("content"));
        }
        parts.extend(said);
    }
    parts.extend(reasoning);
    parts.extend(told);
    fields.put("items", others.into());
    let mut metadata = fields.object("metadata");
    let usage = metadata.usage();
    let generation = metadata.text("generationId");
    fields.put("metadata", metadata.into_value());
    let id = fields.text("id").unwrap_or(key);
    Node {
        parent: fields.text("parentMessageId"),
        role,
        created: fields.moment("createdAt"),
        parts,
        model: characters.peek(&character)["model"].as_str().map(str::to_owned),
        provider: None,
        generation,
        usage,
        outcome: fields.flag("isGenerating").then_some(Outcome::CutShort(Cut::Reload)),
        aside: fields,
        id: Some(id),
        ..Node::default()
    }
}

/// Gives parents to those that name none, or one that is not there. The nodes stand by age.
fn link(nodes: &mut [Node]) {
    let places: HashMap<String, usize> =
        nodes.iter().enumerate().filter_map(|(at, node)| Some((node.id.clone()?, at))).collect();
    let mut question: Option<usize> = None;
    // The last answer to that question, and what came first if that was neither.
    let mut last: Option<usize> = None;
    for (at, node) in nodes.iter_mut().enumerate() {
        let told = node.parent.as_ref().and_then(|parent| places.get(parent)).copied();
        match node.role {
            Some(Role::User) => {
                if told.is_none() {
                    node.parent = None;
                    node.after = last.or(question);
                }
                (question, last) = (Some(at), Some(at));
            }
            Some(Role::Assistant) => {
                if told.is_none() {
                    node.parent = None;
                    node.after = question.or(last);
                }
                // An answer that came late to an earlier question is no place to go on.
                if told.is_none() || told == question {
                    last = Some(at);
                }
            }
            Some(Role::System) if last.is_none() => last = Some(at),
            _ => {}
        }
    }
}
