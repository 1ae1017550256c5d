//! The order of merged lists: records of the common ancestor as before, and each new record after the one that it followed.

use std::collections::{HashMap, HashSet};

use crate::notebook::{Notebook, Record, Table};

pub(super) fn put_in_order(notebook: &mut Notebook, base: &Notebook, mine: &Notebook, theirs: &Notebook) {
    notebook.tags = ordered(&notebook.tags, &base.tags, &mine.tags, &theirs.tags);
    notebook.terms = ordered(&notebook.terms, &base.terms, &mine.terms, &theirs.terms);
    notebook.documents = ordered(&notebook.documents, &base.documents, &mine.documents, &theirs.documents);
    notebook.claims = ordered(&notebook.claims, &base.claims, &mine.claims, &theirs.claims);
    notebook.relations = ordered(&notebook.relations, &base.relations, &mine.relations, &theirs.relations);
    notebook.dismissals = ordered(&notebook.dismissals, &base.dismissals, &mine.dismissals, &theirs.dismissals);
    notebook.series = ordered(&notebook.series, &base.series, &mine.series, &theirs.series);
    notebook.assumptions = ordered(&notebook.assumptions, &base.assumptions, &mine.assumptions, &theirs.assumptions);
    notebook.models = ordered(&notebook.models, &base.models, &mine.models, &theirs.models);
    notebook.scenarios = ordered(&notebook.scenarios, &base.scenarios, &mine.scenarios, &theirs.scenarios);
    notebook.runs = ordered(&notebook.runs, &base.runs, &mine.runs, &theirs.runs);
    notebook.briefs = ordered(&notebook.briefs, &base.briefs, &mine.briefs, &theirs.briefs);
    notebook.brief_blocks = ordered(&notebook.brief_blocks, &base.brief_blocks, &mine.brief_blocks, &theirs.brief_blocks);
    notebook.editions = ordered(&notebook.editions, &base.editions, &mine.editions, &theirs.editions);
}

fn ordered<T: Record>(merged: &Table<T>, base: &Table<T>, mine: &Table<T>, theirs: &Table<T>) -> Table<T>
where
    T::Id: Ord,
{
    let old = order_of_old(merged, base, mine, theirs);
    let known: HashSet<T::Id> = old.iter().copied().collect();
    let (my_new, their_new) = (new_behind(mine, &known, merged), new_behind(theirs, &known, merged));
    let mut ids = Vec::with_capacity(merged.len());
    for anchor in std::iter::once(None).chain(old.iter().copied().map(Some)) {
        ids.extend(anchor);
        let (mine, theirs) = (my_new.get(&anchor), their_new.get(&anchor));
        match (mine, theirs) {
            (Some(only), None) | (None, Some(only)) => ids.extend(only),
            (Some(mine), Some(theirs)) if mine == theirs => ids.extend(mine),
            // Ids increase with time: the record that was made first comes first, whichever side it is on.
            (Some(mine), Some(theirs)) => {
                let mut both: Vec<T::Id> = mine.iter().chain(theirs).copied().collect();
                both.sort_unstable();
                both.dedup();
                ids.extend(both);
            }
            (None, None) => {}
        }
    }
    let mut seen = HashSet::new();
    let in_order = ids.into_iter().filter(|&id| seen.insert(id)).filter_map(|id| merged.shared_at(merged.position(id)?).cloned());
    in_order.collect()
}

/// The order of the records of the common ancestor: as on the side that moved any; unchanged if the sides moved them differently.
fn order_of_old<T: Record>(merged: &Table<T>, base: &Table<T>, mine: &Table<T>, theirs: &Table<T>) -> Vec<T::Id> {
    let before: Vec<T::Id> = base.iter().map(Record::id).filter(|&id| merged.contains(id)).collect();
    let as_on = |side: &Table<T>| -> Option<Vec<T::Id>> {
        let here: Vec<T::Id> = side.iter().map(Record::id).filter(|&id| merged.contains(id) && base.contains(id)).collect();
        let unmoved = before.iter().copied().filter(|&id| side.contains(id)).eq(here.iter().copied());
        (!unmoved && here.len() == before.len()).then_some(here)
    };
    match (as_on(mine), as_on(theirs)) {
        (Some(only), None) | (None, Some(only)) => only,
        (Some(mine), Some(theirs)) if mine == theirs => mine,
        _ => before,
    }
}

/// The new records of a side, grouped by the old record that they follow.
fn new_behind<T: Record>(side: &Table<T>, known: &HashSet<T::Id>, merged: &Table<T>) -> HashMap<Option<T::Id>, Vec<T::Id>> {
    let mut behind: HashMap<Option<T::Id>, Vec<T::Id>> = HashMap::new();
    let mut anchor = None;
    for id in side.iter().map(Record::id) {
        if known.contains(&id) {
            anchor = Some(id);
        } else if merged.contains(id) {
            behind.entry(anchor).or_default().push(id);
        }
    }
    behind
}
