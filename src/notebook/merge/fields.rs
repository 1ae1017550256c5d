//! Merges one record field by field.

use std::hash::Hash;

use super::shown::Shown;
use super::{Conflict, Merger, Side};
use crate::notebook::{
    Assumption, Claim, ClaimId, Correlation, Details, Dismissal, Document, Driver, Input, Judgement, Model, Override, Passage,
    RecordId, Relation, Run, Scenario, Series, Tag, TagId, Term,
};

/// A record that can be merged field by field.
pub(super) trait MergeFields: Sized {
    /// The title, name or statement that identifies it in a list of conflicts.
    fn headline(&self) -> String;

    fn merged(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Self;

    /// What both sides began with, if a record that the common ancestor lacks was made of the same thing on both.
    fn beginning(_mine: &Self, _theirs: &Self) -> Option<Self> {
        None
    }
}

/// Merges the fields of one record and records its conflicts.
pub(super) struct Fields<'m, 'c> {
    merger: &'m mut Merger<'c>,
    record: Option<RecordId>,
    headline: String,
}

impl<'m, 'c> Fields<'m, 'c> {
    pub(super) fn new(merger: &'m mut Merger<'c>, record: Option<RecordId>, headline: &str) -> Self {
        Self { merger, record, headline: headline.to_owned() }
    }

    /// Merges a field as a whole.
    pub(super) fn one<T: Clone + PartialEq + Shown>(&mut self, field: &'static str, base: &T, mine: &T, theirs: &T) -> T {
        if mine == theirs || theirs == base {
            return mine.clone();
        }
        if !self.merger.has_base {
            return self.chosen(field, String::new(), String::new(), mine, theirs);
        }
        if mine == base {
            return theirs.clone();
        }
        self.chosen(field, String::new(), base.shown(), mine, theirs)
    }

    /// Records a conflict, because both sides changed the value, and returns the value of the chosen side.
    fn chosen<T: Clone + Shown>(&mut self, field: &'static str, entry: String, base: String, mine: &T, theirs: &T) -> T {
        let key = (self.record, field, entry);
        let side = self.merger.choices.get(&key).copied().unwrap_or_default();
        let (headline, mine_shown, theirs_shown) = (self.headline.clone(), mine.shown(), theirs.shown());
        self.merger.conflicts.push(Conflict { key, headline, base, mine: mine_shown, theirs: theirs_shown });
        match side {
            Side::Mine => mine.clone(),
            Side::Theirs => theirs.clone(),
        }
    }

    /// Merges an entry that both lists contain.
    fn entry<T: Clone + PartialEq + Shown>(
        &mut self,
        field: &'static str,
        key: String,
        base: Option<&T>,
        mine: &T,
        theirs: &T,
    ) -> T {
        if mine == theirs || base == Some(theirs) {
            return mine.clone();
        }
        if base == Some(mine) {
            return theirs.clone();
        }
        self.chosen(field, key, base.map(Shown::shown).unwrap_or_default(), mine, theirs)
    }

    /// Merges lists whose entries have a key: what either side added is included, what either side removed is not, and of an
    /// entry that both changed one side is chosen.
    fn list<T, K>(&mut self, field: &'static str, base: &[T], mine: &[T], theirs: &[T], key: impl Fn(&T) -> K) -> Vec<T>
    where
        T: Clone + PartialEq + Shown,
        K: Eq + Hash + Ord + std::fmt::Debug,
    {
        let base = if self.merger.has_base { base } else { &[] };
        if mine == theirs || theirs == base {
            return mine.to_vec();
        }
        if mine == base {
            return theirs.to_vec();
        }
        let find = |list: &[T], wanted: &T| list.iter().find(|entry| key(entry) == key(wanted)).cloned();
        let mut merged = Vec::new();
        for before in base {
            match (find(mine, before), find(theirs, before)) {
                (Some(mine), Some(theirs)) => {
                    merged.push(self.entry(field, format!("{:?}", key(before)), Some(before), &mine, &theirs));
                }
                // Removed on one side; if the other side changed it, it stays.
                (Some(only), None) | (None, Some(only)) if only != *before => merged.push(only),
                _ => {}
            }
        }
        let mut added: Vec<T> = Vec::new();
        for entry in mine.iter().filter(|entry| find(base, entry).is_none()) {
            added.push(match find(theirs, entry) {
                Some(theirs) => self.entry(field, format!("{:?}", key(entry)), None, entry, &theirs),
                None => entry.clone(),
            });
        }
        added.extend(theirs.iter().filter(|entry| find(base, entry).is_none() && find(mine, entry).is_none()).cloned());
        added.sort_by_key(&key);
        merged.extend(added);
        merged
    }
}

impl Shown for (ClaimId, crate::notebook::RelationKind, ClaimId) {
    fn shown(&self) -> String {
        self.1.label().to_owned()
    }
}

/// Text, structure and hash of a source, which are only merged together.
#[derive(Clone, PartialEq)]
struct Imported {
    hash: String,
    text: std::sync::Arc<str>,
    blocks: std::sync::Arc<[crate::notebook::Block]>,
    spans: Vec<crate::notebook::Span>,
    pages: std::sync::Arc<[usize]>,
    rows: std::sync::Arc<[u32]>,
    original: Option<crate::notebook::Original>,
}

impl Shown for Imported {
    fn shown(&self) -> String {
        let begin: String = self.text.chars().take(120).collect();
        format!("{begin}… ({} bytes)", self.text.len())
    }
}

/// Merges the named fields one by one: `merge_fields!(fields, base, mine, theirs; name "Shown name", …)`.
macro_rules! merge_fields {
    ($kind:ident, $fields:ident, $base:ident, $mine:ident, $theirs:ident;
     one { $($one:ident $one_name:literal),* $(,)? } $(list { $($list:ident $list_name:literal by $key:expr),* $(,)? })? rest { $($rest:ident: $value:expr),* $(,)? }) => {
        $kind {
            $($one: $fields.one($one_name, &$base.$one, &$mine.$one, &$theirs.$one),)*
            $($($list: $fields.list($list_name, &$base.$list, &$mine.$list, &$theirs.$list, $key),)*)?
            $($rest: $value,)*
        }
    };
}

pub(super) use merge_fields;

impl MergeFields for Claim {
    fn headline(&self) -> String {
        Claim::headline(self).to_owned()
    }

