//! The file on disk: what a notebook looks like there, reading it safely, writing it so that nothing is ever lost.
//!
//! [`load`] and [`save_text`] are for notebooks; [`Settings`] is what the window remembers; [`write_over`] is for anything else
//! that has to reach the disk. What replaces whatever is there says so by its name. This is the only room that touches files,
//! and in it only `gate` opens them. It uses `notebook` only.

mod atomic;
pub mod conflict;
mod crash;
mod disk;
mod envelope;
mod gate;
mod hash;
pub mod journal;
mod lock;
mod log_file;
mod originals;
mod salvage;
mod settings;

use std::io;
use std::path::{Path, PathBuf};

use crate::notebook::Notebook;
use gate::Stream;

pub use atomic::{Keep, Notes, backup_path, write_atomically};
pub use crash::{forgiving, last_crash_report, write_crash_reports};
pub use disk::{Disk, DiskFile, Owner, RealDisk, Stat, real_disk};
pub use envelope::{DecodeError, FORMAT, decode, encode, encode_watched, inspect, text_of};
pub use gate::Sort;
pub use hash::FileHash;
pub use lock::{Holder, Lock, LockError, Locked, lock, lock_path, lock_within, take_over};
pub use log_file::LogSink;
pub use originals::{Originals, originals_folder};
pub use salvage::{Begun, Loss, Salvage, salvage};
pub use settings::{Leading, Measure, PanelWidths, Place, Settings, Theme, data_folder};

/// Why a notebook could not be opened. The file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The bytes could not be read.
    #[error("cannot read {}: {}", path.display(), reason(source))]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What was read cannot be used.
    #[error("{} was not opened: {why}", path.display())]
    Refused {
        /// Which file.
        path: PathBuf,
        /// Why, as a sentence without a full stop.
        why: String,
    },
    /// The bytes are no notebook.
    #[error("{} {source}. The file was left as it is{}", path.display(), backup_hint(path))]
    Decode {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: DecodeError,
    },
}

impl LoadError {
    /// Whether there is no such file, so that it need not be offered again.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Read { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

/// Why a file could not be written. What was there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The file system refused.
    #[error("cannot save {}: {}. The file is as it was; {}", path.display(), reason(source), advice(source))]
    Failed {
        /// Which file.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Somebody else has it open, or may have.
    #[error("{} {why}. It was not overwritten", path.display())]
    Held {
        /// Which file.
        path: PathBuf,
        /// Who has it, as the rest of a sentence.
        why: String,
    },
    /// There is a file where none was expected.
    #[error("there is already a file {}. It was not overwritten: choose another name", path.display())]
    Exists {
        /// Which file.
        path: PathBuf,
    },
    /// What was drawn is not to take the place of a notebook or of what belongs to one.
    #[error("{} {why}. It was not overwritten: name another file to write", path.display())]
    Ours {
        /// Which file.
        path: PathBuf,
        /// What it is, as the rest of a sentence.
        why: &'static str,
    },
    /// The file is not the version that was opened or saved last.
    #[error("{} was changed by another program since it was opened. It was not overwritten", path.display())]
    Changed {
        /// Which file.
        path: PathBuf,
    },
}

impl SaveError {
    pub(crate) fn failed(path: &Path, source: io::Error) -> Self {
        Self::Failed { path: path.to_owned(), source }
    }
}

/// What may be replaced by a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Nothing: there is no such file yet.
    Nothing,
    /// Whatever is there: the person chose the path, and agreed.
    WhateverIsThere,
    /// Only this version: the one that was opened or saved last.
    Version(FileHash),
}

/// A notebook of more bytes is not read: it would need several times as much memory.
pub const MAX_NOTEBOOK_BYTES: u64 = 2 << 30;

/// Reads and checks a notebook.
pub fn load(path: &Path) -> Result<Notebook, LoadError> {
    load_version(path).map(|(notebook, _)| notebook)
}

/// Reads and checks a notebook, and says which version of the file it is.
pub fn load_version(path: &Path) -> Result<(Notebook, FileHash), LoadError> {
    let bytes = read_notebook_bytes(path)?;
    let notebook = text_of(&bytes).and_then(|text| decode(&text));
    let notebook = notebook.map_err(|source| LoadError::Decode { path: path.to_owned(), source })?;
    Ok((notebook, FileHash::of(&bytes)))
}

/// Reads a notebook that may break its own rules, and says which.
pub fn load_with_problems(path: &Path) -> Result<(Notebook, Vec<String>), LoadError> {
    let bytes = read_notebook_bytes(path)?;
    text_of(&bytes).and_then(|text| inspect(&text)).map_err(|source| LoadError::Decode { path: path.to_owned(), source })
}

/// All bytes of a notebook's file, good or not.
pub fn read_notebook_bytes(path: &Path) -> Result<Vec<u8>, LoadError> {
    RealDisk.read(&resolved(path), MAX_NOTEBOOK_BYTES).map_err(|source| LoadError::Read { path: path.to_owned(), source })
}

