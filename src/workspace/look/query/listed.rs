//! The claims of a notebook that no window has open, by query.

use super::{Matcher, Query, QueryError};
use crate::notebook::{Claim, ClaimId, Notebook};
use crate::workspace::look::index::ClaimIndex;

/// The claims that a query asks for, in reading order; all of them for an empty one. The first part of the query that is not understood is
/// an error: outside the window nobody would see what was left out.
pub fn claims_asked(notebook: &Notebook, query: &str) -> Result<Vec<ClaimId>, QueryError> {
    let query = Query::parse(query);
    if let Some(problem) = query.ignored.first() {
        return Err(problem.clone());
    }
    let index = ClaimIndex::of(notebook);
    let matcher = Matcher::new(&query, notebook, &index);
    let mut claims: Vec<&Claim> = notebook.claims.iter().filter(|claim| query.is_empty() || matcher.takes(claim)).collect();
    claims.sort_by_cached_key(|claim| notebook.reading_order(claim));
    Ok(claims.into_iter().map(|claim| claim.id).collect())
}
