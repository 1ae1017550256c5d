//! Locks a notebook, so that only one window at a time writes to it.
//!
//! Beside the notebook is a file with the ending `.lock`. The operating system's lock on it is held while the notebook is open
//! and is released with the process, however it ends; the file's text names the holder. A lock file without a lock was left by
//! a process that died, or belongs to a process on another computer, which the operating system cannot see from here. A
//! notebook that cannot be proved free counts as locked.

use std::fs::{File, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::atomic::beside;
use super::gate;
use crate::notebook::visible;

/// The process that has a notebook open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The name of the account.
    pub user: String,
    /// The name of the computer.
    pub host: String,
    /// The id of the process there.
    pub process: u32,
    /// When it was opened, in milliseconds since 1970.
    pub since: u64,
    /// The command that uses it; empty for a window.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub job: String,
}

impl Holder {
    /// This process, as the holder with a window.
    pub fn this(since: u64) -> Self {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let user = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(variable).unwrap_or_else(|| "somebody".to_owned());
        Self { user, host: host_name(), process: std::process::id(), since, job: String::new() }
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

/// The lock on a notebook, released when this is dropped.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    /// Holds the operating system's lock.
    file: File,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Another process may have created the file again after ours was removed.
        if !is_same_file(&self.file, &self.path) {
            return;
        }
        // Removed while still locked: a process that waits for the lock finds the file gone and creates a new one.
        if let Err(error) = std::fs::remove_file(&self.path) {
            log::warn!("{} could not be removed: {error}", self.path.display());
        }
    }
}

/// A lock that was acquired.
#[derive(Debug)]
pub struct Locked {
    /// The lock.
    pub lock: Lock,
    /// The previous holder, if it died without releasing the lock.
    pub died: Option<Holder>,
}

/// Why a lock could not be acquired.
#[derive(Debug)]
pub enum LockError {
    /// A process on this computer holds it.
    Held(Option<Holder>),
    /// A process on another computer held it and may still do so.
    Elsewhere(Holder),
    /// There is a lock file, but whether it is locked is unknown; the reason as a sentence without a full stop.
    Unknown(String),
    /// There is no lock file, and none can be created.
    Failed(io::Error),
}

impl LockError {
    /// Who has it open or what failed, as the predicate of a sentence about the file.
    pub fn in_words(&self) -> String {
        match self {
            Self::Held(Some(holder)) => format!("is already in use by {} (process {})", holder.user, holder.process),
            Self::Held(None) => "is open in another window".to_owned(),
            Self::Elsewhere(holder) => format!("is already in use by {} on {}", holder.user, holder.host),
            Self::Unknown(why) => format!("may be open elsewhere: {why}"),
            Self::Failed(error) => format!("cannot be locked: {}", super::reason(error)),
        }
    }
}

/// The path of a file's lock file.
pub fn lock_path(guarded: &Path) -> PathBuf {
    beside(guarded, ".lock")
}

/// Locks a file for this process. An error if its lock file names a holder on another computer.
pub fn lock(guarded: &Path, me: &Holder) -> Result<Locked, LockError> {
    lock_unless(guarded, me, |before| before.host != me.host)
}

/// Locks a file for this process even if a process on another computer may hold it.
pub fn take_over(guarded: &Path, me: &Holder) -> Result<Locked, LockError> {
    lock_unless(guarded, me, |_| false)
}

/// Locks a file for this process as soon as nobody else holds it; waits at most `most`.
pub fn lock_within(guarded: &Path, me: &Holder, most: Duration) -> Result<Locked, LockError> {
    let begun = Instant::now();
    loop {
        match lock(guarded, me) {
            Err(LockError::Held(_) | LockError::Elsewhere(_)) if begun.elapsed() < most => {
                std::thread::sleep(Duration::from_millis(50).min(most));
            }
            other => return other,
        }
    }
}

