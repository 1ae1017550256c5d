//! `claimbook read` and `claimbook quantities`: the reading of a text on the command line.
//!
//! What stands on standard output is data for other programs, or lines for a person; what goes wrong is said on standard error.

use std::io::{BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

use jiff::civil::Date;
use serde_json::{Value, json};

use claimbook::notebook::{Bound, Details, Document, counted, visible};
use claimbook::reading::{
    Amount, Basis, Direction, Draft, Language, QuantityMention, ReadClaim, Reading, ReadingContext, Role, UnitSort, read, reasons,
};
use claimbook::workspace::{Clock, Intake, Isolation, Progress, Wanted, Workspace};

use super::print;

/// Lists the suggested claims of a text or Markdown file.
pub fn read_file(file: &Path, date: Option<Date>, language: Option<&str>, as_json: bool) -> Result<ExitCode, String> {
    let language = language_named(language)?;
    let intake = Intake { isolation: Isolation::own_program(), ..Intake::default() };
    let source = intake.file(file, &Wanted::default(), &Progress::default());
    let imported = source.map_err(|refusal| format!("{} was not imported: {refusal}", file.display()))?.imported;
    let id = Workspace::empty(Clock::System).new_id();
    let document = imported.into_document(id, Details::default());
    let published = date.or(document.details.published);
    let context = ReadingContext {
        published,
        language: language.or_else(|| Language::of_tag(&document.details.language)),
        blocks: &document.blocks,
    };
    let reading = read(&document.text, &context);
    let found: Vec<&ReadClaim> = reading.claims.iter().filter(|claim| claim.is_suggested()).collect();
    if as_json {
        let rows: Vec<Value> = found.iter().flat_map(|claim| rows(&document, claim)).collect();
        print(&serde_json::to_string_pretty(&rows).map_err(|error| error.to_string())?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut lines = vec![heading(&reading, found.len(), published)];
    lines.extend(found.iter().map(|claim| entry(&document, claim)));
    print(&visible(&lines.join("\n")))?;
    Ok(ExitCode::SUCCESS)
}

fn language_named(tag: Option<&str>) -> Result<Option<Language>, String> {
    let Some(tag) = tag else { return Ok(None) };
    let letters = tag.split(['-', '_']).next().unwrap_or_default();
    let fits = (2..=3).contains(&letters.len()) && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    fits.then(|| Language::of_tag(tag))
        .ok_or_else(|| format!("“{tag}” is no language tag: write en, fr, zh or another such as de"))
}

fn heading(reading: &Reading, found: usize, published: Option<Date>) -> String {
    let language = match reading.language {
        Language::English => "English",
        Language::French => "French",
        Language::Chinese => "Chinese",
        Language::Other => "a language that is not read: only percent, money and dates in figures",
    };
    let day = published
        .map_or_else(|| "no date (“last year” and the like stay open; give --date)".to_owned(), |day| format!("as of {day}"));
    format!("{language} · {day} · {} · {}", counted(reading.sentences, "sentence"), counted(found, "suggested claim"))
}

/// A suggestion for a person: what it says, the sentence, and why.
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
    let said = document.text[claim.sentence.start..claim.sentence.end].split_whitespace().collect::<Vec<_>>().join(" ");
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

/// Reads lines of JSON on standard input and writes what each says.
pub fn quantities(input: impl BufRead) -> Result<ExitCode, String> {
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let mut failed = 0;
    for (number, line) in input.split(b'\n').enumerate() {
        let line = line.map_err(|error| format!("cannot read standard input: {error}"))?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match answer(&line) {
            Ok(answer) => match writeln!(output, "{answer}") {
                Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
                Err(error) => return Err(format!("cannot write to standard output: {error}")),
                Ok(()) => {}
            },
            Err(problem) => {
                failed += 1;
                eprintln!("claimbook: line {}: {}", number + 1, visible(&problem));
            }
        }
    }
    output.flush().or_else(|error| {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Ok(())
        } else {
            Err(format!("cannot write to standard output: {error}"))
        }
    })?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn answer(line: &[u8]) -> Result<Value, String> {
    let line = std::str::from_utf8(line).map_err(|_| "not UTF-8".to_owned())?;
    let request: Value = serde_json::from_str(line).map_err(|error| format!("not JSON: {error}"))?;
    let text = request.get("text").and_then(Value::as_str).ok_or("there is no \"text\" in it, or it is no string")?;
    let id = request.get("id").cloned().ok_or("there is no \"id\" in it")?;
    let date = match request.get("dct") {
        None | Some(Value::Null) => None,
        Some(given) => {
            let day = given.as_str().and_then(|day| day.get(..10)).and_then(|day| day.parse::<Date>().ok());
            Some(day.ok_or_else(|| format!("\"dct\" is {given}, not a date such as \"2026-11-21\""))?)
        }
    };
    let language = language_named(request.get("lang").and_then(Value::as_str))?;
    let reading = read(text, &ReadingContext { published: date, language, blocks: &[] });
    let places = Characters::of(text);
    let claims = &reading.claims;
    let numbers: Vec<Value> =
        claims.iter().flat_map(|claim| claim.quantities.iter().map(|quantity| quantity_row(claim, quantity, &places))).collect();
    let times: Vec<Value> = claims
        .iter()
        .flat_map(|claim| &claim.times)
        .map(|time| {
            let period = time.period();
            json!({
                "start": places.at(time.range.start),
                "end": places.at(time.range.end),
                "value": time.value(),
                "from": period.map(|period| period.start.to_string()),
                "to": period.map(|period| period.last_day().to_string()),
                "next": period.map(|period| period.end.to_string()),
            })
        })
        .collect();
    let best = claims.iter().max_by_key(|claim| claim.score);
    let voices = claims
        .iter()
        .find(|claim| !claim.voices.is_empty())
        .map(|claim| claim.voices.iter().map(|voice| voice.name.as_str()).collect::<Vec<_>>());
    Ok(json!({
        "id": id,
        "quantities": numbers,
        "times": times,
        "kind": best.map_or("fact".to_owned(), |claim| claim.kind.label().to_lowercase()),
        "negated": best.is_some_and(|claim| claim.negated),
        "modality": best.map_or("asserted".to_owned(), |claim| format!("{:?}", claim.modality).to_lowercase()),
        "attribution": voices.unwrap_or_default(),
    }))
}

/// Byte offsets as offsets in characters.
struct Characters {
    starts: Vec<usize>,
}

impl Characters {
    fn of(text: &str) -> Self {
        Self { starts: text.char_indices().map(|(start, _)| start).collect() }
    }

    fn at(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start < byte)
    }
}

fn quantity_row(claim: &ReadClaim, quantity: &QuantityMention, places: &Characters) -> Value {
    let number = |value: rust_decimal::Decimal| claimbook::notebook::to_f64(value);
    let value = match quantity.amount {
        Amount::One(value) | Amount::Multiple(value) => json!(number(value)),
        Amount::Range(low, high) | Amount::FromTo(low, high) | Amount::Vague(low, high) => json!([number(low), number(high)]),
        Amount::Part(part, whole) => json!(f64::from(part) / f64::from(whole)),
    };
    let unit = match (quantity.unit.name.is_empty(), quantity.per.is_empty()) {
        (true, true) => "-".to_owned(),
        (true, false) => format!("- per {}", quantity.per),
        (false, true) => quantity.unit.name.to_string(),
        (false, false) => format!("{} per {}", quantity.unit.name, quantity.per),
    };
    json!({
        "value": value,
        "unit": unit,
        "change": change(quantity),
        "start": places.at(quantity.range.start),
        "end": places.at(quantity.range.end),
        "role": role(quantity),
        "direction": quantity.direction.map(|direction| if direction == Direction::Up { "up" } else { "down" }),
        "basis": quantity.basis.map(|basis| match basis {
            Basis::YearOnYear => "yoy",
            Basis::QuarterOnQuarter => "qoq",
            Basis::MonthOnMonth => "mom",
        }),
        "at": quantity.time.and_then(|time| claim.times.get(time)).map(|time| time.value()),
    })
}

/// One sign for bound, about and direction, in this order, as ../shared/eval has them.
fn change(quantity: &QuantityMention) -> &'static str {
    match (quantity.bound, quantity.approx, quantity.direction) {
        (Bound::AtLeast | Bound::MoreThan, ..) => ">",
        (Bound::AtMost | Bound::LessThan, ..) => "<",
        (_, true, _) => "~",
        (_, _, Some(Direction::Up)) => "up",
        (_, _, Some(Direction::Down)) => "down",
        _ => "=",
    }
}

fn role(quantity: &QuantityMention) -> String {
    let name = match (quantity.amount, quantity.role, quantity.same_as) {
        (Amount::Range(..), ..) => "Range",
        (Amount::FromTo(..), ..) => "FromTo",
        (_, Role::Level, Some(_)) if matches!(quantity.unit.sort, UnitSort::Currency | UnitSort::Physical) => "Conversion",
        (_, Role::Level, Some(_)) => "Apposition",
        (_, role, _) => return format!("{role:?}"),
    };
    name.to_owned()
}
