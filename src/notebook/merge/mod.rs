//! Merges two copies of one notebook: a three-way merge by id.
//!
//! `base` is the common ancestor. A record that only one side changed is taken from that side. A record that both changed is
//! merged field by field, and lists entry by entry. If both changed a field to different values, there is a [`Conflict`]: the
//! person chooses a side, and until then `mine` is used. Nothing that either side added is lost, and a record that one side
//! deleted and the other changed or refers to is kept.
//!
//! Apart from conflicts, the result does not depend on which side is called mine.

mod briefs;
mod fields;
mod names;
mod order;
mod readable;
mod references;
mod shown;

use std::collections::HashMap;
use std::sync::Arc;

use super::{Notebook, Record, RecordId, Table};
use fields::Fields;

/// One of the two copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// The notebook that is open.
    #[default]
    Mine,
    /// The copy that somebody else wrote.
    Theirs,
}

/// A field that both sides changed to different values.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The field.
    pub key: ConflictKey,
    /// The title, name or statement of the record.
    pub headline: String,
    /// The value in the common ancestor, as text; empty if there is none.
    pub base: String,
    /// The value on this side, as text.
    pub mine: String,
    /// The value on the other side, as text.
    pub theirs: String,
}

/// The field of a conflict: the record (`None` for the notebook as a whole), the name of the field as a form shows it, and the
/// key of the entry if the field is a list.
pub type ConflictKey = (Option<RecordId>, &'static str, String);

/// The side chosen for each conflict; where none was chosen, mine is used.
pub type Choices = HashMap<ConflictKey, Side>;

/// The result of a merge.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The merged notebook: valid if both sides were.
    pub notebook: Notebook,
    /// The fields that both sides changed to different values, in the order of the notebook.
    pub conflicts: Vec<Conflict>,
    /// Records that one side deleted and the other changed or refers to: they were kept.
    pub kept: Vec<RecordId>,
}

/// Merges two copies that both derive from `base`.
///
/// ```
/// use claimbook::notebook::{Choices, IdSource, Notebook, merge};
///
/// let base = Notebook::new(IdSource::new(7).next(0));
/// let (mut mine, mut theirs) = (base.clone(), base.clone());
/// mine.about.question = "How many shops?".into();
/// theirs.about.note = "Ask Lin".into();
/// let merged = merge(&base, &mine, &theirs, &Choices::new());
/// assert!(merged.conflicts.is_empty());
/// assert_eq!(merged.notebook.about.note, "Ask Lin");
/// assert_eq!(merged.notebook.about.question, "How many shops?");
/// ```
pub fn merge(base: &Notebook, mine: &Notebook, theirs: &Notebook, choices: &Choices) -> Merged {
    let mut merger = Merger { choices, conflicts: Vec::new(), kept: Vec::new(), has_base: true };
    let mut notebook = Notebook::new(mine.id);
    let mut about = Fields::new(&mut merger, None, "This notebook");
    notebook.about = super::About {
        question: about.one("Question", &base.about.question, &mine.about.question, &theirs.about.question),
        note: about.one("Notes", &base.about.note, &mine.about.note, &theirs.about.note),
        citation_style: about.one(
            "Style of citation",
            &base.about.citation_style,
            &mine.about.citation_style,
            &theirs.about.citation_style,
        ),
    };
    notebook.tags = merger.table(&base.tags, &mine.tags, &theirs.tags);
    notebook.terms = merger.table(&base.terms, &mine.terms, &theirs.terms);
    notebook.documents = merger.table(&base.documents, &mine.documents, &theirs.documents);
    notebook.claims = merger.table(&base.claims, &mine.claims, &theirs.claims);
    notebook.relations = merger.table(&base.relations, &mine.relations, &theirs.relations);
    notebook.dismissals = merger.table(&base.dismissals, &mine.dismissals, &theirs.dismissals);
    notebook.series = merger.table(&base.series, &mine.series, &theirs.series);
    notebook.assumptions = merger.table(&base.assumptions, &mine.assumptions, &theirs.assumptions);
    notebook.models = merger.table(&base.models, &mine.models, &theirs.models);
    notebook.scenarios = merger.table(&base.scenarios, &mine.scenarios, &theirs.scenarios);
    notebook.runs = merger.table(&base.runs, &mine.runs, &theirs.runs);
    notebook.briefs = merger.table(&base.briefs, &mine.briefs, &theirs.briefs);
    notebook.brief_blocks = merger.table(&base.brief_blocks, &mine.brief_blocks, &theirs.brief_blocks);
    notebook.editions = merger.table(&base.editions, &mine.editions, &theirs.editions);
    references::restore(&mut notebook, base, mine, theirs, &mut merger.kept);
    names::settle(&mut notebook, mine, theirs, &mut merger);
    references::untangle_tags(&mut notebook, base);
    references::untangle_terms(&mut notebook, base);
    references::untangle_versions(&mut notebook, base);
    order::put_in_order(&mut notebook, base, mine, theirs);
    for conflict in &mut merger.conflicts {
        for text in [&mut conflict.base, &mut conflict.mine, &mut conflict.theirs] {
            if let Some(named) = readable::with_names(text, [mine, theirs, base]) {
                *text = named;
            }
        }
    }
    Merged { notebook, conflicts: merger.conflicts, kept: merger.kept }
}

