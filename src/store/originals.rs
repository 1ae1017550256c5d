//! Keeps the files that sources were imported from in a folder beside the notebook, each named by the hash of its bytes.
//!
//! A file is written once and never changed, so an existing one is not written again, and two notebooks may share it.

use std::io;
use std::path::{Path, PathBuf};

use super::atomic::{Keep, beside, folder_of, write_atomically};
use super::disk::{Disk as _, RealDisk};
use super::gate::Sort;
use crate::notebook::{Original, bytes_hash};

/// The largest original that is read, in bytes.
const MOST: u64 = 100_000_000;

/// The folder of a notebook's originals: the notebook's path with `.originals` appended.
pub fn originals_folder(notebook: &Path) -> PathBuf {
    beside(notebook, ".originals")
}

/// Folders in which originals are kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Originals {
    /// The first one is written to; all of them are searched.
    folders: Vec<PathBuf>,
}

impl Originals {
    /// The folder beside a notebook, if it has a file; and the one in the program's data, for a notebook without a file yet.
    /// For a link to a notebook, the folder beside the notebook itself comes first, so that it is also found when the notebook
    /// is opened by its own name.
    pub fn of(notebook: Option<&Path>, data: Option<&Path>) -> Self {
        let beside = notebook.map(|notebook| originals_folder(&super::resolved(notebook)));
        let beside_link = notebook.map(originals_folder).filter(|folder| Some(folder) != beside.as_ref());
        Self { folders: beside.into_iter().chain(beside_link).chain(data.map(|data| data.join("originals"))).collect() }
    }

    /// Stores bytes and returns their name; `None` if there is no folder to store them in.
    pub fn keep(&self, bytes: &[u8], ending: &str) -> io::Result<Option<Original>> {
        let Some(folder) = self.folders.first() else { return Ok(None) };
        let original = Original { hash: bytes_hash(bytes), ending: ending.to_owned() };
        put(folder, &original, bytes)?;
        Ok(Some(original))
    }

    /// The path of an original; `None` if it is in none of the folders.
    pub fn find(&self, original: &Original) -> Option<PathBuf> {
        let name = original.file_name();
        self.folders
            .iter()
            .map(|folder| folder.join(&name))
            .find(|path| RealDisk.stat(path).is_ok_and(|found| found.sort == Sort::File))
    }

    /// Reads an original and verifies its hash; the error is a sentence that says what is wrong or what to do.
    pub fn read(&self, original: &Original) -> Result<Vec<u8>, String> {
        let folders: Vec<String> = self.folders.iter().map(|folder| folder.display().to_string()).collect();
        let missing = || {
            format!(
                "the original of this source is missing: {} should be in {}. Copy it there, or add the source again",
                original.file_name(),
                folders.first().map_or("the notebook’s folder", String::as_str)
            )
        };
        let path = self.find(original).ok_or_else(missing)?;
        let bytes =
            RealDisk.read(&path, MOST).map_err(|error| format!("cannot read {}: {}", path.display(), super::reason(&error)))?;
        if bytes_hash(&bytes) != original.hash {
            return Err(format!("{} has changed since the source was added", path.display()));
        }
        Ok(bytes)
    }

    /// Copies the originals that another notebook needs and lacks to its folder; returns a sentence about each that could not
    /// be copied.
    pub fn copy_to<'a>(&self, notebook: &Path, wanted: impl Iterator<Item = &'a Original>) -> Vec<String> {
        let there = Self::of(Some(notebook), None);
        let missing = wanted.filter(|original| there.find(original).is_none());
        missing
            .filter_map(|original| {
                let bytes = self.read(original);
                let folder = originals_folder(&super::resolved(notebook));
                let done = bytes.and_then(|bytes| {
                    put(&folder, original, &bytes)
                        .map_err(|error| format!("cannot write into {}: {}", folder.display(), super::reason(&error)))
                });
                done.err()
            })
            .collect()
    }
}

fn put(folder: &Path, original: &Original, bytes: &[u8]) -> io::Result<()> {
    let path = folder.join(original.file_name());
    let disk = RealDisk;
    if disk.stat(&path).is_ok_and(|found| found.sort == Sort::File && found.length == bytes.len() as u64) {
        return Ok(());
    }
    if disk.stat(folder).is_err() {
        std::fs::create_dir_all(folder)?;
        // The new folder's own name must survive a crash of the machine, too.
        if let Err(error) = disk.sync_folder(folder_of(folder)) {
            log::warn!("{} could not be synced: {error}", folder.display());
        }
    }
    write_atomically(&disk, &path, bytes, Keep::Nothing, &mut || Ok(())).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn originals_are_kept_once_found_again_and_copied_along() {
        let folder = tempfile::tempdir().unwrap();
        let (notebook, other) = (folder.path().join("a.ron"), folder.path().join("b.ron"));
        let data = folder.path().join("data");
        let untitled = Originals::of(None, Some(&data));
        let original = untitled.keep(b"%PDF-", "pdf").unwrap().unwrap();
        assert_eq!(untitled.keep(b"%PDF-", "pdf").unwrap().unwrap(), original);
        let beside = Originals::of(Some(&notebook), Some(&data));
        assert_eq!(beside.read(&original).unwrap(), b"%PDF-");
        assert_eq!(beside.copy_to(&other, [&original].into_iter()), Vec::<String>::new());
        assert!(originals_folder(&other).join(original.file_name()).exists());
        std::fs::write(originals_folder(&other).join(original.file_name()), "other").unwrap();
        assert!(Originals::of(Some(&other), None).read(&original).unwrap_err().contains("has changed since"));
        let gone = Original { hash: "00".into(), ending: "pdf".into() };
        assert!(beside.read(&gone).unwrap_err().contains("missing"));
        assert_eq!(Originals::default().keep(b"x", "pdf").unwrap(), None);
    }
}
