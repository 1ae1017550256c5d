//! `claimbook read`: lists the claims that a text makes, as suggestions with their reasons.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::civil::Date;
use serde_json::{Value, json};

use claimbook::notebook::{Details, Document, counted, to_f64, visible};
use claimbook::reading::{Assertion, Draft, Language, ReadClaim, Reading, ReadingContext, read, reasons};
use claimbook::workspace::{Clock, Intake, Isolation, Progress, Wanted, Workspace};

use super::output::{Outcome, print, print_json};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A text or Markdown file
    file: PathBuf,
    /// The day it was published, such as 2026-11-21: “last year” and “in five years” count from it
    #[arg(long)]
    date: Option<Date>,
    /// Its language: en, fr, zh; detected if not given
    #[arg(long)]
    lang: Option<String>,
    /// As a JSON array
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        let language = language_named(self.lang.as_deref())?;
        let document = document(&self.file)?;
        let published = self.date.or(document.details.published);
        let context = ReadingContext {
            published,
            language: language.or_else(|| Language::of_tag(&document.details.language)),
            blocks: &document.blocks,
        };
        let reading = read(&document.text, &context);
        let found: Vec<&ReadClaim> = reading.claims.iter().filter(|claim| claim.is_suggested()).collect();
        if self.json {
            let rows: Vec<Value> = found.iter().map(|claim| row(&document, claim)).collect();
            print_json(&rows)?;
        } else {
            let mut lines = vec![heading(&reading, found.len(), published)];
            lines.extend(found.iter().map(|claim| entry(&document, claim)));
            print(&visible(&lines.join("\n")))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Reads a file as the source that it would become.
fn document(file: &Path) -> Result<Document, String> {
    let intake = Intake { isolation: Isolation::own_program(), ..Intake::default() };
    let source = intake.file(file, &Wanted::default(), &Progress::default());
    let imported = source.map_err(|refusal| format!("{} was not imported: {refusal}", file.display()))?.imported;
    let id = Workspace::empty(Clock::System).new_id();
    Ok(imported.into_document(id, Details::default()))
}

/// Parses a language tag such as `en` or `fr-CA`; `None` if none is given.
pub(super) fn language_named(tag: Option<&str>) -> Result<Option<Language>, String> {
    let Some(tag) = tag else { return Ok(None) };
    let letters = tag.split(['-', '_']).next().unwrap_or_default();
    let fits = (2..=3).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    fits.then(|| Language::of_tag(tag)).ok_or_else(|| format!("“{tag}” is not a language tag: use one such as en, fr, zh or de"))
}

fn heading(reading: &Reading, found: usize, published: Option<Date>) -> String {
    let language = match reading.language {
        Language::English => "English",
        Language::French => "French",
        Language::Chinese => "Chinese",
        Language::Other => "an unsupported language: only percentages, money and dates in digits are read",
    };
    let day = published.map_or_else(
        || "no date (phrases such as “last year” are not resolved; use --date)".to_owned(),
        |day| format!("as of {day}"),
    );
    format!("{language} · {day} · {} · {}", counted(reading.sentences, "sentence"), counted(found, "suggested claim"))
}

/// A suggestion as text: its score, what it states, the sentence, and the reasons.
fn entry(document: &Document, claim: &ReadClaim) -> String {
    let mut parts = vec![claim.kind.label().to_owned()];
    for assertion in claim.assertions.iter().filter(|assertion| assertion.quantity.is_some()) {
        let draft = Draft::of(&document.text, claim, assertion, "");
        let quantity = draft.quantity.map(|stated| stated.understood.map_or(stated.text, |quantity| quantity.to_string()));
        let period = draft.period.and_then(|period| period.understood).map(|period| format!(" ({period})"));
        let about = [draft.subject.as_str(), draft.measure.as_str()].into_iter().filter(|words| !words.is_empty());
        let about = about.collect::<Vec<_>>().join(": ");
        let about = if about.is_empty() { about } else { format!(" [{about}]") };
        parts.push(format!("{}{}{about}", quantity.unwrap_or_default(), period.unwrap_or_default()));
    }
    if claim.main().is_none()
        && let Some(period) = claim.time_of(None).and_then(|time| time.period())
    {
        parts.push(period.to_string());
    }
    if claim.negated {
        parts.push("denied".to_owned());
    }
    let voices: Vec<&str> = claim.voices.iter().map(|voice| voice.name.as_str()).collect();
    if !voices.is_empty() {
        parts.push(voices.join(" › "));
    }
    let said = claimbook::notebook::in_one_line(&document.text[claim.sentence.start..claim.sentence.end]);
    let why: Vec<String> = reasons(claim)
        .iter()
        .map(|(label, range)| format!("{label} “{}”", document.text[range.start..range.end].trim()))
        .collect();
    format!("\n{:>2}  {}\n    {said}\n    because of {}", claim.score, parts.join(" · "), why.join(", "))
}

/// What a sentence asserts, as data: one suggestion, with a row for each of its numbers, the main one first. Offsets are bytes of UTF-8 in
/// the text, the end exclusive.
fn row(document: &Document, claim: &ReadClaim) -> Value {
    let drafts: Vec<(Draft, &Assertion)> =
        claim.assertions.iter().map(|assertion| (Draft::of(&document.text, claim, assertion, ""), assertion)).collect();
    let quantities: Vec<Value> = drafts.iter().filter_map(|(draft, assertion)| quantity(claim, draft, assertion)).collect();
    let Some((draft, main)) = drafts.into_iter().next() else { return Value::Null };
    let understood = draft.period.as_ref().and_then(|period| period.understood);
    json!({
        "kind": claim.kind.label().to_lowercase(),
        "quote": &document.text[claim.sentence.start..claim.sentence.end],
        "start": claim.sentence.start,
        "end": claim.sentence.end,
        "score": claim.score,
        "negated": main.negated,
        "subject": draft.subject,
        "measure": draft.measure,
        "quantity": draft.quantity.map(|stated| stated.understood.map_or(stated.text, |quantity| quantity.to_string())),
        "period": draft.period.map(|period| period.text),
        "from": understood.map(|period| period.start.to_string()),
        "to": understood.map(|period| period.last_day().to_string()),
        "attribution": draft.attribution,
        "quantities": quantities,
        "evidence": reasons(claim).iter().map(|(label, range)| json!({"rule": label, "start": range.start, "end": range.end})).collect::<Vec<_>>(),
    })
}

/// One number of a sentence; `None` for a sentence without one.
fn quantity(claim: &ReadClaim, draft: &Draft, assertion: &Assertion) -> Option<Value> {
    let mention = claim.quantity_of(assertion)?;
    let said = if assertion.before { mention.base() } else { mention.quantity() };
    let number = |value: claimbook::notebook::Value| match value {
        claimbook::notebook::Value::One(value) => json!(to_f64(value)),
        claimbook::notebook::Value::Range(low, high) => json!([to_f64(low), to_f64(high)]),
    };
    let understood = draft.period.as_ref().and_then(|period| period.understood);
    Some(json!({
        "value": number(said.value),
        "unit": said.unit,
        "quantity": draft.quantity.as_ref().map(|stated| stated.understood.as_ref().map_or(stated.text.clone(), ToString::to_string)),
        "kind": assertion.kind.label().to_lowercase(),
        "negated": assertion.negated,
        "subject": draft.subject,
        "measure": draft.measure,
        "from": understood.map(|period| period.start.to_string()),
        "to": understood.map(|period| period.last_day().to_string()),
        "start": mention.phrase.start,
        "end": mention.phrase.end,
    }))
}
