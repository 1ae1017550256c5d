//! The scroll position of the reader in a document.
//!
//! The position is anchored to a row of text: a number of points of a piece are above the upper edge. Pieces above or below may
//! turn out higher than estimated, the column may become narrower, the type larger: the row stays where it is. Pieces are
//! measured as they come into sight, downwards from that row, so everything is drawn at its correct position.

use std::collections::HashMap;
use std::sync::Arc;

use egui::{Galley, Pos2, Rect, pos2};

use super::heights::Heights;
use super::layout::{self, TextLayout, Typography};
use super::pieces::Piece;
use crate::notebook::{DocumentId, TextRange};

/// A document, its layout, and the heights of its pieces.
pub struct Sheet<'a> {
    pub layout: TextLayout<'a>,
    pub heights: &'a mut Heights,
}

impl Sheet<'_> {
    fn count(&self) -> usize {
        self.layout.pieces.all().len()
    }

    /// Returns the height of a piece with the gap before it; measures it if that was not done yet.
    fn extent(&mut self, index: usize) -> f32 {
        if !self.heights.is_measured(index) {
            self.galley(index);
        }
        self.heights.of(index)
    }

    fn galley(&mut self, index: usize) -> Option<Arc<Galley>> {
        let galley = self.layout.galley(index)?;
        self.heights.measure(index, self.layout.gap(index) + galley.size().y);
        Some(galley)
    }
}

/// A piece on the screen.
pub struct Placed {
    /// Its index.
    pub piece_index: usize,
    /// The piece.
    pub piece: Piece,
    /// Its rows.
    pub galley: Arc<Galley>,
    /// Its upper left corner on the screen.
    pub origin: Pos2,
}

impl Placed {
    /// Returns its rectangle on the screen.
    pub fn rect(&self) -> Rect {
        Rect::from_min_size(self.origin, self.galley.size())
    }
}

/// A row of text, given by a byte in it, and how many points of it are above the upper edge (if negative: how far it is below).
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Row {
    pub byte: usize,
    pub above: f32,
}

/// The scroll positions of the open document and of those that were left.
#[derive(Default)]
pub struct Scroll {
    document: Option<DocumentId>,
    typography: Option<Typography>,
    piece: usize,
    /// Points from the top of the piece, gap included, to the upper edge. Negative while the header is in sight.
    offset: f64,
    /// The row at the upper edge.
    top: Row,
    /// The height of the header above the first piece.
    pub header: f32,
    /// Points to scroll by before the next frame is drawn.
    pub by: f32,
    /// The rows at which other documents were left.
    left_at: HashMap<DocumentId, Row>,
}

/// Free space below the last line, in heights of the window, so that the line can be scrolled further up.
const TAIL: f64 = 0.4;

impl Scroll {
    /// Returns the row at the upper edge of a document, now or when it was left.
    pub fn row_of(&self, document: DocumentId) -> Option<Row> {
        if self.document == Some(document) { Some(self.top) } else { self.left_at.get(&document).copied() }
    }

    /// Returns the row at the upper edge of every document that was open, now or when it was left.
    pub fn rows(&self) -> impl Iterator<Item = (DocumentId, Row)> {
        self.document.map(|document| (document, self.top)).into_iter().chain(self.left_at.iter().map(|(id, row)| (*id, *row)))
    }

    /// Sets the row at which a document will open.
    pub fn leave(&mut self, document: DocumentId, row: Row) {
        self.left_at.insert(document, row);
    }

    /// Goes to a row of a document in the next frame, even if that document is the one shown.
    pub fn return_to(&mut self, document: DocumentId, row: Row) {
        if self.document == Some(document) {
            self.document = None;
        }
        self.left_at.insert(document, row);
    }

    /// Takes over the position of another view of a document, which shows this byte at its upper edge.
    pub fn stand_elsewhere(&mut self, document: DocumentId, byte: usize) {
        let row = Row { byte, above: 0.0 };
        match self.document {
            Some(shown) if shown == document => self.top = row,
            _ => drop(self.left_at.insert(document, row)),
        }
    }

