//! The thread of a [`Recorder`](super::Recorder): writes edits at once, syncs at most once per second, and retries after
//! errors.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::ledger::Ledger;
use super::recorder::{Message, RecorderStart, Shared};
use crate::store;
use crate::store::journal::Entry;

const SYNC_EVERY: Duration = Duration::from_secs(1);

pub(super) struct Writer {
    ledger: Ledger,
    /// Edits that are not written yet.
    waiting: Vec<Entry>,
    synced: Option<Instant>,
    /// The thread that waits for the disk.
    syncing: Option<std::thread::JoinHandle<()>>,
    /// Whether the disk failed to confirm a write. A later successful sync proves nothing about that write, so the whole
    /// journal is rewritten until the disk confirms it.
    is_doubtful: Arc<AtomicBool>,
    shared: Arc<Shared>,
}

impl Writer {
    pub(super) fn new(start: RecorderStart, shared: Arc<Shared>) -> Self {
        let (ledger, waiting) = Ledger::new(start);
        Self { ledger, waiting, synced: None, syncing: None, is_doubtful: Arc::default(), shared }
    }

    /// The number of edits at the start, written or waiting.
    pub(super) fn edits(&self) -> u64 {
        self.ledger.edits() + self.waiting.len() as u64
    }

    pub(super) fn run(&mut self, messages: &Receiver<Message>) {
        self.write();
        loop {
            let message = match self.pause() {
                Some(pause) => match messages.recv_timeout(pause) {
                    Ok(message) => Some(message),
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => break,
                },
                None => match messages.recv() {
                    Ok(message) => Some(message),
                    Err(_) => break,
                },
            };
            // Edits that have arrived meanwhile are written together.
            for message in message.into_iter().chain(messages.try_iter()) {
                if matches!(message, Message::Discard) {
                    if let Err(error) = self.ledger.discard() {
                        log::warn!("the recovery journal could not be removed: {error}");
                    }
                    return;
                }
                self.take(message);
            }
            self.write();
            let is_due = self.synced.is_none_or(|synced| synced.elapsed() >= SYNC_EVERY);
            if is_due && (self.ledger.needs_sync() || self.is_doubtful()) {
                self.sync();
            }
        }
        self.write();
        self.sync();
        self.wait_for_disk();
        self.confirm().ok();
    }

    fn is_doubtful(&self) -> bool {
        self.is_doubtful.load(Ordering::Acquire)
    }

    fn wait_for_disk(&mut self) {
        if let Some(thread) = self.syncing.take() {
            thread.join().ok();
        }
    }

    /// The longest time to wait for a message; `None` if there is no other work.
    fn pause(&self) -> Option<Duration> {
        if !self.waiting.is_empty() {
            return Some(SYNC_EVERY);
        }
        let is_syncing = self.syncing.as_ref().is_some_and(|thread| !thread.is_finished());
        let has_work = self.ledger.needs_sync() || self.is_doubtful() || is_syncing;
        has_work.then(|| self.synced.map_or(Duration::ZERO, |synced| SYNC_EVERY.saturating_sub(synced.elapsed())))
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Edit(edit, goes_on) => self.waiting.push(Entry::Edit { edit, goes_on }),
            Message::Flush(done) => {
                self.write();
                self.wait_for_disk();
                let written = self.told().and_then(|()| self.ledger.sync()).and_then(|()| self.confirm());
                done.send(written).ok();
            }
            Message::Checkpoint { path, version, upto, done } => {
                self.write();
                // A disk that is too full for this record may still have space for the notebook, which matters more.
                let noted = self.ledger.note_save(&path, version, upto).or_else(|error| {
                    log::warn!("a save could not be noted in the recovery journal: {error}");
                    Ok(None)
                });
                done.send(noted).ok();
            }
            Message::Rebase(rebase, done) => {
                self.write();
                let rebased = self.ledger.rebase(*rebase, &mut self.waiting);
                if rebased.is_ok() {
                    self.synced = Some(Instant::now());
                    self.all_is_well();
                }
                done.send(rebased).ok();
            }
            Message::Discard => {}
        }
    }

    fn told(&self) -> io::Result<()> {
        if self.waiting.is_empty() { Ok(()) } else { Err(io::Error::other("the recovery journal cannot be written")) }
    }

    /// Clears the reported problem if all edits are written and no write is doubtful.
    fn all_is_well(&self) {
        if self.waiting.is_empty() && !self.is_doubtful() {
            self.shared.tell(None);
        }
    }

    /// Writes the waiting edits. If that fails, reports it and keeps them.
    fn write(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        match self.ledger.add(&self.waiting) {
            Ok(()) => {
                self.waiting.clear();
                self.all_is_well();
            }
            Err(error) => {
                let reason = store::reason(&error);
                log::warn!("the recovery journal cannot be written: {reason}");
                self.shared.tell(Some(format!("your edits cannot be written to a recovery journal: {reason}")));
            }
        }
    }

    /// Syncs the journal on a separate thread, so that a slow disk does not delay writing the next edit.
    fn sync(&mut self) {
        self.synced = Some(Instant::now());
        if self.syncing.as_ref().is_some_and(|thread| !thread.is_finished()) {
            return;
        }
        if self.is_doubtful() || self.ledger.is_gone() {
            self.is_doubtful.store(true, Ordering::Release);
            if let Err(error) = self.confirm() {
                self.tell_doubt(&error);
            }
            return;
        }
        match self.ledger.pending_sync() {
            Ok(Some(pending)) => {
                let (doubt, shared) = (Arc::clone(&self.is_doubtful), Arc::clone(&self.shared));
                let wait = move || {
                    if let Err(error) = pending.wait() {
                        doubt.store(true, Ordering::Release);
                        shared.tell(Some(doubt_in_words(&error)));
                    }
                };
                self.syncing = std::thread::Builder::new().name("journal sync".to_owned()).spawn(wait).ok();
            }
            Ok(None) => {}
            Err(error) => {
                self.is_doubtful.store(true, Ordering::Release);
                self.tell_doubt(&error);
            }
        }
    }

    /// Rewrites the whole journal if the disk did not confirm a write, and waits for the disk.
    fn confirm(&mut self) -> io::Result<()> {
        if self.is_doubtful() {
            self.ledger.rewrite()?;
            self.is_doubtful.store(false, Ordering::Release);
            self.all_is_well();
        }
        Ok(())
    }

    fn tell_doubt(&self, error: &io::Error) {
        self.shared.tell(Some(doubt_in_words(error)));
    }
}

fn doubt_in_words(error: &io::Error) -> String {
    format!("the recovery journal could not be written to the disk: {}", store::reason(error))
}
