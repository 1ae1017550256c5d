//! Views of a notebook: filtered lists, the table of claims, search, the selection, suggestions and proposals. They may use
//! `notebook`, `reading`, `writing` and `forecast`, and the orders of lists that `store` remembers. Nothing here changes a notebook, except accepting or dismissing suggestions.

pub(super) mod briefs;
pub(super) mod check_state;
pub(super) mod checks;
pub(super) mod choices;
pub(super) mod conditions;
pub(super) mod filter;
pub(super) mod index;
pub(super) mod known_names;
pub(super) mod lookalike;
pub(super) mod names;
pub(super) mod pages_again;
pub(super) mod picks;
pub(super) mod proposals;
pub(super) mod proposed;
pub(super) mod query;
pub(super) mod readings;
pub(super) mod search;
pub(super) mod selection;
pub(super) mod source_list;
pub(super) mod suggestions;
pub(super) mod survey;
pub(super) mod table;
pub(super) mod topics;
pub(super) mod trail;

use jiff::civil::Date;

use crate::notebook::{Claim, ClaimId, Document, TagId};
use crate::workspace::{ClaimFilter, Look, NameField};

impl<'a> Look<'a> {
    /// The tag that was assigned last, so that it can be assigned again; `None` if it was deleted.
    pub fn last_tag(self) -> Option<TagId> {
        self.recent_tags().first().copied()
    }

    /// The tags that were assigned last, the latest first.
    pub fn recent_tags(self) -> Vec<TagId> {
        let tags = &self.workspace.notebook.tags;
        self.workspace.recent_tags.iter().copied().filter(|&tag| tags.contains(tag)).collect()
    }

    /// The selected claim.
    pub fn chosen_claim(self) -> Option<&'a Claim> {
        self.workspace.notebook.claims.get(self.workspace.selection.claim?)
    }

    /// Returns the claim `step` positions after this one (before it, if negative) among the claims of the document in the
    /// reader.
    pub fn neighbour(self, id: ClaimId, step: isize) -> Option<ClaimId> {
        self.listed(&ClaimFilter::default()).neighbour(self.workspace, id, step)
    }

    /// Returns the claims of the document in the reader in the order of its text; all claims if no document is open.
    pub fn reading_order(self) -> Vec<ClaimId> {
        self.listed(&ClaimFilter::default()).iter(self.workspace).collect()
    }

    /// Returns the values that claims other than `but` have in one field, most frequent first, as completions.
    pub fn values_in_use(self, but: &Claim, field: NameField) -> Vec<String> {
        self.workspace.index.values(&self.workspace.notebook, field, but)
    }

    /// The words that are selected in the reader.
    pub fn selected_words(self) -> Option<&'a str> {
        self.document()?.slice(self.workspace.selection.words()?)
    }

    /// The day on which the source of a claim was published; periods such as “next year” are relative to it.
    pub fn published(self, claim: &Claim) -> Option<Date> {
        self.workspace.notebook.documents.get(claim.document()?)?.details.published
    }

    /// The document in the reader.
    pub fn document(self) -> Option<&'a Document> {
        self.workspace.notebook.documents.get(self.workspace.selection.document?)
    }

    /// Returns the number of targets that are past their deadline without a claim about the outcome.
    pub fn targets_due(self) -> usize {
        self.workspace.index.targets_due(&self.workspace.notebook, self.workspace.clock.today())
    }
}
