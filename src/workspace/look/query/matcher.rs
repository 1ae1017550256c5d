//! A query prepared for one notebook: names are looked up once, so that checking a claim takes only a few comparisons.

use std::collections::HashSet;
use std::sync::Arc;

use memchr::memmem::Finder;

use super::{Comparison, Condition, Field, Part, Query, Scope, Test};
use crate::notebook::{Claim, ClaimId, Document, DocumentId, Notebook, Period, PointRole, TagId, TermId, TermKind, Vocabulary};
use crate::reading::{contains_folded, fold};
use crate::workspace::look::index::ClaimIndex;
use crate::workspace::look::names::names_of;

pub(in crate::workspace) struct Matcher<'a> {
    notebook: &'a Notebook,
    index: &'a ClaimIndex,
    conditions: Vec<(&'a Condition, Meant)>,
    vocabulary: Arc<Vocabulary>,
    words: Vec<Word>,
    /// The claims that have a relation.
    related: HashSet<ClaimId>,
    /// The sources that meet the conditions on sources; `None` if there are no such conditions.
    documents: Option<HashSet<DocumentId>>,
}

/// A word that a claim must or must not have in its fields or in the name of a tag.
struct Word {
    folded: Finder<'static>,
    tags: HashSet<TagId>,
    excluded: bool,
}

impl<'a> Matcher<'a> {
    pub fn new(query: &'a Query, notebook: &'a Notebook, index: &'a ClaimIndex) -> Self {
        let (of_source, of_claim): (Vec<_>, Vec<_>) =
            query.conditions.iter().partition(|condition| condition.field.row().scope == Scope::Source);
        let documents = (!of_source.is_empty()).then(|| {
            let meets = |document: &&Document| of_source.iter().all(|condition| source_meets(document, condition));
            notebook.documents.iter().filter(meets).map(|document| document.id).collect()
        });
        let related = notebook.relations.iter().flat_map(|relation| [relation.from, relation.to]).collect();
        let words = query.words.iter().map(|term| {
            let folded = fold(&term.text);
            let tags = notebook.tags.iter().filter(|tag| fold(&tag.name).contains(&folded)).map(|tag| tag.id).collect();
            Word { folded: Finder::new(&folded).into_owned(), tags, excluded: term.excluded }
        });
        let meant = |condition| Meant { tags: tags_meant(notebook, condition), terms: terms_meant(notebook, condition) };
        let conditions = of_claim.into_iter().map(|condition| (condition, meant(condition))).collect();
        Self { notebook, index, conditions, vocabulary: notebook.vocabulary(), words: words.collect(), related, documents }
    }

    /// Whether matches in this source may be shown.
    pub fn takes_source(&self, document: DocumentId) -> bool {
        self.documents.as_ref().is_none_or(|documents| documents.contains(&document))
    }

    pub fn takes(&self, claim: &Claim) -> bool {
        let in_source = || claim.passages.iter().any(|passage| self.takes_source(passage.document));
        (self.documents.is_none() || in_source())
            && self.conditions.iter().all(|(condition, meant)| self.meets(claim, condition, meant) != condition.excluded)
            && self.words.iter().all(|word| self.mentions(claim, word) != word.excluded)
    }

    fn mentions(&self, claim: &Claim, word: &Word) -> bool {
        claim.tags.iter().any(|tag| word.tags.contains(tag))
            || word.folded.find(self.index.words_of(self.notebook, claim.id).as_bytes()).is_some()
    }

    fn meets(&self, claim: &Claim, condition: &Condition, meant: &Meant) -> bool {
        match &condition.test {
            Test::Holds(texts) => match condition.field {
                Field::Tag => claim.tags.iter().any(|tag| meant.tags.contains(tag)),
                field => texts.iter().any(|text| holds(claim, field, text)) || self.is_meant(claim, field, &meant.terms),
            },
            Test::Named(names) => names_in(claim, condition.field)
                .any(|own| names.iter().any(|name| self.vocabulary.is_same(kind_of(condition.field), own, name))),
            Test::Kind(kinds) => kinds.contains(&claim.kind),
            Test::Status(statuses) => statuses.contains(&claim.status),
            Test::Confidence(steps) => steps.contains(&claim.confidence),
            Test::Number(comparison, number) => number_stands(claim, *comparison, *number),
            Test::Between(low, high) => {
                number_stands(claim, Comparison::AtLeast, *low) && number_stands(claim, Comparison::AtMost, *high)
            }
            Test::Time(comparison, period) => time_of(claim, condition.field)
                .is_some_and(|own| time_stands(own, *comparison, *period, condition.field == Field::Due)),
            Test::Has(part) => self.has(claim, *part),
        }
    }

    /// Whether a claim names one of these terms, under whatever spelling.
    fn is_meant(&self, claim: &Claim, field: Field, terms: &HashSet<TermId>) -> bool {
        let is_one = |name: &str| self.vocabulary.term(kind_of(field), name).is_some_and(|id| terms.contains(&id));
        !terms.is_empty() && names_in(claim, field).any(is_one)
    }

