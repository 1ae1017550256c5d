//! `claimbook import`: adds sources to a notebook.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use serde_json::{Value, json};

use claimbook::notebook::{FILE_PROPERTIES, counted, visible};
use claimbook::store::{self, Originals, SaveError};
use claimbook::workspace::{Batch, Clock, Door, DoorError, ImportJob, Intake, NotTaken, Origin, Progress, Source, Workspace};

use super::notebooks;
use super::output::{Outcome, print, print_json};
use super::sources::{self, Reading, as_json};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Web pages, PDFs, office documents, books, Markdown or text files; folders of them; addresses
    #[arg(required = true, value_name = "FILE|FOLDER|URL")]
    given: Vec<OsString>,
    /// The notebook
    #[arg(short, long)]
    notebook: PathBuf,
    #[command(flatten)]
    reading: Reading,
    /// How many seconds to wait if the notebook is open elsewhere
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    wait: u64,
    /// Print a JSON array
    #[arg(long)]
    json: bool,
}

impl Arguments {
    pub(super) fn run(self) -> Outcome {
        let notebook = &self.notebook;
        if let Some(itself) = self.given.iter().find(|given| notebooks::is_same_file(Path::new(given), notebook)) {
            return Err(format!("{} is the notebook itself: a notebook cannot be its own source", itself.display()));
        }
        let door = open_door(notebook, Duration::from_secs(self.wait)).map_err(|error| error.to_string())?;
        let intake = self.reading.intake(Originals::of(Some(notebook), None));
        let origins = self.given.iter().map(|given| sources::origin(given)).collect();
        let rows = add(door, &intake, &Batch::wanting(origins, self.reading.wanted()))?;
        if self.json {
            print_json(&rows.iter().map(row_json).collect::<Vec<Value>>())?;
        } else {
            let lines: Vec<String> = rows.iter().map(|(origin, row)| told(origin, row)).collect();
            print(&visible(&lines.join("\n")))?;
        }
        let has_failed = rows.iter().any(|(_, row)| matches!(row, Err(Said::Failed(_))));
        Ok(if has_failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }
}

/// Waits until nobody else has the notebook open and checks that it can be read, but does not keep it locked: fetching takes a
/// while.
fn open_door(notebook: &Path, wait: Duration) -> Result<Door, DoorError> {
    let mut door = notebooks::door(notebook, "import", wait.min(Duration::from_secs(1)));
    match door.try_first() {
        Err(DoorError::Save(SaveError::Held { path, why })) if door.wait < wait => {
            eprintln!("claimbook: {} {why}; waiting for up to {} s", path.display(), wait.as_secs());
            door.wait = wait - door.wait;
            door.try_first()?;
        }
        other => other?,
    }
    door.wait = wait;
    Ok(door)
}

/// Reads all sources and adds them. Returns a row for each; empty folders come last.
fn add(door: Door, intake: &Intake, batch: &Batch) -> Result<Vec<Row>, String> {
    let jobs = batch.read(intake, &Progress::default());
    // An empty folder contains nothing to read, but must be reported.
    let was_read: HashSet<&Origin> = jobs.iter().map(|job| &job.origin).collect();
    let empty = batch.rows().into_iter().filter(|row| !was_read.contains(&row.origin));
    let empty: Vec<Row> =
        empty.filter_map(|row| Some((row.origin, Err(Said::Failed(row.state.refusal()?.to_string()))))).collect();
    let read: Vec<Option<Value>> =
        jobs.iter().map(|job| job.result.as_ref().ok().map(|source: &Source| as_json(&source.imported))).collect();
    let rows: Vec<Row> = if read.iter().all(Option::is_none) && store::stamp(&store::resolved(&door.path)).is_none() {
        // There is no source to add, so no empty notebook is created.
        jobs.into_iter().filter_map(|job| Some((job.origin, Err(Said::Failed(job.result.err()?.to_string()))))).collect()
    } else {
        let changed = door.change(Clock::System, |workspace| take(workspace, jobs, read)).map_err(|error| error.to_string())?;
        for note in &changed.notes {
            eprintln!("claimbook: {}", visible(note));
        }
        changed.value
    };
    Ok(rows.into_iter().chain(empty).collect())
}

/// Adds sources that were read, and returns a row for each.
fn take(workspace: &mut Workspace, jobs: Vec<ImportJob>, read: Vec<Option<Value>>) -> Vec<Row> {
    let taken = workspace.sources().take(jobs);
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
            let is_unsure = row["published"]["from"].as_str() == Some(FILE_PROPERTIES);
            let of_file = if is_unsure { " (the day of the file)" } else { "" };
            let count = |name: &str, what: &str| counted(row[name].as_u64().unwrap_or(0) as usize, what);
            let warnings: Vec<&str> = row["warnings"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let warnings = if warnings.is_empty() { String::new() } else { format!("; {}", warnings.join(" ")) };
            format!(
                "{origin}: “{}”, published {}{of_file}, {}, {}{warnings}",
                text("title"),
                text("published"),
                count("block_count", "block"),
                count("words", "word")
            )
        }
    }
}
