//! A chat as another app has it, on its way to ours.
//!
//! Every format fills in a [`Sketch`]; what follows is the same for all: names, moments, the tree over what is
//! left out, which branch is shown, and what is kept aside.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use parlance::domain::cost::Usage;
use parlance::domain::ids::{ConversationId, MessageId, ModelId};
use parlance::domain::import::Skipped;
use parlance::domain::message::{Answer, Message, Outcome, Part, Role};
use parlance::domain::summary::{Source, Summary};
use parlance::domain::time::Timestamp;
use parlance::domain::title;
use serde_json::{Map, Value};

use crate::fields::Fields;
use crate::found::{Aside, FoundChat, skipped};
use crate::ids::derived;

/// The longest title that is taken over, in characters.
const MAX_TITLE: usize = 200;

/// A chat of another app.
#[derive(Debug, Default)]
pub(crate) struct Sketch {
    pub(crate) app: &'static str,
    pub(crate) id: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) model: Option<String>,
    pub(crate) created: Option<i64>,
    pub(crate) updated: Option<i64>,
    pub(crate) is_pinned: bool,
    pub(crate) is_archived: bool,
    /// Siblings in the order that the app shows them.
    pub(crate) nodes: Vec<Node>,
    /// The key of the last message on the branch that the app shows.
    pub(crate) current: Option<String>,
    /// The same by its place among the nodes.
    pub(crate) current_at: Option<usize>,
    pub(crate) aside: Fields,
}

/// A message of another app.
#[derive(Debug, Default)]
pub(crate) struct Node {
    /// What the app calls it.
    pub(crate) id: Option<String>,
    /// The id of what it follows.
    pub(crate) parent: Option<String>,
    /// The same by its place among the nodes, where apps say nothing but the order.
    pub(crate) after: Option<usize>,
    /// None where it is not to be shown: what it holds is then kept aside, but for thoughts, which go to the answer
    /// that follows.
    pub(crate) role: Option<Role>,
    pub(crate) created: Option<i64>,
    pub(crate) parts: Vec<Part>,
    pub(crate) model: Option<String>,
    pub(crate) provider: Option<String>,
    pub(crate) generation: Option<String>,
    pub(crate) usage: Option<Usage>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) aside: Fields,
}

impl Node {
    /// A node that is kept aside as it was found.
    pub(crate) fn hidden(id: Option<String>, parent: Option<String>, raw: Value) -> Self {
        Self { id, parent, aside: Fields::of(raw).unwrap_or_default(), ..Self::default() }
    }

    fn has_content(&self) -> bool {
        self.parts.iter().any(|part| match part {
            Part::Text(text) => !text.trim().is_empty(),
            Part::Reasoning(reasoning) => !reasoning.text.trim().is_empty(),
            Part::Image(_) | Part::Audio(_) | Part::Source(_) | Part::ToolCall(_) => true,
        })
    }

    fn words(&self) -> String {
        let words = self.parts.iter().filter_map(|part| match part {
            Part::Text(text) => Some(text.as_str()),
            _ => None,
        });
        words.collect()
    }

    /// What it holds, for the side.
    fn into_raw(mut self) -> Map<String, Value> {
        let role = match self.role {
            Some(Role::System) => "system",
            Some(Role::User) => "user",
            Some(Role::Assistant) => "assistant",
            None => "",
        };
        let words = self.words();
        self.aside.put("id", self.id.take().into());
        self.aside.put("role", role.into());
        self.aside.put("content", words.into());
        self.aside.rest()
    }
}

