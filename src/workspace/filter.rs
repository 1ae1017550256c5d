//! Which claims a list shows.

use super::Workspace;
use crate::notebook::{Claim, ClaimId, ClaimKind, Status, TagId};
use crate::reading::folded_contains;

/// Conditions that a claim must meet, all of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClaimFilter {
    /// Words that must stand somewhere in the claim, in any order, whatever their case.
    pub text: String,
    /// Its kind.
    pub kind: Option<ClaimKind>,
    /// A tag it must have, or one under it.
    pub tag: Option<TagId>,
    /// Its status.
    pub status: Option<Status>,
    /// Whether claims of all documents are shown, not only of the one in the reader.
    pub all_documents: bool,
}

impl ClaimFilter {
    /// Whether it lets everything of its documents through.
    pub fn is_open(&self) -> bool {
        self.text.trim().is_empty() && self.kind.is_none() && self.tag.is_none() && self.status.is_none()
    }

    /// The claims it lets through, in reading order.
    pub fn claims(&self, workspace: &Workspace) -> Vec<ClaimId> {
        let notebook = workspace.notebook();
        let document = workspace.selection.document.filter(|_| !self.all_documents);
        let mut claims: Vec<&Claim> = match document {
            Some(document) => notebook.claims_in(document).collect(),
            None => notebook.claims.iter().collect(),
        };
        claims.retain(|claim| self.lets_through(workspace, claim));
        match document {
            // A claim with a passage in several documents stands here where it stands in this one.
            Some(document) => claims.sort_by_key(|claim| {
                claim.passages.iter().find(|passage| passage.document == document).map(|passage| passage.range)
            }),
            None => claims.sort_by_key(|claim| notebook.reading_place(claim)),
        }
        claims.iter().map(|claim| claim.id).collect()
    }

    fn lets_through(&self, workspace: &Workspace, claim: &Claim) -> bool {
        self.kind.is_none_or(|kind| claim.kind == kind)
            && self.status.is_none_or(|status| claim.status == status)
            && self.tag.is_none_or(|tag| claim.tags.iter().any(|&own| is_or_stands_under(workspace, own, tag)))
            && self.text.split_whitespace().all(|word| mentions(workspace, claim, word))
    }
}

fn is_or_stands_under(workspace: &Workspace, tag: TagId, above: TagId) -> bool {
    let tags = &workspace.notebook().tags;
    let mut next = Some(tag);
    for _ in 0..=tags.len() {
        match next {
            Some(id) if id == above => return true,
            Some(id) => next = tags.get(id).and_then(|tag| tag.parent),
            None => return false,
        }
    }
    false
}

fn mentions(workspace: &Workspace, claim: &Claim, word: &str) -> bool {
    let notebook = workspace.notebook();
    let fields = [&claim.statement, &claim.subject, &claim.measure, &claim.note].map(String::as_str);
    let quotes = claim.passages.iter().map(|passage| passage.quote.as_str());
    let tags = claim.tags.iter().filter_map(|&tag| notebook.tags.get(tag)).map(|tag| tag.name.as_str());
    let number = claim.quantity.iter().map(|quantity| quantity.text.as_str());
    let period = claim.period.iter().map(|period| period.text.as_str());
    let voices = claim.attribution.iter().map(String::as_str);
    fields.into_iter().chain(quotes).chain(tags).chain(number).chain(period).chain(voices).any(|text| folded_contains(text, word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::tests::with_documents;

    #[test]
    fn conditions_are_joined_and_the_order_is_that_of_reading() {
        let mut workspace = with_documents();
        let documents: Vec<_> = workspace.notebook().documents.iter().map(|document| document.id).collect();
        let late = workspace.make_claim(documents[0], (42, 75).into()).unwrap();
        let early = workspace.make_claim(documents[0], (0, 41).into()).unwrap();
        let other = workspace.make_claim(documents[1], (0, 20).into()).unwrap();
        let tag = workspace.tag_claim_by_name(early, "network").unwrap();
        workspace.selection.document = Some(documents[0]);
        let found = |filter: ClaimFilter| filter.claims(&workspace);
        assert_eq!(found(ClaimFilter::default()), [early, late]);
        assert_eq!(found(ClaimFilter { all_documents: true, ..Default::default() }), [early, late, other]);
        assert_eq!(found(ClaimFilter { tag: Some(tag), ..Default::default() }), [early]);
        assert_eq!(found(ClaimFilter { text: "9,000 GOAL".into(), ..Default::default() }), [late]);
        assert_eq!(found(ClaimFilter { text: "networ".into(), ..Default::default() }), [early]);
        assert_eq!(found(ClaimFilter { kind: Some(ClaimKind::Fact), all_documents: true, ..Default::default() }), [early, other]);
    }
}
