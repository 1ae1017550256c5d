//! Connects a workspace to its file: opening, recovery, saving, changes by other programs, and read-only access.

use crate::notebook::{EditError, IdSource, Notebook};
use crate::store::journal::Recorded;
use crate::store::{FileHash, Originals};
use crate::workspace::file::safekeeping::{Access, Opened, Recorder, Recovered, Safe, Safekeeping, SaveDone};
use crate::workspace::{Clock, FileChanges, FileState, Waker, Workspace};

impl Workspace {
    /// Creates a workspace for a notebook that was read, with the edits that a crashed program left in its journal.
    pub fn opened(mut opened: Opened, safe: &Safe, clock: Clock, waker: Option<Waker>) -> Self {
        let (keeping, edits) = Safekeeping::of_opened(safe, &mut opened, clock.millis(), waker);
        let mut workspace = Self { keeping, ..Self::unguarded(opened, clock) };
        workspace.replay(edits);
        workspace
    }

    /// Creates a workspace, without lock and journal, for a notebook that was read.
    pub fn unguarded(opened: Opened, clock: Clock) -> Self {
        let keeping = Safekeeping::none(&opened.notebook);
        Self::with_index(opened.notebook, opened.index, keeping, Some(opened.path), clock)
    }

    /// Creates a workspace, with a journal, for a notebook that has no file.
    pub fn untitled(notebook: Notebook, safe: &Safe, clock: Clock, waker: Option<Waker>) -> Self {
        let keeping = Safekeeping::of_untitled(safe, &notebook, None, clock.millis(), waker);
        Self { keeping, ..Self::new(notebook, None, clock) }
    }

    /// Creates a workspace for a notebook that had no file when the program crashed, from its journal.
    pub fn recovered(mut recovered: Recovered, safe: &Safe, clock: Clock, waker: Option<Waker>) -> Self {
        let id = IdSource::new(clock.entropy()).next(clock.millis());
        let notebook = recovered.whole.take().map_or_else(|| Notebook::new(id), |whole| *whole);
        let edits = recovered.edits().to_vec();
        let keeping = Safekeeping::of_untitled(safe, &notebook, Some(recovered), clock.millis(), waker);
        let mut workspace = Self { keeping, ..Self::new(notebook, None, clock) };
        workspace.replay(edits);
        workspace
    }

    /// Applies the edits of a journal again, as steps that can be undone.
    fn replay(&mut self, edits: Vec<Recorded>) {
        for recorded in edits {
            match recorded.edit.apply(&mut self.notebook) {
                Ok(inverse) => {
                    self.follow(&inverse);
                    self.history.replay(inverse, recorded.goes_on);
                }
                // This cannot happen: the edits were tried on a copy before.
                Err(error) => log::error!("a recovered edit does not fit: {error}"),
            }
        }
        self.select_first();
        self.changed();
    }

    /// Undoes all steps since the notebook was opened and returns their number. They can be redone.
    pub fn undo_all(&mut self) -> usize {
        std::iter::from_fn(|| self.undo()).count()
    }

    /// Returns why an edit was refused since the last call, and clears it.
    pub fn take_refusal(&mut self) -> Option<EditError> {
        self.refusal.take()
    }
}

