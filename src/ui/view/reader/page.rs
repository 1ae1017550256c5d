//! What one frame of the reader works with: the text in sight, what stands on it, and where.

use egui::{Galley, Pos2, Rect};

use super::highlights::Highlight;
use super::layout::{self, Column, TextLayout};
use super::scroll::Placed;
use crate::notebook::{Document, TextRange};
use crate::workspace::{Suggestions, Workspace};

/// Everything that one frame of the reader works with.
pub(super) struct Page<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) layout: TextLayout<'a>,
    /// Where text is shown on the screen.
    pub(super) window: Rect,
    pub(super) column: Column,
    pub(super) placed: Vec<Placed>,
    pub(super) highlights: Vec<Highlight>,
    /// How many passages in sight are not drawn, because too many stand in one place.
    pub(super) not_drawn: usize,
    pub(super) suggestions: Option<Suggestions>,
}

impl<'a> Page<'a> {
    /// The suggested sentence at a byte.
    pub(super) fn suggestion_at(&self, byte: usize) -> Option<TextRange> {
        let here = TextRange::of_byte(byte);
        self.suggestions.as_ref()?.within(here).next().map(|suggestion| suggestion.range())
    }

    pub(super) fn document(&self) -> &'a Document {
        self.layout.document
    }

    /// The byte of the document nearest to a point of the screen, among those in sight.
    pub(super) fn byte_at(&self, at: Pos2) -> usize {
        let Some(first) = self.placed.first() else { return 0 };
        let above = |placed: &&Placed| placed.origin.y <= at.y;
        let placed = match self.placed.iter().rev().find(above) {
            None => first,
            Some(placed) => {
                // In the gap between two the nearer one counts.
                let next = self.placed.iter().find(|next| next.place == placed.place + 1);
                let bottom = placed.rect().bottom();
                next.filter(|next| at.y > bottom && next.origin.y - at.y < at.y - bottom).unwrap_or(placed)
            }
        };
        placed.piece.range.start + layout::byte_at(self.layout.text(placed.piece), &placed.galley, at - placed.origin)
    }

    /// Where the caret of a byte stands on the screen; `None` where it is not in sight.
    pub(super) fn caret(&self, byte: usize) -> Option<Rect> {
        self.caret_in(self.layout.pieces.at(byte), byte, layout::caret)
    }

    /// The same for the end of a range.
    pub(super) fn caret_after(&self, byte: usize) -> Option<Rect> {
        self.caret_in(self.layout.pieces.at(byte.saturating_sub(1)), byte, layout::caret_after)
    }

    fn caret_in(&self, place: usize, byte: usize, caret: fn(&str, &Galley, usize) -> Rect) -> Option<Rect> {
        let placed = self.placed.iter().find(|placed| placed.place == place)?;
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
