//! What already has its place on a chart: labels, which must not cover each other, and areas to point at, of which marks that
//! cover each other share one. Both are kept in a grid, so that thousands are placed quickly.

use std::collections::HashMap;

use super::MarkShape;
use super::scene::{Hit, Rect};

/// The least width and height of an area to point at, in points.
pub(super) const MIN_HIT: f32 = 16.0;

/// The areas that labels already take, in a grid, so that many labels are placed quickly.
#[derive(Default)]
pub(super) struct Labels {
    taken: Vec<Rect>,
    cells: HashMap<(i32, i32), Vec<u32>>,
}

impl Labels {
    /// Takes an area, whether it is free or not.
    pub(super) fn take(&mut self, rect: Rect) {
        let number = self.taken.len() as u32;
        for cell in cells_of(rect) {
            self.cells.entry(cell).or_default().push(number);
        }
        self.taken.push(rect);
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
        let mut near = cells_of(rect).filter_map(|cell| self.cells.get(&cell)).flatten();
        !near.any(|&number| self.taken[number as usize].overlaps(rect))
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