    /// Restores the row at the upper edge after the document or its typography changed.
    pub fn stand(&mut self, sheet: &mut Sheet<'_>) {
        let document = sheet.layout.document.id;
        if self.document != Some(document) {
            if let Some(before) = self.document {
                self.left_at.insert(before, self.top);
            }
            self.top = self.left_at.remove(&document).unwrap_or_default();
            self.document = Some(document);
            self.typography = Some(sheet.layout.typography);
            self.stand_at(sheet, self.top);
            if self.top == Row::default() {
                self.stand_at_top();
            }
        } else if self.typography != Some(sheet.layout.typography) {
            self.typography = Some(sheet.layout.typography);
            // While the header is in sight, the offset is relative to it.
            if self.piece > 0 || self.offset >= 0.0 {
                self.stand_at(sheet, self.top);
            }
        }
    }

    fn stand_at(&mut self, sheet: &mut Sheet<'_>, row: Row) {
        self.piece = sheet.layout.pieces.at(row.byte);
        self.offset = f64::from(self.y_in_piece(sheet, self.piece, row.byte) + row.above);
    }

    fn stand_at_top(&mut self) {
        (self.piece, self.offset) = (0, -f64::from(self.header));
    }

    /// Sets the measured height of the header, and stays at the top if it is there.
    pub fn set_header(&mut self, height: f32) {
        if self.is_at_top() {
            self.header = height;
            self.stand_at_top();
        }
        self.header = height;
    }

    fn is_at_top(&self) -> bool {
        self.piece == 0 && self.offset <= -f64::from(self.header)
    }

    /// Whether the header is in sight.
    pub fn shows_header(&self) -> bool {
        self.piece == 0 && self.offset < 0.0
    }

    /// Returns the upper edge of a byte's row in its piece, gap included.
    fn y_in_piece(&self, sheet: &mut Sheet<'_>, index: usize, byte: usize) -> f32 {
        let (Some(piece), Some(galley)) = (sheet.layout.piece(index), sheet.galley(index)) else { return 0.0 };
        sheet.layout.gap(index) + layout::caret(sheet.layout.text(piece), &galley, piece.inside(byte)).top()
    }

    /// Scrolls to a range: its first row at 0.3 of the window's height, or at the top. Does nothing if it is in sight and need
    /// not be at the top.
    pub fn reveal(&mut self, sheet: &mut Sheet<'_>, range: TextRange, at_top: bool, height: f32) {
        if at_top && range.start == 0 {
            self.stand_at_top();
            return;
        }
        let piece_index = sheet.layout.pieces.at(range.start);
        let y = self.y_in_piece(sheet, piece_index, range.start);
        let on_screen = sheet.heights.top(piece_index) + f64::from(y) - self.distance(sheet);
        // The end of the range must be in sight too, unless it is longer than 0.6 of the window.
        let last = range.end.saturating_sub(1).max(range.start);
        let last_piece = sheet.layout.pieces.at(last);
        let end = sheet.heights.top(last_piece) + f64::from(self.y_in_piece(sheet, last_piece, last)) - self.distance(sheet);
        let ends_in_sight = end < f64::from(height) - 40.0 || end - on_screen > f64::from(height) * 0.6;
        if !at_top && on_screen > 24.0 && on_screen < f64::from(height) - 56.0 && ends_in_sight {
            return;
        }
        self.piece = piece_index;
        self.offset = f64::from(if at_top { y - 8.0 } else { y - height * 0.3 });
    }

    /// Scrolls as little as needed to bring a caret into sight.
    pub fn keep_in_sight(&mut self, sheet: &mut Sheet<'_>, byte: usize, height: f32) {
        let piece_index = sheet.layout.pieces.at(byte);
        let y = f64::from(self.y_in_piece(sheet, piece_index, byte));
        let row = f64::from(sheet.layout.typography.size * 2.0);
        let on_screen = sheet.heights.top(piece_index) + y - self.distance(sheet);
        if on_screen < row {
            (self.piece, self.offset) = (piece_index, y - row);
        } else if on_screen > f64::from(height) - 2.0 * row {
            (self.piece, self.offset) = (piece_index, y - f64::from(height) + 2.0 * row);
        }
    }

    /// Returns the points from the top of the first piece to the upper edge, with estimates for heights not yet measured.
    fn distance(&self, sheet: &Sheet<'_>) -> f64 {
        sheet.heights.top(self.piece) + self.offset
    }

