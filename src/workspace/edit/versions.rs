//! Versions of a source: a corrected or later state of a text takes the place of an earlier one, with its claims.
//!
//! A text never changes. A new state of it is a document of its own that names the one before; claims whose words are found
//! again move over, the others stay where they stand until somebody places them.

use std::collections::HashMap;

use crate::notebook::{Change, Claim, ClaimId, Document, DocumentId, Edit, EditError, Passage, TextRange};
use crate::reading::{Anchor, Anchoring};
use crate::workspace::{Look, Source, VersionEdits};

/// A new version of a source, with where the passages of the earlier one stand in it: computed in the background.
#[derive(Debug)]
pub struct CarryOver {
    /// The version before.
    old: DocumentId,
    new: Source,
    anchors: HashMap<TextRange, Anchor>,
}

/// What became of the claims of an earlier version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CarriedOver {
    /// The new version.
    pub document: Option<DocumentId>,
    /// How many passages stand beyond doubt where they belong.
    pub exact: usize,
    /// How many were found by likeness and are to be checked.
    pub moved: usize,
    /// How many were not found: their claims stay in the earlier version.
    pub lost: usize,
}

/// What is to be said about versions of the source in the reader.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VersionNews {
    /// The newest version, where this is an earlier one.
    pub newest: Option<DocumentId>,
    /// Claims of earlier versions that were not found in this one.
    pub lost: Vec<ClaimId>,
    /// Claims that were moved to this version and that nobody has looked at.
    pub to_check: Vec<ClaimId>,
}

/// Compares a new version with the one before and finds its passages again.
pub fn carry_over(old: &Document, passages: &[Passage], new: Source) -> CarryOver {
    let anchoring = Anchoring::new(&old.text, &new.imported.text);
    let anchors = passages.iter().map(|passage| (passage.range, anchoring.find(passage))).collect();
    CarryOver { old: old.id, new, anchors }
}

impl Look<'_> {
    /// The passages that stand in a document.
    pub fn passages_in(self, document: DocumentId) -> Vec<Passage> {
        let claims = self.workspace.notebook.claims_in(document);
        claims.flat_map(|claim| claim.passages.iter().filter(move |passage| passage.document == document)).cloned().collect()
    }

    /// What is to be said about versions of a source.
    pub fn version_news(self, document: DocumentId) -> VersionNews {
        let documents = &self.workspace.notebook.documents;
        let newer = |id: DocumentId| documents.iter().find(|other| other.replaces == Some(id)).map(|other| other.id);
        // Each step leads to a document that was not there before, so these end; a damaged file's circle ends by its length.
        let newest = std::iter::successors(newer(document), |&id| newer(id)).take(documents.len()).last();
        let before = |id: DocumentId| documents.get(id)?.replaces;
        let mut lost = Vec::new();
        for earlier in std::iter::successors(before(document), |&id| before(id)).take(documents.len()) {
            lost.extend(self.claims_here(earlier));
        }
        let to_check = match documents.get(document).and_then(|document| document.replaces) {
            Some(_) => {
                let is_moved =
                    |claim: &&Claim| claim.passages.iter().any(|passage| passage.document == document && passage.is_moved);
                let claims = self.claims_here(document).filter_map(|claim| self.workspace.notebook.claims.get(claim));
                claims.filter(is_moved).map(|claim| claim.id).collect()
            }
            None => Vec::new(),
        };
        VersionNews { newest, lost, to_check }
    }

    fn claims_here(self, document: DocumentId) -> impl Iterator<Item = ClaimId> {
        let passages = self.workspace.index.document(document).into_iter().flat_map(|claims| claims.passages().iter());
        passages.filter(|passage| passage.first_here).map(|passage| passage.claim)
    }
}

