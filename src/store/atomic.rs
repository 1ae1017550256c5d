//! Writing a file so that at every instant either the old or the new version is there, whole.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::Disk;

/// What becomes of the version that is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// It is kept beside the file as `.bak`.
    Backup,
    /// It is damaged: it is kept beside the file as `.damaged`, and `.bak` stays the last good one.
    Damaged,
    /// It goes.
    Nothing,
    /// It goes; the new one is for this account alone, also where there was none.
    NothingPrivate,
}

/// Where the version before the last save of a file is kept: its name with `.bak` behind it.
pub fn backup_path(path: &Path) -> PathBuf {
    beside(path, ".bak")
}

/// The path with something behind its name.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(ending);
    path.with_file_name(name)
}

/// The folder that a path stands in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Where a path leads; a path that leads nowhere yet leads to itself.
pub(super) fn target_of(disk: &dyn Disk, path: &Path) -> PathBuf {
    disk.resolve(path).unwrap_or_else(|_| path.to_owned())
}

const SCRAP: &str = ".claimbook-tmp";

/// A name for a file that is being written, known by its ending as a scrap if the program dies.
pub(super) fn scrap_path(target: &Path) -> io::Result<PathBuf> {
    let number = getrandom::u32().map_err(|error| io::Error::other(error.to_string()))?;
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{number:08x}{SCRAP}"));
    Ok(target.with_file_name(name))
}

/// Takes away what writes of this file left behind when the program died in the middle. For the holder of its lock only.
pub(super) fn sweep_scraps(target: &Path) {
    let Some(name) = target.file_name().map(|name| name.to_string_lossy().into_owned()) else { return };
    let Ok(entries) = std::fs::read_dir(folder_of(target)) else { return };
    let is_scrap = |found: &str| found.strip_prefix(&format!(".{name}.")).is_some_and(|rest| rest.ends_with(SCRAP));
    for entry in entries.flatten().filter(|entry| is_scrap(&entry.file_name().to_string_lossy())) {
        std::fs::remove_file(entry.path()).ok();
    }
}

/// Temp file in the same folder, fsync, the old version to `.bak`, rename, fsync of the folder.
///
/// A symbolic link stays one: what it points to is replaced. Permissions of the old version are kept. `before_rename` runs
/// when the new version is on disk whole, under its temporary name; where it fails, nothing is replaced.
pub fn write_atomically(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    keep: Keep,
    before_rename: &mut dyn FnMut() -> io::Result<()>,
) -> io::Result<()> {
    let target = target_of(disk, path);
    let old = match disk.stat(&target) {
        Ok(old) if old.is_dir => return Err(io::ErrorKind::IsADirectory.into()),
        Ok(old) => Some(old),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    // A file that may not be written is not replaced through the back door of its folder.
    if old.as_ref().is_some_and(|old| old.permissions.readonly()) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let scrap = scrap_path(&target)?;
    let done = write_scrap(disk, &scrap, bytes, old.as_ref(), keep == Keep::NothingPrivate)
        .and_then(|()| if old.is_some() { keep_old(disk, &target, keep) } else { Ok(()) })
        .and_then(|()| before_rename())
        .and_then(|()| disk.rename(&scrap, &target));
    if let Err(error) = done {
        disk.remove(&scrap).ok();
        return Err(error);
    }
    if let Err(error) = disk.sync_folder(folder_of(&target)) {
        // The new version is in place; some network file systems cannot say more.
        log::warn!("{} was saved, but its folder could not be synced: {error}", target.display());
    }
    Ok(())
}

fn write_scrap(disk: &dyn Disk, scrap: &Path, bytes: &[u8], old: Option<&super::disk::Stat>, private: bool) -> io::Result<()> {
    // Nobody else reads it before it has the permissions of what it replaces.
    let mut file = disk.create(scrap, private || old.is_some())?;
    // In parts: a disk that fills up says so early, and a signal between two of them is served.
    for part in bytes.chunks(8 << 20) {
        file.write_all(part)?;
    }
    if let Some(old) = old.filter(|_| !private)
        && let Err(error) = file.set_permissions(old.permissions.clone())
    {
        // Some file systems have none to set.
        log::warn!("{} could not be given the permissions of the file before: {error}", scrap.display());
    }
    file.sync()
}

/// The old version gets a second name before the first name moves on, so neither is ever missing.
fn keep_old(disk: &dyn Disk, target: &Path, keep: Keep) -> io::Result<()> {
    let kept = match keep {
        Keep::Backup => backup_path(target),
        Keep::Damaged => free_path(disk, &beside(target, ".damaged")),
        Keep::Nothing | Keep::NothingPrivate => return Ok(()),
    };
    let scrap = scrap_path(target)?;
    // Not every file system has hard links.
    let second = disk.link(target, &scrap).or_else(|_| disk.copy(target, &scrap));
    let done = second.and_then(|()| disk.rename(&scrap, &kept));
    // Also where it worked: of two names of one file, renaming one to the other leaves both.
    disk.remove(&scrap).ok();
    done
}

/// The path, or one with a number behind it where there is something already.
pub(super) fn free_path(disk: &dyn Disk, path: &Path) -> PathBuf {
    let numbered = (2..1000).map(|number| beside(path, &format!(".{number}")));
    std::iter::once(path.to_owned()).chain(numbered).find(|path| disk.stat(path).is_err()).unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::store::disk::RealDisk;

    fn write(path: &Path, bytes: &[u8], keep: Keep) -> io::Result<()> {
        write_atomically(&RealDisk, path, bytes, keep, &mut || Ok(()))
    }

    #[test]
    fn the_version_before_is_kept_and_no_scrap_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        for text in ["one", "two", "three"] {
            write(&path, text.as_bytes(), Keep::Backup).unwrap();
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), "three");
        assert_eq!(fs::read_to_string(backup_path(&path)).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_damaged_version_is_kept_aside_and_the_backup_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        for (text, keep) in [("one", Keep::Backup), ("bad", Keep::Backup), ("two", Keep::Damaged), ("three", Keep::Damaged)] {
            write(&path, text.as_bytes(), keep).unwrap();
        }
        let text = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!((text("a.ron"), text("a.ron.bak")), ("three".into(), "one".into()));
        assert_eq!((text("a.ron.damaged"), text("a.ron.damaged.2")), ("bad".into(), "two".into()));
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = write(&folder.path().join("gone/a.ron"), b"x", Keep::Nothing).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        assert!(write(folder.path(), b"x", Keep::Backup).is_err());
    }

    #[test]
    fn scraps_of_a_program_that_died_are_swept_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        for name in ["a.ron", ".a.ron.00000001.claimbook-tmp", ".b.ron.00000001.claimbook-tmp", ".a.ron.swp"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        sweep_scraps(&path);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
        assert!(!folder.path().join(".a.ron.00000001.claimbook-tmp").exists());
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
        write(&link, b"two", Keep::Backup).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
        assert_eq!(write(&path, b"three", Keep::Backup).unwrap_err().kind(), io::ErrorKind::PermissionDenied);
    }
}
