//! Saves a snapshot of the notebook in the background, and reduces the journal to the later edits.

use std::path::PathBuf;

use super::Access;
use super::opening::Safe;
use super::recorder::RecorderHandle;
use crate::notebook::{Notebook, check};
use crate::store::{self, Expected, FileHash, Lock, LockError, Notes, Originals, SaveError};
use crate::workspace::{FileState, Progress};

/// A save that is ready to run on any thread.
#[derive(Debug)]
pub struct SaveTask {
    /// The path of the file.
    pub path: PathBuf,
    notebook: Notebook,
    expected: Expected,
    safe: Safe,
    recorder: Option<RecorderHandle>,
    /// The number of recorded edits that the snapshot contains.
    edits: u64,
    /// Whether the path is a different file from the notebook's.
    is_elsewhere: bool,
    /// Whether the path must still be locked.
    needs_lock: bool,
    /// The folders with the original files of sources.
    originals: Originals,
    now: u64,
}

/// A save that succeeded.
#[derive(Debug)]
pub struct SaveDone {
    /// The path of the file.
    pub path: PathBuf,
    /// The version of the file that the save wrote.
    pub version: FileHash,
    /// The notebook that was saved.
    pub notebook: Notebook,
    /// The lock on the file, if the save acquired it.
    pub lock: Option<Lock>,
    /// Whether it is a different file from the one that was open.
    pub is_elsewhere: bool,
    /// The rules that the notebook breaks, in words.
    pub problems: Vec<String>,
    /// A sentence, without a full stop, about each original file of a source that could not be copied beside the notebook.
    pub missing: Vec<String>,
    /// Other notes about the save, in sentences without a full stop.
    pub notes: Notes,
}

impl FileState<'_> {
    /// Prepares a save of the notebook as it is now, to be run in the background.
    pub fn save_task(self, path: PathBuf) -> SaveTask {
        let keeping = &self.workspace.keeping;
        // Two paths can refer to the same file.
        let is_elsewhere = self.workspace.path().map(store::resolved) != Some(store::resolved(&path));
        let expected = match &keeping.version {
            Some(version) if !is_elsewhere => Expected::Version(version.clone()),
            None if !is_elsewhere && !keeping.may_replace && keeping.safe.is_some() => Expected::Nothing,
            // The person chose the path.
            _ => Expected::WhateverIsThere,
        };
        let has_lock = matches!(keeping.access, Access::Owned(Some(_)));
        let now = self.workspace.clock().millis();
        SaveTask {
            path,
            notebook: self.workspace.notebook().clone(),
            expected,
            safe: keeping.safe.clone().unwrap_or_else(|| Safe::new(None, now)),
            recorder: keeping.recorder.as_ref().map(super::Recorder::handle),
            edits: keeping.recorder.as_ref().map_or(0, super::Recorder::recorded),
            is_elsewhere: is_elsewhere && keeping.safe.is_some(),
            needs_lock: keeping.safe.is_some() && (is_elsewhere || !has_lock),
            originals: self.originals(),
            now,
        }
    }
}

impl SaveTask {
    /// Saves the snapshot. After an error, the file is unchanged and the journal still has all edits.
    pub fn run(self, progress: &Progress) -> Result<SaveDone, SaveError> {
        let Self { path, notebook, expected, safe, recorder, edits, is_elsewhere, needs_lock, originals, now } = self;
        let failed = |error| SaveError::failed(&path, error);
        let target = store::resolved(&path);
        let lock = match needs_lock.then(|| store::lock(&target, &safe.holder)) {
            Some(Ok(locked)) => Some(locked.lock),
            // The save itself will report what is wrong with the folder.
            Some(Err(LockError::Failed(_))) | None => None,
            Some(Err(held)) => return Err(SaveError::Held { path, why: held.in_words() }),
        };
        let problems = check(&notebook).iter().map(ToString::to_string).collect();
        let size: usize = notebook.documents.iter().map(|document| document.text.len()).sum();
        let text = store::encode_watched(&notebook, &mut |bytes| {
            progress.set_percent(u8::try_from((bytes * 90 / size.max(1)).min(90)).unwrap_or(90));
        });
        let text = text.map_err(|error| failed(std::io::Error::other(error)))?;
        let (version, notes) = store::save_text(safe.disk.as_ref(), &path, &text, &expected, &mut |version| {
            if let Some(recorder) = &recorder
                && let Err(error) = recorder.checkpoint(&target, version, edits)
            {
                // The notebook was closed during the save, so its journal is gone; the save is valid anyway.
                log::info!("the save of {} is not in a journal: {error}", path.display());
            }
            Ok(())
        })?;
        if let Some(recorder) = recorder {
            let start = safe.start(&notebook, Some(&path), Some(&version), now);
            if let Err(error) = recorder.rebase(safe.journals_of(&path), start, edits) {
                // The journal that remains records which of its edits are in the file.
                log::warn!("the recovery journal could not be emptied: {error}");
            }
        }
        let wanted = notebook.documents.iter().filter_map(|document| document.original.as_ref());
        let missing = originals.copy_to(&path, wanted);
        Ok(SaveDone { path, version, notebook, lock, is_elsewhere, problems, missing, notes })
    }
}
