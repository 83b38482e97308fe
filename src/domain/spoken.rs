//! A text as it is read out: its words, without the marks they are written with.
//!
//! Code, tables and long formulas are named and not read; what a person wants of them they look at.

use super::highlight::Language;
use super::markdown::{Block, Inline, parse};

/// The longest formula that is read out, in bytes: `x_1 = 3` can be followed by ear, an integral cannot.
const MAX_FORMULA: usize = 16;

/// What a line may be within.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Within {
    Words,
    /// Code, behind so many signs.
    Code(char, usize),
    Table,
    /// A formula that this ends.
    Formula(&'static str),
}

/// Reads out a text that comes in whole sentences or lines.
#[derive(Debug, Clone)]
pub struct Reader {
    within: Within,
}

impl Default for Reader {
    fn default() -> Self {
        Self { within: Within::Words }
    }
}

impl Reader {
    /// The words of the next sentences.
    pub fn words(&mut self, sentences: &str) -> String {
        let (mut said, mut text) = (Vec::new(), String::new());
        for line in sentences.lines() {
            let was = self.within.clone();
            self.take(line.trim());
            if self.within == Within::Words && matches!(was, Within::Words | Within::Table) {
                text.push_str(line);
                text.push('\n');
            } else if self.within != was && self.within != Within::Words {
                say(&parse(&text), &mut said);
                text.clear();
                said.push(self.name(line));
            }
        }
        say(&parse(&text), &mut said);
        said.join(" ")
    }

    /// Goes on to what this line begins or ends.
    fn take(&mut self, line: &str) {
        let sign = line.chars().next().unwrap_or_default();
        let n_signs = line.chars().take_while(|c| *c == sign).count();
        let is_fence = matches!(sign, '`' | '~') && n_signs >= 3;
        self.within = match &self.within {
            Within::Code(open, n_open) if is_fence && sign == *open && n_signs >= *n_open && line.len() == n_signs => {
                Within::Words
            }
            Within::Formula(end) if line.ends_with(end) => Within::Words,
            Within::Code(..) | Within::Formula(_) => return,
            Within::Words | Within::Table => match line {
                _ if is_fence && !line[n_signs..].contains(sign) => Within::Code(sign, n_signs),
                "$$" => Within::Formula("$$"),
                "\\[" => Within::Formula("\\]"),
                _ if sign == '|' => Within::Table,
                _ => Within::Words,
            },
        };
    }

    /// What is said instead of what this line begins.
    fn name(&self, line: &str) -> String {
        match &self.within {
            Within::Code(sign, _) => code(line.trim().trim_start_matches(*sign)),
            Within::Table => "Table.".to_owned(),
            Within::Formula(_) | Within::Words => "Formula.".to_owned(),
        }
    }
}

fn code(language: &str) -> String {
    Language::find(language).map_or_else(|| "Code.".to_owned(), |language| format!("Code, {}.", language.label()))
}

fn say(blocks: &[Block], said: &mut Vec<String>) {
    for block in blocks {
        let mut words = String::new();
        match block {
            Block::Paragraph(inlines) | Block::Heading { inlines, .. } => say_inlines(inlines, &mut words),
            Block::Code { language, .. } => words = code(language),
            Block::Table { .. } => words.push_str("Table."),
            Block::Math(source) => say_formula(source, &mut words),
            Block::Quote(blocks) | Block::Footnote { blocks, .. } => say(blocks, said),
            Block::List { items, .. } => {
                for item in items {
                    said.extend(item.done.map(|done| if done { "Done:" } else { "To do:" }.to_owned()));
                    say(&item.blocks, said);
                }
            }
            Block::Html(text) => words.push_str(text),
            Block::Rule => {}
        }
        if !words.trim().is_empty() {
            said.push(words.trim().to_owned());
        }
    }
}

fn say_inlines(inlines: &[Inline], words: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => words.push_str(text),
            Inline::Styled(_, inlines) | Inline::Link { inlines, .. } => say_inlines(inlines, words),
            Inline::Image { alt, .. } => {
                words.push_str("Picture: ");
                words.push_str(alt);
            }
            Inline::Math { source, .. } => say_formula(source, words),
            Inline::SoftBreak | Inline::HardBreak => words.push(' '),
            Inline::Footnote(_) => {}
        }
    }
}

fn say_formula(source: &str, words: &mut String) {
    let is_short = source.len() <= MAX_FORMULA && !source.contains('\\');
    words.push_str(if is_short { source } else { "formula" });
}

#[cfg(test)]
mod tests {
    use super::Reader;

    fn check(pieces: &[(&str, &str)]) {
        let mut reader = Reader::default();
        for (piece, words) in pieces {
            assert_eq!(reader.words(piece), *words, "{piece}");
        }
    }

    #[test]
    fn words_are_read_and_marks_are_not() {
        check(&[
            ("# Title **bold**", "Title bold"),
            ("Here is a [link](https://example.com/some/long/path?x=1), and `code`.", "Here is a link, and code."),
            ("![a chart](https://example.org/a.png)", "Picture: a chart"),
            ("- [x] task one\n- two", "Done: task one two"),
            ("So $x_1$ is $\\frac{a}{b}$ of $5.", "So x_1 is formula of $5."),
            ("[^1]: A remark.", "A remark."),
            ("2 * 3 * 4 is 24.", "2 * 3 * 4 is 24."),
            ("\n", ""),
        ]);
    }

    #[test]
    fn code_is_named_and_not_read_however_its_lines_come() {
        check(&[
            ("Done.\n\n```js", "Done. Code, JavaScript."),
            ("const a = 1;", ""),
            ("for (;;) {}\n", ""),
            ("```\nAnd so on.", "And so on."),
            ("~~~~\n~~~\nstill code", "Code."),
            ("~~~~", ""),
            ("Inline ```x``` is said.", "Inline x is said."),
        ]);
    }

    #[test]
    fn tables_and_long_formulas_are_named() {
        check(&[
            ("| a | b |\n|---|---|", "Table."),
            ("| 1 | 2 |", ""),
            ("After it.", "After it."),
            ("$$\n\\int_0^1 x", "Formula."),
            ("dx\n$$\nGood.", "Good."),
        ]);
    }
}
