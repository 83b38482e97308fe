//! Colours for code, through public types: examples, what holds for any text, and the names of languages.
//!
//! How far the colours agree with somebody else's is judged in `tests/highlight/judge.rs`.

use parlance::domain::highlight::{Class, Highlighter, Language, Span};
use proptest::prelude::*;

fn language(name: &str) -> Language {
    Language::find(name).unwrap_or_else(|| panic!("{name} should be known"))
}

/// The classes of a text, a letter for each byte.
fn painted(name: &str, text: &str) -> String {
    let mut highlighter = Highlighter::new(language(name));
    let mut letters = String::new();
    for line in text.split_inclusive('\n') {
        let mut row = vec![b'.'; line.len()];
        for span in highlighter.line(line) {
            row[span.range].fill(match span.class {
                Class::Keyword => b'k',
                Class::String => b's',
                Class::Comment => b'c',
                Class::Number => b'n',
            });
        }
        letters += &String::from_utf8(row).expect("ASCII letters");
    }
    letters
}

/// Shows a text with its letters; the second line of each pair is expected.
#[track_caller]
fn shows(name: &str, pairs: &[(&str, &str)]) {
    let text: Vec<&str> = pairs.iter().map(|(line, _)| *line).collect();
    let painted = painted(name, &text.join("\n"));
    let mut at = 0;
    for (line, expected) in pairs {
        let row = &painted[at..at + line.len()];
        assert_eq!(row, *expected, "\nin {name}: {line}");
        at += line.len() + 1;
    }
}

mod names {
    use super::*;

    #[test]
    fn a_language_is_found_by_any_name_in_any_case() {
        let names = [
            ("JS", "JavaScript"),
            ("jsx", "JavaScript"),
            ("mjs", "JavaScript"),
            ("ts", "TypeScript"),
            ("tsx", "TypeScript"),
            ("py", "Python"),
            ("rs", "Rust"),
            ("Rust", "Rust"),
            ("sh", "Bash"),
            ("zsh", "Bash"),
            ("console", "Bash"),
            ("shell-session", "Bash"),
            ("c++", "C++"),
            ("cpp", "C++"),
            ("cc", "C++"),
            ("h", "C"),
            ("cs", "C#"),
            ("C#", "C#"),
            ("yml", "YAML"),
            ("kt", "Kotlin"),
            ("ps1", "PowerShell"),
            ("pwsh", "PowerShell"),
            ("docker", "Dockerfile"),
            ("Dockerfile", "Dockerfile"),
            ("html", "HTML"),
            ("svg", "XML"),
            ("vue", "HTML"),
            ("md", "Markdown"),
            ("rb", "Ruby"),
            ("golang", "Go"),
            (" .py ", "Python"),
        ];
        for (name, label) in names {
            assert_eq!(language(name).label(), label, "{name}");
        }
        assert_eq!(Language::find("klingon"), None);
        assert_eq!(Language::find(""), None);
    }

    #[test]
    fn no_name_means_two_languages() {
        let mut names: Vec<&str> = Language::all().flat_map(Language::names).collect();
        let n_names = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), n_names);
        for name in names {
            assert_eq!(name, name.to_ascii_lowercase());
        }
    }

    #[test]
    fn words_are_in_the_order_in_which_they_are_looked_up() {
        for language in Language::all() {
            let words: Vec<&str> = language.words().collect();
            assert!(words.is_sorted_by(|a, b| a.as_bytes() < b.as_bytes()), "{}", language.label());
        }
    }
}

mod examples {
    use super::*;

    #[test]
    fn code_within_a_template_within_code_is_code() {
        shows("js", &[("a = `x${b ? `y${1}` : \"z\"}w`;", "....ss......ss..n.s...sss.ss.")]);
        shows("js", &[("s = `one", "....ssss"), ("two ${", "ssss.."), ("3}`", "n.s")]);
    }

    #[test]
    fn a_division_is_no_regular_expression() {
        shows("js", &[("x = a / b / c;", "..............")]);
        shows("js", &[("return /[/\"]+/gi.test(a)", "kkkkkk.sssssssss........")]);
    }

    #[test]
    fn elements_within_code_are_read_up_to_their_end() {
        shows("jsx", &[("const a = <b c=\"d\">don't {1} if</b>;", "kkkkk......k...sss........n......k..")]);
        shows("ts", &[("let f = <T,>(x: T) => x < 1;", "kkk.......................n.")]);
    }

    #[test]
    fn a_lifetime_is_no_character() {
        shows("rust", &[("fn a<'b>(c: &'b str) -> char { 'd' }", "kk..............kkk.....kkkk...sss..")]);
        shows("rust", &[("r#\"a \"b\" \\\"# + '\\'' as u8", "ssssssssssss...ssss.kk.kk")]);
    }

    #[test]
    fn comments_within_comments_end_where_the_outer_one_ends() {
        shows("rust", &[("/* a /* b */ c */ 1", "ccccccccccccccccc.n")]);
        shows("c", &[("/* a /* b */ 1", "cccccccccccc.n")]);
    }

    #[test]
    fn a_heredoc_ends_with_its_word() {
        shows(
            "sh",
            &[("cat <<EOF", "kkk...sss"), ("# $HOME if", "ss.....sss"), ("EOF", "sss"), ("fi # no", "kk.cccc")],
        );
        shows("rb", &[("x = <<~SQL", "....ssssss"), ("  a #{1} b", "ssss..n.ss"), ("  SQL", "sssss"), ("end", "kkk")]);
    }

