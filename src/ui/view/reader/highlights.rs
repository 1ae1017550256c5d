//! The highlights of the claims in sight.

use egui::Rect;

use super::layout::{self, TextLayout};
use super::scroll::Placed;
use crate::notebook::{ClaimId, DocumentId, TagId, TextRange};
use crate::ui::theme::TagInk;
use crate::workspace::{IndexedPassage, PassageIndex, Workspace};

/// A passage of a claim that is at least partly in sight.
#[derive(Debug, Clone)]
pub struct Highlight {
    /// The claim.
    pub claim: ClaimId,
    /// Its range in the text.
    pub range: TextRange,
    /// Its tags.
    pub tags: Vec<TagId>,
    /// Its colours.
    pub ink: TagInk,
    /// Whether its claim is chosen.
    pub chosen: bool,
    /// Its rectangles on the screen, one per row, for each piece, by its index among those in sight.
    pub rects: Vec<(usize, Vec<Rect>)>,
}

impl Highlight {
    /// Returns its vertical extent, from the first to the last of its rows in sight.
    pub fn extent(&self) -> Option<egui::Rangef> {
        let mut rects = self.rects.iter().flat_map(|(_, rects)| rects);
        let first = rects.next()?;
        let last = rects.next_back().unwrap_or(first);
        Some(egui::Rangef::new(first.top(), last.bottom()))
    }
}

impl Highlight {
    /// Whether any of it is within a rectangle of the screen.
    pub(super) fn is_within(&self, window: Rect) -> bool {
        self.rects.iter().flat_map(|(_, rects)| rects).any(|rect| window.intersects(*rect))
    }
}

/// The most claims on the same words, and the most at once, that can still be told apart.
const MOST_ALIKE: usize = 6;
const MOST: usize = 600;

/// Returns the passages overlapping a range that are drawn, in order, and the number of those that are not. Passages of the
/// chosen claim are always drawn.
pub(super) fn drawn(passages: &PassageIndex, range: TextRange, chosen: Option<ClaimId>) -> (Vec<&IndexedPassage>, usize) {
    let (mut drawn, mut left_out): (Vec<&IndexedPassage>, usize) = (Vec::new(), 0);
    let mut alike = 0;
    let mut last = None;
    for passage in passages.overlapping(range) {
        alike = if last == Some(passage.range) { alike + 1 } else { 1 };
        last = Some(passage.range);
        if alike <= MOST_ALIKE && drawn.len() < MOST || chosen == Some(passage.claim) {
            drawn.push(passage);
        } else {
            left_out += 1;
        }
    }
    (drawn, left_out)
}

/// Returns the highlights in sight, ordered by their start, the longer one first if two start together; and the number of
/// passages that are not drawn.
pub(super) fn of(workspace: &Workspace, layout: &TextLayout<'_>, placed: &[Placed]) -> (Vec<Highlight>, usize) {
    let (Some(first), Some(last)) = (placed.first(), placed.last()) else { return (Vec::new(), 0) };
    let in_sight = TextRange { start: first.piece.range.start, end: last.piece.range.end };
    let Some(claims) = workspace.index().document(layout.document.id) else { return (Vec::new(), 0) };
    let (drawn, left_out) = drawn(claims.passages(), in_sight, workspace.selection.claim);
    (drawn.into_iter().filter_map(|passage| highlight(workspace, layout, placed, passage)).collect(), left_out)
}

fn highlight(workspace: &Workspace, layout: &TextLayout<'_>, placed: &[Placed], passage: &IndexedPassage) -> Option<Highlight> {
    let notebook = workspace.notebook();
    let claim = notebook.claims.get(passage.claim)?;
    let colour = claim.tags.first().and_then(|&tag| notebook.tags.get(tag)).map(|tag| tag.colour);
    let ink = colour.map_or_else(|| layout.palette.untagged(), |colour| layout.palette.tag(colour));
    let chosen = workspace.selection.claim == Some(claim.id);
    let pieces = placed.iter().enumerate();
    let rects = pieces.filter_map(|(number, placed)| Some((number, rects(layout, placed, passage.range)?))).collect();
    Some(Highlight { claim: claim.id, range: passage.range, tags: claim.tags.clone(), ink, chosen, rects })
}

/// Returns the rectangles of a range in a piece, on the screen; `None` if the piece does not overlap the range.
pub(super) fn rects(layout: &TextLayout<'_>, placed: &Placed, range: TextRange) -> Option<Vec<Rect>> {
    let part = placed.piece.range.intersection(range)?;
    let start = placed.piece.range.start;
    let inside = TextRange { start: part.start - start, end: part.end - start };
    let rects = layout::rects(layout.text(placed.piece), &placed.galley, inside);
    Some(rects.into_iter().map(|rect| rect.translate(placed.origin.to_vec2())).collect())
}

/// Returns for each highlight, in order, the index of the first line under the text that is free where it starts.
pub(super) fn lanes(highlights: &[&Highlight]) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut take = |highlight: &&Highlight| {
        let lane = ends.iter().position(|&end| end <= highlight.range.start).unwrap_or(ends.len());
        match ends.get_mut(lane) {
            Some(end) => *end = highlight.range.end,
            None => ends.push(highlight.range.end),
        }
        lane
    };
    highlights.iter().map(&mut take).collect()
}

/// Whether a passage of a claim covers a byte of a document.
pub(super) fn is_on_claim(workspace: &Workspace, document: DocumentId, byte: usize) -> bool {
    let claims = workspace.index().document(document);
    claims.is_some_and(|claims| claims.passages().overlapping(TextRange::of_byte(byte)).next().is_some())
}

/// Returns the claim to choose at a byte of a document, even one that is not drawn: that of the shortest passage there, or of
/// the next longer one if that claim is already chosen.
pub(super) fn claim_at(workspace: &Workspace, document: DocumentId, byte: usize) -> Option<ClaimId> {
    let claims = workspace.index().document(document)?;
    let mut here: Vec<&IndexedPassage> = claims.passages().overlapping(TextRange::of_byte(byte)).collect();
    here.sort_by_key(|passage| passage.range.len());
    let chosen = here.iter().position(|passage| workspace.selection.claim == Some(passage.claim));
    let next = chosen.map_or(0, |index| (index + 1) % here.len());
    here.get(next).map(|passage| passage.claim)
}
