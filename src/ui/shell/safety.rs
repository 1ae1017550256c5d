//! The window's part in keeping the open notebook safe.

use crate::notebook::Notebook;
use crate::store::{FileHash, Stamp};
use crate::workspace::{Recovered, Safe, Waker};

/// What the window knows about keeping the open notebook safe.
#[derive(Default)]
pub(in crate::ui) struct Safety {
    /// Where and as whom journals and locks are kept; `None` keeps none.
    pub safe: Option<Safe>,
    pub(super) waker: Option<Waker>,
    /// Notebooks without a file that a crash left behind and about which the user has not decided.
    pub(super) untitled: Vec<Recovered>,
    /// Whether to ask about `untitled` as soon as no dialog is open.
    pub(super) ask_untitled: bool,
    /// The problem with the journal that was last reported.
    pub(super) said: Option<String>,
    /// The stamp of the open notebook's file when it was last checked.
    pub seen: Option<Stamp>,
    pub(super) had_focus: bool,
    /// The other side of a file with git's conflict marks, to choose from.
    pub(in crate::ui) other_side: Option<Notebook>,
    /// Another program's version of the file, waiting to be merged or to replace ours.
    pub(in crate::ui) theirs: Option<(Notebook, FileHash)>,
}

impl Safety {
    pub(in crate::ui) fn begin(&mut self, safe: Option<Safe>, waker: Waker) {
        self.safe = safe;
        self.waker = Some(waker);
    }
}
