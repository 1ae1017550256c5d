//! `claimbook quantities`: reads sentences as JSON Lines and writes what each states, for other programs.
//!
//! Lines are read in parallel on all cores and answered in order. A caller that sends one line and waits receives its answer:
//! no answer is held back until more lines arrive.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::ExitCode;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use claimbook::notebook::{Bound, Period, to_f64, visible};
use claimbook::reading::{
    Amount, Basis, Direction, QuantityMention, ReadClaim, ReadingContext, Role, TimeMention, UnitSort, read,
};

use super::output::Outcome;
use super::read::language_named;

/// The minimum number of lines for which a thread is started.
const LEAST_LINES: usize = 16;
/// Bytes of the input buffer: as much as a pipe delivers at once, and more for a file.
const BUFFER: usize = 1 << 20;
/// The longest line in bytes; a longer one is an error.
const MOST_OF_LINE: usize = 256 << 20;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// JSON Lines, the only format
    #[arg(long, required = true)]
    jsonl: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        debug_assert!(self.jsonl, "clap requires it");
        quantities(std::io::stdin().lock())
    }
}

/// Reads lines of JSON and writes the answer to each on standard output. A line that cannot be answered is reported on standard
/// error, and the exit code is then 1. It is an error if nothing more can be read or written.
fn quantities(input: impl Read) -> Outcome {
    let mut input = BufReader::with_capacity(BUFFER, input);
    let mut output = std::io::stdout().lock();
    let mut answers = Answers::default();
    let mut pending: Vec<u8> = Vec::new();
    loop {
        let come = match input.fill_buf() {
            Ok(come) => come,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(format!("cannot read standard input: {error}")),
        };
        let is_end = come.is_empty();
        let whole = match memchr::memrchr(b'\n', come) {
            Some(last) => pending.len() + last + 1,
            None if is_end => pending.len(),
            None => 0,
        };
        pending.extend_from_slice(come);
        if whole == 0 && pending.len() > MOST_OF_LINE {
            return Err(format!("a line is longer than {} MB: write one sentence or text per line", MOST_OF_LINE >> 20));
        }
        let count = come.len();
        input.consume(count);
        answers.of(&pending[..whole]);
        pending.drain(..whole);
        match output.write_all(&answers.written).and_then(|()| output.flush()) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => return Ok(ExitCode::SUCCESS),
            Err(error) => return Err(format!("cannot write to standard output: {error}")),
            Ok(()) => answers.written.clear(),
        }
        if is_end {
            return Ok(if answers.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
    }
}

/// Answers that are not written yet, and the number of lines read and failed.
#[derive(Default)]
struct Answers {
    /// Lines for standard output.
    written: Vec<u8>,
    /// The number of lines read.
    lines: usize,
    failed: usize,
}

impl Answers {
    /// Answers complete lines, and reports those that cannot be answered.
    fn of(&mut self, text: &[u8]) {
        let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let share = lines.len().div_ceil(threads).max(LEAST_LINES);
        if lines.len() <= share {
            return self.take(answers(&lines), lines.len());
        }
        std::thread::scope(|scope| {
            let parts: Vec<_> = lines.chunks(share).map(|part| (part.len(), scope.spawn(move || answers(part)))).collect();
            for (count, part) in parts {
                let done = part.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                self.take(done, count);
            }
        });
    }

    fn take(&mut self, (written, problems): (Vec<u8>, Vec<(usize, String)>), count: usize) {
        self.written.extend_from_slice(&written);
        self.failed += problems.len();
        for (line, problem) in problems {
            eprintln!("claimbook: line {}: {}", self.lines + line + 1, visible(&problem));
        }
        self.lines += count;
    }
}

/// The answers to some lines; and for each line without an answer, its index and the reason.
fn answers(lines: &[&[u8]]) -> (Vec<u8>, Vec<(usize, String)>) {
    let (mut written, mut problems) = (Vec::new(), Vec::new());
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace)) {
        let before = written.len();
        match answer(line, &mut written) {
            Ok(()) => written.push(b'\n'),
            Err(problem) => {
                written.truncate(before);
                problems.push((index, problem));
            }
        }
    }
    (written, problems)
}

/// The answer to a line. Its fields are in alphabetical order, as in all versions.
#[derive(Serialize)]
struct Answer<'a> {
    attribution: Vec<&'a str>,
    id: &'a Value,
    kind: String,
    modality: String,
    negated: bool,
    quantities: Vec<QuantityRow<'a>>,
    times: Vec<TimeRow>,
}

#[derive(Serialize)]
struct QuantityRow<'a> {
    at: Option<String>,
    basis: Option<&'static str>,
    change: &'static str,
    direction: Option<&'static str>,
    end: usize,
    role: Cow<'static, str>,
    start: usize,
    unit: Cow<'a, str>,
    value: Number,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Number {
    One(f64),
    Between([f64; 2]),
}

#[derive(Serialize)]
struct TimeRow {
    end: usize,
    from: Option<String>,
    next: Option<String>,
    start: usize,
    to: Option<String>,
    value: String,
}

