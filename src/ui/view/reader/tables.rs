//! Finds the tables of a document, which are consecutive rows, and the widths of their columns.
//!
//! Widths are estimated from the characters, so that a table of any length is known without laying it out; [`Table::shifts`]
//! moves cells that were laid out to their columns. A row may lack its last cells, as empty ones at its end are not kept; other
//! empty cells are kept.

use std::ops::Range;

use crate::notebook::{BlockKind, Document};

/// The gap between two columns, in ems: a little more than the tab between them.
const GAP: f32 = 1.1;
/// The maximum width of a column, in ems; a longer cell pushes those after it aside.
const WIDEST: f32 = 18.0;
/// Type sizes relative to the text: wide tables are set smaller, as long as they stay legible.
const SCALES: [f32; 3] = [1.0, 0.9, 0.8];
/// The most columns of a table whose cells are aligned; wider ones are not legible as tables.
const MOST_COLUMNS: usize = 16;

/// A table: consecutive rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    blocks: Range<usize>,
    columns: Vec<TableColumn>,
}

#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct TableColumn {
    /// The width of its widest cell.
    ems: f32,
    /// Cells with numbers, and with other text.
    numbers: usize,
    others: usize,
}

/// A cell of a row as it was laid out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LaidCell {
    /// Its left edge, in points from the start of the row.
    pub left: f32,
    pub width: f32,
}

/// Returns all tables of a document, in order. `ems` returns the width of a text in ems.
pub fn tables(document: &Document, ems: impl Fn(&str) -> f32) -> Vec<Table> {
    let is_row = |block: &usize| document.blocks[*block].kind == BlockKind::TableRow;
    let mut found = Vec::new();
    let mut block = 0;
    while block < document.blocks.len() {
        let rows = (block..document.blocks.len()).take_while(is_row).count();
        if rows > 1 {
            found.extend(table(document, block..block + rows, &ems));
        }
        block += rows.max(1);
    }
    found
}

/// Returns the table that a block is a row of.
pub fn table_of(tables: &[Table], block: usize) -> Option<&Table> {
    let after = tables.partition_point(|table| table.blocks.start <= block);
    tables.get(after.checked_sub(1)?).filter(|table| table.blocks.contains(&block))
}

fn table(document: &Document, blocks: Range<usize>, ems: impl Fn(&str) -> f32) -> Option<Table> {
    let texts = || document.blocks[blocks.clone()].iter().filter_map(|block| document.slice(block.range));
    let count = texts().map(|text| text.split('\t').count()).max()?;
    if !(2..=MOST_COLUMNS).contains(&count) {
        return None;
    }
    let mut columns = vec![TableColumn::default(); count];
    for text in texts().filter(|text| text.contains('\t')) {
        for (column, cell) in columns.iter_mut().zip(text.split('\t')) {
            column.ems = column.ems.max(ems(cell)).min(WIDEST);
            if is_number(cell) {
                column.numbers += 1;
            } else if !cell.is_empty() {
                column.others += 1;
            }
        }
    }
    Some(Table { blocks, columns })
}

impl Table {
    /// Returns the ratio of its type size to that of the text, `size`, in a column of `width`, both in points. `None` if it is
    /// too wide.
    pub fn scale(&self, size: f32, width: f32) -> Option<f32> {
        let whole: f32 = self.columns.iter().map(|column| column.ems + GAP).sum::<f32>() - GAP;
        SCALES.into_iter().find(|scale| whole * size * scale <= width)
    }

    /// Returns how far each cell of a row must be moved right, relative to the previous cell, for type of this size, in points.
    /// `None` if the row has only one cell, such as a note below a table.
    pub fn shifts(&self, row: &[LaidCell], size: f32) -> Option<Vec<f32>> {
        if row.len() < 2 {
            return None;
        }
        let (mut stop, mut moved) = (0.0, 0.0);
        let shifts = row.iter().zip(&self.columns).map(|(cell, column)| {
            let own = column.ems * size;
            let wanted = if column.is_of_numbers() { stop + (own - cell.width).max(0.0) } else { stop };
            let shift = (wanted - cell.left - moved).max(0.0);
            moved += shift;
            stop += own + GAP * size;
            shift
        });
        Some(shifts.collect())
    }
}

