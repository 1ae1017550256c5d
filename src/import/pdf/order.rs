//! Orders the runs of a page for reading: columns from left to right, lines from top to bottom.
//!
//! After the recursive XY-cut (Nagy and Seth 1984), adapted to headings over several columns: a run that crosses a gutter
//! separates the columns above it from those below it.

use super::segments::{Letter, SPACE, Segment, parting};
use super::turn::Turn;

/// The least width of a gutter, as a multiple of the median type size.
const GUTTER: f64 = 0.9;
/// Runs in columns of text have at least this many letters on average; shorter runs are cells of a table.
const COLUMN_LETTERS: f64 = 14.0;
const MOST_DEPTH: usize = 12;

/// A line of text, with positions in points in the frame of the text (see [`Turn`]).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub baseline: f64,
    pub size: f64,
    pub turn: Turn,
    /// Whether the file marks it as a running head or foot.
    pub is_running: bool,
    /// The left and right edge of its column.
    pub column: (f64, f64),
    /// Its parts between wide gaps, in order: one for a line of running text, several for a table row.
    pub cells: Vec<Cell>,
    /// The left and right edge of each character that is not white space.
    pub letters: Vec<Letter>,
}

/// A part of a line between wide gaps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cell {
    /// The byte offset in the line's text at which it begins.
    pub begin: usize,
    pub left: f64,
    pub right: f64,
}

/// Returns the lines of a page: level text first, then turned text, grouped by its turn.
pub(super) fn lines(segments: Vec<Segment>) -> Vec<Line> {
    let mut found = Vec::new();
    let mut turns: Vec<(Turn, Vec<Segment>)> = Vec::new();
    for segment in segments {
        match turns.iter_mut().find(|(turn, _)| *turn == segment.turn) {
            Some((_, own)) => own.push(segment),
            None => turns.push((segment.turn, vec![segment])),
        }
    }
    turns.sort_by_key(|(turn, _)| !turn.is_level());
    for (_, mut own) in turns {
        // The sort is stable: runs on one baseline keep the order of the file.
        own.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
        cut(own, 0, &mut found);
    }
    found
}

fn cut(segments: Vec<Segment>, depth: usize, found: &mut Vec<Line>) {
    let gutter = if depth < MOST_DEPTH { gutter(&segments) } else { None };
    let Some(gutter) = gutter else { return block(segments, found) };
    // Runs that cross the gutter form separate blocks between the columns above and below them.
    let mut columns: (Vec<Segment>, Vec<Segment>) = (Vec::new(), Vec::new());
    let mut crossing: Vec<Segment> = Vec::new();
    let flush = |columns: &mut (Vec<Segment>, Vec<Segment>), found: &mut Vec<Line>| {
        cut(std::mem::take(&mut columns.0), depth + 1, found);
        cut(std::mem::take(&mut columns.1), depth + 1, found);
    };
    for segment in segments {
        if segment.left < gutter && segment.right > gutter {
            if !columns.0.is_empty() || !columns.1.is_empty() {
                // Only if it is below the last line of the columns.
                let last = columns.0.iter().chain(&columns.1).map(|other| other.baseline).fold(f64::MIN, f64::max);
                if segment.baseline - last > segment.size * 0.3 {
                    block(std::mem::take(&mut crossing), found);
                    flush(&mut columns, found);
                }
            }
            crossing.push(segment);
        } else {
            if !crossing.is_empty() && columns.0.is_empty() && columns.1.is_empty() {
                block(std::mem::take(&mut crossing), found);
            }
            if segment.right <= gutter { columns.0.push(segment) } else { columns.1.push(segment) }
        }
    }
    block(crossing, found);
    flush(&mut columns, found);
}

