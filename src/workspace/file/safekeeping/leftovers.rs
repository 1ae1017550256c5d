//! Finds the journals that crashed programs left behind: beside notebooks, in the data folder, and of notebooks that were moved
//! since.
//!
//! A journal is removed only if nothing would be lost: it has no edits, all of them were undone, or a file or another journal
//! contains all of them. Any other journal that cannot be used is kept, usually with an ending such as `.aside` after its name,
//! and reported.

use std::borrow::Cow;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::Keeper;
use super::opening::Safe;
use super::recorder::{JournalPath, Resumed};
use crate::notebook::{AnyRecord, Change, Notebook, NotebookId, capitalised, counted, visible};
use crate::store::journal::{self, Base, Journal, JournalError, Recorded};
use crate::store::{self, FileHash, Lock, LockError};

/// Unsaved work that a crashed program left behind.
#[derive(Debug)]
pub struct Recovered {
    /// The journal, with its edits that are not in the file.
    pub(super) resumed: Resumed,
    /// The notebook to which they apply, if no file contains it.
    pub whole: Option<Box<Notebook>>,
    /// What was wrong with the journal, as a sentence.
    pub damage: Option<String>,
}

impl Recovered {
    /// The edits that are not in the file.
    pub fn edits(&self) -> &[Recorded] {
        &self.resumed.edits
    }

    /// The names of the steps and how often each occurs, in the order of first occurrence.
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

    /// Sets the journal aside because the person does not want it. It is kept with the ending `.deleted`, in case that was a
    /// mistake.
    pub fn delete(self, safe: &Safe) {
        if let Err(error) = store::set_aside(safe.disk.as_ref(), &self.resumed.path, ".deleted") {
            log::warn!("{} could not be deleted: {error}", self.resumed.path.display());
        }
    }

    /// When the journal was started, in milliseconds since 1970.
    pub fn begun(&self) -> u64 {
        self.resumed.journal.start.begun
    }

    /// The path of the notebook's file; empty if the notebook had none.
    pub fn file(&self) -> Cow<'_, str> {
        visible(&self.resumed.journal.start.path)
    }

    /// The titles of the sources that the edits added.
    pub fn new_titles(&self) -> Vec<String> {
        let changes = self.edits().iter().flat_map(|recorded| &recorded.edit.changes);
        let titles = changes.filter_map(|change| match change {
            Change::Insert { record: AnyRecord::Document(document), .. } => Some(document.title().to_owned()),
            _ => None,
        });
        titles.collect()
    }

    /// The number of steps, at least 1; a burst is one step.
    pub fn steps(&self) -> usize {
        self.edits().iter().filter(|recorded| !recorded.goes_on).count().max(1)
    }
}

/// What was found at the possible paths of a notebook's journal.
#[derive(Default)]
pub(super) struct Leftovers {
    /// Edits that are not in the file.
    pub recovered: Option<Recovered>,
    /// Unsaved work on other versions of the notebook, each with that version.
    pub others: Vec<Recovered>,
    /// Who else writes a journal of it in the data folder: a window, if no lock can be created beside the notebook.
    pub held: Option<Keeper>,
    /// Notes for the person, in sentences.
    pub notes: Vec<String>,
}

/// A journal that was read and belongs to the open version.
struct Fitting {
    path: PathBuf,
    journal: Journal,
    edits: Vec<Recorded>,
    lock: Option<Lock>,
}

impl Leftovers {
    /// Finds the journals that belong to a version of a notebook; others are set aside.
    pub(super) fn of(notebook: &Notebook, version: &FileHash, safe: &Safe, target: &Path) -> Self {
        let mut found = Self::default();
        let journals = safe.journals_of(target).paths;
        let mut fitting: Vec<Fitting> =
            journals.iter().filter_map(|journal| found.look(journal, notebook.id, version, safe)).collect();
        // Even if one was found: when a disk was removed, its journal continued in the data folder.
        fitting.extend(found.moved(notebook.id, version, safe, target, &journals));
        // A journal that continued elsewhere contains all that it had before, and more.
        fitting.sort_by_key(|found| std::cmp::Reverse(found.edits.len()));
        let mut longest: Option<Vec<Recorded>> = None;
        for Fitting { path, journal, edits, lock } in fitting {
            match &longest {
                None => {
                    longest = Some(journal.edits.clone());
                    found.recovered = recover(notebook.clone(), Resumed { path, journal, edits, lock }, safe, &mut found.notes);
                }
                // Even if all edits of the longest were undone: the earlier ones must not come back.
                Some(longest) if journal.cut.is_none() && longest.starts_with(&journal.edits) => remove(&path, safe),
                Some(_) => set_aside(&path, safe, ".aside", "has different edits from a longer journal", &mut found.notes),
            }
        }
        found
    }

