//! What the shell remembers from frame to frame.

use std::time::Instant;

use crate::workspace::{Spot, Way};

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
