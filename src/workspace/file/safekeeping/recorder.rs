//! Writes every edit into the recovery journal, on a thread of its own.
//!
//! An edit is handed over in microseconds. The thread writes it at once, which outlives the process, and has it put onto the
//! disk within a second, which outlives the machine; at most once a second. Where a journal cannot be written, edits wait in
//! memory, it is tried again, and [`Recorder::problem`] says so.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use super::writer::Writer;
use crate::notebook::Edit;
use crate::store::journal::{Base, Journal, PendingSync, Recorded, Start};
use crate::store::{Disk, FileHash, Holder, Lock};
use crate::workspace::Waker;

/// Where the journal of a notebook may stand; the first place that can be written is taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JournalPlaces {
    /// In the order of preference.
    pub places: Vec<JournalPlace>,
}

/// One of the places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalPlace {
    /// The journal.
    pub path: PathBuf,
    /// Whether it needs a lock of its own, because no notebook's lock guards it.
    pub own_lock: bool,
}

/// Records the edits of one open notebook. When it is dropped, what it has is written and stays.
#[derive(Debug)]
pub struct Recorder {
    sender: Sender<Message>,
    shared: Arc<Shared>,
    recorded: u64,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// What a save needs of a recorder, on its own thread.
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

/// A journal that begins again.
#[derive(Debug)]
pub(super) struct Rebase {
    pub places: JournalPlaces,
    pub start: Start,
    /// So many of the edits so far are in what `start` names; `None` for those that were in what it named before.
    pub upto: Option<u64>,
    /// What comes first, before the edits after those.
    pub first: Option<Edit>,
}

/// How a recorder begins.
#[derive(Debug)]
pub struct RecorderStart {
    /// Where files are.
    pub disk: Arc<dyn Disk>,
    /// Where the journal may stand.
    pub places: JournalPlaces,
    /// Its first record, when there is something to record.
    pub start: Start,
    /// A journal that is gone on with.
    pub resumed: Option<Resumed>,
    /// Who this is, for locks.
    pub holder: Holder,
}

/// A journal that a program that died left behind.
#[derive(Debug)]
pub struct Resumed {
    /// Where it is.
    pub path: PathBuf,
    /// What is in it.
    pub journal: Journal,
    /// The edits of it that the notebook's file does not have and that still fit.
    pub edits: Vec<Recorded>,
    /// The lock on it, where it needs one of its own.
    pub lock: Option<Lock>,
}

impl Recorder {
    /// A recorder; nothing is written before the first edit.
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

    /// Takes an edit that was made.
    pub fn record(&mut self, edit: Edit, goes_on: bool) {
        self.recorded += 1;
        if self.sender.send(Message::Edit(edit, goes_on)).is_err() {
            self.shared.tell(Some("the recovery journal has stopped".to_owned()));
        }
    }

    /// How many edits there are since the notebook was opened, recovered ones included.
    pub fn recorded(&self) -> u64 {
        self.recorded
    }

    /// Why edits are not in the journal, while they are not.
    pub fn problem(&self) -> Option<String> {
        self.shared.problem.lock().ok()?.clone()
    }

    /// For a save.
    pub fn handle(&self) -> RecorderHandle {
        RecorderHandle(self.sender.clone())
    }

    /// Waits until all edits are on the disk.
    pub fn flush(&self) -> io::Result<()> {
        self.handle().ask(Message::Flush)
    }

    /// Begins again on another version of the file, with one edit that makes the notebook as it is of that version.
    pub fn restart(&mut self, places: JournalPlaces, start: Start, first: Option<Edit>) {
        let upto = self.recorded;
        self.recorded += u64::from(first.is_some());
        // Nobody waits for it: a problem is told like any other.
        let (done, _) = channel();
        self.sender.send(Message::Rebase(Box::new(Rebase { places, start, upto: Some(upto), first }), done)).ok();
    }

    /// Writes the journal again with another first record and the same edits.
    pub fn restate(&self, places: JournalPlaces, start: Start) {
        let (done, _) = channel();
        self.sender.send(Message::Rebase(Box::new(Rebase { places, start, upto: None, first: None }), done)).ok();
    }

    /// Takes the journal away: its edits are saved, or the person does not want them.
    pub fn discard(self) {
        self.sender.send(Message::Discard).ok();
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        // The thread ends when nobody can send to it any more, after it has written what it has.
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

    /// Says, on the disk, that the file at `path` is about to become this version, with the first `upto` edits in it.
    pub fn checkpoint(&self, path: &Path, version: &FileHash, upto: u64) -> io::Result<()> {
        let (path, version) = (path.to_owned(), version.clone());
        let pending = self.ask(|done| Message::Checkpoint { path, version, upto, done })?;
        pending.map_or(Ok(()), PendingSync::wait)
    }

    /// Begins again: the first `upto` edits are in the file that `start` names, the others go into a new journal.
    pub fn rebase(&self, places: JournalPlaces, start: Start, upto: u64) -> io::Result<()> {
        self.ask(|done| Message::Rebase(Box::new(Rebase { places, start, upto: Some(upto), first: None }), done))
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

/// The base of a journal for a notebook: the version of its file, or all of it.
pub(super) fn base_of(version: Option<&FileHash>, notebook: &crate::notebook::Notebook) -> Base {
    match version {
        Some(version) => Base::File(version.clone()),
        None => Base::Whole(Box::new(notebook.clone())),
    }
}
