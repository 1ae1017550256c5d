//! What the parts of the shell remember from frame to frame.

use std::time::Instant;

use crate::workspace::{Spot, Way};

/// What failed so far.
#[derive(Debug, Default)]
pub(in crate::ui) struct Failures {
    pub(super) recent: Vec<Instant>,
    /// Whether the window draws the rescue screen alone.
    pub rescue: bool,
}

/// A jump that may not have come to rest yet: the reader scrolls in the next frame.
#[derive(Default)]
pub(in crate::ui) struct Departure {
    pub(super) from: Option<(u64, Spot, Way)>,
    /// Whether the last move was along the trail itself.
    pub(super) went: bool,
}