impl FileChanges<'_> {
    /// Records that the state at `step` is now in a file. Edits made since then are still unsaved.
    pub fn mark_saved(&mut self, saved: SaveDone, step: u64) {
        if saved.is_elsewhere || saved.lock.is_some() {
            // This releases the lock on the previous file.
            self.workspace.keeping.access = Access::Owned(saved.lock);
        }
        self.workspace.keeping.version = Some(saved.version);
        self.workspace.keeping.may_replace = false;
        self.workspace.keeping.base = saved.notebook;
        self.workspace.path = Some(saved.path);
        self.workspace.history.mark_saved(step);
        // A copy of a read-only notebook can be written, so it gets a journal now.
        self.workspace.keeping.keep_journal(self.workspace.path.as_deref(), self.workspace.clock.millis());
    }

    /// Records that no file contains the current state of the notebook.
    pub fn mark_unsaved(&mut self) {
        self.workspace.history.mark_unsaved();
    }

    /// Allows the next save to replace whatever is in the file then.
    pub fn forget_version(&mut self) {
        self.workspace.keeping.version = None;
        self.workspace.keeping.may_replace = true;
        self.workspace.history.mark_unsaved();
    }

    /// Rewrites the journal so that it contains the notebook to which its edits apply: another program has changed the file,
    /// and that version may not exist anywhere else.
    pub fn keep_base_in_journal(&mut self) {
        if let (Some(recorder), Some(safe), Some(path)) =
            (&self.workspace.keeping.recorder, &self.workspace.keeping.safe, &self.workspace.path)
        {
            let start = safe.start(&self.workspace.keeping.base, Some(path), None, self.workspace.clock.millis());
            recorder.restate(safe.journals_of(path), start);
        }
    }

    /// Empties the journal, because the notebook is the same as its file.
    pub fn empty_journal(&mut self) {
        if let (Some(recorder), Some(safe)) = (&mut self.workspace.keeping.recorder, &self.workspace.keeping.safe)
            && let (Some(path), Some(version)) = (&self.workspace.path, &self.workspace.keeping.version)
        {
            let start = safe.start(&self.workspace.keeping.base, Some(path), Some(version), self.workspace.clock.millis());
            recorder.restart(safe.journals_of(path), start, None);
        }
    }

    /// Adopts a version of the file that another program wrote: the notebook becomes `merged`, as one step that can be undone,
    /// and `theirs` its new base. If `merged` equals `theirs`, nothing is left to save.
    pub fn take_in(&mut self, version: FileHash, theirs: Notebook, merged: &Notebook, name: &str) -> Result<(), EditError> {
        let edit = self.workspace.notebook.difference(merged, name);
        if !edit.is_empty() {
            let inverse = edit.apply(&mut self.workspace.notebook)?;
            self.workspace.follow(&inverse);
            // A read-only notebook has no edits of this window to return to.
            if !self.workspace.file().is_read_only() {
                self.workspace.history.record(inverse, None);
            }
        }
        let own = theirs.difference(merged, name);
        if own.is_empty() {
            self.workspace.history.mark_saved(self.workspace.history.step());
        } else {
            self.workspace.history.mark_unsaved();
        }
        if let (Some(recorder), Some(safe), Some(path)) =
            (&mut self.workspace.keeping.recorder, &self.workspace.keeping.safe, &self.workspace.path)
        {
            let start = safe.start(&theirs, Some(path), Some(&version), self.workspace.clock.millis());
            recorder.restart(safe.journals_of(path), start, Some(own).filter(|own| !own.is_empty()));
        }
        self.workspace.keeping.version = Some(version);
        self.workspace.keeping.base = theirs;
        self.workspace.changed();
        Ok(())
    }

    /// Leaves the notebook as a crash does: releases its lock and keeps its journal for the next start.
    pub fn leave_for_recovery(&mut self) {
        self.workspace.keeping.recorder = None;
        self.workspace.keeping.access = Access::Owned(None);
    }

    /// Closes the notebook, whose edits are saved or unwanted: removes its journal and releases its lock.
    pub fn let_go(&mut self) {
        if let Some(recorder) = self.workspace.keeping.recorder.take() {
            recorder.discard();
        }
        self.workspace.keeping.access = Access::Owned(None);
    }
}

impl<'a> FileState<'a> {
    /// Whether the file may be written, and if not, who has it open.
    pub fn access(self) -> &'a Access {
        &self.workspace.keeping.access
    }

    /// Whether nothing can be changed because somebody else has, or may have, the file open.
    pub fn is_read_only(self) -> bool {
        matches!(self.workspace.keeping.access, Access::ReadOnly(_))
    }

    /// Why edits cannot be written to the recovery journal; `None` if they can, or if there is no journal.
    pub fn journal_problem(self) -> Option<String> {
        self.workspace.keeping.recorder.as_ref()?.problem()
    }

    /// The version of the file that was opened or saved last.
    pub fn version(self) -> Option<&'a FileHash> {
        self.workspace.keeping.version.as_ref()
    }

    /// The notebook as it was opened or saved last.
    pub fn base(self) -> &'a Notebook {
        &self.workspace.keeping.base
    }

    /// Waits until all edits are in the journal on the disk; an error if they cannot be written.
    pub fn flush_journal(self) -> std::io::Result<()> {
        self.workspace.keeping.recorder.as_ref().map_or(Ok(()), Recorder::flush)
    }

    /// The folders with the original files of sources.
    pub fn originals(self) -> Originals {
        let data = self.workspace.keeping.safe.as_ref().and_then(|safe| safe.data.as_deref());
        Originals::of(self.workspace.path(), data)
    }
}
