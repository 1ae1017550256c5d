//! Which lines are rows of a table: what stands apart on them stands below or above what stands apart on the next; and in which
//! column each cell stands.

use std::collections::HashMap;

use super::flow::is_item;
use super::order::{Cell, Line};

/// Cells of two rows stand below each other where their edges differ by at most this share of the size.
const ALIGNED: f64 = 0.6;
/// A row with two cells only is compared with so many lines before and after it, at most so many sizes away.
const NEAR: usize = 3;
const APART: f64 = 3.5;

/// The lines of a page that are rows, each with the column of each of its cells, from 0.
pub(super) fn rows(page: &[Line]) -> HashMap<usize, Vec<usize>> {
    let places: Vec<usize> = (0..page.len()).filter(|place| is_row(page, *place)).collect();
    let mut found = HashMap::new();
    for table in places.chunk_by(|place, next| place + 1 == *next && page[*place].turn == page[*next].turn) {
        let columns = columns(table.iter().map(|place| &page[*place]));
        for &place in table {
            let in_order = (0..page[place].cells.len()).collect();
            found.insert(place, places_of(&page[place], &columns).unwrap_or(in_order));
        }
    }
    found
}

fn is_row(page: &[Line], place: usize) -> bool {
    let line = &page[place];
    match line.cells.len() {
        0 | 1 => false,
        2 if is_item(&line.text) => false,
        2 => {
            let mut near = page[..place].iter().rev().take(NEAR).chain(page[place + 1..].iter().take(NEAR));
            near.any(|other| stand_together(line, other))
        }
        _ => true,
    }
}

/// The columns of a table, from edge to edge: what the cells of its fullest rows cover together. Rows with fewer cells may have some
/// that go over several columns.
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

/// The column of each cell of a row: the one that it shares most with. `None` where two would stand in one.
fn places_of(row: &Line, columns: &[(f64, f64)]) -> Option<Vec<usize>> {
    let shared = |cell: &Cell, (left, right): (f64, f64)| cell.right.min(right) - cell.left.max(left);
    let column = |cell: &Cell| {
        let all = columns.iter().enumerate().map(|(place, column)| (place, shared(cell, *column)));
        all.max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, shared)| *shared > 0.0).map(|(place, _)| place)
    };
    let found: Vec<usize> = row.cells.iter().map(column).collect::<Option<_>>()?;
    found.is_sorted_by(|one, next| one < next).then_some(found)
}

/// Whether a cell of one line, but the first, stands below one of the other.
fn stand_together(line: &Line, other: &Line) -> bool {
    let near = (line.baseline - other.baseline).abs() < APART * line.size;
    let by = ALIGNED * line.size;
    let mut pairs = line.cells.iter().skip(1).flat_map(|cell| other.cells.iter().skip(1).map(move |beside| (cell, beside)));
    line.turn == other.turn
        && near
        && pairs.any(|(cell, beside)| (cell.left - beside.left).abs() < by || (cell.right - beside.right).abs() < by)
}
