//! The few things that this room asks of a file system, as a trait: tests make each of them fail in turn.
//!
//! Everything that has to survive goes through a [`Disk`]. [`RealDisk`] is the machine's; it opens files through the
//! [`gate`], so no path is followed through a link but by [`Disk::resolve`].

use std::fmt::Debug;
use std::fs::{self, File, Permissions};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::gate::{self, Sort};

/// A file that is being written.
pub trait DiskFile: Send + Debug {
    /// Writes all bytes at the end.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Waits until all that was written is on the disk.
    fn sync(&mut self) -> io::Result<()>;
    /// The same file again: to wait for the disk on another thread while this one goes on writing.
    fn another(&self) -> io::Result<Box<dyn DiskFile>>;
    /// Who may read and write it.
    fn set_permissions(&mut self, permissions: Permissions) -> io::Result<()>;
    /// Gives it to an account and a group, or to the group alone where an account may not give files away.
    fn set_owner(&mut self, owner: Owner) -> io::Result<()>;
    /// All bytes that it has, also when it has lost its name.
    fn read_all(&mut self) -> io::Result<Vec<u8>>;
    /// Cuts it.
    fn set_len(&mut self, length: u64) -> io::Result<()>;
}

/// What is known about a path without reading it.
#[derive(Debug, Clone)]
pub struct Stat {
    /// What it is; a link is a link, wherever it leads.
    pub sort: Sort,
    /// How many names it has (hard links).
    pub names: u64,
    /// What two names of one file have in common, where the platform says so: device and number.
    pub identity: Option<(u64, u64)>,
    /// Bytes.
    pub length: u64,
    /// When it was written last.
    pub modified: Option<std::time::SystemTime>,
    /// Who may read and write it.
    pub permissions: Permissions,
    /// Whose it is, where the platform says so by numbers.
    pub owner: Option<Owner>,
}

/// Whose a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// The number of the account.
    pub user: u32,
    /// The number of the group.
    pub group: u32,
}

/// A file system.
pub trait Disk: Send + Sync + Debug {
    /// The path that a path leads to, with links followed; also of a file that is not there yet.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;
    /// What is there.
    fn stat(&self, path: &Path) -> io::Result<Stat>;
    /// All bytes of a file; an error of kind `FileTooLarge` where there are more than `limit`.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;
    /// A new file, for this account alone or as readable as any that the person makes; an error where there is one already.
    fn create(&self, path: &Path, private: bool) -> io::Result<Box<dyn DiskFile>>;
    /// A file that is there, to go on writing at its end.
    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Gives a file a second name.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Copies a file to a new name, onto the disk; an error where there is something already.
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file another name; the ordinary file that had that name goes, anything else is an error.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file another name; an error where there is something already.
    fn rename_to_new(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Takes a file away.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Waits until the names in a folder are on the disk.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The machine's file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

/// The machine's file system, to be shared.
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
            return Err(io::ErrorKind::FileTooLarge.into());
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
            // Not every file system has hard links; there a moment stays between the look and the act.
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

    /// Other systems do not let a folder be opened as a file; there the rename itself is durable.
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
