//! Offers claims to choose from: for the other end of a relation, and for the claims that an assumption rests on.

use std::collections::HashMap;

use crate::notebook::{Assumption, AssumptionValue, Claim, ClaimId, ClaimKind, PlanPoint, Status};
use crate::workspace::Look;
use crate::workspace::look::conditions::ClaimFilter;
use crate::workspace::look::filter::ClaimList;
use crate::workspace::model::amounts::{amount_in, is_counted_alike, may_state};

impl Look<'_> {
    /// Returns at most `most` claims that match the query `words` and that `claim` may be related to; those about the same
    /// subject and measure come first.
    pub fn offered_to_relate(self, claim: &Claim, words: &str, most: usize) -> Vec<ClaimId> {
        let list = self.with_words(words);
        let others = || {
            let all = list.iter(self.workspace).filter_map(|id| self.workspace.notebook.claims.get(id));
            all.filter(|other| other.id != claim.id)
        };
        let mut topical = self.workspace.notebook.about(&claim.subject, &claim.measure);
        let (about_it, rest): (Vec<&Claim>, Vec<&Claim>) = others().partition(|other| topical.holds(other));
        about_it.into_iter().chain(rest).take(most).map(|other| other.id).collect()
    }

    /// Returns at most `most` claims that match the query `words` and state a value of this assumption; those in the same unit
    /// come first.
    pub fn offered_to_rest_on(self, assumption: &Assumption, words: &str, most: usize) -> Vec<ClaimId> {
        let list = self.with_words(words);
        let all = list.iter(self.workspace).filter_map(|id| self.workspace.notebook.claims.get(id));
        let mut fits = Fits::new(assumption);
        let (mut alike, mut others) = (Vec::new(), Vec::new());
        for claim in all {
            match fits.of(claim) {
                Some(true) => alike.push(claim.id),
                Some(false) if others.len() < most => others.push(claim.id),
                _ => {}
            }
            if alike.len() == most {
                break;
            }
        }
        alike.into_iter().chain(others).take(most).collect()
    }

    /// Returns the targets and plans for a subject and measure as points of a step plan in a unit, in order of time; of several for
    /// one day the best supported one, and none that was superseded.
    pub fn targets_as_plan(self, subject: &str, measure: &str, unit: &str) -> Vec<PlanPoint> {
        let mut topical = self.workspace.notebook.about(subject, measure);
        let is_target =
            |claim: &&Claim| matches!(claim.kind, ClaimKind::Target | ClaimKind::Plan) && claim.status != Status::Superseded;
        let point = |claim: &Claim| {
            let value = amount_in(claim.understood_quantity()?, unit)?;
            let date = claim.understood_period()?.last_day();
            Some((claim.status.weight(), PlanPoint { date, value, claim: Some(claim.id), note: String::new() }))
        };
        let mut found: Vec<_> = {
            let about = self.workspace.notebook.claims.iter().filter(|claim| topical.holds(claim));
            about.filter(is_target).filter_map(point).collect()
        };
        found.sort_by_key(|(weight, point)| (point.date, std::cmp::Reverse(*weight)));
        found.dedup_by_key(|(_, point)| point.date);
        found.into_iter().map(|(_, point)| point).collect()
    }

    fn with_words(self, words: &str) -> ClaimList {
        self.listed(&ClaimFilter { text: words.to_owned(), all_documents: true, ..ClaimFilter::default() })
    }
}

/// Checks whether claims state a value of an assumption. Results are cached by unit: thousands of claims have few different
/// units.
struct Fits<'a> {
    assumption: &'a Assumption,
    units: HashMap<(&'a str, &'a str), Option<bool>>,
}

impl<'a> Fits<'a> {
    fn new(assumption: &'a Assumption) -> Self {
        Self { assumption, units: HashMap::new() }
    }

    /// Whether the claim counts exactly what the assumption does; `None` if it states no value of the assumption.
    fn of(&mut self, claim: &'a Claim) -> Option<bool> {
        match &self.assumption.value {
            AssumptionValue::Number(_) => {
                let (quantity, unit) = (claim.understood_quantity()?, &self.assumption.unit);
                let known = self.units.entry((&quantity.unit, &quantity.per));
                *known.or_insert_with(|| may_state(quantity, unit).then(|| is_counted_alike(quantity, unit)))
            }
            AssumptionValue::Date(_) => claim.understood_period().map(|_| false),
            AssumptionValue::Growth(_) => Some(false),
            AssumptionValue::Plan(_) | AssumptionValue::Samples(_) => None,
        }
    }
}
