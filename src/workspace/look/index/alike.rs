//! Groups claims by subject, measure and unit as they are written, so that whether they are about the same is decided once for
//! each wording rather than for each of tens of thousands of claims.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::notebook::{Claim, ClaimId, ClaimKind, Notebook, Period};

/// Claims with an understood quantity, by subject and then by what is measured.
#[derive(Debug, Default)]
pub struct Alike(HashMap<String, HashMap<Measured, Vec<ForPeriod>, RandomState>, RandomState>);

/// A claim and its period, in which most claims about the same differ: they are compared without looking up the claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ForPeriod {
    /// The claim.
    pub claim: ClaimId,
    /// Its period, if it is understood.
    pub period: Option<Period>,
}

/// A measure of one subject as claims state it: name, unit, and whether it is about the future.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Measured {
    measure: String,
    unit: String,
    /// Whether the claims are about the future: targets, plans or forecasts.
    pub is_intended: bool,
}

impl Measured {
    fn of(claim: &Claim) -> Option<Self> {
        let unit = claim.understood_quantity()?.unit.clone();
        Some(Self { measure: claim.measure.clone(), unit, is_intended: is_intended(claim) })
    }
}

/// Whether a claim is a target, plan or forecast. What was planned and what happened are different things.
pub fn is_intended(claim: &Claim) -> bool {
    matches!(claim.kind, ClaimKind::Target | ClaimKind::Plan | ClaimKind::Forecast)
}

impl Alike {
    pub fn of(notebook: &Notebook) -> Self {
        let mut alike = Self::default();
        for claim in &notebook.claims {
            alike.add(claim);
        }
        alike
    }

    pub fn add(&mut self, claim: &Claim) {
        let Some(measured) = Measured::of(claim) else { return };
        // Most subjects are known already: do not copy the name for each claim.
        if !self.0.contains_key(&claim.subject) {
            self.0.insert(claim.subject.clone(), HashMap::default());
        }
        if let Some(subject) = self.0.get_mut(&claim.subject) {
            subject.entry(measured).or_default().push(ForPeriod { claim: claim.id, period: claim.understood_period() });
        }
    }

    pub fn remove(&mut self, claim: &Claim) {
        let Some(measured) = Measured::of(claim) else { return };
        let Some(subject) = self.0.get_mut(&claim.subject) else { return };
        if let Some(claims) = subject.get_mut(&measured) {
            claims.retain(|kept| kept.claim != claim.id);
            if claims.is_empty() {
                subject.remove(&measured);
            }
        }
        if subject.is_empty() {
            self.0.remove(&claim.subject);
        }
    }

    /// Iterates over the subjects as written, each with its claims by what they measure; in no particular order.
    pub fn subjects(&self) -> impl Iterator<Item = (&str, impl Iterator<Item = (&Measured, &[ForPeriod])>)> {
        self.0
            .iter()
            .map(|(subject, measured)| (subject.as_str(), measured.iter().map(|(what, claims)| (what, claims.as_slice()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{stated_period, stated_quantity};
    use crate::workspace::ClaimField;
    use crate::workspace::Workspace;
    use crate::workspace::tests::with_documents;

    type Row = (String, Measured, Vec<ForPeriod>);

    fn sorted(alike: &Alike) -> Vec<Row> {
        let mut all = Vec::new();
        for (subject, measured) in alike.subjects() {
            for (what, claims) in measured {
                let mut claims = claims.to_vec();
                claims.sort_by_key(|kept| kept.claim);
                all.push((subject.to_owned(), what.clone(), claims));
            }
        }
        all.sort_by_key(|(subject, what, _)| (subject.clone(), what.measure.clone(), what.unit.clone(), what.is_intended));
        all
    }

    fn is_as_made_anew(workspace: &Workspace) -> usize {
        let kept = sorted(workspace.index().alike(workspace.notebook()));
        assert_eq!(kept, sorted(&Alike::of(workspace.notebook())));
        kept.len()
    }

    #[test]
    fn it_follows_every_edit() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        assert_eq!(is_as_made_anew(&workspace), 0);
        let claims: Vec<ClaimId> = (0..3).map(|_| workspace.claims().make(document, (0, 41).into()).unwrap()).collect();
        let set = |workspace: &mut Workspace, id, change: &dyn Fn(&mut Claim)| {
            workspace.end_burst();
            workspace.claims().change(id, ClaimField::Statement, change).unwrap();
            is_as_made_anew(workspace)
        };
        for (number, &id) in claims.iter().enumerate() {
            set(&mut workspace, id, &|claim| {
                claim.subject = "Acme".into();
                claim.measure = "cars".into();
                claim.quantity = stated_quantity(format!("1{number} cars"));
            });
        }
        assert_eq!(is_as_made_anew(&workspace), 1);
        assert_eq!(set(&mut workspace, claims[0], &|claim| claim.kind = ClaimKind::Plan), 2);
        assert_eq!(set(&mut workspace, claims[1], &|claim| claim.subject = "Emca".into()), 3);
        assert_eq!(set(&mut workspace, claims[2], &|claim| claim.period = stated_period("2027".into(), None)), 3);
        assert_eq!(set(&mut workspace, claims[2], &|claim| claim.quantity = None), 2);
        workspace.claims().delete(claims[0]).unwrap();
        assert_eq!(is_as_made_anew(&workspace), 1);
        while workspace.undo().is_some() {
            is_as_made_anew(&workspace);
        }
        while workspace.redo().is_some() {
            is_as_made_anew(&workspace);
        }
    }
}
