//! The recovery journal: every edit since the last save, so that nothing is lost if the program dies.
//!
//! A journal is an append-only file of records. Its first line is `claimbook-journal 1`. Each record is a line with its number
//! (from 0, without gaps), the length of its text in bytes and a checksum; then its text, an [`Entry`] in RON on one line; then
//! a newline:
//!
//! ```text
//! 3 112 9f86d081884c7d65
//! Edit(edit:(name:"tag claim",changes:[…]),goes_on:false)
//! ```
//!
//! The checksum is the first 8 bytes of the SHA-256 of number, space and text, in hexadecimal. Record 0 is a [`Start`]: it
//! names the base of the edits. A file that was truncated or altered is valid up to the last record before the damage
//! ([`read`]); valid records after the damage are found by their heads.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::Digest as _;

use super::FileHash;
use super::atomic::{Keep, folder_of, scrap_path, write_atomically};
use super::disk::{Disk, DiskFile};
use super::gate;
use crate::notebook::{Edit, Id, Notebook, NotebookId, visible};

pub(super) const MAGIC: &str = "claimbook-journal ";
const FORMAT: u32 = 1;

/// The largest journal that is read, in bytes (4 GiB). Journals are rewritten long before they reach it.
pub const MAX_JOURNAL_BYTES: u64 = 4 << 30;

/// The notebook to which the edits of a journal apply.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Base {
    /// The notebook in the file that this journal belongs to, in exactly this version.
    File(FileHash),
    /// This notebook, which is not in a file.
    Whole(Box<Notebook>),
}

/// The first record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Start {
    /// The version of Claimbook that wrote it.
    pub app: String,
    /// The notebook's id.
    pub notebook: NotebookId,
    /// When the journal was started, in milliseconds since 1970.
    pub begun: u64,
    /// The path of the notebook's file, for people who read a journal.
    pub path: String,
    /// The notebook to which the edits apply.
    pub base: Base,
}

/// A record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Entry {
    /// The first record, and only the first.
    Start(Start),
    /// An edit.
    Edit {
        /// The edit as it was made, or the inverse that undo applied.
        edit: Edit,
        /// Whether it continues the previous step, as typing does.
        goes_on: bool,
    },
    /// A save is about to put a version into place that has all edits up to `upto`.
    Saved {
        /// The path of the saved file.
        path: String,
        /// The version that is saved.
        version: FileHash,
        /// The number of the last edit in it; 0 if it has none.
        upto: u64,
    },
}

/// An edit of a journal with its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The number of its record, from 1.
    pub number: u64,
    /// The edit.
    pub edit: Edit,
    /// Whether it continues the previous step.
    pub goes_on: bool,
}

/// The position from which a journal could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The first byte that is not part of a valid record.
    pub at: usize,
    /// The number of bytes from there to the end of the file.
    pub bytes: usize,
}

/// A journal as read from its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Journal {
    /// The first record.
    pub start: Start,
    /// The edits in order.
    pub edits: Vec<Recorded>,
    /// Saves that were started: path, version and the number of the last edit in it.
    pub saves: Vec<(String, FileHash, u64)>,
    /// The position of the damage, if there is any.
    pub cut: Option<Cut>,
    /// Valid edits after the damage. Edits before them are lost, so they may not apply.
    pub beyond: Vec<Recorded>,
    /// The number of valid records before the damage, the first one included.
    pub records: u64,
    /// The number of bytes before the damage.
    pub good_bytes: usize,
}

/// Why a file is not a journal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// Its beginning is damaged, or it is another kind of file.
    #[error("is not a recovery journal, or its beginning is damaged")]
    NotAJournal,
    /// A later version of Claimbook wrote it; its format.
    #[error("is a recovery journal written by a newer Claimbook (format {0})")]
    Newer(u32),
}