/// Finds the middle of the widest vertical strip that few runs cross and that has columns of text on both sides.
fn gutter(segments: &[Segment]) -> Option<f64> {
    if segments.len() < 8 {
        return None;
    }
    let (left, right) = bounds(segments);
    let width = right - left;
    if width < 60.0 || width.is_nan() {
        return None;
    }
    let size = middle(segments.iter().map(|segment| segment.size));
    // The number of runs over each position across the page.
    let bins = (width.ceil() as usize).min(4_000);
    let bin = |x: f64| (((x - left) / width) * bins as f64).clamp(0.0, bins as f64 - 1.0) as usize;
    let mut cover = vec![0_i32; bins + 1];
    for segment in segments {
        cover[bin(segment.left)] += 1;
        cover[bin(segment.right - 0.01) + 1] -= 1;
    }
    let mut now = 0;
    for count in &mut cover {
        now += *count;
        *count = now;
    }
    let most = (segments.len() as f64 * 0.12).max(1.0) as i32;
    let mut best: Option<(f64, f64)> = None;
    let mut begin = None;
    for (index, count) in cover.iter().enumerate() {
        let is_free = index < bins && *count <= most;
        match (is_free, begin) {
            (true, None) => begin = Some(index),
            (false, Some(first)) => {
                let (from, to) = (left + first as f64 * width / bins as f64, left + index as f64 * width / bins as f64);
                let inside = from > left + width * 0.08 && to < right - width * 0.08;
                if inside
                    && to - from >= GUTTER * size
                    && best.is_none_or(|(widest, _)| to - from > widest)
                    && are_columns(segments, (from + to) / 2.0)
                {
                    best = Some((to - from, (from + to) / 2.0));
                }
                begin = None;
            }
            _ => {}
        }
    }
    best.map(|(_, at)| at)
}

/// Whether there is running text on both sides of a position, at overlapping heights.
fn are_columns(segments: &[Segment], at: f64) -> bool {
    let side = |is_left: bool| {
        let own: Vec<&Segment> =
            segments.iter().filter(|segment| if is_left { segment.right <= at } else { segment.left >= at }).collect();
        let letters = own.iter().map(|segment| segment.text.chars().count()).sum::<usize>() as f64 / own.len().max(1) as f64;
        let (top, bottom) = own
            .iter()
            .fold((f64::MAX, f64::MIN), |(top, bottom), segment| (top.min(segment.baseline), bottom.max(segment.baseline)));
        (own.len(), letters, top, bottom)
    };
    let (left, right) = (side(true), side(false));
    let shared = left.3.min(right.3) - left.2.max(right.2);
    let shorter = (left.3 - left.2).min(right.3 - right.2);
    left.0 >= 3
        && right.0 >= 3
        && left.1 >= COLUMN_LETTERS
        && right.1 >= COLUMN_LETTERS
        && shorter > 0.0
        && shared > shorter * 0.4
}

/// Joins the runs of a block without columns into lines.
fn block(segments: Vec<Segment>, found: &mut Vec<Line>) {
    let column = bounds(&segments);
    let mut rows: Vec<Vec<Segment>> = Vec::new();
    for segment in segments {
        let joins = rows
            .last()
            .and_then(|row| row.first())
            .is_some_and(|first| (segment.baseline - first.baseline).abs() < 0.45 * first.size.max(segment.size));
        match rows.last_mut() {
            Some(row) if joins => row.push(segment),
            _ => rows.push(vec![segment]),
        }
    }
    for mut row in rows {
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
        found.push(line(&row, column));
    }
}

fn line(row: &[Segment], column: (f64, f64)) -> Line {
    let (left, right) = bounds(row);
    // The longest run decides, so that a raised smaller one, such as the number of a note, does not.
    let (size, baseline) =
        row.iter().max_by_key(|segment| segment.text.len()).map_or((0.0, 0.0), |segment| (segment.size, segment.baseline));
    let turn = row.first().map(|segment| segment.turn).unwrap_or_default();
    let is_running = row.iter().all(|segment| segment.is_running);
    let mut line = Line {
        text: String::new(),
        left,
        right,
        baseline,
        size,
        turn,
        is_running,
        column,
        cells: Vec::new(),
        letters: Vec::new(),
    };
    let mut end = f64::MIN;
    for segment in row {
        let gap = segment.left - end;
        // A run that overlaps the previous one is above or below it: a fraction, an index.
        let is_over = -gap > 0.3 * (segment.right - segment.left);
        if !line.text.is_empty() && (gap > SPACE * segment.size || is_over) && !line.text.ends_with(' ') {
            line.text.push(' ');
        }
        let before = line.text.trim_end().chars().last();
        // A little less than the gap that separates runs, because their sizes may differ.
        let apart = 0.93 * parting(before, segment.text.chars().next()) * segment.size;
        match line.cells.last_mut() {
            Some(cell) if gap < apart => cell.right = cell.right.max(segment.right),
            _ => line.cells.push(Cell { begin: line.text.len(), left: segment.left, right: segment.right }),
        }
        line.text.push_str(segment.text.trim_start());
        line.letters.extend_from_slice(&segment.letters);
        end = end.max(segment.right);
    }
    line
}

fn bounds(segments: &[Segment]) -> (f64, f64) {
    segments.iter().fold((f64::MAX, f64::MIN), |(left, right), segment| (left.min(segment.left), right.max(segment.right)))
}

fn middle(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
