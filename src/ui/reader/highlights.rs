//! The claims of a document as stretches of colour.

use crate::notebook::{ClaimId, Document, TextRange};
use crate::ui::theme::{Palette, TagInk};
use crate::workspace::Workspace;

/// A passage of a claim in the document that is shown.
#[derive(Debug, Clone)]
pub struct Highlight {
    /// Whose.
    pub claim: ClaimId,
    /// Where.
    pub range: TextRange,
    /// How it looks.
    pub ink: TagInk,
    /// Whether its claim is chosen.
    pub chosen: bool,
    /// How many that begin before it and reach into it lie under it: each has an underline of its own.
    pub lane: usize,
}

/// All highlights of a document: those that begin first first, the longer one first where two begin together.
pub(super) fn of(workspace: &Workspace, document: &Document, palette: &Palette) -> Vec<Highlight> {
    let notebook = workspace.notebook();
    let mut highlights: Vec<Highlight> = notebook
        .claims_in(document.id)
        .flat_map(|claim| {
            let colour = claim.tags.first().and_then(|&tag| notebook.tags.get(tag)).map(|tag| tag.colour);
            let ink = colour.map_or_else(|| palette.untagged(), |colour| palette.tag(colour));
            let chosen = workspace.selection.claim == Some(claim.id);
            let here = claim.passages.iter().filter(|passage| passage.document == document.id);
            here.map(move |passage| Highlight { claim: claim.id, range: passage.range, ink, chosen, lane: 0 })
        })
        .collect();
    highlights.sort_by_key(|highlight| (highlight.range.start, std::cmp::Reverse(highlight.range.end)));
    assign_lanes(&mut highlights);
    highlights
}

fn assign_lanes(highlights: &mut [Highlight]) {
    let mut ends: Vec<usize> = Vec::new();
    for highlight in highlights {
        let lane = ends.iter().position(|&end| end <= highlight.range.start).unwrap_or(ends.len());
        match ends.get_mut(lane) {
            Some(end) => *end = highlight.range.end,
            None => ends.push(highlight.range.end),
        }
        highlight.lane = lane;
    }
}

/// The claim to choose at a byte: the shortest passage there, or the next longer one when that is chosen already.
pub(super) fn claim_at(highlights: &[Highlight], byte: usize) -> Option<ClaimId> {
    let mut here: Vec<&Highlight> = highlights.iter().filter(|highlight| highlight.range.contains(byte)).collect();
    here.sort_by_key(|highlight| highlight.range.len());
    let chosen = here.iter().position(|highlight| highlight.chosen);
    let next = chosen.map_or(0, |place| (place + 1) % here.len());
    here.get(next).map(|highlight| highlight.claim)
}
