//! Opens every file that this program reads, creates or changes. No other module opens files.
//!
//! A name in a folder that others can write to may refer to anything: a link to another file, a pipe that nobody ever writes
//! to, a device. So nothing here follows a link at the end of a path (callers who want that resolve the path with [`follow`]
//! first), nothing waits for the other end of a pipe, and what was opened is checked through its descriptor: only ordinary
//! files are returned. The one exception is [`Stream`], for output that a person sends to a device or a pipe on purpose.

use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The owner of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// The user id.
    pub user: u32,
    /// The group id.
    pub group: u32,
}

/// The type of the file at a path. Links are not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// An ordinary file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A pipe between programs.
    Pipe,
    /// A character device.
    Device,
    /// A block device, a socket or a type that only this system has.
    Other,
}

impl Sort {
    pub(super) fn of(kind: FileType) -> Self {
        if kind.is_file() {
            return Self::File;
        } else if kind.is_dir() {
            return Self::Folder;
        } else if kind.is_symlink() {
            return Self::Link;
        }
        special(kind)
    }

    /// Its name in a sentence, after “it is”.
    pub(super) fn named(self) -> &'static str {
        match self {
            Self::File => "a regular file",
            Self::Folder => "a folder",
            Self::Link => "a symbolic link",
            Self::Pipe => "a pipe",
            Self::Device => "a device",
            Self::Other => "a disk, a socket or the like",
        }
    }

    /// The error for reading or writing this as an ordinary file.
    pub(super) fn refused(self) -> io::Error {
        match self {
            Self::Folder => io::ErrorKind::IsADirectory.into(),
            other => io::Error::new(io::ErrorKind::InvalidInput, format!("it is {}, not a regular file", other.named())),
        }
    }
}

#[cfg(unix)]
fn special(kind: FileType) -> Sort {
    use std::os::unix::fs::FileTypeExt as _;
    if kind.is_fifo() {
        Sort::Pipe
    } else if kind.is_char_device() {
        Sort::Device
    } else {
        Sort::Other
    }
}

#[cfg(not(unix))]
fn special(_kind: FileType) -> Sort {
    Sort::Other
}

/// Resolves a path, with links followed. If the file does not exist, its folder is resolved. A broken link is an error.
pub(super) fn follow(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(path).or_else(|error| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        match (path.file_name(), path.symlink_metadata()) {
            (Some(name), Err(missing)) if missing.kind() == io::ErrorKind::NotFound => Ok(fs::canonicalize(folder)?.join(name)),
            _ => Err(error),
        }
    })
}

/// The metadata of a path. Links are not followed.
pub(super) fn look(path: &Path) -> io::Result<Metadata> {
    fs::symlink_metadata(path)
}

/// Opens an ordinary file for reading.
pub(super) fn open_to_read(path: &Path) -> io::Result<File> {
    open(path, OpenOptions::new().read(true))
}

/// Opens an existing ordinary file for appending and reading.
pub(super) fn open_to_append(path: &Path) -> io::Result<File> {
    open(path, OpenOptions::new().read(true).append(true))
}

/// Opens an existing ordinary file for reading and writing.
pub(super) fn open_to_update(path: &Path) -> io::Result<File> {
    open(path, OpenOptions::new().read(true).write(true))
}

/// Creates a file, for this account alone or with the default permissions; an error if the name is in use, even by a link to
/// nothing.
pub(super) fn create_new(path: &Path, private: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    if private {
        only_for_this_account(&mut options);
    }
    careful(&mut options).open(path)
}

/// Opens a file for appending, and creates it for this account alone if it does not exist.
pub(super) fn append_or_create(path: &Path) -> io::Result<File> {
    match open_to_append(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => create_new(path, true),
        other => other,
    }
}

