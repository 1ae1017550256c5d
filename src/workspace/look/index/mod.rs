//! Lookup tables over claims, updated incrementally on every edit rather than recomputed every frame.
//!
//! The cost of an edit depends on the number of claims that it changes. Tables that only some views need (the words that
//! filters search, completions of fields, which claims are about the same) are built while a file is read, or else on first
//! use, and updated from then on.

mod alike;
mod due;
mod passages;
mod words;

use std::cell::{OnceCell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;

use crate::notebook::{
    AnyRecord, Change, Claim, ClaimId, DocumentId, Edit, Notebook, PointRole, RecordId, Series, SeriesId, TagId, TermKind,
};

use crate::workspace::Clock;
use alike::Alike;
pub(in crate::workspace) use alike::is_intended;
use due::DueTargets;
pub(in crate::workspace) use passages::Counted;
pub use passages::{IndexedPassage, PassageIndex};
use words::Words;
pub(in crate::workspace::look) use words::own_texts;

/// The label of a mark on the scroll bar: a tag, or `None` for claims without a tag.
type Label = Option<TagId>;

/// The number of equal stretches into which a document is divided for the marks on its scroll bar.
pub const MARKS: usize = 512;

/// Lookup tables over the claims of one document.
#[derive(Debug, Default)]
pub struct DocumentClaims {
    passages: PassageIndex,
    /// The number of claims with a passage here that have each tag.
    tags: BTreeMap<TagId, usize>,
    untagged: usize,
    /// For each stretch of the text, the labels of the passages that begin there with their counts, the most frequent first.
    marks: Vec<Vec<(Label, u32)>>,
    length: usize,
}

impl DocumentClaims {
    /// Its passages.
    pub fn passages(&self) -> &PassageIndex {
        &self.passages
    }

    /// Returns the number of claims with a passage here.
    pub fn count(&self) -> usize {
        self.passages.count(Counted::Here)
    }

    /// Returns the tags of the claims with a passage here.
    pub fn tags(&self) -> impl Iterator<Item = TagId> {
        self.tags.keys().copied()
    }

    /// Whether some claim with a passage here has no tag.
    pub fn has_untagged(&self) -> bool {
        self.untagged > 0
    }

    /// Returns the stretches, of [`MARKS`] in the text, in which passages begin, with the most frequent label of each.
    pub fn marks(&self) -> impl Iterator<Item = (usize, Option<TagId>)> {
        self.marks.iter().enumerate().filter_map(|(index, labels)| Some((index, labels.first()?.0)))
    }

    fn mark_of(&self, byte: usize) -> usize {
        (byte * MARKS / self.length.max(1)).min(MARKS - 1)
    }

    fn add_mark(&mut self, byte: usize, label: Label) {
        let index = self.mark_of(byte);
        if self.marks.is_empty() {
            self.marks = vec![Vec::new(); MARKS];
        }
        let labels = &mut self.marks[index];
        match labels.iter_mut().find(|(known, _)| *known == label) {
            Some((_, count)) => *count += 1,
            None => labels.push((label, 1)),
        }
        sort(labels);
    }

    fn remove_mark(&mut self, byte: usize, label: Label) {
        let index = self.mark_of(byte);
        let Some(labels) = self.marks.get_mut(index) else { return };
        if let Some((_, count)) = labels.iter_mut().find(|(known, _)| *known == label) {
            *count -= 1;
        }
        labels.retain(|(_, count)| *count > 0);
        sort(labels);
    }
}

/// Sorts the most frequent first; labels that are equally frequent have a fixed order.
fn sort(labels: &mut [(Label, u32)]) {
    labels.sort_unstable_by_key(|(label, count)| (Reverse(*count), *label));
}

/// Lookup tables over all claims.
#[derive(Debug, Default)]
pub struct ClaimIndex {
    documents: HashMap<DocumentId, DocumentClaims>,
    tag_uses: HashMap<TagId, usize>,
    /// The number of targets with a quantity, by the day after their period.
    targets_by_end: BTreeMap<Date, usize>,
    due: RefCell<Option<DueTargets>>,
    words: OnceCell<Words>,
    alike: OnceCell<Alike>,
}

impl ClaimIndex {
    pub(in crate::workspace) fn of(notebook: &Notebook) -> Self {
        let mut index = Self::default();
        let mut passages: HashMap<DocumentId, Vec<IndexedPassage>> = HashMap::new();
        for claim in &notebook.claims {
            index.add_counts(notebook, claim);
            for passage in indexed(claim) {
                passages.entry(passage.0).or_default().push(passage.1);
            }
        }
        for (document, passages) in passages {
            index.documents.entry(document).or_default().passages = PassageIndex::of(passages);
        }
        index
    }

    /// Builds the index of a notebook that is being read in the background, including the tables that a window would otherwise
    /// build on first use.
    pub(in crate::workspace) fn of_file(notebook: &Notebook) -> Self {
        let index = Self::of(notebook);
        index.targets_due(notebook, Clock::System.today());
        index.words(notebook);
        index.alike(notebook);
        index
    }

    /// Returns the tables over the claims of a document; `None` if it never had any.
    pub fn document(&self, id: DocumentId) -> Option<&DocumentClaims> {
        self.documents.get(&id)
    }

    /// Returns the number of claims with a tag.
    pub fn tag_uses(&self, tag: TagId) -> usize {
        self.tag_uses.get(&tag).copied().unwrap_or(0)
    }

    /// Returns the number of targets whose period is over on this day and that have no known outcome.
    pub(in crate::workspace) fn targets_due(&self, notebook: &Notebook, today: Date) -> usize {
        // In most notebooks, most of the time, nothing can be due.
        if self.targets_by_end.range(..=today).all(|(_, count)| *count == 0) {
            return 0;
        }
        self.due.borrow_mut().get_or_insert_with(|| DueTargets::of(notebook)).count(notebook, today)
    }

    /// Updates the index after an edit, given its inverse and the notebook after it.
    pub(in crate::workspace) fn follow(&mut self, inverse: &Edit, notebook: &Notebook) {
        // The inverse has its changes in reverse: the last one to a record has its state before the edit.
        let mut before: HashMap<ClaimId, Option<&Claim>> = HashMap::new();
        let mut put = |id: ClaimId, old| {
            before.insert(id, old);
        };
        let mut gone = Vec::new();
        let mut series: Vec<(SeriesId, Option<&Series>)> = Vec::new();
        let mut is_renamed = false;
        for change in &inverse.changes {
            match change {
                Change::Replace(AnyRecord::Series(old)) | Change::Insert { record: AnyRecord::Series(old), .. } => {
                    series.push((old.id, Some(old)));
                }
                Change::Remove(RecordId::Series(id)) => series.push((*id, None)),
                Change::Replace(AnyRecord::Claim(claim)) | Change::Insert { record: AnyRecord::Claim(claim), .. } => {
                    put(claim.id, Some(claim));
                }
                Change::Remove(RecordId::Claim(id)) => put(*id, None),
                Change::Replace(AnyRecord::Term(_))
                | Change::Insert { record: AnyRecord::Term(_), .. }
                | Change::Remove(RecordId::Term(_)) => is_renamed = true,
                Change::Insert { record: AnyRecord::Document(document), .. } => gone.push(document.id),
                _ => {}
            }
        }
        for (id, old) in before {
            if let Some(old) = old {
                self.remove(old);
            }
            if let Some(new) = notebook.claims.get(id) {
                self.add(notebook, new);
            }
        }
        if is_renamed {
            // What was about two things may be about one now.
            *self.due.get_mut() = None;
        }
        if let Some(due) = self.due.get_mut() {
            for (id, old) in series {
                for series in old.into_iter().chain(notebook.series.get(id)) {
                    due.series_changed(notebook, series);
                }
            }
        }
        // A document that was only moved in the list still exists.
        for document in gone.into_iter().filter(|&id| !notebook.documents.contains(id)) {
            self.documents.remove(&document);
        }
    }

    fn add(&mut self, notebook: &Notebook, claim: &Claim) {
        self.add_counts(notebook, claim);
        for (document, passage) in indexed(claim) {
            self.documents.entry(document).or_default().passages.insert(passage);
        }
        if let Some(due) = self.due.get_mut() {
            due.add(claim);
        }
        if let Some(words) = self.words.get_mut() {
            words.add(claim);
        }
        if let Some(alike) = self.alike.get_mut() {
            alike.add(claim);
        }
    }

    fn add_counts(&mut self, notebook: &Notebook, claim: &Claim) {
        for &tag in &claim.tags {
            *self.tag_uses.entry(tag).or_default() += 1;
        }
        if let Some(day) = target_end(claim) {
            *self.targets_by_end.entry(day).or_default() += 1;
        }
        for (document, passage) in indexed(claim) {
            let known = self.documents.entry(document).or_default();
            if known.length == 0 {
                known.length = notebook.documents.get(document).map_or(1, |document| document.text.len().max(1));
            }
            known.add_mark(passage.range.start, claim.tags.first().copied());
            if passage.first_here {
                known.untagged += usize::from(claim.tags.is_empty());
                for &tag in &claim.tags {
                    *known.tags.entry(tag).or_default() += 1;
                }
            }
        }
    }

    fn remove(&mut self, claim: &Claim) {
        for &tag in &claim.tags {
            take_one(&mut self.tag_uses, tag);
        }
        if let Some(day) = target_end(claim)
            && let Some(count) = self.targets_by_end.get_mut(&day)
        {
            *count = count.saturating_sub(1);
        }
        for (document, passage) in indexed(claim) {
            let Some(known) = self.documents.get_mut(&document) else { continue };
            known.passages.remove(passage.range, claim.id);
            known.remove_mark(passage.range.start, claim.tags.first().copied());
            if passage.first_here {
                known.untagged = known.untagged.saturating_sub(usize::from(claim.tags.is_empty()));
                for tag in &claim.tags {
                    if let Some(count) = known.tags.get_mut(tag) {
                        *count -= 1;
                        if *count == 0 {
                            known.tags.remove(tag);
                        }
                    }
                }
            }
        }
        if let Some(due) = self.due.get_mut() {
            due.remove(claim);
        }
        if let Some(words) = self.words.get_mut() {
            words.remove(claim);
        }
        if let Some(alike) = self.alike.get_mut() {
            alike.remove(claim);
        }
    }

    /// The texts of a claim that filters search, folded.
    pub(in crate::workspace) fn words_of(&self, notebook: &Notebook, claim: ClaimId) -> &str {
        self.words(notebook).of_claim(claim)
    }

    /// Returns the values that claims other than `but` have in a field, most frequent first.
    pub(in crate::workspace) fn values(&self, notebook: &Notebook, field: NameField, but: &Claim) -> Vec<String> {
        let kind = field.kind();
        let mut shown: Vec<String> = Vec::new();
        let mut known: HashSet<String> = HashSet::new();
        let used = self.words(notebook).values(field, field.of(but));
        let said = notebook.terms.iter().filter(|term| term.kind == kind).map(|term| term.name.clone());
        for value in used.iter().map(|value| notebook.shown_name(kind, value).to_owned()).chain(said) {
            if known.insert(value.clone()) {
                shown.push(value);
            }
        }
        shown
    }

    /// The claims grouped by what they are about.
    pub(in crate::workspace) fn alike(&self, notebook: &Notebook) -> &Alike {
        self.alike.get_or_init(|| Alike::of(notebook))
    }

    fn words(&self, notebook: &Notebook) -> &Words {
        self.words.get_or_init(|| Words::of(notebook))
    }
}

/// A field of claims whose values are names that recur.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameField {
    /// Whom or what a claim is about.
    Subject,
    /// What it counts.
    Measure,
}

