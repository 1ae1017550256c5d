//! Imports many sources at once, and reports the state of each for a list that is shown meanwhile.
//!
//! Sources are read in parallel in the background and become documents in one edit at the end, so that none is ever added in
//! part.

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

/// The most files that are taken from one folder.
pub(in crate::workspace) const MOST_FILES: usize = 10_000;

/// The state of one source in a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowState {
    /// It has still to be read.
    Waiting,
    /// It is being read.
    Reading,
    /// It was read, and is added when all have been.
    Read,
    /// It was added to the notebook.
    Added(DocumentId),
    /// It was not added because the notebook has it already; with how that is known.
    Known(String),
    /// It could not be read.
    Failed(Refusal),
    /// It was not read because the batch was stopped.
    Skipped,
}

impl RowState {
    /// Returns the reason why it could not be read.
    pub fn refusal(self) -> Option<Refusal> {
        match self {
            Self::Failed(refusal) => Some(refusal),
            _ => None,
        }
    }
}

/// One source of a batch.
#[derive(Debug, Clone, PartialEq)]
pub struct BatchRow {
    /// Where the source comes from.
    pub origin: Origin,
    /// Its state.
    pub state: RowState,
    /// Its details in a bibliography.
    pub record: Option<Details>,
}

impl BatchRow {
    fn waiting(origin: Origin, record: Option<Details>) -> Self {
        Self { origin, state: RowState::Waiting, record }
    }
}

/// Sources that are imported together.
#[derive(Debug, Default)]
pub struct Batch {
    rows: Mutex<Vec<BatchRow>>,
    wanted: Wanted,
    stopped: AtomicBool,
    done: AtomicBool,
}

impl Batch {
    /// A batch of waiting sources. Folders and bibliographies are replaced by the sources in them when the batch is read.
    pub fn new(origins: Vec<Origin>) -> Arc<Self> {
        Self::wanting(origins, Wanted::default())
    }

    /// A batch of waiting sources that are read with the given settings.
    pub fn wanting(origins: Vec<Origin>, wanted: Wanted) -> Arc<Self> {
        let rows = origins.into_iter().map(|origin| BatchRow::waiting(origin, None)).collect();
        Arc::new(Self { rows: Mutex::new(rows), wanted, ..Self::default() })
    }

    /// Returns a copy of the current state of all sources.
    pub fn rows(&self) -> Vec<BatchRow> {
        self.lock().clone()
    }

    /// Calls `see` with the current state, without a copy. It must not be slow: reading threads wait meanwhile.
    pub fn look<T>(&self, see: impl FnOnce(&[BatchRow]) -> T) -> T {
        see(&self.lock())
    }

    /// Stops reading. The sources that were read are still added.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether reading has ended and the sources have been added.
    pub fn is_done(&self) -> bool {
        self.done.load(Ordering::Relaxed)
    }

    /// Records the outcome of adding the sources, and ends the batch. Sources that are not in `taken` and have not failed were
    /// skipped.
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

    /// Reads all sources, in order or in parallel, until stopped or cancelled.
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
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(BatchRow { origin, record, state }) = origins.get(index) else { return };
                if progress.is_cancelled() || self.stopped.load(Ordering::Relaxed) {
                    return;
                }
                if *state != RowState::Waiting {
                    continue;
                }
                self.set(index, RowState::Reading);
                // The progress within a file is reported only if it is the only one.
                let own = if origins.len() == 1 { progress.clone() } else { progress.same_cancel() };
                let result = shared.read_with(origin, &self.wanted, record.as_ref(), &own);
                self.set(index, state_of(&result));
                let mut jobs = jobs.lock().unwrap_or_else(PoisonError::into_inner);
                jobs.push((index, ImportJob { origin: origin.clone(), result, record: record.clone() }));
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
        jobs.sort_by_key(|(index, _)| *index);
        if threads > 1 {
            self.read_alone(&mut jobs, intake, progress);
        }
        jobs.into_iter().map(|(_, job)| job).collect()
    }

    /// Reads again, one at a time, the sources that ran out of memory while others were being read.
    fn read_alone(&self, jobs: &mut [(usize, ImportJob)], intake: &Intake, progress: &Progress) {
        for (index, job) in jobs.iter_mut().filter(|(_, job)| matches!(job.result, Err(Refusal::UsedUp))) {
            if progress.is_cancelled() || self.stopped.load(Ordering::Relaxed) {
                return;
            }
            self.set(*index, RowState::Reading);
            job.result = intake.read_with(&job.origin, &self.wanted, job.record.as_ref(), &progress.same_cancel());
            self.set(*index, state_of(&job.result));
        }
    }

    /// Replaces folders by the files in them, and bibliographies by the sources that they list.
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
        // A file that a record names appears once, with its record.
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
    /// Whether it may yield more than one source: a folder or a bibliography.
    pub fn stands_for_many(&self) -> bool {
        matches!(self, Self::File(path) if path.is_dir() || is_bibliography(path))
    }
}

/// Returns the extension of a path, in lower case.
fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default()
}

fn is_bibliography(path: &Path) -> bool {
    RECORD_ENDINGS.contains(&ending(path).as_str())
}

/// Returns the sources that a bibliography lists: each as its file, if that is beside the bibliography, or else as a record.
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

/// Returns the first file of a record that can be read. It must be in the folder of the bibliography: a list from somebody else
/// must not name other files on the disk.
fn file_of(record: &SourceRecord, list: &Path) -> Option<PathBuf> {
    // A bare file name is relative to the working folder. An empty path would be a prefix of every other.
    let folder = store::resolved(std::path::absolute(list).ok()?.parent()?);
    let there = record.files.iter().map(|name| store::resolved(&folder.join(name.replace('\\', "/"))));
    let mut readable: Vec<PathBuf> = there.filter(|path| path.starts_with(&folder) && path.is_file() && is_known(path)).collect();
    // Prefer a PDF to a saved web page.
    readable.sort_by_key(|path| ending(path) != "pdf");
    readable.into_iter().next()
}

fn is_known(path: &Path) -> bool {
    let ending = ending(path);
    Format::endings().any(|known| known == ending)
}

/// Returns the files in a folder and its subfolders that can be read.
fn files_below(folder: &Path) -> Vec<PathBuf> {
    store::files_below(folder, &is_source_file, MOST_FILES)
}

/// Whether a file in a folder is taken for a source, by its name. JSON files, which may contain anything, are left out.
pub(in crate::workspace) fn is_source_file(path: &Path) -> bool {
    is_known(path) || (is_bibliography(path) && ending(path) != "json")
}
