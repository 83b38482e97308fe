//! One chat as a text for other programs: what is shown as Markdown, and all of it as JSON.

use std::iter::once;

use parlance::domain::conversation::Conversation;
use parlance::domain::ids::{ConversationId, MessageId, ModelId};
use parlance::domain::message::{Answer, Audio, Citation, Cut, Message, Outcome, Part, Reasoning, Role, ToolCall};
use parlance::domain::summary::{Act, Summary};
use parlance::domain::time::Timestamp;
use parlance::protocol::archive::{message_from_text, summary_from_text};
use parlance::protocol::export::{file_name, to_json, to_markdown};
use proptest::collection::vec;
use proptest::prelude::*;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};
use serde_json::Value;

const ASKED: i64 = 1_795_392_000_000;

fn chat(title: &str, messages: Vec<Message>) -> Conversation {
    let mut chat = Conversation::of(Summary::new(ConversationId::new("c"), Timestamp::from_ms(ASKED)));
    chat.apply(&Act::Rename(title.to_owned()));
    chat.fill(messages);
    chat
}

fn question(id: &str, parent: Option<&str>, text: &str) -> Message {
    Message::from_user(MessageId::new(id), parent.map(MessageId::new), Timestamp::from_ms(ASKED), text.to_owned())
}

fn answer(id: &str, parent: &str, parts: Vec<Part>, outcome: Option<Outcome>) -> Message {
    let asked = ModelId::new("~acme/alpha-latest");
    let model = Some(ModelId::new("acme/alpha"));
    Message {
        id: MessageId::new(id),
        parent: Some(MessageId::new(parent)),
        role: Role::Assistant,
        created: Timestamp::from_ms(ASKED + 61_000),
        parts,
        answer: Some(Answer { model, outcome, ..Answer::awaited(asked) }),
    }
}

fn text(words: &str) -> Part {
    Part::Text(words.to_owned())
}

