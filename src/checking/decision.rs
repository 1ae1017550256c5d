//! What was decided about findings: by a dismissal, by a relation between two claims, or because a claim is overtaken.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::finding::{Finding, Level};
use crate::notebook::{ClaimId, DismissalId, Notebook, RelationId, RelationKind, Status};

/// What was decided about a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It was found right.
    Dismissed(DismissalId),
    /// A relation between its claims says how they stand to each other.
    Related(RelationId),
    /// One of its claims is overtaken by a later one.
    Superseded,
}

/// A finding, and what was decided about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The finding.
    pub finding: Finding,
    /// The decision; `None` while it is open, or if it fits.
    pub decision: Option<Decision>,
}

/// Where a finding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Standing {
    /// Somebody should look at it.
    #[default]
    Open,
    /// It was decided.
    Settled,
    /// It adds up.
    Fits,
}

impl Checked {
    /// Where it stands.
    pub fn standing(&self) -> Standing {
        match (self.decision, self.finding.level) {
            (_, Level::Fits) => Standing::Fits,
            (Some(_), _) => Standing::Settled,
            (None, _) => Standing::Open,
        }
    }
}

/// Relations that settle what two claims are to each other, by the claims.
#[derive(Debug, Default)]
pub(super) struct Ties(HashMap<(ClaimId, ClaimId), RelationId, RandomState>);

impl Ties {
    pub fn of(notebook: &Notebook) -> Self {
        let settles = |kind| matches!(kind, RelationKind::Contradicts | RelationKind::Updates);
        let relations = notebook.relations.iter().filter(|relation| settles(relation.kind));
        Self(relations.map(|relation| (pair(relation.from, relation.to), relation.id)).collect())
    }

    /// What was decided about a finding.
    pub fn decision(&self, notebook: &Notebook, finding: &Finding) -> Option<Decision> {
        if finding.level == Level::Fits {
            return None;
        }
        if let Some(dismissal) = notebook.dismissal_of(finding.rule.number(), &finding.claims) {
            return Some(Decision::Dismissed(dismissal.id));
        }
        // Of a sum, no pair of claims settles the whole.
        if let [one, other] = finding.claims[..]
            && let Some(relation) = self.0.get(&pair(one, other))
        {
            return Some(Decision::Related(*relation));
        }
        let is_superseded = |id: &ClaimId| notebook.claims.get(*id).is_some_and(|claim| claim.status == Status::Superseded);
        finding.claims.iter().any(is_superseded).then_some(Decision::Superseded)
    }
}

fn pair(one: ClaimId, other: ClaimId) -> (ClaimId, ClaimId) {
    if one <= other { (one, other) } else { (other, one) }
}