fn lock_unless(guarded: &Path, me: &Holder, is_elsewhere: impl Fn(&Holder) -> bool) -> Result<Locked, LockError> {
    let path = lock_path(guarded);
    // If the lock file is removed between opening and locking, what was locked is no longer the lock: try again.
    for _ in 0..20 {
        let Some(Opened { mut file, is_new, may_write }) = open(&path, guarded)? else { continue };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockError::Held(read_holder(&mut file))),
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                without_locks(&path, is_new, read_holder(&mut file), me)?;
            }
            Err(TryLockError::Error(error)) => return Err(unknown(&path, &error)),
        }
        if !is_same_file(&file, &path) {
            continue;
        }
        let before = read_holder(&mut file);
        // `Cargo.lock` could be beside a notebook called `Cargo`; and writing into a hard link changes another file, too.
        if before.is_none() && !is_blank(&mut file) || gate::has_second_name(&file) {
            return Err(LockError::Unknown(format!(
                "{} belongs to another program or has a second hard link; give the notebook another name",
                path.display()
            )));
        }
        if let Some(before) = before.clone().filter(|before| is_elsewhere(before)) {
            return Err(LockError::Elsewhere(before));
        }
        if may_write && let Err(error) = write_holder(&mut file, me) {
            // The lock is valid anyway; only its holder's name is missing.
            log::warn!("{} could not be written: {error}", path.display());
        }
        return Ok(Locked { lock: Lock { path, file }, died: before });
    }
    Err(LockError::Unknown(format!("its lock {} keeps being removed", path.display())))
}

/// A lock file that is open.
struct Opened {
    file: File,
    is_new: bool,
    may_write: bool,
}

/// Opens a lock file or creates one; `None` if another process created it at the same time.
fn open(path: &Path, guarded: &Path) -> Result<Option<Opened>, LockError> {
    match gate::open_to_update(path) {
        Ok(file) => Ok(Some(Opened { file, is_new: false, may_write: true })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => match gate::create_new(path, false) {
            Ok(file) => {
                // Everybody who may write the notebook may lock it.
                gate::share_like(&file, guarded);
                Ok(Some(Opened { file, is_new: true, may_write: true }))
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(None),
            Err(error) => Err(LockError::Failed(error)),
        },
        // It belongs to another account: read access is enough to see whether it is locked.
        Err(error) if matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) => {
            let file = gate::open_to_read(path).map_err(|error| unknown(path, &error))?;
            Ok(Some(Opened { file, is_new: false, may_write: false }))
        }
        Err(error) => Err(unknown(path, &error)),
    }
}

fn unknown(path: &Path, error: &io::Error) -> LockError {
    LockError::Unknown(format!("its lock {} cannot be opened: {}", path.display(), super::reason(error)))
}

/// On a file system without locks, an existing lock file counts as locked, unless its holder was a process on this computer
/// that has ended.
fn without_locks(path: &Path, is_new: bool, before: Option<Holder>, me: &Holder) -> Result<(), LockError> {
    match before {
        _ if is_new => Ok(()),
        Some(before) if before.host == me.host && is_alive(before.process) => Err(LockError::Held(Some(before))),
        // The caller handles a holder on another computer as usual.
        Some(_) => Ok(()),
        None => Err(LockError::Unknown(format!("its lock {} does not name its owner", path.display()))),
    }
}

#[cfg(unix)]
fn is_alive(process: u32) -> bool {
    let id = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    id.is_some_and(|id| rustix::process::test_kill_process(id) != Err(rustix::io::Errno::SRCH))
}

#[cfg(not(unix))]
fn is_alive(_process: u32) -> bool {
    true
}

fn write_holder(file: &mut File, me: &Holder) -> io::Result<()> {
    let text = ron::to_string(me).map_err(io::Error::other)?;
    file.rewind()?;
    file.set_len(0)?;
    file.write_all(text.as_bytes())
}

/// Reads the holder from a lock file. Anybody can have written it, so names are cut and hidden characters are shown.
fn read_holder(file: &mut File) -> Option<Holder> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(4096).read_to_string(&mut text).ok()?;
    let holder: Holder = ron::from_str(&text).ok()?;
    let name = |name: &str| visible(&name.chars().take(MAX_HOLDER_NAME).collect::<String>()).into_owned();
    Some(Holder { user: name(&holder.user), host: name(&holder.host), job: name(&holder.job), ..holder })
}

/// Whether nobody has written to a lock file: it is empty, a failing disk filled it with zeros, or it cannot be read, which
/// proves nothing.
fn is_blank(file: &mut File) -> bool {
    let mut text = Vec::new();
    let was_read = file.rewind().and_then(|()| file.take(4096).read_to_end(&mut text)).is_ok();
    !was_read || text.iter().all(|byte| *byte == 0 || byte.is_ascii_whitespace())
}

/// The maximum number of characters shown of an account's or computer's name.
const MAX_HOLDER_NAME: usize = 64;

/// Whether an open file is still the one at the path.
#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    let (Ok(open), Ok(there)) = (file.metadata(), gate::look(path)) else { return false };
    gate::identity(&open) == gate::identity(&there)
}

