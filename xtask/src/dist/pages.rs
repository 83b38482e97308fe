//! The pages: `index.html`, and the same under the names that a static host looks for.
//!
//! `404.html` is what most hosts answer for an address that is no file, such as `/c/<id>`.
//! `callback/index.html` is a file of its own, so that the way back from sign-in is not a 404.

use std::fs;
use std::path::Path;

use super::policy;
use crate::say::{OrSay, Outcome, Problem};

/// Adds the policy to `index.html` and copies it to its other names.
pub fn write(out: &Path) -> Outcome<()> {
    let doing = "writing the pages";
    let index = out.join("index.html");
    let page = with_policy(&fs::read_to_string(&index).or_say(doing)?)?;
    fs::create_dir_all(out.join("callback")).or_say(doing)?;
    for name in ["index.html", "404.html", "callback/index.html"] {
        fs::write(out.join(name), &page).or_say(doing)?;
    }
    Ok(())
}

/// The policy as the very first element of the head: it binds only what comes after it.
fn with_policy(page: &str) -> Outcome<String> {
    let Some((before, after)) = page.split_once("<head>") else {
        return Err(Problem::new("index.html has no plain <head>, so the security policy has no place to go."));
    };
    let policy = policy::for_meta();
    Ok(format!("{before}<head>\n    <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_the_first_element_of_the_head() {
        let page = with_policy("<html><head>\n<meta charset=\"utf-8\"></head>").expect("a page with a head");
        let head = page.split_once("<head>").expect("a head").1;
        assert!(head.trim_start().starts_with("<meta http-equiv=\"Content-Security-Policy\""), "{page}");
    }

    #[test]
    fn the_charset_still_comes_early_enough() {
        // Browsers look for it in the first 1024 bytes.
        let source = fs::read_to_string(crate::place::root().join("index.html")).expect("index.html");
        let page = with_policy(&source).expect("a page with a head");
        assert!(page.find("<meta charset").is_some_and(|at| at < 1000));
    }

    #[test]
    fn a_page_without_a_head_is_refused() {
        assert!(with_policy("<html><body></body></html>").is_err());
    }
}
