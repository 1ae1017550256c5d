//! Claims, their passages and their sources as rows: the columns of workbooks and of comma-separated files, in one table each.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::report::{Evidence, Quotation, Report};
use crate::notebook::{Bound, Period, Value};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Words; never a formula, whatever they begin with.
    Words(String),
    /// A number.
    Number(Decimal),
    /// A day.
    Day(Date),
    /// The number of a row of another sheet, from 1.
    Row(usize),
}

/// A column: its name, its width in characters, and what stands in it.
pub(super) struct Column<T> {
    pub name: &'static str,
    pub width: u8,
    pub cell: fn(&Report, usize, &T) -> Cell,
}

fn words(text: impl Into<String>) -> Cell {
    Cell::Words(text.into())
}

fn number(value: Option<Decimal>) -> Cell {
    value.map_or(Cell::Words(String::new()), Cell::Number)
}

fn day(value: Option<Date>) -> Cell {
    value.map_or(Cell::Words(String::new()), Cell::Day)
}

fn value(evidence: &Evidence) -> Option<Value> {
    evidence.quantity.as_ref().map(|quantity| quantity.value)
}

fn low(evidence: &Evidence) -> Option<Decimal> {
    value(evidence).map(Value::low)
}

fn high(evidence: &Evidence) -> Option<Decimal> {
    value(evidence).map(Value::high)
}

fn bound(evidence: &Evidence) -> String {
    let of = |bound: Bound, approx: bool| match (bound, approx) {
        (Bound::Exactly, true) => "about".to_owned(),
        (Bound::Exactly, false) => String::new(),
        (bound, false) => bound.words().to_owned(),
        (bound, true) => format!("{} about", bound.words()),
    };
    evidence.quantity.as_ref().map(|quantity| of(quantity.bound, quantity.approx)).unwrap_or_default()
}

/// The first sentence of a claim, and its source.
fn first(evidence: &Evidence) -> Option<&Quotation> {
    evidence.quotations.first()
}

/// The columns of claims. Days are inclusive: a year ends on 31 December.
pub(super) const CLAIMS: &[Column<Evidence>] = &[
    Column { name: "No.", width: 6, cell: |_, at, _| Cell::Number((at as u64 + 1).into()) },
    Column { name: "Kind", width: 10, cell: |_, _, it| words(it.kind) },
    Column { name: "Claim", width: 60, cell: |_, _, it| words(&it.statement) },
    Column { name: "Subject", width: 22, cell: |_, _, it| words(&it.subject) },
    Column { name: "Measure", width: 22, cell: |_, _, it| words(&it.measure) },
    Column { name: "Number", width: 24, cell: |_, _, it| words(&it.number) },
    Column { name: "Bound", width: 12, cell: |_, _, it| words(bound(it)) },
    Column { name: "Low", width: 14, cell: |_, _, it| number(low(it)) },
    Column { name: "High", width: 14, cell: |_, _, it| number(high(it)) },
    Column { name: "Unit", width: 12, cell: |_, _, it| words(it.quantity.as_ref().map_or("", |quantity| &quantity.unit)) },
    Column { name: "Per", width: 8, cell: |_, _, it| words(it.quantity.as_ref().map_or("", |quantity| &quantity.per)) },
    Column { name: "Number as typed", width: 20, cell: |_, _, it| words(&it.typed) },
    Column { name: "When", width: 18, cell: |_, _, it| words(&it.period) },
    Column { name: "First day", width: 12, cell: |_, _, it| day(it.when.filter(|when| !when.deadline).map(|when| when.start)) },
    Column { name: "Last day", width: 12, cell: |_, _, it| day(it.when.map(Period::last_day)) },
    Column {
        name: "Deadline",
        width: 9,
        cell: |_, _, it| words(if it.when.is_some_and(|when| when.deadline) { "yes" } else { "" }),
    },
    Column { name: "Says so", width: 28, cell: |_, _, it| words(it.says_so()) },
    Column { name: "How sure", width: 10, cell: |_, _, it| words(it.confidence.label()) },
    Column { name: "Status", width: 12, cell: |_, _, it| words(it.status.label()) },
    Column { name: "Tags", width: 20, cell: |_, _, it| words(it.tags.join(", ")) },
    Column { name: "Quote", width: 60, cell: |_, _, it| words(first(it).map_or("", |quotation| &quotation.quote)) },
    Column {
        name: "Source",
        width: 40,
        cell: |report, _, it| words(first(it).map_or("", |quotation| &report.sources[quotation.source].title)),
    },
    Column {
        name: "Source no.",
        width: 10,
        cell: |_, _, it| first(it).map_or(words(""), |quotation| Cell::Row(quotation.source + 1)),
    },
    Column {
        name: "Published",
        width: 12,
        cell: |report, _, it| day(first(it).and_then(|quotation| report.sources[quotation.source].published)),
    },
    Column { name: "Place", width: 10, cell: |_, _, it| words(first(it).map_or("", |quotation| &quotation.place)) },
    Column { name: "Address", width: 40, cell: |_, _, it| words(first(it).map_or("", |quotation| &quotation.link)) },
    Column { name: "Remark", width: 40, cell: |_, _, it| words(&it.note) },
    Column { name: "Related", width: 30, cell: |_, _, it| words(related(it)) },
    Column { name: "Id", width: 28, cell: |_, _, it| words(it.key.clone()) },
];

