//! Disks that fail or are slow on purpose: the real disk, with a hook before each operation.
#![allow(dead_code, reason = "each test file uses its part")]

use std::fmt::Debug;
use std::fs::Permissions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use claimbook::store::{Disk, DiskFile, Owner, RealDisk, Stat};

/// The kinds of disk operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Syncing a file, or the names in a folder.
    Sync,
    /// Any other operation that can fail.
    Other,
}

/// A hook that is called before each operation; if it fails, the operation fails.
pub trait Before: Debug + Send + Sync + 'static {
    fn before(&self, operation: Operation) -> io::Result<()>;
}

/// The real disk with a hook before its operations.
#[derive(Debug)]
pub struct WatchedDisk<B>(Arc<B>);

impl<B> Clone for WatchedDisk<B> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// A disk on which, once it is armed, the operation with a given number fails, or all from that one on.
pub type FaultyDisk = WatchedDisk<Faults>;

#[derive(Debug)]
pub struct Faults {
    armed: AtomicBool,
    count: AtomicUsize,
    fail_at: usize,
    for_ever: bool,
    kind: io::ErrorKind,
}

impl FaultyDisk {
    /// Operations are counted from 0; with `usize::MAX` none fails.
    pub fn new(fail_at: usize, for_ever: bool, kind: io::ErrorKind) -> Self {
        Self(Arc::new(Faults { armed: AtomicBool::new(false), count: AtomicUsize::new(0), fail_at, for_ever, kind }))
    }

    /// From now on operations are counted, and fail.
    pub fn arm(self) -> Self {
        self.0.armed.store(true, Ordering::SeqCst);
        self
    }

    /// The number of operations since it was armed.
    pub fn count(&self) -> usize {
        self.0.count.load(Ordering::SeqCst)
    }
}

impl Before for Faults {
    fn before(&self, _operation: Operation) -> io::Result<()> {
        if !self.armed.load(Ordering::SeqCst) {
            return Ok(());
        }
        let number = self.count.fetch_add(1, Ordering::SeqCst);
        let fails = if self.for_ever { number >= self.fail_at } else { number == self.fail_at };
        if fails { Err(self.kind.into()) } else { Ok(()) }
    }
}

/// A disk on which syncing takes long.
pub type SlowDisk = WatchedDisk<Slow>;

#[derive(Debug)]
pub struct Slow(Duration);

impl SlowDisk {
    pub fn new(takes: Duration) -> Self {
        Self(Arc::new(Slow(takes)))
    }
}

impl Before for Slow {
    fn before(&self, operation: Operation) -> io::Result<()> {
        if operation == Operation::Sync {
            std::thread::sleep(self.0);
        }
        Ok(())
    }
}

/// A disk on which syncing fails while a flag is set.
pub type SyncDisk = WatchedDisk<Unconfirmed>;

#[derive(Debug)]
pub struct Unconfirmed(Arc<AtomicBool>);

impl SyncDisk {
    pub fn new(fails: Arc<AtomicBool>) -> Self {
        Self(Arc::new(Unconfirmed(fails)))
    }
}

impl Before for Unconfirmed {
    fn before(&self, operation: Operation) -> io::Result<()> {
        let fails = operation == Operation::Sync && self.0.load(Ordering::SeqCst);
        if fails { Err(io::Error::other("input/output error")) } else { Ok(()) }
    }
}

#[derive(Debug)]
struct WatchedFile<B>(Box<dyn DiskFile>, Arc<B>);

impl<B: Before> WatchedFile<B> {
    fn boxed(file: Box<dyn DiskFile>, before: &Arc<B>) -> Box<dyn DiskFile> {
        Box::new(Self(file, Arc::clone(before)))
    }
}

impl<B: Before> DiskFile for WatchedFile<B> {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.1.before(Operation::Other) {
            // A disk that fills up still writes some of the bytes.
            self.0.write_all(&bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        self.0.write_all(bytes)
    }
    fn sync(&mut self) -> io::Result<()> {
        self.1.before(Operation::Sync)?;
        self.0.sync()
    }
    fn another(&self) -> io::Result<Box<dyn DiskFile>> {
        Ok(Self::boxed(self.0.another()?, &self.1))
    }
    fn set_permissions(&mut self, permissions: Permissions) -> io::Result<()> {
        self.1.before(Operation::Other)?;
        self.0.set_permissions(permissions)
    }
    fn set_owner(&mut self, owner: Owner) -> io::Result<()> {
        self.0.set_owner(owner)
    }
    fn read_all(&mut self) -> io::Result<Vec<u8>> {
        self.0.read_all()
    }
    fn set_len(&mut self, length: u64) -> io::Result<()> {
        self.1.before(Operation::Other)?;
        self.0.set_len(length)
    }
}

impl<B: Before> Disk for WatchedDisk<B> {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        RealDisk.resolve(path)
    }
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        RealDisk.stat(path)
    }
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.0.before(Operation::Other)?;
        RealDisk.read(path, limit)
    }
    fn create(&self, path: &Path, private: bool) -> io::Result<Box<dyn DiskFile>> {
        self.0.before(Operation::Other)?;
        Ok(WatchedFile::boxed(RealDisk.create(path, private)?, &self.0))
    }
    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.0.before(Operation::Other)?;
        Ok(WatchedFile::boxed(RealDisk.append(path)?, &self.0))
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.before(Operation::Other)?;
        RealDisk.link(from, to)
    }
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.before(Operation::Other)?;
        RealDisk.copy(from, to)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.before(Operation::Other)?;
        RealDisk.rename(from, to)
    }
    fn rename_to_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.before(Operation::Other)?;
        RealDisk.rename_to_new(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.0.before(Operation::Other)?;
        RealDisk.remove(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.before(Operation::Sync)?;
        RealDisk.sync_folder(folder)
    }
}