impl Journal {
    /// The edits that are not in this version of the notebook; `None` if the journal does not belong to this version.
    pub fn since(&self, version: &FileHash) -> Option<&[Recorded]> {
        let saved = self.saves.iter().rev().find(|(_, saved, _)| saved == version).map(|(_, _, upto)| *upto);
        let upto = match (&self.start.base, saved) {
            (_, Some(upto)) => upto,
            (Base::File(base), None) if base == version => 0,
            _ => return None,
        };
        let first = self.edits.partition_point(|edit| edit.number <= upto);
        Some(&self.edits[first..])
    }
}

fn checksum(number: u64, text: &[u8]) -> String {
    let mut hash = sha2::Sha256::new();
    hash.update(format!("{number} "));
    hash.update(text);
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Reads the bytes of a journal. If they are truncated or altered, reading stops at the last valid record before that.
pub fn read(bytes: &[u8]) -> Result<Journal, JournalError> {
    let (first, mut at) = line(bytes, 0).ok_or(JournalError::NotAJournal)?;
    let format = std::str::from_utf8(first).ok().and_then(|line| line.strip_prefix(MAGIC)).and_then(|format| format.parse().ok());
    match format {
        Some(FORMAT) => {}
        Some(newer) if newer > FORMAT => return Err(JournalError::Newer(newer)),
        _ => return Err(JournalError::NotAJournal),
    }
    let Some((Entry::Start(start), after)) = record(bytes, at, 0) else { return Err(JournalError::NotAJournal) };
    at = after;
    let mut journal =
        Journal { start, edits: Vec::new(), saves: Vec::new(), cut: None, beyond: Vec::new(), records: 1, good_bytes: at };
    while let Some((entry, after)) = record(bytes, at, journal.records) {
        match entry {
            Entry::Edit { edit, goes_on } => journal.edits.push(Recorded { number: journal.records, edit, goes_on }),
            Entry::Saved { path, version, upto } => journal.saves.push((path, version, upto)),
            Entry::Start(_) => break,
        }
        journal.records += 1;
        at = after;
    }
    journal.good_bytes = at;
    journal.cut = (at < bytes.len()).then(|| Cut { at, bytes: bytes.len() - at });
    journal.beyond = beyond(bytes, at, journal.records);
    Ok(journal)
}

/// The edits of valid records after the damage, with numbers from `next` on.
fn beyond(bytes: &[u8], damage: usize, mut next: u64) -> Vec<Recorded> {
    let mut found = Vec::new();
    let mut at = damage;
    // Every line that looks like a head is tried. False lengths must not make this take longer than a few times the file's
    // length.
    let mut may_read = 4 * bytes.len();
    while let Some(step) = bytes.get(at..).and_then(|rest| memchr::memchr(b'\n', rest)) {
        at += step + 1;
        while let Some(head) = head(bytes, at).filter(|head| head.number >= next) {
            let Some(left) = may_read.checked_sub(head.length) else { return found };
            may_read = left;
            let Some((entry, after)) = record(bytes, at, head.number) else { break };
            if let Entry::Edit { edit, goes_on } = entry {
                found.push(Recorded { number: head.number, edit, goes_on });
            }
            (next, at) = (head.number + 1, after);
        }
    }
    found
}

/// The line that begins at a byte, without its newline, and the start of the next line.
fn line(bytes: &[u8], at: usize) -> Option<(&[u8], usize)> {
    let rest = bytes.get(at..)?;
    let end = memchr::memchr(b'\n', &rest[..rest.len().min(80)])?;
    Some((&rest[..end], at + end + 1))
}

/// The first line of a record.
struct Head<'a> {
    number: u64,
    length: usize,
    sum: &'a str,
    /// The first byte of its text.
    start: usize,
}

fn head(bytes: &[u8], at: usize) -> Option<Head<'_>> {
    let (head, start) = line(bytes, at)?;
    let mut parts = std::str::from_utf8(head).ok()?.split(' ');
    let (number, length, sum) = (parts.next()?, parts.next()?, parts.next()?);
    // Only in the form that we write, so that each head has exactly one spelling.
    let number = number.parse::<u64>().ok().filter(|parsed| parsed.to_string() == number)?;
    let length = length.parse::<usize>().ok().filter(|parsed| parsed.to_string() == length)?;
    parts.next().is_none().then_some(Head { number, length, sum, start })
}

