//! Any other address.

use leptos::prelude::*;

use super::set_title;
use crate::components::shell::DrawerButton;

/// Says that there is nothing here, and the way on.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    set_title(|| "Not found".to_owned());
    ui! {
        <div class="chat">
            <header class="chat__head"><DrawerButton /></header>
            <section class="plain">
                <h1 class="plain__title">"Not found"</h1>
                <p>"There is no such chat or page in this browser. It may have been deleted, or begun in another browser."</p>
                <p><a class="button" href="./">"Start a new chat"</a></p>
            </section>
        </div>
    }
}
