//! Computes the edit that turns one notebook into another. With it, a file that another program changed is loaded as an edit
//! that can be undone.

use std::collections::HashSet;
use std::sync::Arc;

use super::{AnyRecord, Change, Edit, Notebook, Record, RecordId, Table};

impl Notebook {
    /// The edit with this name that turns this notebook into `other`. The notebook's id, which never changes, is not compared.
    ///
    /// ```
    /// use claimbook::notebook::{About, IdSource, Notebook};
    ///
    /// let mine = Notebook::new(IdSource::new(7).next(0));
    /// let mut theirs = mine.clone();
    /// theirs.about = About { question: "How many shops?".into(), ..About::default() };
    /// let mut now = mine.clone();
    /// mine.difference(&theirs, "reload").apply(&mut now)?;
    /// assert_eq!(now, theirs);
    /// # Ok::<(), claimbook::notebook::EditError>(())
    /// ```
    pub fn difference(&self, other: &Self, name: &str) -> Edit {
        let mut changes = Vec::new();
        if self.about != other.about {
            changes.push(Change::About(other.about.clone()));
        }
        add(&self.tags, &other.tags, &mut changes);
        add(&self.terms, &other.terms, &mut changes);
        add(&self.documents, &other.documents, &mut changes);
        add(&self.claims, &other.claims, &mut changes);
        add(&self.relations, &other.relations, &mut changes);
        add(&self.dismissals, &other.dismissals, &mut changes);
        add(&self.series, &other.series, &mut changes);
        add(&self.assumptions, &other.assumptions, &mut changes);
        add(&self.models, &other.models, &mut changes);
        add(&self.scenarios, &other.scenarios, &mut changes);
        add(&self.runs, &other.runs, &mut changes);
        add(&self.briefs, &other.briefs, &mut changes);
        add(&self.brief_blocks, &other.brief_blocks, &mut changes);
        add(&self.editions, &other.editions, &mut changes);
        Edit { name: name.to_owned(), changes }
    }
}

fn add<T: Record + PartialEq + Into<AnyRecord>>(from: &Table<T>, to: &Table<T>, changes: &mut Vec<Change>)
where
    T::Id: Into<RecordId>,
{
    let staying: Vec<usize> = to.iter().filter_map(|record| from.position(record.id())).collect();
    let in_place: HashSet<usize> = longest_rising(&staying).into_iter().collect();
    let stays = |record: &T| from.position(record.id()).filter(|index| in_place.contains(index));
    // First the records that keep their position, while all positions are still valid.
    for record in to.shared() {
        let old = stays(record).and_then(|index| from.shared_at(index));
        if old.is_some_and(|old| !Arc::ptr_eq(old, record) && old != record) {
            changes.push(Change::Replace(record.as_ref().clone().into()));
        }
    }
    // From the end, so that each removal leaves the positions of the others unchanged.
    for index in (0..from.len()).rev().filter(|index| !in_place.contains(index)) {
        changes.extend(from.at(index).map(|record| Change::Remove(record.id().into())));
    }
    for (at, record) in to.iter().enumerate().filter(|(_, record)| stays(record).is_none()) {
        changes.push(Change::Insert { at, record: record.clone().into() });
    }
}

impl Notebook {
    /// Shares with another notebook the records that are equal in both, so that later comparisons cost next to nothing.
    pub fn share_with(&mut self, other: &Self) {
        fn share<T: Record + PartialEq>(own: &mut Table<T>, other: &Table<T>) {
            let shared = own.shared().map(|record| {
                let known = other.position(record.id()).and_then(|index| other.shared_at(index));
                Arc::clone(known.filter(|known| *known == record).unwrap_or(record))
            });
            *own = shared.collect();
        }
        share(&mut self.tags, &other.tags);
        share(&mut self.terms, &other.terms);
        share(&mut self.documents, &other.documents);
        share(&mut self.claims, &other.claims);
        share(&mut self.relations, &other.relations);
        share(&mut self.dismissals, &other.dismissals);
        share(&mut self.series, &other.series);
        share(&mut self.assumptions, &other.assumptions);
        share(&mut self.models, &other.models);
        share(&mut self.scenarios, &other.scenarios);
        share(&mut self.runs, &other.runs);
        share(&mut self.briefs, &other.briefs);
        share(&mut self.brief_blocks, &other.brief_blocks);
        share(&mut self.editions, &other.editions);
    }
}

/// Returns a longest increasing subsequence (patience sorting; Fredman, “On computing the length of longest increasing
/// subsequences”, 1975).
pub(super) fn longest_rising(numbers: &[usize]) -> Vec<usize> {
    // `ends`: for each length, the index of the smallest last number of an increasing sequence of that length. `before`: for
    // each number, the index of its predecessor in such a sequence.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (index, &number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|&end| numbers[end] < number);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() { ends.push(index) } else { ends[length] = index }
    }
    let mut rising = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(index) = next {
        rising.push(numbers[index]);
        next = before[index];
    }
    rising.reverse();
    rising
}

#[cfg(test)]
mod tests {
    use super::longest_rising;

    #[test]
    fn the_longest_rising_sequence_is_found() {
        assert!(longest_rising(&[]).is_empty());
        assert_eq!(longest_rising(&[3, 1, 2, 0, 4]), [1, 2, 4]);
        assert_eq!(longest_rising(&[5, 4, 3]), [3]);
    }
}