    fn has(&self, claim: &Claim, part: Part) -> bool {
        match part {
            Part::Value => claim.quantity.is_some(),
            Part::Period => claim.period.is_some(),
            Part::Tag => !claim.tags.is_empty(),
            Part::Note => !claim.note.trim().is_empty(),
            Part::Subject => !claim.subject.trim().is_empty(),
            Part::Who => !claim.attribution.is_empty(),
            Part::Relation => self.related.contains(&claim.id),
        }
    }
}

/// What a condition means in this notebook.
struct Meant {
    tags: HashSet<TagId>,
    /// The terms of which one of the names, or one of the names above it, contains the text.
    terms: HashSet<TermId>,
}

/// The kind of name that a field holds; of no use for other fields.
fn kind_of(field: Field) -> TermKind {
    match field {
        Field::Measure => TermKind::Measure,
        Field::Who => TermKind::Voice,
        _ => TermKind::Subject,
    }
}

fn names_in(claim: &Claim, field: Field) -> impl Iterator<Item = &str> {
    let has_names = matches!(field, Field::Subject | Field::Measure | Field::Who);
    names_of(claim, kind_of(field)).filter(move |_| has_names)
}

fn terms_meant(notebook: &Notebook, condition: &Condition) -> HashSet<TermId> {
    let (Field::Subject | Field::Measure | Field::Who, Test::Holds(texts)) = (condition.field, &condition.test) else {
        return HashSet::new();
    };
    let own = notebook.terms.iter().filter(|term| term.kind == kind_of(condition.field));
    let is_called = |id: &TermId| {
        notebook.terms.get(*id).is_some_and(|term| term.names().any(|name| texts.iter().any(|text| contains_folded(name, text))))
    };
    let above = |id: &TermId| notebook.terms.get(*id)?.parent;
    own.map(|term| term.id)
        .filter(|&id| std::iter::successors(Some(id), above).take(notebook.terms.len() + 1).any(|id| is_called(&id)))
        .collect()
}

/// The tags whose path (their own name and those of their ancestors) contains one of the texts.
fn tags_meant(notebook: &Notebook, condition: &Condition) -> HashSet<TagId> {
    let (Field::Tag, Test::Holds(texts)) = (condition.field, &condition.test) else { return HashSet::new() };
    let is_meant = |id: TagId| {
        let path = fold(&notebook.tag_path(id));
        texts.iter().any(|text| path.contains(text))
    };
    notebook.tags.iter().map(|tag| tag.id).filter(|&id| is_meant(id)).collect()
}

fn holds(claim: &Claim, field: Field, text: &str) -> bool {
    match field {
        Field::Subject => contains_folded(&claim.subject, text),
        Field::Measure => contains_folded(&claim.measure, text),
        Field::Note => contains_folded(&claim.note, text),
        Field::Who => claim.attribution.iter().any(|voice| contains_folded(voice, text)),
        Field::Quote => claim.passages.iter().any(|passage| contains_folded(&passage.quote, text)),
        Field::Unit => claim.understood_quantity().is_some_and(|quantity| contains_folded(&quantity.unit, text)),
        // These are not compared as words, or belong to the source.
        Field::Tag | Field::Kind | Field::Status | Field::Sure | Field::Value | Field::Due | Field::Period | Field::Has => false,
        Field::Source | Field::Publisher | Field::Author | Field::Published | Field::Language => false,
    }
}

fn source_meets(document: &Document, condition: &Condition) -> bool {
    let details = &document.details;
    let meets = match (&condition.test, condition.field) {
        (Test::Holds(texts), field) => {
            let value = match field {
                Field::Publisher => details.publisher.as_str(),
                Field::Author => &details.author,
                Field::Language => &details.language,
                _ => document.title(),
            };
            texts.iter().any(|text| contains_folded(value, text))
        }
        (Test::Time(comparison, period), _) => {
            let own = details.published.and_then(Period::day);
            own.is_some_and(|own| time_stands(own, *comparison, *period, false))
        }
        _ => false,
    };
    meets != condition.excluded
}

/// Compares the number of a claim. It is false for a claim without a number; for a range, one end is enough.
fn number_stands(claim: &Claim, comparison: Comparison, number: f64) -> bool {
    let Some(value) = claim.understood_quantity().map(|quantity| quantity.value) else { return false };
    let (low, high) = (crate::notebook::to_f64(value.low()), crate::notebook::to_f64(value.high()));
    match comparison {
        Comparison::Is => low <= number && number <= high,
        Comparison::Less => low < number,
        Comparison::AtMost => low <= number,
        Comparison::More => high > number,
        Comparison::AtLeast => high >= number,
    }
}

fn time_of(claim: &Claim, field: Field) -> Option<Period> {
    let period = claim.understood_period()?;
    let has_end_in_view = period.deadline || PointRole::from(claim.kind) == PointRole::Target;
    (field != Field::Due || has_end_in_view).then_some(period)
}

/// Compares a period with another. With `only_end`, which is for deadlines, only the last day of `own` counts.
fn time_stands(own: Period, comparison: Comparison, other: Period, only_end: bool) -> bool {
    let start = if only_end { own.last_day() } else { own.start };
    match comparison {
        Comparison::Is => start < other.end && own.end > other.start,
        Comparison::Less => own.end <= other.start,
        Comparison::AtMost => own.end <= other.end,
        Comparison::More => start >= other.end,
        Comparison::AtLeast => start >= other.start,
    }
}