impl VersionEdits<'_> {
    /// Adds a new version of a source and moves the claims over that were found in it, as one step.
    pub fn take(&mut self, carry: CarryOver) -> Result<CarriedOver, EditError> {
        let CarryOver { old, new, anchors } = carry;
        let Some(before) = self.workspace.notebook.documents.get(old) else { return Err(EditError::Missing(old.into())) };
        let (same_file, earlier) = (new.original.is_some() && new.original == before.original, before.replaces);
        let mut details = before.details.clone();
        if !same_file {
            details.file_name.clone_from(&new.details.file_name);
        }
        // How much of a page it is belongs to the text, not to what is known of the source.
        details.found_in.remove("text");
        details.found_in.extend(new.details.found_in.get_key_value("text").map(|(field, place)| (field.clone(), place.clone())));
        let new = Source { details, ..new };
        let at = self.workspace.notebook.documents.position(old).unwrap_or(usize::MAX);
        let id = self.workspace.new_id();
        let mut document = new.into_document(id);
        document.replaces = Some(old);
        let mut told = CarriedOver { document: Some(id), ..CarriedOver::default() };
        let moved: Vec<Claim> = self
            .workspace
            .notebook
            .claims_in(old)
            .filter_map(|claim| moved_over(claim, &document, old, &anchors, &mut told))
            .collect();
        // The same file read in another way, and nothing stands only in the text before: that need not stay.
        let is_reading = same_file && told.lost == 0;
        let name = if is_reading { "read source in another way" } else { "take in new version" };
        if is_reading {
            document.replaces = earlier;
        }
        let edit = Edit::new(name).with(Change::Insert { at, record: document.into() });
        let edit = moved.into_iter().fold(edit, Edit::put);
        let edit = if is_reading {
            // A later version of it now follows this one.
            let later = self.workspace.notebook.documents.iter().filter(|later| later.replaces == Some(old));
            later.fold(edit, |edit, later| edit.put(Document { replaces: Some(id), ..later.clone() })).remove(old)
        } else {
            edit
        };
        self.workspace.edit(edit)?;
        self.workspace.select().document(id);
        Ok(told)
    }

    /// Says that a claim stands rightly where it was moved to.
    pub fn confirm(&mut self, claim: ClaimId) -> Result<(), EditError> {
        let Some(claim) = self.workspace.notebook.claims.get(claim) else { return Err(EditError::Missing(claim.into())) };
        let mut claim = claim.clone();
        claim.passages.iter_mut().for_each(|passage| passage.is_moved = false);
        self.workspace.edit(Edit::new("confirm passage").put(claim))
    }

    /// Puts a claim that stands in an earlier version onto words of a later one.
    pub fn place(&mut self, claim: ClaimId, document: DocumentId, range: TextRange) -> Result<(), EditError> {
        let Some(found) = self.workspace.notebook.claims.get(claim) else { return Err(EditError::Missing(claim.into())) };
        let Some(target) = self.workspace.notebook.documents.get(document) else {
            return Err(EditError::Missing(document.into()));
        };
        let Some(place) = Passage::new(target, crate::reading::trim_to_words(&target.text, range)) else { return Ok(()) };
        let documents = &self.workspace.notebook.documents;
        let before = |id: DocumentId| documents.get(id)?.replaces;
        let is_earlier = |id: DocumentId| {
            std::iter::successors(before(document), |&id| before(id)).take(documents.len()).any(|earlier| earlier == id)
        };
        let mut claim = found.clone();
        if let Some(passage) = claim.passages.iter_mut().find(|passage| is_earlier(passage.document)) {
            *passage = place;
        }
        self.workspace.edit(Edit::new("place claim").put(claim))
    }
}

