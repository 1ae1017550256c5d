//! State that the list of sources keeps between frames.

use std::collections::HashMap;
use std::rc::Rc;

use crate::notebook::DocumentId;
use crate::workspace::{PageSeen, SourceQuery, SourceRow};

/// What the left panel shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shown {
    /// The sources.
    #[default]
    Sources,
    /// The tags.
    Tags,
}

/// What is listed, and the list as it was made last.
#[derive(Debug, Default)]
pub struct SourcesView {
    /// What is listed. Its order is that of the settings.
    pub query: SourceQuery,
    /// When the notebook was left the last time, in milliseconds since 1970.
    pub last_time: Option<u64>,
    /// What the pages of sources said when they were looked at again.
    pub pages: HashMap<DocumentId, PageSeen>,
    /// The source that was marked last: a click with Shift marks from there.
    pub(super) last_marked: Option<DocumentId>,
    /// Whether a row of the list has the keyboard focus, and its source, if it is the row of one.
    pub(in crate::ui) has_focus: bool,
    pub(in crate::ui) focused: Option<DocumentId>,
    made: Option<Made>,
}

/// The rows, with what they were made for.
#[derive(Debug)]
struct Made {
    /// The revision of the notebook, and the stage of what was read of it.
    of: (u64, u64),
    query: SourceQuery,
    rows: Rc<[SourceRow]>,
}

impl SourcesView {
    /// The next click with Shift marks from the open source.
    pub(super) fn forget_mark(&mut self) {
        self.last_marked = None;
    }

    /// The rows of the list, made anew only when the notebook or the query has changed.
    pub(super) fn rows(&mut self, workspace: &crate::workspace::Workspace) -> Rc<[SourceRow]> {
        let state = (workspace.revision(), workspace.look().survey_stage());
        if let Some(made) = self.made.as_ref().filter(|made| made.of == state && made.query == self.query) {
            return Rc::clone(&made.rows);
        }
        let rows: Rc<[SourceRow]> = workspace.look().source_rows(&self.query).into();
        self.made = Some(Made { of: state, query: self.query.clone(), rows: Rc::clone(&rows) });
        rows
    }
}
