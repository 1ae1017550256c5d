//! An open notebook and its file: how it comes from there, what is saved of it, who may write it.

use crate::notebook::{EditError, IdSource, Notebook};
use crate::store::FileHash;
use crate::store::journal::Recorded;
use crate::workspace::file::safekeeping::{Access, Opened, Recorder, Recovered, Safe, Safekeeping, SaveDone};
use crate::workspace::{Clock, Waker, Workspace};

/// The notebook and its file.
impl Workspace {
    /// A workspace on a notebook that was read, with the edits that a program that died left in its journal.
    pub fn opened(mut opened: Opened, safe: &Safe, clock: Clock, waker: Option<Waker>) -> Self {
        let (keeping, edits) = Safekeeping::of_opened(safe, &mut opened, clock.millis(), waker);
        let mut workspace = Self { keeping, ..Self::unguarded(opened, clock) };
        workspace.replay(edits);
        workspace
    }

    /// A workspace on a notebook that was read without lock and journal.
    pub fn unguarded(opened: Opened, clock: Clock) -> Self {
        let keeping = Safekeeping::none(&opened.notebook);
        Self::with_index(opened.notebook, opened.index, keeping, Some(opened.path), clock)
    }

    /// A workspace on a notebook that is in no file, kept safe.
    pub fn untitled(notebook: Notebook, safe: &Safe, clock: Clock, waker: Option<Waker>) -> Self {
        let keeping = Safekeeping::of_untitled(safe, &notebook, None, clock.millis(), waker);
        Self { keeping, ..Self::new(notebook, None, clock) }
    }

    /// A workspace on a notebook that was in no file when the program died.
    pub fn recovered(mut recovered: Recovered, safe: &Safe, clock: Clock, waker: Option<Waker>) -> Self {
        let id = IdSource::new(clock.entropy()).next(clock.millis());
        let notebook = recovered.whole.take().map_or_else(|| Notebook::new(id), |whole| *whole);
        let edits = recovered.edits().to_vec();
        let keeping = Safekeeping::of_untitled(safe, &notebook, Some(recovered), clock.millis(), waker);
        let mut workspace = Self { keeping, ..Self::new(notebook, None, clock) };
        workspace.replay(edits);
        workspace
    }

    /// Makes edits of a journal again: each is a step that can be undone.
    fn replay(&mut self, edits: Vec<Recorded>) {
        for recorded in edits {
            match recorded.edit.apply(&mut self.notebook) {
                Ok(inverse) => {
                    self.follow(&inverse);
                    self.history.replay(inverse, recorded.goes_on);
                }
                // They were tried on a copy before.
                Err(error) => log::error!("a recovered edit does not fit: {error}"),
            }
        }
        self.select_first();
        self.changed();
    }

    /// Takes back all edits that were made since the notebook was opened; redo brings them again.
    pub fn undo_all(&mut self) -> usize {
        std::iter::from_fn(|| self.undo()).count()
    }

    /// Says that the state at `step` is now in a file. Edits made since then are still unsaved.
    pub fn mark_saved(&mut self, saved: SaveDone, step: u64) {
        if saved.is_elsewhere || saved.lock.is_some() {
            // The lock on the file before goes.
            self.keeping.access = Access::Owned(saved.lock);
        }
        self.keeping.version = Some(saved.version);
        self.keeping.may_replace = false;
        self.keeping.base = saved.notebook;
        self.path = Some(saved.path);
        self.history.mark_saved(step);
        // A copy of what could only be read can be written, so it has a journal from now on.
        self.keeping.keep_journal(self.path.as_deref(), self.clock.millis());
    }

    /// Says that no file has this notebook as it is.
    pub fn mark_unsaved(&mut self) {
        self.history.mark_unsaved();
    }

    /// Says that whatever the file is now, the next save may take its place.
    pub fn forget_version(&mut self) {
        self.keeping.version = None;
        self.keeping.may_replace = true;
        self.history.mark_unsaved();
    }

