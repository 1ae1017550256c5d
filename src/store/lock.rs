//! One window at a time writes to a notebook.
//!
//! Beside the notebook stands a file with the ending `.lock`: the operating system's lock on it is held while the notebook is
//! open and goes with the process, however it ends; its text says who holds it. A lock file without a lock is what a process
//! that died left behind, or a process on another computer, of which the operating system here knows nothing.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Who has a notebook open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The name of the account.
    pub user: String,
    /// The name of the computer.
    pub host: String,
    /// The number of the process there.
    pub process: u32,
    /// Milliseconds since 1970 when it was opened.
    pub since: u64,
}

impl Holder {
    /// This process.
    pub fn this(since: u64) -> Self {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let user = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(variable).unwrap_or_else(|| "somebody".to_owned());
        Self { user, host: host_name(), process: std::process::id(), since }
    }
}

#[cfg(unix)]
fn host_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn host_name() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_else(|_| "this computer".to_owned())
}

/// The lock on a notebook; it is let go of when this is dropped.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    /// Holds the operating system's lock.
    _file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Taken away while it is still held: whoever waits for it finds it gone and makes a new one.
        if let Err(error) = std::fs::remove_file(&self.path) {
            log::warn!("{} could not be taken away: {error}", self.path.display());
        }
    }
}

/// A lock that was got.
#[derive(Debug)]
pub struct Locked {
    /// The lock.
    pub lock: Lock,
    /// Who held it and died without letting go.
    pub died: Option<Holder>,
}

/// Why a lock was not got.
#[derive(Debug)]
pub enum LockError {
    /// A process on this computer holds it.
    Held(Option<Holder>),
    /// A process on another computer held it and may still do so.
    Elsewhere(Holder),
    /// No lock can be made here.
    Failed(io::Error),
}

/// Where the lock of a notebook is.
pub fn lock_path(notebook: &Path) -> PathBuf {
    super::atomic::beside(notebook, ".lock")
}

/// Locks a path (of a lock file) for this process.
pub fn lock(path: &Path, me: &Holder) -> Result<Locked, LockError> {
    lock_unless(path, me, |before| before.host != me.host)
}

/// Locks it although a process on another computer may hold it.
pub fn take_over(path: &Path, me: &Holder) -> Result<Locked, LockError> {
    lock_unless(path, me, |_| false)
}

fn lock_unless(path: &Path, me: &Holder, is_elsewhere: impl Fn(&Holder) -> bool) -> Result<Locked, LockError> {
    // A lock file that is taken away between opening and locking is no lock: try again.
    for _ in 0..20 {
        let mut file =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map_err(LockError::Failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockError::Held(read_holder(path))),
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                log::warn!("{} cannot be locked here: {error}", path.display());
            }
            Err(TryLockError::Error(error)) => return Err(LockError::Failed(error)),
        }
        if !is_same_file(&file, path) {
            continue;
        }
        let mut text = String::new();
        (&mut file).take(4096).read_to_string(&mut text).ok();
        let before: Option<Holder> = ron::from_str(&text).ok();
        if let Some(before) = before.clone().filter(|before| is_elsewhere(before)) {
            return Err(LockError::Elsewhere(before));
        }
        let written = ron::to_string(me).map_err(io::Error::other).and_then(|text| {
            file.rewind()?;
            file.set_len(0)?;
            file.write_all(text.as_bytes())
        });
        if let Err(error) = written {
            // The lock holds all the same; only its holder's name is missing.
            log::warn!("{} could not be written: {error}", path.display());
        }
        return Ok(Locked { lock: Lock { path: path.to_owned(), _file: file }, died: before });
    }
    Err(LockError::Failed(io::Error::other("its lock file is taken away again and again")))
}

fn read_holder(path: &Path) -> Option<Holder> {
    let mut text = String::new();
    File::open(path).ok()?.take(4096).read_to_string(&mut text).ok()?;
    ron::from_str(&text).ok()
}

/// Whether an open file is still the one that the path leads to.
#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let (Ok(open), Ok(there)) = (file.metadata(), std::fs::metadata(path)) else { return false };
    (open.dev(), open.ino()) == (there.dev(), there.ino())
}

/// Elsewhere a file that is open cannot be taken away.
#[cfg(not(unix))]
fn is_same_file(_file: &File, _path: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_and_the_next_one_after_that() {
        let folder = tempfile::tempdir().unwrap();
        let path = lock_path(&folder.path().join("a.ron"));
        let me = Holder::this(5);
        let held = lock(&path, &me).unwrap();
        assert_eq!(held.died, None);
        match lock(&path, &me) {
            Err(LockError::Held(Some(holder))) => assert_eq!(holder, me),
            other => panic!("{other:?}"),
        }
        assert!(matches!(take_over(&path, &me), Err(LockError::Held(_))), "a living holder is not pushed aside");
        drop(held);
        assert!(!path.exists());
        assert!(lock(&path, &me).is_ok());
    }

    #[test]
    fn a_dead_holder_is_named_and_one_elsewhere_is_asked_about() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron.lock");
        let me = Holder::this(5);
        let dead = Holder { process: 1, since: 3, ..me.clone() };
        std::fs::write(&path, ron::to_string(&dead).unwrap()).unwrap();
        assert_eq!(lock(&path, &me).unwrap().died, Some(dead));
        let elsewhere = Holder { host: "another".into(), ..me.clone() };
        std::fs::write(&path, ron::to_string(&elsewhere).unwrap()).unwrap();
        assert!(matches!(lock(&path, &me), Err(LockError::Elsewhere(holder)) if holder == elsewhere));
        assert_eq!(take_over(&path, &me).unwrap().died, Some(elsewhere));
    }

    #[test]
    fn where_no_file_can_be_made_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(lock(&folder.path().join("gone/a.lock"), &Holder::this(1)), Err(LockError::Failed(_))));
    }
}
