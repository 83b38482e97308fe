//! Every format becomes the chats that its app would show: trees, words, order, and what is kept aside.

#[path = "support/files.rs"]
#[expect(dead_code, reason = "others use the rest")]
mod files;
#[path = "support/outline.rs"]
mod outline;

use files::{fixture, fixtures, read};
use outline::outline;
use parlance::domain::cost::Money;
use parlance_importer::found::{Found, FoundChat};

fn found(name: &str) -> Found {
    read(&fixture(name)).unwrap_or_else(|broken| panic!("{name}: {broken}"))
}

/// Compares all chats of a fixture with a drawing.
#[track_caller]
fn check(name: &str, app: &str, drawing: &str) -> Vec<FoundChat> {
    let found = found(name);
    let drawn: Vec<String> = found.chats.iter().map(outline).collect();
    assert_eq!(drawn.join("\n"), drawing.trim_matches('\n'), "{name}");
    assert_eq!(found.app, app, "{name}");
    found.chats
}

fn asides(chat: &FoundChat) -> String {
    chat.asides.iter().map(|aside| aside.raw.as_str()).collect::<Vec<_>>().join("\n")
}

fn skipped(name: &str) -> Vec<(String, String)> {
    found(name).skipped.into_iter().map(|skipped| (skipped.what, skipped.why)).collect()
}

#[test]
fn chatgpt_hangs_what_is_seen_below_what_is_seen() {
    let chats = check("chatgpt.json", "ChatGPT", CHATGPT);
    let summary = &chats[0].summary;
    assert!(summary.is_pinned && !summary.is_archived);
    assert_eq!((summary.created.as_ms(), summary.active.as_ms()), (1_735_787_000_500, 1_735_787_100_000));
    assert_eq!(summary.model, None, "not a name that OpenRouter has");
    let kept = asides(&chats[0]);
    for words in ["g-tides", "asset_pointer", "ten results", "search(", "start_ix"] {
        assert!(kept.contains(words), "{words} is lost: {kept}");
    }
    assert_eq!(skipped("chatgpt.json"), [("Nothing in it".to_owned(), "There are no messages in it.".to_owned())]);
}

const CHATGPT: &str = "
# Tides and the moon
U What makes the tides?⏎Briefly, please.
  *A(gpt-example-mini) [**Recalling gravity**⏎⏎The moon pulls the near side more.] + The moon, and the sun a little. + →https://example.org/tides
    U And this picture?
  A(gpt-example) Gravity. !CutShort(Length)
";

#[test]
fn claude_keeps_thoughts_attachments_and_versions() {
    let chats = check(
        "claude.json",
        "Claude",
        "
# Names for a boat
U Name my boat.
  A() [Short and bright.] + Call it Lark.
    U Another?
# First question of all
U First question of all
  *A() One
  A() Two
",
    );
    let kept = asides(&chats[0]);
    assert!(kept.contains("A small boat.") && kept.contains("tool_use") && kept.contains("acc-1"), "{kept}");
}

#[test]
fn openrouter_questions_follow_the_last_answer() {
    let chats = check(
        "openrouter-3.json",
        "OpenRouter",
        "
# Which is larger?
U 9.9 or 9.11?
  A(acme/alpha) [Compare tenths.] + 9.9 is larger.
  *A(acme/beta) 9.11 is.
    U Sure? + <data:image/png>
      A(acme/beta) No: 9.9.
",
    );
    let answer = chats[0].messages.iter().find_map(|message| message.answer.as_ref()?.usage);
    let usage = answer.expect("the usage is told");
    assert_eq!((usage.completion_tokens, usage.cost), (12, Some(Money::from_pico(120_000_000))));
    assert!(asides(&chats[0]).contains("sums.pdf"));
    assert_eq!(chats[0].summary.model.as_ref().map(|model| model.as_str()), Some("acme/beta"));
    check(
        "openrouter-1.json",
        "OpenRouter",
        "\n# Your favourite colour?\nU Your favourite colour?\n  A(acme/alpha) Blue.\n",
    );
    check(
        "openrouter-2.json",
        "OpenRouter",
        "
# Colours
S Be brief.
  U Your favourite colour?
    A(acme/alpha) [I have none, but should answer.] + Blue.
      U Why?
",
    );
}

