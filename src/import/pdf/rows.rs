//! Detects table rows: lines whose cells are aligned with cells of a neighbouring line. Also assigns each cell to a column.

use std::collections::HashMap;

use super::flow::is_item;
use super::order::{Cell, Line};

/// Cells of two rows are aligned if their left or right edges differ by less than this share of the size.
const ALIGNED: f64 = 0.6;
/// A line with only two cells is compared with `NEAR` lines before and after it, up to `APART` sizes away.
const NEAR: usize = 3;
const APART: f64 = 3.5;

/// Finds the lines of a page that are rows. Maps the index of each line to the columns of its cells, from 0.
pub(super) fn rows(page: &[Line]) -> HashMap<usize, Vec<usize>> {
    let indices: Vec<usize> = (0..page.len()).filter(|index| is_row(page, *index)).collect();
    let mut found = HashMap::new();
    for table in indices.chunk_by(|index, next| index + 1 == *next && page[*index].turn == page[*next].turn) {
        let columns = columns(table.iter().map(|index| &page[*index]));
        for &index in table {
            let in_order = (0..page[index].cells.len()).collect();
            found.insert(index, columns_of(&page[index], &columns).unwrap_or(in_order));
        }
    }
    found
}

fn is_row(page: &[Line], index: usize) -> bool {
    let line = &page[index];
    match line.cells.len() {
        0 | 1 => false,
        2 if is_item(&line.text) => false,
        2 => {
            let mut near = page[..index].iter().rev().take(NEAR).chain(page[index + 1..].iter().take(NEAR));
            near.any(|other| stand_together(line, other))
        }
        _ => true,
    }
}

/// Returns the left and right edges of the columns of a table: the areas that the cells of its fullest rows cover together.
/// Other rows may have cells that span several columns.
fn columns<'a>(rows: impl Iterator<Item = &'a Line> + Clone) -> Vec<(f64, f64)> {
    let most = rows.clone().map(|row| row.cells.len()).max().unwrap_or(0);
    let full = rows.filter(|row| (row.cells.len() + 2) * 4 >= most * 3);
    let mut edges: Vec<(f64, f64)> = full.flat_map(|row| row.cells.iter().map(|cell| (cell.left, cell.right))).collect();
    edges.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for (left, right) in edges {
        match columns.last_mut() {
            Some(last) if left < last.1 => last.1 = last.1.max(right),
            _ => columns.push((left, right)),
        }
    }
    columns
}

/// Returns the column of each cell of a row: the one that it overlaps most. `None` if a cell overlaps none, or the columns are
/// not strictly ascending.
fn columns_of(row: &Line, columns: &[(f64, f64)]) -> Option<Vec<usize>> {
    let shared = |cell: &Cell, (left, right): (f64, f64)| cell.right.min(right) - cell.left.max(left);
    let column = |cell: &Cell| {
        let all = columns.iter().enumerate().map(|(index, column)| (index, shared(cell, *column)));
        all.max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, shared)| *shared > 0.0).map(|(index, _)| index)
    };
    let found: Vec<usize> = row.cells.iter().map(column).collect::<Option<_>>()?;
    found.is_sorted_by(|one, next| one < next).then_some(found)
}

/// Whether a cell of one line, other than its first, is aligned with such a cell of another line nearby.
fn stand_together(line: &Line, other: &Line) -> bool {
    let near = (line.baseline - other.baseline).abs() < APART * line.size;
    let by = ALIGNED * line.size;
    let mut pairs = line.cells.iter().skip(1).flat_map(|cell| other.cells.iter().skip(1).map(move |beside| (cell, beside)));
    line.turn == other.turn
        && near
        && pairs.any(|(cell, beside)| (cell.left - beside.left).abs() < by || (cell.right - beside.right).abs() < by)
}
