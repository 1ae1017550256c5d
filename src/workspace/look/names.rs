//! The names that claims use, with what was said about them: as trees, with counts of claims, sources and charts.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use crate::notebook::{Claim, DocumentId, NameKey, Notebook, TermId, TermKind};

/// A name with all its spellings.
#[derive(Debug, Clone, PartialEq)]
pub struct NameRow {
    /// What it names.
    pub kind: TermKind,
    /// The name to show.
    pub name: String,
    /// Its record, if something was said about it.
    pub term: Option<TermId>,
    /// How deep it stands in the tree; 0 is the top.
    pub depth: usize,
    /// The number of claims that use it.
    pub claims: usize,
    /// The number of sources of these claims.
    pub sources: usize,
    /// The number of charts of it.
    pub charts: usize,
    /// The spellings that claims use, the most frequent first.
    pub written: Vec<String>,
    /// The nouns that its numbers count, the most frequent first; only of measures.
    pub nouns: Vec<String>,
}

/// What is known of a name while claims are gone through.
#[derive(Default)]
struct Found {
    claims: usize,
    /// The position of the claim that was counted last: one that has two spellings counts once.
    last: Option<usize>,
    sources: HashSet<DocumentId, RandomState>,
    written: HashMap<String, usize, RandomState>,
    nouns: HashMap<String, usize, RandomState>,
    charts: usize,
}

/// The names of a claim that are of one kind.
pub(in crate::workspace) fn names_of(claim: &Claim, kind: TermKind) -> impl Iterator<Item = &str> {
    let one = match kind {
        TermKind::Subject => Some(claim.subject.as_str()),
        TermKind::Measure => Some(claim.measure.as_str()),
        TermKind::Voice => None,
    };
    let voices = if kind == TermKind::Voice { claim.attribution.as_slice() } else { &[] };
    one.into_iter().chain(voices.iter().map(String::as_str)).map(str::trim).filter(|name| !name.is_empty())
}

/// The number of claims that use a name, under any spelling.
pub fn uses(notebook: &Notebook, kind: TermKind, name: &str) -> usize {
    let mut named = notebook.named(kind, name);
    notebook.claims.iter().filter(|claim| names_of(claim, kind).any(|name| named.is(name))).count()
}

/// All names of one kind, as a tree from the top: each name is followed by those under it, of which the most used come first.
pub fn names(notebook: &Notebook, kind: TermKind) -> Vec<NameRow> {
    let mut found = found(notebook, kind);
    let mut rows: Vec<(NameRow, Option<TermId>)> = Vec::with_capacity(found.len());
    for term in notebook.terms.iter().filter(|term| term.kind == kind) {
        let of = found.remove(&NameKey::Term(term.id)).unwrap_or_default();
        rows.push((row(kind, term.name.clone(), Some(term.id), of), term.parent));
    }
    for (_, of) in found {
        let name = sorted(&of.written).into_iter().next().unwrap_or_default();
        rows.push((row(kind, name, None, of), None));
    }
    rows.sort_by(|(a, _), (b, _)| b.claims.cmp(&a.claims).then_with(|| a.name.cmp(&b.name)));
    as_tree(rows)
}

/// Goes through all claims once; each spelling is looked up once.
fn found(notebook: &Notebook, kind: TermKind) -> HashMap<NameKey, Found, RandomState> {
    let vocabulary = notebook.vocabulary();
    let mut places: HashMap<&str, usize, RandomState> = HashMap::default();
    let mut keys: HashMap<NameKey, usize, RandomState> = HashMap::default();
    let mut all: Vec<Found> = Vec::new();
    for (position, claim) in notebook.claims.iter().enumerate() {
        for name in names_of(claim, kind) {
            let place = *places.entry(name).or_insert_with(|| {
                *keys.entry(vocabulary.key(kind, name)).or_insert_with(|| {
                    all.push(Found::default());
                    all.len() - 1
                })
            });
            let of = &mut all[place];
            of.claims += usize::from(of.last.replace(position) != Some(position));
            of.sources.extend(claim.document());
            match of.written.get_mut(name) {
                Some(count) => *count += 1,
                None => drop(of.written.insert(name.to_owned(), 1)),
            }
            if let (TermKind::Measure, Some(quantity)) = (kind, claim.understood_quantity()) {
                match of.nouns.get_mut(&quantity.unit) {
                    Some(count) => *count += 1,
                    None => drop(of.nouns.insert(quantity.unit.clone(), 1)),
                }
            }
        }
    }
    for series in &notebook.series {
        let name = match kind {
            TermKind::Subject => &series.subject,
            TermKind::Measure => &series.measure,
            TermKind::Voice => continue,
        };
        if let Some(&place) = keys.get(&vocabulary.key(kind, name)) {
            all[place].charts += 1;
        }
    }
    let mut all: Vec<Option<Found>> = all.into_iter().map(Some).collect();
    keys.into_iter().filter_map(|(key, place)| Some((key, all[place].take()?))).collect()
}

fn row(kind: TermKind, name: String, term: Option<TermId>, of: Found) -> NameRow {
    NameRow {
        kind,
        name,
        term,
        depth: 0,
        claims: of.claims,
        sources: of.sources.len(),
        charts: of.charts,
        written: sorted(&of.written),
        nouns: sorted(&of.nouns),
    }
}

/// Texts, the most frequent first.
fn sorted(counted: &HashMap<String, usize, RandomState>) -> Vec<String> {
    let mut all: Vec<(&String, &usize)> = counted.iter().collect();
    all.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    all.into_iter().map(|(text, _)| text.clone()).collect()
}

/// Puts each row after the one that it stands under. The parents of terms are no circles (`check`); if they are in a damaged
/// notebook, their rows come last, at the top level.
fn as_tree(rows: Vec<(NameRow, Option<TermId>)>) -> Vec<NameRow> {
    let known: HashSet<TermId> = rows.iter().filter_map(|(row, _)| row.term).collect();
    let mut under: HashMap<Option<TermId>, Vec<NameRow>> = HashMap::new();
    for (row, parent) in rows {
        under.entry(parent.filter(|parent| known.contains(parent))).or_default().push(row);
    }
    let mut tree = Vec::new();
    let mut open: Vec<(usize, NameRow)> = under.remove(&None).unwrap_or_default().into_iter().rev().map(|row| (0, row)).collect();
    while let Some((depth, row)) = open.pop() {
        let below = row.term.and_then(|id| under.remove(&Some(id))).unwrap_or_default();
        tree.push(NameRow { depth, ..row });
        open.extend(below.into_iter().rev().map(|row| (depth + 1, row)));
    }
    tree.extend(under.into_values().flatten());
    tree
}
