//! What already has its place on a chart: labels, which must not cover each other and had better not cover what is drawn, and
//! areas to point at, of which marks that cover each other share one. All are kept in grids, so that thousands are placed quickly.

use std::collections::HashMap;

use super::MarkShape;
use super::scene::{Hit, Point, Rect};

/// The least width and height of an area to point at, in points.
pub(super) const MIN_HIT: f32 = 16.0;

/// Rectangles in a grid, so that those that overlap another are found quickly.
#[derive(Default)]
struct Grid {
    rects: Vec<Rect>,
    cells: HashMap<(i32, i32), Vec<u32>>,
}

impl Grid {
    fn add(&mut self, rect: Rect) {
        let number = self.rects.len() as u32;
        for cell in cells_of(rect) {
            self.cells.entry(cell).or_default().push(number);
        }
        self.rects.push(rect);
    }

    fn overlaps(&self, rect: Rect) -> bool {
        let mut near = cells_of(rect).filter_map(|cell| self.cells.get(&cell)).flatten();
        near.any(|&number| self.rects[number as usize].overlaps(rect))
    }
}

/// The areas that labels cannot have, because others have them, and those that they had better not have, because something is
/// drawn there.
#[derive(Default)]
pub(super) struct Labels {
    taken: Grid,
    /// Bars and bands.
    filled: Grid,
    lines: Grid,
}

impl Labels {
    /// Takes an area, whether it is free or not.
    pub(super) fn take(&mut self, rect: Rect) {
        self.taken.add(rect);
    }

    /// Takes an area if it is free, and returns whether it was.
    pub(super) fn place(&mut self, rect: Rect) -> bool {
        let free = self.is_free(rect);
        if free {
            self.take(rect);
        }
        free
    }

    pub(super) fn is_free(&self, rect: Rect) -> bool {
        !self.taken.overlaps(rect)
    }

    /// Whether nothing is drawn in an area. Words where something is need a ground.
    pub(super) fn is_clear(&self, rect: Rect) -> bool {
        !self.lines.overlaps(rect) && self.is_unfilled(rect)
    }

    /// Whether no bar and no band is drawn in an area; a line may be.
    pub(super) fn is_unfilled(&self, rect: Rect) -> bool {
        !self.filled.overlaps(rect)
    }

    /// Notes that an area is filled.
    pub(super) fn avoid(&mut self, rect: Rect) {
        self.filled.add(rect);
    }

    /// Notes that a line is drawn.
    pub(super) fn avoid_line(&mut self, line: &[Point]) {
        pieces(line, line, |rect| self.lines.add(rect.expand(1.0)));
    }

    /// Notes that the area between two lines is filled.
    pub(super) fn avoid_between(&mut self, upper: &[Point], lower: &[Point]) {
        pieces(upper, lower, |rect| self.filled.add(rect));
    }
}

/// Passes on rectangles that together cover the area between two lines.
fn pieces(upper: &[Point], lower: &[Point], mut add: impl FnMut(Rect)) {
    // Slanting edges are approximated by rectangles as wide as a letter or two.
    const PIECE: f32 = 12.0;
    for (above, below) in upper.windows(2).zip(lower.windows(2)) {
        let size = |pair: &[Point]| (pair[1].x - pair[0].x).abs().max((pair[1].y - pair[0].y).abs());
        let count = (size(above).max(size(below)) / PIECE).ceil().clamp(1.0, 400.0);
        let at = |pair: &[Point], step: f32| {
            let part = step / count;
            (pair[0].x + part * (pair[1].x - pair[0].x), pair[0].y + part * (pair[1].y - pair[0].y))
        };
        for step in 0..count as usize {
            let (from, until) = (step as f32, step as f32 + 1.0);
            let ((left, high), (right, higher)) = (at(above, from), at(above, until));
            let ((_, low), (_, lower)) = (at(below, from), at(below, until));
            add(Rect { left, right, top: high.min(higher), bottom: low.max(lower) });
        }
    }
}

/// The cells of a grid that a rectangle touches: as wide and as high as a short label.
fn cells_of(rect: Rect) -> impl Iterator<Item = (i32, i32)> {
    const CELL: (f32, f32) = (64.0, 32.0);
    // A chart is at most some thousand points wide: more cells would be an error in a number.
    let range = |low: f32, high: f32, cell: f32| {
        let first = (low / cell).floor().clamp(-1e4, 1e4) as i32;
        first..=((high / cell).floor().clamp(-1e4, 1e4) as i32).min(first + 400)
    };
    let rows = range(rect.top, rect.bottom, CELL.1);
    range(rect.left, rect.right, CELL.0).flat_map(move |column| rows.clone().map(move |row| (column, row)))
}

/// The areas to point at, in a grid, so that marks that cover each other are found quickly.
#[derive(Default)]
pub(super) struct Hits {
    hits: Vec<Hit>,
    cells: HashMap<(i32, i32, MarkShape), Vec<usize>>,
}

impl Hits {
    /// Returns the areas, in the order in which they were added.
    pub(super) fn all(self) -> Vec<Hit> {
        self.hits
    }

    /// Adds an area to point at, or adds the mark to an existing area: same shape, almost the same rectangle.
    pub(super) fn add(&mut self, shape: MarkShape, index: usize, rect: Rect) {
        const NEAR: f32 = MIN_HIT / 2.0;
        let cell = |at: f32| (at / NEAR).floor().clamp(-1e6, 1e6) as i32;
        let (column, row) = (cell(rect.left), cell(rect.top));
        let near = |a: f32, b: f32| (a - b).abs() < NEAR;
        let same = |&&hit: &&usize| {
            let other = self.hits[hit].rect;
            near(other.left, rect.left)
                && near(other.right, rect.right)
                && near(other.top, rect.top)
                && near(other.bottom, rect.bottom)
        };
        let around = (-1..=1).flat_map(|across| (-1..=1).map(move |down| (column + across, row + down, shape)));
        let first = around.filter_map(|cell| self.cells.get(&cell)).flatten().filter(same).min().copied();
        match first {
            Some(hit) => self.hits[hit].marks.push(index),
            None => {
                self.cells.entry((column, row, shape)).or_default().push(self.hits.len());
                self.hits.push(Hit { rect, marks: vec![index] });
            }
        }
    }
}
