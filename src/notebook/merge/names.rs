//! Names that came to stand for two terms by a merge: a spelling that each side gave to another name. The person chooses whose it
//! is; two terms that are called the same are one by definition.

use std::collections::BTreeMap;

use super::{Conflict, Merger, Side};
use crate::notebook::{Notebook, TermId, TermKind};

/// Who claims a spelling: each term, and whether it is its name and not another spelling.
type Claimants = BTreeMap<(TermKind, String), Vec<(TermId, bool)>>;

/// Settles every spelling that stands for one thing in each copy and for two in the merged notebook.
pub(super) fn settle(notebook: &mut Notebook, mine: &Notebook, theirs: &Notebook, merger: &mut Merger<'_>) {
    // Each round makes one term fewer or one spelling less, so this ends.
    loop {
        let own = [claimants(mine), claimants(theirs)];
        let is_new = |key: &(TermKind, String)| own.iter().all(|side| side.get(key).is_none_or(|terms| terms.len() < 2));
        let found = claimants(notebook).into_iter().find(|(key, terms)| terms.len() > 1 && is_new(key));
        let Some((key, terms)) = found else { return };
        let named: Vec<TermId> = terms.iter().filter(|(_, is_name)| *is_name).map(|(id, _)| *id).collect();
        if let [first, second, ..] = named[..] {
            become_one(notebook, first, second);
            continue;
        }
        let all: Vec<TermId> = terms.iter().map(|(id, _)| *id).collect();
        let owner = owner(notebook, (mine, theirs), (&key, &all), merger);
        for (id, is_name) in terms.into_iter().filter(|(id, _)| *id != owner) {
            match is_name {
                // What is called by the spelling has no other name to keep.
                true => become_one(notebook, owner, id),
                false => forget(notebook, id, &key.1),
            }
        }
    }
}

fn claimants(notebook: &Notebook) -> Claimants {
    let mut found = Claimants::new();
    for term in &notebook.terms {
        for (place, name) in term.names().enumerate() {
            let terms = found.entry((term.kind, term.kind.key_of(name))).or_default();
            if terms.iter().all(|(id, _)| *id != term.id) {
                terms.push((term.id, place == 0));
            }
        }
    }
    found.values_mut().for_each(|terms| terms.sort_unstable());
    found
}

/// The term that keeps a spelling: the one that both sides mean, or the one of the chosen side.
fn owner(
    notebook: &Notebook,
    (mine, theirs): (&Notebook, &Notebook),
    ((kind, key), terms): (&(TermKind, String), &[TermId]),
    merger: &mut Merger<'_>,
) -> TermId {
    let meant = |side: &Notebook| side.vocabulary().term(*kind, key).filter(|id| terms.contains(id));
    let (own, other) = match (meant(mine), meant(theirs)) {
        (Some(own), Some(other)) if own != other => (own, other),
        (own, other) => return own.or(other).unwrap_or(terms[0]),
    };
    let shown = |id: TermId| notebook.terms.get(id).map(|term| term.name.clone()).unwrap_or_default();
    let choice = (Some(own.min(other).into()), "Also written", key.clone());
    let side = merger.choices.get(&choice).copied().unwrap_or_default();
    let headline = spelled(notebook, terms, key);
    merger.conflicts.push(Conflict { key: choice, headline, base: String::new(), mine: shown(own), theirs: shown(other) });
    match side {
        Side::Mine => own,
        Side::Theirs => other,
    }
}

/// The spelling as somebody wrote it.
fn spelled(notebook: &Notebook, terms: &[TermId], key: &str) -> String {
    let written =
        terms.iter().filter_map(|&id| notebook.terms.get(id)).flat_map(|term| term.names().map(|name| (term.kind, name)));
    let written = written.into_iter().find(|(kind, name)| kind.key_of(name) == key).map(|(_, name)| name);
    written.unwrap_or(key).to_owned()
}

/// Makes one term of two: the first keeps its record.
fn become_one(notebook: &mut Notebook, kept: TermId, gone: TermId) {
    let Some((_, gone)) = notebook.terms.remove(gone) else { return };
    let under: Vec<TermId> = notebook.terms.iter().filter(|term| term.parent == Some(gone.id)).map(|term| term.id).collect();
    for id in under {
        if let Some(term) = notebook.terms.get_mut(id) {
            term.parent = if id == kept { gone.parent.filter(|&above| above != kept) } else { Some(kept) };
        }
    }
    if let Some(term) = notebook.terms.get_mut(kept) {
        term.absorb(&gone);
    }
}

fn forget(notebook: &mut Notebook, id: TermId, key: &str) {
    if let Some(term) = notebook.terms.get_mut(id) {
        let kind = term.kind;
        term.aliases.retain(|alias| kind.key_of(alias) != key);
    }
}
