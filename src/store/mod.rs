//! The file on disk: the notebook's format, reading it safely, and writing it so that nothing is ever lost.
//!
//! [`load`] and [`save_text`] are for notebooks; [`Settings`] is what the window remembers; [`write_over`] is for any other
//! file. Functions that replace whatever is there have `over` in their name. This is the only room that touches files, and
//! within it only `gate` opens them. It uses only `notebook`.

mod atomic;
pub mod conflict;
mod crash;
mod data_file;
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
pub use data_file::{load_data, put_aside, save_data};
pub use disk::{Disk, DiskFile, RealDisk, Stat, real_disk};
pub use envelope::{DecodeError, FORMAT, decode, encode, encode_watched, inspect, text_of};
pub use gate::{Owner, Sort};
pub use hash::FileHash;
pub use lock::{Holder, Lock, LockError, Locked, lock, lock_path, lock_within, take_over};
pub use log_file::LogSink;
pub use originals::{Originals, originals_folder};
pub use salvage::{Begun, Loss, Salvage, salvage};
pub use settings::{
    ChartFiles, Leading, Measure, PanelWidths, Place, Settings, Side, SourceOrder, Theme, ViewPanels, data_folder,
};

/// Why a notebook could not be opened. The file is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file could not be read.
    #[error("cannot read {}: {}", path.display(), reason(source))]
    Read {
        /// The file.
        path: PathBuf,
        /// The file system's error.
        source: io::Error,
    },
    /// It could not be opened for another reason.
    #[error("{} was not opened: {why}", path.display())]
    Refused {
        /// The file.
        path: PathBuf,
        /// The reason, as a sentence without a full stop.
        why: String,
    },
    /// The bytes are not a notebook that this version can open.
    #[error("{} {source}. The file was not changed{}", path.display(), backup_hint(path))]
    Decode {
        /// The file.
        path: PathBuf,
        /// The reason.
        source: DecodeError,
    },
}

impl LoadError {
    /// Whether the file does not exist, so that it need not be offered again.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Read { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

/// Why a file could not be written. The previous file is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The file system reported an error.
    #[error("cannot save {}: {}. Nothing was overwritten; {}", path.display(), reason(source), advice(source))]
    Failed {
        /// The file.
        path: PathBuf,
        /// The file system's error.
        #[source]
        source: io::Error,
    },
    /// Another process has it open, or may have.
    #[error("{} {why}. It was not overwritten", path.display())]
    Held {
        /// The file.
        path: PathBuf,
        /// Who has it open, as the predicate of a sentence.
        why: String,
    },
    /// A file exists where none was expected.
    #[error("{} already exists. It was not overwritten: choose another name", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A drawing or an export must not replace a notebook or a file that belongs to one.
    #[error("{} {why}. It was not overwritten: name another file to write", path.display())]
    Ours {
        /// The file.
        path: PathBuf,
        /// What it is, as the predicate of a sentence.
        why: &'static str,
    },
    /// The file is not the version that was last opened or saved.
    #[error("{} was changed by another program since it was opened. It was not overwritten", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
}

impl SaveError {
    pub(crate) fn failed(path: &Path, source: io::Error) -> Self {
        Self::Failed { path: path.to_owned(), source }
    }
}

/// The version that a save may replace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// None: the file does not exist yet.
    Nothing,
    /// Any: the person chose the path and agreed.
    WhateverIsThere,
    /// Only this version, which was last opened or saved.
    Version(FileHash),
}

/// The largest notebook file that is read, in bytes (2 GiB): decoding takes several times as much memory.
pub const MAX_NOTEBOOK_BYTES: u64 = 2 << 30;

/// Reads and checks a notebook.
pub fn load(path: &Path) -> Result<Notebook, LoadError> {
    load_version(path).map(|(notebook, _)| notebook)
}

/// Reads and checks a notebook, and returns it with the version of the file.
pub fn load_version(path: &Path) -> Result<(Notebook, FileHash), LoadError> {
    let bytes = read_notebook_bytes(path)?;
    let notebook = text_of(&bytes).and_then(|text| decode(&text));
    let notebook = notebook.map_err(|source| LoadError::Decode { path: path.to_owned(), source })?;
    Ok((notebook, FileHash::of(&bytes)))
}