    #[test]
    fn a_string_that_is_not_closed_ends_with_its_line() {
        shows("go", &[("a := \"b", ".....ss"), ("if", "kk")]);
        shows("c", &[("\"a \\", "ssss"), ("b\" if", "ss.kk")]);
    }

    #[test]
    fn brackets_behind_a_string_of_several_lines_lead_nowhere_back() {
        shows("toml", &[("a = \"\"\"", "....sss"), ("]]\"\"\"[[", "ssssskk")]);
    }

    #[test]
    fn a_script_ends_with_its_tag() {
        shows(
            "html",
            &[
                ("<script>let a = \"</b>\";", ".kkkkkk.kkk.....ssssss."),
                ("if (1) `</script><p>`", "kk..n..s..kkkkkk..k.."),
                ("<style>p { margin: 1em }</style>", ".kkkkk.k...........nnn....kkkkk."),
            ],
        );
    }

    #[test]
    fn keys_are_plain_and_values_are_not() {
        shows("json", &[("{ \"a\": \"b\", \"c\": [1, null] }", ".......sss........n..kkkk...")]);
        shows(
            "yaml",
            &[("a: b c # d", "...sss.ccc"), ("- e: 12", ".....nn"), ("f: |", "...s"), ("  if: 1", "..sssss")],
        );
        shows("toml", &[("[a]", "kkk"), ("b = true", "....kkkk"), ("c = 2026-01-02", "....nnnnnnnnnn")]);
    }

    #[test]
    fn a_patch_tells_what_comes_and_what_goes() {
        shows(
            "diff",
            &[
                ("--- a/x", "ccccccc"),
                ("+++ b/x", "ccccccc"),
                ("@@ -1 +1 @@", "nnnnnnnnnnn"),
                (" same", "....."),
                ("-old", "kkkk"),
                ("+new", "ssss"),
            ],
        );
    }

    #[test]
    fn markdown_colours_the_code_in_it() {
        shows(
            "md",
            &[
                ("# Title", "kkkkkkk"),
                ("- a `b` [c](d)", "....sss..s..s."),
                ("> said", "cccccc"),
                ("```rust", "sssssss"),
                ("let a = 1; // `b`", "kkk.....n..cccccc"),
                ("```", "sss"),
                ("```unheard-of", "sssssssssssss"),
                ("let", "sss"),
                ("```", "sss"),
                ("let", "..."),
            ],
        );
    }
}

/// Text that opens much and closes little.
fn any_text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\"",
        "'",
        "`",
        "\"\"\"",
        "'''",
        "${",
        "#{",
        "{",
        "}",
        "(",
        ")",
        "[",
        "]",
        "[[",
        "]]",
        "<",
        "</",
        "/>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "/*",
        "*/",
        "//",
        "#",
        "--",
        "=begin",
        "<<EOF",
        "<<~A",
        "EOF",
        "\\",
        "\n",
        "\r\n",
        "\t",
        " ",
        "```",
        "```rust",
        "~~~",
        "|",
        ":",
        "- ",
        "@",
        "$",
        "$(",
        "%w[",
        "~r/",
        "r#\"",
        "\"#",
        "R\"x(",
        ")x\"",
        "0x1F",
        "1e+9",
        "'a",
        "if",
        "return",
        "é",
        "日本",
        "🦀",
        "\u{0}",
        ";",
        "=",
        "+",
        "&",
        "!",
        "{{",
        "}}",
        "\\(",
        "<T",
        "@media",
        "url(",
        "Get-Item",
    ]);
    let piece = prop_oneof![8 => pieces.prop_map(str::to_owned), 1 => "\\PC{0,4}"];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn all_lines(highlighter: &mut Highlighter, text: &str) -> Vec<Vec<Span>> {
    text.split_inclusive('\n').map(|line| highlighter.line(line)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn any_text_in_any_language_gives_ordered_spans_between_characters(text in any_text()) {
        for language in Language::all() {
            let mut highlighter = Highlighter::new(language);
            for line in text.split_inclusive('\n') {
                let mut end = 0;
                for span in highlighter.line(line) {
                    prop_assert!(end <= span.range.start, "{}: {:?} in {:?}", language.label(), span, line);
                    prop_assert!(span.range.start < span.range.end, "{}: {:?}", language.label(), span);
                    prop_assert!(line.get(span.range.clone()).is_some(), "{}: {:?} in {:?}", language.label(), span, line);
                    end = span.range.end;
                }
            }
        }
    }

    #[test]
    fn the_same_lines_give_the_same_spans(text in any_text()) {
        for language in Language::all() {
            let first = all_lines(&mut Highlighter::new(language), &text);
            prop_assert_eq!(first, all_lines(&mut Highlighter::new(language), &text), "{}", language.label());
        }
    }

    #[test]
    fn a_line_tried_on_a_clone_changes_nothing(text in any_text(), tried in any_text()) {
        for language in Language::all() {
            let mut untouched = Highlighter::new(language);
            let mut tried_on = untouched.clone();
            for line in text.split_inclusive('\n') {
                let _ = tried_on.clone().line(&tried);
                prop_assert_eq!(untouched.line(line), tried_on.line(line), "{}", language.label());
            }
        }
    }

    #[test]
    fn the_end_of_a_line_makes_no_difference(text in any_text()) {
        for language in Language::all() {
            let (mut with, mut without) = (Highlighter::new(language), Highlighter::new(language));
            for line in text.lines() {
                prop_assert_eq!(with.line(&format!("{line}\n")), without.line(line), "{}", language.label());
            }
        }
    }
}
