//! Filters for claims, and the filtered lists in reading order.

use std::rc::Rc;

use crate::notebook::{Claim, ClaimId, DocumentId, TagId};
use crate::workspace::look::conditions::{ClaimFilter, ListKey};
use crate::workspace::look::index::{Counted, DocumentClaims};
use crate::workspace::look::query::{Matcher, Query};
use crate::workspace::{Look, Workspace};

/// Claims in reading order. Lists of all claims, or of all claims of a document, are not copied.
#[derive(Debug, Clone)]
pub enum ClaimList {
    /// All claims of a document.
    Document(DocumentId),
    /// All claims.
    All,
    /// The claims in this list.
    Some(Rc<[ClaimId]>),
}

/// The number of lists that are cached: one for each view with a list, and one for pickers of claims.
const KEPT: usize = 5;

impl Look<'_> {
    /// Returns the claims that match a filter, in reading order. Lists are cached until the notebook changes.
    pub fn listed(self, filter: &ClaimFilter) -> ClaimList {
        let document = self.workspace.selection.document.filter(|_| !filter.all_documents);
        if filter.is_open() {
            return document.map_or(ClaimList::All, ClaimList::Document);
        }
        let key = ListKey { revision: self.workspace.revision, document, filter: filter.clone() };
        let mut lists = self.workspace.lists.borrow_mut();
        if let Some((_, list)) = lists.iter().find(|(known, _)| *known == key) {
            return ClaimList::Some(Rc::clone(list));
        }
        let list: Rc<[ClaimId]> = self.filtered(filter, document).into();
        lists.insert(0, (key, Rc::clone(&list)));
        lists.truncate(KEPT);
        ClaimList::Some(list)
    }

    /// The marked claims, in reading order.
    pub fn marked_in_order(self) -> Vec<ClaimId> {
        let notebook = &self.workspace.notebook;
        let marked = self.workspace.selection.marked.iter().filter_map(|id| notebook.claims.get(*id));
        let mut marked: Vec<&Claim> = marked.collect();
        marked.sort_by_cached_key(|claim| notebook.reading_order(claim));
        marked.into_iter().map(|claim| claim.id).collect()
    }

    fn filtered(self, filter: &ClaimFilter, document: Option<DocumentId>) -> Vec<ClaimId> {
        let query = Query::parse(&filter.text);
        let matcher = Matcher::new(&query, &self.workspace.notebook, &self.workspace.index);
        let takes = |claim: &&Claim| takes(filter, self.workspace, claim, &matcher);
        if let Some(document) = document {
            let claims = ClaimList::Document(document);
            let claims = claims.iter(self.workspace).filter_map(|id| self.workspace.notebook.claims.get(id)).filter(takes);
            return claims.map(|claim| claim.id).collect();
        }
        // Reading claims in file order and sorting them is faster than looking them up in reading order.
        let mut claims: Vec<&Claim> = self.workspace.notebook.claims.iter().filter(takes).collect();
        claims.sort_by_cached_key(|claim| self.workspace.notebook.reading_order(claim));
        claims.iter().map(|claim| claim.id).collect()
    }
}

impl ClaimList {
    /// Returns the number of claims.
    pub fn len(&self, workspace: &Workspace) -> usize {
        match self {
            Self::Document(id) => workspace.index.document(*id).map_or(0, |claims| claims.count()),
            Self::All => workspace.notebook.claims.len(),
            Self::Some(claims) => claims.len(),
        }
    }

    /// Whether there are no claims.
    pub fn is_empty(&self, workspace: &Workspace) -> bool {
        self.len(workspace) == 0
    }

    /// Returns the claim at a position, from 0.
    pub fn get(&self, workspace: &Workspace, index: usize) -> Option<ClaimId> {
        match self {
            Self::Document(id) => workspace.index.document(*id)?.passages().nth(Counted::Here, index),
            Self::All => {
                let mut index = index;
                for document in &workspace.notebook.documents {
                    let Some(claims) = workspace.index.document(document.id) else { continue };
                    let count = claims.passages().count(Counted::First);
                    if index < count {
                        return claims.passages().nth(Counted::First, index);
                    }
                    index -= count;
                }
                None
            }
            Self::Some(claims) => claims.get(index).copied(),
        }
    }

