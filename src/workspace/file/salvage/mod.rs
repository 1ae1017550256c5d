//! Salvages a valid notebook from a damaged file, and lists what is lost.
//!
//! The damaged file is only read. Missing records are replaced if that invents nothing: a claim whose source is lost is put
//! into a source made from its quote; a lost tag is replaced by one with a placeholder name. If a number would have to be
//! invented, the record is left out and listed.

mod kept;
mod mend;
mod mend_writing;

use std::collections::{HashMap, HashSet};
use std::path::Path;

pub use kept::{KeptError, KeptJournal, kept_journals, open_kept_journal, unsaved_beside};

use crate::notebook::{Choices, Conflict, Details, IdSource, Notebook, NotebookId, RecordId, check, counted, merge};
use crate::store::conflict::{Side, conflicts, in_words, side};
use crate::store::journal::{self, Recorded};
use crate::store::{self, Begun, DecodeError, Disk as _, LoadError, Loss, RealDisk};
use crate::workspace::import_text;

/// The result of salvaging.
#[derive(Debug)]
pub struct Salvaged {
    /// A notebook that breaks no rules.
    pub notebook: Notebook,
    /// What is not in it, and what was changed so that it breaks no rules; one sentence each, without a full stop.
    pub losses: Vec<String>,
    /// The numbers of records saved and lost.
    pub account: Account,
    /// The other side of a file with git's conflict markers, repaired. It is there if the sides differ in a field, so that the
    /// person can choose.
    pub theirs: Option<Box<Notebook>>,
}

impl Salvaged {
    /// The result for a notebook of which nothing was lost.
    pub fn whole(notebook: Notebook) -> Self {
        let count = notebook.record_ids().count();
        let account = Account { begun: count, saved: count, listed: 0 };
        Self { notebook, losses: Vec::new(), account, theirs: None }
    }
}

/// The numbers of records that begin in a damaged file: each record was saved or is listed as lost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Account {
    /// The number of records that begin in the file.
    pub begun: usize,
    /// The number of them that were saved.
    pub saved: usize,
    /// The number of them that the losses list.
    pub listed: usize,
}

impl Account {
    fn and(self, other: Self) -> Self {
        Self { begun: self.begun + other.begun, saved: self.saved + other.saved, listed: self.listed + other.listed }
    }
}

/// What to do with the recovery journal beside a damaged notebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalUse {
    /// Apply its edits that still fit.
    Apply,
    /// Leave it alone.
    Ignore,
}

/// Salvages the notebook at a path, and applies the edits of its journal that still fit if wanted. An error if
/// the file cannot be read, is empty, belongs to a newer Claimbook, or shows no sign of a notebook.
pub fn salvage_notebook(path: &Path, journal: JournalUse) -> Result<Salvaged, LoadError> {
    let bytes = store::read_notebook_bytes(path)?;
    let decode = |source| LoadError::Decode { path: path.to_owned(), source };
    if let Ok(text) = store::text_of(&bytes)
        && let Err(error @ (DecodeError::Newer { .. } | DecodeError::Empty)) = store::inspect(&text)
    {
        // The file of a newer Claimbook is not damaged, and an empty file has nothing to salvage.
        return Err(decode(error));
    }
    let salvaged = salvage(&bytes, (journal == JournalUse::Apply).then_some(path));
    if salvaged.notebook.documents.is_empty() && salvaged.notebook.claims.is_empty() && salvaged.notebook.tags.is_empty() {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)]).into_owned();
        if !head.contains("claimbook:") {
            return Err(decode(DecodeError::NotANotebook {
                line: 1,
                column: 1,
                what: "no part of a notebook was found in it".to_owned(),
            }));
        }
    }
    Ok(salvaged)
}

/// Salvages a notebook from the bytes of its file, without a journal.
pub fn salvage_bytes(bytes: &[u8]) -> Salvaged {
    salvage(bytes, None)
}