/// What is seen of a file without reading it; where it differs, the file may be another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    modified: Option<std::time::SystemTime>,
}

/// What is seen of a file without reading it.
pub fn stamp(path: &Path) -> Option<Stamp> {
    stamp_on(&RealDisk, &resolved(path))
}

fn stamp_on(disk: &dyn Disk, path: &Path) -> Option<Stamp> {
    let found = disk.stat(path).ok()?;
    Some(Stamp { length: found.length, modified: found.modified })
}

/// The version that a file is now; `None` where there is none or it cannot be read.
pub fn version_of(path: &Path) -> Option<FileHash> {
    RealDisk.read(&resolved(path), MAX_NOTEBOOK_BYTES).ok().map(|bytes| FileHash::of(&bytes))
}

/// Writes a notebook over whatever is there; the version that was there is kept beside it as `.bak`.
pub fn save_over(path: &Path, notebook: &Notebook) -> Result<(), SaveError> {
    save(path, notebook, &Expected::WhateverIsThere)
}

/// Writes a notebook where there is no file yet.
pub fn save_new(path: &Path, notebook: &Notebook) -> Result<(), SaveError> {
    save(path, notebook, &Expected::Nothing)
}

fn save(path: &Path, notebook: &Notebook, expected: &Expected) -> Result<(), SaveError> {
    let text = encode(notebook).map_err(|error| SaveError::failed(path, io::Error::other(error)))?;
    save_text(&RealDisk, path, &text, expected, &mut |_| Ok(())).map(drop)
}

