//! Decisions about findings: one claim updates another, two contradict each other, or all is right. Each is one step that can be undone.

use crate::checking::{Decision, Finding};
use crate::notebook::{Claim, ClaimId, Dismissal, Edit, EditError, Relation, RelationKind, Status};
use crate::workspace::CheckEdits;

impl CheckEdits<'_> {
    /// Says that a claim replaces another, which counts as superseded; so do claims that only repeat it.
    pub fn update(&mut self, later: ClaimId, earlier: ClaimId, note: &str) -> Result<(), EditError> {
        let edit = self.relating("settle: one updates the other", (later, RelationKind::Updates, earlier), note);
        let repeated = self.repeating(earlier, later);
        let edit =
            std::iter::once(earlier).chain(repeated).fold(edit, |edit, claim| self.with_status(edit, claim, Status::Superseded));
        self.workspace.edit(edit)
    }

    /// Says that two claims contradict each other: both stay, and both are disputed.
    pub fn contradict(&mut self, one: ClaimId, other: ClaimId, note: &str) -> Result<(), EditError> {
        let edit = self.relating("settle: they contradict", (one, RelationKind::Contradicts, other), note);
        let edit = self.with_status(edit, one, Status::Disputed);
        let edit = self.with_status(edit, other, Status::Disputed);
        self.workspace.edit(edit)
    }

    /// Says that a finding is right: it is not shown again until its claims say something else.
    pub fn dismiss(&mut self, finding: &Finding, note: &str) -> Result<(), EditError> {
        let (rule, claims) = (finding.rule.number(), finding.claims.clone());
        let notebook = &self.workspace.notebook;
        let id = Dismissal::id_of(rule, &claims);
        let said = notebook.what_claims_say(&claims);
        let is_there = notebook.dismissals.contains(id);
        let dismissal = Dismissal { id, rule, claims, said, note: note.trim().to_owned() };
        self.workspace.edit(Edit::new("settle: all is right").keep(dismissal, is_there))
    }

    /// Takes a decision back: the finding is open again. Claims that another relation makes superseded or disputed stay so.
    pub fn ask_again(&mut self, finding: &Finding, decision: Decision) -> Result<(), EditError> {
        let notebook = &self.workspace.notebook;
        let mut edit = Edit::new("ask again");
        let (gone, mut claims) = match decision {
            Decision::Dismissed(id) => return self.workspace.edit(edit.remove(id)),
            Decision::Related(id) => {
                edit = edit.remove(id);
                let ends = notebook.relations.get(id).map(|relation| (relation.from, relation.to));
                (Some(id), ends.into_iter().flat_map(|(from, to)| std::iter::once(to).chain(self.repeating(to, from))).collect())
            }
            Decision::Superseded => (None, Vec::new()),
        };
        claims.extend(finding.claims.iter().copied().filter(|claim| !claims.contains(claim)).collect::<Vec<_>>());
        for id in claims {
            let Some(status) = notebook.claims.get(id).map(|claim| claim.status) else { continue };
            let others = notebook.relations.iter().filter(|relation| Some(relation.id) != gone);
            let mut others = others.filter(|relation| match status {
                Status::Superseded => relation.kind == RelationKind::Updates && relation.to == id,
                _ => relation.kind == RelationKind::Contradicts && (relation.from == id || relation.to == id),
            });
            if matches!(status, Status::Superseded | Status::Disputed) && others.next().is_none() {
                edit = self.with_status(edit, id, Status::New);
            }
        }
        self.workspace.edit(edit)
    }

    /// Relates two claims, in place of how they were related.
    fn relating(&mut self, name: &str, (from, kind, to): (ClaimId, RelationKind, ClaimId), note: &str) -> Edit {
        let id = self.workspace.new_id();
        let notebook = &self.workspace.notebook;
        let is_between =
            |relation: &&Relation| (relation.from, relation.to) == (from, to) || (relation.from, relation.to) == (to, from);
        let mut edit = Edit::new(name);
        let mut known = notebook.relations.iter().filter(is_between);
        let kept = known.next().map(|relation| (relation.id, relation.note.clone()));
        for other in known {
            edit = edit.remove(other.id);
        }
        let (id, old_note) = kept.clone().unwrap_or((id, String::new()));
        let note = if note.trim().is_empty() { old_note } else { note.trim().to_owned() };
        edit.keep(Relation { id, from, kind, to, note }, kept.is_some())
    }

    /// The claims that say the same as a claim: the same kind of thing about the same, with the same number for the same period.
    fn repeating(&self, claim: ClaimId, but: ClaimId) -> Vec<ClaimId> {
        let notebook = &self.workspace.notebook;
        let Some(claim) = notebook.claims.get(claim) else { return Vec::new() };
        let mut about = notebook.about(&claim.subject, &claim.measure);
        let says = |other: &Claim| (other.kind, other.understood_quantity().cloned(), other.understood_period());
        let is_same = |other: &&Claim| other.id != claim.id && other.id != but && says(other) == says(claim);
        notebook.claims.iter().filter(is_same).filter(|other| about.holds(other)).map(|other| other.id).collect()
    }

    fn with_status(&self, edit: Edit, claim: ClaimId, status: Status) -> Edit {
        match self.workspace.notebook.claims.get(claim) {
            Some(claim) if claim.status != status => edit.put(Claim { status, ..claim.clone() }),
            _ => edit,
        }
    }
}
