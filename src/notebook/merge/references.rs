//! Restores records that one side deleted and the other refers to, so that after a merge every id refers to a record.

use std::sync::Arc;

use crate::notebook::chains::circular;
use crate::notebook::{AssumptionValue, Notebook, Record, RecordId, Table};

/// Restores records that others refer to until none is missing.
pub(super) fn restore(notebook: &mut Notebook, base: &Notebook, mine: &Notebook, theirs: &Notebook, kept: &mut Vec<RecordId>) {
    loop {
        let mut missing = missing(notebook);
        missing.extend(newly_shown(notebook, base, [mine, theirs]));
        missing.sort_unstable_by_key(|id| format!("{id}"));
        missing.dedup();
        let before = kept.len();
        for id in missing {
            if [mine, theirs, base].into_iter().any(|side| bring_back(notebook, side, id)) {
                kept.push(id);
            }
        }
        if kept.len() == before {
            return;
        }
    }
}

fn missing(notebook: &Notebook) -> Vec<RecordId> {
    let mut named: Vec<RecordId> = Vec::new();
    for tag in &notebook.tags {
        named.extend(tag.parent.map(RecordId::from));
    }
    for term in &notebook.terms {
        named.extend(term.parent.map(RecordId::from));
    }
    for document in &notebook.documents {
        named.extend(document.replaces.map(RecordId::from));
    }
    for claim in &notebook.claims {
        named.extend(claim.passages.iter().map(|passage| RecordId::from(passage.document)));
        named.extend(claim.tags.iter().map(|&tag| RecordId::from(tag)));
    }
    for relation in &notebook.relations {
        named.extend([RecordId::from(relation.from), relation.to.into()]);
    }
    for dismissal in &notebook.dismissals {
        named.extend(dismissal.claims.iter().map(|&claim| RecordId::from(claim)));
    }
    for series in &notebook.series {
        named.extend(series.hidden.iter().map(|&claim| RecordId::from(claim)));
    }
    for assumption in &notebook.assumptions {
        named.extend(assumption.claims.iter().map(|&claim| RecordId::from(claim)));
        named.extend(planned(&assumption.value));
    }
    for model in &notebook.models {
        named.extend([model.from, model.until].into_iter().chain(model.assumptions()).map(RecordId::from));
    }
    named.extend(notebook.runs.iter().map(|run| RecordId::from(run.model)));
    for scenario in &notebook.scenarios {
        named.push(scenario.model.into());
        named.extend(scenario.overrides.iter().map(|entry| RecordId::from(entry.assumption)));
        named.extend(scenario.overrides.iter().flat_map(|entry| planned(&entry.value)));
    }
    named.extend(notebook.brief_blocks.iter().map(|block| RecordId::from(block.brief)));
    named.retain(|&id| !notebook.has(id));
    named
}

/// What a block of a brief shows that is missing, if a side that still has it made the reference. A reference that was there before
/// does not bring back what somebody deleted: its words stay.
fn newly_shown(notebook: &Notebook, base: &Notebook, sides: [&Notebook; 2]) -> Vec<RecordId> {
    let mut shown = Vec::new();
    for block in &notebook.brief_blocks {
        let named = |side: &Notebook| -> Vec<RecordId> {
            side.brief_blocks.get(block.id).map(|block| block.named().collect()).unwrap_or_default()
        };
        let before = named(base);
        let has_made = |side: &&Notebook, id: RecordId| side.has(id) && named(side).contains(&id);
        let is_new = |id: &RecordId| !notebook.has(*id) && !before.contains(id) && sides.iter().any(|side| has_made(side, *id));
        shown.extend(block.named().filter(is_new));
    }
    shown
}

fn bring_back(notebook: &mut Notebook, side: &Notebook, id: RecordId) -> bool {
    fn copy<T: Record>(into: &mut Table<T>, from: &Table<T>, id: T::Id) -> bool {
        let found = from.position(id).and_then(|index| from.shared_at(index));
        found.is_some_and(|record| into.push_shared(Arc::clone(record)))
    }
    match id {
        RecordId::Document(id) => copy(&mut notebook.documents, &side.documents, id),
        RecordId::Tag(id) => copy(&mut notebook.tags, &side.tags, id),
        RecordId::Term(id) => copy(&mut notebook.terms, &side.terms, id),
        RecordId::Claim(id) => copy(&mut notebook.claims, &side.claims, id),
        RecordId::Relation(id) => copy(&mut notebook.relations, &side.relations, id),
        RecordId::Dismissal(id) => copy(&mut notebook.dismissals, &side.dismissals, id),
        RecordId::Series(id) => copy(&mut notebook.series, &side.series, id),
        RecordId::Assumption(id) => copy(&mut notebook.assumptions, &side.assumptions, id),
        RecordId::Model(id) => copy(&mut notebook.models, &side.models, id),
        RecordId::Scenario(id) => copy(&mut notebook.scenarios, &side.scenarios, id),
        RecordId::Run(id) => copy(&mut notebook.runs, &side.runs, id),
        RecordId::Brief(id) => copy(&mut notebook.briefs, &side.briefs, id),
        RecordId::BriefBlock(id) => copy(&mut notebook.brief_blocks, &side.brief_blocks, id),
        RecordId::Edition(id) => copy(&mut notebook.editions, &side.editions, id),
    }
}

/// Two sides each made the other's version the earlier one: resets both to `base`.
pub(super) fn untangle_versions(notebook: &mut Notebook, base: &Notebook) {
    let before = |notebook: &Notebook, id| notebook.documents.get(id).and_then(|document| document.replaces);
    let tangled = circular(notebook.documents.iter().map(|document| document.id), |id| before(notebook, id));
    for id in tangled {
        if let Some(document) = notebook.documents.get_mut(id) {
            document.replaces = base.documents.get(id).and_then(|document| document.replaces);
        }
    }
}

/// One side put A under B, the other B under A: resets both to their parents in `base`.
pub(super) fn untangle_tags(notebook: &mut Notebook, base: &Notebook) {
    untangle(&mut notebook.tags, &base.tags, |tag| &mut tag.parent, |tag| tag.parent);
}

/// The same for terms.
pub(super) fn untangle_terms(notebook: &mut Notebook, base: &Notebook) {
    untangle(&mut notebook.terms, &base.terms, |term| &mut term.parent, |term| term.parent);
}

fn untangle<T: Record>(
    table: &mut Table<T>,
    base: &Table<T>,
    parent_mut: impl Fn(&mut T) -> &mut Option<T::Id>,
    parent: impl Fn(&T) -> Option<T::Id>,
) where
    T::Id: Ord,
{
    for go_back in [true, false] {
        let tangled = circular(table.iter().map(Record::id), |id| table.get(id).and_then(&parent));
        for id in tangled {
            let before = base.get(id).and_then(&parent).filter(|&above| go_back && table.contains(above));
            if let Some(record) = table.get_mut(id) {
                *parent_mut(record) = before;
            }
        }
    }
}

/// The claims that the points of a plan cite.
fn planned(value: &AssumptionValue) -> Vec<RecordId> {
    match value {
        AssumptionValue::Plan(points) => points.iter().filter_map(|point| point.claim).map(RecordId::from).collect(),
        _ => Vec::new(),
    }
}
