//! Protects edits from loss: the lock on an open notebook, its recovery journal, and saves that replace only a known version.
//!
//! [`open_notebook`] runs in the background and returns an [`Opened`]; a [`Workspace`](crate::workspace::Workspace) made from
//! it records every edit through a [`Recorder`]; a [`SaveTask`] runs in the background and leaves only the edits after its
//! snapshot in the journal. At every moment, file and journal together contain all edits older than a second:
//!
//! 1. the new version is written completely under a temporary name;
//! 2. the journal records, on disk, the hash of that version and which edits it contains;
//! 3. the new version is renamed to the file's name;
//! 4. the journal is removed; if it has later edits, it continues or is rewritten with only those.
//!
//! A program that dies before step 3 leaves the old file and a journal of edits to it; after step 3, the new file and a journal
//! that records which of its edits the file contains.

mod door;
mod ledger;
mod leftovers;
mod opening;
mod recorder;
mod saving;
mod writer;

use crate::notebook::Notebook;
use crate::store::{FileHash, Holder, Lock};
use crate::workspace::Waker;

pub use door::{Changed, Door, DoorError};
pub use leftovers::{Recovered, find_untitled};
pub use opening::{IfHeld, Opened, Safe, open_notebook};
pub use recorder::{JournalPaths, Recorder, RecorderHandle, RecorderStart, Resumed};
pub use saving::{SaveDone, SaveTask};

/// Whether this window may write the notebook's file.
#[derive(Debug)]
pub enum Access {
    /// It may. There is no lock if none can be created or none is needed.
    Owned(Option<Lock>),
    /// Somebody else has it open, or may have.
    ReadOnly(Keeper),
}

/// Who keeps this window from writing a notebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeper {
    /// A process on this computer.
    Here(Option<Holder>),
    /// A process on another computer; whether it is still running is unknown.
    Elsewhere(Holder),
    /// Whether anybody has it open is unknown; the reason as a sentence without a full stop.
    Unknown(String),
}

/// The lock, the journal and the known file version of an open notebook.
pub struct Safekeeping {
    /// `None` for pictures and some tests, which need no lock and no journal.
    pub(in crate::workspace) safe: Option<Safe>,
    pub(in crate::workspace) recorder: Option<Recorder>,
    pub(in crate::workspace) access: Access,
    /// The version of the file that was opened or saved last.
    pub(in crate::workspace) version: Option<FileHash>,
    /// Whether the person has agreed to replace whatever is in the file now.
    pub(in crate::workspace) may_replace: bool,
    /// The notebook in that version: the base when changes of another program are merged.
    pub(in crate::workspace) base: Notebook,
    pub(in crate::workspace) waker: Option<Waker>,
}

impl std::fmt::Debug for Safekeeping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut told = f.debug_struct("Safekeeping");
        told.field("recorder", &self.recorder)
            .field("access", &self.access)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

impl Safekeeping {
    /// No lock and no journal.
    pub(in crate::workspace) fn none(notebook: &Notebook) -> Self {
        Self {
            safe: None,
            recorder: None,
            access: Access::Owned(None),
            version: None,
            may_replace: false,
            base: notebook.clone(),
            waker: None,
        }
    }
}
