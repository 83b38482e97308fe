//! The stored forms: whatever was written is read again, by this build and by all later ones.

use std::collections::BTreeSet;

use parlance::domain::conversation::Conversation;
use parlance::domain::cost::{Money, Usage};
use parlance::domain::ids::{ConversationId, MessageId, ModelId};
use parlance::domain::message::{
    Answer, Audio, Citation, Cut, Message, Outcome, Part, Reasoning, ReasoningDetail, Role, ToolCall,
};
use parlance::domain::problem::{Problem, ProblemKind};
use parlance::domain::summary::{Act, Source, Summary};
use parlance::domain::time::Timestamp;
use parlance::domain::title;
use parlance::protocol::archive::{
    conversation_from_text, message_from_text, message_to_text, running_from_text, summary_from_text, summary_to_text,
};
use proptest::collection::{btree_set, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

fn words() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..6).prop_map(|chars| chars.into_iter().collect())
}

fn moment() -> impl Strategy<Value = Timestamp> {
    any::<i64>().prop_map(Timestamp::from_ms)
}

fn model() -> impl Strategy<Value = ModelId> {
    words().prop_map(ModelId::new)
}

fn detail() -> impl Strategy<Value = ReasoningDetail> {
    let all = (words(), of(any::<u32>()), vec(of(words()), 6));
    all.prop_map(|(kind, index, mut rest)| {
        let mut next = || rest.pop().flatten();
        let (text, summary, data) = (next(), next(), next());
        ReasoningDetail { kind, index, text, summary, data, signature: next(), id: next(), format: next() }
    })
}

fn part() -> impl Strategy<Value = Part> {
    prop_oneof![
        words().prop_map(Part::Text),
        words().prop_map(Part::Image),
        (words(), vec(detail(), 0..3), of(0..i64::MAX))
            .prop_map(|(text, details, took_ms)| Part::Reasoning(Reasoning { text, details, took_ms })),
        (words(), words()).prop_map(|(data, transcript)| Part::Audio(Audio { data, transcript })),
        (words(), of(words())).prop_map(|(url, title)| Part::Source(Citation { url, title })),
        (any::<u32>(), words(), words(), words()).prop_map(|(index, id, name, arguments)| Part::ToolCall(ToolCall {
            index,
            id,
            name,
            arguments
        })),
    ]
}

fn problem() -> impl Strategy<Value = Problem> {
    let kinds = [
        select(ProblemKind::ALL.to_vec()).boxed(),
        of(any::<u32>()).prop_map(|affordable| ProblemKind::LowerOutputCap { affordable }).boxed(),
        of(moment()).prop_map(|resets| ProblemKind::DailyLimit { resets }).boxed(),
    ];
    let rest = (of(any::<u16>()), of(words()), of(any::<u32>()), vec(model(), 0..3));
    (proptest::strategy::Union::new(kinds), rest).prop_map(
        |(kind, (status, detail, retry_after_s, fallback_models))| Problem {
            kind,
            status,
            detail,
            retry_after_s,
            fallback_models,
        },
    )
}

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        Just(Outcome::Complete),
        Just(Outcome::Stopped),
        Just(Outcome::Filtered),
        select(vec![Cut::Length, Cut::Connection, Cut::Reload]).prop_map(Outcome::CutShort),
        problem().prop_map(Outcome::Failed),
    ]
}

fn usage() -> impl Strategy<Value = Usage> {
    let all = (any::<[u64; 4]>(), of(any::<i64>()));
    all.prop_map(|([prompt_tokens, completion_tokens, reasoning_tokens, cached_tokens], cost)| Usage {
        prompt_tokens,
        completion_tokens,
        reasoning_tokens,
        cached_tokens,
        cost: cost.map(Money::from_pico),
    })
}

fn answer() -> impl Strategy<Value = Answer> {
    let all = (model(), of(model()), of(words()), of(words()), of(usage()), of(outcome()));
    all.prop_map(|(asked, model, provider, generation, usage, outcome)| Answer {
        asked,
        model,
        provider,
        generation,
        usage,
        outcome,
    })
}

fn name() -> impl Strategy<Value = MessageId> {
    words().prop_map(MessageId::new)
}

