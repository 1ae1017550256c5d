//! Which lines are rows of a table: what stands apart on them stands below or above what stands apart on the next.

use std::collections::HashSet;

use super::flow::is_item;
use super::order::Line;

/// Cells of two rows stand below each other where their edges differ by at most this share of the size.
const ALIGNED: f64 = 0.6;
/// Rows are at most so many sizes apart.
const APART: f64 = 3.5;

/// The lines of a page that are rows.
pub(super) fn rows(page: &[Line]) -> HashSet<usize> {
    let is_row = |place: usize| {
        let line = &page[place];
        match line.cells.len() {
            0 | 1 => false,
            2 if is_item(&line.text) => false,
            2 => {
                let beside = [place.checked_sub(1), Some(place + 1)].into_iter().flatten();
                beside.filter_map(|other| page.get(other)).any(|other| stand_together(line, other))
            }
            _ => true,
        }
    };
    (0..page.len()).filter(|place| is_row(*place)).collect()
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
