//! How many suggestions are left in each source: what the order of the list of sources may ask for.
//!
//! All sources are read in the background, and of each only where its suggested sentences are is kept. An edit counts again for the
//! sources that it touches.

use std::collections::{HashMap, HashSet};

use super::readings::{Key, ReadingTask, is_claimed};
use crate::notebook::{AnyRecord, Change, Document, DocumentId, Edit, Notebook, ReadState, RecordId, TextRange};
use crate::reading::ReadClaim;
use crate::workspace::ClaimIndex;

/// A suggested sentence: its range, and that of its main number.
type Sentence = (TextRange, Option<TextRange>);

/// What is known of the sources that were read.
#[derive(Debug, Default)]
pub(in crate::workspace) struct Survey {
    known: HashMap<DocumentId, Outline>,
    asked: HashSet<Key>,
    /// The revision of the notebook for which it was last asked what to read: nothing is wanted twice of the same state.
    looked_at: Option<u64>,
    /// Changes whenever sources were read.
    stage: u64,
}

#[derive(Debug)]
struct Outline {
    key: Key,
    sentences: Vec<Sentence>,
    left: usize,
}

/// Sources to be read in the background.
pub struct SurveyTask(Vec<ReadingTask>);

/// Where the suggested sentences of sources are.
#[derive(Debug)]
pub struct Surveyed(Vec<(Key, Vec<Sentence>)>);

impl SurveyTask {
    /// Reads the sources until `is_cancelled`.
    pub fn run(self, is_cancelled: impl Fn() -> bool) -> Surveyed {
        let of = |read: &ReadClaim| (read.sentence, read.main().map(|main| main.range));
        let read = |task: ReadingTask| {
            let key = task.key().clone();
            (key, task.run().claims().iter().map(of).collect())
        };
        Surveyed(self.0.into_iter().take_while(|_| !is_cancelled()).map(read).collect())
    }
}

impl Survey {
    /// Returns the task of reading all sources that have no current survey, but for those that were put away. Each source is part of
    /// one task only.
    pub fn wanted(&mut self, notebook: &Notebook, revision: u64) -> Option<SurveyTask> {
        if self.looked_at.replace(revision) == Some(revision) {
            return None;
        }
        let is_kept = |document: &&Document| document.details.state != ReadState::PutAway;
        let wanted = notebook.documents.iter().filter(is_kept).filter_map(|document| {
            let key = Key::of(document);
            let known = self.known.get(&document.id).is_some_and(|outline| outline.key == key);
            (!known && self.asked.insert(key)).then(|| ReadingTask::of(document)).flatten()
        });
        let tasks: Vec<ReadingTask> = wanted.collect();
        (!tasks.is_empty()).then_some(SurveyTask(tasks))
    }

    /// Stores what was read, except of sources that were edited or removed in the meantime.
    pub fn take(&mut self, surveyed: Surveyed, notebook: &Notebook, index: &ClaimIndex) {
        for (key, sentences) in surveyed.0 {
            self.asked.remove(&key);
            if let Some(document) = notebook.documents.get(key.document()).filter(|document| Key::of(document) == key) {
                let left = left(document, &sentences, index);
                self.known.insert(document.id, Outline { key, sentences, left });
            }
        }
        self.stage += 1;
    }

    /// The number of suggestions that are left in a source; `None` if it was not read yet.
    pub fn left_in(&self, document: DocumentId) -> Option<usize> {
        self.known.get(&document).map(|outline| outline.left)
    }

    /// A number that changes whenever sources were read.
    pub fn stage(&self) -> u64 {
        self.stage
    }

    /// Counts again in the sources that an edit touched, given its inverse.
    pub fn follow(&mut self, inverse: &Edit, notebook: &Notebook, index: &ClaimIndex) {
        if self.known.is_empty() {
            return;
        }
        let mut touched: HashSet<DocumentId> = HashSet::new();
        for change in &inverse.changes {
            let (claim, old) = match change {
                Change::Replace(AnyRecord::Claim(old)) | Change::Insert { record: AnyRecord::Claim(old), .. } => {
                    (old.id, Some(old.as_ref()))
                }
                Change::Remove(RecordId::Claim(claim)) => (*claim, None),
                Change::Details(of, _) => {
                    touched.insert(*of);
                    continue;
                }
                _ => continue,
            };
            let both = old.into_iter().chain(notebook.claims.get(claim));
            touched.extend(both.flat_map(|claim| &claim.passages).map(|passage| passage.document));
        }
        self.known.retain(|id, _| notebook.documents.contains(*id));
        for id in touched {
            if let (Some(outline), Some(document)) = (self.known.get_mut(&id), notebook.documents.get(id)) {
                outline.left = left(document, &outline.sentences, index);
            }
        }
    }
}

fn left(document: &Document, sentences: &[Sentence], index: &ClaimIndex) -> usize {
    let dismissed: HashSet<&str> = document.details.dismissed.iter().map(String::as_str).collect();
    let claims = index.document(document.id);
    let is_open = |(sentence, main): &&Sentence| {
        let mut here = claims.into_iter().flat_map(|claims| claims.passages().overlapping(*sentence));
        let is_dismissed = || !dismissed.is_empty() && dismissed.contains(document.slice(*sentence).unwrap_or_default());
        !here.any(|passage| is_claimed(*sentence, *main, passage.range)) && !is_dismissed()
    };
    sentences.iter().filter(is_open).count()
}

#[cfg(test)]
mod tests {
    use crate::notebook::Details;
    use crate::workspace::{Clock, Rows, Workspace, import_text};

    #[test]
    fn what_is_left_follows_claims_dismissals_and_undo() {
        let mut workspace = Workspace::empty(Clock::fixed());
        let text = "Acme sold 5,000 cars in 2024. Acme sold 6,000 cars in 2025. It aims to sell 9,000 cars by 2029.";
        let first = workspace.sources().add(import_text("The group runs 300 mills.").unwrap(), Details::default());
        let second = workspace.sources().add(import_text(text).unwrap(), Details::default());
        assert_eq!(workspace.look().suggestions_left(second), None);
        let task = workspace.suggested().wanted_survey().unwrap();
        assert!(workspace.suggested().wanted_survey().is_none(), "each source is read once");
        workspace.suggested().take_survey(task.run(|| false));
        let left = |workspace: &Workspace| workspace.look().suggestions_left(second).unwrap();
        assert_eq!((workspace.look().suggestions_left(first), left(&workspace)), (Some(1), 3));
        let reading = workspace.suggested().wanted_reading().unwrap().run();
        workspace.suggested().take_reading(reading);
        let sentence = workspace.look().suggestions().unwrap().at(0).unwrap().range();
        workspace.suggested().accept(sentence, Rows::Main).unwrap();
        assert_eq!(left(&workspace), 2);
        let sentence = workspace.look().suggestions().unwrap().at(0).unwrap().range();
        workspace.suggested().dismiss(sentence).unwrap();
        assert_eq!(left(&workspace), 1);
        workspace.undo();
        workspace.undo();
        assert_eq!(left(&workspace), 3);
        // Another day of publication is read again, and a source that is gone is forgotten.
        let day = jiff::civil::date(2024, 12, 3);
        workspace.sources().change(second, "published", |details| details.published = Some(day)).unwrap();
        assert!(workspace.suggested().wanted_survey().is_some());
        workspace.sources().remove(&[first]).unwrap();
        assert_eq!(workspace.look().suggestions_left(first), None);
    }
}
