//! Changes a notebook's file without a window: locks, reads, edits, saves and releases it.
//!
//! A window keeps its notebook locked while it is open. A command keeps it locked during one change, and waits while others
//! have it locked.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::opening::{Safe, open_locked};
use super::{Access, Safekeeping};
use crate::notebook::counted;
use crate::store::{self, LoadError, LockError, Locked, SaveError};
use crate::workspace::{Clock, Progress, Workspace};

/// The file of a notebook, to be changed without a window.
#[derive(Debug, Clone)]
pub struct Door {
    /// The path of the file, which is created if it does not exist.
    pub path: PathBuf,
    /// The environment for lock and journal.
    pub safe: Safe,
    /// How long to wait for others who have it open.
    pub wait: Duration,
}

/// Why a notebook's file was not changed.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// It could not be read.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// Somebody else has it open, or it could not be written.
    #[error(transparent)]
    Save(#[from] SaveError),
}

/// The result of a change.
#[derive(Debug)]
pub struct Changed<T> {
    /// The value that the change returned.
    pub value: T,
    /// Notes for the person, in sentences.
    pub notes: Vec<String>,
}

impl Door {
    /// Checks that the notebook can be locked, waiting if necessary, and read if it exists, so that errors are reported before
    /// any long work.
    pub fn try_first(&self) -> Result<(), DoorError> {
        let target = store::resolved(&self.path);
        let _lock = self.lock(&target)?;
        if store::stamp(&target).is_some() {
            store::load(&self.path)?;
        }
        Ok(())
    }

    /// Changes the notebook and saves it. It is created if it does not exist, and it includes the edits that a crashed program
    /// left in its journal.
    pub fn change<T>(&self, clock: Clock, change: impl FnOnce(&mut Workspace) -> T) -> Result<Changed<T>, DoorError> {
        let target = store::resolved(&self.path);
        let locked = self.lock(&target)?;
        let mut notes = Vec::new();
        let mut workspace =
            if store::stamp(&target).is_some() { self.read(locked, clock, &mut notes)? } else { self.begin(locked, clock) };
        let value = change(&mut workspace);
        if workspace.has_unsaved_edits() || workspace.file().version().is_none() {
            let step = workspace.history().step();
            let done = workspace.file().save_task(self.path.clone()).run(&Progress::default())?;
            let sentences = done.missing.iter().chain(&done.notes).map(|note| format!("{} is saved, but {note}.", self.name()));
            notes.extend(sentences);
            workspace.file_mut().mark_saved(done, step);
        }
        workspace.file_mut().let_go();
        Ok(Changed { value, notes })
    }

    fn name(&self) -> std::path::Display<'_> {
        self.path.display()
    }

    fn lock(&self, target: &Path) -> Result<Locked, SaveError> {
        store::lock_within(target, &self.safe.holder, self.wait).map_err(|error| match error {
            LockError::Failed(source) => SaveError::Failed { path: self.path.clone(), source },
            held => {
                let what_to_do = match &held {
                    LockError::Elsewhere(_) => "; if nobody has it open there any more, open it in a window and take it over",
                    _ => "",
                };
                SaveError::Held { path: self.path.clone(), why: format!("{}{what_to_do}", held.in_words()) }
            }
        })
    }

    fn read(&self, locked: Locked, clock: Clock, notes: &mut Vec<String>) -> Result<Workspace, LoadError> {
        let mut opened = open_locked(&self.path, &self.safe, Ok(locked))?;
        notes.append(&mut opened.notes);
        if let Some(recovered) = &opened.recovered {
            let steps = counted(recovered.steps(), "step");
            notes.push(format!("{} had unsaved work ({steps}), which it now contains.", self.name()));
            notes.extend(recovered.damage.clone());
        }
        for other in &opened.others {
            let steps = counted(other.steps(), "step");
            notes
                .push(format!("Unsaved work on another version of it ({steps}) will be offered when the window is next opened."));
        }
        Ok(Workspace::opened(opened, &self.safe, clock, None))
    }

    /// Creates a workspace for a new notebook at the path.
    fn begin(&self, locked: Locked, clock: Clock) -> Workspace {
        let mut workspace = Workspace::empty(clock);
        workspace.path = Some(self.path.clone());
        workspace.keeping = Safekeeping {
            safe: Some(self.safe.clone()),
            access: Access::Owned(Some(locked.lock)),
            ..Safekeeping::none(&workspace.notebook)
        };
        workspace
    }
}
