//! A table that scrolls within itself and can be taken along.

use parlance::domain::markdown::block::Row;
use parlance::domain::markdown::{Alignment, Block};
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::nodes::{Children, append, button, classed, element, n_same, set};
use crate::painter::Canvas;

impl Canvas {
    /// The element of a table.
    pub fn table(&mut self, block: &Block) -> Element {
        let frame = classed("div", "table");
        let Block::Table { alignments, head, rows, n_left_out } = block else { return frame };
        let scroller = classed("div", "table__scroller");
        set(&scroller, "tabindex", "0");
        set(&scroller, "role", "region");
        set(&scroller, "aria-label", "Table");
        let table = element("table");
        let (top, body) = (element("thead"), element("tbody"));
        append(&top, &self.row("th", alignments, head));
        for row in rows {
            append(&body, &self.row("td", alignments, row));
        }
        append(&table, &top);
        append(&table, &body);
        append(&scroller, &table);
        append(&frame, &scroller);
        let foot = classed("div", "table__foot");
        append(&foot, &button("button table__action", "copy-table-markdown", "Copy table as Markdown"));
        append(&foot, &button("button table__action", "copy-table-text", "Copy table as text"));
        if *n_left_out > 0 {
            let note = classed("span", "table__note");
            note.set_text_content(Some(&format!("Columns not shown: {n_left_out}.")));
            append(&foot, &note);
        }
        append(&frame, &foot);
        frame
    }

    /// Changes the element of `old` to show `new`. Says whether it could.
    pub fn patch_table(&mut self, frame: &Element, old: &Block, new: &Block) -> bool {
        let (
            Block::Table { alignments: was, head: old_head, rows: old_rows, n_left_out: n_were_left_out },
            Block::Table { alignments, head, rows, n_left_out },
        ) = (old, new)
        else {
            return false;
        };
        let (Ok(Some(top)), Ok(Some(body))) = (frame.query_selector("thead > tr"), frame.query_selector("tbody"))
        else {
            return false;
        };
        if was != alignments || n_were_left_out != n_left_out {
            return false;
        }
        self.patch_cells(&top, old_head, head);
        let n_same = n_same(old_rows, rows);
        let children = Children { parent: &body, from: 0, n_old: old_rows.len(), n_new: rows.len(), n_same };
        children.update(&mut |index, node| match node {
            Some(node) => {
                self.patch_cells(node.unchecked_ref(), &old_rows[index], &rows[index]);
                None
            }
            None => Some(self.row("td", alignments, &rows[index]).into()),
        });
        true
    }

    fn row(&mut self, tag: &str, alignments: &[Alignment], cells: &Row) -> Element {
        let row = element("tr");
        // The last cells of a row may be left out.
        for (index, alignment) in alignments.iter().enumerate() {
            let element = element(tag);
            let align = match alignment {
                Alignment::Unset => "",
                Alignment::Left => "left",
                Alignment::Centre => "center",
                Alignment::Right => "right",
            };
            if !align.is_empty() {
                set(&element, "data-align", align);
            }
            set(&element, "dir", "auto");
            self.patch_inlines(&element, &[], cells.get(index).map_or(&[], Vec::as_slice));
            append(&row, &element);
        }
        row
    }

    fn patch_cells(&mut self, row: &Element, old: &Row, new: &Row) {
        let cells = row.child_nodes();
        for index in 0..old.len().max(new.len()) {
            let [old, new] = [old, new].map(|row| row.get(index).map_or(&[][..], Vec::as_slice));
            let cell = u32::try_from(index).ok().and_then(|index| cells.item(index));
            if let Some(cell) = cell.filter(|_| old != new) {
                self.patch_inlines(&cell, old, new);
            }
        }
    }
}
