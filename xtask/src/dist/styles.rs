//! The small style sheets become one.
//!
//! In development each file of `style/` is linked by itself, which makes it easy to find. A visitor
//! would pay for that with as many requests and with worse compression. The order of the links is kept.
//! Print styles (any link with a `media`) stay as they are.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

use crate::say::{OrSay, Outcome};

const LINK: &str = "<link rel=\"stylesheet\"";

/// Joins the linked style sheets of `index.html` into one file, and removes the originals.
pub fn join(out: &Path, public_url: &str) -> Outcome<()> {
    let doing = "joining the style sheets";
    let index = out.join("index.html");
    let page = fs::read_to_string(&index).or_say(doing)?;
    let (page, names) = take_links(&page, public_url);
    if names.is_empty() {
        return Ok(());
    }
    let mut sheet = String::new();
    for name in &names {
        sheet.push_str(&fs::read_to_string(out.join(name)).or_say(doing)?);
        sheet.push('\n');
        fs::remove_file(out.join(name)).or_say(doing)?;
    }
    let mut hasher = DefaultHasher::new();
    sheet.hash(&mut hasher);
    let name = format!("style-{:016x}.css", hasher.finish());
    fs::write(out.join(&name), sheet).or_say(doing)?;
    fs::write(index, page.replacen(PLACE, &format!("{LINK} href=\"{public_url}{name}\">"), 1)).or_say(doing)
}

/// Stands where the first link stood, until the name of the joined sheet is known.
const PLACE: &str = "<!-- style -->";

/// The page without its links to style sheets, and the files they named.
fn take_links(page: &str, public_url: &str) -> (String, Vec<String>) {
    let mut rest = page;
    let mut kept = String::new();
    let mut names = Vec::new();
    while let Some(start) = rest.find(LINK) {
        let end = rest[start..].find('>').map_or(rest.len(), |length| start + length + 1);
        let link = &rest[start..end];
        let href = link.split_once("href=\"").and_then(|(_, after)| Some(after.split_once('"')?.0));
        match href.and_then(|href| href.strip_prefix(public_url)) {
            Some(name) if !link.contains(" media=") => {
                kept.push_str(rest[..start].trim_end_matches([' ', '\n']));
                if names.is_empty() {
                    kept.push_str("\n    ");
                    kept.push_str(PLACE);
                }
                names.push(name.to_owned());
            }
            _ => kept.push_str(&rest[..end]),
        }
        rest = &rest[end..];
    }
    kept.push_str(rest);
    (kept, names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_taken_in_order_and_print_stays() {
        let page = "<head>\n  <link rel=\"stylesheet\" href=\"/p/a-1.css\" integrity=\"x\"/>\n  \
                    <link rel=\"stylesheet\" href=\"/p/b-2.css\"/>\n  \
                    <link rel=\"stylesheet\" href=\"/p/print-3.css\" media=\"print\"/>\n</head>";
        let (kept, names) = take_links(page, "/p/");
        assert_eq!(names, ["a-1.css", "b-2.css"]);
        assert_eq!(kept.matches(PLACE).count(), 1);
        assert_eq!(kept.matches("stylesheet").count(), 1);
        assert!(kept.contains("print-3.css"));
    }
}
