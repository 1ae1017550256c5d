//! The file on disk: what a notebook looks like there, reading it safely, writing it so that nothing is ever lost.
//!
//! [`load`] and [`save`] are for notebooks; [`Settings`] is what the window remembers; [`write_atomically`] is for anything
//! else that has to reach the disk. This is the only room that writes files. It uses `notebook` only.

mod atomic;
mod envelope;
mod settings;

use std::io;
use std::path::{Path, PathBuf};

use crate::notebook::Notebook;

pub use atomic::{Keep, backup_path, write_atomically};
pub use envelope::{DecodeError, FORMAT, decode, encode, inspect};
pub use settings::{Leading, Measure, PanelWidths, Place, Settings, Theme};

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
#[error("cannot save {}: {}. Nothing on disk was changed; {}", path.display(), reason(source), advice(source))]
pub struct SaveError {
    /// Which file.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub source: io::Error,
}

/// Reads and checks a notebook.
pub fn load(path: &Path) -> Result<Notebook, LoadError> {
    decode(&read_text(path)?).map_err(|source| LoadError::Decode { path: path.to_owned(), source })
}

/// Reads a notebook that may break its own rules, and says which.
pub fn load_with_problems(path: &Path) -> Result<(Notebook, Vec<String>), LoadError> {
    inspect(&read_text(path)?).map_err(|source| LoadError::Decode { path: path.to_owned(), source })
}

fn read_text(path: &Path) -> Result<String, LoadError> {
    let bytes = std::fs::read(path).map_err(|source| LoadError::Read { path: path.to_owned(), source })?;
    String::from_utf8(bytes).map_err(|error| LoadError::Decode {
        path: path.to_owned(),
        source: DecodeError::NotUtf8 { byte: error.utf8_error().valid_up_to() },
    })
}

/// Writes a notebook. The version that was there is kept beside it as `.bak`.
pub fn save(path: &Path, notebook: &Notebook) -> Result<(), SaveError> {
    let text = encode(notebook).map_err(|error| SaveError { path: path.to_owned(), source: io::Error::other(error) })?;
    write_atomically(path, text.as_bytes(), Keep::Backup).map_err(|source| SaveError { path: path.to_owned(), source })
}

/// Writes any other file: a picture, a table. What was there is replaced only when all bytes are on disk.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    write_atomically(path, bytes, Keep::Nothing).map_err(|source| SaveError { path: path.to_owned(), source })
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
    let file = std::fs::File::open(path).map_err(read)?;
    file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(read)?;
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

/// The cause in words, without the number that the operating system gives it.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        _ => error.to_string(),
    }
}

fn backup_hint(path: &Path) -> String {
    let backup = backup_path(path);
    if backup.exists() { format!("; the version before it is {}", backup.display()) } else { String::new() }
}
