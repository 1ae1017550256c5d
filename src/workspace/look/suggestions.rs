//! Suggests claims that a source seems to make. Sources are read in the background; suggestions are accepted or dismissed one
//! by one, and accepted by kind.
//!
//! A reading is valid for one text, language and day of publication; if one of these is edited, the source is read again.
//! Sentences that are already claimed, or were dismissed, are not suggested.

use crate::notebook::{Change, Claim, ClaimId, ClaimKind, Document, DocumentId, Edit, EditError, Passage, TextRange};
use crate::reading::{self, Assertion, Context, Draft, Language, ReadClaim};
use crate::workspace::look::known_names;
use crate::workspace::look::readings::{ReadingTask, SourceReading, Suggestions};
use crate::workspace::look::survey::{SurveyTask, Surveyed};
use crate::workspace::{Look, SuggestionEdits};

/// Which assertions of a suggested sentence become claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// The main one, or each of a list in which every item has its own date.
    Main,
    /// The one in this place.
    One(usize),
    /// All of them.
    All,
}

/// The details of a document that reading needs.
pub(in crate::workspace) fn reading_context(document: &Document) -> Context {
    let details = &document.details;
    Context { published: details.published, publisher: details.publisher.clone(), language: Language::of_tag(&details.language) }
}

impl SuggestionEdits<'_> {
    /// Returns the task of reading the open source, if it has no current reading. Each task is returned only once.
    pub fn wanted_reading(&mut self) -> Option<ReadingTask> {
        let document = self.workspace.notebook.documents.get(self.workspace.selection.document?)?;
        self.workspace.readings.wanted(document)
    }

    /// Stores a finished reading, unless the source was edited in the meantime.
    pub fn take_reading(&mut self, reading: SourceReading) {
        self.workspace.readings.take(reading, &self.workspace.notebook);
    }

    /// Returns the task of reading all sources for how many suggestions are left in each. Each source is part of one task only.
    pub fn wanted_survey(&mut self) -> Option<SurveyTask> {
        let revision = self.workspace.revision;
        self.workspace.readings.survey.wanted(&self.workspace.notebook, revision)
    }

    /// Stores what was read of all sources.
    pub fn take_survey(&mut self, surveyed: Surveyed) {
        self.workspace.readings.survey.take(surveyed, &self.workspace.notebook, &self.workspace.index);
    }

    /// Makes claims of a suggested sentence and selects the first; returns `None` if the sentence is not suggested.
    pub fn accept(&mut self, sentence: TextRange, rows: Rows) -> Result<Option<ClaimId>, EditError> {
        let Some(suggestions) = self.workspace.look().suggestions() else { return Ok(None) };
        let Some(suggestion) = suggestions.position(sentence).and_then(|index| suggestions.at(index)) else { return Ok(None) };
        let read = suggestion.claim;
        let chosen = match rows {
            Rows::Main => read.together(),
            Rows::One(row) => read.assertions.get(row).into_iter().collect(),
            Rows::All => read.assertions.iter().collect(),
        };
        let claims = self.claims_of(read, &chosen);
        let Some(first) = claims.first().map(|claim| claim.id) else { return Ok(None) };
        self.workspace.edit(claims.into_iter().fold(Edit::new("accept suggestion"), Edit::insert))?;
        self.workspace.selection.suggestion = None;
        self.workspace.selection.claim = Some(first);
        Ok(Some(first))
    }

    /// Clears the selected suggestion if it does not exist any more: it was claimed, dismissed, or read differently.
    pub(in crate::workspace) fn forget_old_suggestion(&mut self) {
        if let Some(sentence) = self.workspace.selection.suggestion
            && self.workspace.look().suggestions().is_none_or(|suggestions| suggestions.position(sentence).is_none())
        {
            self.workspace.selection.suggestion = None;
        }
    }

    /// Accepts all suggestions of a kind in the open source, as one undo step; returns the number of claims made. Denials are
    /// skipped: each must be reviewed.
    pub fn accept_all(&mut self, kind: ClaimKind) -> Result<usize, EditError> {
        let Some(suggestions) = self.workspace.look().suggestions() else { return Ok(0) };
        let mut edit = Edit::new(format!("accept all suggested {}s", kind.label().to_lowercase()));
        let mut count = 0;
        for suggestion in suggestions.iter().filter(|suggestion| suggestion.claim.kind == kind && !suggestion.claim.negated) {
            for claim in self.claims_of(suggestion.claim, &suggestion.claim.together()) {
                edit = edit.insert(claim);
                count += 1;
            }
        }
        if count > 0 {
            self.workspace.edit(edit)?;
        }
        self.workspace.selection.suggestion = None;
        Ok(count)
    }

    /// Dismisses a suggested sentence of the open source, so that it is never suggested again.
    pub fn dismiss(&mut self, sentence: TextRange) -> Result<(), EditError> {
        let Some(document) = self.workspace.look().document() else { return Ok(()) };
        let Some(quote) = document.slice(sentence) else { return Ok(()) };
        let (id, mut details) = (document.id, document.details.clone());
        let suggested = self.workspace.look().suggestions().is_some_and(|suggestions| suggestions.position(sentence).is_some());
        if !suggested || details.dismissed.iter().any(|known| known == quote) {
            return Ok(());
        }
        details.dismissed.push(quote.to_owned());
        if self.workspace.selection.suggestion == Some(sentence) {
            self.workspace.selection.suggestion = None;
        }
        self.workspace.edit(Edit::new("dismiss suggestion").with(Change::Details(id, details.into())))
    }

    /// Makes a claim of each of these assertions of a sentence.
    fn claims_of(&mut self, read: &ReadClaim, chosen: &[&Assertion]) -> Vec<Claim> {
        let ids: Vec<ClaimId> = chosen.iter().map(|_| self.workspace.new_id()).collect();
        let Some(document) = self.workspace.look().document() else { return Vec::new() };
        let make = |(id, assertion): (ClaimId, &&Assertion)| {
            let passage = Passage::new(document, reading::trim_to_words(&document.text, read.sentence))?;
            let mut claim = Claim::at(id, passage);
            Draft::of(&document.text, read, assertion, &document.details.publisher).fill(&mut claim);
            let sentence = &document.text[read.sentence.start..read.sentence.end];
            claim.subject = known_names::subject(self.workspace, document, sentence, &claim.subject);
            claim.shorten();
            Some(claim)
        };
        ids.into_iter().zip(chosen).filter_map(make).collect()
    }
}

