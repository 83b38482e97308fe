//! The visible column of messages.

mod actions;
pub mod asking;
mod edit;
pub mod empty;
pub mod message;
mod outcome;
mod reasoning;
mod saying;
pub mod silence;
mod sources;
mod speech;

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys;

use self::empty::NoMessages;
use self::message::MessageView;
use self::speech::Speech;
use super::arrivals::Arrivals;
use super::ui::flow::{each, effect, when};
use super::ui::icon::Icon;
use crate::browser::scroll::{self, SizeWatch};
use crate::domain::ids::MessageId;
use crate::domain::window::Window;
use crate::state::chats::{Chat, Place};

/// How a scroller was last seen, in CSS pixels.
#[derive(Debug, Clone, Copy)]
struct Seen {
    top: i32,
    height: i32,
}

impl Seen {
    fn of(scroller: &web_sys::Element) -> Self {
        Self { top: scroller.scroll_top(), height: scroller.scroll_height() }
    }

    /// Whether somebody went up. The browser does too when what is at the end shrinks (a formula that is
    /// read, say); then the height is another one and the way is short.
    fn was_taken_up_from(self, before: Self, screen: i32) -> bool {
        let way = before.top - self.top;
        way > 0 && (self.height == before.height || way > screen / 2)
    }
}

