//! The law of the floors: who may import whom (ARCHITECTURE.md has the picture).
//!
//! A line of code looks down, only to the floors listed here. This reads `src` as text, so it needs
//! no feature and no browser; it sees `use` trees, `crate::…` paths in the midst of code and `super`
//! climbing out. What it cannot see is what a macro makes up.

#[path = "laws/checker.rs"]
mod checker;
#[path = "laws/mask.rs"]
mod mask;
#[path = "laws/paths.rs"]
mod paths;
#[path = "laws/tree.rs"]
mod tree;

use mask::{Kind, keep, line_of, whole_words};
use paths::mentions;
use tree::{files, hold, root};

/// A word that has no business on a floor, and what to do instead.
type Instead = (&'static str, &'static str);

/// What a floor may know. Paths cover everything below them.
struct Floor {
    name: &'static str,
    /// Of ours, besides itself.
    ours: &'static [&'static str],
    /// Of others. `std`, `core` and `alloc` are everyone's.
    others: &'static [&'static str],
    /// What it may not name all the same.
    except: &'static [&'static str],
    words: &'static [&'static [Instead]],
}

/// From `std`, what needs an operating system or a clock: a browser has neither.
const NATIVE: &[&str] =
    &["std::time::SystemTime", "std::time::Instant", "std::thread", "std::net", "std::fs", "std::env", "std::process"];
/// What a view is made of.
const VIEWS: &[Instead] = &[
    ("ui!", "build views in components"),
    ("view!", "build views in components"),
    ("IntoView", "build views in components"),
    ("AnyView", "build views in components"),
    ("#[component]", "build views in components"),
];
/// Below the water line nothing waits and nothing is left to chance.
const DRY: &[Instead] = &[
    ("async", "keep it a plain function: a service does the waiting"),
    ("await", "keep it a plain function: a service does the waiting"),
    ("RandomState", "take chance as an argument"),
];
/// What state must not take from leptos: the page itself.
const PAGE: &[Instead] = &[
    ("window()", "ask browser::page"),
    ("document()", "ask browser::page"),
    ("request_animation_frame", "ask browser::frame"),
    ("set_timeout", "ask browser::timer"),
    ("set_interval", "ask browser::timer"),
];

const FLOORS: &[Floor] = &[
    Floor { name: "domain", ours: &[], others: &["thiserror"], except: NATIVE, words: &[DRY] },
    Floor {
        name: "protocol",
        ours: &["domain"],
        others: &["serde", "serde_json", "sha2", "base64", "thiserror"],
        except: NATIVE,
        words: &[DRY],
    },
    Floor {
        name: "browser",
        ours: &[],
        others: &[
            "web_sys",
            "js_sys",
            "wasm_bindgen",
            "wasm_bindgen_futures",
            "gloo_net",
            "gloo_storage",
            "idb",
            "getrandom",
            "thiserror",
        ],
        except: &[],
        words: &[VIEWS],
    },
    Floor {
        name: "services",
        ours: &["browser", "protocol", "domain"],
        others: &["futures_util", "thiserror"],
        except: NATIVE,
        words: &[VIEWS],
    },
    Floor {
        name: "state",
        ours: &["services", "domain"],
        others: &["leptos::prelude", "leptos::reactive", "leptos::task", "futures_util"],
        except: NATIVE,
        words: &[VIEWS, PAGE],
    },
    Floor {
        name: "components",
        ours: &["state", "domain"],
        others: &["leptos", "leptos_router::hooks", "leptos_router::NavigateOptions"],
        except: NATIVE,
        words: &[],
    },
    Floor { name: "components::ui", ours: &[], others: &["leptos"], except: NATIVE, words: &[] },
    Floor {
        name: "pages",
        ours: &["components", "state", "domain"],
        others: &["leptos", "leptos_router"],
        except: &["leptos::web_sys", "leptos::wasm_bindgen", "leptos::html", "leptos::ev"],
        words: &[],
    },
];

/// The roof: these files wire the house and may name every floor.
const ROOF: &[&str] = &["src/main.rs", "src/lib.rs", "src/app.rs", "src/ui_macro.rs"];

