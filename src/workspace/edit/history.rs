//! The undo history: named steps that can be undone and redone.

use crate::notebook::{AnyRecord, Change, Edit, Notebook, RecordId};

/// The burst that an edit belongs to, such as typing into one field or dragging one slider. A burst is undone as one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Burst {
    /// The record; `None` for the notebook as a whole.
    pub record: Option<RecordId>,
    /// The field, by any name that is constant for it.
    pub field: &'static str,
}

/// The steps that can be undone and redone. Steps are kept for the whole session.
#[derive(Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    last_step: u64,
    saved_step: u64,
    open_burst: Option<Burst>,
}

#[derive(Debug)]
struct Step {
    /// Unique in this history. Shows whether the saved state is the current one.
    number: u64,
    /// The edit that undoes the step, or redoes it if it is undone.
    edit: Edit,
}

impl History {
    /// Records the inverse of an edit that was just applied. Returns whether the edit continues the previous step.
    pub(in crate::workspace) fn record(&mut self, inverse: Edit, burst: Option<Burst>) -> bool {
        self.undone.clear();
        let goes_on = burst.is_some() && burst == self.open_burst;
        self.open_burst = burst;
        self.add(inverse, goes_on)
    }

    /// Records the inverse of an edit from a recovery journal. `goes_on`: whether it continues the previous step.
    pub(in crate::workspace) fn replay(&mut self, inverse: Edit, goes_on: bool) {
        self.undone.clear();
        self.open_burst = None;
        self.add(inverse, goes_on);
    }

    fn add(&mut self, inverse: Edit, goes_on: bool) -> bool {
        self.last_step += 1;
        match self.done.last_mut() {
            Some(step) if goes_on => {
                step.number = self.last_step;
                step.edit = joined(inverse, std::mem::replace(&mut step.edit, Edit::new("")));
                true
            }
            _ => {
                self.done.push(Step { number: self.last_step, edit: inverse });
                false
            }
        }
    }

    /// The edit that undo would apply.
    pub(in crate::workspace) fn undo_edit(&self) -> Option<&Edit> {
        self.done.last().map(|step| &step.edit)
    }

    /// The edit that redo would apply.
    pub(in crate::workspace) fn redo_edit(&self) -> Option<&Edit> {
        self.undone.last().map(|step| &step.edit)
    }

    pub(in crate::workspace) fn end_burst(&mut self) {
        self.open_burst = None;
    }

    /// Undoes the last step. Returns the edit that would redo it; `None` if there is no step.
    pub(in crate::workspace) fn undo(&mut self, notebook: &mut Notebook) -> Option<&Edit> {
        self.open_burst = None;
        cross(&mut self.done, &mut self.undone, notebook)
    }

    /// Redoes the last undone step. Returns the edit that would undo it; `None` if there is none.
    pub(in crate::workspace) fn redo(&mut self, notebook: &mut Notebook) -> Option<&Edit> {
        self.open_burst = None;
        cross(&mut self.undone, &mut self.done, notebook)
    }

    /// The name of the step that would be undone.
    pub fn undo_name(&self) -> Option<&str> {
        self.done.last().map(|step| step.edit.name.as_str())
    }

    /// The name of the step that would be redone.
    pub fn redo_name(&self) -> Option<&str> {
        self.undone.last().map(|step| step.edit.name.as_str())
    }

    /// The number of the current state; 0 before the first step.
    pub fn step(&self) -> u64 {
        self.done.last().map_or(0, |step| step.number)
    }

    pub(in crate::workspace) fn mark_saved(&mut self, step: u64) {
        self.saved_step = step;
        // Text typed after a save must not be joined to the saved step.
        self.open_burst = None;
    }

    /// Records that no state of this history is the saved one.
    pub(in crate::workspace) fn mark_unsaved(&mut self) {
        self.saved_step = u64::MAX;
        self.open_burst = None;
    }

    pub(in crate::workspace) fn has_unsaved_edits(&self) -> bool {
        self.step() != self.saved_step
    }
}

fn cross<'a>(from: &mut Vec<Step>, to: &'a mut Vec<Step>, notebook: &mut Notebook) -> Option<&'a Edit> {
    let step = from.pop()?;
    match step.edit.clone().apply(notebook) {
        Ok(back) => {
            to.push(Step { number: step.number, edit: back });
            to.last().map(|step| &step.edit)
        }
        Err(error) => {
            // Steps are inverses of applied edits, so this cannot happen; if it does, the notebook is unchanged.
            log::error!("the step “{}” could not be crossed: {error}", step.edit.name);
            from.push(step);
            None
        }
    }
}

/// The inverse of two consecutive edits. If both only replace the same record, the inverse of the earlier one is enough.
fn joined(later: Edit, earlier: Edit) -> Edit {
    let replaced = |edit: &Edit| match edit.changes.as_slice() {
        [Change::Replace(record)] => Some(AnyRecord::id(record)),
        _ => None,
    };
    let replaces_details = |edit: &Edit| match edit.changes.as_slice() {
        [Change::Details(id, _)] => Some(*id),
        _ => None,
    };
    let same_record = replaced(&later).is_some() && replaced(&later) == replaced(&earlier);
    let same_details = replaces_details(&later).is_some() && replaces_details(&later) == replaces_details(&earlier);
    if same_record || same_details {
        return earlier;
    }
    Edit { name: earlier.name, changes: later.changes.into_iter().chain(earlier.changes).collect() }
}
