//! Edits of the marked claims, each for all of them in one step.

use jiff::civil::Date;

use crate::notebook::{Claim, ClaimId, ClaimKind, Confidence, Edit, EditError, Status, TagId, counted};
use crate::workspace::{ClaimField, MarkedEdits};

/// A change to make to many claims.
#[derive(Debug, Clone, PartialEq)]
pub enum BulkChange {
    /// Give a tag.
    AddTag(TagId),
    /// Remove a tag.
    RemoveTag(TagId),
    /// Set the status.
    Status(Status),
    /// Set the kind.
    Kind(ClaimKind),
    /// Set the confidence.
    Confidence(Confidence),
    /// Set a field that is entered as text, as if it were typed into each claim.
    Typed(ClaimField, String),
}

impl BulkChange {
    fn name(&self) -> &'static str {
        match self {
            Self::AddTag(_) => "tag",
            Self::RemoveTag(_) => "untag",
            Self::Status(_) => "set status of",
            Self::Kind(_) => "set kind of",
            Self::Confidence(_) => "rate",
            Self::Typed(ClaimField::Subject, _) => "set subject of",
            Self::Typed(ClaimField::Measure, _) => "set measure of",
            Self::Typed(ClaimField::Period, _) => "set period of",
            Self::Typed(ClaimField::Attribution, _) => "set voices of",
            Self::Typed(..) => "change",
        }
    }

    /// Applies the change to one claim, whose source was published on a day, if that is known.
    pub fn apply(&self, claim: &mut Claim, published: Option<Date>) {
        match self {
            Self::AddTag(tag) if claim.tags.contains(tag) => {}
            Self::AddTag(tag) => claim.tags.push(*tag),
            Self::RemoveTag(tag) => claim.tags.retain(|other| other != tag),
            Self::Status(status) => claim.status = *status,
            Self::Kind(kind) => claim.kind = *kind,
            Self::Confidence(confidence) => claim.confidence = *confidence,
            Self::Typed(field, text) => {
                if let Some(typed) = field.row().typed() {
                    (typed.set)(claim, text.clone(), published);
                }
            }
        }
    }
}

impl MarkedEdits<'_> {
    /// Gives the marked claims the tag of a name, as one step. The tag is made if there is none. Returns the number of claims that got it.
    pub fn tag_named(&mut self, name: &str) -> Result<usize, EditError> {
        let Some((tag, edit)) = self.workspace.tags().tag_called(name, Edit::new("tag claims")) else { return Ok(0) };
        self.change_in(&BulkChange::AddTag(tag), |_| edit)
    }

    /// Changes the marked claims, as one step. Returns the number of claims that became different.
    pub fn change(&mut self, change: &BulkChange) -> Result<usize, EditError> {
        self.change_in(change, |count| Edit::new(format!("{} {}", change.name(), counted(count, "claim"))))
    }

    fn change_in(&mut self, change: &BulkChange, edit: impl FnOnce(usize) -> Edit) -> Result<usize, EditError> {
        let marked = self.workspace.notebook.claims.iter().filter(|claim| self.workspace.selection.marked.contains(&claim.id));
        let changed: Vec<Claim> = marked
            .filter_map(|claim| {
                let mut new = claim.clone();
                change.apply(&mut new, self.workspace.look().published(claim));
                (new != *claim).then_some(new)
            })
            .collect();
        let count = changed.len();
        self.workspace.edit(changed.into_iter().fold(edit(count), Edit::put))?;
        if let BulkChange::AddTag(tag) = change {
            self.workspace.note_tag(*tag);
        }
        Ok(count)
    }

    /// Deletes the marked claims, as one step. Returns their number.
    pub fn delete(&mut self) -> Result<usize, EditError> {
        let marked: Vec<ClaimId> = self
            .workspace
            .notebook
            .claims
            .iter()
            .map(|claim| claim.id)
            .filter(|id| self.workspace.selection.marked.contains(id))
            .collect();
        let name = format!("delete {}", counted(marked.len(), "claim"));
        let edit = self.workspace.notebook.removal_of_claims(&name, &marked);
        self.workspace.edit(edit)?;
        Ok(marked.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::tests::with_documents;

    #[test]
    fn marked_claims_change_in_one_step() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let a = workspace.claims().make(document, (0, 41).into()).unwrap();
        let b = workspace.claims().make(document, (42, 75).into()).unwrap();
        let tag = workspace.tags().give_by_name(a, "network").unwrap();
        let before = workspace.notebook().clone();
        workspace.selection.marked = [a, b].into();
        assert_eq!(workspace.marked().change(&BulkChange::AddTag(tag)), Ok(1));
        assert_eq!(workspace.index().tag_uses(tag), 2);
        assert_eq!(workspace.marked().change(&BulkChange::Status(Status::Checked)), Ok(2));
        assert_eq!(workspace.undo().as_deref(), Some("set status of 2 claims"));
        assert_eq!(workspace.undo().as_deref(), Some("tag 1 claim"));
        assert_eq!(workspace.marked().delete(), Ok(2));
        assert!(workspace.notebook().claims.is_empty() && workspace.selection.marked.is_empty());
        assert_eq!(workspace.undo().as_deref(), Some("delete 2 claims"));
        assert_eq!(*workspace.notebook(), before);
    }
}
