//! Whether the claims that an assumption rests on state its value, and what they said when it was taken from them.

use super::amounts::value_from_claim;
use crate::notebook::{AnyRecord, Assumption, AssumptionValue, Change, Claim, Edit, Limit, Notebook};

/// An edit that changes claims, with a note of what they said in the assumptions that take their values from them. Notebooks of older
/// versions have no such notes.
pub(in crate::workspace) fn remember_what_was_said(notebook: &Notebook, mut edit: Edit) -> Edit {
    let changed = |change: &Change| match change {
        Change::Replace(AnyRecord::Claim(claim)) => notebook.claims.get(claim.id),
        _ => None,
    };
    let before: Vec<&Claim> = edit.changes.iter().filter_map(changed).collect();
    if before.is_empty() {
        return edit;
    }
    for assumption in notebook.assumptions.iter().filter(|assumption| assumption.seen.is_empty()) {
        let claim = assumption.claims.first().and_then(|id| before.iter().find(|claim| claim.id == *id));
        let is_replaced =
            |change: &Change| matches!(change, Change::Replace(AnyRecord::Assumption(new)) if new.id == assumption.id);
        let seen = claim.and_then(|claim| assumption.value.stated_by(claim));
        if let Some(seen) = seen.filter(|_| !is_changed(notebook, assumption) && !edit.changes.iter().any(is_replaced)) {
            edit = edit.put(Assumption { seen, ..assumption.clone() });
        }
    }
    edit
}

/// Whether an assumption rests on claims, but none of them states its range from low to high, so that the range is the
/// analyst's own.
pub fn has_own_range(notebook: &Notebook, assumption: &Assumption) -> bool {
    let states_all = |claim: &&Claim| match (&assumption.value, value_from_claim(assumption, Some(claim))) {
        (AssumptionValue::Number(own), Some(AssumptionValue::Number(stated))) => match stated.limit {
            // Without a range there is none of one's own.
            Limit::None => own.low == own.high || own.low == stated.low && own.high == stated.high,
            // A limit states only one end; values beyond it are guessed.
            Limit::Low | Limit::High => own.low == own.high,
        },
        _ => true,
    };
    let mut claims = assumption.claims.iter().filter_map(|&claim| notebook.claims.get(claim));
    !assumption.claims.is_empty() && !claims.any(|claim| states_all(&claim))
}

/// Whether an assumption rests on claims, but none of them states its value: the analyst changed it, so it is the analyst's
/// own.
pub fn is_changed(notebook: &Notebook, assumption: &Assumption) -> bool {
    let claims: Vec<&Claim> = assumption.claims.iter().filter_map(|&claim| notebook.claims.get(claim)).collect();
    let states_it = |claim: &&Claim| match (&assumption.value, value_from_claim(assumption, Some(claim))) {
        // A limit states only one end.
        (AssumptionValue::Number(own), Some(AssumptionValue::Number(stated))) => match stated.limit {
            Limit::None => own.base == stated.base,
            Limit::Low => own.low == stated.low,
            Limit::High => own.high == stated.high,
        },
        // Any day in the claim's period agrees with the claim.
        (AssumptionValue::Date(day), Some(_)) => {
            claim.understood_period().is_none_or(|period| period.start <= *day && *day < period.end)
        }
        _ => true,
    };
    !claims.is_empty() && !claims.iter().any(states_it)
}

/// Whether the value of an assumption is the analyst's own although it rests on claims: none of them states it, and it does not wait for
/// one that says something else now.
pub fn is_own(notebook: &Notebook, assumption: &Assumption) -> bool {
    is_changed(notebook, assumption) && notebook.claim_moved(assumption).is_none()
}
