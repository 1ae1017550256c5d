//! Versions of a source: adds a corrected or later text and moves the claims of the earlier version to it.
//!
//! The text of a document never changes. A new version is a separate document that names the previous one. Claims whose words
//! are found in it are moved; the others stay in the earlier version until the person places them.

use std::collections::HashMap;

use crate::notebook::{Change, Claim, ClaimId, Document, DocumentId, Edit, EditError, Passage, ReadState, TextRange};
use crate::reading::{Anchor, Anchoring};
use crate::workspace::{Look, Source, VersionEdits};

/// A new version of a source, with the positions of the earlier version's passages in it. Computed in the background.
#[derive(Debug)]
pub struct CarryOver {
    /// The earlier version.
    old: DocumentId,
    new: Source,
    anchors: HashMap<TextRange, Anchor>,
}

/// The result of moving the claims of an earlier version.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CarriedOver {
    /// The new version.
    pub document: Option<DocumentId>,
    /// The number of passages that were found beyond doubt.
    pub exact: usize,
    /// The number of passages that were matched approximately, now or in an earlier version, and must be checked.
    pub moved: usize,
    /// The number of passages that were not found and stay in the earlier version.
    pub lost: usize,
}

/// What the reader reports about the versions of its source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VersionNews {
    /// The newest version; `None` if this is the newest.
    pub newest: Option<DocumentId>,
    /// Claims of earlier versions that were not found in this one.
    pub lost: Vec<ClaimId>,
    /// Claims that were moved to this version by approximate matching and are not confirmed.
    pub to_check: Vec<ClaimId>,
}

/// Compares a new version with the earlier one and finds the given passages in it.
pub fn carry_over(old: &Document, passages: &[Passage], new: Source) -> CarryOver {
    let anchoring = Anchoring::new(&old.text, &new.imported.text);
    let anchors = passages.iter().map(|passage| (passage.range, anchoring.find(passage))).collect();
    CarryOver { old: old.id, new, anchors }
}

impl Look<'_> {
    /// All passages in a document.
    pub fn passages_in(self, document: DocumentId) -> Vec<Passage> {
        let claims = self.workspace.notebook.claims_in(document);
        claims.flat_map(|claim| claim.passages.iter().filter(move |passage| passage.document == document)).cloned().collect()
    }

    /// Returns what the reader reports about the versions of a source.
    pub fn version_news(self, document: DocumentId) -> VersionNews {
        let documents = &self.workspace.notebook.documents;
        let newer = |id: DocumentId| documents.iter().find(|other| other.replaces == Some(id)).map(|other| other.id);
        // No document repeats in a chain, so these end; `take` ends a cycle in a damaged file.
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
    /// Adds a new version of a source and moves the claims that were found in it, as one step. If it is the same file, read in
    /// another way, and no passage is lost, the earlier version is removed.
    pub fn take(&mut self, carry: CarryOver) -> Result<CarriedOver, EditError> {
        let CarryOver { old, new, anchors } = carry;
        let Some(before) = self.workspace.notebook.documents.get(old) else { return Err(EditError::Missing(old.into())) };
        let (same_file, earlier) = (new.original.is_some() && new.original == before.original, before.replaces);
        let mut details = before.details.clone();
        if !same_file {
            details.file_name.clone_from(&new.details.file_name);
            details.state = ReadState::Unread;
        }
        // How much of a page was imported is a property of the text, not of the source.
        details.found_in.remove("text");
        details
            .found_in
            .extend(new.details.found_in.get_key_value("text").map(|(field, origin)| (field.clone(), origin.clone())));
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
        // The same file read in another way, and no passage is only in the earlier text: that is not needed any more.
        let is_reading = same_file && told.lost == 0;
        let name = if is_reading { "read source in another way" } else { "take in new version" };
        if is_reading {
            document.replaces = earlier;
        }
        let edit = Edit::new(name).with(Change::Insert { at, record: document.into() });
        let edit = moved.into_iter().fold(edit, Edit::put);
        let edit = if is_reading {
            // Versions that replaced the earlier one now replace this one.
            let later = self.workspace.notebook.documents.iter().filter(|later| later.replaces == Some(old));
            later.fold(edit, |edit, later| edit.put(Document { replaces: Some(id), ..later.clone() })).remove(old)
        } else {
            edit
        };
        self.workspace.edit(edit)?;
        self.workspace.select().document(id);
        Ok(told)
    }

    /// Confirms that the passages of a claim were moved correctly.
    pub fn confirm(&mut self, claim: ClaimId) -> Result<(), EditError> {
        let Some(claim) = self.workspace.notebook.claims.get(claim) else { return Err(EditError::Missing(claim.into())) };
        let mut claim = claim.clone();
        claim.passages.iter_mut().for_each(|passage| passage.is_moved = false);
        self.workspace.edit(Edit::new("confirm passage").put(claim))
    }

    /// Moves the first passage of a claim that is in an earlier version to a range of `document`. Does nothing if the range has
    /// no words.
    pub fn place(&mut self, claim: ClaimId, document: DocumentId, range: TextRange) -> Result<(), EditError> {
        let Some(found) = self.workspace.notebook.claims.get(claim) else { return Err(EditError::Missing(claim.into())) };
        let Some(target) = self.workspace.notebook.documents.get(document) else {
            return Err(EditError::Missing(document.into()));
        };
        let Some(words) = Passage::new(target, crate::reading::trim_to_words(&target.text, range)) else { return Ok(()) };
        let documents = &self.workspace.notebook.documents;
        let before = |id: DocumentId| documents.get(id)?.replaces;
        let is_earlier = |id: DocumentId| {
            std::iter::successors(before(document), |&id| before(id)).take(documents.len()).any(|earlier| earlier == id)
        };
        let mut claim = found.clone();
        if let Some(passage) = claim.passages.iter_mut().find(|passage| is_earlier(passage.document)) {
            *passage = words;
        }
        self.workspace.edit(Edit::new("place claim").put(claim))
    }
}

/// Returns a claim with its passages moved to the new version; `None` if none was found. Counts the passages in `told`.
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
            // Not found, or added while the versions were compared.
            Some(Anchor::Lost) | None => {
                told.lost += 1;
                continue;
            }
        };
        let Some(found) = Passage::new(document, range) else {
            told.lost += 1;
            continue;
        };
        // A passage that was not checked in the earlier version must still be checked.
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
        workspace.sources().remove(&[old]).unwrap();
        assert_eq!(check(workspace.notebook()), []);
        assert_eq!(workspace.notebook().claims.len(), 3);
        assert_eq!(workspace.notebook().documents.get(new).unwrap().replaces, None);
    }
}
