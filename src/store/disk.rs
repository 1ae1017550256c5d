//! The file system operations that this room needs, as a trait, so that tests can make each of them fail.
//!
//! Everything that must not be lost goes through a [`Disk`]. [`RealDisk`] is the machine's; it opens files through the
//! [`gate`], so only [`Disk::resolve`] follows links.

use std::fmt::Debug;
use std::fs::{self, File, Permissions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::gate::{self, Owner, Sort};

/// A file open for writing.
pub trait DiskFile: Send + Debug {
    /// Appends all bytes.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Waits until everything written is on the disk.
    fn sync(&mut self) -> io::Result<()>;
    /// A second handle of the same file, so that another thread can wait for the disk while this one continues to write.
    fn another(&self) -> io::Result<Box<dyn DiskFile>>;
    /// Sets who may read and write it.
    fn set_permissions(&mut self, permissions: Permissions) -> io::Result<()>;
    /// Changes its account and group, or only the group if this account may not give files away.
    fn set_owner(&mut self, owner: Owner) -> io::Result<()>;
    /// Reads all its bytes, even if it no longer has a name.
    fn read_all(&mut self) -> io::Result<Vec<u8>>;
    /// Truncates it to a length in bytes.
    fn set_len(&mut self, length: u64) -> io::Result<()>;
}

/// The metadata of a path.
#[derive(Debug, Clone)]
pub struct Stat {
    /// The type of file. Links are not followed.
    pub sort: Sort,
    /// The number of its names (hard links).
    pub names: u64,
    /// The identity of the file, equal for all its names: device and inode number. `None` if the platform does not report it.
    pub identity: Option<(u64, u64)>,
    /// Length in bytes.
    pub length: u64,
    /// The time of the last change.
    pub modified: Option<std::time::SystemTime>,
    /// The permissions to read and write it.
    pub permissions: Permissions,
    /// The owner, if the platform reports it by number.
    pub owner: Option<Owner>,
}

/// A file system.
pub trait Disk: Send + Sync + Debug {
    /// The path that a path refers to, with links followed. The file itself need not exist.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;
    /// The metadata of a path. Links are not followed.
    fn stat(&self, path: &Path) -> io::Result<Stat>;
    /// Reads all bytes of a file; an error of kind `FileTooLarge` if there are more than `limit`.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;
    /// Creates a file, for this account alone or with the default permissions; an error if the name is in use.
    fn create(&self, path: &Path, private: bool) -> io::Result<Box<dyn DiskFile>>;
    /// Opens an existing file to append to it.
    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Gives a file a second name (a hard link).
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Copies a file to a new name and waits for the disk; an error if the name is in use.
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Renames a file, replacing an ordinary file of the new name; an error if the new name is anything else.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Renames a file; an error if the new name is in use.
    fn rename_to_new(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Waits until the names in a folder are on the disk.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The machine's file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

/// The machine's file system, shared.
pub fn real_disk() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}

#[derive(Debug)]
struct RealFile(File);

impl DiskFile for RealFile {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }

    fn another(&self) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(Self(self.0.try_clone()?)))
    }

    fn set_permissions(&mut self, permissions: Permissions) -> io::Result<()> {
        self.0.set_permissions(permissions)
    }

    fn set_owner(&mut self, owner: Owner) -> io::Result<()> {
        gate::give(&self.0, owner)
    }

    fn read_all(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.0.rewind()?;
        self.0.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn set_len(&mut self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }
}

impl Disk for RealDisk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        gate::follow(path)
    }

    fn stat(&self, path: &Path) -> io::Result<Stat> {
        let found = gate::look(path)?;
        let modified = found.modified().ok();
        let sort = Sort::of(found.file_type());
        let owner = gate::owner(&found);
        let identity = gate::identity(&found);
        Ok(Stat { sort, names: names(&found), identity, length: found.len(), modified, permissions: found.permissions(), owner })
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        gate::open_to_read(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(too_large(limit));
        }
        Ok(bytes)
    }

    fn create(&self, path: &Path, private: bool) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(RealFile(gate::create_new(path, private)?)))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(RealFile(gate::open_to_append(path)?)))
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut source = gate::open_to_read(from)?;
        let mut copy = gate::create_new(to, true)?;
        let done = io::copy(&mut source, &mut copy).and_then(|_| copy.set_permissions(source.metadata()?.permissions()));
        done.and_then(|()| copy.sync_all()).inspect_err(|_| drop(fs::remove_file(to)))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        gate::may_be_replaced(to)?;
        fs::rename(from, to)
    }

    fn rename_to_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        match fs::hard_link(from, to) {
            Ok(()) => fs::remove_file(from),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            // Not every file system has hard links; without them, another program can still create `to` between this check and
            // the rename.
            Err(_) if gate::look(to).is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => fs::rename(from, to),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    #[cfg(unix)]
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    /// Other systems cannot open a folder as a file; there the rename itself is durable.
    #[cfg(not(unix))]
    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(unix)]
fn names(found: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(found)
}

#[cfg(not(unix))]
fn names(_found: &fs::Metadata) -> u64 {
    1
}
/// The error for a file of more bytes than are read or written of its kind.
pub fn too_large(limit: u64) -> io::Error {
    let limit = match limit {
        limit if limit >= 1 << 30 => format!("{} GiB", limit >> 30),
        limit => format!("{} MB", limit / 1_000_000),
    };
    io::Error::new(io::ErrorKind::FileTooLarge, format!("it is larger than {limit}, the most that Claimbook reads"))
}
