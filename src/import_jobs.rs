//! The jobs `text` and `import`: sources without a window.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use serde_json::{Value, json};

use claimbook::fetch::{Limits, address_of};
use claimbook::import::{Found, Imported, Part};
use claimbook::notebook::{Block, BlockKind, counted, visible};
use claimbook::store::{self, Originals, SaveError};
use claimbook::workspace::{
    Batch, Clock, Door, DoorError, ImportJob, Intake, Isolation, NotTaken, Origin, Progress, Refusal, Safe, Source, Wanted,
    Workspace,
};

/// How sources are to be read.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Reading {
    /// Of a web page everything, not only the article
    #[arg(long)]
    whole_page: bool,
    /// Of a web page the article as a second way of looking finds it
    #[arg(long, conflicts_with = "whole_page")]
    second: bool,
    /// The password of a PDF that asks for one
    #[arg(long, default_value = "", hide_default_value = true)]
    password: String,
    /// Fetch addresses of this computer and of private networks too
    #[arg(long)]
    allow_private: bool,
}

impl Reading {
    fn wanted(&self) -> Wanted {
        let part = match (self.whole_page, self.second) {
            (true, _) => Part::WholePage,
            (_, true) => Part::Second,
            _ => Part::Article,
        };
        Wanted { part, password: self.password.clone() }
    }

    fn intake(&self, originals: Originals) -> Intake {
        let network = Limits { allow_private: self.allow_private, ..Limits::default() };
        Intake { isolation: Isolation::own_program(), originals, network }
    }
}

/// A file, or an address where it begins like one.
fn origin(given: &OsStr) -> Origin {
    match given.to_str().filter(|given| given.contains("://")).and_then(address_of) {
        Some(address) => Origin::Address(address),
        None => Origin::File(given.into()),
    }
}

/// Prints what would be imported of a file or an address.
pub fn text(given: &OsStr, reading: &Reading, blocks: bool, json: bool) -> Result<ExitCode, String> {
    let origin = origin(given);
    let source = reading.intake(Originals::default()).read(&origin, &reading.wanted(), &Progress::default());
    let imported = source.map_err(|refusal| not_read(&origin, &refusal))?.imported;
    for notice in &imported.notices {
        eprintln!("claimbook: {}", visible(notice));
    }
    let text = if json {
        serde_json::to_string_pretty(&as_json(&imported, true)).map_err(|error| error.to_string())?
    } else if blocks {
        imported.blocks.iter().map(|block| line(&imported, block)).collect::<Vec<_>>().join("\n")
    } else {
        imported.text
    };
    super::print(&visible(&text))?;
    Ok(ExitCode::SUCCESS)
}

fn not_read(origin: &Origin, refusal: &Refusal) -> String {
    let advice = match refusal {
        Refusal::Locked => ": give it with --password",
        _ => "",
    };
    format!("{origin} was not imported: {refusal}{advice}")
}

