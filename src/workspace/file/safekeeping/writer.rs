//! The thread behind a [`Recorder`](super::Recorder): when it writes, when it syncs, what it does when it cannot.

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
    /// Waits for the disk.
    syncing: Option<std::thread::JoinHandle<()>>,
    /// The disk did not confirm what was written. After that, confirming what comes later says nothing about it: all of it is
    /// written again until the disk confirms that.
    is_doubtful: Arc<AtomicBool>,
    shared: Arc<Shared>,
}

impl Writer {
    pub(super) fn new(start: RecorderStart, shared: Arc<Shared>) -> Self {
        let (ledger, waiting) = Ledger::new(start);
        Self { ledger, waiting, synced: None, syncing: None, is_doubtful: Arc::default(), shared }
    }

    /// How many edits it begins with.
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
            // What has come in the meantime is written together.
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

    /// How long nothing needs to be done; `None` where there is nothing to come back for.
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
                // A disk that is too full for this line may still take the notebook, which is what counts.
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

    /// Takes back what was said, if nothing is wrong any more.
    fn all_is_well(&self) {
        if self.waiting.is_empty() && !self.is_doubtful() {
            self.shared.tell(None);
        }
    }

    /// Writes what waits.
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

    /// Has what was written put onto the disk, by a thread of its own: a slow disk must not keep the next edit from being written.
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

    /// Writes all of it again where the disk did not confirm it, and waits for the disk.
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