fn salvage(bytes: &[u8], journal_of: Option<&Path>) -> Salvaged {
    let text = String::from_utf8_lossy(bytes);
    let conflicts = undecided(&text, bytes);
    if conflicts.is_empty() {
        let OneSide { mut salvaged, left_out } = salvage_one(bytes, journal_of);
        salvaged.losses.extend(left_out.into_iter().map(|(_, what)| what));
        return salvaged;
    }
    let mine = salvage_one(side(&text, &conflicts, Side::Ours).as_bytes(), journal_of);
    let theirs = salvage_one(side(&text, &conflicts, Side::Theirs).as_bytes(), None);
    both(mine, theirs, &conflicts)
}

/// The conflicts that git left in a file. Markers in the text of a source whose hash matches belong to that text and are not
/// conflicts.
fn undecided(text: &str, bytes: &[u8]) -> Vec<store::conflict::Conflict> {
    let mut found = conflicts(text);
    if found.is_empty() || store::text_of(bytes).and_then(|text| store::decode(&text)).is_ok() {
        return Vec::new();
    }
    let as_written = |text: &str, conflict: &store::conflict::Conflict| -> String {
        let lines = text.lines().skip(conflict.first - 1).take(conflict.last + 1 - conflict.first);
        lines.flat_map(|line| [line, "\n"]).collect()
    };
    let mut ids = IdSource::new(0);
    let read = store::salvage(bytes, ids.next::<NotebookId>(0)).notebook;
    let mut vouched = Notebook::new(read.id);
    for document in read.documents.iter().filter(|document| document.is_vouched()) {
        vouched.documents.push(document.clone()).ok();
    }
    let Ok(vouched) = store::encode(&vouched) else { return found };
    let written: HashSet<String> = conflicts(&vouched).iter().map(|conflict| as_written(&vouched, conflict)).collect();
    found.retain(|conflict| !written.contains(&as_written(text, conflict)));
    found
}

/// Merges the two sides of a file with conflicts: keeps the records of both. Where a record differs, our version is kept and
/// the difference is listed.
fn both(mine: OneSide, theirs: OneSide, marks: &[store::conflict::Conflict]) -> Salvaged {
    let left_out: Vec<(RecordId, String)> = mine.left_out.into_iter().chain(theirs.left_out).collect();
    let (mine, theirs) = (mine.salvaged, theirs.salvaged);
    let merged = merge(&Notebook::new(mine.notebook.id), &mine.notebook, &theirs.notebook, &Choices::new());
    let mut losses = vec![format!("git’s conflict markers were in {}", in_words(marks))];
    let new = theirs.notebook.record_ids().filter(|&id| !mine.notebook.has(id)).count();
    if new > 0 {
        losses.push(format!("{} only on their side (added)", counted_were(new)));
    }
    losses.extend(merged.conflicts.iter().map(|conflict| {
        let Conflict { key, headline, mine, theirs, .. } = conflict;
        format!("“{}”: {} is “{}”, as on our side; their side has “{}”", begin(headline), key.1, begin(mine), begin(theirs))
    }));
    let said: HashSet<&String> = mine.losses.iter().collect();
    let also = theirs.losses.iter().filter(|loss| !said.contains(loss));
    losses.extend(mine.losses.iter().chain(also).cloned());
    let has_choice = !merged.conflicts.is_empty();
    // Claims of one side may have passages in a text that is different on the other side.
    let together = Begun::all_of(&merged.notebook);
    let mut reasons = Reasons::new();
    let mut ids = IdSource::new(u128::from(together.len() as u64));
    let notebook = mend::mended(merged.notebook, &mut ids, &mut losses, &mut reasons);
    let mut account = mine.account.and(theirs.account);
    for (id, what) in left_out {
        // A record left out of one side may be valid in both together, such as a relation to a claim that only one side
        // deleted.
        if notebook.has(id) {
            (account.saved, account.listed) = (account.saved + 1, account.listed - 1);
        } else if !losses.contains(&what) {
            losses.push(what);
        }
    }
    losses.extend(account_of(&notebook, &together, 0, &reasons).1.into_iter().map(|(_, what)| what));
    Salvaged { account, theirs: has_choice.then(|| Box::new(theirs.notebook)), notebook, losses }
}

fn counted_were(count: usize) -> String {
    format!("{} {}", counted(count, "record"), if count == 1 { "was" } else { "were" })
}

fn begin(text: &str) -> String {
    const MOST: usize = 60;
    if text.chars().count() > MOST { text.chars().take(MOST).chain(['…']).collect() } else { text.to_owned() }
}

