//! Background jobs with a name, progress and cancellation. The reply of a cancelled job is dropped.
//!
//! A job is a closure that gets a [`Progress`] and returns a reply of the caller's type. A panic in a job is returned as an
//! outcome, so it does not end the program or harm the notebook.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

/// Wakes the window. Called on any thread, for example by a job when its reply is ready.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// The id of a job, unique within one [`Jobs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(u64);

/// The thread on which jobs run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spawn {
    /// Each on a separate thread.
    Thread,
    /// At once, on the caller's thread; for tests, and commands without a window.
    Inline,
}

/// Lets a running job report its progress and check whether it is cancelled.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    percent: Arc<AtomicU8>,
    cancelled: Arc<AtomicBool>,
}

impl Progress {
    /// Reports how much is done, 0 to 100 percent; larger values count as 100.
    pub fn set_percent(&self, percent: u8) {
        self.percent.store(percent.min(100), Ordering::Relaxed);
    }

    /// Returns a `Progress` for a part of the work, with the same cancellation but a separate percentage.
    pub fn same_cancel(&self) -> Self {
        Self { percent: Arc::default(), cancelled: Arc::clone(&self.cancelled) }
    }

    /// Whether the job is cancelled: it should stop, because its reply will be dropped.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// A running job, as the status bar shows it.
#[derive(Debug, Clone)]
pub struct JobState {
    /// The id.
    pub id: JobId,
    /// Its name, as in “Importing 3 files”.
    pub name: String,
    /// Whether it can be cancelled; a save cannot.
    pub can_cancel: bool,
    /// Whether some view shows it, so that the status bar need not.
    pub has_view: bool,
    progress: Progress,
}

impl JobState {
    /// How much is done, 0 to 100 percent.
    pub fn percent(&self) -> u8 {
        self.progress.percent.load(Ordering::Relaxed)
    }
}

/// The outcome of a job.
#[derive(Debug)]
pub enum JobOutcome<R> {
    /// Its reply.
    Done(R),
    /// It panicked: its id, its name and the message.
    Panicked(JobId, String, String),
}

/// The running jobs, and the replies that have not been fetched.
pub struct Jobs<R> {
    running: Vec<JobState>,
    sender: Sender<(JobId, JobOutcome<R>)>,
    receiver: Receiver<(JobId, JobOutcome<R>)>,
    waker: Waker,
    spawn: Spawn,
    next: u64,
}

impl<R: Send + 'static> Jobs<R> {
    /// Creates an empty list of jobs. `waker` is called after each job.
    pub fn new(spawn: Spawn, waker: Waker) -> Self {
        let (sender, receiver) = channel();
        Self { running: Vec::new(), sender, receiver, waker, spawn, next: 0 }
    }

    /// Starts a job that cannot be cancelled.
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

    /// Returns the outcomes since the last call, without those of cancelled jobs.
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

    /// The running jobs, oldest first.
    pub fn running(&self) -> &[JobState] {
        &self.running
    }

    /// Whether a job is running, or its reply has not been fetched.
    pub fn is_running(&self, id: Option<JobId>) -> bool {
        id.is_some_and(|id| self.running.iter().any(|job| job.id == id))
    }

    /// Waits for the next outcome; `None` if no job is running.
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
