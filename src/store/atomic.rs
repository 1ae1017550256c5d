//! Writes a file so that at every instant either the old or the new version is there, complete.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};

use super::FileHash;
use super::disk::{Disk, DiskFile, Stat};
use super::gate::{self, Sort};
use crate::notebook::counted;

/// What to do with the version that is replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// It is kept beside the file as `.bak`.
    Backup,
    /// It is damaged: it is kept beside the file as `.damaged`, and `.bak` stays the last good one.
    Damaged,
    /// It is not kept.
    Nothing,
    /// It is not kept; only this account can read the new one, even if there was none before.
    NothingPrivate,
    /// There is none; if another program creates one meanwhile, that one stays and the write fails.
    New,
}

/// Notes for the person about a write that succeeded, in sentences.
pub type Notes = Vec<String>;

/// The maximum length of a file name in bytes on common file systems.
const LONGEST_NAME: usize = 255;
/// The maximum number of bytes appended to names: the random part and the ending of a scrap file.
const LONGEST_ENDING: usize = 30;

/// The path of the backup, the version before the last save: the path with `.bak` appended.
pub fn backup_path(path: &Path) -> PathBuf {
    beside(path, ".bak")
}

/// The path with an ending appended to its name. A name that becomes too long is shortened, always in the same way.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default();
    let mut made = OsString::from(&*short_enough(name));
    made.push(ending);
    path.with_file_name(made)
}

/// A name short enough for an ending: if it is too long, its beginning and part of its hash.
fn short_enough(name: &OsStr) -> Cow<'_, OsStr> {
    let most = LONGEST_NAME - LONGEST_ENDING;
    if name.len() <= most {
        return Cow::Borrowed(name);
    }
    let text = name.to_string_lossy();
    let hash = &FileHash::of(name.as_encoded_bytes()).to_string()[..8];
    let kept = text.floor_char_boundary(most - hash.len() - 1);
    Cow::Owned(format!("{}~{hash}", &text[..kept]).into())
}

/// The folder of a path.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The path that a path refers to, with links followed; the path itself if it cannot be resolved.
pub(super) fn target_of(disk: &dyn Disk, path: &Path) -> PathBuf {
    disk.resolve(path).unwrap_or_else(|_| path.to_owned())
}

const SCRAP: &str = ".claimbook-tmp";

/// A name for a temporary file, whose ending identifies it as a scrap if the program dies.
pub(super) fn scrap_path(target: &Path) -> io::Result<PathBuf> {
    let number = getrandom::u32().map_err(|error| io::Error::other(error.to_string()))?;
    let mut name = scrap_begin(target);
    name.push(format!("{number:08x}{SCRAP}"));
    Ok(target.with_file_name(name))
}

fn scrap_begin(target: &Path) -> OsString {
    let mut name = OsString::from(".");
    name.push(short_enough(target.file_name().unwrap_or_default()));
    name.push(".");
    name
}

/// Removes the scraps that interrupted writes of this file left behind. Only for the holder of its lock.
pub(super) fn sweep_scraps(target: &Path) {
    let begin = scrap_begin(target).to_string_lossy().into_owned();
    let Ok(entries) = std::fs::read_dir(folder_of(target)) else { return };
    let is_scrap = |found: &str| found.strip_prefix(&begin).is_some_and(|rest| rest.ends_with(SCRAP));
    for entry in entries.flatten().filter(|entry| is_scrap(&entry.file_name().to_string_lossy())) {
        std::fs::remove_file(entry.path()).ok();
    }
}

