//! Boot: mounts the app. No logic.

use parlance::app::App;

fn main() {
    leptos::mount::mount_to_body(App);
}
