//! All claims of a notebook as a file, each with its quotes, their sources and their positions.

use serde::Serialize;

use jiff::civil::Date;

use super::artifact::{Artifact, endings_in_words, file_name};
use super::report::of_rows;
use super::{Fields, tables, workbook};
use crate::notebook::{Claim, ClaimId, Notebook, Passage, Quantity, Value, visible};

/// Why claims could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ClaimFileError {
    /// The JSON could not be made.
    #[error("the claims cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The workbook could not be made.
    #[error("the claims cannot be written as a workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

/// Which claims are written, and how.
#[derive(Debug, Clone)]
pub struct ClaimChoice<'a> {
    /// The claims, in the order of the file.
    pub claims: &'a [ClaimId],
    /// What they were chosen by, in words; empty if they are all.
    pub asked: &'a str,
    /// How words are written in comma-separated values.
    pub fields: Fields,
    /// Whether comma-separated values have a row for each passage, and not for each claim.
    pub by_passage: bool,
    /// The day on which the file is made.
    pub made_on: Date,
}

impl<'a> ClaimChoice<'a> {
    /// These claims, as people want them.
    pub fn of(claims: &'a [ClaimId], made_on: Date) -> Self {
        Self { claims, asked: "", fields: Fields::Harmless, by_passage: false, made_on }
    }
}

/// The bytes of a file, and a warning about its contents.
type Encoded = Result<(Vec<u8>, Option<String>), ClaimFileError>;

/// A format that claims can be exported in: a row of [`ClaimFormat::ALL`].
#[derive(Debug, Clone, Copy)]
pub struct ClaimFormat {
    /// The name of the format in a sentence.
    pub label: &'static str,
    /// The file name extension, without a dot.
    pub ending: &'static str,
    encode: fn(&Notebook, &ClaimChoice<'_>) -> Encoded,
}

impl ClaimFormat {
    /// Plain text for reading: a few lines for each claim, an empty line between. Control characters are made visible, because a
    /// terminal would obey them.
    pub const TEXT: Self = Self { label: "plain text", ending: "txt", encode: as_text };
    /// A JSON array with one object for each claim. Offsets are bytes of UTF-8 in the document's text, the end exclusive.
    pub const JSON: Self = Self { label: "JSON", ending: "json", encode: as_json };
    /// A workbook with claims, passages and sources on sheets that lead to each other.
    pub const XLSX: Self = Self { label: "workbook", ending: "xlsx", encode: as_xlsx };
    /// Comma-separated values: a row for each claim or for each passage.
    pub const CSV: Self = Self { label: "comma-separated values", ending: "csv", encode: as_csv };
    /// All formats. The window and `claimbook claims` read this table.
    pub const ALL: [Self; 4] = [Self::XLSX, Self::CSV, Self::TEXT, Self::JSON];

    /// Returns the format for a file name extension, in any case.
    pub fn of_ending(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending.eq_ignore_ascii_case(ending))
    }

    /// Returns the endings of all formats for a sentence: “.txt or .json”.
    pub fn endings() -> String {
        endings_in_words(&Self::ALL.map(|format| format.ending))
    }

    /// Writes claims. The name of the file is made of the notebook's question.
    pub fn write(&self, notebook: &Notebook, choice: &ClaimChoice<'_>) -> Result<Artifact, ClaimFileError> {
        let (bytes, warning) = (self.encode)(notebook, choice)?;
        Ok(Artifact { name: file_name(&notebook.about.question, "claims"), ending: self.ending, bytes, warning })
    }
}

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
    /// The day of the source's file that the year was counted from, if nobody confirmed that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    counted_from_unconfirmed: Option<String>,
}

#[derive(Serialize)]
struct PassageRow<'a> {
    document: String,
    title: &'a str,
    publisher: &'a str,
    published: Option<String>,
    /// Whether that day is only the one on which the source's file was made.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    published_is_unconfirmed: bool,
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

fn as_json(notebook: &Notebook, choice: &ClaimChoice<'_>) -> Encoded {
    let rows: Vec<ClaimRow<'_>> = chosen(notebook, choice).map(|claim| row(notebook, claim)).collect();
    Ok((serde_json::to_vec_pretty(&rows)?, None))
}

fn as_xlsx(notebook: &Notebook, choice: &ClaimChoice<'_>) -> Encoded {
    let report = of_rows(notebook, choice.claims, choice.asked, choice.made_on);
    let (bytes, shortened) = workbook::write(&report)?;
    let warnings: Vec<String> = [shortened, report.caution()].into_iter().flatten().collect();
    Ok((bytes, (!warnings.is_empty()).then(|| warnings.join(" "))))
}

fn as_csv(notebook: &Notebook, choice: &ClaimChoice<'_>) -> Encoded {
    let report = of_rows(notebook, choice.claims, choice.asked, choice.made_on);
    let text = match choice.by_passage {
        true => tables::of_passages(&report, choice.fields),
        false => tables::of_claims(&report, choice.fields),
    };
    Ok((text.into_bytes(), report.caution()))
}

fn as_text(notebook: &Notebook, choice: &ClaimChoice<'_>) -> Encoded {
    let all = chosen(notebook, choice).map(|claim| text(notebook, claim)).collect::<Vec<_>>().join("\n");
    Ok((visible(&all).into_owned().into_bytes(), None))
}

fn chosen<'a>(notebook: &'a Notebook, choice: &ClaimChoice<'a>) -> impl Iterator<Item = &'a Claim> {
    choice.claims.iter().filter_map(|id| notebook.claims.get(*id))
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
        let pages = document.map(|document| document.locator(passage.range)).filter(|pages| !pages.is_empty());
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
            counted_from_unconfirmed: notebook.counted_from_unsure_day(claim).map(|day| day.to_string()),
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
        published_is_unconfirmed: document.is_some_and(|document| document.details.is_day_unsure()),
        url: document.map_or("", |document| &document.details.url),
        pages: document.map(|document| document.locator(passage.range)).unwrap_or_default(),
        start: passage.range.start,
        end: passage.range.end,
        quote: &passage.quote,
    }
}
