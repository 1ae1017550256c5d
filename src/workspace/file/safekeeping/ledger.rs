//! The content and path of a recovery journal: starts it, appends to it, restarts it after a save, and moves it if its path
//! fails.
//!
//! No edit is lost if the file is removed, its folder becomes read-only or its disk fails: an open file can be read even if its
//! name is gone, and all its records are written to the next path that works.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::recorder::{JournalPath, JournalPaths, Rebase, RecorderStart, Resumed};
use crate::notebook::{Change, Edit};
use crate::store::journal::{Base, Entry, OpenJournal, PendingSync, Start};
use crate::store::{self, Disk, FileHash, Holder, Lock, LockError};

/// The length in bytes above which a journal is rewritten with each burst as one edit.
const LONG: u64 = 16 << 20;

/// A journal being written. Edits are counted since the notebook was opened, records from the start of the journal.
pub(super) struct Ledger {
    disk: Arc<dyn Disk>,
    journals: JournalPaths,
    start: Start,
    holder: Holder,
    file: Option<OpenJournal>,
    /// The lock on the journal, if no notebook's lock guards it.
    lock: Option<Lock>,
    /// For each edit after the first `before`, the number of the last record that is complete after it.
    numbers: Vec<u64>,
    before: u64,
    /// The path of the current journal, which may be overwritten because it is ours.
    own: Option<PathBuf>,
    /// The version that the last save recorded in the journal.
    noted: Option<FileHash>,
    long: u64,
}

impl Ledger {
    /// Creates a journal, or resumes one. Returns it with the edits that must still be written.
    pub(super) fn new(start: RecorderStart) -> (Self, Vec<Entry>) {
        let RecorderStart { disk, journals, start, resumed, holder } = start;
        let mut ledger = Self {
            disk,
            journals,
            start,
            holder,
            file: None,
            lock: None,
            numbers: Vec::new(),
            before: 0,
            own: None,
            noted: None,
            long: LONG,
        };
        let waiting = resumed.map(|resumed| ledger.resume(resumed)).unwrap_or_default();
        (ledger, waiting)
    }

    /// Resumes an existing journal. If it cannot be used as it is, returns all edits, to be rewritten.
    fn resume(&mut self, resumed: Resumed) -> Vec<Entry> {
        let Resumed { path, journal, edits, lock } = resumed;
        self.lock = lock;
        self.own = Some(path.clone());
        // A journal is rewritten if a save contains a part of it or if not all of its edits fit.
        let fits = journal.edits.len() == edits.len() && journal.saves.is_empty();
        let records = edits.into_iter().map(|edit| Entry::Edit { edit: edit.edit, goes_on: edit.goes_on }).collect();
        match fits.then(|| OpenJournal::resume(Arc::clone(&self.disk), &path, &journal)) {
            Some(Ok(file)) => {
                self.file = Some(file);
                self.numbers = journal.edits.iter().map(|edit| edit.number).collect();
                self.start = journal.start;
                Vec::new()
            }
            _ => records,
        }
    }

    /// The number of edits that are written.
    pub(super) fn edits(&self) -> u64 {
        self.numbers.len() as u64
    }

    /// Appends edits. Shortens the journal if it becomes too long.
    pub(super) fn add(&mut self, edits: &[Entry]) -> io::Result<()> {
        let first = self.count() + 1;
        self.append(edits)?;
        self.numbers.extend(first..=self.count());
        if self.file.as_ref().is_some_and(|file| file.length() > self.long) {
            self.shorten();
        }
        Ok(())
    }

    /// The number of records after the first.
    fn count(&self) -> u64 {
        self.file.as_ref().map_or(0, OpenJournal::last)
    }

    /// Reads the records after the first: the one at index `n` has the number `n + 1`.
    fn records(&mut self) -> io::Result<Vec<Entry>> {
        self.file.as_mut().map_or_else(|| Ok(Vec::new()), OpenJournal::read_back)
    }

    /// Appends records. If that fails, writes all records to the first path that works.
    fn append(&mut self, records: &[Entry]) -> io::Result<()> {
        let Some(file) = &mut self.file else { return self.create(records) };
        file.append(records).or_else(|error| {
            log::warn!("the recovery journal is written anew: {error}");
            let before = self.records()?;
            // The error to report is that of the append.
            self.create(&[&before, records].concat()).map_err(|_| error)
        })
    }