/// Named exceptions: who, what, why. Who is a floor or one file; a file's exception that is no longer used is a breach.
const PERMISSIONS: &[(&str, &str, &str)] = &[
    ("src/domain/markdown/parse.rs", "pulldown_cmark", "CommonMark is a standard that others have written (ADR 6)"),
    ("state", "browser::clock", "the hour is an ambient fact; domain takes it as an argument"),
    ("state", "browser::entropy", "dice are an ambient fact; domain takes them as an argument"),
    ("state", "browser::frame", "in a hidden tab events are applied by the clock"),
    ("state", "browser::timer", "silence is noticed after a while"),
    ("state", "browser::page", "being hidden or left is noticed, to save in time"),
    (
        "src/state/renderer.rs",
        "browser::renderer",
        "a module that is here is handed to the views, which have the nodes",
    ),
    (
        "src/state/data.rs",
        "browser::data",
        "a module that is here is handed to the views, which have the nodes, and asks the stores for what they know",
    ),
    ("src/state/session.rs", "browser::channel", "signing in or out in another tab is a fact that arrives by itself"),
    ("components", "browser::scroll", "only a view has the nodes that are measured and moved"),
];

/// What to do instead of looking from one floor to another.
fn advice(from: &str, to: &str) -> &'static str {
    match (from, to.split("::").next().unwrap_or_default()) {
        ("components::ui", _) => "take it as a prop: the kit knows nothing of ours",
        ("components", "services") | ("pages", "services" | "browser" | "protocol") => "ask a store for it instead",
        ("components", "browser") => "ask a store for it, or give browser::scroll the verb if it moves a node",
        ("components" | "state", "protocol") => "let a domain type carry it and a service translate",
        ("state", "browser") => "let a service do it: state may only ask for ambient facts",
        ("services", "state") => "take values and give values back: the store calls the service",
        ("domain" | "protocol", "browser" | "services" | "state") => {
            "take it as an argument: below the water line there is no web"
        }
        ("domain", "protocol") => "convert in protocol: the domain does not know how it is written",
        ("browser", _) => "hand out plain Rust values and let a service give them meaning",
        (_, "") => "name what is meant instead of the whole crate",
        _ => "move what both need further down",
    }
}

/// What to do instead of using a crate that does not belong on a floor.
fn advice_on_crates(name: &str) -> &'static str {
    match name {
        "web_sys" | "js_sys" | "wasm_bindgen" | "wasm_bindgen_futures" => {
            "let browser do it; a component may take what its own nodes need from leptos (`leptos::web_sys`)"
        }
        "serde" | "serde_json" => "give protocol a twin of the type and convert",
        "std" => "ask browser, or take it as an argument: a page has neither an operating system nor this clock",
        _ => "do it on the floor it belongs to, or allow it in tests/floors.rs and say why in an ADR",
    }
}

/// Whether `path` is `scope` or lies below it. A glob counts as all that it may bring.
fn covers(scope: &str, path: &[String], glob_counts: bool) -> bool {
    let scope: Vec<&str> = scope.split("::").collect();
    let named: Vec<&str> = path.iter().map(String::as_str).filter(|name| *name != "*").collect();
    named.starts_with(&scope) || (glob_counts && named.len() < path.len() && scope.starts_with(&named))
}

/// Where a file stands: its module path, and its floor where it is on one.
fn place(path: &str) -> (Vec<&str>, Option<&'static Floor>) {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    let module: Vec<&str> = inside.strip_suffix(".rs").unwrap_or(inside).split('/').collect();
    let module = if ROOF.contains(&path) && module != ["app"] { Vec::new() } else { module };
    let kit = module.starts_with(&["components", "ui"]);
    let name = if kit { "components::ui" } else { module.first().copied().unwrap_or_default() };
    (module, FLOORS.iter().find(|floor| floor.name == name))
}

