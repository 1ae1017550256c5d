//! Opening a notebook: its lock, its file, and what a program that died left in its journal.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::leftovers::{Leftovers, Recovered};
use super::recorder::{JournalPlace, JournalPlaces, Recorder, RecorderStart, base_of};
use super::{Access, Keeper, Safekeeping};
use crate::notebook::Notebook;
use crate::store::journal::{Recorded, Start};
use crate::store::{self, Disk, FileHash, Holder, LoadError, LockError, Locked, real_disk};
use crate::workspace::{ClaimIndex, Waker};

/// Where and as whom notebooks are kept safe.
#[derive(Debug, Clone)]
pub struct Safe {
    /// The file system.
    pub disk: Arc<dyn Disk>,
    /// The platform's folder for a program's data: journals of notebooks that have no file, or that stand where nothing can be
    /// written. With none, only journals beside notebooks are kept.
    pub data: Option<PathBuf>,
    /// Notebooks that were open before, by their paths then: where one was moved from, its journal may still stand.
    pub known: Vec<PathBuf>,
    /// Who this is.
    pub holder: Holder,
}

impl Safe {
    /// For this process.
    pub fn new(data: Option<PathBuf>, now: u64) -> Self {
        Self { disk: real_disk(), data, known: Vec::new(), holder: Holder::this(now) }
    }

    /// The folder of journals among our data.
    pub(super) fn journals(&self) -> Option<PathBuf> {
        Some(self.data.as_ref()?.join("journals"))
    }

    /// Where the journal of a notebook's file may stand: beside it, else among our data.
    pub fn places_of(&self, path: &Path) -> JournalPlaces {
        let path = store::resolved(path);
        let beside = store::journal_path(&path);
        let name = FileHash::of(path.as_os_str().as_encoded_bytes()).to_string();
        let elsewhere = self.journals().map(|folder| folder.join(format!("file-{}.journal", &name[..16])));
        let beside = JournalPlace { path: beside, own_lock: false };
        let elsewhere = elsewhere.map(|path| JournalPlace { path, own_lock: true });
        JournalPlaces { places: std::iter::once(beside).chain(elsewhere).collect() }
    }

    /// Where the journal of a notebook without a file stands.
    fn untitled_places(&self, number: u64) -> JournalPlaces {
        let name = format!("untitled-{:x}-{number:x}.journal", self.holder.process);
        let place = self.journals().map(|folder| JournalPlace { path: folder.join(name), own_lock: true });
        JournalPlaces { places: place.into_iter().collect() }
    }

    /// The first record of a journal.
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
    /// Where.
    pub path: PathBuf,
    /// As the file has it.
    pub notebook: Notebook,
    /// Which version of the file that is.
    pub version: FileHash,
    /// Whether it may be written.
    pub access: Access,
    /// Edits that the file does not have.
    pub recovered: Option<Recovered>,
    /// Unsaved work on other versions of it, each with the notebook that it builds on.
    pub others: Vec<Recovered>,
    /// What there is to say about it, in sentences.
    pub notes: Vec<String>,
    /// What is looked up about its claims: made where the file is read, so that no window waits for it.
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

/// Locks and reads a notebook and its journal.
pub fn open_notebook(path: &Path, safe: &Safe, take_over: bool) -> Result<Opened, LoadError> {
    let target = store::resolved(path);
    let locked = if take_over { store::take_over(&target, &safe.holder) } else { store::lock(&target, &safe.holder) };
    open_locked(path, safe, locked)
}

/// Reads a notebook and its journal. It was locked before: nobody writes it in between. Where it cannot be read, the lock goes
/// again.
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
            // There is no lock and none can be made: nobody holds one. A save tries again.
            log::warn!("{} has no lock: {error}", target.display());
            Access::Owned(None)
        }
    };
    let (notebook, version) = store::load_version(path)?;
    // The journal of a window that lives is not ours to read.
    let Leftovers { recovered, others, held, notes } = match access {
        Access::ReadOnly(_) => Leftovers::default(),
        Access::Owned(_) => Leftovers::of(&notebook, &version, safe, &target),
    };
    let access = held.map_or(access, Access::ReadOnly);
    let index = ClaimIndex::of_file(&notebook);
    Ok(Opened { path: path.to_owned(), notebook, version, access, recovered, others, notes, index })
}

impl Safekeeping {
    /// Begins to keep a journal of the file at a path, where none is kept yet.
    pub(in crate::workspace) fn keep_journal(&mut self, path: Option<&Path>, now: u64) {
        let (Some(safe), Some(path), None) = (&self.safe, path, &self.recorder) else { return };
        let start = RecorderStart {
            disk: Arc::clone(&safe.disk),
            places: safe.places_of(path),
            start: safe.start(&self.base, Some(path), self.version.as_ref(), now),
            resumed: None,
            holder: safe.holder.clone(),
        };
        self.recorder = Some(Recorder::new(start, self.waker.clone()));
    }

    /// For a notebook that was read; gives the edits to make again.
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
                places: safe.places_of(&opened.path),
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

    /// For a notebook that is in no file: a new one, or one that a program that died left behind.
    pub(in crate::workspace) fn of_untitled(
        safe: &Safe,
        notebook: &Notebook,
        recovered: Option<Recovered>,
        now: u64,
        waker: Option<Waker>,
    ) -> Self {
        let start = RecorderStart {
            disk: Arc::clone(&safe.disk),
            places: safe.untitled_places(now),
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
                let place = JournalPlace { path: recovered.resumed.path.clone(), own_lock: true };
                let places = JournalPlaces { places: vec![place] };
                Recorder::new(RecorderStart { places, resumed: Some(recovered.resumed), ..start }, waker)
            }
            None => Recorder::new(start, waker),
        });
        keeping
    }
}
