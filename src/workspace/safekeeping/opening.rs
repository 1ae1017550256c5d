//! Opening a notebook: its lock, its file, and what a program that died left in its journal.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::recorder::{JournalPlace, JournalPlaces, Recorder, RecorderStart, Resumed, base_of};
use super::{Access, Safekeeping};
use crate::notebook::{AnyRecord, Change, Notebook};
use crate::store::journal::{self, Base, Journal, JournalError, Recorded, Start};
use crate::store::{self, Disk, FileHash, Holder, LoadError, Lock, LockError, real_disk};
use crate::workspace::Waker;

/// Where and as whom notebooks are kept safe.
#[derive(Debug, Clone)]
pub struct Safe {
    /// The file system.
    pub disk: Arc<dyn Disk>,
    /// The platform's folder for a program's data: journals of notebooks that have no file, or that stand where nothing can be
    /// written. With none, only journals beside notebooks are kept.
    pub data: Option<PathBuf>,
    /// Who this is.
    pub holder: Holder,
}

impl Safe {
    /// For this process.
    pub fn new(data: Option<PathBuf>, now: u64) -> Self {
        Self { disk: real_disk(), data, holder: Holder::this(now) }
    }

    fn journals(&self) -> Option<PathBuf> {
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

/// What a program that died left behind.
#[derive(Debug)]
pub struct Recovered {
    /// The journal, and the edits of it that the file does not have.
    resumed: Resumed,
    /// The notebook that they build on, where no file has it.
    pub whole: Option<Box<Notebook>>,
    /// What was wrong with the journal, as a sentence.
    pub damage: Option<String>,
}

impl Recovered {
    /// The edits that the file does not have.
    pub fn edits(&self) -> &[Recorded] {
        &self.resumed.edits
    }

    /// What the edits did, by name, in the order of the first of each: name, how often.
    pub fn summary(&self) -> Vec<(String, usize)> {
        let mut names: Vec<(String, usize)> = Vec::new();
        for recorded in self.edits().iter().filter(|recorded| !recorded.goes_on) {
            match names.iter_mut().find(|(name, _)| *name == recorded.edit.name) {
                Some((_, count)) => *count += 1,
                None => names.push((recorded.edit.name.clone(), 1)),
            }
        }
        names
    }

    /// Puts the journal out of the way: the person does not want it. It stays as `.deleted`, should that have been a slip.
    pub fn delete(self, safe: &Safe) {
        if let Err(error) = store::set_aside(safe.disk.as_ref(), &self.resumed.path, ".deleted") {
            log::warn!("{} could not be deleted: {error}", self.resumed.path.display());
        }
    }

    /// When the journal was begun, in milliseconds since 1970.
    pub fn begun(&self) -> u64 {
        self.resumed.journal.start.begun
    }

    /// The file that it stood beside; empty for a notebook that never had one.
    pub fn file(&self) -> &str {
        &self.resumed.journal.start.path
    }

    /// The titles of the sources that were added.
    pub fn new_titles(&self) -> Vec<String> {
        let changes = self.edits().iter().flat_map(|recorded| &recorded.edit.changes);
        let titles = changes.filter_map(|change| match change {
            Change::Insert { record: AnyRecord::Document(document), .. } => Some(document.title().to_owned()),
            _ => None,
        });
        titles.collect()
    }

    /// How many steps the edits are: what was typed in one go is one.
    pub fn steps(&self) -> usize {
        self.edits().iter().filter(|recorded| !recorded.goes_on).count().max(1)
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
    /// What there is to say about it, in sentences.
    pub notes: Vec<String>,
}

impl Opened {
    /// Reads a notebook without lock and journal.
    pub fn unguarded(path: &Path) -> Result<Self, LoadError> {
        let (notebook, version) = store::load_version(path)?;
        Ok(Self { path: path.to_owned(), notebook, version, access: Access::Owned(None), recovered: None, notes: Vec::new() })
    }
}

/// Locks and reads a notebook and its journal.
pub fn open_notebook(path: &Path, safe: &Safe, take_over: bool) -> Result<Opened, LoadError> {
    let target = store::resolved(path);
    let mut notes = Vec::new();
    // Locked before it is read: nobody writes it in between. Where it cannot be read, the lock goes again.
    let lock_path = store::lock_path(&target);
    let locked = if take_over { store::take_over(&lock_path, &safe.holder) } else { store::lock(&lock_path, &safe.holder) };
    let access = match locked {
        Ok(locked) => {
            store::sweep_scraps(&target);
            Access::Owned(Some(locked.lock))
        }
        Err(LockError::Held(holder)) => Access::ReadOnly { holder, elsewhere: false },
        Err(LockError::Elsewhere(holder)) => Access::ReadOnly { holder: Some(holder), elsewhere: true },
        Err(LockError::Failed(error)) => {
            // Where no lock can be made, nobody else can write either, or at least nobody was asked to keep out.
            log::warn!("{} has no lock: {error}", target.display());
            Access::Owned(None)
        }
    };
    let (notebook, version) = store::load_version(path)?;
    // The journal of a window that lives is not ours to read.
    let found = match access {
        Access::ReadOnly { .. } => FoundJournal::default(),
        Access::Owned(_) => find_journal(&notebook, &version, safe, &safe.places_of(&target), &mut notes),
    };
    let access = found.held.map_or(access, |holder| Access::ReadOnly { holder, elsewhere: false });
    Ok(Opened { path: path.to_owned(), notebook, version, access, recovered: found.recovered, notes })
}

/// What was found in the places where a notebook's journal may stand.
#[derive(Default)]
struct FoundJournal {
    recovered: Option<Recovered>,
    /// Somebody else writes a journal among our data: a window where no lock can be made beside the notebook.
    held: Option<Option<Holder>>,
}

/// The journal that goes with a version of a notebook; others are kept aside.
fn find_journal(
    notebook: &Notebook,
    version: &FileHash,
    safe: &Safe,
    places: &JournalPlaces,
    notes: &mut Vec<String>,
) -> FoundJournal {
    let mut found = FoundJournal::default();
    for place in &places.places {
        let path = &place.path;
        if safe.disk.stat(path).is_err() {
            continue;
        }
        let lock = match place.own_lock.then(|| store::lock(&store::lock_path(path), &safe.holder)) {
            Some(Ok(locked)) => Some(locked.lock),
            Some(Err(LockError::Held(holder))) => {
                found.held = Some(holder);
                continue;
            }
            Some(Err(_)) | None => None,
        };
        let journal = match read_journal(path, safe) {
            None => continue,
            Some(Err(problem)) => {
                set_aside(path, safe, &problem, notes);
                continue;
            }
            Some(Ok(journal)) => journal,
        };
        match journal.since(version).map(<[Recorded]>::to_vec) {
            Some(edits) if edits.is_empty() => drop(safe.disk.remove(path)),
            Some(edits) if found.recovered.is_none() => {
                found.recovered = recover(notebook.clone(), edits, path, journal, lock, safe, notes);
            }
            None if matches!(journal.start.base, Base::Whole(_)) => keep_as_untitled(path, safe, notes),
            _ => set_aside(path, safe, "belongs to another version of this notebook", notes),
        }
    }
    found
}

/// A journal with the whole notebook that it builds on, beside a file that another program changed: it is offered as a notebook
/// of its own.
fn keep_as_untitled(path: &Path, safe: &Safe, notes: &mut Vec<String>) {
    let Some(folder) = safe.journals() else {
        return set_aside(path, safe, "belongs to another version of this notebook", notes);
    };
    let number = FileHash::of(path.as_os_str().as_encoded_bytes()).to_string();
    let kept = folder.join(format!("untitled-kept-{}-{:x}.journal", &number[..8], safe.holder.since));
    let moved = store::make_folder_of(&kept).and_then(|()| {
        // Another disk, perhaps: a copy first, then the original goes.
        safe.disk.rename(path, &kept).or_else(|_| safe.disk.copy(path, &kept).and_then(|()| safe.disk.remove(path)))
    });
    if let Err(error) = moved {
        log::warn!("{} could not be moved: {error}", path.display());
        set_aside(path, safe, "belongs to another version of this notebook", notes);
    }
}

fn read_journal(path: &Path, safe: &Safe) -> Option<Result<Journal, String>> {
    let bytes = match safe.disk.read(path, journal::MAX_JOURNAL_BYTES) {
        // The power went before the disk had any of it.
        Ok(bytes) if bytes.is_empty() => return None,
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => return Some(Err(format!("cannot be read: {}", store::reason(&error)))),
    };
    Some(journal::read(&bytes).map_err(|error: JournalError| error.to_string()))
}

fn set_aside(path: &Path, safe: &Safe, why: &str, notes: &mut Vec<String>) {
    match store::set_aside(safe.disk.as_ref(), path, ".aside") {
        Ok(aside) => notes.push(format!(
            "The recovery journal {} {why}. It was not used and is kept as {}.",
            path.display(),
            aside.display()
        )),
        Err(error) => notes.push(format!(
            "The recovery journal {} {why}, and could not be moved aside: {}.",
            path.display(),
            store::reason(&error)
        )),
    }
}

/// The edits that still fit the notebook, one after the other; what does not fit is kept aside and said.
fn recover(
    original: Notebook,
    mut edits: Vec<Recorded>,
    path: &Path,
    journal: Journal,
    lock: Option<Lock>,
    safe: &Safe,
    notes: &mut Vec<String>,
) -> Option<Recovered> {
    let mut notebook = original.clone();
    let fitting = edits.iter().take_while(|recorded| recorded.edit.clone().apply(&mut notebook).is_ok()).count();
    let mut damage = None;
    if let Some(cut) = &journal.cut {
        damage = Some(format!("Its journal breaks off or is damaged after that ({} bytes could not be read)", cut.bytes));
    }
    if fitting < edits.len() {
        damage = Some(format!("{} more edits do not fit and were left out", edits.len() - fitting));
        edits.truncate(fitting);
    }
    if let Some(damage) = &mut damage {
        match store::copy_aside(safe.disk.as_ref(), path, ".damaged") {
            Ok(aside) => damage.push_str(&format!("; the whole journal is kept as {}", aside.display())),
            Err(error) => damage.push_str(&format!("; it could not be kept aside: {}", store::reason(&error))),
        }
        damage.push('.');
    }
    // Edits that were all undone again are nothing to ask about.
    if edits.is_empty() || notebook == original {
        notes.extend(damage);
        safe.disk.remove(path).ok();
        return None;
    }
    let resumed = Resumed { path: path.to_owned(), journal, edits, lock };
    Some(Recovered { resumed, whole: None, damage })
}

/// What programs that died left of notebooks that were in no file.
pub fn find_untitled(safe: &Safe) -> (Vec<Recovered>, Vec<String>) {
    let (mut found, mut notes) = (Vec::new(), Vec::new());
    let Some(folder) = safe.journals() else { return (found, notes) };
    for path in store::files_in(&folder, "untitled-", ".journal") {
        // One that is locked belongs to a window that lives.
        let Ok(locked) = store::lock(&store::lock_path(&path), &safe.holder) else { continue };
        let Some(read) = read_journal(&path, safe) else { continue };
        match read {
            Ok(journal) => {
                let Base::Whole(whole) = journal.start.base.clone() else {
                    set_aside(&path, safe, "names a file that it does not stand beside", &mut notes);
                    continue;
                };
                // Up to a save that succeeded, the edits are in its file.
                let saved = journal
                    .saves
                    .iter()
                    .rev()
                    .find(|(file, version, _)| store::version_of(Path::new(file)).as_ref() == Some(version));
                if saved.is_some_and(|(_, _, upto)| journal.edits.last().is_none_or(|last| last.number <= *upto)) {
                    safe.disk.remove(&path).ok();
                    continue;
                }
                let edits = journal.edits.clone();
                if let Some(recovered) = recover((*whole).clone(), edits, &path, journal, Some(locked.lock), safe, &mut notes) {
                    found.push(Recovered { whole: Some(whole), ..recovered });
                }
            }
            Err(problem) => set_aside(&path, safe, &problem, &mut notes),
        }
    }
    (found, notes)
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
