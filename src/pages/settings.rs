//! `/settings`: one page, each section reachable as `#connection` and so on.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::set_title;
use crate::components::settings::about::AboutSection;
use crate::components::settings::appearance::AppearanceSection;
use crate::components::settings::chats::ChatsSection;
use crate::components::settings::connection::ConnectionSection;
use crate::components::settings::data::DataSection;
use crate::components::shell::{DrawerButton, SandboxBadge, use_frame};
use crate::components::ui::flow::effect;

/// All settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    set_title(|| "Settings".to_owned());
    let location = use_location();
    let back = use_frame().last_chat;
    // Speaks to the world outside: the browser looked for the section before it was there.
    effect(move || {
        let section = location.hash.get();
        if let Some(section) = document().get_element_by_id(section.trim_start_matches('#')) {
            section.scroll_into_view();
        }
    });
    ui! {
        <div class="chat">
            <header class="chat__head">
                <DrawerButton />
                <h1 class="chat__title">"Settings"</h1>
                <SandboxBadge />
                <a class="button" href=back.get_value()>"Back to chat"</a>
            </header>
            <div class="settings">
                <ConnectionSection />
                <AppearanceSection />
                <ChatsSection />
                <DataSection />
                <AboutSection />
            </div>
        </div>
    }
}
