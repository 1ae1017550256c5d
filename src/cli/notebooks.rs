//! Functions for commands that read a notebook.

use std::path::Path;
use std::time::Duration;

use claimbook::notebook::{ClaimId, Notebook, counted, visible};
use claimbook::store;
use claimbook::workspace::{Clock, Door, Safe, claims_asked, unsaved_beside};

/// Reads a notebook as last saved, and reports unsaved edits on standard error.
pub(super) fn load(file: &Path) -> Result<Notebook, String> {
    note_unsaved(file);
    store::load(file).map_err(|error| error.to_string())
}

/// The claims that a query asks for; an error if it is not understood, or if it asks for none.
pub(super) fn asked(notebook: &Notebook, query: &str) -> Result<Vec<ClaimId>, String> {
    let found = claims_asked(notebook, query).map_err(|error| format!("the query “{query}” was not understood: {error}"))?;
    if found.is_empty() && !query.trim().is_empty() {
        return Err(format!("no claim of the notebook fits the query “{query}”"));
    }
    Ok(found)
}

/// The way into a notebook that a command changes, under the name of the command.
pub(super) fn door(path: &Path, job: &str, wait: Duration) -> Door {
    let mut safe = Safe::new(store::data_folder(), Clock::System.millis());
    safe.holder.job = job.to_owned();
    Door { path: path.to_owned(), safe, wait }
}

/// Reports on standard error that a recovery journal beside the notebook has edits that the command does not see.
pub(super) fn note_unsaved(file: &Path) {
    if let Some(journal) = unsaved_beside(file) {
        let (edits, path) = (counted(journal.edits, "unsaved edit"), journal.path.display().to_string());
        eprintln!("claimbook: {} contains {edits}; this output shows the notebook as last saved", visible(&path));
    }
}

/// Whether two paths refer to the same file.
pub(super) fn is_same_file(one: &Path, other: &Path) -> bool {
    store::resolved(one) == store::resolved(other)
}

/// Refuses to write a picture over the notebook that it shows.
pub(super) fn not_onto_itself(file: &Path, out: &Path) -> Result<(), String> {
    if is_same_file(file, out) {
        Err(format!("{} is the notebook itself: name another file to write", out.display()))
    } else {
        Ok(())
    }
}