/// Answers one line.
fn answer(line: &[u8], written: &mut Vec<u8>) -> Result<(), String> {
    let line = std::str::from_utf8(line).map_err(|_| "not UTF-8".to_owned())?;
    let request: Value = serde_json::from_str(line).map_err(|error| format!("not JSON: {error}"))?;
    let text = request.get("text").and_then(Value::as_str).ok_or("\"text\" is missing or is not a string")?;
    let id = request.get("id").ok_or("\"id\" is missing")?;
    let date = match request.get("dct") {
        None | Some(Value::Null) => None,
        Some(given) => {
            let day = given.as_str().and_then(|day| day.get(..10)).and_then(|day| day.parse::<Date>().ok());
            Some(day.ok_or_else(|| format!("\"dct\" is {given}, not a date such as \"2026-11-21\""))?)
        }
    };
    let language = language_named(request.get("lang").and_then(Value::as_str))?;
    let reading = read(text, &ReadingContext { published: date, language, blocks: &[] });
    let characters = Characters::of(text);
    let claims = &reading.claims;
    let best = claims.iter().max_by_key(|claim| claim.score);
    let voices = claims.iter().find(|claim| !claim.voices.is_empty());
    let answer = Answer {
        attribution: voices.iter().flat_map(|claim| &claim.voices).map(|voice| voice.name.as_str()).collect(),
        id,
        kind: best.map_or("fact".to_owned(), |claim| claim.kind.label().to_lowercase()),
        modality: best.map_or("asserted".to_owned(), |claim| format!("{:?}", claim.modality).to_lowercase()),
        negated: best.is_some_and(|claim| claim.negated),
        quantities: claims
            .iter()
            .flat_map(|claim| claim.quantities.iter().map(|quantity| quantity_row(claim, quantity, &characters)))
            .collect(),
        times: claims.iter().flat_map(|claim| &claim.times).map(|time| time_row(time, &characters)).collect(),
    };
    serde_json::to_writer(written, &answer).map_err(|error| error.to_string())
}

fn time_row(time: &TimeMention, characters: &Characters) -> TimeRow {
    let period = time.period();
    let day = |day: fn(&Period) -> Date| period.as_ref().map(|period| day(period).to_string());
    TimeRow {
        end: characters.at(time.range.end),
        from: day(|period| period.start),
        next: day(|period| period.end),
        start: characters.at(time.range.start),
        to: day(|period| period.last_day()),
        value: time.value(),
    }
}

/// Converts byte offsets to character offsets.
enum Characters {
    /// Every character is a byte.
    Ascii,
    Starts(Vec<usize>),
}

impl Characters {
    fn of(text: &str) -> Self {
        if text.is_ascii() { Self::Ascii } else { Self::Starts(text.char_indices().map(|(start, _)| start).collect()) }
    }

    fn at(&self, byte: usize) -> usize {
        match self {
            Self::Ascii => byte,
            Self::Starts(starts) => starts.partition_point(|start| *start < byte),
        }
    }
}

fn quantity_row<'a>(claim: &'a ReadClaim, quantity: &'a QuantityMention, characters: &Characters) -> QuantityRow<'a> {
    let value = match quantity.amount {
        Amount::One(value) | Amount::Multiple(value) => Number::One(to_f64(value)),
        Amount::Range(low, high) | Amount::FromTo(low, high) | Amount::Vague(low, high) => {
            Number::Between([to_f64(low), to_f64(high)])
        }
        Amount::Part(part, whole) => Number::One(f64::from(part) / f64::from(whole)),
    };
    let unit = match (quantity.unit.name.is_empty(), quantity.per.is_empty()) {
        (true, true) => "-".into(),
        (true, false) => format!("- per {}", quantity.per).into(),
        (false, true) => Cow::Borrowed(&*quantity.unit.name),
        (false, false) => format!("{} per {}", quantity.unit.name, quantity.per).into(),
    };
    QuantityRow {
        at: quantity.time.and_then(|time| claim.times.get(time)).map(|time| time.value()),
        basis: quantity.basis.map(|basis| match basis {
            Basis::YearOnYear => "yoy",
            Basis::QuarterOnQuarter => "qoq",
            Basis::MonthOnMonth => "mom",
        }),
        change: change(quantity),
        direction: quantity.direction.map(|direction| if direction == Direction::Up { "up" } else { "down" }),
        end: characters.at(quantity.range.end),
        role: role(quantity),
        start: characters.at(quantity.range.start),
        unit,
        value,
    }
}

/// One sign for bound, approximation and direction: the first of these that is stated.
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

fn role(quantity: &QuantityMention) -> Cow<'static, str> {
    let name = match (quantity.amount, quantity.role, quantity.same_as) {
        (Amount::Range(..), ..) => "Range",
        (Amount::FromTo(..), ..) => "FromTo",
        (_, Role::Level, Some(_)) if matches!(quantity.unit.sort, UnitSort::Currency | UnitSort::Physical) => "Conversion",
        (_, Role::Level, Some(_)) => "Apposition",
        (_, role, _) => return format!("{role:?}").into(),
    };
    name.into()
}