/// Reads a notebook that may break its own rules, and returns it with the rules that it breaks.
pub fn load_with_problems(path: &Path) -> Result<(Notebook, Vec<String>), LoadError> {
    let bytes = read_notebook_bytes(path)?;
    text_of(&bytes).and_then(|text| inspect(&text)).map_err(|source| LoadError::Decode { path: path.to_owned(), source })
}

/// Reads all bytes of a notebook's file, valid or not; an error if there are more than [`MAX_NOTEBOOK_BYTES`].
pub fn read_notebook_bytes(path: &Path) -> Result<Vec<u8>, LoadError> {
    RealDisk.read(&resolved(path), MAX_NOTEBOOK_BYTES).map_err(|source| LoadError::Read { path: path.to_owned(), source })
}

/// Length and time of the last change of a file, known without reading it. If they differ, the file may be another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    modified: Option<std::time::SystemTime>,
}

impl Stamp {
    /// The length of the file in bytes, and when it was changed, in milliseconds since 1970; 0 if that is not known.
    pub fn parts(&self) -> (u64, u64) {
        let since = self.modified.and_then(|modified| modified.duration_since(std::time::UNIX_EPOCH).ok());
        (self.length, since.and_then(|since| u64::try_from(since.as_millis()).ok()).unwrap_or(0))
    }
}

/// The stamp of a file; `None` if there is no such file.
pub fn stamp(path: &Path) -> Option<Stamp> {
    stamp_on(&RealDisk, &resolved(path))
}

fn stamp_on(disk: &dyn Disk, path: &Path) -> Option<Stamp> {
    let found = disk.stat(path).ok()?;
    Some(Stamp { length: found.length, modified: found.modified })
}

/// The current version of a file; `None` if it does not exist or cannot be read.
pub fn version_of(path: &Path) -> Option<FileHash> {
    RealDisk.read(&resolved(path), MAX_NOTEBOOK_BYTES).ok().map(|bytes| FileHash::of(&bytes))
}

/// Writes a notebook over whatever is there; the previous version is kept beside it as `.bak`.
pub fn save_over(path: &Path, notebook: &Notebook) -> Result<(), SaveError> {
    save(path, notebook, &Expected::WhateverIsThere)
}

/// Writes a notebook to a file that does not exist yet.
pub fn save_new(path: &Path, notebook: &Notebook) -> Result<(), SaveError> {
    save(path, notebook, &Expected::Nothing)
}

fn save(path: &Path, notebook: &Notebook, expected: &Expected) -> Result<(), SaveError> {
    let text = encode(notebook).map_err(|error| SaveError::failed(path, io::Error::other(error)))?;
    save_text(&RealDisk, path, &text, expected, &mut |_| Ok(())).map(drop)
}

