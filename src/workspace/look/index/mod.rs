//! What is looked up about claims, kept up with every edit instead of walked for in every frame.
//!
//! An edit costs by the claims it touches. What only some views need (the words that filters look in, the names that fields
//! complete, which claims are about the same) is made where a file is read, else when it is first asked for, and kept up.

mod alike;
mod due;
mod passages;
mod words;

use std::cell::{OnceCell, RefCell};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use crate::notebook::{
    AnyRecord, Change, Claim, ClaimId, DocumentId, Edit, Notebook, PointRole, RecordId, Series, SeriesId, TagId,
};

use crate::workspace::Clock;
use alike::Alike;
pub(in crate::workspace) use alike::is_intended;
use due::DueTargets;
pub(in crate::workspace) use passages::Counted;
pub use passages::{IndexedPassage, PassageIndex};
use words::Words;
pub(in crate::workspace::look) use words::own_texts;

/// What a mark on the scroll bar stands for: a tag, or claims without one.
type Label = Option<TagId>;

/// How many stretches of a document are marked on its scroll bar.
pub const MARKS: usize = 512;

/// What is known about the claims of one document.
#[derive(Debug, Default)]
pub struct DocumentClaims {
    passages: PassageIndex,
    /// How many claims with a passage here have each tag.
    tags: BTreeMap<TagId, usize>,
    untagged: usize,
    /// For each stretch of the text the labels of the passages that begin there.
    marks: Vec<Vec<(Label, u32)>>,
    length: usize,
}

impl DocumentClaims {
    /// Its passages.
    pub fn passages(&self) -> &PassageIndex {
        &self.passages
    }

    /// How many claims have a passage here.
    pub fn count(&self) -> usize {
        self.passages.count(Counted::Here)
    }

    /// The tags that claims with a passage here have.
    pub fn tags(&self) -> impl Iterator<Item = TagId> {
        self.tags.keys().copied()
    }

    /// Whether there are claims without a tag.
    pub fn has_untagged(&self) -> bool {
        self.untagged > 0
    }

    /// The stretches in which passages begin, of [`MARKS`] that a text is divided into, with the most frequent label of each.
    pub fn marks(&self) -> impl Iterator<Item = (usize, Option<TagId>)> {
        self.marks.iter().enumerate().filter_map(|(index, labels)| Some((index, labels.first()?.0)))
    }

    fn mark_of(&self, byte: usize) -> usize {
        (byte * MARKS / self.length.max(1)).min(MARKS - 1)
    }

    fn add_mark(&mut self, byte: usize, label: Label) {
        let place = self.mark_of(byte);
        if self.marks.is_empty() {
            self.marks = vec![Vec::new(); MARKS];
        }
        let labels = &mut self.marks[place];
        match labels.iter_mut().find(|(known, _)| *known == label) {
            Some((_, count)) => *count += 1,
            None => labels.push((label, 1)),
        }
        sort(labels);
    }

    fn remove_mark(&mut self, byte: usize, label: Label) {
        let place = self.mark_of(byte);
        let Some(labels) = self.marks.get_mut(place) else { return };
        if let Some((_, count)) = labels.iter_mut().find(|(known, _)| *known == label) {
            *count -= 1;
        }
        labels.retain(|(_, count)| *count > 0);
        sort(labels);
    }
}

/// The most frequent first, of equally frequent ones always the same.
fn sort(labels: &mut [(Label, u32)]) {
    labels.sort_unstable_by_key(|(label, count)| (Reverse(*count), *label));
}

/// What is looked up about claims.
#[derive(Debug, Default)]
pub struct ClaimIndex {
    documents: HashMap<DocumentId, DocumentClaims>,
    tag_uses: HashMap<TagId, usize>,
    /// Targets with a number, by the day after their period.
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

    /// That of a notebook that is being read, where there is time for all that a window would otherwise look up when it first
    /// needs it.
    pub(in crate::workspace) fn of_file(notebook: &Notebook) -> Self {
        let index = Self::of(notebook);
        index.targets_due(notebook, Clock::System.today());
        index.words(notebook);
        index.alike(notebook);
        index
    }

    /// What is known about the claims of a document; `None` where it has none.
    pub fn document(&self, id: DocumentId) -> Option<&DocumentClaims> {
        self.documents.get(&id)
    }

    /// How many claims have a tag.
    pub fn tag_uses(&self, tag: TagId) -> usize {
        self.tag_uses.get(&tag).copied().unwrap_or(0)
    }

    /// How many targets are over on this day without anybody having said how they went.
    pub(in crate::workspace) fn targets_due(&self, notebook: &Notebook, today: Date) -> usize {
        // Most notebooks most of the time: nothing can be due.
        if self.targets_by_end.range(..=today).all(|(_, count)| *count == 0) {
            return 0;
        }
        self.due.borrow_mut().get_or_insert_with(|| DueTargets::of(notebook)).count(notebook, today)
    }

    /// Brings the index up to an edit, of which `inverse` is the way back.
    pub(in crate::workspace) fn follow(&mut self, inverse: &Edit, notebook: &Notebook) {
        // The inverse runs backwards: what stands last in it is how things were before the edit.
        let mut before: HashMap<ClaimId, Option<&Claim>> = HashMap::new();
        let mut put = |id: ClaimId, old| {
            before.insert(id, old);
        };
        let mut gone = Vec::new();
        let mut series: Vec<(SeriesId, Option<&Series>)> = Vec::new();
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
        if let Some(due) = self.due.get_mut() {
            for (id, old) in series {
                for series in old.into_iter().chain(notebook.series.get(id)) {
                    due.series_changed(notebook, series);
                }
            }
        }
        // One that only moved in the list is still there.
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

    /// The words of a claim's own fields, folded: what filters look in.
    pub(in crate::workspace) fn words_of(&self, notebook: &Notebook, claim: ClaimId) -> &str {
        self.words(notebook).of_claim(claim)
    }

    /// The values that claims other than one have in a field, most frequent first.
    pub(in crate::workspace) fn values(&self, notebook: &Notebook, field: NameField, but: &Claim) -> Vec<String> {
        self.words(notebook).values(field, field.of(but))
    }

    /// The claims by what they are about.
    pub(in crate::workspace) fn alike(&self, notebook: &Notebook) -> &Alike {
        self.alike.get_or_init(|| Alike::of(notebook))
    }

    fn words(&self, notebook: &Notebook) -> &Words {
        self.words.get_or_init(|| Words::of(notebook))
    }
}

/// A field of claims whose values are names that come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameField {
    /// Whom or what claims are about.
    Subject,
    /// What they count.
    Measure,
}

impl NameField {
    /// Its value in a claim, without the space around it.
    pub fn of(self, claim: &Claim) -> &str {
        match self {
            Self::Subject => claim.subject.trim(),
            Self::Measure => claim.measure.trim(),
        }
    }
}

/// The passages of a claim as the index keeps them.
fn indexed(claim: &Claim) -> impl Iterator<Item = (DocumentId, IndexedPassage)> {
    claim.passages.iter().enumerate().filter(|(_, passage)| !passage.range.is_empty()).map(|(place, passage)| {
        let first_here = !claim.passages[..place].iter().any(|other| other.document == passage.document);
        (passage.document, IndexedPassage { range: passage.range, claim: claim.id, first_here, first: place == 0 })
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
