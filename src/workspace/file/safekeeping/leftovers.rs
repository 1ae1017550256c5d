//! What programs that died left behind: journals beside notebooks, among our data, and of notebooks that were moved since.
//!
//! A journal is taken away only when nothing would be lost with it: it is empty, all in it was undone, or a file or another journal
//! has all of it. Whatever else cannot be used stays, beside where it was and with an ending that says why, and is said.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::Keeper;
use super::opening::Safe;
use super::recorder::{JournalPlace, Resumed};
use crate::notebook::{AnyRecord, Change, Notebook, NotebookId, capitalised, counted, visible};
use crate::store::journal::{self, Base, Journal, JournalError, Recorded};
use crate::store::{self, FileHash, Lock, LockError};

/// What a program that died left behind.
#[derive(Debug)]
pub struct Recovered {
    /// The journal, and the edits of it that the file does not have.
    pub(super) resumed: Resumed,
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
    pub fn file(&self) -> Cow<'_, str> {
        visible(&self.resumed.journal.start.path)
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

/// What was found in the places where a notebook's journal may stand.
#[derive(Default)]
pub(super) struct Leftovers {
    /// Edits that the file does not have.
    pub recovered: Option<Recovered>,
    /// Unsaved work on another version of the notebook, with that version.
    pub others: Vec<Recovered>,
    /// Somebody else writes a journal among our data: a window where no lock can be made beside the notebook.
    pub held: Option<Keeper>,
    /// What there is to say, in sentences.
    pub notes: Vec<String>,
}

/// A journal that was read and belongs to the version that is open.
struct Fitting {
    path: PathBuf,
    journal: Journal,
    edits: Vec<Recorded>,
    lock: Option<Lock>,
}

impl Leftovers {
    /// What goes with a version of a notebook; what does not is kept aside.
    pub(super) fn of(notebook: &Notebook, version: &FileHash, safe: &Safe, target: &Path) -> Self {
        let mut found = Self::default();
        let places = safe.places_of(target).places;
        let mut fitting: Vec<Fitting> = places.iter().filter_map(|place| found.look(place, notebook.id, version, safe)).collect();
        // Also where there is one: of a disk that was taken away, one went on among our data.
        fitting.extend(found.moved(notebook.id, version, safe, target, &places));
        // A journal that went on elsewhere has all that it had before, and more.
        fitting.sort_by_key(|found| std::cmp::Reverse(found.edits.len()));
        let mut longest: Option<Vec<Recorded>> = None;
        for Fitting { path, journal, edits, lock } in fitting {
            match &longest {
                None => {
                    longest = Some(journal.edits.clone());
                    found.recovered = recover(notebook.clone(), Resumed { path, journal, edits, lock }, safe, &mut found.notes);
                }
                // Also where all of the longest was undone again: what it had before must not come back.
                Some(longest) if journal.cut.is_none() && longest.starts_with(&journal.edits) => remove(&path, safe),
                Some(_) => set_aside(&path, safe, ".aside", "has different edits from a longer journal", &mut found.notes),
            }
        }
        found
    }

    /// The journal in a place, if it belongs to the version.
    fn look(&mut self, place: &JournalPlace, id: NotebookId, version: &FileHash, safe: &Safe) -> Option<Fitting> {
        let path = &place.path;
        safe.disk.stat(path).ok()?;
        let lock = match place.own_lock.then(|| store::lock(path, &safe.holder)) {
            Some(Ok(locked)) => Some(locked.lock),
            // No lock can be made there, so nobody has one.
            Some(Err(LockError::Failed(_))) | None => None,
            Some(Err(LockError::Held(holder))) => return self.leave(Keeper::Here(holder)),
            Some(Err(LockError::Elsewhere(holder))) => return self.leave(Keeper::Elsewhere(holder)),
            Some(Err(LockError::Unknown(why))) => return self.leave(Keeper::Unknown(why)),
        };
        let journal = match read_journal(path, safe)? {
            Err(problem) => {
                set_aside(path, safe, ".aside", &problem, &mut self.notes);
                return None;
            }
            Ok(journal) => journal,
        };
        match journal.since(version).map(<[Recorded]>::to_vec) {
            Some(edits) => return Some(Fitting { path: path.clone(), journal, edits, lock }),
            None if matches!(journal.start.base, Base::Whole(_)) => self.keep_as_untitled(path, safe),
            None if journal.start.notebook == id => {
                set_aside(path, safe, ".aside", "belongs to another version of this notebook", &mut self.notes);
            }
            None => set_aside(path, safe, ".aside", "belongs to another notebook", &mut self.notes),
        }
        None
    }

    /// Leaves a journal to the one who keeps it, and the notebook with it.
    fn leave(&mut self, keeper: Keeper) -> Option<Fitting> {
        self.held = Some(keeper);
        None
    }

