//! The conditions of a filtered list, as plain data.

use crate::notebook::{ClaimKind, DocumentId, Status, TagId};

/// Conditions on a claim; all of them must be met.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ClaimFilter {
    /// Words and conditions, in the query language of [`Query`](crate::workspace::Query).
    pub text: String,
    /// The kind it must have.
    pub kind: Option<ClaimKind>,
    /// A tag that it must have, itself or as an ancestor of one of its tags.
    pub tag: Option<TagId>,
    /// The status it must have.
    pub status: Option<Status>,
    /// Whether claims of all documents are listed, or only those of the document in the reader.
    pub all_documents: bool,
}

/// The inputs of a cached list.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::workspace) struct ListKey {
    pub revision: u64,
    pub document: Option<DocumentId>,
    pub filter: ClaimFilter,
}

impl ClaimFilter {
    /// Whether it has no condition besides the document.
    pub fn is_open(&self) -> bool {
        self.text.trim().is_empty() && self.kind.is_none() && self.tag.is_none() && self.status.is_none()
    }
}
