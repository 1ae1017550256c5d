//! Undo and redo, step by named step.

use crate::notebook::{AnyRecord, Change, Edit, Notebook, RecordId};

/// Which burst an edit belongs to: typing into one field, dragging one slider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Burst {
    /// The record; `None` for the notebook as a whole.
    pub record: Option<RecordId>,
    /// The field of it, by any name that is always the same for it.
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
    /// Unique in this history: tells whether the state on disk is the state on screen.
    number: u64,
    /// The edit that goes to the other side.
    edit: Edit,
}

impl History {
    /// Remembers how to take back what was just done. Says whether it continues the step before.
    pub(in crate::workspace) fn record(&mut self, inverse: Edit, burst: Option<Burst>) -> bool {
        self.undone.clear();
        let goes_on = burst.is_some() && burst == self.open_burst;
        self.open_burst = burst;
        self.add(inverse, goes_on)
    }

    /// The same for an edit that was recorded in a journal.
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

    /// The edit that undo would make.
    pub(in crate::workspace) fn undo_edit(&self) -> Option<&Edit> {
        self.done.last().map(|step| &step.edit)
    }

    /// The edit that redo would make.
    pub(in crate::workspace) fn redo_edit(&self) -> Option<&Edit> {
        self.undone.last().map(|step| &step.edit)
    }

    pub(in crate::workspace) fn end_burst(&mut self) {
        self.open_burst = None;
    }

    /// Crosses the last step; gives the way back over it.
    pub(in crate::workspace) fn undo(&mut self, notebook: &mut Notebook) -> Option<&Edit> {
        self.open_burst = None;
        cross(&mut self.done, &mut self.undone, notebook)
    }

    /// Crosses the last undone step; gives the way back over it.
    pub(in crate::workspace) fn redo(&mut self, notebook: &mut Notebook) -> Option<&Edit> {
        self.open_burst = None;
        cross(&mut self.undone, &mut self.done, notebook)
    }

    /// The name of the step that undo would take back.
    pub fn undo_name(&self) -> Option<&str> {
        self.done.last().map(|step| step.edit.name.as_str())
    }

    /// The name of the step that redo would do again.
    pub fn redo_name(&self) -> Option<&str> {
        self.undone.last().map(|step| step.edit.name.as_str())
    }

    /// The number of the present state.
    pub fn step(&self) -> u64 {
        self.done.last().map_or(0, |step| step.number)
    }

    pub(in crate::workspace) fn mark_saved(&mut self, step: u64) {
        self.saved_step = step;
        // What is typed after a save must not flow into the step that was saved.
        self.open_burst = None;
    }

    /// No state of this history is the one on disk.
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
            // Steps are made from what was there, so this cannot happen; if it does, the notebook is untouched.
            log::error!("the step “{}” could not be crossed: {error}", step.edit.name);
            from.push(step);
            None
        }
    }
}

/// The way back over two edits. Where both only replace the same record, the older state alone is enough.
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