    /// A journal with the whole notebook that it builds on, beside a file that another program changed: it is offered as a
    /// notebook of its own.
    fn keep_as_untitled(&mut self, path: &Path, safe: &Safe) {
        let why = "belongs to another version of this notebook";
        let Some(folder) = safe.journals() else { return set_aside(path, safe, ".aside", why, &mut self.notes) };
        let number = FileHash::of(path.as_os_str().as_encoded_bytes()).to_string();
        let kept = folder.join(format!("untitled-kept-{}-{:x}.journal", &number[..8], safe.holder.since));
        match moved_to(path, &kept, safe) {
            Ok(()) => self.others.extend(untitled_at(&kept, safe, &mut self.notes)),
            Err(error) => {
                log::warn!("{} could not be moved: {error}", path.display());
                set_aside(path, safe, ".aside", why, &mut self.notes);
            }
        }
    }

    /// The journal of a notebook that had another name or stood in another folder when the program died, moved to where it is
    /// now; one that cannot be used is said.
    fn moved(
        &mut self,
        id: NotebookId,
        version: &FileHash,
        safe: &Safe,
        target: &Path,
        places: &[JournalPlace],
    ) -> Option<Fitting> {
        let place = places.iter().find(|place| safe.disk.stat(&place.path).is_err())?;
        'journals: for (path, owner) in strays(safe, target, id) {
            if safe.disk.stat(&owner).is_ok() {
                continue;
            }
            let told = |why: &str| format!("There is a recovery journal of this notebook, {}, {why}.", path.display());
            // A window that lives has its notebook open under the name before, or keeps its journal among our data.
            let ours = (path.parent() == safe.journals().as_deref()).then_some(&path);
            let mut locks = Vec::new();
            for guarded in std::iter::once(&owner).chain(ours) {
                match store::lock(guarded, &safe.holder) {
                    Ok(locked) => locks.push(locked),
                    // The folder that it stood in is gone, and every lock with it.
                    Err(LockError::Failed(_)) if guarded.parent().is_some_and(|folder| !folder.exists()) => {}
                    Err(LockError::Held(_)) => continue 'journals,
                    Err(error) => {
                        self.notes.push(told(&format!("which was not used: {} {}", guarded.display(), error.in_words())));
                        continue 'journals;
                    }
                }
            }
            let fits = read_journal(&path, safe).is_some_and(|read| read.is_ok_and(|read| read.since(version).is_some()));
            if !fits {
                self.notes.push(told("which belongs to another version of it or is damaged. It was left as it is"));
                continue;
            }
            match moved_to(&path, &place.path, safe) {
                Ok(()) => return self.look(place, id, version, safe),
                Err(error) => self.notes.push(told(&format!("which could not be moved here: {}", store::reason(&error)))),
            }
        }
        None
    }
}

/// Journals of a notebook that may have been moved to `target`, each with the path that the notebook had: in its folder, where
/// notebooks were open before, among our data.
fn strays(safe: &Safe, target: &Path, id: NotebookId) -> Vec<(PathBuf, PathBuf)> {
    const ENDING: &str = ".journal";
    let folder = target.parent().unwrap_or(Path::new("."));
    // Names may be shortened, or no Unicode: whose a journal is, is asked of those who may own one, not read from its name.
    let owned: HashSet<PathBuf> = store::files_in(folder, "", "").iter().map(|path| store::journal_path(path)).collect();
    let beside = store::files_in(folder, "", ENDING).into_iter().filter(|path| !owned.contains(path)).filter_map(|path| {
        let owner = path.with_file_name(path.file_stem()?);
        Some((path, Some(owner)))
    });
    let known = safe.known.iter().map(|path| (store::journal_path(path), Some(path.clone())));
    let ours = safe.journals().map(|folder| store::files_in(&folder, "file-", ENDING)).unwrap_or_default();
    let all = beside.chain(known).chain(ours.into_iter().map(|path| (path, None)));
    // Its beginning says whose a journal is; only of this notebook's one among ours more is read.
    let of_it =
        all.filter(|(_, owner)| owner.as_deref() != Some(target)).filter(|(path, _)| journal::notebook_of(path) == Some(id));
    let with_owner = of_it.filter_map(|(path, owner)| {
        let owner = owner.or_else(|| Some(PathBuf::from(read_journal(&path, safe)?.ok()?.start.path)))?;
        Some((path, owner))
    });
    with_owner.filter(|(_, owner)| owner != target).collect()
}

