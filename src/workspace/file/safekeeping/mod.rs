//! Never losing an edit: the lock on an open notebook, its recovery journal, and saves that replace only what they know.
//!
//! [`open_notebook`] runs in the background and gives an [`Opened`]; a [`Workspace`](crate::workspace::Workspace) made from it records
//! every edit through a [`Recorder`]; a [`SaveTask`] runs in the background and leaves the journal with just the edits that
//! came after its snapshot. At every instant file and journal together hold all that was done up to a second ago:
//!
//! 1. the new version is written whole under another name;
//! 2. the journal notes which version that is and which edits it has (on disk);
//! 3. the new version takes the file's name;
//! 4. a new journal with the later edits, or none, takes the old one's place.
//!
//! A program that dies before 3 leaves the old file with a journal that builds on it; after 3, the new file with a journal that
//! knows which of its edits the file has.

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
pub use opening::{Opened, Safe, open_notebook};
pub use recorder::{JournalPlaces, Recorder, RecorderHandle, RecorderStart, Resumed};
pub use saving::{SaveDone, SaveTask};

/// Whether this window may write the notebook's file.
#[derive(Debug)]
pub enum Access {
    /// It may. The lock is missing where none can be made or none is needed.
    Owned(Option<Lock>),
    /// Somebody else has it open, or may have.
    ReadOnly(Keeper),
}

/// Who keeps this window from writing a notebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeper {
    /// A process on this computer.
    Here(Option<Holder>),
    /// A process on another computer, of whose processes nothing is known here.
    Elsewhere(Holder),
    /// Whether anybody has it cannot be told; why, as a sentence without a full stop.
    Unknown(String),
}

/// What keeps an open notebook safe.
pub struct Safekeeping {
    /// `None` keeps nothing: pictures, and tests of other things.
    pub(in crate::workspace) safe: Option<Safe>,
    pub(in crate::workspace) recorder: Option<Recorder>,
    pub(in crate::workspace) access: Access,
    /// The version of the file that was opened or saved last.
    pub(in crate::workspace) version: Option<FileHash>,
    /// Whether the person has agreed that whatever is there now is replaced.
    pub(in crate::workspace) may_replace: bool,
    /// The notebook in that version: what changes of another program are merged against.
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
    /// Keeps nothing.
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
