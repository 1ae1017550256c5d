//! The passages of one document in the order of its text, found by range or by number.
//!
//! An interval index: passages sorted by start, in chunks of fewer than 256, each of which knows the furthest end of its
//! passages. Lookups, insertions and removals read few chunks, and only the summaries of the others.

use std::cmp::Reverse;

use crate::notebook::{ClaimId, TextRange};

/// A passage of a claim, as the index stores it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexedPassage {
    /// Its byte range in the document's text.
    pub range: TextRange,
    /// Its claim.
    pub claim: ClaimId,
    /// Whether it is the first passage of its claim in this document, which lists of this document's claims count.
    pub first_here: bool,
    /// Whether it is the first passage of its claim in any document, which lists of all claims count.
    pub first: bool,
}

impl IndexedPassage {
    fn key(&self) -> (usize, Reverse<usize>, ClaimId) {
        (self.range.start, Reverse(self.range.end), self.claim)
    }
}

/// The passages that are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::workspace) enum Counted {
    /// One for each claim with a passage in the document.
    Here,
    /// One for each claim whose first passage is in the document.
    First,
}

#[derive(Debug, Default)]
struct Chunk {
    passages: Vec<IndexedPassage>,
    /// The start of the first passage and the furthest end of any, so that most chunks can be skipped.
    start: usize,
    furthest: usize,
    here: usize,
    first: usize,
}

/// The size of new chunks. A chunk that reaches twice this size is split.
const CHUNK: usize = 128;

impl Chunk {
    fn of(passages: Vec<IndexedPassage>) -> Self {
        let mut chunk = Self { passages, ..Self::default() };
        chunk.sum_up();
        chunk
    }

    fn sum_up(&mut self) {
        self.start = self.passages.first().map_or(usize::MAX, |first| first.range.start);
        self.furthest = self.passages.iter().map(|passage| passage.range.end).max().unwrap_or(0);
        self.here = self.passages.iter().filter(|passage| passage.first_here).count();
        self.first = self.passages.iter().filter(|passage| passage.first).count();
    }

    fn count(&self, counted: Counted) -> usize {
        match counted {
            Counted::Here => self.here,
            Counted::First => self.first,
        }
    }

    fn counted(&self, counted: Counted) -> impl Iterator<Item = &IndexedPassage> {
        self.passages.iter().filter(move |passage| match counted {
            Counted::Here => passage.first_here,
            Counted::First => passage.first,
        })
    }
}

/// The passages of one document, by start; of those with the same start, the longer ones first.
#[derive(Debug, Default)]
pub struct PassageIndex {
    chunks: Vec<Chunk>,
}

impl PassageIndex {
    /// Builds the index of all passages at once.
    pub(in crate::workspace) fn of(mut passages: Vec<IndexedPassage>) -> Self {
        passages.sort_unstable_by_key(IndexedPassage::key);
        Self { chunks: passages.chunks(CHUNK).map(|chunk| Chunk::of(chunk.to_vec())).collect() }
    }

    pub(in crate::workspace) fn insert(&mut self, passage: IndexedPassage) {
        let index = self.chunk_of(&passage);
        let Some(chunk) = self.chunks.get_mut(index) else {
            self.chunks.push(Chunk::of(vec![passage]));
            return;
        };
        let at = chunk.passages.partition_point(|other| other.key() < passage.key());
        chunk.passages.insert(at, passage);
        if chunk.passages.len() >= 2 * CHUNK {
            let second = chunk.passages.split_off(CHUNK);
            self.chunks.insert(index + 1, Chunk::of(second));
        }
        self.chunks[index].sum_up();
    }

    pub(in crate::workspace) fn remove(&mut self, range: TextRange, claim: ClaimId) {
        let wanted = IndexedPassage { range, claim, first_here: false, first: false };
        let index = self.chunk_of(&wanted);
        let Some(chunk) = self.chunks.get_mut(index) else { return };
        let at = chunk.passages.partition_point(|other| other.key() < wanted.key());
        if chunk.passages.get(at).is_none_or(|found| found.key() != wanted.key()) {
            return;
        }
        chunk.passages.remove(at);
        if chunk.passages.is_empty() {
            self.chunks.remove(index);
        } else {
            chunk.sum_up();
        }
    }

    /// The index of the chunk that contains this passage, or would.
    fn chunk_of(&self, passage: &IndexedPassage) -> usize {
        let after = self.chunks.partition_point(|chunk| chunk.passages.first().is_some_and(|first| first.key() <= passage.key()));
        after.saturating_sub(1)
    }