fn message() -> impl Strategy<Value = Message> {
    let role = select(vec![Role::System, Role::User, Role::Assistant]);
    (name(), of(name()), role, moment(), vec(part(), 0..4), of(answer()))
        .prop_map(|(id, parent, role, created, parts, answer)| Message { id, parent, role, created, parts, answer })
}

fn summary() -> impl Strategy<Value = Summary> {
    let head = (words(), words(), of(model()), moment(), moment());
    let marks = (any::<[bool; 2]>(), of(moment()), btree_set(name(), 0..3), btree_set(name(), 0..3));
    let source = of((words(), of(words())).prop_map(|(app, id)| Source { app, id }));
    let cost = of(any::<i64>().prop_map(Money::from_pico));
    (head, marks, source, cost).prop_map(
        |(
            (id, title, model, created, active),
            ([is_pinned, is_archived], deleted, chosen, hidden),
            source,
            title_cost,
        )| Summary {
            id: ConversationId::new(id),
            title,
            model,
            created,
            active,
            is_pinned,
            is_archived,
            deleted,
            chosen,
            hidden,
            title_cost,
            source,
        },
    )
}

/// The message as it is after the page was closed.
fn closed(mut message: Message) -> Message {
    if let Some(answer) = &mut message.answer {
        answer.outcome = answer.outcome.take().or(Some(Outcome::CutShort(Cut::Reload)));
    }
    message
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn a_message_is_read_as_it_was_written(written in message(), chat in words()) {
        let chat = ConversationId::new(chat);
        let text = message_to_text(&chat, &written);
        prop_assert_eq!(running_from_text(&text), Ok((chat.clone(), written.clone())));
        prop_assert_eq!(message_from_text(&text), Ok((chat, closed(written))));
    }

    #[test]
    fn a_chat_is_read_as_it_was_written(written in summary()) {
        let read = summary_from_text(&summary_to_text(&written));
        // Of a title what can be seen.
        let title = title::clean(&written.title);
        prop_assert_eq!(read, Ok(Summary { title, ..written }));
    }

    #[test]
    fn reading_half_a_text_never_panics(written in message(), chat in summary(), cut in any::<Index>()) {
        for text in [message_to_text(&chat.id, &written), summary_to_text(&chat)] {
            let cut = (0..=cut.index(text.len())).rev().find(|cut| text.is_char_boundary(*cut)).unwrap_or(0);
            prop_assert!(message_from_text(&text[..cut]).is_err() && summary_from_text(&text[..cut]).is_err());
        }
    }
}

const GOLDEN: &str = include_str!("archive/v1-conversation.json");