    /// Creates the journal with these records at the first path that can be written, and removes the previous one. The error is
    /// that of the first path: the others are only fallbacks.
    fn create(&mut self, records: &[Entry]) -> io::Result<()> {
        let mut first = None;
        for journal in self.journals.paths.clone() {
            match self.create_at(&journal, records) {
                Ok((file, lock)) => {
                    let before = self.own.replace(file.path().to_owned());
                    (self.file, self.lock) = (Some(file), lock);
                    if let Some(before) = before.filter(|before| Some(before) != self.own.as_ref()) {
                        self.remove_old(&before)?;
                    }
                    return Ok(());
                }
                Err(error) => first = first.or(Some(error)),
            }
        }
        Err(first.unwrap_or_else(|| io::Error::other("there is no place for it")))
    }

    /// Removes the old journal once the new one is on the disk.
    fn remove_old(&mut self, old: &Path) -> io::Result<()> {
        if self.disk.stat(old).is_ok() {
            self.file.as_mut().map_or(Ok(()), OpenJournal::sync)?;
            if let Err(error) = self.disk.remove(old) {
                log::warn!("{} could not be removed: {error}", old.display());
            }
        }
        Ok(())
    }

    fn create_at(&mut self, journal: &JournalPath, records: &[Entry]) -> io::Result<(OpenJournal, Option<Lock>)> {
        let path = &journal.path;
        let is_ours = self.own.as_ref() == Some(path);
        let mut lock = self.lock.take_if(|_| is_ours && journal.own_lock);
        if journal.own_lock && lock.is_none() {
            store::make_folder_of(path)?;
            let locked = store::lock(path, &self.holder);
            let locked = locked.map_err(|error| match error {
                LockError::Failed(error) => error,
                held => io::Error::other(format!("the journal there {}", held.in_words())),
            })?;
            lock = Some(locked.lock);
        }
        if !is_ours && self.disk.stat(path).is_ok() {
            // These are somebody else's edits, which must not be overwritten.
            let aside = store::set_aside(self.disk.as_ref(), path, ".aside")?;
            log::warn!("a recovery journal that nobody had asked about is kept as {}", aside.display());
        }
        Ok((OpenJournal::create(Arc::clone(&self.disk), path, self.start.clone(), records)?, lock))
    }

    /// Rewrites the whole journal and waits for the disk, because its file is gone or the disk did not confirm it.
    pub(super) fn rewrite(&mut self) -> io::Result<()> {
        let records = self.records()?;
        self.create(&records)?;
        self.sync()
    }

    /// Whether its file no longer exists at its path.
    pub(super) fn is_gone(&self) -> bool {
        self.file.as_ref().is_some_and(|file| self.disk.stat(file.path()).is_err())
    }

    pub(super) fn needs_sync(&self) -> bool {
        self.file.as_ref().is_some_and(OpenJournal::needs_sync)
    }

