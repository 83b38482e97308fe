//! Boot: what happens if the app breaks, then the app. No logic.

use parlance::app::App;
use parlance::browser::page;

fn main() {
    page::explain_panics(
        "Parlance has broken down. Your chats are kept in this browser; reload to go on, or export them.",
    );
    leptos::mount::mount_to_body(App);
}