/// The record that begins at a byte, if it is valid and has this number, and the start of the next record.
fn record(bytes: &[u8], at: usize, number: u64) -> Option<(Entry, usize)> {
    let head = head(bytes, at).filter(|head| head.number == number)?;
    let end = head.start.checked_add(head.length)?;
    let text = bytes.get(head.start..end)?;
    if bytes.get(end) != Some(&b'\n') || checksum(number, text) != head.sum {
        return None;
    }
    let mut entry = ron::from_str(std::str::from_utf8(text).ok()?).ok()?;
    if let Entry::Edit { edit, .. } = &mut entry {
        // The name is shown in menus and lists, and anybody can have written it.
        edit.name = shown_name(&edit.name);
    }
    Some((entry, end + 1))
}

/// The maximum number of characters of an edit's name.
const MAX_EDIT_NAME: usize = 120;

fn shown_name(name: &str) -> String {
    let is_long = name.len() > MAX_EDIT_NAME && name.chars().count() > MAX_EDIT_NAME;
    let cut: String = name.chars().take(MAX_EDIT_NAME).chain(is_long.then_some('…')).collect();
    visible(&cut).into_owned()
}

/// The id of the notebook that a journal belongs to, read from its first 1,024 bytes; `None` if it is not there.
pub fn notebook_of(path: &Path) -> Option<NotebookId> {
    use io::Read as _;
    let mut begin = Vec::new();
    gate::open_to_read(path).ok()?.take(1024).read_to_end(&mut begin).ok()?;
    let text = String::from_utf8_lossy(&begin);
    let (_, rest) = text.strip_prefix(MAGIC)?.split_once("notebook:\"")?;
    rest.split('"').next()?.parse::<Id>().ok().map(NotebookId::from)
}

fn push_record(out: &mut Vec<u8>, number: u64, entry: &Entry) -> io::Result<()> {
    let text = ron::to_string(entry).map_err(io::Error::other)?;
    out.extend_from_slice(format!("{number} {} {}\n", text.len(), checksum(number, text.as_bytes())).as_bytes());
    out.extend_from_slice(text.as_bytes());
    out.push(b'\n');
    Ok(())
}

/// A journal open for writing. It numbers the records.
#[derive(Debug)]
pub struct OpenJournal {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    file: Box<dyn DiskFile>,
    length: u64,
    next: u64,
    needs_sync: bool,
    /// Whether its name still has to reach the disk, too.
    is_new: bool,
    /// Whether bytes of a failed append are still at its end and could not be cut off.
    is_torn: bool,
}

impl OpenJournal {
    /// Creates a journal with these records. A journal that exists is replaced by a complete one that is synced to disk;
    /// otherwise the new one is written at once but not synced, so nothing waits for the disk.
    pub fn create(disk: Arc<dyn Disk>, path: &Path, start: Start, records: &[Entry]) -> io::Result<Self> {
        let mut bytes = format!("{MAGIC}{FORMAT}\n").into_bytes();
        push_record(&mut bytes, 0, &Entry::Start(start))?;
        let mut next = 1;
        for record in records {
            push_record(&mut bytes, next, record)?;
            next += 1;
        }
        let is_new = disk.stat(path).is_err();
        if is_new {
            // Written under another name until its beginning is complete, so that a program that dies here leaves no half
            // journal.
            let scrap = scrap_path(path)?;
            let written =
                disk.create(&scrap, true).and_then(|mut file| file.write_all(&bytes)).and_then(|()| disk.rename(&scrap, path));
            if let Err(error) = written {
                disk.remove(&scrap).ok();
                return Err(error);
            }
        } else {
            write_atomically(disk.as_ref(), path, &bytes, Keep::NothingPrivate, &mut || Ok(())).map(drop)?;
        }
        // Opened to append, so that writes go to the end even after a failed append was cut off.
        let file = disk.append(path)?;
        let (path, length) = (path.to_owned(), bytes.len() as u64);
        Ok(Self { disk, path, file, length, next, needs_sync: is_new, is_new, is_torn: false })
    }