#[test]
fn a_chat_as_markdown_says_who_spoke_and_when() {
    let parts = vec![
        Part::Reasoning(Reasoning {
            text: "Rayleigh.\n\nOr Mie?".to_owned(),
            took_ms: Some(4_200),
            ..Reasoning::default()
        }),
        text("Because air scatters *blue* light most.[1]"),
        Part::Source(Citation { url: "https://sky.example/a)b".to_owned(), title: Some("The [sky]".to_owned()) }),
        Part::Source(Citation { url: "javascript:alert(1)".to_owned(), title: None }),
    ];
    let chat = chat(
        "Why is the *sky* blue?",
        vec![question("a", None, "Why is the *sky* blue?"), answer("b", "a", parts, Some(Outcome::Stopped))],
    );
    assert_eq!(
        to_markdown(&chat),
        "# Why is the \\*sky\\* blue?

## You · 2026-11-23 00:00 UTC

Why is the *sky* blue?

## Assistant · acme/alpha · 2026-11-23 00:01 UTC

> **Reasoning** (4 s)
>
> Rayleigh.
>
> Or Mie?

Because air scatters *blue* light most.[1]

Sources:

1. [The \\[sky\\]](<https://sky.example/a)b>)
2. javascript:alert(1)

*Stopped*
"
    );
}

#[test]
fn pictures_recordings_and_tools_have_their_places() {
    let parts = vec![
        text("Here:"),
        Part::Image("data:image/png;base64,AAAA".to_owned()),
        Part::Image("javascript:alert(1)".to_owned()),
        Part::Audio(Audio { data: "AAAA".to_owned(), transcript: "Blue.".to_owned() }),
        Part::ToolCall(ToolCall {
            name: "look_up".to_owned(),
            arguments: "{\"a\":\"```\"}".to_owned(),
            ..ToolCall::default()
        }),
    ];
    let told = to_markdown(&chat("", vec![question("a", None, "Show me"), answer("b", "a", parts, None)]));
    let (_, told) = told.split_once("00:01 UTC\n\n").expect("an answer");
    assert_eq!(
        told,
        "Here:

![Picture](<data:image/png;base64,AAAA>)

*A picture that cannot be shown*

> *A recording:* Blue.

*A call of a tool:* look\\_up

````json
{\"a\":\"```\"}
````

*Still being written*
"
    );
}

#[test]
fn markdown_has_the_branch_that_is_shown_and_json_all_of_them() {
    let mut chat = chat(
        "Tides",
        vec![
            question("a", None, "Why tides?"),
            answer("b2", "a", vec![text("The moon.")], Some(Outcome::Complete)),
            answer("b10", "a", vec![text("The sun.")], Some(Outcome::CutShort(Cut::Length))),
        ],
    );
    chat.show(&MessageId::new("b10"));
    let told = to_markdown(&chat);
    assert!(told.contains("The sun.\n\n*Cut off at the length limit*") && !told.contains("The moon."), "{told}");

    let json: Value = serde_json::from_str(&to_json(&chat)).expect("JSON");
    assert_eq!((json["format"].as_str(), json["v"].as_u64()), (Some("parlance"), Some(2)));
    let summary = summary_from_text(&json["chat"].to_string()).expect("a chat");
    assert_eq!(&summary, chat.summary());
    let mut again = Conversation::of(summary);
    let messages = json["messages"].as_array().expect("a list");
    let ids: Vec<_> = messages.iter().filter_map(|message| message["id"].as_str()).collect();
    assert_eq!(ids, ["a", "b10", "b2"]);
    again.fill(messages.iter().map(|text| message_from_text(&text.to_string()).expect("a message").1).collect());
    assert_eq!(again, chat);
}

#[test]
fn the_name_of_a_file_is_one_that_every_system_takes() {
    let check = |title: &str, name: &str| assert_eq!(file_name(&chat(title, vec![]), "md"), name);
    check("Why is the sky blue?", "Why is the sky blue.md");
    check("a/b\\c: \"d\"\n", "a b c d.md");
    check("..", "Chat.md");
    check("", "Chat.md");
    check("詩 🦜", "詩 🦜.md");
    check(&"x".repeat(200), &format!("{}.md", "x".repeat(60)));
}

/// The headings of the second level that a text in Markdown has at its margin.
fn headings(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut n = 0;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) if depth == 0 => {
                n += 1;
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    n
}

/// Lines that models write, and some that open what they never close.
fn line() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "words",
        "",
        "- a list",
        "  - deeper",
        "1. first",
        "   in it",
        "```",
        "```rust",
        "````",
        "~~~",
        "  ```",
        "   ```",
        "    ```",
        "> quoted",
        "> ```",
        "- ```sh",
        "<!--",
        "-->",
        "<pre>",
        "</pre>",
        "<div>",
        "| a | b |",
        "`code`",
        "    code",
        "<script>x",
        "* * *",
        "\\```",
        "$$",
        "[a]: b",
        "2. second",
        "2. ```",
        "10. ```",
        ">",
        "> words",
        ">     code",
        ">   ```",
        "> - a",
        "> > ```",
        "> <!--",
        "<?x",
        "<b>",
        "+",
        "1)",
        "  > ```",
        "-     code",
        "<b>words</b>",
        "<b a=\"c\" d>",
        "</b>",
        "<b/c>",
        "<https://a.example>",
        "<!x",
        "<!DOCTYPE html>",
        "<!-->",
        "- <!--",
        "<script/>",
        "\t```",
        "-\t```",
        "-\twords",
        ">\t```",
        "```\u{3000}",
        "\u{a0}",
        "<p/",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4_000) })]

    #[test]
    fn no_answer_swallows_what_follows(lines in vec(line(), 0..12)) {
        let told = |words: &str| {
            let parts = vec![text(words)];
            to_markdown(&chat("", vec![
                question("a", None, "Hello"),
                answer("b", "a", parts, Some(Outcome::Complete)),
                question("c", Some("b"), "And then?"),
            ]))
        };
        let words = lines.join("\n");
        let told = told(&words);
        prop_assert_eq!(headings(&told), 3, "{}", told);
        // And not a word of it is another.
        prop_assert!(told.contains(words.trim_matches('\n').trim_end()), "{}", told);
    }
}

#[test]
fn thoughts_with_an_open_fence_end_with_their_quotation() {
    let thought = Reasoning { text: "```\nlet a;".to_owned(), ..Reasoning::default() };
    let parts = once(Part::Reasoning(thought)).chain(once(text("Done."))).collect();
    let told = to_markdown(&chat("", vec![question("a", None, "Hello"), answer("b", "a", parts, None)]));
    assert!(told.contains("> ```\n> let a;\n\nDone."), "{told}");
    assert_eq!(headings(&told), 2);
}

#[test]
fn a_deep_quotation_is_no_deep_call() {
    let words = ">".repeat(200_000);
    let told = to_markdown(&chat("", vec![question("a", None, &words)]));
    assert!(told.contains(&words));
}
