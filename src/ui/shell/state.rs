//! What the shell remembers from frame to frame.

use std::path::PathBuf;
use std::time::Instant;

use crate::store;
use crate::workspace::{JobId, Spot, Way};

/// Recent panics in frames.
#[derive(Debug, Default)]
pub(in crate::ui) struct Failures {
    pub(super) recent: Vec<Instant>,
    /// Whether the window shows only the rescue screen.
    pub rescue: bool,
}

/// A jump that may not have ended yet: the reader scrolls in the next frame.
#[derive(Default)]
pub(in crate::ui) struct Departure {
    pub(super) from: Option<(u64, Spot, Way)>,
    /// Whether the last move was back or forward.
    pub(super) went: bool,
}

/// What the window knows of the file in which it keeps what is watched.
#[derive(Debug, Default)]
pub(in crate::ui) struct WatchKeeper {
    /// The generation of the notebook that it is loaded for.
    pub(super) loaded_for: Option<u64>,
    /// Where it is kept; `None` keeps nothing.
    pub(super) path: Option<PathBuf>,
    /// The version of the file that is known.
    pub(super) stamp: Option<store::Stamp>,
    /// Whether it has changed since it was written.
    pub(super) is_changed: bool,
    /// When folders, and whether feeds are due, were last looked at, in egui's seconds.
    pub(super) folders_at: Option<f64>,
    pub(super) checked_at: Option<f64>,
    /// The jobs that write the file, list folders, and look at the network.
    pub(super) saving: Option<JobId>,
    pub(super) listing: Option<JobId>,
    pub(super) looking: Option<JobId>,
}
