//! Writing a file so that at every instant either the old or the new version is there, whole.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// What becomes of the version that is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// It is kept beside the file as `.bak`.
    Backup,
    /// It goes.
    Nothing,
}

/// Where the version before the last save of a file is kept: its name with `.bak` behind it.
pub fn backup_path(path: &Path) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(".bak");
    path.with_file_name(name)
}

/// Temp file in the same folder, fsync, the old version to `.bak`, rename, fsync of the folder.
///
/// A symbolic link stays one: what it points to is replaced. Permissions of the old version are kept.
pub fn write_atomically(path: &Path, bytes: &[u8], keep: Keep) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if target.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut temp = tempfile::Builder::new().prefix(".claimbook-").suffix(".tmp").tempfile_in(folder)?;
    temp.write_all(bytes)?;
    let old = fs::metadata(&target).ok();
    match &old {
        Some(old) => temp.as_file().set_permissions(old.permissions())?,
        None => readable_by_others(temp.as_file())?,
    }
    temp.as_file().sync_all()?;
    if keep == Keep::Backup && old.is_some() {
        keep_backup(&target, folder)?;
    }
    temp.persist(&target).map_err(|error| error.error)?;
    if let Err(error) = sync_folder(folder) {
        // The new version is in place; some network file systems cannot say more.
        log::warn!("{} was saved, but its folder could not be synced: {error}", target.display());
    }
    Ok(())
}

/// Temp files are private; a new notebook should be as readable as any file that the person makes.
#[cfg(unix)]
fn readable_by_others(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_others(_file: &File) -> io::Result<()> {
    Ok(())
}

/// The backup is a second name of the old bytes, made before the first name moves on, so neither is ever missing.
fn keep_backup(target: &Path, folder: &Path) -> io::Result<()> {
    let spare = tempfile::Builder::new().prefix(".claimbook-").suffix(".bak").tempfile_in(folder)?.into_temp_path();
    fs::remove_file(&spare)?;
    if fs::hard_link(target, &spare).is_err() {
        // Not every file system has hard links.
        fs::copy(target, &spare)?;
        File::open(&spare)?.sync_all()?;
    }
    spare.persist(backup_path(target)).map_err(|error| error.error)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Other systems do not let a folder be opened as a file; there the rename itself is durable.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_before_is_kept_and_no_scrap_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        for text in ["one", "two", "three"] {
            write_atomically(&path, text.as_bytes(), Keep::Backup).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "three");
        assert_eq!(fs::read_to_string(backup_path(&path)).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = write_atomically(&folder.path().join("gone/a.ron"), b"x", Keep::Nothing).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        assert!(write_atomically(folder.path(), b"x", Keep::Backup).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_are_kept() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.ron"), folder.path().join("link.ron"));
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        write_atomically(&link, b"two", Keep::Backup).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