/// Makes of a sketch a chat of ours; `fallback` is a moment for what has none. Says too whether a key was among
/// what had no place.
pub(crate) fn settle(mut sketch: Sketch, fallback: Timestamp) -> Result<(FoundChat, bool), Skipped> {
    let mut tree = Tree::of(&sketch.nodes);
    tree.leave_out(&sketch.nodes);
    tree.cut_rings();
    if tree.order.is_empty() {
        let what = sketch.title.take().unwrap_or_default();
        return Err(skipped(&what, "There are no messages in it."));
    }
    let times = moments(&sketch, &tree, fallback);
    let (chat, names) = names(&sketch, &tree);
    let chosen = tree.chosen(&sketch).into_iter().map(|at| names[&at].clone()).collect();

    let mut asides = Vec::new();
    let mut had_keys = false;
    let mut keep = |message: Option<MessageId>, rest| {
        let (aside, had) = Aside::of(message, rest);
        had_keys |= had;
        asides.extend(aside);
    };
    let mut nodes: Vec<Option<Node>> = sketch.nodes.into_iter().map(Some).collect();
    let mut messages = Vec::with_capacity(tree.order.len());
    for at in &tree.order {
        let Some(mut node) = nodes[*at].take() else { continue };
        let mut parts: Vec<Part> = Vec::new();
        for before in &tree.thoughts[*at] {
            if let Some(hidden) = &mut nodes[*before] {
                parts.extend(hidden.parts.iter().filter(|part| matches!(part, Part::Reasoning(_))).cloned());
            }
        }
        parts.append(&mut node.parts);
        let role = node.role.unwrap_or(Role::User);
        let answer = (role == Role::Assistant).then(|| Answer {
            asked: ModelId::new(node.model.take().or_else(|| sketch.model.clone()).unwrap_or_default()),
            model: None,
            provider: node.provider.take(),
            generation: node.generation.take(),
            usage: node.usage,
            outcome: Some(node.outcome.take().unwrap_or(Outcome::Complete)),
        });
        keep(Some(names[at].clone()), node.aside.rest());
        messages.push(Message {
            id: names[at].clone(),
            parent: tree.parents[*at].map(|parent| names[&parent].clone()),
            role,
            created: Timestamp::from_ms(times[at]),
            parts,
            answer,
        });
    }
    let left_out: Vec<Value> =
        nodes.into_iter().flatten().map(Node::into_raw).filter(|raw| !raw.is_empty()).map(Value::Object).collect();
    sketch.aside.put("messages", left_out.into());
    keep(None, sketch.aside.rest());

    let first = times.values().copied().min().unwrap_or_default();
    let last = times.values().copied().max().unwrap_or_default();
    let told: String = title::clean(&sketch.title.unwrap_or_default()).split_whitespace().collect::<Vec<_>>().join(" ");
    let first_words = messages.iter().find(|message| message.role == Role::User).map(Message::text);
    let summary = Summary {
        title: if told.is_empty() {
            title::from_first_words(&first_words.unwrap_or_default())
        } else {
            told.chars().take(MAX_TITLE).collect()
        },
        // Only a name in OpenRouter's form can be asked again.
        model: sketch.model.filter(|model| model.contains('/')).map(ModelId::new),
        active: Timestamp::from_ms(last),
        is_pinned: sketch.is_pinned,
        is_archived: sketch.is_archived,
        chosen,
        title_cost: None,
        source: Some(Source { app: sketch.app.to_owned(), id: sketch.id }),
        ..Summary::new(chat, Timestamp::from_ms(sketch.created.unwrap_or(first).min(first)))
    };
    Ok((FoundChat { summary, messages, asides }, had_keys))
}

/// Where each node hangs, by its place in the list.
struct Tree {
    /// By the ids of the app.
    places: HashMap<String, usize>,
    parents: Vec<Option<usize>>,
    is_kept: Vec<bool>,
    children: BTreeMap<Option<usize>, Vec<usize>>,
    /// What is kept, parents first.
    order: Vec<usize>,
    /// Hidden nodes between each and its parent, from above.
    thoughts: Vec<Vec<usize>>,
}

impl Tree {
    fn of(nodes: &[Node]) -> Self {
        let mut places = HashMap::new();
        for (at, node) in nodes.iter().enumerate() {
            if let Some(id) = &node.id {
                places.entry(id.clone()).or_insert(at);
            }
        }
        let parents = nodes.iter().enumerate().map(|(at, node)| {
            let told = node.parent.as_ref().and_then(|parent| places.get(parent)).copied();
            told.or(node.after).filter(|parent| *parent != at && *parent < nodes.len())
        });
        Self {
            parents: parents.collect(),
            is_kept: nodes.iter().map(|node| node.role.is_some() && node.has_content()).collect(),
            children: BTreeMap::new(),
            order: Vec::new(),
            thoughts: vec![Vec::new(); nodes.len()],
            places,
        }
    }

    /// Hangs what is kept below the nearest that is kept. Instructions are kept where they come first.
    fn leave_out(&mut self, nodes: &[Node]) {
        let mut above: Vec<Option<Option<usize>>> = vec![None; nodes.len()];
        for at in 0..nodes.len() {
            // From here up to the first whose answer is known; then down again.
            let (mut way, mut next) = (Vec::new(), Some(at));
            let mut seen = BTreeSet::new();
            let mut known = loop {
                match next {
                    Some(node) if above[node].is_some() => break self.nearest(node, &above),
                    Some(node) if seen.insert(node) => {
                        way.push(node);
                        next = self.parents[node];
                    }
                    _ => break None,
                }
            };
            for node in way.into_iter().rev() {
                above[node] = Some(known);
                self.is_kept[node] &= nodes[node].role != Some(Role::System) || known.is_none();
                known = self.nearest(node, &above);
            }
        }
        for at in 0..nodes.len() {
            let mut next = self.parents[at];
            // Thoughts are near; a long way up leads elsewhere, or round.
            for _ in 0..16 {
                let Some(hidden) = next.filter(|next| self.is_kept[at] && !self.is_kept[*next]) else { break };
                let thinks = nodes[at].role == Some(Role::Assistant)
                    && nodes[hidden].parts.iter().any(|part| matches!(part, Part::Reasoning(_)));
                if thinks && !self.thoughts[at].contains(&hidden) {
                    self.thoughts[at].insert(0, hidden);
                }
                next = self.parents[hidden];
            }
        }
        self.parents = above.into_iter().map(Option::flatten).collect();
    }