/// Checks that a path is free or an ordinary file, because nothing else is ever replaced.
pub(super) fn may_be_replaced(path: &Path) -> io::Result<()> {
    match look(path) {
        Ok(found) if found.is_file() => Ok(()),
        Ok(found) => Err(Sort::of(found.file_type()).refused()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn open(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    let file = careful(options).open(path).map_err(|error| match look(path).map(|found| Sort::of(found.file_type())) {
        // The system's own messages for these (“too many levels of symbolic links”) are hard to understand.
        Ok(Sort::File) | Err(_) => error,
        Ok(other) => other.refused(),
    })?;
    let found = Sort::of(file.metadata()?.file_type());
    if found == Sort::File { Ok(file) } else { Err(found.refused()) }
}

/// Sets the flags so that opening neither follows a link nor waits for the other end of a pipe.
#[cfg(unix)]
fn careful(options: &mut OpenOptions) -> &mut OpenOptions {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt as _;
    options.custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed())
}

#[cfg(not(unix))]
fn careful(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn only_for_this_account(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

/// On other systems a file has the permissions of its folder.
#[cfg(not(unix))]
fn only_for_this_account(_options: &mut OpenOptions) {}

/// The identity of a file, equal for all its names: device and inode number.
#[cfg(unix)]
pub(super) fn identity(found: &Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    Some((found.dev(), found.ino()))
}

#[cfg(not(unix))]
pub(super) fn identity(_found: &Metadata) -> Option<(u64, u64)> {
    None
}

/// The owner of a file.
#[cfg(unix)]
pub(super) fn owner(found: &Metadata) -> Option<Owner> {
    use std::os::unix::fs::MetadataExt as _;
    Some(Owner { user: found.uid(), group: found.gid() })
}

#[cfg(not(unix))]
pub(super) fn owner(_found: &Metadata) -> Option<Owner> {
    None
}

/// Changes the account and group of a file, or only the group if this account may not give files away.
#[cfg(unix)]
pub(super) fn give(file: &File, owner: Owner) -> io::Result<()> {
    let (user, group) = (rustix::fs::Uid::from_raw(owner.user), rustix::fs::Gid::from_raw(owner.group));
    rustix::fs::fchown(file, Some(user), Some(group)).or_else(|_| rustix::fs::fchown(file, None, Some(group)))?;
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn give(_file: &File, _owner: Owner) -> io::Result<()> {
    Ok(())
}

/// Removes from permissions what the group may do but others may not.
#[cfg(unix)]
pub(super) fn without_group(permissions: &fs::Permissions) -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = permissions.mode();
    fs::Permissions::from_mode(mode & !0o070 | (mode & 0o007) << 3)
}

#[cfg(not(unix))]
pub(super) fn without_group(permissions: &fs::Permissions) -> fs::Permissions {
    permissions.clone()
}

/// Lets everybody who may write one file write another too, if this account may grant that.
#[cfg(unix)]
pub(super) fn share_like(file: &File, model: &Path) {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    let Ok(found) = look(model) else { return };
    let group = rustix::fs::Gid::from_raw(found.gid());
    let shared = rustix::fs::fchown(file, None, Some(group)).map_err(io::Error::from);
    let mode = fs::Permissions::from_mode(found.mode() & 0o666 | 0o600);
    if let Err(error) = shared.and_then(|()| file.set_permissions(mode)) {
        log::info!("what stands beside {} is not shared like it: {error}", model.display());
    }
}

#[cfg(not(unix))]
pub(super) fn share_like(_file: &File, _model: &Path) {}

/// Whether a file has another name (a hard link).
#[cfg(unix)]
pub(super) fn has_second_name(file: &File) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    file.metadata().is_ok_and(|found| found.nlink() > 1)
}

#[cfg(not(unix))]
pub(super) fn has_second_name(_file: &File) -> bool {
    false
}

/// Whether a path refers to a device or a pipe, links followed.
pub(super) fn is_stream(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| matches!(Sort::of(found.file_type()), Sort::Pipe | Sort::Device))
}

/// A device or a pipe that a person has named for output.
#[derive(Debug)]
pub(super) struct Stream(File);

impl Stream {
    /// Opens the device or pipe at a path, links followed; `None` if it is anything else or does not exist.
    #[cfg(unix)]
    pub(super) fn at(path: &Path) -> io::Result<Option<Self>> {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        if !is_stream(path) {
            return Ok(None);
        }
        let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed();
        let file = OpenOptions::new().write(true).custom_flags(flags).open(path).map_err(|error| {
            // Only a pipe returns this error.
            if error.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error()) {
                io::Error::other("nobody reads from this pipe")
            } else {
                error
            }
        })?;
        // Only opening must not wait; writing may, because the reader may be slow.
        let flags = rustix::fs::fcntl_getfl(&file)?;
        rustix::fs::fcntl_setfl(&file, flags & !OFlags::NONBLOCK)?;
        Ok(Some(Self(file)))
    }

    #[cfg(not(unix))]
    pub(super) fn at(_path: &Path) -> io::Result<Option<Self>> {
        Ok(None)
    }

    pub(super) fn write_all(mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)?;
        self.0.flush()
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn make_pipe(path: &Path) {
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    }

    fn pipe(folder: &Path) -> PathBuf {
        let path = folder.join("pipe");
        make_pipe(&path);
        path
    }

    #[test]
    fn links_pipes_devices_and_folders_are_refused_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("target");
        fs::write(&target, "kept").unwrap();
        let (link, nowhere) = (folder.path().join("link"), folder.path().join("nowhere"));
        symlink(&target, &link).unwrap();
        symlink(folder.path().join("gone"), &nowhere).unwrap();
        for path in [&link, &nowhere, &pipe(folder.path()), Path::new("/dev/null"), folder.path()] {
            let is_new_refused = create_new(path, true).is_err();
            assert!(open_to_read(path).is_err() && open_to_append(path).is_err() && is_new_refused, "{}", path.display());
            assert!(open_to_update(path).is_err() && may_be_replaced(path).is_err(), "{}", path.display());
        }
        assert_eq!(fs::read_to_string(&target).unwrap(), "kept");
        assert_eq!(open_to_read(&link).unwrap_err().to_string(), "it is a symbolic link, not a regular file");
        assert!(open_to_read(&target).is_ok());
    }

    #[test]
    fn a_path_is_followed_as_far_as_it_leads() {
        let folder = tempfile::tempdir().unwrap();
        let real = fs::canonicalize(folder.path()).unwrap();
        fs::create_dir(real.join("deep")).unwrap();
        symlink(real.join("deep"), real.join("way")).unwrap();
        assert_eq!(follow(&real.join("way/new.ron")).unwrap(), real.join("deep/new.ron"));
        symlink(real.join("gone"), real.join("nowhere")).unwrap();
        assert!(follow(&real.join("nowhere")).is_err());
    }

    #[test]
    fn what_is_written_to_a_pipe_or_a_device_goes_into_it() {
        assert!(Stream::at(Path::new("/dev/null")).unwrap().unwrap().write_all(b"x").is_ok());
        let folder = tempfile::tempdir().unwrap();
        let path = pipe(folder.path());
        assert_eq!(Stream::at(&path).unwrap_err().to_string(), "nobody reads from this pipe");
        let reader = std::thread::spawn({
            let path = path.clone();
            move || fs::read(path).unwrap()
        });
        let stream = std::iter::repeat_with(|| Stream::at(&path)).find_map(Result::ok).unwrap().unwrap();
        // More than a pipe holds.
        stream.write_all(&vec![7; 1 << 20]).unwrap();
        assert_eq!(reader.join().unwrap().len(), 1 << 20);
    }
}