fn related(evidence: &Evidence) -> String {
    let all = evidence.relations.iter().map(|(words, other)| format!("{words} no. {}", other + 1));
    all.collect::<Vec<_>>().join("; ")
}

/// The columns of passages: a row for each sentence of each claim, by the positions of both.
pub(super) const PASSAGES: &[Column<(usize, usize)>] = &[
    Column { name: "Claim no.", width: 10, cell: |_, _, it| Cell::Row(it.0 + 1) },
    Column { name: "Quote", width: 60, cell: |report, _, it| words(&quoted(report, it).quote) },
    Column { name: "Place", width: 10, cell: |report, _, it| words(&quoted(report, it).place) },
    Column { name: "Source no.", width: 10, cell: |report, _, it| Cell::Number((quoted(report, it).source as u64 + 1).into()) },
    Column { name: "Source", width: 40, cell: |report, _, it| words(&report.sources[quoted(report, it).source].title) },
    Column { name: "Address", width: 40, cell: |report, _, it| words(&quoted(report, it).link) },
    Column {
        name: "To be looked up",
        width: 14,
        cell: |report, _, it| words(if quoted(report, it).is_uncertain { "yes" } else { "" }),
    },
    Column { name: "Claim id", width: 28, cell: |report, _, it| words(report.evidence[it.0].key.clone()) },
];

/// The columns of sources.
pub(super) const SOURCES: &[Column<super::report::Cited>] = &[
    Column { name: "No.", width: 6, cell: |_, at, _| Cell::Number((at as u64 + 1).into()) },
    Column { name: "Title", width: 60, cell: |_, _, it| words(&it.title) },
    Column { name: "Publisher", width: 26, cell: |_, _, it| words(&it.publisher) },
    Column { name: "Author", width: 24, cell: |_, _, it| words(&it.author) },
    Column { name: "Published", width: 12, cell: |_, _, it| day(it.published) },
    Column {
        name: "Day found in",
        width: 14,
        cell: |_, _, it| words(if it.is_day_unsure { "the file’s properties" } else { "" }),
    },
    Column { name: "Address", width: 50, cell: |_, _, it| words(&it.url) },
    Column { name: "Language", width: 9, cell: |_, _, it| words(&it.language) },
    Column { name: "Id", width: 28, cell: |_, _, it| words(it.document.to_string()) },
];

/// The passages of a report: the position of the claim, and that of the sentence in it.
pub(super) fn passages(report: &Report) -> Vec<(usize, usize)> {
    let all = report.evidence.iter().enumerate();
    all.flat_map(|(at, evidence)| (0..evidence.quotations.len()).map(move |place| (at, place))).collect()
}

fn quoted<'a>(report: &'a Report, (at, place): &(usize, usize)) -> &'a Quotation {
    &report.evidence[*at].quotations[*place]
}