    /// Returns the position of a claim, from 0.
    pub fn position(&self, workspace: &Workspace, claim: ClaimId) -> Option<usize> {
        match self {
            Self::Some(claims) => claims.iter().position(|&other| other == claim),
            Self::Document(id) => {
                let passages = &workspace.notebook.claims.get(claim)?.passages;
                let range = passages.iter().find(|passage| passage.document == *id)?.range;
                workspace.index.document(*id)?.passages().number_of(Counted::Here, range, claim)
            }
            Self::All => {
                let passage = workspace.notebook.claims.get(claim)?.passages.first()?;
                let earlier = workspace.notebook.documents.iter().take_while(|document| document.id != passage.document);
                let before: usize = earlier
                    .filter_map(|document| workspace.index.document(document.id))
                    .map(|claims| claims.passages().count(Counted::First))
                    .sum();
                let own = workspace.index.document(passage.document)?;
                Some(before + own.passages().number_of(Counted::First, passage.range, claim)?)
            }
        }
    }

    /// Counts the claims before a byte of a document: those of earlier documents, and those of this document that begin before
    /// the byte.
    pub fn count_before(&self, workspace: &Workspace, document: DocumentId, byte: usize) -> usize {
        self.counter(workspace, document)(byte)
    }

    /// Counts the claims before many bytes of a document, as `count_before` does: those of earlier documents are counted once.
    pub fn counter<'a>(&'a self, workspace: &'a Workspace, document: DocumentId) -> Box<dyn Fn(usize) -> usize + 'a> {
        let own = workspace.index.document(document).map(DocumentClaims::passages);
        match self {
            Self::Document(id) if *id == document => {
                Box::new(move |byte| own.map_or(0, |passages| passages.count_before(Counted::Here, byte)))
            }
            Self::Document(_) => Box::new(|_| 0),
            Self::All => {
                let earlier = workspace.notebook.documents.iter().take_while(|other| other.id != document);
                let before: usize = earlier
                    .filter_map(|other| workspace.index.document(other.id))
                    .map(|claims| claims.passages().count(Counted::First))
                    .sum();
                Box::new(move |byte| before + own.map_or(0, |passages| passages.count_before(Counted::First, byte)))
            }
            Self::Some(claims) => {
                let number = workspace.notebook.documents.position(document).unwrap_or(usize::MAX);
                Box::new(move |byte| {
                    claims.partition_point(|&id| {
                        workspace.notebook.claims.get(id).is_some_and(|claim| {
                            match claim.passages.iter().find(|p| p.document == document) {
                                Some(passage) => passage.range.start < byte,
                                None => workspace.notebook.reading_order(claim).0 < number,
                            }
                        })
                    })
                })
            }
        }
    }

    /// The list with another claim in its place; `None` if it stands nowhere in the sources that are listed.
    pub fn with(&self, workspace: &Workspace, claim: ClaimId) -> Option<Self> {
        let passage = workspace.notebook.claims.get(claim)?.passages.first()?;
        let at = self.count_before(workspace, passage.document, passage.range.start).min(self.len(workspace));
        let mut claims: Vec<ClaimId> = self.iter(workspace).collect();
        claims.insert(at, claim);
        Some(Self::Some(claims.into()))
    }

    /// Returns the claims at a range of positions.
    pub fn slice(&self, workspace: &Workspace, indices: std::ops::Range<usize>) -> Vec<ClaimId> {
        let Self::All = self else { return indices.filter_map(|index| self.get(workspace, index)).collect() };
        let mut found = Vec::with_capacity(indices.len());
        let mut before = 0;
        for document in &workspace.notebook.documents {
            if before >= indices.end {
                break;
            }
            let Some(claims) = workspace.index.document(document.id) else { continue };
            let count = claims.passages().count(Counted::First);
            let own = indices.start.max(before)..indices.end.min(before + count);
            found.extend(own.filter_map(|index| claims.passages().nth(Counted::First, index - before)));
            before += count;
        }
        found
    }