/// Writes the text of a notebook where the expected version stands or nothing; says which version that made, and what else there
/// is to say.
///
/// `before_rename` is told the new version when it is on disk whole but not yet in its place. The version that was there is
/// kept as `.bak`; one that is not a sound notebook is kept as `.damaged`, so that `.bak` stays the last good one.
pub fn save_text(
    disk: &dyn Disk,
    path: &Path,
    text: &str,
    expected: &Expected,
    before_rename: &mut dyn FnMut(&FileHash) -> io::Result<()>,
) -> Result<(FileHash, Notes), SaveError> {
    let failed = |source| SaveError::failed(path, source);
    if text.len() as u64 > MAX_NOTEBOOK_BYTES {
        // It could never be read again.
        return Err(failed(io::ErrorKind::FileTooLarge.into()));
    }
    let path = &atomic::target_of(disk, path);
    // Asked before it is read: what comes in while it is read and compared is another version, too.
    let before = stamp_on(disk, path);
    let old = match disk.read(path, MAX_NOTEBOOK_BYTES) {
        Ok(old) => Some(old),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    let keep = match (&old, expected) {
        (None, _) => Keep::New,
        (Some(_), Expected::Nothing) => return Err(SaveError::Exists { path: path.to_owned() }),
        (Some(old), Expected::Version(version)) => {
            let found = FileHash::of(old);
            if found != *version {
                return Err(SaveError::Changed { path: path.to_owned() });
            }
            Keep::Backup
        }
        (Some(old), Expected::WhateverIsThere) if text_of(old).is_ok_and(|old| decode(&old).is_ok()) => Keep::Backup,
        (Some(_), Expected::WhateverIsThere) => Keep::Damaged,
    };
    drop(old);
    let version = FileHash::of(text.as_bytes());
    let mut changed = false;
    let written = write_atomically(disk, path, text.as_bytes(), keep, &mut || {
        // Writing a large notebook takes a while: somebody else may have been faster.
        changed = stamp_on(disk, path) != before;
        if changed { Err(io::Error::other("it was changed meanwhile")) } else { before_rename(&version) }
    });
    match written {
        Err(_) if changed => Err(SaveError::Changed { path: path.to_owned() }),
        Err(error) if keep == Keep::New && error.kind() == io::ErrorKind::AlreadyExists => {
            Err(SaveError::Exists { path: path.to_owned() })
        }
        other => other.map(|notes| (version, notes)).map_err(failed),
    }
}

/// Writes any other file over whatever is there: a picture, a table. A file is replaced only when all bytes are on disk; into a
/// device or a pipe they are written.
pub fn write_over(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    let failed = |source| SaveError::failed(path, source);
    match Stream::at(path).map_err(failed)? {
        Some(stream) => stream.write_all(bytes).map_err(failed),
        None => write_atomically(&RealDisk, &resolved(path), bytes, Keep::Nothing, &mut || Ok(())).map(drop).map_err(failed),
    }
}

/// Whether a path leads to a device or a pipe.
pub fn is_stream(path: &Path) -> bool {
    gate::is_stream(path)
}

/// Writes what was drawn of a notebook, as [`write_over`] does, but over nothing of ours: no notebook, no journal, whatever name
/// leads to it; and through a link only to a file with the same ending.
pub fn write_drawn(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    if is_stream(path) {
        return write_over(path, bytes);
    }
    let target = resolved(path);
    let refused = |why| Err(SaveError::Ours { path: path.to_owned(), why });
    if target.extension() != path.extension() {
        return refused("leads to a file of another kind");
    }
    let name = target.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let beside = [".lock", ".journal", ".bak", ".aside", ".damaged"];
    if name.ends_with(".ron") || name.contains(".ron.") || beside.iter().any(|ending| name.ends_with(ending)) {
        return refused("has the name of a notebook or of a file beside one");
    }
    if begins_as_ours(&target) {
        return refused("is a notebook or a journal of one");
    }
    write_over(path, bytes)
}

/// Whether a file begins as notebooks and journals do.
fn begins_as_ours(path: &Path) -> bool {
    use std::io::Read as _;
    let Ok(file) = gate::open_to_read(path) else { return false };
    let mut begin = Vec::new();
    file.take(200).read_to_end(&mut begin).is_ok()
        && (begin.starts_with(journal::MAGIC.as_bytes()) || String::from_utf8_lossy(&begin).contains("claimbook: \"notebook\""))
}

/// Where the recovery journal of a notebook stands: its name with `.journal` behind it.
pub fn journal_path(path: &Path) -> PathBuf {
    atomic::beside(path, ".journal")
}

/// Where a path leads, with links followed; itself where it leads nowhere yet.
pub fn resolved(path: &Path) -> PathBuf {
    atomic::target_of(&RealDisk, path)
}

/// Takes away what saves of this notebook left behind when the program died in the middle. For the holder of its lock only.
pub fn sweep_scraps(path: &Path) {
    atomic::sweep_scraps(path);
}

/// Gives a file an ending, and a number where that name is taken, so that it is in nobody's way and still there.
pub fn set_aside(disk: &dyn Disk, path: &Path, ending: &str) -> io::Result<PathBuf> {
    let aside = atomic::free_path(disk, &atomic::beside(path, ending));
    disk.rename_to_new(path, &aside)?;
    Ok(aside)
}

/// Copies a file to its name with an ending, and a number where that name is taken.
pub fn copy_aside(disk: &dyn Disk, path: &Path, ending: &str) -> io::Result<PathBuf> {
    let aside = atomic::free_path(disk, &atomic::beside(path, ending));
    disk.copy(path, &aside)?;
    Ok(aside)
}

/// Makes the folder in which a file is to stand.
pub fn make_folder_of(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(atomic::folder_of(path))
}

/// The files of a folder whose name begins and ends like this, by name; none where the folder cannot be read.
pub fn files_in(folder: &Path, begin: &str, end: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let fits = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with(begin) && name.ends_with(end)
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(fits).collect();
    paths.sort();
    paths
}

/// The files of a folder and of the folders in it that fit, in the order of their paths and at most so many. What is hidden and
/// what links lead to is left out: links can go round in circles.
pub fn files_below(folder: &Path, fits: &dyn Fn(&Path) -> bool, most: usize) -> Vec<PathBuf> {
    const DEEPEST: usize = 32;
    let mut found = Vec::new();
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
            let Ok(kind) = entry.file_type() else { continue };
            if is_hidden || kind.is_symlink() {
                continue;
            }
            if kind.is_dir() && depth < DEEPEST {
                open.push((entry.path(), depth + 1));
            } else if kind.is_file() && fits(&entry.path()) {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found.truncate(most);
    found
}

/// The notebooks in a folder by name, at most a hundred; none where it cannot be read.
pub fn notebooks_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "ron"))
        .take(100)
        .collect();
    paths.sort();
    paths
}

/// Reads a source to import; at most `limit` bytes and one more, so that a larger one is seen to be larger.
pub fn read_source(path: &Path, limit: usize) -> Result<Vec<u8>, LoadError> {
    use io::Read as _;
    let read = |source| LoadError::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    gate::open_to_read(&resolved(path)).map_err(read)?.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(read)?;
    Ok(bytes)
}

/// What to do about a save that failed.
fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "make the folder or choose another one",
        io::ErrorKind::StorageFull => "make room and save again",
        io::ErrorKind::IsADirectory => "add a name for the file",
        _ => "save under another name or in another folder",
    }
}

/// The cause of a file system's error in words, without the number that the operating system gives it.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        io::ErrorKind::InvalidFilename => "its name is longer than the disk allows".to_owned(),
        io::ErrorKind::FileTooLarge => format!("it is larger than {} GiB", MAX_NOTEBOOK_BYTES >> 30),
        _ => error.to_string(),
    }
}

fn backup_hint(path: &Path) -> String {
    let backup = backup_path(path);
    if backup.exists() { format!("; the version before it is {}", backup.display()) } else { String::new() }
}
