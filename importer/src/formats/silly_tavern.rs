//! SillyTavern: a line for the chat, then one for each message. Swipes are versions.

use parlance::domain::message::Role;
use serde_json::Value;

use crate::content;
use crate::fields::Fields;
use crate::sketch::{Node, Sketch};

/// Whether this is a line of such a file.
pub(super) fn is_line(fields: &Fields) -> bool {
    fields.has("chat_metadata") || (fields.peek("is_user").is_boolean() && fields.peek("mes").is_string())
}

/// Whether these are the lines of such a file.
pub(super) fn is_one(lines: &[Value]) -> bool {
    lines.iter().any(|line| line["mes"].is_string())
}

pub(super) fn chat(lines: Vec<Value>) -> Sketch {
    let mut sketch = Sketch { app: "SillyTavern", ..Sketch::default() };
    // The message that is shown where the next follows.
    let mut last = None;
    for line in lines {
        let mut fields = Fields::of(line).unwrap_or_default();
        if !fields.has("mes") {
            sketch.title = fields.text("character_name");
            sketch.created = fields.moment("create_date");
            sketch.aside = fields;
            continue;
        }
        let role = match (fields.flag("is_user"), fields.flag("is_system")) {
            (true, _) => Role::User,
            (false, true) => Role::System,
            (false, false) => Role::Assistant,
        };
        let shown = fields.text("mes").unwrap_or_default();
        let swipes: Vec<String> = fields.list("swipes").iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let at = fields.count("swipe_id").unwrap_or(0);
        let is_shown = |swipe: usize| swipes.get(swipe).is_none_or(|words| *words == shown);
        let versions = if swipes.len() > 1 && is_shown(at as usize) { swipes } else { vec![shown] };
        let at = (at as usize).min(versions.len() - 1);
        let created = fields.moment("send_date");
        let mut aside = Some(fields);
        let after = last;
        for (swipe, words) in versions.into_iter().enumerate() {
            let is_shown = swipe == at;
            if is_shown {
                last = Some(sketch.nodes.len());
            }
            sketch.nodes.push(Node {
                after,
                role: Some(role),
                created,
                parts: content::said(&words),
                aside: if is_shown { aside.take().unwrap_or_default() } else { Fields::default() },
                ..Node::default()
            });
        }
        sketch.current_at = last;
    }
    sketch
}