    pub(super) fn sync(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), OpenJournal::sync)
    }

    pub(super) fn pending_sync(&mut self) -> io::Result<Option<PendingSync>> {
        self.file.as_mut().map_or(Ok(None), OpenJournal::pending_sync)
    }

    /// The number of the last record that is complete after the first `upto` edits; 0 if there is none.
    fn number_of(&self, upto: u64) -> u64 {
        let count = usize::try_from(upto.saturating_sub(self.before)).unwrap_or(usize::MAX).min(self.numbers.len());
        count.checked_sub(1).map_or(0, |last| self.numbers[last])
    }

    /// Records that a save is about to write this version, which contains the first `upto` edits. Returns the sync to wait for,
    /// if there is one.
    pub(super) fn note_save(&mut self, path: &Path, version: FileHash, upto: u64) -> io::Result<Option<PendingSync>> {
        if self.file.is_none() {
            return Ok(None);
        }
        let upto = self.number_of(upto);
        self.append(&[Entry::Saved { path: path.display().to_string(), version: version.clone(), upto }])?;
        self.noted = Some(version);
        self.pending_sync()
    }

    /// Restarts the journal on the base that `rebase` names, with the edits that are not in it. `waiting` are the edits not yet
    /// written.
    pub(super) fn rebase(&mut self, rebase: Rebase, waiting: &mut Vec<Entry>) -> io::Result<()> {
        let Rebase { journals, start, upto, first } = rebase;
        // If there are edits after the save and the journal has recorded the save, it continues: there is nothing to rewrite or
        // wait for.
        let has_later = upto.is_some_and(|upto| self.numbers.last().is_some_and(|&last| last > self.number_of(upto)));
        let is_noted = matches!((&start.base, &self.noted), (Base::File(base), Some(noted)) if base == noted);
        if has_later && is_noted && first.is_none() && journals == self.journals {
            return Ok(());
        }
        let upto = upto.unwrap_or(self.before);
        let count = usize::try_from(upto.saturating_sub(self.before)).unwrap_or(usize::MAX);
        let (records, numbers) = self.after(count, first)?;
        // The save also contains the first of the edits that could not be written yet.
        waiting.drain(..count.saturating_sub(self.numbers.len()).min(waiting.len()));
        (self.journals, self.start, self.before, self.numbers) = (journals, start, upto, numbers);
        if records.is_empty() {
            return self.discard();
        }
        self.create(&records).inspect_err(|_| {
            // The old journal stays, with all of these edits, until a new one can be written.
            self.file = None;
            self.numbers.clear();
            waiting.splice(..0, records);
        })
    }

    /// The records of the edits after the first `count`, preceded by `first` if there is one, and the record number of each
    /// edit in a new journal.
    fn after(&mut self, count: usize, first: Option<Edit>) -> io::Result<(Vec<Entry>, Vec<u64>)> {
        let after =
            count.checked_sub(1).and_then(|last| self.numbers.get(last.min(self.numbers.len().saturating_sub(1)))).copied();
        let after = usize::try_from(after.unwrap_or(0)).unwrap_or(usize::MAX);
        let mut records: Vec<Entry> = first.map(|edit| Entry::Edit { edit, goes_on: false }).into_iter().collect();
        let mut numbers: Vec<u64> = (1..=records.len() as u64).collect();
        // For each old record, the number in the new journal of the last record up to it.
        let mut counts = vec![records.len() as u64];
        // Usually a save contains all edits, so nothing has to be read.
        let has_later = self.numbers.last().is_some_and(|&last| last > after as u64);
        let old = if has_later { self.records()? } else { Vec::new() };
        for (index, record) in old.into_iter().enumerate() {
            if index >= after && matches!(record, Entry::Edit { .. }) {
                records.push(record);
            }
            counts.push(records.len() as u64);
        }
        let later = self.numbers.iter().skip(count);
        numbers.extend(later.filter_map(|&number| counts.get(usize::try_from(number).ok()?).copied()));
        Ok((records, numbers))
    }

    /// Rewrites the journal with each burst as one edit.
    fn shorten(&mut self) {
        let records = self.records().unwrap_or_default();
        // The journal stays as it is if it cannot be read or a running save has recorded itself in it.
        if records.is_empty() || records.iter().any(|record| !matches!(record, Entry::Edit { .. })) {
            self.long *= 2;
            return;
        }
        let (records, ends) = joined(records);
        let numbers = self.numbers.iter().filter_map(|&number| ends.get(usize::try_from(number).ok()?.checked_sub(1)?).copied());
        let numbers = numbers.collect();
        match self.create(&records) {
            Ok(()) => {
                self.long = LONG.max(self.file.as_ref().map_or(0, OpenJournal::length) * 2);
                self.numbers = numbers;
            }
            Err(error) => {
                self.long *= 2;
                log::warn!("the recovery journal could not be shortened: {error}");
            }
        }
    }

    /// Removes the journal, whose edits are saved or unwanted.
    pub(super) fn discard(&mut self) -> io::Result<()> {
        self.numbers.clear();
        self.noted = None;
        let removed = self.file.take().map_or(Ok(()), OpenJournal::remove);
        self.lock = None;
        match removed {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }
}

/// Joins each burst of edits that replace the same record into one. Returns also, for each edit, the number of the last record
/// that is complete after it; inside a burst that is the record before the burst, because replacing a record twice is harmless.
fn joined(edits: Vec<Entry>) -> (Vec<Entry>, Vec<u64>) {
    let mut kept: Vec<Entry> = Vec::new();
    let mut numbers: Vec<u64> = Vec::with_capacity(edits.len());
    for entry in edits {
        match (kept.last_mut(), entry) {
            (Some(Entry::Edit { edit: last, .. }), Entry::Edit { edit, goes_on: true }) if puts_the_same(last, &edit) => {
                if let Some(number) = numbers.last_mut() {
                    *number -= 1;
                }
                *last = edit;
            }
            (_, entry) => kept.push(entry),
        }
        numbers.push(kept.len() as u64);
    }
    (kept, numbers)
}

