//! What stands in braces and brackets behind a command.

use super::Rewriter;

/// Whether each brace that opens also closes.
pub fn is_balanced(source: &str) -> bool {
    let (mut depth, mut is_escaped) = (0_usize, false);
    for c in source.chars() {
        match c {
            '{' if !is_escaped => depth += 1,
            '}' if !is_escaped && depth == 0 => return false,
            '}' if !is_escaped => depth -= 1,
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    depth == 0
}

impl<'a> Rewriter<'a> {
    /// Takes `[…]` if it is there.
    pub(super) fn option(&mut self) -> Option<&'a str> {
        let (inside, after) = self.rest.strip_prefix('[')?.split_once(']')?;
        self.rest = after;
        Some(inside)
    }

    /// Takes what stands in brackets if it says where something stands, such as `[t]`; else it is mathematics.
    pub(super) fn position(&mut self) {
        let inside = self.rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(inside, _)| inside);
        if inside.is_some_and(|inside| inside.len() == 1 && "tbclrs".contains(inside)) {
            self.option();
        }
    }

    /// Takes a group, or the one character or command that stands for one.
    pub(super) fn argument(&mut self) -> Option<&'a str> {
        self.group().or_else(|| {
            let rest = self.rest.trim_start();
            if rest.starts_with('\\') {
                self.rest = rest;
                self.command();
            } else {
                let c = rest.chars().next().filter(|c| !"{}&".contains(*c))?;
                self.rest = &rest[c.len_utf8()..];
            }
            Some(&rest[..rest.len() - self.rest.len()])
        })
    }

    /// Whether as many groups come now.
    pub(super) fn has_groups(&mut self, n: usize) -> bool {
        let rest = self.rest;
        let has = (0..n).all(|_| self.group().is_some());
        self.rest = rest;
        has
    }

    /// Takes `{…}` and gives what is in it.
    pub(super) fn group(&mut self) -> Option<&'a str> {
        let inner = self.rest.trim_start().strip_prefix('{')?;
        let (mut depth, mut is_escaped) = (1, false);
        for (at, c) in inner.char_indices() {
            match c {
                '{' if !is_escaped => depth += 1,
                '}' if !is_escaped => depth -= 1,
                _ => {}
            }
            is_escaped = c == '\\' && !is_escaped;
            if depth == 0 {
                self.rest = &inner[at + 1..];
                return Some(&inner[..at]);
            }
        }
        None
    }
}