/// What one file does against the law, a sentence each; and which permissions it made use of.
fn judge(path: &str, source: &str, externs: &[String]) -> (Vec<String>, Vec<usize>) {
    let (module, floor) = place(path);
    if ROOF.contains(&path) {
        return (Vec::new(), Vec::new());
    }
    let Some(floor) = floor else {
        let names: Vec<&str> = FLOORS.iter().map(|floor| floor.name).collect();
        return (vec![format!("{path} is on no floor; move it to one of {}", names.join(", "))], Vec::new());
    };
    let code = keep(path, source, &[Kind::Code]);
    let (mut breaches, mut used) = (Vec::new(), Vec::new());
    for mention in mentions(&code, &module, externs) {
        let to = mention.path.join("::");
        let allowed = if mention.ours { floor.ours } else { floor.others };
        let at_home = mention.ours && covers(floor.name, &mention.path, false);
        let free = !mention.ours && ["std", "core", "alloc"].contains(&mention.path[0].as_str());
        let granted = allowed.iter().any(|scope| covers(scope, &mention.path, false));
        let denied = !mention.ours && floor.except.iter().any(|scope| covers(scope, &mention.path, true));
        if (at_home || free || granted) && !denied {
            continue;
        }
        let permission = PERMISSIONS
            .iter()
            .position(|(who, what, _)| (*who == floor.name || *who == path) && covers(what, &mention.path, false));
        if let Some(permission) = permission {
            used.push(permission);
            continue;
        }
        let (verb, advice, list) = if mention.ours {
            ("imports", advice(floor.name, &to), looks_at(floor))
        } else {
            ("uses", advice_on_crates(&mention.path[0]), uses(floor))
        };
        let to = if to.is_empty() { "the whole crate".to_owned() } else { to };
        let line = mention.line;
        let name = floor.name;
        breaches.push(format!("{path}:{line} ({name}) {verb} {to}; {advice} (ARCHITECTURE: {name} {list})"));
    }
    for (word, instead) in floor.words.iter().copied().flatten() {
        for at in whole_words(&code, word) {
            breaches.push(format!("{path}:{} ({}) says `{word}`; {instead}", line_of(&code, at), floor.name));
        }
    }
    (breaches, used)
}

fn looks_at(floor: &Floor) -> String {
    match floor.ours {
        [] => "looks at nothing of ours".to_owned(),
        some => format!("looks down at {}", some.join(", ")),
    }
}

fn uses(floor: &Floor) -> String {
    format!("uses std and {}", floor.others.join(", "))
}

/// The crates that Cargo.toml lets us name, and those that come with Rust.
fn externs() -> Vec<String> {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap_or_default();
    let mut section = "";
    let mut names: Vec<String> = ["std", "core", "alloc"].map(str::to_owned).to_vec();
    for line in manifest.lines() {
        if let Some(header) = line.strip_prefix('[') {
            section = header.split(']').next().unwrap_or_default();
            names.extend(section.strip_prefix("dependencies.").map(|name| name.replace('-', "_")));
        } else if section == "dependencies"
            && let Some((name, _)) = line.split_once('=')
        {
            names.push(name.trim().replace('-', "_"));
        }
    }
    names
}

#[test]
fn nobody_looks_up() {
    let externs = externs();
    let mut breaches = Vec::new();
    let mut used = Vec::new();
    for file in files("src", &[".rs"]) {
        let (more, permissions) = judge(&file.path, &file.text, &externs);
        breaches.extend(more);
        used.extend(permissions);
    }
    for (i, (who, what, _)) in PERMISSIONS.iter().enumerate() {
        if !used.contains(&i) {
            breaches.push(format!("{who} no longer needs {what}; take its line out of PERMISSIONS in tests/floors.rs"));
        }
    }
    hold(&breaches);
}

/// What leaves the Web is plain Rust: no function of `browser` gives a JavaScript value away.
#[test]
fn no_javascript_value_leaves_browser() {
    let mut breaches = Vec::new();
    for file in files("src", &[".rs"]).into_iter().filter(|file| file.path.starts_with("src/browser")) {
        let code = keep(&file.path, &file.text, &[Kind::Code]);
        breaches.extend(leaks(&code).into_iter().map(|(line, name)| {
            format!("{}:{line} gives away {name}; turn it into Vec<u8>, String or an enum there", file.path)
        }));
    }
    hold(&breaches);
}

/// Public functions, as seen from outside `browser`, whose result names a JavaScript type.
fn leaks(code: &str) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for at in whole_words(code, "pub") {
        let head = code[at..].split(['{', ';']).next().unwrap_or_default();
        // What one part of `browser` shows another does not leave it.
        let stays = head.starts_with("pub(super)");
        let is_function = !stays && head.split_whitespace().take(3).any(|word| word == "fn");
        let Some((_, result)) = head.split_once("->").filter(|_| is_function) else { continue };
        let foreign = ["JsValue", "JsFuture", "Promise", "web_sys", "js_sys", "ReadableStream", "CryptoKey"];
        let named = foreign.into_iter().find(|name| !whole_words(result, name).is_empty());
        found.extend(named.map(|name| (line_of(code, at), name)));
    }
    found
}
