//! What a first visit fetches until the welcome screen can be used.
//!
//! That is the page, everything the page names, what its script imports, and the sprite of icons that
//! the app asks for as soon as it draws. Nothing else may be fetched that early; if the app ever does,
//! the end-to-end tests see it, and it belongs into this list. What is fetched later is of [`first_use`].

use std::fs;
use std::path::Path;

use super::first_use;
use crate::say::{OrSay, Outcome};

/// One file of the first load.
pub struct Part {
    /// Its path in the production folder.
    pub name: String,
    /// What travels: the size of the brotli copy, or of the file where there is none.
    pub bytes: usize,
}

/// All parts of the first load, the page first.
pub fn parts(out: &Path, public_url: &str) -> Outcome<Vec<Part>> {
    let doing = "weighing the first load";
    let page = fs::read_to_string(out.join("index.html")).or_say(doing)?;
    let mut names = vec!["index.html".to_owned()];
    names.extend(named_files(&first_use::without_tags(&page), public_url));
    if out.join("icons.svg").is_file() {
        names.push("icons.svg".to_owned());
    }
    for script in names.clone().iter().filter(|name| name.ends_with(".js")) {
        let text = fs::read_to_string(out.join(script)).or_say(doing)?;
        names.extend(imports(&text));
    }
    let mut parts: Vec<Part> = Vec::new();
    for name in names {
        if parts.iter().all(|part| part.name != name) {
            parts.push(Part { bytes: weight(out, &name)?, name });
        }
    }
    Ok(parts)
}

/// What travels for a file of the folder.
pub fn weight(out: &Path, name: &str) -> Outcome<usize> {
    let file = [out.join(format!("{name}.br")), out.join(name)].into_iter().find(|file| file.is_file());
    let size = fs::metadata(file.unwrap_or_default()).or_say(&format!("weighing {name}"))?.len();
    Ok(usize::try_from(size).unwrap_or(usize::MAX))
}

/// The files of ours that the page names in an attribute.
pub fn named_files(page: &str, public_url: &str) -> Vec<String> {
    let mut names = Vec::new();
    for attribute in ["href=\"", "src=\"", "data-js=\"", "data-wasm=\""] {
        for after in page.split(attribute).skip(1) {
            let value = after.split('"').next().unwrap_or_default();
            // An address that is neither under our path nor a plain file name is somebody else's.
            let name = value.strip_prefix(public_url).unwrap_or(value);
            if name.contains('.') && !name.contains(':') && !name.starts_with('/') {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// The files that a script of wasm-bindgen imports: `from './snippets/…'`, `import './…'`.
fn imports(script: &str) -> Vec<String> {
    let after = |words: &'static str| script.split(words).skip(1);
    let all = [after("from '"), after("from \""), after("import '"), after("import \"")];
    let names = all.into_iter().flatten().filter_map(|after| after.split(['\'', '"']).next()?.strip_prefix("./"));
    names.filter(|name| name.ends_with(".js")).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_the_page_names_is_counted() {
        let page = r#"<base href="/p/"><link href="/p/a-1.css"><script src="/p/boot-2.js"></script>
            <link rel="icon" href="favicon.svg"><a href="https://example.org/x.js"></a>
            <meta data-js="/p/app.js" data-wasm="/p/app.wasm">"#;
        assert_eq!(named_files(page, "/p/"), ["a-1.css", "favicon.svg", "boot-2.js", "app.js", "app.wasm"]);
    }

    #[test]
    fn what_a_script_imports_is_counted() {
        let script = "import { a } from './snippets/x-1/inline0.js';\nimport './y.js'; const b = 'from afar';";
        assert_eq!(imports(script), ["snippets/x-1/inline0.js", "y.js"]);
    }
}