    /// The node itself if it is kept, else what is kept above it.
    fn nearest(&self, node: usize, above: &[Option<Option<usize>>]) -> Option<usize> {
        if self.is_kept[node] { Some(node) } else { above[node].flatten() }
    }

    /// Orders what is kept. Where parents go round in a ring, one of them has none.
    fn cut_rings(&mut self) {
        let kept: Vec<usize> = (0..self.parents.len()).filter(|at| self.is_kept[*at]).collect();
        for at in &kept {
            self.children.entry(self.parents[*at]).or_default().push(*at);
        }
        let mut is_placed = vec![false; self.parents.len()];
        let mut ready: VecDeque<usize> = self.children.get(&None).cloned().unwrap_or_default().into();
        let mut rest = kept.into_iter();
        loop {
            while let Some(at) = ready.pop_front() {
                if !std::mem::replace(&mut is_placed[at], true) {
                    self.order.push(at);
                    ready
                        .extend(self.children.get(&Some(at)).into_iter().flatten().filter(|child| !is_placed[**child]));
                }
            }
            let Some(lost) = rest.find(|at| !is_placed[*at]) else { return };
            if let Some(siblings) = self.children.get_mut(&self.parents[lost]) {
                siblings.retain(|at| *at != lost);
            }
            self.parents[lost] = None;
            self.children.entry(None).or_default().push(lost);
            ready.push_back(lost);
        }
    }

    fn siblings(&self, at: usize) -> &[usize] {
        self.children.get(&self.parents[at]).map_or(&[], Vec::as_slice)
    }

    /// Those on the way to the message that the app shows last, where there is a choice.
    fn chosen(&self, sketch: &Sketch) -> Vec<usize> {
        let named = sketch.current.as_ref().and_then(|current| self.places.get(current)).copied();
        let mut next = named.or(sketch.current_at).filter(|at| *at < self.parents.len());
        next = next.and_then(|at| if self.is_kept[at] { Some(at) } else { self.parents[at] });
        let mut chosen = Vec::new();
        while let Some(at) = next {
            if self.siblings(at).len() > 1 {
                chosen.push(at);
            }
            next = self.parents[at];
        }
        chosen
    }
}

/// When each was written. What has no moment comes a millisecond after what it follows.
fn moments(sketch: &Sketch, tree: &Tree, fallback: Timestamp) -> HashMap<usize, i64> {
    let n = i64::try_from(tree.order.len()).unwrap_or(i64::MAX);
    let start =
        sketch.created.unwrap_or_else(|| sketch.updated.unwrap_or_else(|| fallback.as_ms()).saturating_sub(n).max(1));
    let mut times: HashMap<usize, i64> = HashMap::new();
    // The latest among the siblings before.
    let mut before: HashMap<Option<usize>, i64> = HashMap::new();
    for at in &tree.order {
        let parent = tree.parents[*at];
        let elder = before.get(&parent).copied();
        let above = parent.and_then(|parent| times.get(&parent)).map_or(start, |time| time + 1);
        let time = match sketch.nodes[*at].created {
            // Siblings of one moment keep their order.
            Some(told) if elder == Some(told) => told + 1,
            Some(told) => told,
            None => above.max(elder.map_or(i64::MIN, |elder| elder + 1)),
        };
        times.insert(*at, time);
        before.insert(parent, elder.map_or(time, |elder| elder.max(time)));
    }
    times
}

/// What we call the chat and its messages: from the app's names, or from what is said where it has none.
fn names(sketch: &Sketch, tree: &Tree) -> (ConversationId, HashMap<usize, MessageId>) {
    let said = |at: usize| {
        let node = &sketch.nodes[at];
        let role = node.role.map_or("", |role| match role {
            Role::System => "system",
            Role::User => "user",
            Role::Assistant => "assistant",
        });
        let pictures = node.parts.iter().filter_map(|part| match part {
            Part::Image(url) => Some(url.as_str()),
            _ => None,
        });
        let words = node.words();
        derived(&[role, &words].into_iter().chain(pictures).collect::<Vec<_>>())
    };
    let told = sketch.id.clone();
    let first = tree.order[0];
    // A renamed chat is the same chat.
    let source = told.unwrap_or_else(|| sketch.nodes[first].id.clone().unwrap_or_else(|| said(first)));
    let created = sketch.created.filter(|_| sketch.id.is_none()).unwrap_or_default().to_string();
    let chat = derived(&["chat", sketch.app, &source, &created]);
    let mut names: HashMap<usize, MessageId> = HashMap::new();
    let mut taken = BTreeSet::new();
    for at in &tree.order {
        let name = match &sketch.nodes[*at].id {
            Some(id) => derived(&["message", &chat, id]),
            None => {
                let parent = tree.parents[*at].map_or("", |parent| names[&parent].as_str());
                derived(&["message", &chat, parent, &said(*at)])
            }
        };
        let mut unique = name.clone();
        let mut n = 1;
        while !taken.insert(unique.clone()) {
            n += 1;
            unique = derived(&["message", &name, &n.to_string()]);
        }
        names.insert(*at, MessageId::new(unique));
    }
    (ConversationId::new(chat), names)
}
