//! What is chosen: one selection that every view shows.

use std::collections::HashSet;

use crate::notebook::{ClaimId, DocumentId, ModelId, Notebook, ScenarioId, SeriesId, TextRange};

/// What is chosen in the open notebook. Nothing of it is saved with the notebook, and choosing is not undone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// The document in the reader.
    pub document: Option<DocumentId>,
    /// The words that are selected in it.
    pub text: Option<TextSelection>,
    /// The claim that is being looked at.
    pub claim: Option<ClaimId>,
    /// The suggested sentence that is being looked at, instead of a claim.
    pub suggestion: Option<TextRange>,
    /// Claims that are marked, to be changed together.
    pub marked: HashSet<ClaimId>,
    /// The series on the targets chart.
    pub series: Option<SeriesId>,
    /// The model under “Scenarios”.
    pub model: Option<ModelId>,
    /// The scenario of that model; `None` for the assumptions as they are.
    pub scenario: Option<ScenarioId>,
}

/// Selected words: where the selecting began and where it has got to, both gaps between bytes of the document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextSelection {
    /// Where it began.
    pub anchor: usize,
    /// Where it has got to; before the anchor when selecting backwards.
    pub head: usize,
}

impl TextSelection {
    /// The selected bytes.
    pub fn range(self) -> TextRange {
        TextRange::between(self.anchor, self.head)
    }
}

impl Selection {
    /// The selected words, unless there are none.
    pub fn words(&self) -> Option<TextRange> {
        self.text.map(TextSelection::range).filter(|range| !range.is_empty())
    }

    /// Shows another document; what was selected in the one before is let go.
    pub fn open_document(&mut self, id: DocumentId) {
        if self.document != Some(id) {
            self.document = Some(id);
            self.text = None;
            self.suggestion = None;
        }
    }

    /// Lets go of what is no longer in the notebook.
    pub(super) fn forget_missing(&mut self, notebook: &Notebook) {
        let before = self.document;
        self.document = self.document.filter(|&id| notebook.documents.contains(id));
        if self.document.is_none() {
            self.document = notebook.documents.at(0).map(|document| document.id);
        }
        if self.document != before {
            self.text = None;
            self.suggestion = None;
        }
        self.claim = self.claim.filter(|&id| notebook.claims.contains(id));
        self.marked.retain(|&id| notebook.claims.contains(id));
        self.series =
            self.series.filter(|&id| notebook.series.contains(id)).or_else(|| notebook.series.at(0).map(|series| series.id));
        self.model =
            self.model.filter(|&id| notebook.models.contains(id)).or_else(|| notebook.models.at(0).map(|model| model.id));
        self.scenario = self.scenario.filter(|&id| notebook.scenarios.contains(id));
    }
}
