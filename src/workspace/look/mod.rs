//! Views of a notebook: filtered lists, the table of claims, search, the selection, suggestions and proposals.
//! Nothing here changes a notebook, except accepting a suggestion.

pub(super) mod choices;
pub(super) mod filter;
pub(super) mod index;
pub(super) mod proposals;
pub(super) mod query;
pub(super) mod search;
pub(super) mod selection;
pub(super) mod suggestions;
pub(super) mod table;
pub(super) mod trail;

use jiff::civil::Date;

use crate::notebook::{Claim, ClaimId, Document, TagId};
use crate::workspace::{ClaimFilter, Look, NameField};

impl<'a> Look<'a> {
    /// The tag that was given last, for repeating it.
    pub fn last_tag(self) -> Option<TagId> {
        self.workspace.last_tag.filter(|&tag| self.workspace.notebook.tags.contains(tag))
    }

    /// The chosen claim.
    pub fn chosen_claim(self) -> Option<&'a Claim> {
        self.workspace.notebook.claims.get(self.workspace.selection.claim?)
    }

    /// The claim that stands `step` places after this one among the claims of the document in the reader.
    pub fn neighbour(self, id: ClaimId, step: isize) -> Option<ClaimId> {
        self.listed(&ClaimFilter::default()).neighbour(self.workspace, id, step)
    }

    /// The claims of the document in the reader in the order of its text; all claims where no document is open.
    pub fn reading_order(self) -> Vec<ClaimId> {
        self.listed(&ClaimFilter::default()).iter(self.workspace).collect()
    }

    /// The values that the other claims have in one field, most frequent first: what completion offers to this one.
    pub fn values_in_use(self, but: &Claim, field: NameField) -> Vec<String> {
        self.workspace.index.values(&self.workspace.notebook, field, but)
    }

    /// The words that are selected in the reader.
    pub fn selected_words(self) -> Option<&'a str> {
        self.document()?.slice(self.workspace.selection.words()?)
    }

    /// When the source of a claim was published: what its period counts from.
    pub fn published(self, claim: &Claim) -> Option<Date> {
        self.workspace.notebook.documents.get(claim.document()?)?.details.published
    }

    /// The document in the reader.
    pub fn document(self) -> Option<&'a Document> {
        self.workspace.notebook.documents.get(self.workspace.selection.document?)
    }

    /// How many targets are past their deadline without a claim about the outcome.
    pub fn targets_due(self) -> usize {
        self.workspace.index.targets_due(&self.workspace.notebook, self.workspace.clock.today())
    }
}