/// On other systems an open file cannot be removed.
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
        let path = folder.path().join("a.ron");
        let me = Holder::this(5);
        let held = lock(&path, &me).unwrap();
        assert_eq!(held.died, None);
        match lock(&path, &me) {
            Err(LockError::Held(Some(holder))) => assert_eq!(holder, me),
            other => panic!("{other:?}"),
        }
        assert!(matches!(take_over(&path, &me), Err(LockError::Held(_))), "a living holder is not pushed aside");
        drop(held);
        assert!(!lock_path(&path).exists());
        assert!(lock(&path, &me).is_ok());
    }

    #[test]
    fn who_waits_gets_it_when_it_is_let_go_of() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        let me = Holder::this(5);
        let held = lock(&path, &me).unwrap();
        assert!(matches!(lock_within(&path, &me, Duration::from_millis(120)), Err(LockError::Held(_))));
        let waits = std::thread::spawn({
            let (path, me) = (path.clone(), me.clone());
            move || lock_within(&path, &me, Duration::from_secs(60)).is_ok()
        });
        drop(held);
        assert!(waits.join().unwrap());
    }

    #[test]
    fn a_dead_holder_is_named_and_one_elsewhere_is_asked_about() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        let me = Holder::this(5);
        let dead = Holder { process: 1, since: 3, ..me.clone() };
        std::fs::write(lock_path(&path), ron::to_string(&dead).unwrap()).unwrap();
        assert_eq!(lock(&path, &me).unwrap().died, Some(dead));
        let elsewhere = Holder { host: "another".into(), ..me.clone() };
        std::fs::write(lock_path(&path), ron::to_string(&elsewhere).unwrap()).unwrap();
        assert!(matches!(lock(&path, &me), Err(LockError::Elsewhere(holder)) if holder == elsewhere));
        assert_eq!(take_over(&path, &me).unwrap().died, Some(elsewhere));
    }

    #[test]
    fn where_no_file_can_be_made_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(lock(&folder.path().join("gone/a.ron"), &Holder::this(1)), Err(LockError::Failed(_))));
    }

    #[test]
    fn names_in_a_lock_are_cut_and_made_visible() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        let me = Holder::this(5);
        let loud = Holder { user: "u\u{202e}".repeat(100), ..me.clone() };
        std::fs::write(lock_path(&path), ron::to_string(&loud).unwrap()).unwrap();
        let died = lock(&path, &me).unwrap().died.unwrap();
        assert!(!died.user.contains('\u{202e}') && died.user.chars().count() < 1_000, "{}", died.user);
    }

    #[cfg(unix)]
    #[test]
    fn a_lock_that_is_no_ordinary_file_is_neither_followed_nor_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let (path, victim) = (folder.path().join("a.ron"), folder.path().join("victim"));
        std::fs::write(&victim, "kept").unwrap();
        std::os::unix::fs::symlink(&victim, lock_path(&path)).unwrap();
        assert!(matches!(lock(&path, &Holder::this(1)), Err(LockError::Unknown(_))));
        assert_eq!(std::fs::read_to_string(&victim).unwrap(), "kept");
        std::fs::remove_file(lock_path(&path)).unwrap();
        use rustix::fs::{CWD, FileType, Mode, mknodat};
        mknodat(CWD, lock_path(&path), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        assert!(matches!(lock(&path, &Holder::this(1)), Err(LockError::Unknown(why)) if why.contains("pipe")));
    }

    #[cfg(unix)]
    #[test]
    fn who_may_write_the_notebook_may_lock_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.ron");
        std::fs::write(&path, "x").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o664)).unwrap();
        let _held = lock(&path, &Holder::this(1)).unwrap();
        assert_eq!(std::fs::metadata(lock_path(&path)).unwrap().permissions().mode() & 0o777, 0o664);
    }

    #[cfg(unix)]
    #[test]
    fn without_the_systems_locks_a_living_holder_counts() {
        let path = Path::new("a.ron.lock");
        let me = Holder::this(5);
        let dead = Holder { process: i32::MAX as u32, ..me.clone() };
        assert!(without_locks(path, true, None, &me).is_ok());
        assert!(without_locks(path, false, Some(dead), &me).is_ok());
        assert!(matches!(without_locks(path, false, Some(me.clone()), &me), Err(LockError::Held(Some(_)))));
        assert!(matches!(without_locks(path, false, None, &me), Err(LockError::Unknown(_))));
    }
}