/// Writes a temporary file in the same folder, syncs it, keeps the old version as `keep` says, renames, and syncs the folder.
///
/// A path that a person chose must be resolved before; a symbolic link is an error here. Owner and permissions of the old
/// version are kept. `before_rename` runs when the new version is completely on disk under its temporary name; if it fails,
/// nothing is replaced. Only ordinary files are replaced. The notes say what else changed.
pub fn write_atomically(
    disk: &dyn Disk,
    target: &Path,
    bytes: &[u8],
    keep: Keep,
    before_rename: &mut dyn FnMut() -> io::Result<()>,
) -> io::Result<Notes> {
    let mut notes = Notes::new();
    let old = match disk.stat(target) {
        Ok(old) if old.sort == Sort::File => Some(old),
        Ok(old) => return Err(old.sort.refused()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    // A read-only file is not replaced, although the permissions of its folder would allow it.
    if old.as_ref().is_some_and(|old| old.permissions.readonly()) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    // After an interrupted save, the file's own backup is a second name of it.
    let is_backup = |kept: Stat| old.as_ref().is_some_and(|old| old.identity.is_some() && old.identity == kept.identity);
    let own_names = 1 + u64::from(disk.stat(&backup_path(target)).is_ok_and(is_backup));
    let scrap = scrap_path(target)?;
    let done = write_scrap(disk, &scrap, bytes, old.as_ref(), keep == Keep::NothingPrivate, &mut notes)
        .and_then(|()| if old.is_some() { keep_old(disk, target, keep, &mut notes) } else { Ok(()) })
        .and_then(|()| before_rename())
        .and_then(|()| match keep {
            Keep::New => disk.rename_to_new(&scrap, target),
            _ => disk.rename(&scrap, target),
        });
    if let Err(error) = done {
        disk.remove(&scrap).ok();
        return Err(error);
    }
    if let Some(old) = old.filter(|old| old.names > own_names) {
        let others = counted(usize::try_from(old.names - own_names).unwrap_or(usize::MAX), "other name");
        notes.push(format!("{} had {others} (hard links), which still lead to the previous version", target.display()));
    }
    if let Err(error) = disk.sync_folder(folder_of(target)) {
        // The new version is in place; some network file systems do not support this sync.
        log::warn!("{} was saved, but its folder could not be synced: {error}", target.display());
    }
    Ok(notes)
}

fn write_scrap(
    disk: &dyn Disk,
    scrap: &Path,
    bytes: &[u8],
    old: Option<&Stat>,
    private: bool,
    notes: &mut Notes,
) -> io::Result<()> {
    // Nobody else can read it until it has the permissions of the file that it replaces.
    let mut file = disk.create(scrap, private || old.is_some())?;
    // In parts, so that a full disk is reported early and a signal is handled between two parts.
    for part in bytes.chunks(8 << 20) {
        file.write_all(part)?;
    }
    if let Some(old) = old.filter(|_| !private) {
        share(file.as_mut(), scrap, old, notes);
    }
    file.sync()
}

/// Gives a new version the account, group and permissions of the one that it replaces, so that the same people can read it.
fn share(file: &mut dyn DiskFile, scrap: &Path, old: &Stat, notes: &mut Notes) {
    let mut permissions = old.permissions.clone();
    if let Some(Err(error)) = old.owner.map(|owner| file.set_owner(owner)) {
        // The permissions of one group must not go to another.
        permissions = gate::without_group(&permissions);
        if permissions != old.permissions {
            notes.push(format!(
                "the file now belongs to another group, because this account may not assign it to the previous one ({error}); those who \
                 could read or change it as members of its old group may not be able to now"
            ));
        }
    }
    if let Err(error) = file.set_permissions(permissions) {
        // Some file systems have no permissions.
        log::warn!("{} could not be given the permissions of the file before: {error}", scrap.display());
    }
}

/// Gives the old version a second name before its first name is replaced, so that neither is ever missing.
fn keep_old(disk: &dyn Disk, target: &Path, keep: Keep, notes: &mut Notes) -> io::Result<()> {
    let kept = match keep {
        Keep::Backup => chosen_backup(disk, target, notes),
        Keep::Damaged => free_path(disk, &beside(target, ".damaged")),
        Keep::Nothing | Keep::NothingPrivate | Keep::New => return Ok(()),
    };
    let scrap = scrap_path(target)?;
    // Not every file system has hard links.
    let second = disk.link(target, &scrap).or_else(|_| disk.copy(target, &scrap));
    let done = second.and_then(|()| disk.rename(&scrap, &kept));
    // Also after success: renaming one name of a file to another name of the same file leaves both.
    disk.remove(&scrap).ok();
    done
}

/// The path for the previous version; if a folder or a link has that name, a free name beside it.
fn chosen_backup(disk: &dyn Disk, target: &Path, notes: &mut Notes) -> PathBuf {
    let usual = backup_path(target);
    let Ok(Stat { sort, .. }) = disk.stat(&usual) else { return usual };
    if sort == Sort::File {
        return usual;
    }
    let other = free_path(disk, &usual);
    notes.push(format!("the previous version is kept as {}, because {} is {}", other.display(), usual.display(), sort.named()));
    other
}

/// The path, or one with a number appended if the path is in use.
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
        write_atomically(&RealDisk, &target_of(&RealDisk, path), bytes, keep, &mut || Ok(())).map(drop)
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

    #[test]
    fn names_as_long_as_a_disk_allows_can_be_saved_kept_and_swept() {
        let folder = tempfile::tempdir().unwrap();
        for name in [format!("{}.ron", "n".repeat(251)), format!("{}.ron", "数".repeat(83)), format!("{}.ron", "n".repeat(228))]
        {
            let path = folder.path().join(&name);
            write(&path, b"one", Keep::Backup).unwrap();
            write(&path, b"two", Keep::Backup).unwrap();
            assert_eq!(fs::read_to_string(backup_path(&path)).unwrap(), "one");
            fs::write(scrap_path(&path).unwrap(), "left").unwrap();
            sweep_scraps(&path);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 6);
        let (a, b) = (format!("{}a", "n".repeat(250)), format!("{}b", "n".repeat(250)));
        assert_ne!(backup_path(Path::new(&a)), backup_path(Path::new(&b)));
    }

    #[cfg(unix)]
    #[test]
    fn only_ordinary_files_are_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        std::os::unix::fs::symlink(folder.path().join("gone"), &path).unwrap();
        assert!(write(&path, b"x", Keep::Backup).unwrap_err().to_string().contains("symbolic link"));
        assert!(write(Path::new("/dev/null"), b"x", Keep::Nothing).is_err());
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }

    #[test]
    fn a_backup_that_is_a_folder_is_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        write(&path, b"one", Keep::Backup).unwrap();
        fs::create_dir(backup_path(&path)).unwrap();
        let notes = write_atomically(&RealDisk, &path, b"two", Keep::Backup, &mut || Ok(())).unwrap();
        assert!(notes[0].contains("a.ron.bak.2"), "{notes:?}");
        assert_eq!(fs::read_to_string(folder.path().join("a.ron.bak.2")).unwrap(), "one");
    }

    #[test]
    fn what_came_in_the_meantime_stays_where_nothing_was_expected() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        let came = write_atomically(&RealDisk, &path, b"ours", Keep::New, &mut || fs::write(&path, "theirs"));
        assert_eq!(came.unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "theirs");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn other_names_of_a_file_are_told_of() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("a.ron"), folder.path().join("b.ron"));
        fs::write(&path, "one").unwrap();
        fs::hard_link(&path, &other).unwrap();
        let notes = write_atomically(&RealDisk, &path, b"two", Keep::Backup, &mut || Ok(())).unwrap();
        assert!(notes[0].contains("1 other name"), "{notes:?}");
        assert_eq!(fs::read_to_string(&other).unwrap(), "one");
        // The backup of a file does not count as another name of the new one.
        assert!(write_atomically(&RealDisk, &path, b"three", Keep::Backup, &mut || Ok(())).unwrap().is_empty());
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
        let mode = |mode| gate::without_group(&fs::Permissions::from_mode(mode)).mode();
        assert_eq!([mode(0o660), mode(0o664), mode(0o640), mode(0o2775)], [0o600, 0o644, 0o600, 0o2755]);
    }

    #[test]
    fn a_backup_that_is_a_second_name_of_the_file_is_none_to_speak_of() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        fs::write(&path, "one").unwrap();
        fs::hard_link(&path, backup_path(&path)).unwrap();
        let notes = write_atomically(&RealDisk, &path, b"two", Keep::Backup, &mut || Ok(())).unwrap();
        assert_eq!(notes, Notes::new());
        assert_eq!(fs::read_to_string(backup_path(&path)).unwrap(), "one");
    }

    /// A file that an administrator saves still belongs to its account. Only an administrator can run this in full.
    #[cfg(unix)]
    #[test]
    fn a_file_stays_whose_it_was() {
        use std::os::unix::fs::{MetadataExt as _, chown};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        fs::write(&path, "one").unwrap();
        let given = chown(&path, Some(1234), Some(4321)).is_ok();
        let before = fs::metadata(&path).unwrap();
        write(&path, b"two", Keep::Backup).unwrap();
        let after = fs::metadata(&path).unwrap();
        assert_eq!((after.uid(), after.gid(), after.mode()), (before.uid(), before.gid(), before.mode()));
        assert_eq!(given, after.uid() == 1234);
    }
}
