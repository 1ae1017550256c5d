//! Opens a notebook: locks it, reads its file, and finds the edits that a crashed program left in its journal.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::leftovers::{Leftovers, Recovered};
use super::recorder::{JournalPath, JournalPaths, Recorder, RecorderStart, base_of};
use super::{Access, Keeper, Safekeeping};
use crate::notebook::Notebook;
use crate::store::journal::{Recorded, Start};
use crate::store::{self, Disk, FileHash, Holder, LoadError, LockError, Locked, real_disk};
use crate::workspace::{ClaimIndex, Waker};

/// The environment for locks and journals.
#[derive(Debug, Clone)]
pub struct Safe {
    /// The file system.
    pub disk: Arc<dyn Disk>,
    /// The platform's data folder for this program, for journals of notebooks that have no file or are in a read-only folder.
    /// If `None`, only journals beside notebooks are kept.
    pub data: Option<PathBuf>,
    /// The paths of notebooks that were open before. If one was moved, its journal may still be beside its old path.
    pub known: Vec<PathBuf>,
    /// This process as the holder of locks.
    pub holder: Holder,
}

impl Safe {
    /// Creates the environment of this process, with the real file system; `now` in milliseconds since 1970.
    pub fn new(data: Option<PathBuf>, now: u64) -> Self {
        Self { disk: real_disk(), data, known: Vec::new(), holder: Holder::this(now) }
    }

    /// The folder of journals in the data folder.
    pub(super) fn journals(&self) -> Option<PathBuf> {
        Some(self.data.as_ref()?.join("journals"))
    }

    /// The possible paths of the journal of a notebook's file: beside it, or else in the data folder.
    pub fn journals_of(&self, path: &Path) -> JournalPaths {
        let path = store::resolved(path);
        let beside = store::journal_path(&path);
        let name = FileHash::of(path.as_os_str().as_encoded_bytes()).to_string();
        let elsewhere = self.journals().map(|folder| folder.join(format!("file-{}.journal", &name[..16])));
        let beside = JournalPath { path: beside, own_lock: false };
        let elsewhere = elsewhere.map(|path| JournalPath { path, own_lock: true });
        JournalPaths { paths: std::iter::once(beside).chain(elsewhere).collect() }
    }

    /// The path of the journal of a notebook without a file, in the data folder.
    fn untitled_journals(&self, number: u64) -> JournalPaths {
        let name = format!("untitled-{:x}-{number:x}.journal", self.holder.process);
        let journal = self.journals().map(|folder| JournalPath { path: folder.join(name), own_lock: true });
        JournalPaths { paths: journal.into_iter().collect() }
    }

    /// The first record of a journal. It contains the whole notebook if `version` is `None`.
    pub fn start(&self, notebook: &Notebook, path: Option<&Path>, version: Option<&FileHash>, now: u64) -> Start {
        Start {
            app: env!("CARGO_PKG_VERSION").to_owned(),
            notebook: notebook.id,
            begun: now,
            path: path.map(|path| path.display().to_string()).unwrap_or_default(),
            base: base_of(version, notebook),
        }
    }
}

/// A notebook that was read.
#[derive(Debug)]
pub struct Opened {
    /// The path of its file.
    pub path: PathBuf,
    /// The notebook as it is in the file.
    pub notebook: Notebook,
    /// The version of the file that was read.
    pub version: FileHash,
    /// Whether it may be written.
    pub access: Access,
    /// Edits that are not in the file.
    pub recovered: Option<Recovered>,
    /// Unsaved work on other versions of it, each with the notebook to which the edits apply.
    pub others: Vec<Recovered>,
    /// Notes for the person, in sentences.
    pub notes: Vec<String>,
    /// Lookup tables over its claims, made on the thread that reads the file, so that the window does not wait for them.
    pub(in crate::workspace) index: ClaimIndex,
}

impl Opened {
    /// Reads a notebook without lock and journal.
    pub fn unguarded(path: &Path) -> Result<Self, LoadError> {
        let (notebook, version) = store::load_version(path)?;
        let (path, access, index) = (path.to_owned(), Access::Owned(None), ClaimIndex::of_file(&notebook));
        Ok(Self { path, notebook, version, access, recovered: None, others: Vec::new(), notes: Vec::new(), index })
    }
}

/// What to do if somebody else holds the lock of a notebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfHeld {
    /// Open it read-only.
    ReadOnly,
    /// Take the lock over if its holder is on another computer, where this one cannot see whether it still runs.
    TakeOver,
}

/// Locks and reads a notebook and its journal.
pub fn open_notebook(path: &Path, safe: &Safe, if_held: IfHeld) -> Result<Opened, LoadError> {
    let target = store::resolved(path);
    let locked = match if_held {
        IfHeld::ReadOnly => store::lock(&target, &safe.holder),
        IfHeld::TakeOver => store::take_over(&target, &safe.holder),
    };
    open_locked(path, safe, locked)
}

