//! Writes every edit to the recovery journal, on a separate thread.
//!
//! Handing over an edit takes microseconds. The thread writes it at once, so that it survives a crash of the process, and syncs
//! within a second, so that it survives a power failure; there is at most one sync per second. If the journal cannot be
//! written, edits wait in memory, the thread retries, and [`Recorder::problem`] reports it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use super::writer::Writer;
use crate::notebook::Edit;
use crate::store::journal::{Base, Journal, PendingSync, Recorded, Start};
use crate::store::{Disk, FileHash, Holder, Lock};
use crate::workspace::Waker;

/// The possible paths of a notebook's journal. The first that can be written is used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JournalPaths {
    /// The paths, in order of preference.
    pub paths: Vec<JournalPath>,
}

/// One possible path of a journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalPath {
    /// The path of the journal.
    pub path: PathBuf,
    /// Whether it needs a separate lock, because no notebook's lock guards it.
    pub own_lock: bool,
}

/// Records the edits of one open notebook. Dropping it writes all edits and keeps the journal.
#[derive(Debug)]
pub struct Recorder {
    sender: Sender<Message>,
    shared: Arc<Shared>,
    recorded: u64,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// A handle to a recorder, for a save on another thread.
#[derive(Debug, Clone)]
pub struct RecorderHandle(Sender<Message>);

#[derive(Default)]
pub(super) struct Shared {
    problem: Mutex<Option<String>>,
    waker: Option<Waker>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").field("problem", &self.problem).finish_non_exhaustive()
    }
}

#[derive(Debug)]
pub(super) enum Message {
    Edit(Edit, bool),
    Flush(Sender<io::Result<()>>),
    Checkpoint { path: PathBuf, version: FileHash, upto: u64, done: Sender<io::Result<Option<PendingSync>>> },
    Rebase(Box<Rebase>, Sender<io::Result<()>>),
    Discard,
}

/// A request to restart the journal.
#[derive(Debug)]
pub(super) struct Rebase {
    pub journals: JournalPaths,
    pub start: Start,
    /// The number of edits that are in the base that `start` names; `None` for as many as in the previous base.
    pub upto: Option<u64>,
    /// An edit to insert before the remaining ones.
    pub first: Option<Edit>,
}

/// The values for the start of a recorder.
#[derive(Debug)]
pub struct RecorderStart {
    /// The file system.
    pub disk: Arc<dyn Disk>,
    /// The possible paths of the journal.
    pub journals: JournalPaths,
    /// The first record of the journal, which is written with the first edit.
    pub start: Start,
    /// An existing journal to resume.
    pub resumed: Option<Resumed>,
    /// This process as the holder of locks.
    pub holder: Holder,
}

/// A journal that a crashed program left behind.
#[derive(Debug)]
pub struct Resumed {
    /// Its path.
    pub path: PathBuf,
    /// Its content.
    pub journal: Journal,
    /// Its edits that are not in the notebook's file and still fit.
    pub edits: Vec<Recorded>,
    /// The lock on it, if it needs a separate one.
    pub lock: Option<Lock>,
}

impl Recorder {
    /// Creates a recorder and its thread. A new journal is not written before the first edit.
    pub fn new(start: RecorderStart, waker: Option<Waker>) -> Self {
        let (sender, receiver) = channel();
        let shared = Arc::new(Shared { problem: Mutex::default(), waker });
        let mut writer = Writer::new(start, Arc::clone(&shared));
        let recorded = writer.edits();
        let thread = std::thread::Builder::new().name("journal".to_owned()).spawn(move || writer.run(&receiver));
        if let Err(error) = &thread {
            log::error!("the recovery journal has no thread: {error}");
            shared.tell(Some(format!("no recovery journal can be kept: {error}")));
        }
        Self { sender, shared, recorded, thread: thread.ok() }
    }

    /// Records an edit that was applied. `goes_on`: whether it continues the previous step.
    pub fn record(&mut self, edit: Edit, goes_on: bool) {
        self.recorded += 1;
        if self.sender.send(Message::Edit(edit, goes_on)).is_err() {
            self.shared.tell(Some("the recovery journal has stopped".to_owned()));
        }
    }

    /// The number of edits since the notebook was opened, including recovered ones.
    pub fn recorded(&self) -> u64 {
        self.recorded
    }

    /// Why edits are not in the journal; `None` if they are.
    pub fn problem(&self) -> Option<String> {
        self.shared.problem.lock().ok()?.clone()
    }

    /// Returns a handle for a save on another thread.
    pub fn handle(&self) -> RecorderHandle {
        RecorderHandle(self.sender.clone())
    }

    /// Waits until all edits are on the disk; an error if they cannot be written.
    pub fn flush(&self) -> io::Result<()> {
        self.handle().ask(Message::Flush)
    }

    /// Restarts the journal on another version of the file. `first` is the edit that turns that version into the current
    /// notebook.
    pub fn restart(&mut self, journals: JournalPaths, start: Start, first: Option<Edit>) {
        let upto = self.recorded;
        self.recorded += u64::from(first.is_some());
        // Nobody waits for the answer; `problem` reports errors as usual.
        let (done, _) = channel();
        self.sender.send(Message::Rebase(Box::new(Rebase { journals, start, upto: Some(upto), first }), done)).ok();
    }

    /// Rewrites the journal with another first record and the same edits.
    pub fn restate(&self, journals: JournalPaths, start: Start) {
        let (done, _) = channel();
        self.sender.send(Message::Rebase(Box::new(Rebase { journals, start, upto: None, first: None }), done)).ok();
    }

    /// Removes the journal, whose edits are saved or unwanted.
    pub fn discard(self) {
        self.sender.send(Message::Discard).ok();
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        // The thread ends when the channel is closed, after it has written all edits.
        let (sender, _) = channel();
        drop(std::mem::replace(&mut self.sender, sender));
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

impl RecorderHandle {
    fn ask<T>(&self, message: impl FnOnce(Sender<io::Result<T>>) -> Message) -> io::Result<T> {
        let (done, answer) = channel();
        let gone = || io::Error::other("the recovery journal's thread has ended");
        self.0.send(message(done)).map_err(|_| gone())?;
        answer.recv().map_err(|_| gone())?
    }

    /// Records in the journal that the file at `path` is about to become this version, which contains the first `upto` edits.
    /// Waits for the disk.
    pub fn checkpoint(&self, path: &Path, version: &FileHash, upto: u64) -> io::Result<()> {
        let (path, version) = (path.to_owned(), version.clone());
        let pending = self.ask(|done| Message::Checkpoint { path, version, upto, done })?;
        pending.map_or(Ok(()), PendingSync::wait)
    }

    /// Restarts the journal: the first `upto` edits are in the file that `start` names, the others stay in the journal.
    pub fn rebase(&self, journals: JournalPaths, start: Start, upto: u64) -> io::Result<()> {
        self.ask(|done| Message::Rebase(Box::new(Rebase { journals, start, upto: Some(upto), first: None }), done))
    }
}

impl Shared {
    pub(super) fn tell(&self, problem: Option<String>) {
        let Ok(mut known) = self.problem.lock() else { return };
        if *known != problem {
            *known = problem;
            drop(known);
            if let Some(waker) = &self.waker {
                waker();
            }
        }
    }
}

/// The base of a journal for a notebook: the version of its file, or the whole notebook if there is none.
pub(super) fn base_of(version: Option<&FileHash>, notebook: &crate::notebook::Notebook) -> Base {
    match version {
        Some(version) => Base::File(version.clone()),
        None => Base::Whole(Box::new(notebook.clone())),
    }
}
