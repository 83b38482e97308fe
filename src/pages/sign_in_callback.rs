//! `/callback/`: the way back from OpenRouter. The only route that reads a code.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use super::set_title;
use crate::components::connect::ConnectButton;
use crate::components::ui::flow::{maybe, when};
use crate::domain::problem::ProblemKind;
use crate::state::notices::use_notices;
use crate::state::session::{NoKey, use_session};

/// "Connecting…", then straight to where the person came from; or why not, and "Try again".
#[component]
pub fn SignInCallbackPage() -> impl IntoView {
    let session = use_session();
    let notices = use_notices();
    let navigate = use_navigate();
    let failed = RwSignal::new(None::<String>);
    let return_to = RwSignal::new(String::new());
    set_title(move || if failed.with(Option::is_some) { "Not connected" } else { "Connecting…" }.to_owned());
    let pathname = use_location().pathname;
    spawn_local(async move {
        match session.finish_sign_in().await {
            Ok((return_to, same_tab)) => {
                // Another tab has its own chats: this one begins anew.
                let place = if same_tab { return_to } else { String::new() };
                if same_tab {
                    notices.say("Connected");
                } else {
                    notices.say("Connected. Your chat is still open in the other tab.");
                }
                // A person who went elsewhere in the meantime stays there.
                if pathname.try_get_untracked().is_none_or(|path| !session.place(&path).starts_with("callback")) {
                    return;
                }
                navigate(&session.address(&place), NavigateOptions { replace: true, ..NavigateOptions::default() });
            }
            Err((why, place)) => {
                return_to.set(place);
                failed.set(Some(sentence(&why)));
            }
        }
    });
    ui! {
        <section class="plain">
            <div role="status">
                {when(
                    move || failed.with(Option::is_none),
                    || ui! { <p class="plain__title">"Connecting…"</p> }.into_any(),
                )}
            </div>
            {maybe(move || failed.get().map(|sentence| ui! {
                <h1 class="plain__title">"Not connected"</h1>
                <p class="alert" role="alert">{sentence}</p>
                <div class="cluster">
                    <ConnectButton label="Try again" return_to=return_to.get_untracked() />
                    <a class="button" href=place_or_base(return_to.get_untracked())>"Go back"</a>
                </div>
            }
            .into_any()))}
        </section>
    }
}

/// An empty address would be the callback's own.
fn place_or_base(place: String) -> String {
    if place.is_empty() { "./".to_owned() } else { place }
}

fn sentence(why: &NoKey) -> String {
    match why {
        NoKey::Denied => "You did not allow it, so nothing was connected. Try again if that was a slip.".to_owned(),
        NoKey::Expired => "This sign-in took longer than ten minutes, so it was closed. Try again.".to_owned(),
        NoKey::WrongState => {
            "This sign-in does not match the one that was begun here, so it was refused. Try again.".to_owned()
        }
        NoKey::Unknown => "This sign-in was not begun in this browser, or it was used already. Try again.".to_owned(),
        NoKey::Nothing => "There is no sign-in to finish here.".to_owned(),
        NoKey::Failed(problem) if problem.kind == ProblemKind::Unreadable => {
            "OpenRouter answered, but without a key. Try again.".to_owned()
        }
        NoKey::Failed(problem) if problem.kind == ProblemKind::Unreachable => {
            "OpenRouter could not be reached. Check your connection, then try again.".to_owned()
        }
        NoKey::Failed(problem) => problem.sentence(),
    }
}