fn puts_the_same(a: &Edit, b: &Edit) -> bool {
    match (a.changes.as_slice(), b.changes.as_slice()) {
        ([Change::Replace(a)], [Change::Replace(b)]) => a.id() == b.id(),
        ([Change::Details(a, _)], [Change::Details(b, _)]) => a == b,
        ([Change::About(_)], [Change::About(_)]) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::{About, Edit};

    fn about(text: &str, goes_on: bool) -> Entry {
        let about = About { question: text.into(), ..About::default() };
        Entry::Edit { edit: Edit::new("e").with(Change::About(about)), goes_on }
    }

    fn ledger(folder: &Path) -> Ledger {
        let journals = ["beside", "elsewhere"].map(|name| folder.join(name).join("a.journal"));
        let journals = journals.map(|path| JournalPath { path, own_lock: false }).to_vec();
        let safe = super::super::Safe::new(None, 1);
        let notebook = crate::notebook::Notebook::new(crate::notebook::IdSource::new(1).next(1));
        let start = safe.start(&notebook, None, Some(&FileHash::of(b"one")), 1);
        let disk = crate::store::real_disk();
        let holder = safe.holder;
        Ledger::new(RecorderStart { disk, journals: JournalPaths { paths: journals }, start, resumed: None, holder }).0
    }

    fn read(path: &Path) -> crate::store::journal::Journal {
        crate::store::journal::read(&std::fs::read(path).unwrap()).unwrap()
    }

    #[test]
    fn typing_becomes_one_edit_and_numbers_lead_to_its_begin() {
        let edits = vec![about("x", false), about("a", false), about("ab", true), about("abc", true), about("y", false)];
        let (kept, numbers) = joined(edits);
        assert_eq!(kept, [about("x", false), about("abc", false), about("y", false)]);
        assert_eq!(numbers, [1, 1, 1, 2, 3]);
    }

    #[test]
    fn when_its_folder_is_taken_away_the_journal_goes_on_elsewhere_with_all_that_it_had() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["beside", "elsewhere"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        let mut ledger = ledger(folder.path());
        ledger.add(&[about("a", false), about("b", false)]).unwrap();
        std::fs::remove_dir_all(folder.path().join("beside")).unwrap();
        assert!(ledger.is_gone());
        ledger.rewrite().unwrap();
        ledger.add(&[about("c", false)]).unwrap();
        assert_eq!(read(&folder.path().join("elsewhere/a.journal")).edits.len(), 3);
    }

    #[test]
    fn after_a_save_only_later_edits_are_left_also_when_typing_was_joined() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("beside")).unwrap();
        let mut ledger = ledger(folder.path());
        ledger.add(&[about("x", false), about("a", false), about("ab", true), about("abc", true), about("y", false)]).unwrap();
        ledger.shorten();
        assert_eq!(ledger.numbers, [1, 1, 1, 2, 3]);
        // A save contains the first three edits: the burst is not over, so its record stays.
        let start = Start { base: Base::File(FileHash::of(b"two")), ..ledger.start.clone() };
        let rebase = |start: &Start, upto| Rebase {
            journals: JournalPaths { paths: vec![JournalPath { path: folder.path().join("beside/b.journal"), own_lock: false }] },
            start: start.clone(),
            upto: Some(upto),
            first: None,
        };
        ledger.rebase(rebase(&start, 3), &mut Vec::new()).unwrap();
        assert_eq!(ledger.records().unwrap(), [about("abc", false), about("y", false)]);
        assert_eq!(ledger.numbers, [1, 2]);
        assert_eq!(read(&folder.path().join("beside/b.journal")).edits.len(), 2);
        assert!(!folder.path().join("beside/a.journal").exists());
        ledger.rebase(rebase(&start, 5), &mut Vec::new()).unwrap();
        assert!(ledger.count() == 0 && !folder.path().join("beside/b.journal").exists());
    }

    #[test]
    fn a_journal_that_is_written_anew_still_knows_of_the_save() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("beside")).unwrap();
        let mut ledger = ledger(folder.path());
        ledger.add(&[about("a", false)]).unwrap();
        ledger.note_save(Path::new("a.ron"), FileHash::of(b"two"), 1).unwrap();
        ledger.add(&[about("b", false)]).unwrap();
        std::fs::remove_file(folder.path().join("beside/a.journal")).unwrap();
        ledger.rewrite().unwrap();
        let found = read(&folder.path().join("beside/a.journal"));
        assert_eq!(found.since(&FileHash::of(b"two")).unwrap().len(), 1);
        assert_eq!(found.since(&FileHash::of(b"one")).unwrap().len(), 2);
    }
}
