//! A button that opens a menu: the things one can do with what stands beside it.
//!
//! The menu is a popover, so that nothing clips it and a press beside it closes it; it is there only while it is open.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

use super::flow::{attr, effect, when};
use super::icon::Icon;

/// How far the menu stays away from its button and from the edges of the window, in CSS pixels.
const GAP_PX: i32 = 4;

/// One thing in a menu.
#[derive(Debug, Clone)]
pub struct MenuItem {
    /// Its drawing.
    pub icon: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// Whether it takes something away.
    pub is_danger: bool,
    /// Does it. The menu is closed by then, and its button has the focus.
    pub act: Callback<()>,
}

/// A button with a menu.
#[component]
pub fn MenuButton(
    /// What both are called.
    #[prop(into)]
    label: Signal<String>,
    /// Its class beside `icon-button`.
    class: &'static str,
    /// The button, for whoever gives it the focus.
    button: NodeRef<html::Button>,
    /// What stands in the menu; asked when it opens.
    items: Callback<(), Vec<MenuItem>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    // A press on the button closes an open menu before the button is told: it must not open another one.
    let was_open = StoredValue::new(false);
    ui! {
        <button
            class=format!("icon-button {class}")
            type="button"
            aria-haspopup="menu"
            aria-expanded=attr(move || open.get().to_string())
            aria-label=label
            node_ref=button
            on:pointerdown=move |_| was_open.set_value(open.get_untracked())
            on:click=move |_| {
                let is_closing = was_open.try_update_value(std::mem::take).unwrap_or_default();
                open.set(!is_closing && !open.get_untracked());
            }
            on:keydown=move |event| {
                if matches!(event.key().as_str(), "ArrowDown" | "ArrowUp") {
                    event.prevent_default();
                    open.set(true);
                }
            }
        >
            <Icon name="more" />
        </button>
        {when(move || open.get(), move || ui! { <Menu label open button items=items.run(()) /> }.into_any())}
    }
}

#[component]
fn Menu(
    label: Signal<String>,
    open: RwSignal<bool>,
    button: NodeRef<html::Button>,
    items: Vec<MenuItem>,
) -> impl IntoView {
    let menu = NodeRef::<html::Div>::new();
    let place = RwSignal::new((0, 0));
    // Speaks to the world outside: only the browser can put it above everything, and measure it there.
    effect(move || {
        let (Some(menu), Some(button)) = (menu.get(), button.get_untracked()) else { return };
        // Refused only for what is shown or not in the page.
        let _ = menu.show_popover();
        place.set(beside(&button, &menu));
        focus(items_in(&menu).first());
    });
    let close = move || {
        focus(button.get_untracked().map(|button| button.unchecked_into::<HtmlElement>()).as_ref());
        open.set(false);
    };
    let on_key = move |event: KeyboardEvent| {
        let Some(menu) = menu.get_untracked() else { return };
        let all = items_in(&menu);
        let now = document().active_element().and_then(|focused| all.iter().position(|item| **item == focused));
        let last = all.len().saturating_sub(1);
        let to = match event.key().as_str() {
            "ArrowDown" => now.map_or(0, |now| if now == last { 0 } else { now + 1 }),
            "ArrowUp" => now.map_or(last, |now| now.checked_sub(1).unwrap_or(last)),
            "Home" | "PageUp" => 0,
            "End" | "PageDown" => last,
            // Who tabs goes on from the button.
            "Tab" => return close(),
            "Escape" => {
                event.prevent_default();
                // What it stands in stays open.
                event.stop_propagation();
                return close();
            }
            key => match next_named(&all, now, key) {
                Some(to) => to,
                None => return,
            },
        };
        event.prevent_default();
        event.stop_propagation();
        focus(all.get(to));
    };
    ui! {
        <div
            class="menu"
            popover="auto"
            role="menu"
            aria-label=label
            tabindex="-1"
            style:left=move || format!("{}px", place.get().0)
            style:top=move || format!("{}px", place.get().1)
            node_ref=menu
            on:keydown=on_key
            on:toggle=move |_| {
                let Some(menu) = menu.try_get_untracked().flatten() else { return };
                if open.get_untracked() && !menu.matches(":popover-open").unwrap_or_default() {
                    // Who pressed beside it, and not on anything that can be used, goes on from the button.
                    let focused = document().active_element().and_then(|focused| focused.dyn_into::<HtmlElement>().ok());
                    if focused.is_none_or(|focused| focused.tab_index() < 0 || menu.contains(Some(&focused))) {
                        close();
                    }
                    open.set(false);
                }
            }
        >
            {items
                .into_iter()
                .map(|item| {
                    let MenuItem { icon, label, is_danger, act } = item;
                    ui! {
                        <button
                            class="menu__item"
                            type="button"
                            role="menuitem"
                            tabindex="-1"
                            data-tone=is_danger.then_some("danger")
                            on:click=move |_| {
                                close();
                                act.run(());
                            }
                        >
                            <Icon name=icon />
                            {label}
                        </button>
                    }
                    .into_any()
                })
                .collect_view()}
        </div>
    }
}

fn items_in(menu: &Element) -> Vec<HtmlElement> {
    let all = menu.get_elements_by_class_name("menu__item");
    (0..all.length()).filter_map(|index| all.item(index)?.dyn_into().ok()).collect()
}

fn focus(element: Option<&HtmlElement>) {
    if let Some(element) = element {
        // Focus is refused only by what cannot have it.
        let _ = element.focus();
    }
}

/// The next item, round the end, that begins with the letter of a key.
fn next_named(all: &[HtmlElement], now: Option<usize>, key: &str) -> Option<usize> {
    let after = now.map_or(0, |now| now + 1);
    let begins = |item: &HtmlElement| {
        let label = item.text_content().unwrap_or_default();
        let mut letters = key.chars();
        // Labels are short words of ours, in English.
        letters.next().zip(label.chars().next()).is_some_and(|(key, first)| key.eq_ignore_ascii_case(&first))
            && letters.next().is_none()
    };
    (after..all.len()).chain(0..after.min(all.len())).find(|index| begins(&all[*index]))
}

/// Where a menu stands: below its button, or above it where there is no room, and within the window.
fn beside(button: &Element, menu: &HtmlElement) -> (i32, i32) {
    let anchor = button.get_bounding_client_rect();
    // Whole pixels are near enough.
    let (start, end) = (anchor.left() as i32, anchor.right() as i32);
    let (width, height) = (menu.offset_width(), menu.offset_height());
    let page = document().document_element();
    let (right, bottom) = page.map_or((0, 0), |page| (page.client_width(), page.client_height()));
    let below = anchor.bottom() as i32 + GAP_PX;
    let above = anchor.top() as i32 - GAP_PX - height;
    let top =
        if below + height <= bottom - GAP_PX || above < GAP_PX { below.min(bottom - GAP_PX - height) } else { above };
    let left = if start + width <= right - GAP_PX { start } else { end - width };
    (left.max(GAP_PX), top.max(GAP_PX))
}