impl TableColumn {
    /// Whether cells are aligned at their right ends, as numbers are; the heading of such a column is a text.
    fn is_of_numbers(self) -> bool {
        self.numbers > 1 && self.numbers > self.others
    }
}

/// Whether a cell is a number, which may have a sign, a currency, or a unit of one or two letters; a dash counts as one.
fn is_number(cell: &str) -> bool {
    let figures = cell.chars().filter(char::is_ascii_digit).count();
    let letters = cell.chars().filter(|character| character.is_alphabetic()).count();
    let is_dash = matches!(cell.trim(), "-" | "–" | "—");
    is_dash || figures > 0 && letters <= 2
}

/// Estimates the width of a cell in ems from its characters, too wide rather than too narrow.
pub fn cell_ems(text: &str) -> f32 {
    let of = |character: char| match character {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | ' ' | '.' | ',' | ':' | ';' | '\'' | '(' | ')' | '-' => 0.38,
        'm' | 'w' | 'M' | 'W' | '%' | '—' => 0.95,
        'A'..='Z' => 0.72,
        _ if character.len_utf8() > 2 => 1.0,
        _ => 0.57,
    };
    text.chars().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::{Details, IdSource};

    fn document(rows: &[&str]) -> Document {
        let html: String = rows
            .iter()
            .map(|row| format!("<tr>{}</tr>", row.split('|').map(|cell| format!("<td>{cell}</td>")).collect::<String>()))
            .collect();
        let request = crate::import::Request { name: "a.html", part: crate::import::Part::WholePage, ..Default::default() };
        let html = format!("<html><body><p>Before.</p><table>{html}</table><p>After.</p></body></html>");
        crate::import::import(html.as_bytes(), request).unwrap().into_document(IdSource::new(1).next(1), Details::default())
    }

    /// Returns a document of these rows and its tables, with each character one em wide.
    fn of(rows: &[&str]) -> (Document, Vec<Table>) {
        let document = document(rows);
        let found = tables(&document, |text| text.chars().count() as f32);
        (document, found)
    }

    #[test]
    fn cells_move_to_their_columns_and_numbers_to_the_right() {
        let (document, found) = of(&["Year|Shops", "2024|9", "2025|1,200"]);
        let row = document.blocks.iter().position(|block| block.kind == BlockKind::TableRow).unwrap();
        let table = table_of(&found, row + 1).unwrap();
        assert_eq!(table_of(&found, row - 1), None);
        assert_eq!(table_of(&found, row + 3), None);
        // “2024”, a tab of a point, “9”: set in type of one point.
        let cells = [LaidCell { left: 0.0, width: 4.0 }, LaidCell { left: 5.0, width: 1.0 }];
        // The second column begins at 4 + 1.1 and is 5 wide; its number ends with it.
        let shifts = table.shifts(&cells, 1.0).unwrap();
        assert_eq!(shifts[0], 0.0);
        assert!((shifts[1] - (5.1 + 4.0 - 5.0)).abs() < 1e-4, "{shifts:?}");
        assert_eq!(table.shifts(&cells[..1], 1.0), None);
        // It is 10.1 wide as a whole.
        assert_eq!([11.0, 9.5, 8.5, 8.0].map(|width| table.scale(1.0, width)), [Some(1.0), Some(0.9), Some(0.8), None]);
    }

    #[test]
    fn one_row_is_no_table_and_neither_is_one_of_very_many_columns() {
        assert!(of(&["only|one row"]).1.is_empty());
        let wide = "1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16|17";
        assert!(of(&[wide, wide]).1.is_empty());
        let (_, found) = of(&["a|b|c", "1|2", "a note that is longer than any cell of the table below which it stands"]);
        assert_eq!(found[0].columns.iter().map(|column| column.ems).collect::<Vec<_>>(), [1.0, 1.0, 1.0]);
    }

    #[test]
    fn numbers_are_told_from_words() {
        assert!(["12", "−3.5 %", "$ 4,000", "—", "(13)", "12 km"].into_iter().all(is_number));
        assert!(["", "Q1 2025 total", "none", "SU7 Ultra"].into_iter().all(|cell| !is_number(cell)));
    }
}
