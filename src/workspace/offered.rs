//! Claims to choose one from: the other end of a relation, what an assumption rests on.

use super::Workspace;
use super::amounts::{is_counted_alike, value_from_claim};
use super::filter::{ClaimFilter, ClaimList};
use crate::notebook::{Assumption, AssumptionValue, Claim, ClaimId};

impl Workspace {
    /// At most `most` claims with these words (or what else a query says) that this one may be related to; those about the same
    /// first.
    pub fn offered_to_relate(&self, claim: &Claim, words: &str, most: usize) -> Vec<ClaimId> {
        let related: Vec<ClaimId> = self.notebook.relations_of(claim.id).map(|(.., other)| other).collect();
        let list = self.with_words(words);
        let others = || {
            let all = list.iter(self).filter_map(|id| self.notebook.claims.get(id));
            all.filter(|other| other.id != claim.id && !related.contains(&other.id))
        };
        let is_about_it = |other: &&Claim| other.is_about(&claim.subject, &claim.measure);
        let about_it = others().filter(is_about_it);
        about_it.chain(others().filter(|other| !is_about_it(other))).take(most).map(|other| other.id).collect()
    }

    /// At most `most` claims with these words that state a value of this assumption; those that count just what it counts first.
    pub fn offered_to_rest_on(&self, assumption: &Assumption, words: &str, most: usize) -> Vec<ClaimId> {
        let list = self.with_words(words);
        let any = matches!(assumption.value, AssumptionValue::Growth(_));
        let says = |claim: &&Claim| any || value_from_claim(assumption, Some(claim)).is_some();
        let fitting: Vec<&Claim> = list.iter(self).filter_map(|id| self.notebook.claims.get(id)).filter(says).collect();
        let is_alike = |claim: &&&Claim| claim.understood_quantity().is_some_and(|it| is_counted_alike(it, &assumption.unit));
        let alike = fitting.iter().filter(is_alike);
        alike.chain(fitting.iter().filter(|claim| !is_alike(claim))).take(most).map(|claim| claim.id).collect()
    }

    fn with_words(&self, words: &str) -> ClaimList {
        self.listed(&ClaimFilter { text: words.to_owned(), all_documents: true, ..ClaimFilter::default() })
    }
}
