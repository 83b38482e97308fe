//! From the LaTeX that models write to the LaTeX that math-core reads.
//!
//! Models write for MathJax and KaTeX: with `align` and `\label` as in an article, with commands of small packages,
//! with `&` and `\\` outside of any environment. Most of that has an equal here, by `MACROS` or by rewriting; what
//! has none is left as it is, and math-core shows the name of the command.
//!
//! This is also the guard. Whatever could define a macro is refused, so nothing expands without end. What nests is
//! counted, since math-core descends by recursion and the stack of a WebAssembly module ends without an error.

mod groups;
mod names;
mod rows;
mod words;

use names::{Argument, is_refused, is_switch, is_text, lost, n_arguments, n_arguments_of_macro, renamed};

pub use names::MACROS;

/// How deep a formula may be nested, each command that may take an argument counted as one.
const MAX_NESTING: usize = 150;

/// What is open, and ends what was opened in it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Opened {
    Brace,
    Bracket,
    Fence,
    Environment,
}

/// What an environment became.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Becomes {
    /// Another one, whose rows bear no numbers.
    Plain(&'static str),
    /// Another one, whose rows may be tagged.
    Tagged(&'static str),
    /// Nothing: what it holds stands by itself.
    Nothing,
    /// What it is.
    Itself,
}

#[derive(Debug)]
struct Rewriter<'a> {
    rest: &'a str,
    out: String,
    /// What is open, with how deep it stands.
    open: Vec<(Opened, usize)>,
    /// How deep we may be, at most.
    nesting: usize,
    /// How deep everything outside of braces stands.
    floor: usize,
    /// The open environments by name.
    environments: Vec<(&'a str, Becomes)>,
    /// Whether the cell that we are in has begun, for each environment that has cells.
    cells: Vec<bool>,
    /// Whether there is a `\tag` somewhere.
    has_tags: bool,
    /// The environment that the whole needs around it.
    around: Option<&'static str>,
    display: bool,
}

/// The formula as math-core reads it; `None` if it defines something, is nested too deep, or does not close.
pub fn rewrite(source: &str, display: bool) -> Option<String> {
    // What does not close is looked for to its end only once.
    if !groups::is_balanced(source) {
        return None;
    }
    let mut first = Rewriter::new(source, display);
    first.all()?;
    // Rows, cells and tags outside of an environment: it is there in spirit.
    let whole = match first.around {
        Some(name) => format!("\\begin{{{name}}}{source}\n\\end{{{name}}}"),
        None => return first.finish(),
    };
    let mut second = Rewriter::new(&whole, display);
    second.all()?;
    second.finish()
}

impl<'a> Rewriter<'a> {
    fn new(source: &'a str, display: bool) -> Self {
        Self {
            rest: source,
            out: String::with_capacity(source.len() + 64),
            open: Vec::new(),
            nesting: 0,
            floor: 0,
            environments: Vec::new(),
            cells: Vec::new(),
            has_tags: display && source.contains("\\tag"),
            around: None,
            display,
        }
    }

    /// What was written, if all that was opened is closed.
    fn finish(self) -> Option<String> {
        (self.open.is_empty() && self.environments.is_empty()).then_some(self.out)
    }

    fn all(&mut self) -> Option<()> {
        while let Some(c) = self.rest.chars().next() {
            if c == '\\' {
                let command = self.command();
                self.rewrite_command(command)?;
            } else {
                self.rest = &self.rest[c.len_utf8()..];
                self.character(c)?;
            }
            if self.nesting > MAX_NESTING {
                return None;
            }
        }
        Some(())
    }

    /// Takes `\name` or `\` with one character.
    fn command(&mut self) -> &'a str {
        let after = &self.rest[1..];
        let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let length = letters.max(after.chars().next().map_or(0, char::len_utf8));
        self.rest = &after[length..];
        &after[..length]
    }

    fn character(&mut self, c: char) -> Option<()> {
        if !c.is_whitespace() && !"&%".contains(c) {
            self.begin_cell();
        }
        match c {
            '{' => self.push(Opened::Brace),
            '}' => self.pop(Opened::Brace)?,
            // A bracket that is no argument stays open, or was never opened.
            ']' if self.open.last().is_some_and(|(opened, _)| *opened == Opened::Bracket) => {
                self.pop(Opened::Bracket)?;
                if !self.has_groups(1) {
                    self.switch();
                }
            }
            // A command as a script may take what follows as its argument, with a script of its own.
            '^' | '_' if self.rest.trim_start().starts_with(['\\', '^', '_', '\'']) => self.switch(),
            '^' | '_' => self.nesting += 1,
            '&' => return self.next_cell(),
            // What people mean by "50%" is not a comment.
            '%' if self.out.ends_with(|c: char| c.is_ascii_digit()) => {
                self.out.push_str("\\%");
                return Some(());
            }
            '%' => {
                self.rest = self.rest.split_once('\n').map_or("", |(_, after)| after);
                return Some(());
            }
            c if c.is_whitespace() => {
                self.out.push(c);
                return Some(());
            }
            _ => self.nesting = self.level(),
        }
        self.out.push(c);
        Some(())
    }

    fn level(&self) -> usize {
        self.open.last().map_or(self.floor, |(_, level)| *level)
    }

    fn push(&mut self, opened: Opened) {
        self.nesting += 1;
        self.open.push((opened, self.nesting));
    }

    fn pop(&mut self, opened: Opened) -> Option<()> {
        while self.open.last().is_some_and(|(top, _)| *top == Opened::Bracket && opened != Opened::Bracket) {
            self.open.pop();
        }
        self.open.pop().filter(|(top, _)| *top == opened)?;
        self.nesting = self.level();
        Some(())
    }

    fn rewrite_command(&mut self, name: &'a str) -> Option<()> {
        if is_refused(name) {
            return None;
        }
        match name {
            "" => return None,
            "begin" => return self.begin(),
            "end" => return self.end(),
            "tag" => return self.tag(),
            "\\" | "cr" | "newline" => return self.next_row(),
            "hline" | "hdashline" => {
                self.end_cell();
                self.out.push('\\');
                self.out.push_str(name);
                self.out.push(' ');
                return Some(());
            }
            "intertext" | "shortintertext" => {
                let words = self.group()?;
                self.begin_cell();
                self.text("text", words)?;
                return self.next_row();
            }
            _ => {}
        }
        if let Some(arguments) = lost(name) {
            return self.lose(arguments);
        }
        self.begin_cell();
        match name {
            "left" => self.push(Opened::Fence),
            "right" => self.pop(Opened::Fence)?,
            "substack" => {
                let lines = self.group()?;
                return self.stack(lines);
            }
            "color" => {
                self.switch();
                return self.colour();
            }
            "textcolor" => {
                // Two braces, since a macro would take one of them away.
                self.out.push_str("{{");
                self.colour()?;
                let words = self.argument()?;
                self.inside(words)?;
                self.out.push_str("}}");
                return Some(());
            }
            "fbox" | "framebox" => {
                let words = self.group()?;
                self.out.push_str("\\boxed{");
                self.text("text", words)?;
                self.out.push('}');
                return Some(());
            }
            "ref" | "eqref" => {
                let label = self.group()?;
                return self.text("text", &format!("({label})"));
            }
            _ if is_text(name) => {
                return match self.group() {
                    Some(words) => self.text(name, words),
                    None => None,
                };
            }
            _ => {}
        }
        // An argument without braces may be such a command again, and the next, with no end in sight.
        if is_switch(name) || !self.has_groups(n_arguments(name)) {
            self.switch();
        }
        self.nesting += 1;
        self.out.push('\\');
        self.out.push_str(renamed(name));
        // Lest the name grow into what follows.
        if name.ends_with(|c: char| c.is_ascii_alphabetic()) && self.rest.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            self.out.push(' ');
        }
        // math-core puts the argument in without its braces, and a colour would run on behind it.
        for _ in 0..n_arguments_of_macro(name) {
            if !self.rest.trim_start().starts_with('{') {
                break;
            }
            let words = self.group()?;
            self.out.push_str("{{");
            self.inside(words)?;
            self.out.push_str("}}");
        }
        if self.rest.trim_start().starts_with('[') && (name == "sqrt" || is_long_arrow(name)) {
            self.rest = &self.rest.trim_start()[1..];
            self.out.push('[');
            self.push(Opened::Bracket);
        }
        Some(())
    }

    /// What comes now holds until the end of what is open, and math-core descends into what it holds for.
    fn switch(&mut self) {
        match self.open.last_mut() {
            Some((_, level)) => *level += 1,
            None => self.floor += 1,
        }
        self.nesting += 1;
    }

    /// `{red}`, `{#ff0000}` and `[HTML]{ff0000}` after `\color`.
    fn colour(&mut self) -> Option<()> {
        let model = self.option();
        let name = self.group()?.trim();
        let (model, name) = match name.strip_prefix('#') {
            Some(hexadecimal) if hexadecimal.len() == 3 => {
                (Some("HTML"), hexadecimal.chars().flat_map(|digit| [digit, digit]).collect())
            }
            Some(hexadecimal) => (Some("HTML"), hexadecimal.to_owned()),
            None => (model, name.to_owned()),
        };
        let is_plain = |text: &str| text.chars().all(|c| c.is_alphanumeric() || ",. ".contains(c));
        if !is_plain(&name) || !is_plain(model.unwrap_or_default()) {
            return None;
        }
        self.out.push_str("\\color");
        self.out.extend(model.map(|model| format!("[{model}]")));
        self.out.push_str(&format!("{{{name}}}"));
        Some(())
    }

    /// Does what the arguments of a lost command ask for.
    fn lose(&mut self, arguments: &[Argument]) -> Option<()> {
        // A command without arguments has no options either.
        if !arguments.is_empty() {
            self.option();
        }
        for argument in arguments {
            match argument {
                Argument::Lost => drop(self.argument()?),
                Argument::Maths => {
                    let words = self.argument()?;
                    self.out.push('{');
                    self.inside(words)?;
                    self.out.push('}');
                }
                Argument::Text => {
                    let words = self.argument()?;
                    self.text("text", words)?;
                }
            }
        }
        Some(())
    }

    /// Rewrites a part by itself.
    fn inside(&mut self, part: &'a str) -> Option<()> {
        let after = std::mem::replace(&mut self.rest, part);
        self.push(Opened::Brace);
        self.all()?;
        self.pop(Opened::Brace)?;
        self.rest = after;
        Some(())
    }

    /// Text, with the formulas in it between dollars.
    fn text(&mut self, name: &str, words: &str) -> Option<()> {
        words::write(&mut self.out, name, words, self.nesting)?;
        self.nesting = self.level();
        Some(())
    }
}

/// A formula in a text in a formula.
fn rewrite_inside(source: &str, nesting: usize) -> Option<String> {
    let mut rewriter = Rewriter { nesting: nesting + 1, floor: nesting + 1, ..Rewriter::new(source, false) };
    rewriter.all()?;
    if rewriter.around.is_some() { None } else { rewriter.finish() }
}

/// Whether this is an arrow that grows over its words, of which some may stand below it in brackets.
fn is_long_arrow(name: &str) -> bool {
    name.starts_with('x')
        && (name.ends_with("arrow") || name.ends_with("equal") || name.ends_with("tofrom") || name.contains("harpoon"))
}