/// What `archive/v1-conversation.json` says: every kind of part and of ending.
fn golden() -> Conversation {
    let moment = |ms: i64| Timestamp::from_ms(1_795_392_000_000 + ms);
    let mut conversation = Conversation::of(Summary {
        title: "Why is the sky blue?".to_owned(),
        model: Some(ModelId::new("~anthropic/claude-sonnet-latest")),
        ..Summary::new(ConversationId::new("01kar0000000000000000000c1"), moment(0))
    });
    let question = Message::from_user(MessageId::new("q1"), None, moment(1), "Why is the sky blue? 👩‍🚀".to_owned());
    conversation.append(question).unwrap();

    let detail = |kind: &str| ReasoningDetail { kind: kind.to_owned(), index: Some(0), ..ReasoningDetail::default() };
    let reasoning = Reasoning {
        text: "Rayleigh.".to_owned(),
        took_ms: None,
        details: vec![
            ReasoningDetail {
                text: Some("Rayleigh.".to_owned()),
                signature: Some("c2ln".to_owned()),
                format: Some("anthropic-claude-v1".to_owned()),
                ..detail("reasoning.text")
            },
            ReasoningDetail { summary: Some("Scattering".to_owned()), ..detail("reasoning.summary") },
            ReasoningDetail {
                data: Some("gAAA".to_owned()),
                id: Some("rs_1".to_owned()),
                ..detail("reasoning.encrypted")
            },
        ],
    };
    let tool_call =
        ToolCall { index: 0, id: "call_1".to_owned(), name: "look_up".to_owned(), arguments: "{}".to_owned() };
    let source = |url: &str, title: Option<&str>| {
        Part::Source(Citation { url: url.to_owned(), title: title.map(str::to_owned) })
    };
    let parts = vec![
        Part::Reasoning(reasoning),
        Part::Text("Because air scatters blue light most.".to_owned()),
        Part::Image("data:image/png;base64,iVBORw0KGgo=".to_owned()),
        Part::Audio(Audio { data: "UklGRg==".to_owned(), transcript: "Because".to_owned() }),
        source("https://sky.example/blue", Some("Blue")),
        source("lease.pdf", None),
        Part::ToolCall(tool_call),
    ];
    let usage = Usage {
        prompt_tokens: 21,
        completion_tokens: 24,
        reasoning_tokens: 5,
        cached_tokens: 3,
        cost: Some(Money::from_pico(282_000_000)),
    };
    let failed = |problem: Problem| Some(Outcome::Failed(problem));
    let endings = [
        Some(Outcome::Complete),
        Some(Outcome::Stopped),
        Some(Outcome::Filtered),
        Some(Outcome::CutShort(Cut::Length)),
        Some(Outcome::CutShort(Cut::Connection)),
        Some(Outcome::CutShort(Cut::Reload)),
        failed(Problem {
            status: Some(404),
            detail: Some("The free version of this model has ended.".to_owned()),
            fallback_models: vec![ModelId::new("acme/alpha")],
            ..Problem::of(ProblemKind::ModelUnavailable)
        }),
        failed(Problem { status: Some(402), ..Problem::of(ProblemKind::LowerOutputCap { affordable: Some(3395) }) }),
        failed(Problem {
            retry_after_s: Some(60),
            ..Problem::of(ProblemKind::DailyLimit { resets: Some(Timestamp::from_ms(1_795_478_400_000)) })
        }),
    ];
    for (i, outcome) in endings.into_iter().enumerate() {
        let is_first = i == 0;
        let answer = Answer {
            model: is_first.then(|| ModelId::new("anthropic/claude-sonnet-5.5")),
            provider: is_first.then(|| "Anthropic".to_owned()),
            generation: is_first.then(|| "gen-1795392001-A".to_owned()),
            usage: is_first.then_some(usage),
            outcome,
            ..Answer::awaited(ModelId::new("~anthropic/claude-sonnet-latest"))
        };
        let message = Message {
            id: MessageId::new(format!("a{}", i + 1)),
            parent: Some(MessageId::new("q1")),
            role: Role::Assistant,
            created: moment(2 + i as i64),
            parts: if is_first { parts.clone() } else { Vec::new() },
            answer: Some(answer),
        };
        conversation.append(message).unwrap();
    }
    for message in conversation.messages().to_vec() {
        conversation.apply(&Act::Say(message.created));
    }
    conversation.show(&MessageId::new("a1"));
    conversation
}

#[test]
fn the_first_stored_form_is_read_for_good() {
    assert_eq!(conversation_from_text(GOLDEN), Ok(golden()));
}

const GOLDEN_CHAT: &str = include_str!("archive/v2-chat.json");
const GOLDEN_MESSAGES: &str = include_str!("archive/v2-messages.jsonl");

/// What `archive/v2-chat.json` says: all that can be said of a chat.
fn golden_summary() -> Summary {
    let moment = |ms: i64| Timestamp::from_ms(1_795_392_000_000 + ms);
    Summary {
        is_pinned: true,
        is_archived: true,
        deleted: Some(moment(20_000)),
        hidden: BTreeSet::from([MessageId::new("a2")]),
        title_cost: Some(Money::from_pico(31_000_000)),
        source: Some(Source { app: "ChatGPT".to_owned(), id: Some("6a1f".to_owned()) }),
        ..golden().summary().clone()
    }
}

#[test]
fn the_second_stored_form_is_read_for_good() {
    assert_eq!(summary_from_text(GOLDEN_CHAT), Ok(golden_summary()));
    let messages = GOLDEN_MESSAGES.lines().map(|line| message_from_text(line).unwrap());
    let expected =
        golden().messages().iter().map(|message| (golden().id().clone(), (**message).clone())).collect::<Vec<_>>();
    assert_eq!(messages.collect::<Vec<_>>(), expected);
}

/// A change here is a new version, not an edit of the golden file.
#[test]
fn the_second_stored_form_is_still_written() {
    assert_eq!(summary_to_text(&golden_summary()), GOLDEN_CHAT.trim_end());
    let written =
        golden().messages().iter().map(|message| message_to_text(golden().id(), message) + "\n").collect::<String>();
    assert_eq!(written, GOLDEN_MESSAGES);
}