    /// The journal holds from now on all that it needs, also the notebook that its edits build on: another program has changed
    /// the file, and nobody else may have that version any more.
    pub fn keep_base_in_journal(&mut self) {
        if let (Some(recorder), Some(safe), Some(path)) = (&self.keeping.recorder, &self.keeping.safe, &self.path) {
            let start = safe.start(&self.keeping.base, Some(path), None, self.clock.millis());
            recorder.restate(safe.places_of(path), start);
        }
    }

    /// The notebook is as its file has it: the journal is emptied.
    pub fn empty_journal(&mut self) {
        if let (Some(recorder), Some(safe)) = (&mut self.keeping.recorder, &self.keeping.safe)
            && let (Some(path), Some(version)) = (&self.path, &self.keeping.version)
        {
            let start = safe.start(&self.keeping.base, Some(path), Some(version), self.clock.millis());
            recorder.restart(safe.places_of(path), start, None);
        }
    }

    /// Whether the file may be written, and if not, who has it open.
    pub fn access(&self) -> &Access {
        &self.keeping.access
    }

    /// Whether nothing can be changed because somebody else has the file open.
    pub fn is_read_only(&self) -> bool {
        matches!(self.keeping.access, Access::ReadOnly(_))
    }

    /// Why an edit was refused since this was last asked.
    pub fn take_refusal(&mut self) -> Option<EditError> {
        self.refusal.take()
    }

    /// Why edits are not in a recovery journal, while they are not.
    pub fn journal_problem(&self) -> Option<String> {
        self.keeping.recorder.as_ref()?.problem()
    }

    /// The version of the file that was opened or saved last.
    pub fn version(&self) -> Option<&FileHash> {
        self.keeping.version.as_ref()
    }

    /// The notebook as it was opened or saved last.
    pub fn base(&self) -> &Notebook {
        &self.keeping.base
    }

    /// Takes in a version of the file that another program wrote: the notebook becomes `merged`, as one step that can be undone,
    /// and builds on that version from now on. Where nothing of ours is in it, there is nothing to save.
    pub fn take_in(&mut self, version: FileHash, theirs: Notebook, merged: &Notebook, name: &str) -> Result<(), EditError> {
        let edit = self.notebook.difference(merged, name);
        if !edit.is_empty() {
            let inverse = edit.apply(&mut self.notebook)?;
            self.follow(&inverse);
            // Who only reads has nothing of their own to go back to.
            if !self.is_read_only() {
                self.history.record(inverse, None);
            }
        }
        let own = theirs.difference(merged, name);
        if own.is_empty() {
            self.history.mark_saved(self.history.step());
        } else {
            self.history.mark_unsaved();
        }
        if let (Some(recorder), Some(safe), Some(path)) = (&mut self.keeping.recorder, &self.keeping.safe, &self.path) {
            let start = safe.start(&theirs, Some(path), Some(&version), self.clock.millis());
            recorder.restart(safe.places_of(path), start, Some(own).filter(|own| !own.is_empty()));
        }
        self.keeping.version = Some(version);
        self.keeping.base = theirs;
        self.changed();
        Ok(())
    }

    /// Waits until all edits are on the disk.
    pub fn flush_journal(&self) -> std::io::Result<()> {
        self.keeping.recorder.as_ref().map_or(Ok(()), Recorder::flush)
    }

    /// Leaves the notebook as a program that dies does: its journal stays for the next start.
    pub fn leave_for_recovery(&mut self) {
        self.keeping.recorder = None;
        self.keeping.access = Access::Owned(None);
    }

    /// Lets go of the notebook: its edits are saved, or the person does not want them. Its lock and its journal go.
    pub fn let_go(&mut self) {
        if let Some(recorder) = self.keeping.recorder.take() {
            recorder.discard();
        }
        self.keeping.access = Access::Owned(None);
    }
}