    /// Iterates over the claims in order.
    pub fn iter<'a>(&'a self, workspace: &'a Workspace) -> Box<dyn Iterator<Item = ClaimId> + 'a> {
        let of = |document: DocumentId| workspace.index.document(document);
        match self {
            Self::Some(claims) => Box::new(claims.iter().copied()),
            Self::Document(id) => {
                let passages = of(*id).into_iter().flat_map(|claims| claims.passages().iter());
                Box::new(passages.filter(|passage| passage.first_here).map(|passage| passage.claim))
            }
            Self::All => {
                let documents = workspace.notebook.documents.iter().filter_map(move |document| of(document.id));
                let passages = documents.flat_map(|claims| claims.passages().iter());
                Box::new(passages.filter(|passage| passage.first).map(|passage| passage.claim))
            }
        }
    }

    /// Returns the claim `step` positions after this one (before it, if negative).
    pub fn neighbour(&self, workspace: &Workspace, claim: ClaimId, step: isize) -> Option<ClaimId> {
        self.get(workspace, self.position(workspace, claim)?.checked_add_signed(step)?)
    }
}

/// Whether a claim meets the conditions of a filter, of whose text `matcher` was made.
fn takes(filter: &ClaimFilter, workspace: &Workspace, claim: &Claim, matcher: &Matcher<'_>) -> bool {
    filter.kind.is_none_or(|kind| claim.kind == kind)
        && filter.status.is_none_or(|status| claim.status == status)
        && filter.tag.is_none_or(|tag| claim.tags.iter().any(|&own| is_or_stands_under(workspace, own, tag)))
        && matcher.takes(claim)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::tests::with_documents;

    #[test]
    fn conditions_are_joined_and_the_order_is_that_of_reading() {
        let mut workspace = with_documents();
        let documents: Vec<_> = workspace.notebook().documents.iter().map(|document| document.id).collect();
        let late = workspace.claims().make(documents[0], (42, 75).into()).unwrap();
        let early = workspace.claims().make(documents[0], (0, 41).into()).unwrap();
        let other = workspace.claims().make(documents[1], (0, 30).into()).unwrap();
        let tag = workspace.tags().give_by_name(early, "network").unwrap();
        workspace.selection.document = Some(documents[0]);
        let found = |filter: ClaimFilter| {
            let list = workspace.look().listed(&filter);
            let all: Vec<ClaimId> = list.iter(&workspace).collect();
            for (index, &claim) in all.iter().enumerate() {
                assert_eq!(list.get(&workspace, index), Some(claim));
                assert_eq!(list.position(&workspace, claim), Some(index));
            }
            assert_eq!(list.len(&workspace), all.len());
            all
        };
        let everywhere = |text: &str| found(ClaimFilter { text: text.into(), all_documents: true, ..Default::default() });
        assert_eq!(found(ClaimFilter::default()), [early, late]);
        assert_eq!(found(ClaimFilter { all_documents: true, ..Default::default() }), [early, late, other]);
        assert_eq!(found(ClaimFilter { tag: Some(tag), ..Default::default() }), [early]);
        assert_eq!(everywhere("9,000 GOAL"), [late]);
        assert_eq!(everywhere("networ"), [early]);
        assert_eq!(everywhere("kind:fact"), [early, other]);
        assert_eq!(everywhere("tag:net value>50"), [early]);
        assert_eq!(everywhere("-tag:net value>=9,000"), [late, other]);
        assert_eq!(everywhere("due<2030"), [late]);
        assert_eq!(everywhere("due<2029"), []);
        assert_eq!(everywhere("due:2029 publisher:desk"), [late]);
        assert_eq!(everywhere("source:second"), [other]);
        assert_eq!(everywhere("period:2025"), [other]);
        assert_eq!(everywhere("-has:tag"), [late, other]);
    }
}
