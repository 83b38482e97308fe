//! What the buttons in a text do: one listener for all of them, told by the name of the action.

use parlance::domain::markdown::address::Address;
use parlance::domain::markdown::{parse, write};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlElement, MouseEvent};

use crate::inlines::{fill_remote, image};
use crate::nodes::set;

/// Does what a button that was pressed is for. `source` is the text as it was written. Returns what is to be copied.
pub fn act(event: &MouseEvent, source: &str) -> Option<String> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let Some(button) = target.closest("[data-action]").ok()? else {
        // Who touches a formula cannot point at it: its button comes with the focus.
        focus(&target.closest(".formula").ok()??.query_selector("button").ok()??);
        return None;
    };
    // It may stand in a link.
    event.prevent_default();
    let around = |selector: &str| button.closest(selector).ok().flatten();
    match button.get_attribute("data-action")?.as_str() {
        "copy-code" => around(".code")?.query_selector("code").ok()??.text_content(),
        "wrap-lines" => {
            let is_wrapped = button.get_attribute("aria-pressed").is_some_and(|pressed| pressed == "true");
            set(&button, "aria-pressed", if is_wrapped { "false" } else { "true" });
            None
        }
        "copy-formula" => around(".formula")?.get_attribute("data-latex"),
        action @ ("copy-table-markdown" | "copy-table-text") => {
            let write = if action == "copy-table-text" { write::table_as_text } else { write::table_as_markdown };
            let table = write(&parse(source), position(&around(".prose")?, ".table", &around(".table")?));
            // A table is shown before the line is there that makes one of it.
            Some(table).filter(|table| !table.is_empty())
        }
        "load-image" => {
            load_image(around(".picture")?, &button);
            None
        }
        "footnote" => {
            let number = button.text_content()?;
            go_to(&around(".prose")?, &format!("[data-footnote=\"{number}\"]"));
            None
        }
        "footnote-back" => {
            let number = around(".footnote")?.get_attribute("data-footnote")?;
            go_to(&around(".prose")?, &format!("[data-reference=\"{number}\"]"));
            None
        }
        _ => None,
    }
}

/// Fetches a picture. If that fails its place is as it was, and says so.
fn load_image(picture: Element, button: &Element) {
    let [source, alt] = ["data-source", "data-alt"].map(|name| button.get_attribute(name).unwrap_or_default());
    picture.set_text_content(None);
    let image = image(&source, &alt);
    let _ = picture.append_child(&image);
    // The button is gone; reading goes on where it was.
    set(&image, "tabindex", "-1");
    focus(&image);
    let failed = Closure::once_into_js(move |_: Event| {
        let has_focus = picture.query_selector(":focus").is_ok_and(|focused| focused.is_some());
        picture.set_text_content(None);
        if let Some(address) = Address::parse(&source) {
            fill_remote(&picture, &address, &alt, " · could not be loaded");
        }
        if let (true, Ok(Some(button))) = (has_focus, picture.query_selector("button")) {
            focus(&button);
        }
    });
    // Listening for a known event never fails.
    let _ = image.add_event_listener_with_callback("error", failed.unchecked_ref());
}

/// Brings an element into view, and the keyboard to it.
fn go_to(text: &Element, selector: &str) {
    if let Ok(Some(element)) = text.query_selector(selector) {
        if element.get_attribute("data-action").is_none() {
            set(&element, "tabindex", "-1");
        }
        element.scroll_into_view();
        focus(&element);
    }
}

fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.focus();
    }
}

/// Which of the elements of a kind this one is.
fn position(text: &Element, selector: &str, element: &Element) -> usize {
    let Ok(all) = text.query_selector_all(selector) else { return 0 };
    (0..all.length())
        .position(|index| all.item(index).is_some_and(|node| element.is_same_node(Some(&node))))
        .unwrap_or(0)
}
