//! Making a sound notebook of what is left of a damaged one, and saying what is lost.
//!
//! The damaged file is only read. What it names but does not have is put in its place where that invents nothing: a claim
//! whose source is gone stands in a source made of its own quote; a tag that is gone becomes a tag without its name. Where a
//! number would have to be invented, the record goes, and is listed.

mod mend;

use std::path::Path;

use crate::notebook::{Details, IdSource, Notebook, NotebookId, check, counted};
use crate::store::journal::{self, Recorded};
use crate::store::{self, DecodeError, Disk as _, LoadError, Loss, RealDisk};
use crate::workspace::import_text;

/// What could be saved.
#[derive(Debug)]
pub struct Salvaged {
    /// A notebook that keeps all rules.
    pub notebook: Notebook,
    /// What is not in it, and what was changed to keep the rules, one sentence each.
    pub losses: Vec<String>,
}

/// Reads what can be read of the notebook at a path; with the edits of its journal that still fit where `with_journal` is set.
pub fn salvage_notebook(path: &Path, with_journal: bool) -> Result<Salvaged, LoadError> {
    let bytes = store::read_notebook_bytes(path)?;
    let decode = |source| LoadError::Decode { path: path.to_owned(), source };
    if let Ok(text) = std::str::from_utf8(&bytes)
        && let Err(error @ (DecodeError::Newer { .. } | DecodeError::Empty)) = store::inspect(text)
    {
        // A newer Claimbook knows what is in it; in an empty file there is nothing.
        return Err(decode(error));
    }
    let salvaged = salvage(&bytes, with_journal.then_some(path));
    if salvaged.notebook.documents.is_empty() && salvaged.notebook.claims.is_empty() && salvaged.notebook.tags.is_empty() {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)]).into_owned();
        if !head.contains("claimbook:") {
            return Err(decode(DecodeError::NotANotebook {
                line: 1,
                column: 1,
                what: "nothing of a notebook was found in it".to_owned(),
            }));
        }
    }
    Ok(salvaged)
}

/// The same for the bytes of a file.
pub fn salvage_bytes(bytes: &[u8]) -> Salvaged {
    salvage(bytes, None)
}

fn salvage(bytes: &[u8], journal_of: Option<&Path>) -> Salvaged {
    // Ids that are needed for what is gone: from the bytes, so that the same file gives the same result.
    let seed =
        bytes.iter().fold(0xcbf2_9ce4_8422_2325_u128, |hash, &byte| (hash ^ u128::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mut ids = IdSource::new(seed);
    let found = store::salvage(bytes, ids.next::<NotebookId>(0));
    let mut losses: Vec<String> = found.losses.iter().map(Loss::to_string).collect();
    let mut notebook = found.notebook;
    for (id, text) in found.texts {
        match import_text(&text) {
            Ok(imported) => {
                let details = Details { title: "Text without its title".to_owned(), ..Details::default() };
                let id = id.unwrap_or_else(|| ids.next(0));
                notebook.documents.push(imported.into_document(id, details)).ok();
            }
            Err(error) => losses.push(format!("a text could not be kept: {error}")),
        }
    }
    let mut notebook = mend::mended(notebook, &mut ids, &mut losses);
    if let Some(path) = journal_of
        && apply_journal(path, &mut notebook, &mut losses)
    {
        // An edit that fits can still name what is lost.
        notebook = mend::mended(notebook, &mut ids, &mut losses);
    }
    debug_assert_eq!(check(&notebook), []);
    Salvaged { notebook, losses }
}

/// Makes the edits of the journal that fit, each for itself; says whether there was any.
fn apply_journal(path: &Path, notebook: &mut Notebook, losses: &mut Vec<String>) -> bool {
    let journal_path = store::journal_path(&store::resolved(path));
    let Ok(bytes) = RealDisk.read(&journal_path, journal::MAX_JOURNAL_BYTES) else { return false };
    let journal = match journal::read(&bytes) {
        Ok(journal) => journal,
        Err(error) => {
            losses.push(format!("the recovery journal {} {error}", journal_path.display()));
            return false;
        }
    };
    if journal.start.notebook != notebook.id {
        losses.push(format!("the recovery journal {} belongs to another notebook", journal_path.display()));
        return false;
    }
    let (mut made, mut left_out) = (0, Vec::new());
    for Recorded { edit, .. } in journal.edits {
        let name = edit.name.clone();
        // An edit that does not fit changes nothing.
        match edit.apply(notebook) {
            Ok(_) => made += 1,
            Err(_) => left_out.push(name),
        }
    }
    losses.push(format!("{} were made again from the recovery journal {}", counted(made, "edit"), journal_path.display()));
    if !left_out.is_empty() {
        losses.push(format!("{} of the journal did not fit: {}", counted(left_out.len(), "edit"), left_out.join(", ")));
    }
    made > 0
}
