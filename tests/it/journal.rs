//! Tests the recovery journal: cut off, with flipped bits, from elsewhere, or of a file that was saved in between.

use std::path::{Path, PathBuf};

use claimbook::notebook::{About, Change, Edit, Notebook};
use claimbook::store::journal::{self, Base, OpenJournal, Recorded, Start};
use claimbook::store::{self, FileHash, real_disk};
use claimbook::workspace::{Clock, IfHeld, Progress, Safe, Workspace, find_untitled, import_text, open_notebook};

use crate::common;

fn safe(folder: &Path) -> Safe {
    Safe::new(Some(folder.join("data")), 1)
}

fn question(text: &str) -> Edit {
    Edit::new("edit question").with(Change::About(About { question: text.to_owned(), ..About::default() }))
}

/// A notebook on disk with a journal of edits beside it, as a crash leaves them.
fn after_a_crash(folder: &Path, questions: &[&str]) -> PathBuf {
    let path = folder.join("shops.ron");
    let mut workspace = Workspace::empty(Clock::fixed());
    workspace.sources().add(import_text("Ninety shops stand abroad today.").unwrap(), Default::default());
    store::save_over(&path, workspace.notebook()).unwrap();
    let mut workspace =
        Workspace::opened(open_notebook(&path, &safe(folder), IfHeld::ReadOnly).unwrap(), &safe(folder), Clock::fixed(), None);
    for text in questions {
        workspace.end_burst();
        workspace.edit(question(text)).unwrap();
    }
    workspace.file().flush_journal().unwrap();
    path
}

fn reopened(path: &Path, folder: &Path) -> (Notebook, Vec<String>, Option<String>) {
    let opened = open_notebook(path, &safe(folder), IfHeld::ReadOnly).unwrap();
    let notes = opened.notes.clone();
    let damage = opened.recovered.as_ref().and_then(|recovered| recovered.damage.clone());
    (Workspace::opened(opened, &safe(folder), Clock::fixed(), None).notebook().clone(), notes, damage)
}

/// A journal of about this many bytes, as bytes and as edits.
fn long_journal(bytes: usize) -> (Vec<u8>, Vec<Edit>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.journal");
    let mut ids = claimbook::notebook::IdSource::new(5);
    let base = Base::File(FileHash::of(b"x"));
    let start = Start { app: "test".into(), notebook: ids.next(1), begun: 1, path: "a.ron".into(), base };
    let mut file = OpenJournal::create(real_disk(), &path, start, &[]).unwrap();
    let mut edits = Vec::new();
    while file.length() < bytes as u64 {
        let edit =
            question(&format!("How many “shops”, and when?\nNumber {} 小米 {}", edits.len(), "é".repeat(edits.len() % 40)));
        file.append(&[journal::Entry::Edit { edit: edit.clone(), goes_on: edits.len() % 3 == 1 }]).unwrap();
        edits.push(edit);
    }
    drop(file);
    (std::fs::read(&path).unwrap(), edits)
}

fn edits_of(recorded: &[Recorded]) -> Vec<Edit> {
    recorded.iter().map(|recorded| recorded.edit.clone()).collect()
}

/// Checks that what is read is a beginning of what was written, and that a loss at the end is reported. Returns the number of
/// edits read.
fn assert_is_beginning(bytes: &[u8], edits: &[Edit], whole: usize, told: &str) -> usize {
    let Ok(read) = journal::read(bytes) else { return 0 };
    let found = edits_of(&read.edits);
    assert!(edits.starts_with(&found), "{told}: something else than what was written was read");
    assert!(found.len() == edits.len() || read.cut.is_some() || bytes.len() < whole, "{told}: the loss is not said");
    found.len()
}

/// Every index in the first and last 4,096 bytes, and between them every multiple of `step`.
fn places(length: usize, step: usize) -> impl Iterator<Item = usize> {
    (0..length).filter(move |&at| at < 4096 || at + 4096 > length || at % step == 0)
}

fn cut_everywhere(size: usize, step: usize) {
    let (bytes, edits) = long_journal(size);
    let mut last = 0;
    for end in places(bytes.len(), step) {
        let found = assert_is_beginning(&bytes[..end], &edits, bytes.len(), &format!("cut at {end}"));
        assert!(found >= last, "cut at {end}: fewer edits than when it was cut earlier");
        last = found;
    }
    assert_eq!(edits_of(&journal::read(&bytes).unwrap().edits), edits);
    assert!(last + 1 >= edits.len());
}

fn flip_everywhere(size: usize, step: usize) {
    let (bytes, edits) = long_journal(size);
    let mut flipped = bytes.clone();
    for at in places(bytes.len(), step) {
        let bit = 1 << (at % 8);
        flipped[at] ^= bit;
        let found = assert_is_beginning(&flipped, &edits, 0, &format!("bit {bit:#x} of byte {at}"));
        assert!(found < edits.len(), "bit {bit:#x} of byte {at} was not noticed");
        flipped[at] ^= bit;
    }
}