    /// Returns the points from the top of the header to the upper edge, and the height of all content.
    pub fn position(&self, sheet: &Sheet<'_>, height: f32) -> (f64, f64) {
        let header = f64::from(self.header);
        (header + self.distance(sheet), header + sheet.heights.total() + TAIL * f64::from(height))
    }

    /// Scrolls to a distance in points from the top of the header.
    pub fn go_to(&mut self, sheet: &Sheet<'_>, position: f64) {
        let distance = position - f64::from(self.header);
        self.piece = if distance > 0.0 { sheet.heights.at(distance) } else { 0 };
        self.offset = distance - sheet.heights.top(self.piece);
    }

    /// Scrolls by the points in `by`, and resets them.
    pub fn scroll(&mut self, sheet: &Sheet<'_>, height: f32) {
        let by = f64::from(std::mem::take(&mut self.by));
        if by.abs() > 20.0 * f64::from(height) {
            // To an end, or far away: the pieces in between need not be measured.
            let (position, total) = self.position(sheet, height);
            self.go_to(sheet, (position + by).clamp(0.0, total));
        } else {
            self.offset += by;
        }
    }

    /// Returns the pieces in sight, measured and placed.
    pub fn place(&mut self, sheet: &mut Sheet<'_>, window: Rect, left: f32) -> Vec<Placed> {
        let mut placed = Vec::new();
        // Measuring the end of the text can show that it ends earlier than estimated.
        for _ in 0..3 {
            self.settle(sheet, window.height());
            placed = self.walk(sheet, window, left);
            if !self.is_beyond_end(sheet, window.height()) {
                break;
            }
        }
        self.remember_row(sheet, window, &placed);
        placed
    }

    /// Makes `piece` the one at the upper edge, and limits the position to the text.
    fn settle(&mut self, sheet: &mut Sheet<'_>, height: f32) {
        if self.is_beyond_end(sheet, height) {
            let (position, total) = self.position(sheet, height);
            self.offset -= position - (total - f64::from(height)).max(0.0);
        }
        while self.offset < 0.0 && self.piece > 0 {
            self.piece -= 1;
            self.offset += f64::from(sheet.extent(self.piece));
        }
        while self.piece + 1 < sheet.count() && self.offset >= f64::from(sheet.extent(self.piece)) {
            self.offset -= f64::from(sheet.extent(self.piece));
            self.piece += 1;
        }
        if self.piece == 0 {
            self.offset = self.offset.max(-f64::from(self.header));
        }
    }

    fn is_beyond_end(&self, sheet: &Sheet<'_>, height: f32) -> bool {
        let (position, total) = self.position(sheet, height);
        position > (total - f64::from(height)).max(0.0) + 0.5
    }

    fn walk(&self, sheet: &mut Sheet<'_>, window: Rect, left: f32) -> Vec<Placed> {
        let mut placed = Vec::new();
        let pixels = sheet.layout.typography.pixels_per_point;
        let mut y = ((window.top() - self.offset as f32) * pixels).round() / pixels;
        for piece_index in self.piece..sheet.count() {
            if y >= window.bottom() {
                break;
            }
            let (Some(piece), Some(galley)) = (sheet.layout.piece(piece_index), sheet.galley(piece_index)) else { break };
            let origin = pos2(left + sheet.layout.indent(piece), y + sheet.layout.gap(piece_index));
            placed.push(Placed { piece_index, piece, galley, origin });
            y += sheet.heights.of(piece_index);
        }
        placed
    }

    fn remember_row(&mut self, sheet: &Sheet<'_>, window: Rect, placed: &[Placed]) {
        if self.shows_header() {
            self.top = Row::default();
            return;
        }
        let first = placed.iter().find_map(|placed| {
            let row = placed.galley.rows.iter().position(|row| placed.origin.y + row.rect().bottom() > window.top())?;
            Some((placed, row))
        });
        if let Some((placed, row)) = first {
            let text = sheet.layout.text(placed.piece);
            let from = placed.piece.range.start;
            let start = from + layout::row_start(text, &placed.galley, row);
            let end = from + layout::row_start(text, &placed.galley, row + 1);
            let above = window.top() - placed.origin.y - placed.galley.rows[row].pos.y;
            // While its row is at the top, the byte stays the same: otherwise the position would drift whenever rows break
            // elsewhere.
            let byte = if start <= self.top.byte && self.top.byte < end { self.top.byte } else { start };
            self.top = Row { byte, above };
        }
    }
}