#[test]
fn librechat_is_read_as_a_list_and_as_a_tree() {
    let chats = check(
        "librechat-flat.json",
        "LibreChat",
        "
# Sorting
U Sort 3 1 2
  A(alpha-large) 1 2 3
  A(alpha-large) 3 2 !Stopped
    U Go on
      A(alpha-large) Too many requests !failed
",
    );
    assert!(asides(&chats[0]).contains("Be brief.") && asides(&chats[0]).contains("f1"));
    check(
        "librechat-tree.json",
        "LibreChat",
        "
# Poem
U A line about rain
  A(beta-large) [Rain, soft.] + Soft on the roof.
    U Longer
  A(beta-small) Grey on the sea.
",
    );
}

#[test]
fn a_tree_may_be_as_deep_as_a_chat_is_long() {
    let n = 5_000;
    let message = |at: usize| {
        let parent = if at == 0 { "00000000-0000-0000-0000-000000000000".to_owned() } else { format!("m{}", at - 1) };
        let is_user = at.is_multiple_of(2);
        format!(
            r#"{{"messageId":"m{at}","parentMessageId":"{parent}","isCreatedByUser":{is_user},"text":"Words {at}","children":["#
        )
    };
    let tree: String = (0..n).map(message).collect();
    let text = format!(r#"{{"conversationId":"deep","messagesTree":[{tree}{}]}}"#, "]}".repeat(n));
    let found = read(text.as_bytes()).unwrap();
    let messages = &found.chats[0].messages;
    assert_eq!(messages.len(), n);
    assert!(messages.windows(2).all(|pair| pair[1].parent.as_ref() == Some(&pair[0].id)));
    assert_eq!(self::found("librechat-deep.json").chats[0].messages.len(), 70);
}

#[test]
fn open_webui_prefers_pieces_to_their_copy_in_html() {
    let chats = check(
        "open-webui.json",
        "Open WebUI",
        "
# Bread
U How long to prove? + <data:image/jpe>
  *A(alpha:7b) [Depends on yeast.] + An hour.
  A(beta:7b) [Warmth matters.] + Two hours.
# Linear
U Hi
  A() Hello !failed
",
    );
    let summary = &chats[0].summary;
    assert!(summary.is_pinned && summary.is_archived);
    let kept = asides(&chats[0]);
    for words in ["Be kind.", "loaf.txt", "function_call", "food"] {
        assert!(kept.contains(words), "{words} is lost: {kept}");
    }
}

#[test]
fn nextchat_keeps_its_order_and_gives_no_keys() {
    let chats = check(
        "nextchat.json",
        "NextChat",
        "
# Stars
U Nearest star?
  A(alpha-mini) [The sun counts.] + The sun.
    U And this? + <data:image/png>
      A(alpha-mini) Unauthorized !failed
",
    );
    let times: Vec<i64> = chats[0].messages.iter().map(|message| message.created.as_ms()).collect();
    assert!(times.is_sorted_by(|a, b| a < b) && *times.last().unwrap() <= 1_737_000_000_000, "{times:?}");
    assert!(asides(&chats[0]).contains("They spoke of stars."));
}

#[test]
fn no_key_is_kept_and_the_person_is_told() {
    for name in ["nextchat.json", "big-agi-all.json", "big-agi-flash.json", "typing-mind-cloud.json"] {
        let found = found(name);
        assert_eq!(found.warnings, ["This file holds API keys; they were not read."], "{name}");
    }
    for (name, bytes) in fixtures() {
        let Ok(found) = read(&bytes) else { continue };
        let all = format!("{found:?}");
        assert!(!all.contains("not-a-real-key") && !all.contains("letmein"), "{name}: {all}");
    }
}

#[test]
fn typing_mind_is_read_in_all_its_wrappings() {
    let chats = check(
        "typing-mind.json",
        "TypingMind",
        "
# Mail to Ann
S Write plainly.
  U Write to Ann.
    A(alpha-2) Dear Ann,
      U Thanks
",
    );
    assert_eq!(chats[0].messages[2].answer.as_ref().unwrap().usage.unwrap().prompt_tokens, 20);
    let kept = asides(&chats[0]);
    assert!(kept.contains("ann.png") && kept.contains("sent") && kept.contains("f1"), "{kept}");
    check(
        "typing-mind-cloud.json",
        "TypingMind",
        "
# Kept in the cloud
U Hi
  A() Hello
# Folded
U Fold
",
    );
    check(
        "messages.json",
        "Another app",
        "
# Ping
S Be brief.
  U Ping
    A() Pong
      U Ping
        A() Pong
",
    );
}

#[test]
fn big_agi_is_read_in_both_forms_and_three_wrappings() {
    let chats = check(
        "big-agi.agi.json",
        "big-AGI",
        "
# Maps
S You like maps.
  U Draw a map
    A(alpha-pro) [North is up.] + N⏎|⏎S !CutShort(Length)
",
    );
    let kept = asides(&chats[0]);
    assert!(kept.contains("dblobAssetId") && kept.contains("starred") && kept.contains("acme-alpha-pro"), "{kept}");
    check("big-agi-all.json", "big-AGI", "\n# Old form\nU Old question\n  A(alpha-1) Old answer\n");
    check("big-agi-flash.json", "big-AGI", "\n# From a flash\nU From a flash\n");
}

#[test]
fn smaller_formats_are_read_too() {
    let chats = check(
        "llama.json",
        "llama.cpp",
        "
# Cats
U Do cats swim? + <data:image/png>
  A() Some do.
  *A(tiny.gguf) [Turkish Van cats do.] + Rarely.
",
    );
    assert!(asides(&chats[0]).contains("A cat.") && asides(&chats[0]).contains("predicted_n"));
    check("silly-tavern.jsonl", "SillyTavern", "\n# Owl\nA() Hoo.\n*A() Hoo. Who?\n  U Me.\n");
    check("chatbot-ui.json", "Another app", "\n# Soup\nU A soup?\n  A(alpha-3) Leek.\n");
}

#[test]
fn a_chat_of_ours_is_read_as_it_was_written() {
    let chats = check(
        "parlance.json",
        "Parlance",
        "
# Why is the sky blue?
U Why is the sky blue?
  *A(acme/alpha) [Rayleigh.] + Air scatters blue most.
  A(acme/alpha) Because. !Stopped
",
    );
    assert_eq!(chats[0].summary.id.as_str(), "01kbsingle");
    assert!(chats[0].summary.is_pinned && chats[0].summary.hidden.len() == 1);
}

#[test]
fn one_broken_chat_costs_only_itself() {
    let check = |name: &str, titles: &[&str], n_skipped: usize| {
        let found = found(name);
        let drawn: Vec<String> = found.chats.iter().map(outline).collect();
        let found_titles: Vec<&str> = found.chats.iter().map(|chat| chat.summary.title.as_str()).collect();
        assert_eq!(found_titles, titles, "{name}: {drawn:#?}");
        assert_eq!(found.skipped.len(), n_skipped, "{name}: {:?}", found.skipped);
    };
    check("chatgpt.broken.json", &["Whole", "Round"], 2);
    check("claude.broken.json", &["Still here"], 2);
    check("openrouter.broken.json", &["Torn items"], 0);
    check("librechat.broken.json", &["Twice"], 0);
    check("open-webui.broken.json", &["Odd"], 2);
    check("nextchat.broken.json", &["Kept"], 2);
    check("typing-mind.broken.json", &["Number"], 2);
    check("big-agi.broken.json", &["Kept"], 1);
    check("llama.broken.json", &["Kept"], 0);
}

#[test]
fn the_same_file_gives_the_same_names() {
    for (name, bytes) in fixtures() {
        let (Ok(once), Ok(twice)) = (read(&bytes), read(&bytes)) else { continue };
        assert_eq!(once, twice, "{name}");
        for chat in &once.chats {
            let ids: std::collections::BTreeSet<&str> =
                chat.messages.iter().map(|message| message.id.as_str()).collect();
            assert_eq!(ids.len(), chat.messages.len(), "{name}: a name is there twice");
        }
    }
}

#[test]
fn a_chat_that_has_grown_keeps_the_names_of_what_was_there() {
    let grown = |name: &str, from: &str, to: &str| {
        let text = String::from_utf8(fixture(name)).unwrap();
        let longer = text.replacen(from, to, 1);
        assert_ne!(text, longer, "{name}");
        let (short, long) = (found(name), read(longer.as_bytes()).unwrap());
        assert_eq!(short.chats[0].summary.id, long.chats[0].summary.id, "{name}");
        let n = short.chats[0].messages.len();
        assert_eq!(long.chats[0].messages.len(), n + 1, "{name}");
        let ids = |found: &Found| found.chats[0].messages.iter().map(|message| message.id.clone()).collect::<Vec<_>>();
        assert!(ids(&short).iter().all(|id| ids(&long).contains(id)), "{name}");
    };
    grown("messages.json", "\"Pong\" } ]", "\"Pong\" }, {\"role\":\"user\",\"content\":\"More\"} ]");
    grown("chatbot-ui.json", "\"Leek.\" }", "\"Leek.\" }, {\"role\":\"user\",\"content\":\"More\"}");
    grown(
        "claude.json",
        "\"2025-03-01T10:01:00Z\" }",
        "\"2025-03-01T10:01:00Z\" }, {\"uuid\":\"m4\",\"sender\":\"assistant\",\"text\":\"Wren\"}",
    );
}
