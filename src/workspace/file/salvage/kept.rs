//! Recovery journals that were set aside: lists them and makes a notebook from one.

use std::path::{Path, PathBuf};

use super::mend::mended;
use super::{Account, Reasons, Salvaged, make_again};
use crate::notebook::{IdSource, Notebook, counted};
use crate::store::journal::{self, Base, Journal, Recorded};
use crate::store::{self, Disk as _, RealDisk};
use crate::workspace::Safe;

/// A journal that was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptJournal {
    /// Its path.
    pub path: PathBuf,
    /// The path of the notebook's file that it belonged to; empty if the notebook had no file.
    pub file: String,
    /// When it was started, in milliseconds since 1970.
    pub begun: u64,
    /// The number of edits that can be read.
    pub edits: usize,
}

/// Lists the journals that were set aside beside a notebook and in the data folder, and the journals there whose notebook is
/// gone. The newest is first; journals without edits are left out.
pub fn kept_journals(safe: &Safe, notebook: Option<&Path>) -> Vec<KeptJournal> {
    let mut paths = Vec::new();
    if let Some(notebook) = notebook {
        let journal = store::journal_path(&store::resolved(notebook));
        let begin = journal.file_name().map(|name| format!("{}.", name.to_string_lossy())).unwrap_or_default();
        let folder = journal.parent().unwrap_or(Path::new("."));
        paths.extend(store::files_in(folder, &begin, ""));
    }
    if let Some(data) = &safe.data {
        let is_aside = |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().contains(".journal."));
        let is_kept = |path: &PathBuf| is_aside(path) || is_orphaned(path, safe);
        paths.extend(store::files_in(&data.join("journals"), "", "").into_iter().filter(is_kept));
    }
    let mut found: Vec<KeptJournal> = paths.into_iter().filter_map(kept_at).collect();
    found.sort_by_key(|kept| std::cmp::Reverse(kept.begun));
    found
}

/// The journal beside a notebook's file, if it has edits: those of a window that has the notebook open, or that crashed.
pub fn unsaved_beside(notebook: &Path) -> Option<KeptJournal> {
    kept_at(store::journal_path(&store::resolved(notebook)))
}

/// Whether the journal of a notebook's file in the data folder is orphaned: the file is gone and no window uses the journal.
fn is_orphaned(path: &Path, safe: &Safe) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    name.starts_with("file-")
        && name.ends_with(".journal")
        && read(path).is_ok_and(|journal| !Path::new(&journal.start.path).exists())
        && store::lock(path, &safe.holder).is_ok()
}

fn kept_at(path: PathBuf) -> Option<KeptJournal> {
    let journal = read(&path).ok()?;
    let edits = journal.edits.len() + journal.beyond.len();
    let file = crate::notebook::visible(&journal.start.path).into_owned();
    (edits > 0).then_some(KeptJournal { path, file, begun: journal.start.begun, edits })
}

/// Why a journal that was set aside cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// Its file cannot be read.
    #[error("cannot read {}: {why}", .path.display())]
    Unread {
        /// The path of the journal.
        path: PathBuf,
        /// The reason in words.
        why: String,
    },
    /// It is not a journal.
    #[error("{} {error}", .path.display())]
    Journal {
        /// The path of the journal.
        path: PathBuf,
        /// What is wrong with it.
        error: journal::JournalError,
    },
    /// The notebook to which its edits apply was not found.
    #[error("the notebook that these edits belong to was not found: open it first, and try again")]
    NoNotebook,
}

fn read(path: &Path) -> Result<Journal, KeptError> {
    let bytes = RealDisk.read(path, journal::MAX_JOURNAL_BYTES);
    let bytes = bytes.map_err(|error| KeptError::Unread { path: path.to_owned(), why: store::reason(&error) })?;
    journal::read(&bytes).map_err(|error| KeptError::Journal { path: path.to_owned(), error })
}

/// Makes a notebook from a journal that was set aside: applies its edits to the version that they were made on or, if that is
/// gone, those that fit to the notebook as it is now (`now`, or else its file).
pub fn open_kept_journal(path: &Path, now: Option<&Notebook>) -> Result<Salvaged, KeptError> {
    let journal = read(path)?;
    let (mut notebook, edits, note) = base_of(&journal, path, now)?;
    let mut losses: Vec<String> = note.into_iter().collect();
    let (made, left_out) = make_again(edits.into_iter().chain(journal.beyond), &mut notebook);
    // An edit that fits can still break a rule on a version that it was not made for.
    let mut ids = IdSource::new(u128::from(journal.start.begun));
    let notebook = mended(notebook, &mut ids, &mut losses, &mut Reasons::new());
    if !left_out.is_empty() {
        losses.push(format!(
            "{} left out because of a conflict with the notebook: {}",
            counted(left_out.len(), "edit"),
            left_out.join(", ")
        ));
    }
    if let Some(cut) = &journal.cut {
        losses.push(format!("unreadable bytes in the journal: {}", cut.bytes));
    }
    let account = Account { begun: made + left_out.len(), saved: made, listed: left_out.len() };
    Ok(Salvaged { notebook, losses, account, theirs: None })
}

type Built = (Notebook, Vec<Recorded>, Option<String>);

/// Finds the notebook to which the edits of a journal apply. Returns it with the edits to apply, and a note if it is another
/// version than the one they were made on.
fn base_of(journal: &Journal, path: &Path, now: Option<&Notebook>) -> Result<Built, KeptError> {
    if let Base::Whole(whole) = &journal.start.base {
        return Ok(((**whole).clone(), journal.edits.clone(), None));
    }
    let mut files = vec![PathBuf::from(&journal.start.path)];
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    files.extend(name.split_once(".journal.").map(|(owner, _)| path.with_file_name(owner)));
    files.extend(files.clone().iter().map(|file| store::backup_path(&store::resolved(file))));
    for file in &files {
        let Ok((notebook, version)) = store::load_version(file) else { continue };
        if let Some(edits) = journal.since(&version) {
            return Ok((notebook, edits.to_vec(), None));
        }
    }
    let loaded = files.iter().find_map(|file| store::load(file).ok());
    let found = now.filter(|now| now.id == journal.start.notebook).cloned().or(loaded);
    let notebook = found.ok_or(KeptError::NoNotebook)?;
    let note = "the version that these edits were made on is gone; those that fit were applied to the current one";
    Ok((notebook, journal.edits.clone(), Some(note.to_owned())))
}
