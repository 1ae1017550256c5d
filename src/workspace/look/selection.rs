//! The selection, which all views share.

use std::collections::{HashMap, HashSet};

use crate::notebook::{Claim, ClaimId, DocumentId, ModelId, Notebook, ScenarioId, SeriesId, TextRange};
use crate::workspace::{Look, Select};

/// What is selected in the open notebook. None of it is saved with the notebook, and selecting is not undone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// The document in the reader.
    pub document: Option<DocumentId>,
    /// The text that is selected in it.
    pub text: Option<TextSelection>,
    /// The selected claim.
    pub claim: Option<ClaimId>,
    /// The sentence of the suggestion that is selected instead of a claim.
    pub suggestion: Option<TextRange>,
    /// Marked claims, to be changed together.
    pub marked: HashSet<ClaimId>,
    /// Marked sources, to be changed together.
    pub marked_sources: HashSet<DocumentId>,
    /// The series on the targets chart.
    pub series: Option<SeriesId>,
    /// The model under “Scenarios”.
    pub model: Option<ModelId>,
    /// The scenario of that model; `None` for the assumptions alone.
    pub scenario: Option<ScenarioId>,
    /// The claim that was selected in each document when it was left; returning to the document selects it again.
    left: HashMap<DocumentId, ClaimId>,
}

/// A text selection: its fixed end and its moving end, both byte offsets into the document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextSelection {
    /// The end where selecting began.
    pub anchor: usize,
    /// The end that moves; it is before the anchor when selecting backwards.
    pub head: usize,
}

impl TextSelection {
    /// Returns the selected range, whichever way it was selected.
    pub fn range(self) -> TextRange {
        TextRange::between(self.anchor, self.head)
    }
}

impl Look<'_> {
    /// The selected words and their document, unless the chosen claim stands on exactly these: what is done to them makes a new claim.
    pub fn words_apart(self) -> Option<(DocumentId, TextRange)> {
        let selection = &self.workspace.selection;
        let (document, range) = selection.document.zip(selection.words())?;
        let text = &self.workspace.notebook.documents.get(document)?.text;
        let words = crate::reading::trim_to_words(text, range);
        let stands = |claim: &Claim| claim.passages.iter().any(|own| own.document == document && own.range == words);
        (!self.chosen_claim().is_some_and(stands)).then_some((document, range))
    }
}

impl Selection {
    /// Returns the range of the selected text; `None` if it is empty.
    pub fn words(&self) -> Option<TextRange> {
        self.text.map(TextSelection::range).filter(|range| !range.is_empty())
    }

    /// Shows another document. Clears the text selection and the suggestion of the previous one. Unless `claim_stays`, the
    /// selected claim is replaced by the one that was selected here last.
    fn open_document(&mut self, id: DocumentId, claim_stays: bool) {
        let Some(before) = self.document.replace(id).filter(|&before| before != id) else { return };
        match self.claim {
            Some(claim) => self.left.insert(before, claim),
            None => self.left.remove(&before),
        };
        (self.text, self.suggestion) = (None, None);
        if !claim_stays {
            self.claim = self.left.get(&id).copied();
        }
    }

    /// Clears what is no longer in the notebook. Document, series and model fall back to the first in the notebook.
    pub(in crate::workspace) fn forget_missing(&mut self, notebook: &Notebook) {
        let before = self.document;
        self.document = self.document.filter(|&id| notebook.documents.contains(id));
        if self.document.is_none() {
            self.document = notebook.documents.at(0).map(|document| document.id);
        }
        if self.document != before {
            self.text = None;
            self.suggestion = None;
        }
        self.left.retain(|&document, &mut claim| notebook.documents.contains(document) && notebook.claims.contains(claim));
        self.claim = self.claim.filter(|&id| notebook.claims.contains(id));
        self.marked.retain(|&id| notebook.claims.contains(id));
        self.marked_sources.retain(|&id| notebook.documents.contains(id));
        self.series =
            self.series.filter(|&id| notebook.series.contains(id)).or_else(|| notebook.series.at(0).map(|series| series.id));
        self.model =
            self.model.filter(|&id| notebook.models.contains(id)).or_else(|| notebook.models.at(0).map(|model| model.id));
        self.scenario = self.scenario.filter(|&id| notebook.scenarios.contains(id));
    }
}

impl Select<'_> {
    /// Shows a document. A claim that has no passage in it is unselected, so that actions on the selected claim change a
    /// visible one.
    pub fn document(&mut self, id: DocumentId) {
        let stands_here = |claim: &crate::notebook::Claim| claim.passages.iter().any(|passage| passage.document == id);
        let claim_stays = self.workspace.look().chosen_claim().is_some_and(stands_here);
        self.workspace.selection.open_document(id, claim_stays);
    }

    /// Selects a claim and shows a document that it has a passage in: the open one if it has one there.
    pub fn claim(&mut self, id: ClaimId) {
        let Some(claim) = self.workspace.notebook.claims.get(id) else { return };
        let stands_here = claim.passages.iter().any(|passage| Some(passage.document) == self.workspace.selection.document);
        let document = claim.document();
        self.workspace.end_burst();
        if let (Some(document), false) = (document, stands_here) {
            self.document(document);
        }
        self.workspace.selection.claim = Some(id);
    }
}

#[cfg(test)]
mod tests {
    use crate::workspace::tests::with_documents;

    #[test]
    fn another_source_lets_go_of_the_claim_and_going_back_chooses_it_again() {
        let mut workspace = with_documents();
        let [a, b] = [0, 1].map(|index| workspace.notebook().documents.at(index).unwrap().id);
        workspace.select().document(a);
        let claim = workspace.claims().make(a, (0, 12).into()).unwrap();
        workspace.select().document(b);
        assert_eq!(workspace.selection.claim, None);
        workspace.select().document(a);
        assert_eq!(workspace.selection.claim, Some(claim));
        // A claim that was unselected there stays unselected.
        workspace.selection.claim = None;
        workspace.select().document(b);
        workspace.select().document(a);
        assert_eq!(workspace.selection.claim, None);
        // A claim with a passage in both stays selected.
        workspace.select().claim(claim);
        workspace.select().document(b);
        workspace.selection.claim = Some(claim);
        workspace.selection.text = Some(crate::workspace::TextSelection { anchor: 0, head: 8 });
        workspace.claims().add_passage().unwrap();
        workspace.select().document(a);
        assert_eq!(workspace.selection.claim, Some(claim));
        workspace.claims().delete(claim).unwrap();
        workspace.select().document(b);
        assert_eq!(workspace.selection.claim, None);
    }
}
