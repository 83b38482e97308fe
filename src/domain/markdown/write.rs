//! Blocks written again, for what a person takes along.

use super::block::{Alignment, Block, Inline, Row, Style};
use super::tree::words;

/// The `index`th table of a text in Markdown; nothing if there is none.
pub fn table_as_markdown(blocks: &[Block], index: usize) -> String {
    let Some(Block::Table { alignments, head, rows, .. }) = nth_table(blocks, &mut { index }) else {
        return String::new();
    };
    let mut text = line(head, alignments.len());
    text.push('|');
    for alignment in alignments {
        text.push_str(match alignment {
            Alignment::Unset => " --- |",
            Alignment::Left => " :-- |",
            Alignment::Centre => " :-: |",
            Alignment::Right => " --: |",
        });
    }
    text.push('\n');
    rows.iter().for_each(|row| text.push_str(&line(row, alignments.len())));
    text
}

/// The `index`th table of a text, its cells between tabs, as tables are pasted into sheets.
pub fn table_as_text(blocks: &[Block], index: usize) -> String {
    let Some(Block::Table { head, rows, .. }) = nth_table(blocks, &mut { index }) else { return String::new() };
    let cell = |cell: &Vec<Inline>| words(cell).replace(['\t', '\n'], " ");
    let line = |row: &Row| {
        let mut cells: Vec<String> = row.iter().map(cell).collect();
        cells.resize(head.len(), String::new());
        cells.join("\t") + "\n"
    };
    std::iter::once(head).chain(rows.iter().map(AsRef::as_ref)).map(line).collect()
}

/// Counts down to the table that is asked for, in the order in which they are read.
fn nth_table<'a>(blocks: &'a [Block], left: &mut usize) -> Option<&'a Block> {
    for block in blocks {
        let found = match block {
            Block::Table { .. } if *left == 0 => Some(block),
            Block::Table { .. } => {
                *left -= 1;
                None
            }
            Block::Quote(blocks) | Block::Footnote { blocks, .. } => nth_table(blocks, left),
            Block::List { items, .. } => items.iter().find_map(|item| nth_table(&item.blocks, left)),
            Block::Paragraph(_)
            | Block::Heading { .. }
            | Block::Code { .. }
            | Block::Math(_)
            | Block::Rule
            | Block::Html(_) => None,
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn line(row: &Row, n_columns: usize) -> String {
    let mut text = String::from("|");
    for cell in row {
        text.push(' ');
        write_inlines(cell, &mut text);
        text.push_str(" |");
    }
    text.push_str(&" |".repeat(n_columns.saturating_sub(row.len())));
    text + "\n"
}

/// What stands in a cell as it is, where a bar would end it.
fn in_cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn write_inlines(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) => {
                for c in words.chars() {
                    if matches!(c, '\\' | '|' | '&' | '*' | '_' | '`' | '<' | '[' | ']' | '~' | '$') {
                        text.push('\\');
                    }
                    text.push(c);
                }
            }
            Inline::Code(code) => {
                // As many signs as no run within has.
                let run = code.split(|c| c != '`').map(str::len).max().unwrap_or(0) + 1;
                let (signs, space) = ("`".repeat(run), if run > 1 { " " } else { "" });
                let code = in_cell(code);
                text.extend([signs.as_str(), space, &code, space, &signs]);
            }
            Inline::Styled(style, inlines) => {
                let (open, close) = match style {
                    Style::Emphasis => ("*", "*"),
                    Style::Strong => ("**", "**"),
                    Style::Struck => ("~~", "~~"),
                    Style::Superscript => ("<sup>", "</sup>"),
                    Style::Subscript => ("<sub>", "</sub>"),
                    Style::Key => ("<kbd>", "</kbd>"),
                };
                text.push_str(open);
                write_inlines(inlines, text);
                text.push_str(close);
            }
            Inline::Link { to, inlines, .. } if words(inlines) == to.as_str() => text.push_str(to.as_str()),
            Inline::Link { to, inlines, .. } => {
                text.push('[');
                write_inlines(inlines, text);
                text.extend(["](<", &in_cell(to.as_str()), ">)"]);
            }
            Inline::Image { source, alt, .. } => {
                text.push_str("![");
                write_inlines(&[Inline::Text(alt.clone())], text);
                text.extend(["](<", &in_cell(source.as_str()), ">)"]);
            }
            Inline::Math { source, .. } => text.extend(["$", &in_cell(source), "$"]),
            Inline::SoftBreak => text.push(' '),
            Inline::HardBreak => text.push_str("<br>"),
            Inline::Footnote(label) => text.extend(["[^", label, "]"]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::markdown::parse;

    #[test]
    fn a_table_reads_back_as_it_was() {
        let text = "Words.\n\n| a | *b* |\n|---|:-:|\n| `x\\|y` | **1** and \\* |\n\n- in a list\n\n  | q | [w](https://example.org) |\n  |--:|---|\n  | $x$ | a<br>b |\n  | &amp;lt; [v](https://example.org/a\\|b) | ![p\\|q](https://example.org/p) |\n";
        let blocks = parse(text);
        for index in 0..2 {
            let markdown = table_as_markdown(&blocks, index);
            assert_eq!(table_as_markdown(&parse(&markdown), 0), markdown);
            assert_eq!(nth_table(&parse(&markdown), &mut 0), nth_table(&blocks, &mut { index }));
        }
        assert_eq!(table_as_text(&blocks, 0), "a\tb\nx|y\t1 and *\n");
        assert_eq!(table_as_text(&blocks, 2), "");
    }
}