/// The messages of one chat, the newest at the bottom. Follows the answer only while the person is
/// there; of a long chat a window of messages stands on the page.
#[component]
pub fn Thread(
    /// Which chat.
    chat: Chat,
) -> impl IntoView {
    Arrivals::provide();
    let scroller = NodeRef::<html::Div>::new();
    let path = {
        let conversation = chat.conversation.clone();
        Memo::new(move |_| {
            conversation.with(|c| c.active_path().iter().map(|message| message.id.to_string()).collect::<Vec<_>>())
        })
    };
    // Where the person was when they left.
    let left_at = chat.place();
    let n_messages = path.with_untracked(Vec::len);
    let index_left_at =
        left_at.as_ref().and_then(|place| path.with_untracked(|p| p.iter().position(|id| *id == place.id)));
    let window = RwSignal::new(match index_left_at {
        Some(index) => Window::around(index, n_messages),
        None => Window::newest(n_messages),
    });
    let following = RwSignal::new(index_left_at.is_none());
    let names = Memo::new(move |_| path.with(|path| path[window.get().range(path.len())].to_vec()));
    let last = Memo::new(move |_| path.with(|path| path.last().cloned()).unwrap_or_default());
    // Nothing until the view has its place: its element may be that of the view before, scrolled as it was.
    let last_seen = StoredValue::new(None::<Seen>);
    // Called later, when the view may be gone.
    let with_scroller = move |act: &dyn Fn(&web_sys::Element)| {
        if let Some(scroller) = scroller.try_get_untracked().flatten() {
            act(&scroller);
        }
    };
    let follow = move || {
        if following.try_get_untracked() == Some(true) {
            with_scroller(&|scroller| {
                scroll::to_bottom(scroller);
                // What the page does itself is nobody's wish.
                last_seen.set_value(Some(Seen::of(scroller)));
            });
        }
    };
    // Speaks to the world outside: whatever grows, the last line stays in view, unless the person has scrolled away.
    let column = NodeRef::<html::Div>::new();
    // Whether there is more than can be seen at once.
    let is_long = RwSignal::new(false);
    let watch = StoredValue::new_local(None::<SizeWatch>);
    effect(move || {
        if let (Some(scroller), Some(column)) = (scroller.get(), column.get()) {
            watch.set_value(SizeWatch::begin(&[&scroller, &column], move || {
                with_scroller(&|scroller| {
                    let is_now = scroller.scroll_height() > scroller.client_height();
                    if is_long.try_get_untracked() == Some(!is_now) {
                        is_long.set(is_now);
                    }
                });
                follow();
            }));
        }
    });
    // What the person asks is always brought into view, wherever they were.
    let mut seen = None;
    let n_asked = chat.n_asked.clone();
    effect(move || {
        let n_asked = n_asked.get();
        if seen.replace(n_asked).is_some_and(|seen| seen < n_asked) {
            window.set(Window::newest(path.with_untracked(Vec::len)));
            following.set(true);
        }
    });
    // Whoever goes up wants to stay there, unless there is nothing above.
    let let_go = move || {
        if scroller.get_untracked().is_some_and(|scroller| scroller.scroll_top() > 0) {
            following.set(false);
        }
    };
    let slid = RwSignal::new(0_usize);
    // Moves the window, and what one reads stays where it is.
    let slide = move |to: Window| {
        if to == window.get_untracked() {
            return;
        }
        let anchor = scroller.get_untracked().and_then(|scroller| scroll::first_visible(&scroller, "article"));
        window.set(to);
        request_animation_frame(move || {
            if let Some(anchor) = &anchor {
                with_scroller(&|scroller| scroll::keep_in_place(scroller, anchor));
            }
            // What came may be too short to be scrolled, and then nothing else would ask for more.
            slid.try_update(|n_slid| *n_slid += 1);
        });
    };
    let look_around = move || {
        let Some((now, len)) = window.try_get_untracked().zip(path.try_with_untracked(Vec::len)) else { return };
        with_scroller(&|scroller| {
            if now.has_earlier() && scroll::is_near_top(scroller) {
                slide(now.earlier(len));
            } else if now.has_later() && scroll::is_near_bottom(scroller) {
                slide(now.later(len));
            }
        });
    };
    effect(move || {
        if slid.get() > 0 {
            look_around();
        }
    });
    // At first the window may be too short for the page, or not where the person was.
    request_animation_frame(move || {
        with_scroller(&|scroller| {
            if let Some(place) = &left_at {
                scroll::restore(scroller, &format!("[data-id=\"{}\"]", place.id), place.offset);
            }
            last_seen.set_value(Some(Seen::of(scroller)));
        });
        follow();
        look_around();
    });
    let chat_for_nothing = chat.clone();
    let chat_for_messages = chat.clone();
    let chat_for_scroll = chat.clone();
    ui! {
        <div class="thread">
            {when(move || path.with(Vec::is_empty), move || ui! { <NoMessages chat=chat_for_nothing.clone() /> }.into_any())}
            <div
                class="thread__scroller"
                role="log"
                aria-label="Conversation"
                aria-live="off"
                tabindex="0"
                node_ref=scroller
                on:scroll=move |_| {
                    let Some(scroller) = scroller.get_untracked() else { return };
                    let (Some(before), now) = (last_seen.get_value(), Seen::of(&scroller)) else { return };
                    last_seen.set_value(Some(now));
                    let is_at_end = scroll::is_at_bottom(&scroller) && !window.get_untracked().has_later();
                    // A growing answer moves the bottom away without anybody scrolling: only going
                    // up lets go. What moves smoothly has hardly left the end at first.
                    if is_at_end && now.top > before.top {
                        following.set(true);
                    } else if !is_at_end && now.was_taken_up_from(before, scroller.client_height()) {
                        following.set(false);
                    }
                    let place = (!following.get_untracked()).then(|| scroll::first_visible(&scroller, "article")).flatten();
                    chat_for_scroll.set_place(place.and_then(|(message, offset)| {
                        Some(Place { id: message.get_attribute("data-id")?, offset })
                    }));
                    look_around();
                }
                on:wheel=move |event| {
                    // Not while it zooms.
                    if event.delta_y() < 0.0 && !event.ctrl_key() {
                        let_go();
                    }
                }
                on:click=move |event| {
                    // Who steps through the versions of an earlier message looks at that one, and not at the end.
                    let pressed = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                    let within = |class: &str| pressed.as_ref().and_then(|pressed| pressed.closest(class).ok().flatten());
                    let message = within(".versions").and_then(|_| within("article"));
                    let id = message.and_then(|message| message.get_attribute("data-id"));
                    if id.is_some_and(|id| last.with_untracked(|last| *last != id)) {
                        let_go();
                    }
                }
                on:keydown=move |event| {
                    let goes_up = match event.key().as_str() {
                        "ArrowUp" | "PageUp" | "Home" => true,
                        " " => event.shift_key(),
                        _ => false,
                    };
                    if goes_up {
                        let_go();
                    }
                }
            >
                <div class="thread__column" node_ref=column>
                    {each(names, move |id| {
                        ui! { <MessageView chat=chat_for_messages.clone() id=MessageId::new(id) last /> }.into_any()
                    })}
                </div>
            </div>
            {when(
                move || !following.get() && is_long.get(),
                move || ui! {
                    <button
                        class="button thread__jump"
                        type="button"
                        on:click=move |_| {
                            following.set(true);
                            window.set(Window::newest(path.with_untracked(Vec::len)));
                            request_animation_frame(follow);
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
