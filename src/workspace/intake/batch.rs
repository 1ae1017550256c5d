//! Many sources at once: what is read, what is still to come, and what became of each, for a list that can be looked at meanwhile.
//!
//! Sources are read side by side in the background and become documents in one edit at the end, so that nothing is ever half there.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::import::{Format, MAX_BYTES, RECORD_ENDINGS, SourceRecord};
use crate::notebook::{Details, DocumentId};
use crate::store;
use crate::workspace::edit::sources::{NotTaken, TakenSource};
use crate::workspace::intake::isolation;
use crate::workspace::intake::source::{ImportJob, Intake, Origin, Source, Wanted};
use crate::workspace::{Isolation, Progress, Refusal};

/// More files of a folder are not taken at once.
const MOST_FILES: usize = 10_000;

/// What became of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowState {
    /// It is still to be read.
    Waiting,
    /// It is being read.
    Reading,
    /// It was read and is added with the others.
    Read,
    /// It is a source now.
    Added(DocumentId),
    /// It was among the sources already: how that is known.
    Known(String),
    /// It could not be read.
    Failed(Refusal),
    /// It was not read, because somebody stopped before.
    Skipped,
}

impl RowState {
    /// Why it could not be read.
    pub fn refusal(self) -> Option<Refusal> {
        match self {
            Self::Failed(refusal) => Some(refusal),
            _ => None,
        }
    }
}

/// One source of many.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchRow {
    /// Which.
    pub origin: Origin,
    /// What became of it.
    pub state: RowState,
    /// What a bibliography says about it.
    pub record: Option<Details>,
}

impl BatchRow {
    fn waiting(origin: Origin, record: Option<Details>) -> Self {
        Self { origin, state: RowState::Waiting, record }
    }
}

/// Sources that are read together.
#[derive(Debug, Default)]
pub struct Batch {
    rows: Mutex<Vec<BatchRow>>,
    wanted: Wanted,
    stopped: AtomicBool,
    done: AtomicBool,
}

impl Batch {
    /// Sources that wait; folders stand for the files in them.
    pub fn new(origins: Vec<Origin>) -> Arc<Self> {
        Self::wanting(origins, Wanted::default())
    }

    /// The same, of each of which something else is wanted than usual.
    pub fn wanting(origins: Vec<Origin>, wanted: Wanted) -> Arc<Self> {
        let rows = origins.into_iter().map(|origin| BatchRow::waiting(origin, None)).collect();
        Arc::new(Self { rows: Mutex::new(rows), wanted, ..Self::default() })
    }

    /// How it stands now.
    pub fn rows(&self) -> Vec<BatchRow> {
        self.lock().clone()
    }

    /// Looks at how it stands now without copying it: nothing slow, the readers wait meanwhile.
    pub fn look<T>(&self, see: impl FnOnce(&[BatchRow]) -> T) -> T {
        see(&self.lock())
    }

    /// Reads no more; what was read is added.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether all is read that will be, and is among the sources.
    pub fn is_done(&self) -> bool {
        self.done.load(Ordering::Relaxed)
    }

    /// Takes over what became of each.
    pub fn finish(&self, taken: &[TakenSource]) {
        let taken: HashMap<&Origin, &TakenSource> = taken.iter().map(|taken| (&taken.origin, taken)).collect();
        let mut rows = self.lock();
        for row in rows.iter_mut() {
            let found = taken.get(&row.origin);
            row.state = match found.map(|taken| &taken.result) {
                Some(Ok((id, _))) => RowState::Added(*id),
                Some(Err(NotTaken::Known(known))) => RowState::Known(known.clone()),
                Some(Err(NotTaken::Refused(refusal))) => RowState::Failed(refusal.clone()),
                None => match std::mem::replace(&mut row.state, RowState::Skipped) {
                    failed @ RowState::Failed(_) => failed,
                    _ => RowState::Skipped,
                },
            };
        }
        self.done.store(true, Ordering::Relaxed);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<BatchRow>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, index: usize, state: RowState) {
        if let Some(row) = self.lock().get_mut(index) {
            row.state = state;
        }
    }