    /// Reads the journal at a path, if it belongs to the version. A journal of another version, or one that cannot be read, is
    /// set aside or offered as a separate notebook.
    fn look(&mut self, journal: &JournalPath, id: NotebookId, version: &FileHash, safe: &Safe) -> Option<Fitting> {
        let path = &journal.path;
        safe.disk.stat(path).ok()?;
        let lock = match journal.own_lock.then(|| store::lock(path, &safe.holder)) {
            Some(Ok(locked)) => Some(locked.lock),
            // No lock can be created there, so nobody holds one.
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

    /// Leaves a journal to its keeper; the notebook is then read-only.
    fn leave(&mut self, keeper: Keeper) -> Option<Fitting> {
        self.held = Some(keeper);
        None
    }

    /// Handles a journal that contains the notebook to which it applies, because another program changed the file: it is moved
    /// to the data folder and offered as a separate notebook.
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

    /// Finds the journal of a notebook that had another name or folder when the program crashed, and moves it beside the
    /// notebook. A journal that cannot be used is reported.
    fn moved(
        &mut self,
        id: NotebookId,
        version: &FileHash,
        safe: &Safe,
        target: &Path,
        journals: &[JournalPath],
    ) -> Option<Fitting> {
        let journal = journals.iter().find(|journal| safe.disk.stat(&journal.path).is_err())?;
        'journals: for (path, owner) in strays(safe, target, id) {
            if safe.disk.stat(&owner).is_ok() {
                continue;
            }
            let told = |why: &str| format!("There is a recovery journal of this notebook, {}, {why}.", path.display());
            // An open window may have the notebook under its old name, or keep its journal in the data folder.
            let ours = (path.parent() == safe.journals().as_deref()).then_some(&path);
            let mut locks = Vec::new();
            for guarded in std::iter::once(&owner).chain(ours) {
                match store::lock(guarded, &safe.holder) {
                    Ok(locked) => locks.push(locked),
                    // Its folder is gone, and with it every lock.
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
            match moved_to(&path, &journal.path, safe) {
                Ok(()) => return self.look(journal, id, version, safe),
                Err(error) => self.notes.push(told(&format!("which could not be moved here: {}", store::reason(&error)))),
            }
        }
        None
    }
}

/// Finds the journals of a notebook that may have been moved to `target`, each with the old path of the notebook: in the folder
/// of `target`, beside notebooks that were open before, and in the data folder.
fn strays(safe: &Safe, target: &Path, id: NotebookId) -> Vec<(PathBuf, PathBuf)> {
    const ENDING: &str = ".journal";
    let folder = target.parent().unwrap_or(Path::new("."));
    // Names of journals may be shortened or not be Unicode, so owners are found by the journal path of each file, not parsed
    // from names.
    let owned: HashSet<PathBuf> = store::files_in(folder, "", "").iter().map(|path| store::journal_path(path)).collect();
    let beside = store::files_in(folder, "", ENDING).into_iter().filter(|path| !owned.contains(path)).filter_map(|path| {
        let owner = path.with_file_name(path.file_stem()?);
        Some((path, Some(owner)))
    });
    let known = safe.known.iter().map(|path| (store::journal_path(path), Some(path.clone())));
    let ours = safe.journals().map(|folder| store::files_in(&folder, "file-", ENDING)).unwrap_or_default();
    let all = beside.chain(known).chain(ours.into_iter().map(|path| (path, None)));
    // The first record of a journal names its notebook. A journal is read further only if it is this notebook's, in the data
    // folder.
    let of_it =
        all.filter(|(_, owner)| owner.as_deref() != Some(target)).filter(|(path, _)| journal::notebook_of(path) == Some(id));
    let with_owner = of_it.filter_map(|(path, owner)| {
        let owner = owner.or_else(|| Some(PathBuf::from(read_journal(&path, safe)?.ok()?.start.path)))?;
        Some((path, owner))
    });
    with_owner.filter(|(_, owner)| owner != target).collect()
}

/// Moves a file, even to another disk; an error if the new path is in use.
fn moved_to(from: &Path, to: &Path, safe: &Safe) -> std::io::Result<()> {
    store::make_folder_of(to)?;
    safe.disk.rename_to_new(from, to).or_else(|_| safe.disk.copy(from, to).and_then(|()| safe.disk.remove(from)))
}

fn read_journal(path: &Path, safe: &Safe) -> Option<Result<Journal, String>> {
    let bytes = match safe.disk.read(path, journal::MAX_JOURNAL_BYTES) {
        // The power failed before any of it was on the disk.
        Ok(bytes) if bytes.is_empty() => return None,
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => return Some(Err(format!("cannot be read: {}", store::reason(&error)))),
    };
    Some(journal::read(&bytes).map_err(|error: JournalError| error.to_string()))
}

/// Removes a journal that is not needed any more; an error is only logged.
fn remove(path: &Path, safe: &Safe) {
    if let Err(error) = safe.disk.remove(path) {
        log::warn!("{} could not be removed: {error}", path.display());
    }
}

/// Sets aside a journal that cannot be used, and adds a note about it.
fn set_aside(path: &Path, safe: &Safe, ending: &str, why: &str, notes: &mut Vec<String>) {
    let journal = path.display();
    notes.push(match store::set_aside(safe.disk.as_ref(), path, ending) {
        Ok(aside) => format!("The recovery journal {journal} {why}. It was not used and is kept as {}.", aside.display()),
        Err(error) => {
            format!("The recovery journal {journal} {why}, and could not be moved aside: {}.", store::reason(&error))
        }
    });
}

/// Keeps the edits up to the first that does not fit the notebook. If any do not fit, or the journal is damaged, a copy of the
/// journal is kept and the damage described. `None` if nothing is left to recover.
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
        // Kept before anything is cut off. If there is no space for a copy, the journal itself is renamed.
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
    // If all edits were undone, there is nothing to ask the person about.
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

/// Finds the notebooks without a file that crashed programs left behind. Returns them and notes for the person.
pub fn find_untitled(safe: &Safe) -> (Vec<Recovered>, Vec<String>) {
    let mut notes = Vec::new();
    let Some(folder) = safe.journals() else { return (Vec::new(), notes) };
    let journals = store::files_in(&folder, "untitled-", ".journal");
    let found = journals.into_iter().filter_map(|path| untitled_at(&path, safe, &mut notes)).collect();
    (found, notes)
}

/// Reads the work in a journal that contains the notebook to which it applies.
fn untitled_at(path: &Path, safe: &Safe, notes: &mut Vec<String>) -> Option<Recovered> {
    let locked = match store::lock(path, &safe.holder) {
        Ok(locked) => locked,
        // It belongs to an open window.
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
    // The edits up to a successful save are in its file.
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