/// Adds files, folders and addresses to a notebook, which is made where there is none, and prints what became of each.
pub fn import(given: &[OsString], notebook: &Path, reading: &Reading, wait: u64, json: bool) -> Result<ExitCode, String> {
    if let Some(itself) = given.iter().find(|given| super::is_same_file(Path::new(given), notebook)) {
        return Err(format!("{} is the notebook itself: a notebook is no source of its own", itself.display()));
    }
    let mut safe = Safe::new(store::data_folder(), Clock::System.millis());
    safe.holder.job = "import".to_owned();
    let wait = Duration::from_secs(wait);
    let mut door = Door { path: notebook.to_owned(), safe, wait: wait.min(Duration::from_secs(1)) };
    // Fetching takes a while: others may have the notebook in the meantime.
    let first = match door.try_first() {
        Err(DoorError::Save(SaveError::Held { path, why })) if door.wait < wait => {
            eprintln!("claimbook: {} {why}; waiting for up to {} s", path.display(), wait.as_secs());
            door.wait = wait - door.wait;
            door.try_first()
        }
        other => other,
    };
    first.map_err(|error| error.to_string())?;
    door.wait = wait;
    let intake = reading.intake(Originals::of(Some(notebook), None));
    let batch = Batch::wanting(given.iter().map(|given| origin(given)).collect(), reading.wanted());
    let jobs = batch.read(&intake, &Progress::default());
    // A folder with nothing in it was never read, and is said all the same.
    let was_read: HashSet<&Origin> = jobs.iter().map(|job| &job.origin).collect();
    let empty = batch.rows().into_iter().filter(|row| !was_read.contains(&row.origin));
    let empty: Vec<Row> =
        empty.filter_map(|row| Some((row.origin, Err(Said::Failed(row.state.refusal()?.to_string()))))).collect();
    let read: Vec<Option<Value>> =
        jobs.iter().map(|job| job.result.as_ref().ok().map(|source: &Source| as_json(&source.imported, false))).collect();
    let rows = if read.iter().all(Option::is_none) && store::stamp(&store::resolved(notebook)).is_none() {
        // Nothing to put into it: no empty notebook is made.
        jobs.into_iter().filter_map(|job| Some((job.origin, Err(Said::Failed(job.result.err()?.to_string()))))).collect()
    } else {
        let changed = door.change(Clock::System, |workspace| take(workspace, jobs, read)).map_err(|error| error.to_string())?;
        for note in &changed.notes {
            eprintln!("claimbook: {}", visible(note));
        }
        changed.value
    };
    let rows: Vec<Row> = rows.into_iter().chain(empty).collect();
    if json {
        let rows: Vec<Value> = rows.iter().map(row_json).collect();
        super::print(&serde_json::to_string_pretty(&rows).map_err(|error| error.to_string())?)?;
    } else {
        let lines: Vec<String> = rows.iter().map(|(origin, row)| told(origin, row)).collect();
        super::print(&visible(&lines.join("\n")))?;
    }
    let has_failed = rows.iter().any(|(_, row)| matches!(row, Err(Said::Failed(_))));
    Ok(if has_failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Adds sources that were read, each with what is told of it.
fn take(workspace: &mut Workspace, jobs: Vec<ImportJob>, read: Vec<Option<Value>>) -> Vec<Row> {
    let taken = workspace.take_sources(jobs);
    let rows = taken.into_iter().zip(read).map(|(taken, read)| {
        let row = match taken.result {
            Ok((id, _)) => {
                let mut read = read.unwrap_or_default();
                if let (true, Some(document)) = (read["title"].is_null(), workspace.notebook().documents.get(id)) {
                    read["title"] = json!({"value": document.title(), "from": "the file’s name"});
                }
                Ok(read)
            }
            Err(NotTaken::Known(known)) => Err(Said::Known(known)),
            Err(NotTaken::Refused(refusal)) => Err(Said::Failed(refusal.to_string())),
        };
        (taken.origin, row)
    });
    rows.collect()
}

/// Why a source was not added.
enum Said {
    Known(String),
    Failed(String),
}

type Row = (Origin, Result<Value, Said>);

fn row_json((origin, row): &Row) -> Value {
    let origin = origin.to_string();
    match row {
        Ok(row) => json!({"file": origin, "imported": row}),
        Err(Said::Known(known)) => json!({"file": origin, "known": known}),
        Err(Said::Failed(error)) => json!({"file": origin, "error": error}),
    }
}

fn told(origin: &Origin, row: &Result<Value, Said>) -> String {
    match row {
        Err(Said::Known(known)) => format!("{origin}: not added again, {known}"),
        Err(Said::Failed(error)) => format!("{origin}: not imported, {error}"),
        Ok(row) => {
            let text = |name: &str| row[name]["value"].as_str().unwrap_or("unknown").to_owned();
            let count = |name: &str, what: &str| counted(row[name].as_u64().unwrap_or(0) as usize, what);
            let warnings: Vec<&str> = row["warnings"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let warnings = if warnings.is_empty() { String::new() } else { format!("; {}", warnings.join(" ")) };
            format!(
                "{origin}: “{}”, published {}, {}, {}{warnings}",
                text("title"),
                text("published"),
                count("block_count", "block"),
                count("words", "word")
            )
        }
    }
}

fn stated<T: ToString>(stated: &Option<(T, String)>) -> Value {
    match stated {
        Some((value, from)) => json!({"value": value.to_string(), "from": from}),
        None => Value::Null,
    }
}

fn as_json(imported: &Imported, with_text: bool) -> Value {
    let Found { title, author, publisher, published, modified, url, language } = &imported.found;
    let title = title.clone().or_else(|| imported.title.clone().map(|title| (title, "the first heading".to_owned())));
    let mut value = json!({
        "title": stated(&title),
        "author": stated(author),
        "publisher": stated(publisher),
        "published": stated(published),
        "modified": stated(modified),
        "url": stated(url),
        "language": stated(language),
        "words": imported.text.split_whitespace().count(),
        "block_count": imported.blocks.len(),
        "pages": imported.pages.len(),
        "warnings": imported.notices,
    });
    if with_text {
        let blocks: Vec<Value> = imported
            .blocks
            .iter()
            .map(|block| json!({"kind": kind(block.kind), "text": &imported.text[block.range.start..block.range.end]}))
            .collect();
        value["blocks"] = Value::Array(blocks);
        value["text"] = Value::String(imported.text.clone());
    }
    value
}

fn kind(kind: BlockKind) -> String {
    match kind {
        BlockKind::Heading(level) => format!("heading {level}"),
        BlockKind::Paragraph => "paragraph".to_owned(),
        BlockKind::ListItem { depth, number: Some(number) } => format!("item {depth} no. {number}"),
        BlockKind::ListItem { depth, number: None } => format!("item {depth}"),
        BlockKind::Quote => "quote".to_owned(),
        BlockKind::Preformatted => "preformatted".to_owned(),
        BlockKind::TableRow => "row".to_owned(),
    }
}

/// A block in a line: what it is, and its text.
fn line(imported: &Imported, block: &Block) -> String {
    let text = &imported.text[block.range.start..block.range.end];
    format!("{}\t{}", kind(block.kind), text.replace('\n', "⏎"))
}
