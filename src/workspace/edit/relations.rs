//! What can be done to relations between claims.

use crate::notebook::{ClaimId, Edit, EditError, Relation, RelationKind};
use crate::workspace::Workspace;

/// Relations between claims.
impl Workspace {
    /// Says how one claim bears on another. A relation that is there already, or of a claim to itself, changes nothing.
    pub fn relate(&mut self, from: ClaimId, kind: RelationKind, to: ClaimId) -> Result<(), EditError> {
        let known =
            self.notebook.relations.iter().any(|relation| (relation.from, relation.kind, relation.to) == (from, kind, to));
        if known || from == to {
            return Ok(());
        }
        let id = self.new_id();
        self.edit(Edit::new("relate claims").insert(Relation { id, from, kind, to, note: String::new() }))
    }
}