    /// Continues a journal that was read; damage at its end is cut off.
    pub fn resume(disk: Arc<dyn Disk>, path: &Path, journal: &Journal) -> io::Result<Self> {
        let mut file = disk.append(path)?;
        if journal.cut.is_some() {
            file.set_len(journal.good_bytes as u64)?;
        }
        let (path, length) = (path.to_owned(), journal.good_bytes as u64);
        Ok(Self {
            disk,
            path,
            file,
            length,
            next: journal.records,
            needs_sync: journal.cut.is_some(),
            is_new: false,
            is_torn: false,
        })
    }

    /// The path of the journal.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its length in bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Appends records. They survive the end of this process at once, and a crash of the machine after [`sync`](Self::sync). On
    /// an error none of them is appended.
    pub fn append(&mut self, entries: &[Entry]) -> io::Result<()> {
        let mut bytes = Vec::new();
        let mut next = self.next;
        for entry in entries {
            push_record(&mut bytes, next, entry)?;
            next += 1;
        }
        if self.is_torn {
            self.file.set_len(self.length)?;
            self.is_torn = false;
        }
        if let Err(error) = self.file.write_all(&bytes) {
            // Half a record would hide all records after it.
            self.is_torn = self.file.set_len(self.length).is_err();
            return Err(error);
        }
        self.needs_sync = true;
        self.length += bytes.len() as u64;
        self.next = next;
        Ok(())
    }

    /// The number of the last record; 0 if there is only the first.
    pub fn last(&self) -> u64 {
        self.next - 1
    }

    /// Reads its records after the first from the file, in order, even if the file was removed meanwhile. An error if they are
    /// not what was written.
    pub fn read_back(&mut self) -> io::Result<Vec<Entry>> {
        let bytes = self.file.read_all()?;
        let (_, mut at) = line(&bytes, 0).ok_or(io::ErrorKind::InvalidData)?;
        let mut records = Vec::new();
        for number in 0..self.next {
            let (entry, after) = record(&bytes, at, number).ok_or(io::ErrorKind::InvalidData)?;
            at = after;
            if number > 0 {
                records.push(entry);
            }
        }
        Ok(records)
    }

    /// Waits until all records are on the disk.
    pub fn sync(&mut self) -> io::Result<()> {
        match self.pending_sync()? {
            Some(pending) => pending.wait(),
            None => Ok(()),
        }
    }

    /// The sync that is still due, for another thread to wait for; `None` if all records are on the disk. From now on they
    /// count as synced.
    pub fn pending_sync(&mut self) -> io::Result<Option<PendingSync>> {
        if !self.needs_sync {
            return Ok(None);
        }
        let folder = self.is_new.then(|| (Arc::clone(&self.disk), folder_of(&self.path).to_owned()));
        let pending = PendingSync { file: self.file.another()?, folder };
        (self.needs_sync, self.is_new) = (false, false);
        Ok(Some(pending))
    }

    /// Whether there are records that a crash of the machine could lose.
    pub fn needs_sync(&self) -> bool {
        self.needs_sync
    }

    /// Removes the journal file without waiting for the disk: a journal that reappears contains what was saved.
    pub fn remove(self) -> io::Result<()> {
        self.disk.remove(&self.path)
    }
}

/// A write that the disk has not confirmed yet.
#[derive(Debug)]
pub struct PendingSync {
    file: Box<dyn DiskFile>,
    folder: Option<(Arc<dyn Disk>, PathBuf)>,
}

impl PendingSync {
    /// Waits until it is on the disk.
    pub fn wait(mut self) -> io::Result<()> {
        self.file.sync()?;
        self.folder.map_or(Ok(()), |(disk, folder)| disk.sync_folder(&folder))
    }
}
