//! The visible column of messages.

pub mod empty;
pub mod message;
mod outcome;
pub mod silence;
mod speech;

use leptos::html;
use leptos::prelude::*;

use self::message::MessageView;
use self::speech::Speech;
use super::ui::flow::{each, effect, when};
use super::ui::icon::Icon;
use crate::browser::scroll;
use crate::domain::ids::MessageId;
use crate::state::chats::Chat;

/// The messages of one chat, the newest at the bottom. Follows the answer only while the person is
/// there.
#[component]
pub fn Thread(
    /// Which chat.
    chat: Chat,
) -> impl IntoView {
    let scroller = NodeRef::<html::Div>::new();
    let following = RwSignal::new(true);
    let last_top = StoredValue::new(0_i32);
    let names = {
        let conversation = chat.conversation.clone();
        Memo::new(move |_| {
            conversation.with(|c| c.active_path().iter().map(|message| message.id.to_string()).collect::<Vec<_>>())
        })
    };
    let last = Memo::new(move |_| names.with(|names| names.last().cloned()).unwrap_or_default());
    // Called in a later frame, when the view may be gone.
    let follow = move || {
        if following.try_get_untracked() == Some(true)
            && let Some(scroller) = scroller.try_get_untracked().flatten()
        {
            scroll::to_bottom(&scroller);
        }
    };
    {
        // Speaks to the world outside: after each change the last line is brought into view, unless
        // the person has scrolled away. In the next frame, when the new words have their place.
        let chat = chat.clone();
        effect(move || {
            chat.live.track();
            chat.conversation.track();
            request_animation_frame(follow);
        });
    }
    // A question of one's own is always brought into view.
    let mut seen = None;
    effect(move || {
        let n_messages = names.with(Vec::len);
        if seen.replace(n_messages).is_some_and(|seen| seen < n_messages) {
            following.set(true);
        }
    });
    let chat_for_messages = chat.clone();
    ui! {
        <div class="thread">
            <div
                class="thread__scroller"
                role="log"
                aria-label="Conversation"
                aria-live="off"
                tabindex="0"
                node_ref=scroller
                on:scroll=move |_| {
                    let Some(scroller) = scroller.get_untracked() else { return };
                    let top = scroller.scroll_top();
                    let went_up = top < last_top.get_value();
                    last_top.set_value(top);
                    // A growing answer moves the bottom away without anybody scrolling: only going
                    // up lets go.
                    if scroll::is_at_bottom(&scroller) {
                        following.set(true);
                    } else if went_up {
                        following.set(false);
                    }
                }
                on:wheel=move |event| {
                    if event.delta_y() < 0.0 {
                        following.set(false);
                    }
                }
            >
                <div class="thread__column">
                    {each(names, move |id| {
                        ui! { <MessageView chat=chat_for_messages.clone() id=MessageId::new(id) last /> }.into_any()
                    })}
                </div>
            </div>
            {when(
                move || !following.get(),
                move || ui! {
                    <button
                        class="button thread__jump"
                        type="button"
                        on:click=move |_| {
                            following.set(true);
                            follow();
                            // The button is gone at the end; reading goes on where it led.
                            if let Some(scroller) = scroller.get_untracked() {
                                // Focus is refused only by what cannot have it.
                                let _ = scroller.focus();
                            }
                        }
                    >
                        <Icon name="down" />
                        "Jump to latest"
                    </button>
                }
                .into_any(),
            )}
            <Speech chat />
        </div>
    }
}