    fn merged(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Self {
        let mut fields = Fields::new(merger, Some(mine.id.into()), &MergeFields::headline(base));
        let key = |passage: &Passage| (passage.document, passage.range);
        let mut passages = fields.list("Passages", &base.passages, &mine.passages, &theirs.passages, key);
        if passages.is_empty() {
            // Each side removed what the other kept, but a claim needs a passage.
            passages = fields.one("Passages", &base.passages, &mine.passages, &theirs.passages);
        }
        merge_fields!(Claim, fields, base, mine, theirs;
            one {
                kind "Kind", statement "Statement", subject "Subject", measure "Measure", quantity "Quantity", period "Period",
                attribution "Said by", confidence "Confidence", status "Status", note "Note",
            }
            list { tags "Tags" by |tag: &TagId| *tag }
            rest { id: mine.id, passages: passages })
    }
}

impl MergeFields for Document {
    fn headline(&self) -> String {
        self.title().to_owned()
    }

    fn merged(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Self {
        let mut fields = Fields::new(merger, Some(mine.id.into()), &MergeFields::headline(base));
        let imported = |document: &Self| Imported {
            hash: document.hash.clone(),
            text: document.text.clone(),
            blocks: document.blocks.clone(),
            spans: document.spans.clone(),
            pages: document.pages.clone(),
            rows: document.rows.clone(),
            original: document.original.clone(),
        };
        let Imported { hash, text, blocks, spans, pages, rows, original } =
            fields.one("Text", &imported(base), &imported(mine), &imported(theirs));
        let replaces = fields.one("Version of", &base.replaces, &mine.replaces, &theirs.replaces);
        let (old, own, other) = (&base.details, &mine.details, &theirs.details);
        let details = merge_fields!(Details, fields, old, own, other;
            one {
                title "Title", publisher "Publisher", author "Author", published "Published", modified "Changed",
                accessed "Read on", archived "Archived copy",
                url "Address", language "Language", file_name "File", note "Note",
                folder "Folder", state "Read", starred "Star", rank "Place by hand",
            }
            list { dismissed "Dismissed suggestions" by |quote: &String| quote.clone() }
            rest { found_in: own.found_in.clone() });
        let mut details = details;
        details.forget_changed(own);
        details.merge_origins(old, other);
        Self { id: mine.id, details, hash, blocks, spans, text, replaces, pages, rows, original }
    }
}

impl MergeFields for Tag {
    fn headline(&self) -> String {
        self.name.clone()
    }

    fn merged(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Self {
        let mut fields = Fields::new(merger, Some(mine.id.into()), &MergeFields::headline(base));
        merge_fields!(Tag, fields, base, mine, theirs;
            one { name "Name", colour "Colour", shortcut "Digit", parent "Under", note "Note" }
            rest { id: mine.id })
    }
}

impl MergeFields for Term {
    fn headline(&self) -> String {
        self.name.clone()
    }

