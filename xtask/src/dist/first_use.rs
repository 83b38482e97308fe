//! The parts of the app that a first visit does not fetch: modules of their own, named in a `<meta>` that boot.js reads.
//!
//! Trunk gives the two files of such a module plain names. Here they get the hash of their content into their names,
//! as the others have, so that hosts and browsers may keep them forever; and the `<meta>` follows.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

use super::first_load::{self, Part};
use crate::say::{OrSay, Outcome, Problem};

/// Each module by its name, and what the person does when it is fetched.
const MODULES: [(&str, &str); 5] = [
    ("renderer", "once the composer stands"),
    ("maths", "on the first formula"),
    ("search", "on the first search"),
    ("importer", "on choosing a file of chats"),
    ("data", "in the settings, on exporting a chat, for backups"),
];

/// Gives the files of each module their lasting names, and tells the page.
pub fn name(out: &Path) -> Outcome<()> {
    let doing = "naming the modules of first use";
    let index = out.join("index.html");
    let mut page = fs::read_to_string(&index).or_say(doing)?;
    for (module, _) in MODULES {
        let [js, wasm] = [format!("{module}.js"), format!("{module}_bg.wasm")];
        let mut hasher = DefaultHasher::new();
        for file in [&js, &wasm] {
            fs::read(out.join(file)).or_say(&format!("reading {file}"))?.hash(&mut hasher);
        }
        let stem = format!("{module}-{:016x}", hasher.finish());
        let lasting = [format!("{stem}.js"), format!("{stem}_bg.wasm")];
        page = with_names(&page, module, [&js, &wasm], [&lasting[0], &lasting[1]])?;
        for (file, lasting) in [js, wasm].iter().zip(&lasting) {
            fs::rename(out.join(file), out.join(lasting)).or_say(doing)?;
        }
    }
    fs::write(index, page).or_say(doing)
}

/// The page, in which the `<meta>` of a module tells other files.
fn with_names(page: &str, module: &str, files: [&str; 2], lasting: [&str; 2]) -> Outcome<String> {
    let tag = |[js, wasm]: [&str; 2]| format!(r#"<meta name="app-{module}" data-js="./{js}" data-wasm="./{wasm}">"#);
    let old = tag(files);
    match page.matches(&old).count() {
        1 => Ok(page.replace(&old, &tag(lasting))),
        _ => Err(Problem::new(format!("index.html must name the files of a module once, as {old}"))),
    }
}

/// What each module weighs, as the files of the finished folder.
pub fn parts(out: &Path) -> Outcome<Vec<Part>> {
    let doing = "weighing the modules of first use";
    let page = fs::read_to_string(out.join("index.html")).or_say(doing)?;
    let mut parts = Vec::new();
    for (module, when) in MODULES {
        let mut bytes = 0;
        for name in first_load::named_files(tag_of(&page, module).unwrap_or_default(), "./") {
            bytes += first_load::weight(out, &name)?;
        }
        parts.push(Part { name: format!("{module}, {when}"), bytes });
    }
    Ok(parts)
}

/// The page without what it names for later.
pub fn without_tags(page: &str) -> String {
    MODULES.iter().fold(page.to_owned(), |page, (module, _)| match tag_of(&page, module) {
        Some(tag) => page.replace(tag, ""),
        None => page,
    })
}

fn tag_of<'a>(page: &'a str, module: &str) -> Option<&'a str> {
    let rest = &page[page.find(&format!("<meta name=\"app-{module}\""))?..];
    rest.find('>').map(|end| &rest[..=end])
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<head><meta name="app-entry" data-js="/a.js" data-wasm="/a.wasm">
        <meta name="app-maths" data-js="./maths.js" data-wasm="./maths_bg.wasm"></head>"#;

    #[test]
    fn the_page_follows_the_names() {
        let old = ["maths.js", "maths_bg.wasm"];
        let page = with_names(PAGE, "maths", old, ["maths-1.js", "maths-1_bg.wasm"]).expect("a page with the tag");
        assert!(page.contains(r#"<meta name="app-maths" data-js="./maths-1.js" data-wasm="./maths-1_bg.wasm">"#));
        assert!(page.contains(r#"data-js="/a.js""#));
        assert!(with_names(&page, "maths", old, old).is_err(), "a page without the tag is refused");
    }

    #[test]
    fn the_source_of_the_page_has_the_tag() {
        let source = fs::read_to_string(crate::place::root().join("index.html")).expect("index.html");
        for (module, _) in MODULES {
            let files = [&*format!("{module}.js"), &*format!("{module}_bg.wasm")];
            assert!(with_names(&source, module, files, files).is_ok(), "{module}");
        }
    }

    #[test]
    fn what_is_for_later_is_not_of_the_first_load() {
        let page = without_tags(PAGE);
        assert!(page.contains("app-entry") && !page.contains("maths"), "{page}");
    }
}
