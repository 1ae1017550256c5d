//! The data of one frame of the reader: the text in sight, what is painted on it, and where.

use egui::{Galley, Pos2, Rect};

use super::highlights::Highlight;
use super::layout::{self, Column, TextLayout};
use super::scroll::Placed;
use crate::notebook::{Document, TextRange};
use crate::workspace::{Suggestions, Workspace};

/// The data that one frame of the reader works with.
pub(super) struct Page<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) layout: TextLayout<'a>,
    /// Where text is shown on the screen.
    pub(super) window: Rect,
    pub(super) column: Column,
    pub(super) placed: Vec<Placed>,
    pub(super) highlights: Vec<Highlight>,
    /// The number of passages in sight that are not drawn, because too many overlap.
    pub(super) not_drawn: usize,
    pub(super) suggestions: Option<Suggestions>,
}

impl<'a> Page<'a> {
    /// Returns the suggested sentence at a byte.
    pub(super) fn suggestion_at(&self, byte: usize) -> Option<TextRange> {
        let here = TextRange::of_byte(byte);
        self.suggestions.as_ref()?.within(here).next().map(|suggestion| suggestion.range())
    }

    pub(super) fn document(&self) -> &'a Document {
        self.layout.document
    }

    /// Returns the byte of the document nearest to a point of the screen, among those in sight.
    pub(super) fn byte_at(&self, at: Pos2) -> usize {
        let Some(first) = self.placed.first() else { return 0 };
        let above = |placed: &&Placed| placed.origin.y <= at.y;
        let placed = match self.placed.iter().rev().find(above) {
            None => first,
            Some(placed) => {
                // In the gap between two pieces the nearer one counts.
                let next = self.placed.iter().find(|next| next.piece_index == placed.piece_index + 1);
                let bottom = placed.rect().bottom();
                next.filter(|next| at.y > bottom && next.origin.y - at.y < at.y - bottom).unwrap_or(placed)
            }
        };
        placed.piece.range.start + layout::byte_at(self.layout.text(placed.piece), &placed.galley, at - placed.origin)
    }

    /// Returns the caret of a byte on the screen; `None` if it is not in sight.
    pub(super) fn caret(&self, byte: usize) -> Option<Rect> {
        self.caret_in(self.layout.pieces.at(byte), byte, layout::caret)
    }

    /// Returns the caret of the end of a range on the screen; `None` if it is not in sight.
    pub(super) fn caret_after(&self, byte: usize) -> Option<Rect> {
        self.caret_in(self.layout.pieces.at(byte.saturating_sub(1)), byte, layout::caret_after)
    }

    fn caret_in(&self, piece_index: usize, byte: usize, caret: fn(&str, &Galley, usize) -> Rect) -> Option<Rect> {
        let placed = self.placed.iter().find(|placed| placed.piece_index == piece_index)?;
        let caret = caret(self.layout.text(placed.piece), &placed.galley, placed.piece.inside(byte));
        Some(caret.translate(placed.origin.to_vec2()))
    }

    /// Whether a point of the screen is on a line of text and not beside it.
    pub(super) fn is_over_text(&self, at: Pos2) -> bool {
        let row_is =
            |placed: &Placed| placed.galley.rows.iter().any(|row| row.rect().translate(placed.origin.to_vec2()).contains(at));
        self.placed.iter().any(row_is)
    }
}