/// Gives a file another place, also on another disk; an error where there is something already.
fn moved_to(from: &Path, to: &Path, safe: &Safe) -> std::io::Result<()> {
    store::make_folder_of(to)?;
    safe.disk.rename_to_new(from, to).or_else(|_| safe.disk.copy(from, to).and_then(|()| safe.disk.remove(from)))
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

/// Takes a journal away of which a file has everything.
fn remove(path: &Path, safe: &Safe) {
    if let Err(error) = safe.disk.remove(path) {
        log::warn!("{} could not be removed: {error}", path.display());
    }
}

/// Puts a journal that cannot be used out of the way, and says so.
fn set_aside(path: &Path, safe: &Safe, ending: &str, why: &str, notes: &mut Vec<String>) {
    let journal = path.display();
    notes.push(match store::set_aside(safe.disk.as_ref(), path, ending) {
        Ok(aside) => format!("The recovery journal {journal} {why}. It was not used and is kept as {}.", aside.display()),
        Err(error) => {
            format!("The recovery journal {journal} {why}, and could not be moved aside: {}.", store::reason(&error))
        }
    });
}

/// The edits that still fit the notebook, one after the other; what does not fit is kept aside and said.
fn recover(original: Notebook, found: Resumed, safe: &Safe, notes: &mut Vec<String>) -> Option<Recovered> {
    let Resumed { path, journal, mut edits, lock } = found;
    let mut notebook = original.clone();
    let fitting = edits.iter().take_while(|recorded| recorded.edit.clone().apply(&mut notebook).is_ok()).count();
    let mut wrong = Vec::new();
    if let Some(cut) = &journal.cut {
        wrong.push(format!(
            "the journal ends abruptly or is damaged after these edits ({} could not be read)",
            counted(cut.bytes, "byte")
        ));
        if !journal.beyond.is_empty() {
            let later = counted(journal.beyond.len(), "later edit");
            wrong.push(format!("{later} could be read, but not what came before"));
        }
    }
    if fitting < edits.len() {
        wrong.push(format!("edits that no longer fit and were left out: {}", edits.len() - fitting));
        edits.truncate(fitting);
    }
    let mut damage = (!wrong.is_empty()).then(|| capitalised(&wrong.join("; ")));
    if let Some(damage) = &mut damage {
        // Kept before anything is cut off. Where there is no room for a copy, the journal itself gets the other name.
        let disk = safe.disk.as_ref();
        match store::copy_aside(disk, &path, ".damaged").or_else(|_| store::set_aside(disk, &path, ".damaged")) {
            Ok(aside) => damage.push_str(&format!("; the whole journal is kept as {}", aside.display())),
            Err(error) => {
                notes.push(format!(
                    "{damage}; no copy of the journal could be kept, so it was not used: {}.",
                    store::reason(&error)
                ));
                return None;
            }
        }
        damage.push('.');
    }
    // Edits that were all undone again are nothing to ask about.
    if edits.is_empty() || notebook == original {
        if let Some(damage) = damage {
            notes.push(format!("The recovery journal {} contains nothing that could be used. {damage}", path.display()));
        }
        if safe.disk.stat(&path).is_ok() {
            remove(&path, safe);
        }
        return None;
    }
    let resumed = Resumed { path, journal, edits, lock };
    Some(Recovered { resumed, whole: None, damage })
}

/// What programs that died left of notebooks that were in no file.
pub fn find_untitled(safe: &Safe) -> (Vec<Recovered>, Vec<String>) {
    let mut notes = Vec::new();
    let Some(folder) = safe.journals() else { return (Vec::new(), notes) };
    let journals = store::files_in(&folder, "untitled-", ".journal");
    let found = journals.into_iter().filter_map(|path| untitled_at(&path, safe, &mut notes)).collect();
    (found, notes)
}

/// The work in a journal that has the whole notebook that it builds on.
fn untitled_at(path: &Path, safe: &Safe, notes: &mut Vec<String>) -> Option<Recovered> {
    let locked = match store::lock(path, &safe.holder) {
        Ok(locked) => locked,
        // It belongs to a window that lives.
        Err(LockError::Held(_)) => return None,
        Err(error) => {
            let (journal, words, lock) = (path.display(), error.in_words(), store::lock_path(path));
            notes.push(format!(
                "Unsaved work in {journal} is not offered: it {words}. If no window has it open, delete {} and restart Claimbook.",
                lock.display()
            ));
            return None;
        }
    };
    let journal = match read_journal(path, safe)? {
        Ok(journal) => journal,
        Err(problem) => {
            set_aside(path, safe, ".aside", &problem, notes);
            return None;
        }
    };
    let Base::Whole(whole) = journal.start.base.clone() else {
        set_aside(path, safe, ".aside", "names a file that is not beside it", notes);
        return None;
    };
    // Up to a save that succeeded, the edits are in its file.
    let is_there = |file: &str, version: &FileHash| store::version_of(Path::new(file)).as_ref() == Some(version);
    let saved = journal.saves.iter().rev().find(|(file, version, _)| is_there(file, version));
    let is_all_saved = |upto: u64| journal.edits.last().is_none_or(|last| last.number <= upto);
    if journal.cut.is_none() && saved.is_some_and(|(_, _, upto)| is_all_saved(*upto)) {
        remove(path, safe);
        return None;
    }
    let edits = journal.edits.clone();
    let resumed = Resumed { path: path.to_owned(), journal, edits, lock: Some(locked.lock) };
    let recovered = recover((*whole).clone(), resumed, safe, notes)?;
    Some(Recovered { whole: Some(whole), ..recovered })
}