/// Reads a notebook and its journal after the attempt to lock it, so that nobody writes it in between. If it cannot be read,
/// the lock is released.
pub(super) fn open_locked(path: &Path, safe: &Safe, locked: Result<Locked, LockError>) -> Result<Opened, LoadError> {
    let target = store::resolved(path);
    let access = match locked {
        Ok(locked) => {
            store::sweep_scraps(&target);
            Access::Owned(Some(locked.lock))
        }
        Err(LockError::Held(holder)) => Access::ReadOnly(Keeper::Here(holder)),
        Err(LockError::Elsewhere(holder)) => Access::ReadOnly(Keeper::Elsewhere(holder)),
        Err(LockError::Unknown(why)) => Access::ReadOnly(Keeper::Unknown(why)),
        Err(LockError::Failed(error)) => {
            // There is no lock file and none can be created, so nobody holds a lock. A save tries again.
            log::warn!("{} has no lock: {error}", target.display());
            Access::Owned(None)
        }
    };
    let (notebook, version) = store::load_version(path)?;
    // The journal of another open window must not be used.
    let Leftovers { recovered, others, held, notes } = match access {
        Access::ReadOnly(_) => Leftovers::default(),
        Access::Owned(_) => Leftovers::of(&notebook, &version, safe, &target),
    };
    let access = held.map_or(access, Access::ReadOnly);
    let index = ClaimIndex::of_file(&notebook);
    Ok(Opened { path: path.to_owned(), notebook, version, access, recovered, others, notes, index })
}

impl Safekeeping {
    /// Starts a journal for the file at a path, if there is none yet.
    pub(in crate::workspace) fn keep_journal(&mut self, path: Option<&Path>, now: u64) {
        let (Some(safe), Some(path), None) = (&self.safe, path, &self.recorder) else { return };
        let start = RecorderStart {
            disk: Arc::clone(&safe.disk),
            journals: safe.journals_of(path),
            start: safe.start(&self.base, Some(path), self.version.as_ref(), now),
            resumed: None,
            holder: safe.holder.clone(),
        };
        self.recorder = Some(Recorder::new(start, self.waker.clone()));
    }

    /// Creates the safekeeping of a notebook that was read. Returns it with the recovered edits, to be applied again.
    pub(in crate::workspace) fn of_opened(
        safe: &Safe,
        opened: &mut Opened,
        now: u64,
        waker: Option<Waker>,
    ) -> (Self, Vec<Recorded>) {
        let access = std::mem::replace(&mut opened.access, Access::Owned(None));
        let recovered = opened.recovered.take();
        let edits = recovered.as_ref().map(|recovered| recovered.edits().to_vec()).unwrap_or_default();
        let recorder = matches!(access, Access::Owned(_)).then(|| {
            let start = RecorderStart {
                disk: Arc::clone(&safe.disk),
                journals: safe.journals_of(&opened.path),
                start: safe.start(&opened.notebook, Some(&opened.path), Some(&opened.version), now),
                resumed: recovered.map(|recovered| recovered.resumed),
                holder: safe.holder.clone(),
            };
            Recorder::new(start, waker.clone())
        });
        let keeping = Self {
            safe: Some(safe.clone()),
            recorder,
            access,
            version: Some(opened.version.clone()),
            may_replace: false,
            base: opened.notebook.clone(),
            waker,
        };
        (keeping, edits)
    }

    /// Creates the safekeeping of a notebook without a file: a new one, or one that a crashed program left behind.
    pub(in crate::workspace) fn of_untitled(
        safe: &Safe,
        notebook: &Notebook,
        recovered: Option<Recovered>,
        now: u64,
        waker: Option<Waker>,
    ) -> Self {
        let start = RecorderStart {
            disk: Arc::clone(&safe.disk),
            journals: safe.untitled_journals(now),
            start: safe.start(notebook, None, None, now),
            resumed: None,
            holder: safe.holder.clone(),
        };
        let mut keeping = Self {
            safe: Some(safe.clone()),
            recorder: None,
            access: Access::Owned(None),
            version: None,
            may_replace: false,
            base: Notebook::new(notebook.id),
            waker: waker.clone(),
        };
        keeping.recorder = Some(match recovered {
            Some(recovered) => {
                let journal = JournalPath { path: recovered.resumed.path.clone(), own_lock: true };
                let journals = JournalPaths { paths: vec![journal] };
                Recorder::new(RecorderStart { journals, resumed: Some(recovered.resumed), ..start }, waker)
            }
            None => Recorder::new(start, waker),
        });
        keeping
    }
}