#[test]
fn cut_at_every_byte_it_is_good_up_to_there() {
    cut_everywhere(4096, 1);
}

#[test]
fn a_bit_flipped_in_every_byte_is_noticed() {
    flip_everywhere(4096, 1);
}

#[test]
#[ignore = "at length: 1 MB, read some ten thousand times"]
fn a_long_journal_cut_and_flipped() {
    cut_everywhere(1 << 20, 97);
    flip_everywhere(1 << 20, 97);
}

#[test]
fn what_a_crash_left_comes_back_step_by_step() {
    let folder = tempfile::tempdir().unwrap();
    let path = after_a_crash(folder.path(), &["One?", "Two?", "Three?"]);
    let opened = open_notebook(&path, &safe(folder.path()), IfHeld::ReadOnly).unwrap();
    let recovered = opened.recovered.as_ref().unwrap();
    assert_eq!(recovered.summary(), [("edit question".to_owned(), 3)]);
    let mut workspace = Workspace::opened(opened, &safe(folder.path()), Clock::fixed(), None);
    assert_eq!(workspace.notebook().about.question, "Three?");
    assert!(workspace.has_unsaved_edits());
    workspace.undo();
    assert_eq!(workspace.notebook().about.question, "Two?");
    workspace.file().flush_journal().unwrap();
    drop(workspace);
    // After a second crash the undo is there too.
    assert_eq!(reopened(&path, folder.path()).0.about.question, "Two?");
}

#[test]
fn every_journal_format_ever_written_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("format-2.ron");
    std::fs::write(&path, include_str!("../golden/format-2.ron")).unwrap();
    std::fs::write(store::journal_path(&path), include_str!("../golden/format-2.ron.journal")).unwrap();
    let opened = open_notebook(&path, &safe(folder.path()), IfHeld::ReadOnly).unwrap();
    let recovered = opened.recovered.as_ref().unwrap();
    assert_eq!((recovered.edits().len(), recovered.damage.as_ref(), opened.notes.len()), (5, None, 0));
    let mut workspace = Workspace::opened(opened, &safe(folder.path()), Clock::fixed(), None);
    assert_eq!(workspace.notebook().claims.at(1).unwrap().note, "soon is late");
    // The five edits are three steps: deleting, restoring, and typing three letters in one go.
    assert_eq!(workspace.undo_all(), 3);
}

#[test]
fn a_torn_tail_is_cut_said_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = after_a_crash(folder.path(), &["One?", "Two?", "Three?"]);
    let journal_path = store::journal_path(&path);
    let bytes = std::fs::read(&journal_path).unwrap();
    std::fs::write(&journal_path, &bytes[..bytes.len() - 20]).unwrap();
    let (notebook, notes, damage) = reopened(&path, folder.path());
    assert_eq!(notebook.about.question, "Two?");
    let damage = damage.unwrap();
    assert!(damage.contains("ends abruptly") && damage.contains(".damaged"), "{damage} {notes:?}");
    assert_eq!(std::fs::read(folder.path().join("shops.ron.journal.damaged")).unwrap(), &bytes[..bytes.len() - 20]);
    // Later edits are appended to the good part.
    assert_eq!(reopened(&path, folder.path()), (notebook, Vec::new(), None));
}

#[test]
fn the_journal_of_another_version_is_kept_aside_and_not_applied() {
    let folder = tempfile::tempdir().unwrap();
    let path = after_a_crash(folder.path(), &["One?"]);
    let mut other = store::load(&path).unwrap();
    other.about.note = "changed by git".into();
    let text = store::encode(&other).unwrap();
    std::fs::write(&path, text).unwrap();
    let (notebook, notes, _) = reopened(&path, folder.path());
    assert_eq!(notebook, other);
    assert!(notes[0].contains("another version") && notes[0].contains(".aside"), "{notes:?}");
    assert!(folder.path().join("shops.ron.journal.aside").exists());
    // Nor is a file applied that is not a journal at all.
    std::fs::write(store::journal_path(&path), "dear diary").unwrap();
    let (notebook, notes, _) = reopened(&path, folder.path());
    assert_eq!(notebook, other);
    assert!(notes[0].contains("is not a recovery journal") && notes[0].contains(".aside.2"), "{notes:?}");
}

