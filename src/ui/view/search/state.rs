//! What the search panel remembers.

use crate::notebook::{DocumentId, TextRange};
use crate::workspace::{Found, JobId, SearchRequest};

/// A row of the list of what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum FoundRow {
    /// The heading over the claims.
    Claims,
    /// The claim with this number.
    Claim(usize),
    /// The heading over the places of a source.
    Source(usize),
    /// A place: the number of the source, and its own in it.
    Place(usize, usize),
}

/// All rows in order.
pub(in crate::ui) fn rows(found: &Found) -> Vec<FoundRow> {
    let claims = (!found.claims.is_empty()).then_some(FoundRow::Claims).into_iter();
    let claims = claims.chain((0..found.claims.len()).map(FoundRow::Claim));
    let sources = found.sources.iter().enumerate().flat_map(|(source, places)| {
        std::iter::once(FoundRow::Source(source)).chain((0..places.places.len()).map(move |place| FoundRow::Place(source, place)))
    });
    sources.chain(claims).collect()
}

/// Looking for words everywhere.
#[derive(Debug, Default)]
pub struct SearchView {
    /// Whether the panel is open.
    pub open: bool,
    /// What is typed.
    pub request: SearchRequest,
    /// Whether the field is to get the focus.
    pub focus: bool,
    /// What `found` or the job that runs is for.
    pub asked: Option<SearchRequest>,
    /// The revision of the notebook that was looked through.
    pub revision: u64,
    /// How many sources were looked through.
    pub sources: usize,
    /// The job that runs.
    pub job: Option<JobId>,
    /// What was found; changed by [`set_found`](Self::set_found) alone, with the rows that list it.
    pub found: Found,
    /// The rows of the list.
    pub(in crate::ui) rows: Vec<FoundRow>,
    /// What is wrong with the request.
    pub problem: Option<String>,
    /// Which of the rows is chosen.
    pub chosen: Option<usize>,
    /// For how many frames the list still scrolls to the chosen row.
    pub reveal: u8,
}

impl SearchView {
    /// Takes what was found.
    pub(in crate::ui) fn set_found(&mut self, found: Found) {
        self.rows = rows(&found);
        self.found = found;
    }

    /// The places that were found in a document, where the panel is open.
    pub fn places_in(&self, document: DocumentId) -> &[TextRange] {
        let found = self.found.sources.iter().find(|found| found.document == document);
        found.filter(|_| self.open).map_or(&[], |found| &found.places)
    }
}
