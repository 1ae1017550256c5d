//! `claimbook read`: lists the claims that a text makes, as suggestions with their reasons.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jiff::civil::Date;
use serde_json::{Value, json};

use claimbook::notebook::{Details, Document, counted, visible};
use claimbook::reading::{Draft, Language, QuantityMention, ReadClaim, Reading, ReadingContext, read, reasons};
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
            let rows: Vec<Value> = found.iter().flat_map(|claim| rows(&document, claim)).collect();
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
    for quantity in claim.claimed() {
        let draft = Draft::of(&document.text, claim, Some(quantity), "");
        let period = draft.period.and_then(|period| period.understood).map(|period| format!(" ({period})"));
        parts.push(format!("{}{}", quantity.quantity(), period.unwrap_or_default()));
    }
    if claim.claimed().is_empty()
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

/// The claims that a sentence makes, as data. Offsets are bytes of UTF-8 in the text, the end exclusive.
fn rows(document: &Document, claim: &ReadClaim) -> Vec<Value> {
    let numbers = claim.claimed();
    let all: Vec<Option<&QuantityMention>> =
        if numbers.is_empty() { vec![None] } else { numbers.into_iter().map(Some).collect() };
    let row = |quantity: Option<&QuantityMention>| {
        let draft = Draft::of(&document.text, claim, quantity, "");
        let understood = draft.period.as_ref().and_then(|period| period.understood);
        json!({
            "kind": claim.kind.label().to_lowercase(),
            "quote": &document.text[claim.sentence.start..claim.sentence.end],
            "start": claim.sentence.start,
            "end": claim.sentence.end,
            "score": claim.score,
            "negated": claim.negated,
            "subject": draft.subject,
            "measure": draft.measure,
            "quantity": draft.quantity.map(|stated| stated.understood.map_or(stated.text, |quantity| quantity.to_string())),
            "period": draft.period.map(|period| period.text),
            "from": understood.map(|period| period.start.to_string()),
            "to": understood.map(|period| period.last_day().to_string()),
            "attribution": draft.attribution,
            "evidence": reasons(claim).iter().map(|(label, range)| json!({"rule": label, "start": range.start, "end": range.end})).collect::<Vec<_>>(),
        })
    };
    all.into_iter().map(row).collect()
}
