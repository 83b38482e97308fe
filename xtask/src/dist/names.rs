//! Short names for what the module takes from its script.
//!
//! wasm-bindgen calls each of some hundreds of functions by a long name with a hash, once in the module
//! and once in the script. Nobody else knows these names, and a hash cannot be compressed.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use crate::say::{OrSay, Outcome};

/// The id of the import section (WebAssembly specification, 5.5.2).
const IMPORTS: u8 = 2;
/// The kind of an imported function (5.5.5).
const FUNCTION: u8 = 0;

/// Shortens the names between each module in the folder and the script beside it.
pub fn shorten(out: &Path) -> Outcome<()> {
    let doing = "shortening names in the folder";
    for entry in fs::read_dir(out).or_say(doing)? {
        let path = entry.or_say(doing)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix("_bg.wasm") else { continue };
        let script_path = path.with_file_name(format!("{stem}.js"));
        let (module, script) = (fs::read(&path).or_say(doing)?, fs::read_to_string(&script_path).or_say(doing)?);
        if let Some((module, script)) = shortened(&module, &script) {
            fs::write(&path, module).or_say(doing)?;
            fs::write(&script_path, script).or_say(doing)?;
        }
    }
    Ok(())
}

/// Both with short names; `None` for a module that is not as wasm-bindgen writes them.
fn shortened(module: &[u8], script: &str) -> Option<(Vec<u8>, String)> {
    let mut short = HashMap::new();
    let mut bytes = Bytes { all: module, at: 8 };
    while bytes.at < module.len() {
        let start = bytes.at;
        let id = bytes.byte()?;
        let size = bytes.number()?;
        let end = bytes.at.checked_add(size)?;
        if id != IMPORTS {
            bytes.at = end;
            continue;
        }
        let count = bytes.number()?;
        let mut section = leb(count);
        for _ in 0..count {
            let source = bytes.name()?;
            let name = std::str::from_utf8(bytes.name()?).ok()?;
            let kind = bytes.byte()?;
            let type_index = bytes.number()?;
            if kind != FUNCTION {
                return None;
            }
            // One that is exported too is called by that name elsewhere.
            let known = name.starts_with("__wb") && !script.contains(&format!("wasm.{name}"));
            let n_short = short.len();
            let name =
                if known { short.entry(name).or_insert_with(|| letters(n_short)).clone() } else { name.to_owned() };
            for text in [source, name.as_bytes()] {
                section.extend(leb(text.len()));
                section.extend_from_slice(text);
            }
            section.push(FUNCTION);
            section.extend(leb(type_index));
        }
        let mut lean = module[..start].to_vec();
        lean.push(IMPORTS);
        lean.extend(leb(section.len()));
        lean.extend(section);
        lean.extend_from_slice(&module[end..]);
        return Some((lean, renamed(script, &short)));
    }
    None
}

/// A script in which whole words are others.
fn renamed(script: &str, short: &HashMap<&str, String>) -> String {
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let mut lean = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(at) = rest.find(is_of_word) {
        lean.push_str(&rest[..at]);
        let word_end = rest[at..].find(|c| !is_of_word(c)).map_or(rest.len(), |length| at + length);
        let word = &rest[at..word_end];
        lean.push_str(short.get(word).map_or(word, String::as_str));
        rest = &rest[word_end..];
    }
    lean + rest
}

/// `a`, `b` … `z`, `ba`, `bb` …
fn letters(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b"abcdefghijklmnopqrstuvwxyz"[number % 26]));
        number /= 26;
        if number == 0 {
            return name;
        }
    }
}

/// A number as modules write it: seven bits a byte, the lowest first.
fn leb(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

struct Bytes<'a> {
    all: &'a [u8],
    at: usize,
}

impl<'a> Bytes<'a> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.all.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn name(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        let name = self.all.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module that imports these functions of type 0, and has a custom section after them.
    fn module(names: &[&str]) -> Vec<u8> {
        let mut section = leb(names.len());
        for name in names {
            section.extend([&leb(1)[..], b"m", &leb(name.len()), name.as_bytes(), &[FUNCTION, 0]].concat());
        }
        [b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0", &[IMPORTS][..], &leb(section.len()), &section, b"\0\x03\x02abc"]
            .concat()
    }

    #[test]
    fn both_sides_know_the_same_short_names() {
        let names = ["__wbg_append_0123456789abcdef", "__wbg_app", "plain", "__wbindgen_twice"];
        let script =
            "{ __wbg_append_0123456789abcdef: 1, __wbg_app: 2, plain: 3, __wbindgen_twice: wasm.__wbindgen_twice }";
        let (lean, script) = shortened(&module(&names), script).expect("a module");
        assert_eq!(lean, module(&["a", "b", "plain", "__wbindgen_twice"]));
        assert_eq!(script, "{ a: 1, b: 2, plain: 3, __wbindgen_twice: wasm.__wbindgen_twice }");
    }

    #[test]
    fn what_is_no_module_stays_as_it_is() {
        assert!(shortened(b"\0asm\x01\0\0\0\x02\xff", "").is_none());
        assert!(shortened(b"", "").is_none());
    }

    #[test]
    fn names_grow_only_when_they_must() {
        assert_eq!([0, 25, 26, 51].map(letters), ["a", "z", "ba", "bz"]);
        assert_eq!(leb(300), [0xac, 0x02]);
    }
}