/// Writes the text of a notebook if the file is the expected version or does not exist; returns the new version and notes for
/// the person.
///
/// `before_rename` is called with the new version when all of it is on disk, but not yet in place. The previous version is kept
/// as `.bak`, or as `.damaged` if it is not a valid notebook, so that `.bak` stays the last valid one.
pub fn save_text(
    disk: &dyn Disk,
    path: &Path,
    text: &str,
    expected: &Expected,
    before_rename: &mut dyn FnMut(&FileHash) -> io::Result<()>,
) -> Result<(FileHash, Notes), SaveError> {
    let failed = |source| SaveError::failed(path, source);
    if text.len() as u64 > MAX_NOTEBOOK_BYTES {
        // It could not be read again.
        return Err(failed(disk::too_large(MAX_NOTEBOOK_BYTES)));
    }
    let path = &atomic::target_of(disk, path);
    // Taken before reading, so that a change made while reading and comparing is noticed, too.
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
        // Writing a large notebook takes a while: another program may have changed the file meanwhile.
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

/// Writes any other file (a picture, a table) over whatever is there. A file is replaced only when all bytes are on disk; a
/// device or a pipe is written to directly.
pub fn write_over(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    let failed = |source| SaveError::failed(path, source);
    match Stream::at(path).map_err(failed)? {
        Some(stream) => stream.write_all(bytes).map_err(failed),
        None => write_atomically(&RealDisk, &resolved(path), bytes, Keep::Nothing, &mut || Ok(())).map(drop).map_err(failed),
    }
}

/// Whether a path refers to a device or a pipe.
pub fn is_stream(path: &Path) -> bool {
    gate::is_stream(path)
}

/// Writes a drawing or an export as [`write_over`] does, but refuses to replace a notebook or a journal, whatever path refers
/// to it; and through a link writes only to a file with the same extension.
pub fn write_drawn(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    if is_stream(path) {
        return write_over(path, bytes);
    }
    let target = resolved(path);
    let refused = |why| Err(SaveError::Ours { path: path.to_owned(), why });
    if target.extension() != path.extension() {
        return refused("is a link to a file of another type");
    }
    let name = target.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let beside = [".lock", ".journal", ".bak", ".aside", ".damaged"];
    if name.ends_with(".ron") || name.contains(".ron.") || beside.iter().any(|ending| name.ends_with(ending)) {
        return refused("has a name reserved for notebooks and the files beside them");
    }
    if begins_as_ours(&target) {
        return refused("is a notebook or its recovery journal");
    }
    write_over(path, bytes)
}

/// Whether a file begins like a notebook or a journal.
fn begins_as_ours(path: &Path) -> bool {
    use std::io::Read as _;
    let Ok(file) = gate::open_to_read(path) else { return false };
    let mut begin = Vec::new();
    file.take(200).read_to_end(&mut begin).is_ok()
        && (begin.starts_with(journal::MAGIC.as_bytes()) || String::from_utf8_lossy(&begin).contains("claimbook: \"notebook\""))
}

/// The path of a notebook's recovery journal: the notebook's path with `.journal` appended.
pub fn journal_path(path: &Path) -> PathBuf {
    atomic::beside(path, ".journal")
}

/// The path that a path refers to, with links followed; the path itself if it cannot be resolved.
pub fn resolved(path: &Path) -> PathBuf {
    atomic::target_of(&RealDisk, path)
}

/// Removes temporary files that interrupted saves of this notebook left behind. Only for the holder of its lock.
pub fn sweep_scraps(path: &Path) {
    atomic::sweep_scraps(path);
}

/// Renames a file by appending an ending, and a number if that name is in use, so that its own name is free and nothing is
/// lost.
pub fn set_aside(disk: &dyn Disk, path: &Path, ending: &str) -> io::Result<PathBuf> {
    let aside = atomic::free_path(disk, &atomic::beside(path, ending));
    disk.rename_to_new(path, &aside)?;
    Ok(aside)
}

/// Copies a file to its name with an ending appended, and a number if that name is in use.
pub fn copy_aside(disk: &dyn Disk, path: &Path, ending: &str) -> io::Result<PathBuf> {
    let aside = atomic::free_path(disk, &atomic::beside(path, ending));
    disk.copy(path, &aside)?;
    Ok(aside)
}

/// Creates the folder of a file, with the folders above it.
pub fn make_folder_of(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(atomic::folder_of(path))
}

/// The files of a folder whose names begin and end as given, sorted by path; empty if the folder cannot be read.
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

/// The matching files of a folder and its subfolders, sorted by path, at most `most`. Hidden files and folders are left out,
/// and so are symbolic links, which can form cycles.
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

/// Whether a path is a folder whose files can be listed; the error says why not.
pub fn is_readable_folder(path: &Path) -> io::Result<()> {
    std::fs::read_dir(path).map(drop)
}

/// The notebooks in a folder (`.ron`), sorted by path, at most 100; empty if it cannot be read.
pub fn notebooks_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "ron"))
        .collect();
    paths.sort();
    paths.truncate(100);
    paths
}

/// Reads a source to import: at most `limit` + 1 bytes, so that the caller can see that a file is too large.
pub fn read_source(path: &Path, limit: usize) -> Result<Vec<u8>, LoadError> {
    use io::Read as _;
    let read = |source| LoadError::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    gate::open_to_read(&resolved(path)).map_err(read)?.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(read)?;
    Ok(bytes)
}

/// Advice for a save that failed.
fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "create the folder or choose another one",
        io::ErrorKind::StorageFull => "free some space and save again",
        io::ErrorKind::IsADirectory => "add a file name",
        _ => "save under another name or in another folder",
    }
}

/// The cause of a file system error in words, without the operating system's error number.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        io::ErrorKind::InvalidFilename => "its name is longer than the disk allows".to_owned(),
        // Without words of its own it comes from the operating system.
        io::ErrorKind::FileTooLarge if error.get_ref().is_none() => "it is larger than the disk allows".to_owned(),
        _ => error.to_string(),
    }
}

fn backup_hint(path: &Path) -> String {
    let backup = backup_path(path);
    if backup.exists() { format!("; the previous version is {}", backup.display()) } else { String::new() }
}
