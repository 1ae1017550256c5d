//! The claims in sight as stretches of colour.

use egui::Rect;

use super::layout::{self, TextLayout};
use super::scroll::Placed;
use crate::notebook::{ClaimId, DocumentId, TagId, TextRange};
use crate::ui::theme::TagInk;
use crate::workspace::{IndexedPassage, PassageIndex, Workspace};

/// A passage of a claim that is at least partly in sight.
#[derive(Debug, Clone)]
pub struct Highlight {
    /// Whose.
    pub claim: ClaimId,
    /// Where in the text.
    pub range: TextRange,
    /// Its tags.
    pub tags: Vec<TagId>,
    /// How it looks.
    pub ink: TagInk,
    /// Whether its claim is chosen.
    pub chosen: bool,
    /// Where on the screen: for each piece, by its place among those in sight, a rectangle a row.
    pub rects: Vec<(usize, Vec<Rect>)>,
}

impl Highlight {
    /// From its first row to its last, as far as they are in sight.
    pub fn extent(&self) -> Option<egui::Rangef> {
        let mut rects = self.rects.iter().flat_map(|(_, rects)| rects);
        let first = rects.next()?;
        let last = rects.next_back().unwrap_or(first);
        Some(egui::Rangef::new(first.top(), last.bottom()))
    }
}

impl Highlight {
    /// Whether any of it stands in a window of the screen.
    pub(super) fn is_within(&self, window: Rect) -> bool {
        self.rects.iter().flat_map(|(_, rects)| rects).any(|rect| window.intersects(*rect))
    }
}

/// What can still be told apart: so many claims of the same words, so many at once altogether.
const MOST_ALIKE: usize = 6;
const MOST: usize = 600;

/// The passages that are drawn of those that touch a range, in order, and how many are not. The chosen claim's always are.
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

/// The highlights in sight: those that begin first first, the longer one first where two begin together. And how many more there are.
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

/// The rectangles of a range in a piece, on the screen.
pub(super) fn rects(layout: &TextLayout<'_>, placed: &Placed, range: TextRange) -> Option<Vec<Rect>> {
    let part = placed.piece.range.intersection(range)?;
    let start = placed.piece.range.start;
    let inside = TextRange { start: part.start - start, end: part.end - start };
    let rects = layout::rects(layout.text(placed.piece), &placed.galley, inside);
    Some(rects.into_iter().map(|rect| rect.translate(placed.origin.to_vec2())).collect())
}

/// For each of some highlights, in order, the first line under the text that is free where it begins.
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

/// Whether a claim stands at a byte of a document.
pub(super) fn is_on_claim(workspace: &Workspace, document: DocumentId, byte: usize) -> bool {
    let claims = workspace.index().document(document);
    claims.is_some_and(|claims| claims.passages().overlapping(TextRange::of_byte(byte)).next().is_some())
}

/// The claim to choose at a byte of a document, also one that is not drawn: the shortest passage there, or the next longer one when
/// that is chosen already.
pub(super) fn claim_at(workspace: &Workspace, document: DocumentId, byte: usize) -> Option<ClaimId> {
    let claims = workspace.index().document(document)?;
    let mut here: Vec<&IndexedPassage> = claims.passages().overlapping(TextRange::of_byte(byte)).collect();
    here.sort_by_key(|passage| passage.range.len());
    let chosen = here.iter().position(|passage| workspace.selection.claim == Some(passage.claim));
    let next = chosen.map_or(0, |place| (place + 1) % here.len());
    here.get(next).map(|passage| passage.claim)
}
