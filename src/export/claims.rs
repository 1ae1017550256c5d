//! All claims as text or JSON, each with its quotes, their sources and their positions.

use serde::Serialize;

use crate::notebook::{Claim, Notebook, Passage, Quantity, Value, visible};

/// A claim in JSON. Offsets are bytes of UTF-8 in the document's text, the end exclusive.
#[derive(Serialize)]
struct ClaimRow<'a> {
    id: String,
    kind: &'a str,
    statement: &'a str,
    subject: &'a str,
    measure: &'a str,
    quantity: Option<QuantityRow<'a>>,
    period: Option<PeriodRow<'a>>,
    attribution: &'a [String],
    confidence: &'a str,
    status: &'a str,
    tags: Vec<String>,
    note: &'a str,
    passages: Vec<PassageRow<'a>>,
    relations: Vec<RelationRow<'a>>,
}

#[derive(Serialize)]
struct QuantityRow<'a> {
    text: &'a str,
    understood: bool,
    low: Option<String>,
    high: Option<String>,
    bound: Option<&'a str>,
    approx: Option<bool>,
    unit: Option<&'a str>,
    per: Option<&'a str>,
}

#[derive(Serialize)]
struct PeriodRow<'a> {
    text: &'a str,
    start: Option<String>,
    end: Option<String>,
    deadline: Option<bool>,
}

#[derive(Serialize)]
struct PassageRow<'a> {
    document: String,
    title: &'a str,
    publisher: &'a str,
    published: Option<String>,
    url: &'a str,
    /// The cited location: “p. 3”, “Stores!B4”; empty for a source with neither pages nor cells.
    #[serde(skip_serializing_if = "String::is_empty")]
    pages: String,
    start: usize,
    end: usize,
    quote: &'a str,
}

#[derive(Serialize)]
struct RelationRow<'a> {
    kind: &'a str,
    claim: String,
}

/// All claims as a JSON array, in reading order.
pub fn claims_as_json(notebook: &Notebook) -> Result<String, serde_json::Error> {
    let rows: Vec<ClaimRow<'_>> = in_reading_order(notebook).into_iter().map(|claim| row(notebook, claim)).collect();
    serde_json::to_string_pretty(&rows)
}

/// All claims for reading in a terminal, in reading order: a few lines each, an empty line between.
pub fn claims_as_text(notebook: &Notebook) -> String {
    let all = in_reading_order(notebook).into_iter().map(|claim| text(notebook, claim)).collect::<Vec<_>>().join("\n");
    // A terminal would obey control characters in a text.
    visible(&all).into_owned()
}

fn in_reading_order(notebook: &Notebook) -> Vec<&Claim> {
    let mut claims: Vec<&Claim> = notebook.claims.iter().collect();
    claims.sort_by_key(|claim| notebook.reading_place(claim));
    claims
}

fn tag_names(notebook: &Notebook, claim: &Claim) -> Vec<String> {
    claim.tags.iter().filter(|&&tag| notebook.tags.contains(tag)).map(|&tag| notebook.tag_path(tag)).collect()
}

fn text(notebook: &Notebook, claim: &Claim) -> String {
    let mut lines = vec![format!("{}: {}", claim.kind.label(), claim.headline())];
    let mut facts: Vec<String> = [&claim.subject, &claim.measure].into_iter().filter(|name| !name.is_empty()).cloned().collect();
    if let Some(stated) = &claim.quantity {
        facts.push(stated.understood.as_ref().map_or_else(|| format!("“{}” (not understood)", stated.text), ToString::to_string));
    }
    if let Some(stated) = &claim.period {
        facts.push(stated.understood.map_or_else(|| format!("“{}” (not understood)", stated.text), |period| period.to_string()));
    }
    let mut add = |name: &str, value: String| {
        if !value.is_empty() {
            lines.push(format!("  {name}: {value}"));
        }
    };
    add("states", facts.join("; "));
    add("says", claim.attribution.join(", citing "));
    add("tags", tag_names(notebook, claim).join(", "));
    for passage in &claim.passages {
        let document = notebook.documents.get(passage.document);
        let title = document.map_or("(no source)", |document| document.title());
        let pages = document.map(|document| document.cited_place(passage.range)).filter(|pages| !pages.is_empty());
        let pages = pages.map(|pages| format!(", {pages}")).unwrap_or_default();
        let quote = passage.quote.replace('\n', " ");
        add("quote", format!("“{quote}” [{title}{pages}, bytes {}–{}]", passage.range.start, passage.range.end));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn row<'a>(notebook: &'a Notebook, claim: &'a Claim) -> ClaimRow<'a> {
    // Every field is listed, so that a new field does not compile until it is decided whether it is exported.
    let Claim {
        id,
        passages,
        kind,
        statement,
        subject,
        measure,
        quantity: stated,
        period,
        attribution,
        confidence,
        status,
        tags: _,
        note,
    } = claim;
    ClaimRow {
        id: id.to_string(),
        kind: kind.label(),
        statement,
        subject,
        measure,
        quantity: stated.as_ref().map(|stated| quantity(&stated.text, stated.understood.as_ref())),
        period: period.as_ref().map(|stated| PeriodRow {
            text: &stated.text,
            start: stated.understood.map(|period| period.start.to_string()),
            end: stated.understood.map(|period| period.end.to_string()),
            deadline: stated.understood.map(|period| period.deadline),
        }),
        attribution,
        confidence: confidence.label(),
        status: status.label(),
        tags: tag_names(notebook, claim),
        note,
        passages: passages.iter().map(|found| passage(notebook, found)).collect(),
        relations: notebook.relations_of(*id).map(|(_, kind, other)| RelationRow { kind, claim: other.to_string() }).collect(),
    }
}

fn quantity<'a>(text: &'a str, understood: Option<&'a Quantity>) -> QuantityRow<'a> {
    let ends = understood.map(|quantity| match quantity.value {
        Value::One(value) => (value, value),
        Value::Range(low, high) => (low, high),
    });
    QuantityRow {
        text,
        understood: understood.is_some(),
        low: ends.map(|(low, _)| low.to_string()),
        high: ends.map(|(_, high)| high.to_string()),
        bound: understood.map(|quantity| quantity.bound.words()),
        approx: understood.map(|quantity| quantity.approx),
        unit: understood.map(|quantity| quantity.unit.as_str()),
        per: understood.map(|quantity| quantity.per.as_str()),
    }
}

fn passage<'a>(notebook: &'a Notebook, passage: &'a Passage) -> PassageRow<'a> {
    let document = notebook.documents.get(passage.document);
    PassageRow {
        document: passage.document.to_string(),
        title: document.map_or("", |document| &document.details.title),
        publisher: document.map_or("", |document| &document.details.publisher),
        published: document.and_then(|document| document.details.published).map(|date| date.to_string()),
        url: document.map_or("", |document| &document.details.url),
        pages: document.map(|document| document.cited_place(passage.range)).unwrap_or_default(),
        start: passage.range.start,
        end: passage.range.end,
        quote: &passage.quote,
    }
}