impl Look<'_> {
    /// Returns the suggestions of the open source; `None` until it has been read.
    pub fn suggestions(self) -> Option<Suggestions> {
        self.workspace.readings.suggestions(self.document()?, &self.workspace.index)
    }

    /// Returns the number of suggestions that are left in a source; `None` if not all sources were read for that yet.
    pub fn suggestions_left(self, document: DocumentId) -> Option<usize> {
        self.workspace.readings.survey.left_in(document)
    }

    /// A number that changes whenever sources were read for [`Self::suggestions_left`].
    pub fn survey_stage(self) -> u64 {
        self.workspace.readings.survey.stage()
    }

    /// Drafts a claim on a passage from the existing reading of its source. The number is the one inside the passage. `None` if
    /// there is no reading, or it does not fit the passage.
    pub(in crate::workspace) fn read_draft(self, document: &Document, passage: TextRange) -> Option<Draft> {
        let read = self.workspace.readings.sentence_of(document, passage)?;
        // A part of a sentence without its number is drafted from its words alone.
        let inside = read
            .quantities
            .iter()
            .find(|number| passage.start <= number.range.start && number.range.end <= passage.end && !number.is_time());
        let whole = passage.start <= read.sentence.start + 2 && read.sentence.end <= passage.end + 2;
        let of_number = |number: &crate::reading::QuantityMention| {
            let is_it = |assertion: &&Assertion| read.quantity_of(assertion) == Some(number) && !assertion.before;
            read.assertions.iter().find(is_it)
        };
        let assertion = if whole { read.assertions.first() } else { inside.and_then(of_number) };
        let one = passage.len() <= read.sentence.len() + 8;
        assertion.filter(|_| one).map(|assertion| {
            let draft = Draft::of(&document.text, read, assertion, &document.details.publisher);
            let sentence = &document.text[read.sentence.start..read.sentence.end];
            Draft { subject: known_names::subject(self.workspace, document, sentence, &draft.subject), ..draft }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::Details;
    use crate::workspace::Workspace;
    use crate::workspace::import_text;
    use crate::workspace::tests::with_documents;

    /// Returns the suggested sentences; checks that the incremental state agrees with a rebuilt one.
    fn suggested(workspace: &mut Workspace) -> Vec<TextRange> {
        let ranges = |workspace: &Workspace| -> Vec<TextRange> {
            workspace.look().suggestions().unwrap().iter().map(|suggestion| suggestion.range()).collect()
        };
        let kept = ranges(workspace);
        workspace.readings.forget_shown();
        assert_eq!(kept, ranges(workspace));
        kept
    }

    #[test]
    fn what_is_suggested_follows_every_edit() {
        let mut workspace = with_documents();
        let text = "Acme sold 5,000 cars in 2024. Acme sold 6,000 cars in 2025. It aims to sell 9,000 cars by 2029.";
        workspace.sources().add(import_text(text).unwrap(), Details::default());
        let reading = workspace.suggested().wanted_reading().unwrap().run();
        workspace.suggested().take_reading(reading);
        let all = suggested(&mut workspace);
        assert_eq!(all.len(), 3);
        workspace.suggested().accept(all[1], Rows::Main).unwrap().unwrap();
        assert_eq!(suggested(&mut workspace), [all[0], all[2]]);
        let document = workspace.selection.document.unwrap();
        // A passage from within the first sentence to the end of the last.
        let wide = TextRange { start: all[0].start + 2, end: all[2].end };
        let claim = workspace.claims().make(document, wide).unwrap();
        assert_eq!(suggested(&mut workspace), []);
        workspace.claims().delete(claim).unwrap();
        workspace.suggested().dismiss(all[2]).unwrap();
        assert_eq!(suggested(&mut workspace), [all[0]]);
        let mut steps = 0;
        while workspace.history().step() > 0 && workspace.look().document().is_some() {
            workspace.undo();
            steps += 1;
            if workspace.look().suggestions().is_some() {
                suggested(&mut workspace);
            }
        }
        for _ in 0..steps {
            workspace.redo();
        }
        workspace.selection.document = Some(document);
        assert_eq!(suggested(&mut workspace), [all[0]]);
    }
}