#[test]
fn edits_made_while_a_save_ran_survive_a_crash_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = after_a_crash(folder.path(), &["One?"]);
    let mut workspace = Workspace::opened(
        open_notebook(&path, &safe(folder.path()), IfHeld::ReadOnly).unwrap(),
        &safe(folder.path()),
        Clock::fixed(),
        None,
    );
    let task = workspace.file().save_task(path.clone());
    workspace.end_burst();
    workspace.edit(question("Two?")).unwrap();
    task.run(&Progress::default()).unwrap();
    assert_eq!(store::load(&path).unwrap().about.question, "One?");
    drop(workspace);
    assert_eq!(reopened(&path, folder.path()).0.about.question, "Two?");
}

#[test]
fn a_notebook_in_no_file_comes_back_too() {
    let folder = tempfile::tempdir().unwrap();
    let safe = safe(folder.path());
    let empty = Workspace::empty(Clock::System).notebook().clone();
    let mut workspace = Workspace::untitled(empty, &safe, Clock::System, None);
    workspace.sources().add(import_text("Ninety shops stand abroad today.").unwrap(), Default::default());
    workspace.file().flush_journal().unwrap();
    // While this workspace exists, no other takes it.
    assert!(find_untitled(&safe).0.is_empty());
    let wanted = workspace.notebook().clone();
    drop(workspace);
    let (mut found, notes) = find_untitled(&safe);
    assert!(found.len() == 1 && notes.is_empty(), "{notes:?}");
    assert_eq!(found[0].summary(), [("add source".to_owned(), 1)]);
    let mut workspace = Workspace::recovered(found.remove(0), &safe, Clock::System, None);
    assert_eq!(*workspace.notebook(), wanted);
    // Once it is saved under a name, it is no longer among the unsaved ones.
    let path = folder.path().join("named.ron");
    let step = workspace.history().step();
    let done = workspace.file().save_task(path.clone()).run(&Progress::default()).unwrap();
    workspace.file_mut().mark_saved(done, step);
    drop(workspace);
    assert!(find_untitled(&safe).0.is_empty());
    assert_eq!(store::load(&path).unwrap(), wanted);
}

#[test]
fn a_notebook_that_is_let_go_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = after_a_crash(folder.path(), &["One?"]);
    let mut workspace = Workspace::opened(
        open_notebook(&path, &safe(folder.path()), IfHeld::ReadOnly).unwrap(),
        &safe(folder.path()),
        Clock::fixed(),
        None,
    );
    workspace.file_mut().let_go();
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["shops.ron"]);
}

#[test]
fn a_second_window_only_reads_and_knows_who_writes() {
    let folder = tempfile::tempdir().unwrap();
    let path = after_a_crash(folder.path(), &["One?"]);
    let first = Workspace::opened(
        open_notebook(&path, &safe(folder.path()), IfHeld::ReadOnly).unwrap(),
        &safe(folder.path()),
        Clock::fixed(),
        None,
    );
    let opened = open_notebook(&path, &safe(folder.path()), IfHeld::ReadOnly).unwrap();
    let mut second = Workspace::opened(opened, &safe(folder.path()), Clock::fixed(), None);
    assert!(second.file().is_read_only());
    assert!(
        matches!(second.file().access(), claimbook::workspace::Access::ReadOnly(claimbook::workspace::Keeper::Here(Some(holder))) if holder.process == std::process::id())
    );
    // The second does not read the journal of the first, and cannot change anything.
    assert_eq!(second.notebook().about.question, "");
    assert!(second.edit(question("Mine!")).is_err() && second.take_refusal().is_some());
    drop(second);
    assert!(store::journal_path(&path).exists() && store::lock_path(&path).exists());
    drop(first);
    let third = open_notebook(&path, &safe(folder.path()), IfHeld::ReadOnly).unwrap();
    assert!(matches!(third.access, claimbook::workspace::Access::Owned(Some(_))));
}

#[test]
fn a_disk_that_is_slow_to_confirm_keeps_no_edit_waiting() {
    use std::time::{Duration, Instant};
    let folder = tempfile::tempdir().unwrap();
    let path = after_a_crash(folder.path(), &[]);
    let mut slow = safe(folder.path());
    slow.disk = std::sync::Arc::new(common::disks::SlowDisk::new(Duration::from_secs(2)));
    let mut workspace =
        Workspace::opened(open_notebook(&path, &safe(folder.path()), IfHeld::ReadOnly).unwrap(), &slow, Clock::fixed(), None);
    let begun = Instant::now();
    for number in 0..5 {
        workspace.end_burst();
        workspace.edit(question(&format!("Question {number}?"))).unwrap();
        std::thread::sleep(Duration::from_millis(100));
    }
    // What was written would survive the end of this process, although the disk has confirmed nothing yet.
    let bytes = std::fs::read(store::journal_path(&path)).unwrap();
    assert_eq!(journal::read(&bytes).unwrap().edits.len(), 5);
    assert!(begun.elapsed() < Duration::from_secs(2), "the test is too slow to tell anything");
}
