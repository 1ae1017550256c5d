//! The conditions of a filtered list, as plain data.

use crate::notebook::{ClaimKind, DocumentId, Notebook, Status, TagId};

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

impl ClaimFilter {
    /// What it asks for, in words for people who do not see it: “kind Target, “sales””; empty if it takes all claims.
    pub fn in_words(&self, notebook: &Notebook) -> String {
        let typed = Some(self.text.trim().to_owned()).filter(|text| !text.is_empty());
        let kind = self.kind.map(|kind| format!("kind {}", kind.label()));
        let tag = self.tag.map(|tag| format!("tag {}", notebook.tag_path(tag)));
        let status = self.status.map(|status| format!("status {}", status.label()));
        [typed, kind, tag, status].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// The inputs of a cached list.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::workspace) struct ListKey {
    pub revision: u64,
    pub document: Option<DocumentId>,
    pub filter: ClaimFilter,
}

impl ClaimFilter {
    /// Takes all conditions away but that on the document.
    pub fn clear(&mut self) {
        *self = Self { all_documents: self.all_documents, ..Self::default() };
    }

    /// Whether it has no condition besides the document.
    pub fn is_open(&self) -> bool {
        self.text.trim().is_empty() && self.kind.is_none() && self.tag.is_none() && self.status.is_none()
    }
}