    fn merged(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Self {
        let mut fields = Fields::new(merger, Some(mine.id.into()), &MergeFields::headline(base));
        let kind = mine.kind;
        let spelling = |name: &String| kind.key_of(name);
        let merged = merge_fields!(Term, fields, base, mine, theirs;
            one { kind "Kind", name "Name", parent "Under", family "Counts in", nature "Behaves like", note "Note" }
            list { aliases "Also written" by spelling, counts "Counts" by spelling, unlike "Is not" by spelling }
            rest { id: mine.id });
        let mut merged = merged;
        // The name that was not chosen is still a spelling: claims may use it.
        for name in [&mine.name, &theirs.name] {
            if !base.is_called(name) {
                merged.add_alias(name);
            }
        }
        merged.forget_contradictions();
        merged
    }

    /// A term of which nobody said anything: the name that its id was made of.
    fn beginning(mine: &Self, theirs: &Self) -> Option<Self> {
        let is_origin = |name: &&str| Self::id_of(mine.kind, name) == mine.id;
        let name = mine.names().chain(theirs.names()).filter(is_origin).min()?;
        Some(Self::named(mine.id, mine.kind, name))
    }
}

impl MergeFields for Relation {
    fn headline(&self) -> String {
        self.kind.label().to_owned()
    }

    fn merged(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Self {
        let mut fields = Fields::new(merger, Some(mine.id.into()), &MergeFields::headline(base));
        // Ends and kind are merged together; otherwise a claim could become related to itself.
        let tie = |relation: &Self| (relation.from, relation.kind, relation.to);
        let (from, kind, to) = fields.one("Relation", &tie(base), &tie(mine), &tie(theirs));
        merge_fields!(Relation, fields, base, mine, theirs; one { note "Note" } rest { id: mine.id, from: from, kind: kind, to: to })
    }
}

impl MergeFields for Dismissal {
    fn headline(&self) -> String {
        "dismissed finding".to_owned()
    }

    /// Two people who dismissed the same finding made it of the same beginning: only their reasons can differ.
    fn beginning(mine: &Self, theirs: &Self) -> Option<Self> {
        let is_same = (mine.rule, &mine.claims, &mine.said) == (theirs.rule, &theirs.claims, &theirs.said);
        is_same.then(|| Self { note: String::new(), ..mine.clone() })
    }

    fn merged(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Self {
        let mut fields = Fields::new(merger, Some(mine.id.into()), &MergeFields::headline(base));
        // Rule and claims follow from the id. What the claims said is that of who dismissed it last.
        let said = if mine.said == base.said { theirs.said.clone() } else { mine.said.clone() };
        merge_fields!(Dismissal, fields, base, mine, theirs; one { note "Reason" } rest { id: mine.id, rule: mine.rule, claims: mine.claims.clone(), said: said })
    }
}

impl MergeFields for Series {
    fn headline(&self) -> String {
        Series::headline(self)
    }

    fn merged(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Self {
        let mut fields = Fields::new(merger, Some(mine.id.into()), &MergeFields::headline(base));
        merge_fields!(Series, fields, base, mine, theirs;
            one { title "Title", subject "Subject", measure "Measure", nature "Counts", alt "Description", timeline_alt "Description of what was said when", note "Note" }
            list { hidden "Left out" by |claim: &ClaimId| *claim, judgements "Own judgement" by |judgement: &Judgement| judgement.id }
            rest { id: mine.id })
    }
}

impl MergeFields for Assumption {
    fn headline(&self) -> String {
        self.name.clone()
    }

    fn merged(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Self {
        let mut fields = Fields::new(merger, Some(mine.id.into()), &MergeFields::headline(base));
        merge_fields!(Assumption, fields, base, mine, theirs;
            one { name "Name", unit "Unit", value "Value", seen "What its claim said", note "Note" }
            list { claims "Rests on" by |claim: &ClaimId| *claim }
            rest { id: mine.id })
    }
}

impl MergeFields for Model {
    fn headline(&self) -> String {
        self.title.clone()
    }

    fn merged(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Self {
        let mut fields = Fields::new(merger, Some(mine.id.into()), &MergeFields::headline(base));
        merge_fields!(Model, fields, base, mine, theirs;
            one { title "Title", from "From", until "Until", beyond "Years beyond", periods "Periods", note "Note" }
            list {
                inputs "Input" by |input: &Input| input.name.clone(),
                drivers "Driver" by |driver: &Driver| driver.name.clone(),
                correlations "Correlation" by |pair: &Correlation| (pair.first, pair.second),
            }
            rest { id: mine.id })
    }
}

/// A run never changes: it either exists or not.
impl MergeFields for Run {
    fn headline(&self) -> String {
        self.name.clone()
    }

    fn merged(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Self {
        if mine == base && merger.has_base { theirs.clone() } else { mine.clone() }
    }
}

impl MergeFields for Scenario {
    fn headline(&self) -> String {
        self.name.clone()
    }

    fn merged(base: &Self, mine: &Self, theirs: &Self, merger: &mut Merger<'_>) -> Self {
        let mut fields = Fields::new(merger, Some(mine.id.into()), &MergeFields::headline(base));
        merge_fields!(Scenario, fields, base, mine, theirs;
            one { name "Name", note "Note" }
            list { overrides "Sets" by |entry: &Override| entry.assumption }
            rest { id: mine.id, model: mine.model })
    }
}
