//! Edits of relations between claims.

use crate::notebook::{ClaimId, Edit, EditError, Relation, RelationId, RelationKind};
use crate::workspace::RelationEdits;

impl RelationEdits<'_> {
    /// Says how one claim bears on another. A relation that is there already, or of a claim to itself, changes nothing.
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

    /// A relation that is to go.
    pub fn remove(&mut self, id: RelationId) -> Result<(), EditError> {
        self.workspace.edit(Edit::new("remove relation").remove(id))
    }
}
