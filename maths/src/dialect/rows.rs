//! Environments, with their rows and cells.
//!
//! Each cell is written in braces. What begins in it ends with it then, as LaTeX has it: a colour, a style, a command
//! that still waits for its argument. math-core would carry it on into the next cell, or panic.

use super::names::environment;
use super::{Becomes, Opened, Rewriter};

impl<'a> Rewriter<'a> {
    pub(super) fn begin(&mut self) -> Option<()> {
        let name = self.group()?;
        let becomes = environment(name, self.has_tags);
        if becomes != Becomes::Nothing {
            self.begin_cell();
        }
        self.environments.push((name, becomes));
        self.position();
        // The number of columns, which show themselves.
        if ["alignat", "alignat*", "alignedat"].contains(&name) {
            self.group()?;
        }
        self.mark("begin", name, becomes);
        if becomes != Becomes::Nothing {
            if ["array", "darray", "subarray", "tabular"].contains(&name) {
                let columns: String = self.group()?.chars().filter(|c| "lcr|:".contains(*c)).collect();
                self.out.push_str(&format!("{{{columns}}}"));
            }
            if name.starts_with("eqnarray") {
                self.out.push_str("{rcl}");
            }
            self.push(Opened::Environment);
            self.cells.push(false);
        }
        Some(())
    }

    pub(super) fn end(&mut self) -> Option<()> {
        let name = self.group()?;
        let (_, becomes) = self.environments.pop().filter(|(open, _)| *open == name)?;
        if becomes != Becomes::Nothing {
            self.pop(Opened::Environment)?;
            self.end_cell();
            self.cells.pop();
        }
        self.mark("end", name, becomes);
        Some(())
    }

    fn mark(&mut self, word: &str, name: &str, becomes: Becomes) {
        let name = match becomes {
            Becomes::Nothing => return,
            Becomes::Itself => name,
            Becomes::Plain(other) | Becomes::Tagged(other) => other,
        };
        self.out.push_str(&format!("\\{word}{{{name}}}"));
    }

    /// Lines above each other, as below a sum.
    pub(super) fn stack(&mut self, lines: &'a str) -> Option<()> {
        let after = std::mem::replace(&mut self.rest, lines);
        self.out.push_str("\\begin{subarray}{c}");
        self.environments.push(("substack", Becomes::Itself));
        self.push(Opened::Environment);
        self.cells.push(false);
        self.all()?;
        self.end_cell();
        self.cells.pop();
        self.pop(Opened::Environment)?;
        self.environments.pop().filter(|(name, _)| *name == "substack")?;
        self.out.push_str("\\end{subarray}");
        self.rest = after;
        Some(())
    }

    /// Something comes that stands in a cell.
    pub(super) fn begin_cell(&mut self) {
        if let Some(has_begun @ false) = self.cells.last_mut() {
            *has_begun = true;
            // What two columns are aligned at has something before it, as amsmath sees it.
            let is_aligned = match self.environments.last() {
                Some((name, Becomes::Itself)) => *name == "aligned",
                Some((_, Becomes::Plain(name) | Becomes::Tagged(name))) => name.starts_with("align"),
                _ => false,
            };
            self.out.push_str(if is_aligned && self.out.ends_with('&') { "{{}" } else { "{" });
        }
    }

    pub(super) fn end_cell(&mut self) {
        if let Some(has_begun @ true) = self.cells.last_mut() {
            *has_begun = false;
            self.out.push('}');
        }
        self.nesting = self.level();
    }

    pub(super) fn next_cell(&mut self) -> Option<()> {
        // A cell cannot begin in the midst of something else.
        if self.is_in_group() {
            return None;
        }
        self.need("aligned", "align*");
        self.end_cell();
        self.out.push('&');
        Some(())
    }

    pub(super) fn next_row(&mut self) -> Option<()> {
        self.rest = self.rest.strip_prefix('*').unwrap_or(self.rest);
        self.position();
        // Neither what stands in braces nor a single equation has rows.
        if self.is_in_group()
            || self.environments.last().is_some_and(|(_, becomes)| *becomes == Becomes::Tagged("equation*"))
        {
            self.begin_cell();
            self.out.push_str("\\quad ");
            return Some(());
        }
        self.need("gathered", "gather*");
        self.end_cell();
        self.out.push_str("\\\\");
        Some(())
    }

    fn is_in_group(&self) -> bool {
        self.open.last().is_some_and(|(opened, _)| *opened != Opened::Environment)
    }

    /// Notes that the whole needs an environment around it, if we are in none that has cells.
    fn need(&mut self, plain: &'static str, tagged: &'static str) {
        if self.cells.is_empty() && !matches!(self.around, Some("aligned" | "align*")) {
            self.around = Some(if self.has_tags { tagged } else { plain });
        }
    }

    pub(super) fn tag(&mut self) -> Option<()> {
        self.rest = self.rest.strip_prefix('*').unwrap_or(self.rest);
        let words = self.group()?;
        let bears_tags = self.environments.iter().rev().find(|(_, becomes)| *becomes != Becomes::Nothing);
        match bears_tags {
            Some((_, Becomes::Tagged(_))) if !self.is_in_group() => self.end_cell(),
            None if self.display && !self.is_in_group() => {
                self.around = self.around.or(Some("equation*"));
                return Some(());
            }
            _ => {
                self.begin_cell();
                self.out.push_str("\\quad ");
                return self.text("text", &format!("({words})"));
            }
        }
        let words = words.strip_prefix('(').and_then(|words| words.strip_suffix(')')).unwrap_or(words);
        self.out.push_str("\\tag{");
        self.out.extend(words.chars().filter(|c| !"\\{}$%#&^_~".contains(*c)));
        self.out.push('}');
        Some(())
    }
}