/// A claim with its passages in the new version, if any could be found there.
fn moved_over(
    claim: &Claim,
    document: &Document,
    old: DocumentId,
    anchors: &HashMap<TextRange, Anchor>,
    told: &mut CarriedOver,
) -> Option<Claim> {
    let mut moved = claim.clone();
    for passage in moved.passages.iter_mut().filter(|passage| passage.document == old) {
        let (range, is_moved) = match anchors.get(&passage.range) {
            Some(Anchor::Exact(range)) => (*range, false),
            Some(Anchor::Moved(range)) => (*range, true),
            // Lost, or made while the versions were compared.
            Some(Anchor::Lost) | None => {
                told.lost += 1;
                continue;
            }
        };
        let Some(found) = Passage::new(document, range) else {
            told.lost += 1;
            continue;
        };
        // What nobody has checked since the version before is still to be checked.
        let is_moved = is_moved || passage.is_moved;
        told.exact += usize::from(!is_moved);
        told.moved += usize::from(is_moved);
        *passage = Passage { is_moved, ..found };
    }
    (moved != *claim).then_some(moved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::{Details, check};
    use crate::workspace::Workspace;
    use crate::workspace::import_text;
    use crate::workspace::tests::with_documents;

    const OLD: &str = "The group runs more than 90 shops abroad. Its goal is 9,000 shops by 2029.\nA second paragraph.";

    fn with_claims() -> (Workspace, DocumentId) {
        let mut workspace = with_documents();
        let document = workspace.selection.document.unwrap();
        assert_eq!(&*workspace.look().document().unwrap().text, OLD);
        for words in ["more than 90 shops", "Its goal is 9,000 shops by 2029.", "A second paragraph."] {
            let start = OLD.find(words).unwrap();
            workspace.claims().make(document, (start, start + words.len()).into()).unwrap();
        }
        (workspace, document)
    }

    fn take(workspace: &mut Workspace, old: DocumentId, text: &str) -> CarriedOver {
        let new = Source { imported: import_text(text).unwrap(), details: Details::default(), original: None };
        let carry = carry_over(workspace.notebook().documents.get(old).unwrap(), &workspace.look().passages_in(old), new);
        workspace.versions().take(carry).unwrap()
    }

    #[test]
    fn claims_move_over_and_what_is_lost_can_be_placed() {
        let (mut workspace, old) = with_claims();
        let before = workspace.notebook().clone();
        let told = take(
            &mut workspace,
            old,
            "A correction.\n\nThe group runs more than 90 shops abroad. Its goal is 8,500 outlets by 2029.",
        );
        assert_eq!((told.exact, told.moved, told.lost), (1, 1, 1));
        let new = told.document.unwrap();
        assert_eq!(check(workspace.notebook()), []);
        assert_eq!(workspace.notebook().documents.get(new).unwrap().replaces, Some(old));
        let news = workspace.look().version_news(new);
        assert_eq!((news.lost.len(), news.to_check.len(), news.newest), (1, 1, None));
        assert_eq!(workspace.look().version_news(old).newest, Some(new));
        let quote = |workspace: &Workspace, claim| workspace.notebook().claims.get(claim).unwrap().passages[0].quote.clone();
        assert!(quote(&workspace, news.to_check[0]).starts_with("Its goal is 8,500 outlets by 2029"));
        workspace.versions().confirm(news.to_check[0]).unwrap();
        workspace.versions().place(news.lost[0], new, (0, 13).into()).unwrap();
        assert_eq!(quote(&workspace, news.lost[0]), "A correction.");
        assert_eq!(workspace.look().version_news(new), VersionNews::default());
        assert_eq!(check(workspace.notebook()), []);
        workspace.undo();
        workspace.undo();
        assert_eq!(workspace.undo().as_deref(), Some("take in new version"));
        assert_eq!(*workspace.notebook(), before);
    }

    #[test]
    fn an_earlier_version_that_is_removed_is_no_longer_named() {
        let (mut workspace, old) = with_claims();
        let new = take(&mut workspace, old, &format!("{OLD}\n\nMore.")).document.unwrap();
        workspace.sources().remove(old).unwrap();
        assert_eq!(check(workspace.notebook()), []);
        assert_eq!(workspace.notebook().claims.len(), 3);
        assert_eq!(workspace.notebook().documents.get(new).unwrap().replaces, None);
    }
}
