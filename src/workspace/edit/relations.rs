//! Edits of relations between claims.

use crate::notebook::{ClaimId, Edit, EditError, Relation, RelationId, RelationKind};
use crate::workspace::RelationEdits;

impl RelationEdits<'_> {
    /// Relates one claim to another. Does nothing if the relation exists already or both claims are the same.
    pub fn add(&mut self, from: ClaimId, kind: RelationKind, to: ClaimId) -> Result<(), EditError> {
        let known = self
            .workspace
            .notebook
            .relations
            .iter()
            .any(|relation| (relation.from, relation.kind, relation.to) == (from, kind, to));
        if known || from == to {
            return Ok(());
        }
        let id = self.workspace.new_id();
        self.workspace.edit(Edit::new("relate claims").insert(Relation { id, from, kind, to, note: String::new() }))
    }

    /// Removes a relation.
    pub fn remove(&mut self, id: RelationId) -> Result<(), EditError> {
        self.workspace.edit(Edit::new("remove relation").remove(id))
    }
}