#[test]
fn of_a_newer_form_what_is_understood_is_read() {
    let newer = |text: &str| text.replacen("\"v\":2", "\"v\":3,\"novel\":[{}]", 1);
    assert_eq!(summary_from_text(&newer(GOLDEN_CHAT)), Ok(golden_summary()));
    let (_, message) = message_from_text(&newer(GOLDEN_MESSAGES.lines().next().unwrap())).unwrap();
    assert_eq!(message.text(), "Why is the sky blue? 👩‍🚀");
    for older in [GOLDEN_CHAT.replacen("\"v\":2", "\"v\":1", 1), GOLDEN.to_owned(), "{}".to_owned(), String::new()] {
        assert!(summary_from_text(&older).is_err() && message_from_text(&older).is_err());
    }
}

/// Reads a conversation of one question and one answer that this edits.
fn read_edited(edit: impl Fn(&mut Value)) -> Option<Conversation> {
    let mut stored = json!({
        "v": 1, "id": "c", "title": "T", "created": 1, "chosen": {"q": "a"},
        "messages": [
            {"id": "q", "role": "user", "created": 1, "parts": [{"kind": "text", "text": "Q"}]},
            {"id": "a", "parent": "q", "role": "assistant", "created": 2, "parts": [{"kind": "text", "text": "A"}],
                "answer": {"asked": "a/b", "outcome": "complete"}},
        ],
    });
    edit(&mut stored);
    conversation_from_text(&stored.to_string()).ok()
}

#[test]
fn what_a_newer_build_named_is_read_as_something_near() {
    let outcome = |edit: &dyn Fn(&mut Value)| {
        let conversation = read_edited(|stored| edit(&mut stored["messages"][1]["answer"])).unwrap();
        conversation.head().unwrap().outcome().unwrap().clone()
    };
    assert_eq!(outcome(&|answer| answer["outcome"] = json!("exploded")), Outcome::Complete);
    assert_eq!(outcome(&|answer| answer["outcome"] = json!("cut_by_aliens")), Outcome::CutShort(Cut::Connection));
    let failed = |kind| Outcome::Failed(Problem::of(kind));
    assert_eq!(outcome(&|answer| *answer = json!({"outcome": "failed"})), failed(ProblemKind::Retryable));
    let novel = json!({"outcome": "failed", "problem": {"kind": "novel", "status": "x", "resets": 3}});
    assert_eq!(outcome(&|answer| *answer = novel.clone()), failed(ProblemKind::Retryable));

    let head =
        |edit: &dyn Fn(&mut Value)| read_edited(|stored| edit(&mut stored["messages"][1])).unwrap().head().unwrap();
    assert_eq!(head(&|message| message["role"] = json!("oracle")).role, Role::Assistant);
    let parts = json!([{"kind": "hologram"}, 7, {"kind": "text", "text": "kept"}]);
    assert_eq!(head(&|message| message["parts"] = parts.clone()).text(), "kept");
}

#[test]
fn a_choice_that_is_no_child_cannot_lead_the_path_astray() {
    for chosen in [json!({"q": "q"}), json!({"a": "q"}), json!({"a": "a", "x": "q"}), json!([1]), json!({"q": 3})] {
        let conversation = read_edited(|stored| stored["chosen"] = chosen.clone()).unwrap();
        assert_eq!(conversation.active_path().len(), 2, "{chosen}");
    }
}

#[test]
fn what_is_no_whole_conversation_is_refused() {
    for text in ["", "null", "[]", "{}", "{\"v\":1}", "{\"v\":1,\"id\":\"c\"", "old text"] {
        assert!(conversation_from_text(text).is_err(), "{text}");
    }
    assert!(read_edited(|_| {}).is_some());
    assert!(read_edited(|stored| stored["v"] = json!(2)).is_none());
    assert!(read_edited(|stored| stored["v"] = json!("1")).is_none());
    assert!(read_edited(|stored| stored["id"] = json!(7)).is_none());
    assert!(read_edited(|stored| stored["messages"][0]["id"] = json!("other")).is_none());
    assert!(read_edited(|stored| stored["messages"][1]["id"] = json!("q")).is_none());
    assert!(read_edited(|stored| stored["messages"][1] = json!("A")).is_none());
    assert!(read_edited(|stored| stored["messages"] = json!("none")).is_none());
}
