//! What the rows of the list of sources are drawn with.

use std::collections::HashSet;

use egui::{Id, Sense, Ui};

use crate::notebook::{Document, DocumentId};
use crate::workspace::{SourceRow, Workspace};

/// What the rows are drawn with.
pub(super) struct List<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) rows: &'a [SourceRow],
    /// The sources that are earlier versions of others.
    pub(super) earlier: &'a HashSet<DocumentId>,
    /// Whether all rows of sources have one height.
    pub(super) is_long: bool,
    /// The one row that Tab comes to; arrows go on from there.
    pub(super) stop: Option<Id>,
}

impl List<'_> {
    /// Lets a screen reader give the focus to a row that Tab passes over.
    pub(super) fn can_be_focused(ui: &Ui, row: Id) {
        ui.ctx().accesskit_node_builder(row, |node| node.add_action(egui::accesskit::Action::Focus));
    }

    /// What a row responds to.
    pub(super) fn sense(&self, row: Id) -> Sense {
        if self.stop == Some(row) { Sense::click_and_drag() } else { Sense::click_and_drag() - Sense::FOCUSABLE }
    }

    pub(super) fn document(&self, at: usize) -> Option<&Document> {
        self.workspace.notebook().documents.at(at)
    }

    /// The source of a row of the list; `None` if it is none.
    pub(super) fn document_of(&self, row: usize) -> Option<DocumentId> {
        Some(self.document(self.rows.get(row)?.source()?)?.id)
    }

    /// The sources between two of them, both included, in the order of the list.
    pub(super) fn between(&self, first: DocumentId, last: DocumentId) -> Vec<DocumentId> {
        let listed = self.rows.iter().filter_map(|row| self.document(row.source()?));
        let listed: Vec<DocumentId> = listed.map(|document| document.id).collect();
        let place = |id: DocumentId| listed.iter().position(|other| *other == id);
        match (place(first), place(last)) {
            (Some(first), Some(last)) => listed[first.min(last)..=first.max(last)].to_vec(),
            _ => vec![last],
        }
    }
}
