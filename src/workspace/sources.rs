//! What can be done to sources.

use super::{Burst, Imported, Workspace};
use crate::notebook::{Change, Details, Document, DocumentId, Edit, EditError};

impl Workspace {
    /// Adds a source and opens it.
    pub fn add_document(&mut self, imported: Imported, details: Details) -> DocumentId {
        let id = self.new_id();
        let document = imported.into_document(id, details);
        // A fresh id is never taken.
        self.edit(Edit::new("add source").insert(document)).ok();
        self.selection.open_document(id);
        id
    }

    /// Adds several sources as one step and opens the first.
    pub fn add_documents(&mut self, sources: Vec<(Imported, Details)>) {
        let count = sources.len();
        let mut edit = Edit::new(if count == 1 { "add source".to_owned() } else { format!("add {count} sources") });
        let mut first = None;
        for (imported, details) in sources {
            let id: DocumentId = self.new_id();
            first.get_or_insert(id);
            edit = edit.insert(imported.into_document(id, details));
        }
        self.edit(edit).ok();
        if let Some(first) = first {
            self.selection.open_document(first);
        }
    }

    /// Changes what is known about a source. Typing into one field is one step.
    pub fn set_details(&mut self, id: DocumentId, details: Details, field: &'static str) -> Result<(), EditError> {
        let edit = Edit::new("edit source").with(Change::Details(id, details));
        self.edit_in(edit, Some(Burst { record: Some(id.into()), field }))
    }

    /// Removes a source with the claims that stand in it alone.
    pub fn remove_document(&mut self, id: DocumentId) -> Result<(), EditError> {
        let edit = self.notebook.removal_of_document(id);
        self.edit(edit)
    }

    /// The document in the reader.
    pub fn document(&self) -> Option<&Document> {
        self.notebook.documents.get(self.selection.document?)
    }
}

#[cfg(test)]
mod tests {
    use crate::workspace::tests::with_documents;

    #[test]
    fn removing_a_source_takes_its_claims_and_undo_brings_all_back() {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        let claim = workspace.make_claim(document, (4, 40).into()).unwrap();
        let full = workspace.notebook().clone();
        workspace.remove_document(document).unwrap();
        assert!(!workspace.notebook().claims.contains(claim));
        assert_eq!(workspace.undo().as_deref(), Some("remove source"));
        assert_eq!(*workspace.notebook(), full);
    }
}
