//! State that the reader keeps between frames.

use std::collections::HashMap;

use super::heights::Heights;
use super::layout::{TextLayout, Typography};
use super::pages::state::PagesState;
use super::pieces::Pieces;
use super::scroll::{Row, Scroll};
use crate::notebook::{ClaimId, Document, DocumentId, TextRange};
use crate::workspace::VersionNews;

/// State that the reader keeps between frames.
#[derive(Default)]
pub struct ReaderState {
    pub(super) pieces: Pieces,
    /// Heights of documents for the typography they were last shown in; the latest first.
    pub(super) known: Vec<(DocumentId, Typography, Heights)>,
    pub(super) scroll: Scroll,
    pub(super) drag: Option<Drag>,
    /// The passage of which an end is being dragged.
    pub(super) moving: Option<Moving>,
    /// The handle that gets the keys once it is drawn, and for how many more frames it is waited for.
    held: Option<(egui::Id, u8)>,
    /// The handle that was pressed last, and when, in egui's seconds.
    pub(super) pressed_handle: Option<(egui::Id, f64)>,
    /// The byte that the keyboard has moved to, which must stay in sight.
    pub(super) keep_in_sight: Option<usize>,
    /// Where the selection ends on the screen, if that is in sight.
    pub(in crate::ui) selection_end: Option<egui::Pos2>,
    /// The claim that the menu was opened on.
    pub(super) menu_on: Option<ClaimId>,
    pub(super) versions: KnownVersions,
    /// The byte up to which each document was seen.
    reached: HashMap<DocumentId, usize>,
    /// The view of pages.
    pub(in crate::ui) pages: PagesState,
}

/// The number of entries kept in `known`.
const KNOWN: usize = 12;

impl ReaderState {
    /// Gives the keys to a handle as soon as it is drawn: its place may have to be scrolled to first.
    pub(in crate::ui) fn hold(&mut self, handle: egui::Id) {
        const FRAMES: u8 = 30;
        self.held = Some((handle, FRAMES));
    }

    pub(super) fn wait_for_handle(&mut self, ctx: &egui::Context) {
        if let Some((handle, frames)) = self.held {
            self.held = frames.checked_sub(1).map(|left| (handle, left));
            ctx.request_repaint();
        }
    }

    pub(super) fn give_keys(&mut self, handle: &egui::Response) {
        if self.held.take_if(|(id, _)| *id == handle.id).is_some() {
            handle.request_focus();
        }
    }

    /// Returns every document that was open, with the byte at its upper edge, now or when it was left.
    pub(in crate::ui) fn positions(&self) -> Vec<(DocumentId, usize)> {
        self.scroll.rows().map(|(document, row)| (document, row.byte)).collect()
    }

    /// Notes that a document was seen up to a byte.
    pub(in crate::ui) fn reach(&mut self, document: DocumentId, byte: usize) {
        let reached = self.reached.entry(document).or_default();
        *reached = byte.max(*reached);
    }

    /// Returns every document that was open, with the byte up to which it was seen.
    pub(in crate::ui) fn reached(&self) -> impl Iterator<Item = (DocumentId, usize)> {
        self.reached.iter().map(|(document, byte)| (*document, *byte))
    }

    /// Returns the part of a document that was seen, from 0 to 1.
    pub(in crate::ui) fn part_seen(&self, document: &Document) -> f32 {
        let end = document.blocks.last().map_or(document.text.len(), |block| block.range.end);
        let reached = self.reached.get(&document.id).copied().unwrap_or_default();
        if end == 0 { 0.0 } else { (reached as f32 / end as f32).min(1.0) }
    }

    /// Sets the byte at which a document will open.
    pub(in crate::ui) fn leave_at(&mut self, document: DocumentId, byte: usize) {
        self.scroll.leave(document, Row { byte, above: 0.0 });
    }

    /// Returns the row at the upper edge of a document, now or when it was left: a byte in it, and how many points of it are
    /// above the edge.
    pub(in crate::ui) fn row_of(&self, document: DocumentId) -> (usize, f32) {
        self.scroll.row_of(document).map(|row| (row.byte, row.above)).unwrap_or_default()
    }

    /// Shows a document as it was: as pages or text, with this row at the upper edge.
    pub(in crate::ui) fn return_to(&mut self, document: DocumentId, (byte, above): (usize, f32), as_pages: bool) {
        self.pages.show(document, as_pages);
        self.scroll.return_to(document, Row { byte, above });
    }

    /// Returns the first byte of a document that is in sight, or was when it was left.
    pub(in crate::ui) fn first_byte_in_sight(&self, document: DocumentId) -> usize {
        self.scroll.row_of(document).map_or(0, |row| row.byte)
    }

    /// Switches a source between pages and text, at the same position.
    pub(in crate::ui) fn toggle_pages(&mut self, document: DocumentId, reveal: &mut Option<Reveal>) {
        let as_pages = !self.pages.is_shown(document);
        self.pages.show(document, as_pages);
        let byte = self.first_byte_in_sight(document);
        *reveal = Some(Reveal { document, range: TextRange::at(byte), at_top: true });
    }

    pub(super) fn take_heights(&mut self, layout: &TextLayout<'_>) -> Heights {
        let is_it = |(document, typography, _): &(DocumentId, Typography, Heights)| {
            *document == layout.document.id && *typography == layout.typography
        };
        match self.known.iter().position(is_it) {
            Some(index) => self.known.remove(index).2,
            None => Heights::estimated(layout.estimate()),
        }
    }

    pub(super) fn keep_heights(&mut self, document: DocumentId, typography: Typography, heights: Heights) {
        self.known.insert(0, (document, typography, heights));
        self.known.truncate(KNOWN);
    }
}

/// A passage of which an end is being dragged.
#[derive(Debug, Clone, Copy)]
pub struct Moving {
    /// Its claim.
    pub claim: ClaimId,
    /// Its place among the passages of the claim.
    pub passage: usize,
    /// The range it would have.
    pub range: TextRange,
    /// To what its end goes.
    pub snap: Snap,
}

/// To what a boundary goes that is dragged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Snap {
    /// To letters.
    Letter,
    /// To words.
    Word,
    /// To sentences.
    Sentence,
}

/// A selection that is being dragged.
#[derive(Debug, Clone, Copy)]
pub struct Drag {
    pub(super) anchor: usize,
}

/// The contents of the bar about versions, and the revision and document that they were computed for.
#[derive(Debug, Default)]
pub struct KnownVersions(pub(super) Option<(u64, DocumentId, VersionNews)>);

/// A range for the reader to scroll to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reveal {
    /// The document.
    pub document: DocumentId,
    /// The bytes to show.
    pub range: TextRange,
    /// Whether they must be at the top, not just anywhere in sight.
    pub at_top: bool,
}

/// The state of the find bar.
#[derive(Debug, Clone, Default)]
pub struct Find {
    /// Whether the bar is open.
    pub open: bool,
    /// The words to find.
    pub text: String,
    /// The index of the current match.
    pub current: usize,
    /// Whether the field is to get the focus.
    pub focus: bool,
    /// The matches, in order.
    pub hits: Vec<TextRange>,
    /// The first byte of a match for each stretch of the document that has one.
    pub marks: Vec<usize>,
    /// The document and words that `hits` belong to.
    pub hits_for: Option<(DocumentId, String)>,
}

impl Find {
    /// Whether the matches are those of this document.
    pub fn is_for(&self, document: DocumentId) -> bool {
        self.hits_for.as_ref().is_some_and(|(known, _)| *known == document)
    }
}
