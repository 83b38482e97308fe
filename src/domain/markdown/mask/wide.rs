//! Tables that are mostly nothing.
//!
//! A row that is too short is filled with empty cells (GFM), so that a few thousand bytes can ask for a
//! quarter of a million of them, again and again. Beyond a budget, such a table is but words: hidden is
//! the row that makes it one.

use std::ops::Range;

use super::deep;

/// Empty cells that any text may ask for.
const FREE: usize = 50_000;
/// Those that it may ask for with each of its bytes.
const PER_BYTE: usize = 2;
/// A table that asks for fewer is never the problem.
const FEW: usize = 1_000;

/// The delimiter rows of tables that ask for too many empty cells, in their order.
pub fn find(source: &str) -> Vec<Range<usize>> {
    let mut budget = FREE + PER_BYTE * source.len();
    let mut wide = Vec::new();
    let mut table: Option<(Range<usize>, usize)> = None;
    let mut n_empty = 0;
    let mut start = 0;
    // An empty line at the end ends the last table.
    for line in source.split_inclusive('\n').chain(["\n"]) {
        let margin = deep::margin(line);
        let row = line[margin..].trim_end();
        if row.is_empty() {
            if let Some((delimiters, _)) = table.take().filter(|_| n_empty > FEW) {
                match budget.checked_sub(n_empty) {
                    Some(rest) => budget = rest,
                    None => wide.push(delimiters),
                }
            }
            n_empty = 0;
        } else if let Some((_, n_columns)) = &table {
            n_empty += n_columns.saturating_sub(n_cells(row));
        } else if row.contains('|') && row.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t')) {
            let begin = start + margin;
            table = (row.len() >= 3).then(|| (begin..begin + row.len(), n_cells(row)));
        }
        start += line.len();
    }
    wide
}

fn n_cells(row: &str) -> usize {
    row.split('|').filter(|cell| !cell.trim().is_empty()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_table_of_nothing_is_too_wide() {
        let table = |n_columns: usize, n_rows: usize| {
            format!("{}\n{}\n{}\n", "a|".repeat(n_columns), "-|".repeat(n_columns), "|c\n".repeat(n_rows))
        };
        assert_eq!(find(&table(60, 500)), []);
        assert_eq!(find(&table(2, 5_000)), []);
        assert_eq!(find(&format!("|a|b|\n|-|-|\n{}", "|c|d|\n".repeat(50_000))), []);
        let text = table(443, 590);
        let found = find(&text);
        assert_eq!(found.len(), 1);
        assert_eq!(&text[found[0].clone()], "-|".repeat(443));
        assert_eq!(find(&"> ".repeat(3).replace(' ', &format!(" {text}"))).len(), 3);
    }
}
