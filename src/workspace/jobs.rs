//! Work in the background: each job has a name, a progress and a cancel; a reply that comes too late is dropped.
//!
//! A job is a closure that gets a [`Progress`] and returns a reply of the caller's choice. A panic inside one becomes an
//! outcome like any other: it never takes the notebook with it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

/// Called when a job has a reply, from the job's thread: wakes the window.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// Names a job of one [`Jobs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(u64);

/// Where jobs run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spawn {
    /// Each in a thread of its own.
    Thread,
    /// At once, in the caller's: tests, and commands without a window.
    Inline,
}

/// What a job may say while it runs and what it must ask.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    percent: Arc<AtomicU8>,
    cancelled: Arc<AtomicBool>,
}

impl Progress {
    /// Says how far it is, 0 to 100.
    pub fn set_percent(&self, percent: u8) {
        self.percent.store(percent.min(100), Ordering::Relaxed);
    }

    /// One for a part of the work: it is cancelled with the whole, and how far it is, is its own.
    pub fn same_cancel(&self) -> Self {
        Self { percent: Arc::default(), cancelled: Arc::clone(&self.cancelled) }
    }

    /// Whether it should stop: its reply will be dropped.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// A running job, as the status bar shows it.
#[derive(Debug, Clone)]
pub struct JobState {
    /// Which.
    pub id: JobId,
    /// Its name, as in “Importing 3 files”.
    pub name: String,
    /// Whether it can be cancelled; a save goes through to its end.
    pub can_cancel: bool,
    /// Whether some view shows it, so that the status bar need not.
    pub has_view: bool,
    progress: Progress,
}

impl JobState {
    /// How far it is, 0 to 100.
    pub fn percent(&self) -> u8 {
        self.progress.percent.load(Ordering::Relaxed)
    }
}

/// What became of a job.
#[derive(Debug)]
pub enum JobOutcome<R> {
    /// Its reply.
    Done(R),
    /// It panicked; which job, its name and what it said.
    Panicked(JobId, String, String),
}

/// The jobs that run, and the replies that have not been fetched.
pub struct Jobs<R> {
    running: Vec<JobState>,
    sender: Sender<(JobId, JobOutcome<R>)>,
    receiver: Receiver<(JobId, JobOutcome<R>)>,
    waker: Waker,
    spawn: Spawn,
    next: u64,
}

impl<R: Send + 'static> Jobs<R> {
    /// No jobs yet.
    pub fn new(spawn: Spawn, waker: Waker) -> Self {
        let (sender, receiver) = channel();
        Self { running: Vec::new(), sender, receiver, waker, spawn, next: 0 }
    }

    /// Starts a job that goes through to its end.
    pub fn start_to_end(&mut self, name: impl Into<String>, work: impl FnOnce(&Progress) -> R + Send + 'static) -> JobId {
        let id = self.next_id();
        self.launch(JobState { id, name: name.into(), can_cancel: false, has_view: false, progress: Progress::default() }, work)
    }

    /// Starts a job that can be cancelled and that some view shows.
    pub fn start_in_view(&mut self, name: impl Into<String>, work: impl FnOnce(&Progress) -> R + Send + 'static) -> JobId {
        let id = self.next_id();
        self.launch(JobState { id, name: name.into(), can_cancel: true, has_view: true, progress: Progress::default() }, work)
    }

    /// Starts a job that can be cancelled.
    pub fn start(&mut self, name: impl Into<String>, work: impl FnOnce(&Progress) -> R + Send + 'static) -> JobId {
        let id = self.next_id();
        self.launch(JobState { id, name: name.into(), can_cancel: true, has_view: false, progress: Progress::default() }, work)
    }

    fn next_id(&mut self) -> JobId {
        self.next += 1;
        JobId(self.next)
    }

    fn launch(&mut self, state: JobState, work: impl FnOnce(&Progress) -> R + Send + 'static) -> JobId {
        let id = state.id;
        let (progress, name, sender, waker) =
            (state.progress.clone(), state.name.clone(), self.sender.clone(), Arc::clone(&self.waker));
        self.running.push(state);
        let run = move || {
            let outcome = match catch_unwind(AssertUnwindSafe(|| work(&progress))) {
                Ok(reply) => JobOutcome::Done(reply),
                Err(panic) => JobOutcome::Panicked(id, name, panic_text(panic.as_ref())),
            };
            // The window may be gone already; then nobody waits for the reply.
            sender.send((id, outcome)).ok();
            waker();
        };
        match self.spawn {
            Spawn::Thread => drop(std::thread::spawn(run)),
            Spawn::Inline => run(),
        }
        id
    }

    /// Asks a job to stop and forgets it: its reply will be dropped.
    pub fn cancel(&mut self, id: JobId) {
        if let Some(index) = self.running.iter().position(|job| job.id == id) {
            self.running.remove(index).progress.cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// The replies that have come since the last call, without those of cancelled jobs.
    pub fn finished(&mut self) -> Vec<JobOutcome<R>> {
        let mut outcomes = Vec::new();
        while let Ok((id, outcome)) = self.receiver.try_recv() {
            if let Some(index) = self.running.iter().position(|job| job.id == id) {
                self.running.remove(index);
                outcomes.push(outcome);
            }
        }
        outcomes
    }

    /// The jobs that run, oldest first.
    pub fn running(&self) -> &[JobState] {
        &self.running
    }

    /// Waits for the next reply; `None` where no job runs.
    pub fn wait(&mut self) -> Option<JobOutcome<R>> {
        while !self.running.is_empty() {
            let (id, outcome) = self.receiver.recv().ok()?;
            if let Some(index) = self.running.iter().position(|job| job.id == id) {
                self.running.remove(index);
                return Some(outcome);
            }
        }
        None
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jobs(spawn: Spawn) -> Jobs<u32> {
        Jobs::new(spawn, Arc::new(|| {}))
    }

    #[test]
    fn replies_arrive_once_and_late_ones_are_dropped() {
        let mut jobs = jobs(Spawn::Thread);
        let (go, wait) = channel::<()>();
        let late = jobs.start("late", move |progress| {
            wait.recv().ok();
            u32::from(progress.is_cancelled())
        });
        jobs.start("quick", |_| 2);
        assert!(matches!(jobs.wait(), Some(JobOutcome::Done(2))));
        jobs.cancel(late);
        go.send(()).unwrap();
        assert!(jobs.wait().is_none());
        assert!(jobs.finished().is_empty());
    }

    #[test]
    fn a_panic_is_an_outcome() {
        let mut jobs = jobs(Spawn::Inline);
        jobs.start("bad", |_| panic!("on purpose"));
        let outcomes = jobs.finished();
        assert!(matches!(&outcomes[..], [JobOutcome::Panicked(_, name, text)] if name == "bad" && text == "on purpose"));
        assert!(jobs.running().is_empty());
    }
}
