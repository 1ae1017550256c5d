//! What keeps the open notebook safe, as far as the window has to do with it.

use crate::notebook::Notebook;
use crate::store::{FileHash, Stamp};
use crate::workspace::{Recovered, Safe, Waker};

/// What keeps the open notebook safe, as far as the window has to do with it.
#[derive(Default)]
pub(in crate::ui) struct Safety {
    /// `None` keeps nothing safe.
    pub safe: Option<Safe>,
    pub(super) waker: Option<Waker>,
    /// What programs that died left of notebooks in no file, and the person has not decided about.
    pub(super) untitled: Vec<Recovered>,
    /// Whether they are still to be asked about, when nothing else is being asked.
    pub(super) ask_untitled: bool,
    /// What was said about the journal last.
    pub(super) said: Option<String>,
    /// The file of the open notebook as it was seen last.
    pub seen: Option<Stamp>,
    pub(super) had_focus: bool,
    /// The other side of a file with git's conflict marks, to choose from.
    pub(in crate::ui) other_side: Option<Notebook>,
    /// The version of another program that waits to be merged.
    pub(in crate::ui) theirs: Option<(Notebook, FileHash)>,
}

impl Safety {
    pub(in crate::ui) fn begin(&mut self, safe: Option<Safe>, waker: Waker) {
        self.safe = safe;
        self.waker = Some(waker);
    }
}
