//! State that the search panel keeps between frames.

use crate::notebook::{DocumentId, TextRange};
use crate::workspace::{Found, JobId, SearchRequest};

/// A row of the list of search results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum FoundRow {
    /// The heading over the claims.
    Claims,
    /// The claim with this index.
    Claim(usize),
    /// The heading over the matches in the source with this index.
    Source(usize),
    /// A match: the index of its source, and its own index in that source.
    Hit(usize, usize),
}

/// Returns all rows in order: sources with their matches, then claims.
pub(in crate::ui) fn rows(found: &Found) -> Vec<FoundRow> {
    let claims = (!found.claims.is_empty()).then_some(FoundRow::Claims).into_iter();
    let claims = claims.chain((0..found.claims.len()).map(FoundRow::Claim));
    let sources = found.sources.iter().enumerate().flat_map(|(source, found)| {
        std::iter::once(FoundRow::Source(source)).chain((0..found.hits.len()).map(move |hit| FoundRow::Hit(source, hit)))
    });
    sources.chain(claims).collect()
}

/// The state of the search panel.
#[derive(Debug, Default)]
pub struct SearchView {
    /// Whether the panel is open.
    pub open: bool,
    /// What is typed.
    pub request: SearchRequest,
    /// Whether the field is to get the focus.
    pub focus: bool,
    /// The request that `found` or the running job is for.
    pub asked: Option<SearchRequest>,
    /// The revision of the notebook that was searched.
    pub revision: u64,
    /// The number of sources that were searched.
    pub sources: usize,
    /// The running job.
    pub job: Option<JobId>,
    /// What was found; changed only by [`set_found`](Self::set_found), together with the rows that list it.
    pub found: Found,
    /// The rows of the list.
    pub(in crate::ui) rows: Vec<FoundRow>,
    /// What is wrong with the request, if anything.
    pub problem: Option<String>,
    /// The index of the chosen row.
    pub chosen: Option<usize>,
    /// For how many frames the list still scrolls to the chosen row.
    pub reveal: u8,
}

impl SearchView {
    /// Sets what was found, and the rows that list it.
    pub(in crate::ui) fn set_found(&mut self, found: Found) {
        self.rows = rows(&found);
        self.found = found;
    }

    /// Returns the matches in a document; none while the panel is closed.
    pub fn hits_in(&self, document: DocumentId) -> &[TextRange] {
        let found = self.found.sources.iter().find(|found| found.document == document);
        found.filter(|_| self.open).map_or(&[], |found| &found.hits)
    }
}
