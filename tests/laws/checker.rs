//! The law of the floors, held against small sources: what it must see, and what it must let pass.

use crate::{externs, judge, leaks};

/// Asserts that `source` at `path` breaks the law once, in a sentence that holds `told`.
#[track_caller]
fn refuses(path: &str, source: &str, told: &str) {
    let (breaches, _) = judge(path, source, &externs());
    assert!(breaches.len() == 1 && breaches[0].contains(told), "expected `{told}`, got {breaches:#?}");
}

#[track_caller]
fn accepts(path: &str, source: &str) {
    let (breaches, _) = judge(path, source, &externs());
    assert!(breaches.is_empty(), "{breaches:#?}");
}

#[test]
fn says_who_where_what_and_what_instead() {
    let (breaches, _) = judge("src/components/sidebar.rs", "\n\nuse crate::services::library;", &externs());
    assert_eq!(
        breaches,
        ["src/components/sidebar.rs:3 (components) imports services::library; ask a store for it instead \
          (ARCHITECTURE: components looks down at state, domain)"]
    );
}

#[test]
fn sees_every_way_to_name_another_floor() {
    let file = "src/state/chats.rs";
    refuses(file, "use crate::{domain::ids::ModelId, protocol::{self}};", "imports protocol;");
    refuses(file, "use crate::{services::{a, b::{c, d}}, browser::http::{send}, domain::*};", "http::send");
    refuses(file, "fn f() { let x = crate::components::shell::X; }", "imports components::shell::X");
    refuses(file, "use super::super::pages::chat;", "imports pages::chat");
    refuses(file, "mod tests { use super::super::super::pages::chat; }", "imports pages::chat");
    refuses(file, "use super::super::*;", "imports *");
    refuses(file, "use crate as all;", "the whole crate");
    refuses(file, "pub use self::super::super::app as a;", "imports app");
    refuses(file, "use crate::browser;", "imports browser;");
    refuses("src/state.rs", "use super::pages;", "imports pages");
}

#[test]
fn sees_crates_that_do_not_belong() {
    refuses("src/domain/ids.rs", "#[derive(serde::Serialize)] struct X;", "uses serde::Serialize");
    refuses("src/services/chat.rs", "use leptos::task::spawn_local;", "uses leptos::task::spawn_local");
    refuses("src/components/shell.rs", "use web_sys::Element;", "uses web_sys::Element");
    refuses("src/pages/chat.rs", "use leptos::{prelude::*, web_sys::Element};", "uses leptos::web_sys");
    refuses("src/state/chats.rs", "use leptos::html::Div;", "uses leptos::html::Div");
    refuses("src/protocol/sse.rs", "use std::time::*;", "uses std::time::*");
    refuses("src/components/markdown.rs", "fn f() { ::js_sys::eval(x) }", "uses js_sys::eval");
}

#[test]
fn sees_what_must_not_be_said_here() {
    refuses("src/protocol/sse.rs", "pub async fn f() {}", "says `async`");
    refuses("src/state/chats.rs", "fn f() -> impl IntoView {}", "build views in components");
    refuses("src/state/chats.rs", "fn f() { document() }", "ask browser::page");
    refuses("src/utils/date.rs", "", "on no floor");
}

#[test]
fn keeps_the_kit_to_itself() {
    refuses("src/components/ui/button.rs", "use crate::components::shell;", "take it as a prop");
    refuses("src/components/ui/button.rs", "use super::super::shell;", "take it as a prop");
    refuses("src/components/ui/button.rs", "use crate::domain::cost;", "take it as a prop");
    accepts(
        "src/components/ui/button.rs",
        "use leptos::{ev, web_sys}; use super::icon::Icon; fn f(x: web_sys::Element) {}",
    );
}

#[test]
fn lets_the_lawful_pass() {
    accepts("src/state/chats.rs", "use crate::browser::{clock, entropy, frame}; use leptos::prelude::*;");
    accepts("src/components/thread.rs", "use crate::browser::scroll; use leptos::web_sys; use super::ui::icon::Icon;");
    accepts("src/domain/turn.rs", "use super::ids; mod tests { use super::*; use crate::domain::ids; }");
    accepts("src/domain/turn.rs", "// use crate::state;\nfn f() -> &'static str { \"crate::state::x serde::y\" }");
    accepts("src/services/chat.rs", "pub(crate) async fn f<'a>() -> impl Sized + use<'a> { std::future::ready(1) }");
    accepts("src/app.rs", "use crate::{browser, pages::chat};");
    accepts("src/browser/http.rs", "fn f(x: &X) { x.leptos::<u8>(); let leptos = r#\"use crate::state\"#; }");
}

#[test]
fn sees_a_javascript_value_on_its_way_out() {
    assert_eq!(leaks("fn a() -> JsValue {}\npub async fn b() -> Result<(), JsValue> {}"), [(2, "JsValue")]);
    assert_eq!(leaks("pub fn scroll(to: &web_sys::Element) -> bool {}"), []);
}