/// The result for a file without conflicts or for one side of it, and the records that were read but left out, each with a
/// sentence about it.
struct OneSide {
    salvaged: Salvaged,
    left_out: Vec<(RecordId, String)>,
}

fn salvage_one(bytes: &[u8], journal_of: Option<&Path>) -> OneSide {
    // New ids for lost records are derived from the bytes, so that the same file gives the same result.
    let seed =
        bytes.iter().fold(0xcbf2_9ce4_8422_2325_u128, |hash, &byte| (hash ^ u128::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mut ids = IdSource::new(seed);
    let found = store::salvage(bytes, ids.next::<NotebookId>(0));
    let mut losses: Vec<String> = found.losses.iter().map(Loss::to_string).collect();
    let mut reasons = Reasons::new();
    let listed = found.losses.iter().map(|loss| loss.records).sum();
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
    let mut notebook = mend::mended(notebook, &mut ids, &mut losses, &mut reasons);
    if let Some(path) = journal_of
        && apply_journal(path, &mut notebook, &mut losses)
    {
        // An edit that fits can still refer to something lost.
        notebook = mend::mended(notebook, &mut ids, &mut losses, &mut reasons);
    }
    debug_assert_eq!(check(&notebook), []);
    let (account, left_out) = account_of(&notebook, &found.begun, listed, &reasons);
    OneSide { salvaged: Salvaged { notebook, losses, account, theirs: None }, left_out }
}

/// Why records were left out.
type Reasons = HashMap<RecordId, String>;

/// Counts the records, and returns every record that was read but is not in the notebook, with a sentence that says why.
/// `listed` records could not be read and are in the losses already.
fn account_of(notebook: &Notebook, begun: &[Begun], listed: usize, reasons: &Reasons) -> (Account, Vec<(RecordId, String)>) {
    let mut account = Account { begun: begun.len() + listed, saved: 0, listed };
    let mut left_out = Vec::new();
    for Begun { line, id, name } in begun {
        if notebook.has(*id) {
            account.saved += 1;
            continue;
        }
        account.listed += 1;
        let why = reasons.get(id).map_or("it depended on something that is lost", String::as_str);
        let name = name.trim_matches(['“', '”']);
        let what = format!("the {} “{name}” was left out: {why}", id.noun());
        left_out.push((*id, if *line > 0 { format!("line {line}: {what}") } else { what }));
    }
    (account, left_out)
}

/// Applies the edits of the journal that fit, each independently. Returns whether any did.
fn apply_journal(path: &Path, notebook: &mut Notebook, losses: &mut Vec<String>) -> bool {
    let journal_path = store::journal_path(&store::resolved(path));
    let bytes = match RealDisk.read(&journal_path, journal::MAX_JOURNAL_BYTES) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return false,
        Err(error) => {
            losses.push(format!("the recovery journal {} cannot be read: {}", journal_path.display(), store::reason(&error)));
            return false;
        }
    };
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
    if let Some(cut) = &journal.cut {
        let bytes = counted(cut.bytes, "byte");
        losses
            .push(format!("{bytes} of the recovery journal {} could not be read; edits may be missing", journal_path.display()));
    }
    let (made, left_out) = make_again(journal.edits.into_iter().chain(journal.beyond), notebook);
    let were = if made == 1 { "was" } else { "were" };
    losses.push(format!("{} {were} restored from the recovery journal {}", counted(made, "edit"), journal_path.display()));
    if !left_out.is_empty() {
        losses.push(format!("{} of the journal could not be applied: {}", counted(left_out.len(), "edit"), left_out.join(", ")));
    }
    made > 0
}

/// Applies the edits that fit, each independently. Returns their number, and the names of the others.
fn make_again(edits: impl Iterator<Item = Recorded>, notebook: &mut Notebook) -> (usize, Vec<String>) {
    let (mut made, mut left_out) = (0, Vec::new());
    for Recorded { edit, .. } in edits {
        let name = edit.name.clone();
        // An edit that does not fit changes nothing.
        match edit.apply(notebook) {
            Ok(_) => made += 1,
            Err(_) => left_out.push(name),
        }
    }
    (made, left_out)
}
