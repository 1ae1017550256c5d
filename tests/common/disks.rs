//! Disks that fail on purpose.
#![allow(dead_code, reason = "each test file uses its part")]

use std::fs::Permissions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use claimbook::store::{Disk, DiskFile, RealDisk, Stat};

/// The real disk, but once it is armed the operation with a certain number fails, or all from that one on.
#[derive(Debug, Clone)]
pub struct FaultyDisk {
    state: Arc<State>,
}

#[derive(Debug)]
struct State {
    armed: AtomicBool,
    count: AtomicUsize,
    fail_at: usize,
    for_ever: bool,
    kind: io::ErrorKind,
}

impl FaultyDisk {
    /// Operations from 0; `usize::MAX` for none.
    pub fn new(fail_at: usize, for_ever: bool, kind: io::ErrorKind) -> Self {
        Self { state: Arc::new(State { armed: AtomicBool::new(false), count: AtomicUsize::new(0), fail_at, for_ever, kind }) }
    }

    /// From now on operations are counted, and fail.
    pub fn arm(self) -> Self {
        self.state.armed.store(true, Ordering::SeqCst);
        self
    }

    /// How many operations there were.
    pub fn count(&self) -> usize {
        self.state.count.load(Ordering::SeqCst)
    }
}

impl State {
    fn step(&self) -> io::Result<()> {
        if !self.armed.load(Ordering::SeqCst) {
            return Ok(());
        }
        let number = self.count.fetch_add(1, Ordering::SeqCst);
        let fails = if self.for_ever { number >= self.fail_at } else { number == self.fail_at };
        if fails { Err(self.kind.into()) } else { Ok(()) }
    }
}

#[derive(Debug)]
struct FaultyFile(Box<dyn DiskFile>, Arc<State>);

impl DiskFile for FaultyFile {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Err(error) = self.1.step() {
            // A disk that fills up takes some of the bytes.
            self.0.write_all(&bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        self.0.write_all(bytes)
    }
    fn sync(&mut self) -> io::Result<()> {
        self.1.step()?;
        self.0.sync()
    }
    fn another(&self) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(FaultyFile(self.0.another()?, Arc::clone(&self.1))))
    }
    fn set_permissions(&mut self, permissions: Permissions) -> io::Result<()> {
        self.1.step()?;
        self.0.set_permissions(permissions)
    }
    fn read_all(&mut self) -> io::Result<Vec<u8>> {
        self.0.read_all()
    }
    fn set_len(&mut self, length: u64) -> io::Result<()> {
        self.1.step()?;
        self.0.set_len(length)
    }
}

impl Disk for FaultyDisk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        RealDisk.resolve(path)
    }
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        RealDisk.stat(path)
    }
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        self.state.step()?;
        RealDisk.read(path, limit)
    }
    fn create(&self, path: &Path, private: bool) -> io::Result<Box<dyn DiskFile>> {
        self.state.step()?;
        Ok(Box::new(FaultyFile(RealDisk.create(path, private)?, Arc::clone(&self.state))))
    }
    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.state.step()?;
        Ok(Box::new(FaultyFile(RealDisk.append(path)?, Arc::clone(&self.state))))
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.state.step()?;
        RealDisk.link(from, to)
    }
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.state.step()?;
        RealDisk.copy(from, to)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.state.step()?;
        RealDisk.rename(from, to)
    }
    fn rename_to_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.state.step()?;
        RealDisk.rename_to_new(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.state.step()?;
        RealDisk.remove(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.state.step()?;
        RealDisk.sync_folder(folder)
    }
}

/// The real disk, but to wait for it takes long.
#[derive(Debug, Clone, Copy)]
pub struct SlowDisk(pub std::time::Duration);

#[derive(Debug)]
struct SlowFile(Box<dyn DiskFile>, std::time::Duration);

impl DiskFile for SlowFile {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }
    fn sync(&mut self) -> io::Result<()> {
        std::thread::sleep(self.1);
        self.0.sync()
    }
    fn another(&self) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(Self(self.0.another()?, self.1)))
    }
    fn set_permissions(&mut self, permissions: Permissions) -> io::Result<()> {
        self.0.set_permissions(permissions)
    }
    fn read_all(&mut self) -> io::Result<Vec<u8>> {
        self.0.read_all()
    }
    fn set_len(&mut self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }
}

impl Disk for SlowDisk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        RealDisk.resolve(path)
    }
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        RealDisk.stat(path)
    }
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        RealDisk.read(path, limit)
    }
    fn create(&self, path: &Path, private: bool) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(SlowFile(RealDisk.create(path, private)?, self.0)))
    }
    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(SlowFile(RealDisk.append(path)?, self.0)))
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.link(from, to)
    }
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.copy(from, to)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)
    }
    fn rename_to_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename_to_new(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        std::thread::sleep(self.0);
        RealDisk.sync_folder(folder)
    }
}

/// The real disk, but while it is told to, it does not confirm what was written.
#[derive(Debug, Clone)]
pub struct SyncDisk(pub Arc<AtomicBool>);

#[derive(Debug)]
struct SyncFile(Box<dyn DiskFile>, Arc<AtomicBool>);

fn confirm(fails: &AtomicBool) -> io::Result<()> {
    if fails.load(Ordering::SeqCst) { Err(io::Error::other("input/output error")) } else { Ok(()) }
}

impl DiskFile for SyncFile {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }
    fn sync(&mut self) -> io::Result<()> {
        confirm(&self.1)?;
        self.0.sync()
    }
    fn another(&self) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(Self(self.0.another()?, Arc::clone(&self.1))))
    }
    fn set_permissions(&mut self, permissions: Permissions) -> io::Result<()> {
        self.0.set_permissions(permissions)
    }
    fn read_all(&mut self) -> io::Result<Vec<u8>> {
        self.0.read_all()
    }
    fn set_len(&mut self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }
}

impl Disk for SyncDisk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        RealDisk.resolve(path)
    }
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        RealDisk.stat(path)
    }
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        RealDisk.read(path, limit)
    }
    fn create(&self, path: &Path, private: bool) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(SyncFile(RealDisk.create(path, private)?, Arc::clone(&self.0))))
    }
    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(SyncFile(RealDisk.append(path)?, Arc::clone(&self.0))))
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.link(from, to)
    }
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.copy(from, to)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)
    }
    fn rename_to_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename_to_new(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        confirm(&self.0)?;
        RealDisk.sync_folder(folder)
    }
}