impl NameField {
    /// The kind of its names.
    pub fn kind(self) -> TermKind {
        match self {
            Self::Subject => TermKind::Subject,
            Self::Measure => TermKind::Measure,
        }
    }

    /// Returns its value in a claim, trimmed.
    pub fn of(self, claim: &Claim) -> &str {
        match self {
            Self::Subject => claim.subject.trim(),
            Self::Measure => claim.measure.trim(),
        }
    }
}

/// Returns the passages of a claim in the form in which the index stores them.
fn indexed(claim: &Claim) -> impl Iterator<Item = (DocumentId, IndexedPassage)> {
    claim.passages.iter().enumerate().filter(|(_, passage)| !passage.range.is_empty()).map(|(index, passage)| {
        let first_here = !claim.passages[..index].iter().any(|other| other.document == passage.document);
        (passage.document, IndexedPassage { range: passage.range, claim: claim.id, first_here, first: index == 0 })
    })
}

fn target_end(claim: &Claim) -> Option<Date> {
    let is_target = PointRole::from(claim.kind) == PointRole::Target && claim.quantity.is_some();
    is_target.then(|| claim.understood_period().map(|period| period.end)).flatten()
}

fn take_one<K: std::hash::Hash + Eq>(counts: &mut HashMap<K, usize>, key: K) {
    if let Some(count) = counts.get_mut(&key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::IdSource;

    #[test]
    fn the_most_frequent_label_of_a_stretch_stands_first() {
        let mut ids = IdSource::new(1);
        let labels: Vec<Label> = (0..4).map(|number| Some(ids.next(number))).chain([None]).collect();
        let mut known = DocumentClaims { length: 1, ..DocumentClaims::default() };
        let mut counts = [0_u32; 5];
        let mut random = 7_u32;
        for _ in 0..2_000 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let which = (random >> 16) as usize % labels.len();
            if random >> 31 == 0 {
                known.add_mark(0, labels[which]);
                counts[which] += 1;
            } else {
                known.remove_mark(0, labels[which]);
                counts[which] = counts[which].saturating_sub(1);
            }
            let kept = known.marks.first().cloned().unwrap_or_default();
            let mut expected: Vec<(Label, u32)> = labels.iter().copied().zip(counts).filter(|(_, count)| *count > 0).collect();
            expected.sort_by_key(|(label, count)| (Reverse(*count), *label));
            assert_eq!(kept, expected);
        }
    }
}
