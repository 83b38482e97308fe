//! The look of the consent page.

use std::fmt::Write;

use axum::http::Uri;

use super::Request;
use crate::api::reply::escape;
use crate::world::codes::Then;

/// Shared with the front page.
pub const STYLE: &str = "
:root { color-scheme: light dark; font: 1rem/1.55 system-ui, sans-serif }
body { margin: 0; min-block-size: 100dvh; box-sizing: border-box; padding: 1.5rem; display: grid;
  grid-template-columns: minmax(0, 34rem); place-content: center;
  background: light-dark(#f4f3ef, #17181b); color: light-dark(#22242a, #e8e6e1) }
fieldset { border: 0; padding: 0; margin: .75rem 0 0 } legend { padding: 0; font-weight: 600 }
.card { background: light-dark(#fff, #212328); border-radius: 1rem; padding: 1.75rem;
  border: 1px solid light-dark(#dcd9d0, #363940) }
h1 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 .75rem; text-wrap: balance }
.badge { display: inline-block; font-size: .85rem; font-weight: 600; padding: .15rem .6rem; margin-block-end: 1rem;
  border-radius: 99rem; background: light-dark(#fdf0d0, #463a17); color: light-dark(#5c4300, #f6dfa0) }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1rem; margin: 1.25rem 0 }
dt { color: light-dark(#63666f, #a5a8b1) } dd { margin: 0; overflow-wrap: anywhere; font-weight: 600 }
.actions { display: flex; gap: .75rem; margin-block: 1.25rem }
button { font: inherit; font-weight: 600; flex: 1; padding: .65rem 1rem; border-radius: .6rem; cursor: pointer;
  border: 1px solid light-dark(#b9b6ac, #4b4e57); background: none; color: inherit }
button.primary { background: light-dark(#2b4bb5, #9db4ff); border-color: transparent; color: light-dark(#fff, #10131c) }
:focus-visible { outline: 3px solid light-dark(#2b4bb5, #9db4ff); outline-offset: 2px }
summary { cursor: pointer; color: light-dark(#63666f, #a5a8b1) }
label { display: flex; gap: .4rem; align-items: baseline; padding-block: .2rem }
small { color: light-dark(#63666f, #a5a8b1) }
code { font-family: ui-monospace, monospace } table { border-collapse: collapse } td { padding: .2rem 1rem .2rem 0; vertical-align: top }
";

/// The page that asks.
pub fn consent(request: &Request, callback: &Uri) -> String {
    let origin = format!(
        "{}://{}",
        callback.scheme_str().unwrap_or_default(),
        callback.authority().map(|authority| authority.as_str()).unwrap_or_default(),
    );
    let label = request.key_label.as_deref().filter(|label| !label.is_empty());
    let mut details = format!("<dt>App</dt><dd>{}</dd>", escape(&origin));
    write_pair(&mut details, "Name of the key", label.unwrap_or("none was given"));
    if let Some(limit) = &request.limit {
        write_pair(&mut details, "Limit in dollars", limit);
    }
    document(
        "Allow access? – Sandbox",
        &format!(
            "<p class=badge>Sandbox, not OpenRouter</p>\
             <h1>{origin} would like to chat with models on your behalf</h1>\
             <p>This page stands in for OpenRouter on this machine. No account is touched, and the key it gives \
             opens nothing but the sandbox.</p>\
             <dl>{details}</dl>\
             <form method=get action=/auth>{hidden}\
             <div class=actions>\
             <button class=primary name=auto value=grant>Authorize</button>\
             <button name=auto value=deny>Deny</button></div>\
             <details><summary>For trying failures</summary><fieldset><legend>After “Authorize”</legend>{choices}\
             </fieldset></details></form>",
            origin = escape(&origin),
            hidden = hidden(request),
            choices = choices(request),
        ),
    )
}

/// The page that explains what is wrong with the address.
pub fn refusal(why: &str) -> String {
    document(
        "Cannot sign in – Sandbox",
        &format!(
            "<p class=badge>Sandbox, not OpenRouter</p><h1>This sign-in cannot begin</h1><p>{}</p>\
             <p><small>The app sent an address that OpenRouter would not accept either.</small></p>",
            escape(why)
        ),
    )
}

/// A whole page around this.
pub fn document(title: &str, inner: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8>\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\
         <link rel=icon href=\"data:,\"><title>{title}</title><style>{STYLE}</style></head>\
         <body><main><div class=card>{inner}</div></main></body></html>"
    )
}

fn write_pair(list: &mut String, name: &str, value: &str) {
    // Writing to a String cannot fail.
    write!(list, "<dt>{name}</dt><dd>{}</dd>", escape(value)).ok();
}

fn hidden(request: &Request) -> String {
    let fields = [
        ("callback_url", Some(&request.callback)),
        ("code_challenge", request.challenge.as_ref()),
        ("code_challenge_method", request.method.as_ref()),
        ("state", request.state.as_ref()),
        ("key_label", request.key_label.as_ref()),
        ("limit", request.limit.as_ref()),
    ];
    let present = fields.into_iter().filter_map(|(name, value)| value.map(|value| (name, value)));
    present.map(|(name, value)| format!("<input type=hidden name={name} value=\"{}\">", escape(value))).collect()
}

fn choices(request: &Request) -> String {
    let chosen = request.then.as_deref().unwrap_or("normal");
    let choice = |(_, word, says): &(Then, &str, &str)| {
        let checked = if *word == chosen { " checked" } else { "" };
        format!("<label><input type=radio name=then value={word}{checked}> {says}</label>")
    };
    Then::ALL.iter().map(choice).collect()
}
