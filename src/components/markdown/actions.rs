//! What the buttons in a text do: one listener for all of them, told by the name of the action.

use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, MouseEvent};

use super::inlines::image;
use super::nodes::set;
use crate::domain::markdown::{parse, write};
use crate::state::notices::NoticeStore;

/// Does what a button that was pressed is for. `source` is the text as it was written.
pub fn act(event: &MouseEvent, source: &dyn Fn() -> String, notices: NoticeStore) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(button) = target.and_then(|target| target.closest("[data-action]").ok().flatten()) else { return };
    let around = |selector: &str| button.closest(selector).ok().flatten();
    match button.get_attribute("data-action").unwrap_or_default().as_str() {
        "copy-code" => {
            let code = around(".code").and_then(|block| block.query_selector("code").ok().flatten());
            notices.copy(code.and_then(|code| code.text_content()).unwrap_or_default());
        }
        "wrap-lines" => {
            let is_wrapped = button.get_attribute("aria-pressed").is_some_and(|pressed| pressed == "true");
            set(&button, "aria-pressed", if is_wrapped { "false" } else { "true" });
        }
        "copy-formula" => {
            let formula = around(".formula").and_then(|formula| formula.get_attribute("data-latex"));
            notices.copy(formula.unwrap_or_default());
        }
        action @ ("copy-table-markdown" | "copy-table-text") => {
            let write = if action == "copy-table-text" { write::table_as_text } else { write::table_as_markdown };
            if let (Some(text), Some(table)) = (around(".prose"), around(".table")) {
                let table = write(&parse(&source()), position(&text, ".table", &table));
                // A table is shown before the line is there that makes one of it.
                if !table.is_empty() {
                    notices.copy(table);
                }
            }
        }
        "load-image" => {
            if let Some(picture) = around(".picture") {
                let [source, alt] =
                    ["data-source", "data-alt"].map(|name| button.get_attribute(name).unwrap_or_default());
                picture.set_text_content(None);
                let image = image(&source, &alt);
                let _ = picture.append_child(&image);
                // The button is gone; reading goes on where it was.
                set(&image, "tabindex", "-1");
                if let Some(image) = image.dyn_ref::<HtmlElement>() {
                    let _ = image.focus();
                }
            }
        }
        "footnote" => {
            let number = button.text_content().unwrap_or_default();
            let note =
                around(".prose").and_then(|text| text.query_selector(&format!("[data-footnote=\"{number}\"]")).ok()?);
            if let Some(note) = note.and_then(|note| note.dyn_into::<HtmlElement>().ok()) {
                set(&note, "tabindex", "-1");
                note.scroll_into_view();
                let _ = note.focus();
            }
        }
        _ => {}
    }
}

/// Which of the elements of a kind this one is.
fn position(text: &Element, selector: &str, element: &Element) -> usize {
    let Ok(all) = text.query_selector_all(selector) else { return 0 };
    (0..all.length())
        .position(|index| all.item(index).is_some_and(|node| element.is_same_node(Some(&node))))
        .unwrap_or(0)
}
