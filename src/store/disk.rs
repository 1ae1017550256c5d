//! The few things that this room asks of a file system, as a trait: tests make each of them fail in turn.
//!
//! Everything that has to survive goes through a [`Disk`]. [`RealDisk`] is the machine's.

use std::fmt::Debug;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file that is being written.
pub trait DiskFile: Send + Debug {
    /// Writes all bytes at the end.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Waits until all that was written is on the disk.
    fn sync(&mut self) -> io::Result<()>;
    /// The same file once more: to wait for the disk on another thread while this one goes on writing.
    fn another(&self) -> io::Result<Box<dyn DiskFile>>;
    /// Who may read and write it.
    fn set_permissions(&mut self, permissions: Permissions) -> io::Result<()>;
    /// Cuts it.
    fn set_len(&mut self, length: u64) -> io::Result<()>;
}

/// What is known about a path without reading it.
#[derive(Debug, Clone)]
pub struct Stat {
    /// Whether it is a folder.
    pub is_dir: bool,
    /// Bytes.
    pub length: u64,
    /// When it was written last.
    pub modified: Option<std::time::SystemTime>,
    /// Who may read and write it.
    pub permissions: Permissions,
}

/// A file system.
pub trait Disk: Send + Sync + Debug {
    /// The path that a path leads to, with links followed.
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
    /// Copies a file, onto the disk.
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file another name; what had that name goes.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
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

    fn set_len(&mut self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }
}

impl Disk for RealDisk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn stat(&self, path: &Path) -> io::Result<Stat> {
        let found = fs::metadata(path)?;
        let modified = found.modified().ok();
        Ok(Stat { is_dir: found.is_dir(), length: found.len(), modified, permissions: found.permissions() })
    }

    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = File::open(path)?;
        // Devices and pipes never end, or never begin.
        if !file.metadata()?.is_file() {
            return Err(if path.is_dir() {
                io::ErrorKind::IsADirectory.into()
            } else {
                io::Error::other("it is no ordinary file")
            });
        }
        file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(bytes)
    }

    fn create(&self, path: &Path, private: bool) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        if private {
            only_for_this_account(&mut options);
        }
        Ok(Box::new(RealFile(options.open(path)?)))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(RealFile(OpenOptions::new().append(true).open(path)?)))
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::copy(from, to)?;
        OpenOptions::new().write(true).open(to)?.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
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
fn only_for_this_account(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

/// Elsewhere a file has the permissions of its folder.
#[cfg(not(unix))]
fn only_for_this_account(_options: &mut OpenOptions) {}