    /// Returns the passages that share a byte with a range, in order.
    pub fn overlapping(&self, range: TextRange) -> impl Iterator<Item = &IndexedPassage> {
        self.chunks
            .iter()
            .take_while(move |chunk| chunk.start < range.end)
            .filter(move |chunk| chunk.furthest > range.start)
            .flat_map(|chunk| &chunk.passages)
            .filter(move |passage| passage.range.overlaps(range))
    }

    /// Iterates over all passages in order.
    pub fn iter(&self) -> impl Iterator<Item = &IndexedPassage> {
        self.chunks.iter().flat_map(|chunk| &chunk.passages)
    }

    /// Returns the number of passages.
    pub fn len(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.passages.len()).sum()
    }

    /// Whether there are no passages.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    pub(in crate::workspace) fn count(&self, counted: Counted) -> usize {
        self.chunks.iter().map(|chunk| chunk.count(counted)).sum()
    }

    /// Returns the claim of the `number`th counted passage, from 0.
    pub(in crate::workspace) fn nth(&self, counted: Counted, mut number: usize) -> Option<ClaimId> {
        for chunk in &self.chunks {
            let count = chunk.count(counted);
            if number < count {
                return chunk.counted(counted).nth(number).map(|passage| passage.claim);
            }
            number -= count;
        }
        None
    }

    /// Returns the number of counted passages that begin before a byte.
    pub(in crate::workspace) fn count_before(&self, counted: Counted, byte: usize) -> usize {
        let whole = self.chunks.partition_point(|chunk| chunk.passages.last().is_some_and(|last| last.range.start < byte));
        let before: usize = self.chunks[..whole].iter().map(|chunk| chunk.count(counted)).sum();
        let inside = self.chunks.get(whole).map_or(0, |chunk| chunk.counted(counted).filter(|p| p.range.start < byte).count());
        before + inside
    }

    /// Returns the number of a counted passage, from 0, given its range and claim.
    pub(in crate::workspace) fn number_of(&self, counted: Counted, range: TextRange, claim: ClaimId) -> Option<usize> {
        let index = self.chunk_of(&IndexedPassage { range, claim, first_here: false, first: false });
        let before: usize = self.chunks.get(..index)?.iter().map(|chunk| chunk.count(counted)).sum();
        let inside = self.chunks.get(index)?.counted(counted).position(|passage| passage.claim == claim)?;
        Some(before + inside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::IdSource;
    use proptest::prelude::*;

    fn passages() -> impl Strategy<Value = Vec<(usize, usize, bool)>> {
        proptest::collection::vec((0..5000usize, prop_oneof![1..60usize, Just(4000)], any::<bool>()), 0..900)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// After any insertions and removals, the index answers as a scan of all passages would.
        #[test]
        fn the_index_answers_as_a_walk_would(given in passages(), taken in proptest::collection::vec(any::<proptest::sample::Index>(), 0..300), at_once in any::<bool>()) {
            let mut ids = IdSource::new(7);
            let mut all: Vec<IndexedPassage> = given
                .into_iter()
                .map(|(start, length, first)| IndexedPassage {
                    range: TextRange { start, end: start + length },
                    claim: ids.next(1),
                    first_here: true,
                    first,
                })
                .collect();
            let mut index = if at_once { PassageIndex::of(all.clone()) } else { PassageIndex::default() };
            if !at_once {
                for &passage in &all {
                    index.insert(passage);
                }
            }
            for which in taken {
                if !all.is_empty() {
                    let gone = all.remove(which.index(all.len()));
                    index.remove(gone.range, gone.claim);
                }
            }
            all.sort_by_key(IndexedPassage::key);
            prop_assert_eq!(index.iter().copied().collect::<Vec<_>>(), all.clone());
            prop_assert_eq!(index.len(), all.len());
            for start in (0..9000).step_by(611) {
                let range = TextRange { start, end: start + 40 };
                let walked: Vec<_> = all.iter().copied().filter(|passage| passage.range.overlaps(range)).collect();
                prop_assert_eq!(index.overlapping(range).copied().collect::<Vec<_>>(), walked);
            }
            for byte in (0..9000).step_by(701) {
                let walked = all.iter().filter(|passage| passage.range.start < byte).count();
                prop_assert_eq!(index.count_before(Counted::Here, byte), walked);
            }
            for (number, passage) in all.iter().filter(|passage| passage.first).enumerate() {
                prop_assert_eq!(index.nth(Counted::First, number), Some(passage.claim));
                prop_assert_eq!(index.number_of(Counted::First, passage.range, passage.claim), Some(number));
            }
        }
    }
}
