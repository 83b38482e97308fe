//! A modal dialog: the browser's own, with its focus trap, its Esc and its way back.

use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys;

use super::flow::{effect, when};

/// A modal dialog. Its content is built when it opens and dropped when it closes; the browser
/// gives the focus back to what opened it.
#[component]
pub fn Dialog(
    /// Whether it is open; closing by Esc or a click beside it sets this.
    open: RwSignal<bool>,
    /// Its accessible name.
    #[prop(into)]
    label: String,
    /// Its class beside `dialog`.
    #[prop(optional)]
    class: &'static str,
    /// What stands in it.
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    // Speaks to the world outside: only the browser can make a dialog modal.
    effect(move || {
        let Some(dialog) = element.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => {
                // Refused only for a dialog that is open or not in the page.
                let _ = dialog.show_modal();
            }
            (false, true) => dialog.close(),
            (true, true) | (false, false) => {}
        }
    });
    ui! {
        <dialog
            class=format!("dialog {class}")
            aria-label=label
            node_ref=element
            on:close=move |_| open.set(false)
            // Where the press began counts: text that is selected may end beside the box.
            on:pointerdown=move |event| {
                // The backdrop belongs to the dialog element itself, its content to the box inside.
                let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
                if target.is_some_and(|target| target.tag_name() == "DIALOG") {
                    open.set(false);
                }
            }
        >
            {when(move || open.get(), move || ui! { <div class="dialog__box">{children()}</div> }.into_any())}
        </dialog>
    }
}