    /// Reads all of them, in order or side by side, until stopped or cancelled.
    pub fn read(&self, intake: &Intake, progress: &Progress) -> Vec<ImportJob> {
        self.unfold(intake, progress);
        let origins: Vec<BatchRow> = self.rows();
        let threads = match intake.isolation {
            Isolation::Here => 1,
            Isolation::Process { .. } => std::thread::available_parallelism().map_or(1, usize::from).min(origins.len()).min(8),
        };
        let shared = Intake { isolation: intake.isolation.shared_by(threads), ..intake.clone() };
        let next = std::sync::atomic::AtomicUsize::new(0);
        let jobs: Mutex<Vec<(usize, ImportJob)>> = Mutex::new(Vec::new());
        let work = || {
            loop {
                let place = next.fetch_add(1, Ordering::Relaxed);
                let Some(BatchRow { origin, record, state }) = origins.get(place) else { return };
                if progress.is_cancelled() || self.stopped.load(Ordering::Relaxed) {
                    return;
                }
                if *state != RowState::Waiting {
                    continue;
                }
                self.set(place, RowState::Reading);
                // How far one file is says little among many.
                let own = if origins.len() == 1 { progress.clone() } else { progress.same_cancel() };
                let result = shared.read_with(origin, &self.wanted, record.as_ref(), &own);
                self.set(place, state_of(&result));
                let mut jobs = jobs.lock().unwrap_or_else(PoisonError::into_inner);
                jobs.push((place, ImportJob { origin: origin.clone(), result, record: record.clone() }));
                if origins.len() > 1 {
                    progress.set_percent(u8::try_from(jobs.len() * 100 / origins.len()).unwrap_or(100));
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..threads {
                scope.spawn(work);
            }
            work();
        });
        let mut jobs = jobs.into_inner().unwrap_or_else(PoisonError::into_inner);
        jobs.sort_by_key(|(place, _)| *place);
        if threads > 1 {
            self.read_alone(&mut jobs, intake, progress);
        }
        jobs.into_iter().map(|(_, job)| job).collect()
    }

    /// Reads again, each by itself, what had too little memory beside others.
    fn read_alone(&self, jobs: &mut [(usize, ImportJob)], intake: &Intake, progress: &Progress) {
        for (place, job) in jobs.iter_mut().filter(|(_, job)| matches!(job.result, Err(Refusal::UsedUp))) {
            if progress.is_cancelled() || self.stopped.load(Ordering::Relaxed) {
                return;
            }
            self.set(*place, RowState::Reading);
            job.result = intake.read_with(&job.origin, &self.wanted, job.record.as_ref(), &progress.same_cancel());
            self.set(*place, state_of(&job.result));
        }
    }

    /// The files of a folder in place of it, the sources of a bibliography in place of that.
    fn unfold(&self, intake: &Intake, progress: &Progress) {
        let unfold = |row: BatchRow| match &row.origin {
            Origin::File(path) if path.is_dir() => {
                let files = files_below(path);
                if files.is_empty() {
                    let refusal = Refusal::Told("this folder contains no file that Claimbook can read".to_owned());
                    return vec![BatchRow { state: RowState::Failed(refusal), ..row }];
                }
                files.into_iter().map(|path| BatchRow::waiting(Origin::File(path), None)).collect()
            }
            _ => vec![row],
        };
        let read = |row: BatchRow| match &row.origin {
            Origin::File(path) if is_bibliography(path) => match listed(path, intake, progress) {
                Ok(rows) => rows,
                Err(refusal) => vec![BatchRow { state: RowState::Failed(refusal), ..row }],
            },
            _ => vec![row],
        };
        let mut unfolded: Vec<BatchRow> = self.rows().into_iter().flat_map(unfold).flat_map(read).collect();
        // What a record names is there once, with its record.
        let mut seen = std::collections::HashSet::new();
        unfolded.sort_by_key(|row| row.record.is_none());
        unfolded.retain(|row| seen.insert(row.origin.clone()));
        *self.lock() = unfolded;
    }
}

fn state_of(result: &Result<Source, Refusal>) -> RowState {
    result.as_ref().map_or_else(|refusal| RowState::Failed(refusal.clone()), |_| RowState::Read)
}

impl Origin {
    /// Whether more than one source may come of it: a folder, a bibliography.
    pub fn stands_for_many(&self) -> bool {
        matches!(self, Self::File(path) if path.is_dir() || is_bibliography(path))
    }
}

/// The ending of a path, in small letters.
fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

fn is_bibliography(path: &Path) -> bool {
    RECORD_ENDINGS.contains(&ending(path).as_str())
}

/// The sources that a bibliography lists: each as its file, where that stands beside it.
fn listed(list: &Path, intake: &Intake, progress: &Progress) -> Result<Vec<BatchRow>, Refusal> {
    let bytes = store::read_source(list, MAX_BYTES).map_err(|error| Refusal::Told(error.to_string()))?;
    let name = list.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let records = isolation::records(&bytes, &name, &intake.isolation, progress)?;
    let row = |(number, record): (usize, SourceRecord)| {
        let without_file = || Origin::Record { list: list.to_owned(), number, title: record.details.title.clone() };
        let origin = file_of(&record, list).map_or_else(without_file, Origin::File);
        BatchRow::waiting(origin, Some(record.details))
    };
    Ok(records.into_iter().enumerate().map(row).collect())
}

/// The first file of a record that can be read. It must stand in the folder of the bibliography: a list that somebody sends does
/// not get to name what else is on the disk.
fn file_of(record: &SourceRecord, list: &Path) -> Option<PathBuf> {
    // A name without a folder stands in the working one; an empty path would be a part of every other.
    let folder = store::resolved(std::path::absolute(list).ok()?.parent()?);
    let there = record.files.iter().map(|name| store::resolved(&folder.join(name.replace('\\', "/"))));
    let mut readable: Vec<PathBuf> = there.filter(|path| path.starts_with(&folder) && path.is_file() && is_known(path)).collect();
    // A report rather than the picture of a page.
    readable.sort_by_key(|path| ending(path) != "pdf");
    readable.into_iter().next()
}

fn is_known(path: &Path) -> bool {
    let ending = ending(path);
    Format::endings().any(|known| known == ending)
}

/// The files of a folder and of those in it that can be read.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    let is_wanted =
        |path: &Path| is_known(path) || (is_bibliography(path) && path.extension().is_none_or(|ending| ending != "json"));
    store::files_below(folder, &is_wanted, MOST_FILES)
}