struct Merger<'a> {
    choices: &'a Choices,
    conflicts: Vec<Conflict>,
    kept: Vec<RecordId>,
    /// Whether the record being merged exists in `base`; if not, it is unknown which side changed a field.
    has_base: bool,
}

impl Merger<'_> {
    /// Merges the records of a table; their order is not defined yet.
    fn table<T: Record + PartialEq + fields::MergeFields>(
        &mut self,
        base: &Table<T>,
        mine: &Table<T>,
        theirs: &Table<T>,
    ) -> Table<T>
    where
        T::Id: Into<RecordId>,
    {
        let mut merged = Vec::with_capacity(mine.len().max(theirs.len()));
        for record in mine.shared() {
            let id = record.id();
            let (before, other) = (shared_of(base, id), shared_of(theirs, id));
            match (before, other) {
                (_, Some(other)) if same(record, other) => merged.push(Arc::clone(record)),
                (Some(before), Some(other)) if same(record, before) => merged.push(Arc::clone(other)),
                (Some(before), Some(other)) if same(other, before) => merged.push(Arc::clone(record)),
                (Some(before), Some(other)) => merged.push(Arc::new(T::merged(before, record, other, self))),
                // What both made of one beginning has it as its ancestor.
                (None, Some(other)) if let Some(before) = T::beginning(record, other) => {
                    merged.push(Arc::new(T::merged(&before, record, other, self)));
                }
                // The common ancestor is unknown: each field that differs is a conflict.
                (None, Some(other)) => {
                    self.has_base = false;
                    merged.push(Arc::new(T::merged(record, record, other, self)));
                    self.has_base = true;
                }
                (Some(before), None) if same(record, before) => {}
                (Some(_), None) => {
                    self.kept.push(id.into());
                    merged.push(Arc::clone(record));
                }
                (None, None) => merged.push(Arc::clone(record)),
            }
        }
        for record in theirs.shared().filter(|record| !mine.contains(record.id())) {
            match shared_of(base, record.id()) {
                Some(before) if same(record, before) => {}
                Some(_) => {
                    self.kept.push(record.id().into());
                    merged.push(Arc::clone(record));
                }
                None => merged.push(Arc::clone(record)),
            }
        }
        merged.into_iter().collect()
    }
}

fn shared_of<T: Record>(table: &Table<T>, id: T::Id) -> Option<&Arc<T>> {
    table.shared_at(table.position(id)?)
}

fn same<T: PartialEq>(a: &Arc<T>, b: &Arc<T>) -> bool {
    Arc::ptr_eq(a, b) || a == b
}
