//! The briefs of the open notebook: their blocks, and how their references stand.

use std::cell::Ref;

use crate::notebook::{BriefBlock, BriefId};
use crate::workspace::Look as Handle;
use crate::writing::{Look, NumberCounts};

impl<'a> Handle<'a> {
    /// The blocks of a brief, in order.
    pub fn brief_blocks(self, brief: BriefId) -> impl Iterator<Item = &'a BriefBlock> {
        self.workspace.notebook.blocks_of(brief)
    }

    /// How the references of a brief stand.
    pub fn brief(self, brief: BriefId) -> Ref<'a, Look> {
        let (notebook, written) = (&self.workspace.notebook, &self.workspace.written);
        let now = Some((brief, self.workspace.revision));
        // Whoever holds what was found looked at this state, so nothing is looked at anew while it is held.
        if written.settled.get() != now {
            written.look.borrow_mut().update(notebook, notebook.blocks_of(brief));
            written.settled.set(now);
        }
        written.look.borrow()
    }

    /// The numbers of a brief, by how they stand.
    pub fn brief_counts(self, brief: BriefId) -> NumberCounts {
        self.brief(brief).counts(self.workspace.notebook.blocks_of(brief))
    }

    /// A number that changes whenever something changes that briefs show: not while one is written.
    pub fn shown_revision(self) -> u64 {
        // Of another workspace it is another number.
        self.workspace.written.shown.wrapping_add(self.workspace.first_revision << 20)
    }
}
