//! How the references of briefs stand, kept while nothing that they show changes: typing in one block looks at that block again.

use std::cell::{Cell, RefCell};

use crate::notebook::{AnyRecord, BriefId, Change, Edit, Notebook, RecordId};
use crate::writing::Look;

/// What is known of the references of all briefs.
#[derive(Debug, Default)]
pub struct BriefState {
    /// Changes whenever something changes that briefs show.
    pub(in crate::workspace) shown: u64,
    pub(in crate::workspace) look: RefCell<Look>,
    /// The brief and the revision that were looked at last.
    pub(in crate::workspace) settled: Cell<Option<(BriefId, u64)>>,
}

impl BriefState {
    /// Forgets what an edit may have changed, given its inverse.
    pub(in crate::workspace) fn follow(&mut self, inverse: &Edit, notebook: &Notebook) {
        let look = self.look.get_mut();
        let block_of = |change: &Change| match change {
            Change::Insert { record, .. } | Change::Replace(record) => match record {
                AnyRecord::BriefBlock(block) => Some(Some((block.id, block.kind.has_picture()))),
                AnyRecord::Brief(_) | AnyRecord::Edition(_) => Some(None),
                _ => None,
            },
            Change::Remove(RecordId::BriefBlock(id)) => {
                let shows = notebook.brief_blocks.get(*id).is_none_or(|block| block.kind.has_picture());
                Some(Some((*id, shows)))
            }
            Change::Remove(RecordId::Brief(_) | RecordId::Edition(_)) => Some(None),
            Change::Remove(_) | Change::Details(..) | Change::About(_) => None,
        };
        for change in &inverse.changes {
            match block_of(change) {
                Some(Some((id, false))) => look.forget(id),
                Some(None) => {}
                // Figures are counted, and claims are shown anywhere.
                Some(Some((_, true))) | None => {
                    *look = Look::default();
                    self.shown += 1;
                    return;
                }
            }
        }
    }
}
