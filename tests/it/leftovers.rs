//! What crashed programs left behind is used, offered, or kept and reported; it is never removed silently.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use claimbook::notebook::{About, Change, Edit};
use claimbook::store::{self, journal};
use claimbook::workspace::{
    Clock, IfHeld, Safe, Workspace, find_untitled, import_text, kept_journals, open_kept_journal, open_notebook,
};
use common::disks::SyncDisk;

use crate::common;

fn safe(folder: &Path) -> Safe {
    Safe::new(Some(folder.join("data")), 1)
}

fn question(text: &str) -> Edit {
    Edit::new("edit question").with(Change::About(About { question: text.to_owned(), ..About::default() }))
}

fn saved(path: &Path) {
    let mut workspace = Workspace::empty(Clock::fixed());
    workspace.sources().add(import_text("Ninety shops stand abroad today.").unwrap(), Default::default());
    store::save_over(path, workspace.notebook()).unwrap();
}

fn opened(path: &Path, safe: &Safe) -> Workspace {
    Workspace::opened(open_notebook(path, safe, IfHeld::ReadOnly).unwrap(), safe, Clock::fixed(), None)
}

fn ask(workspace: &mut Workspace, questions: &[&str]) {
    for text in questions {
        workspace.end_burst();
        workspace.edit(question(text)).unwrap();
    }
}

/// A notebook on disk with a journal of edits beside it, as a crash leaves them.
fn after_a_crash(folder: &Path, questions: &[&str]) -> PathBuf {
    let path = folder.join("shops.ron");
    saved(&path);
    let mut workspace = opened(&path, &safe(folder));
    ask(&mut workspace, questions);
    workspace.file().flush_journal().unwrap();
    path
}

/// Flips a bit in the text of the record with this number.
fn damage(journal: &Path, record: usize) {
    let mut bytes = std::fs::read(journal).unwrap();
    let lines: Vec<usize> =
        std::iter::once(0).chain(bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1)).collect();
    // A line for the format, then two for each record.
    bytes[lines[2 + 2 * record] + 20] ^= 1;
    std::fs::write(journal, bytes).unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_journal_whose_first_records_are_damaged_is_kept_and_said() {
    for record in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        let path = after_a_crash(folder.path(), &["one", "two", "three"]);
        damage(&store::journal_path(&path), record);
        let found = open_notebook(&path, &safe(folder.path()), IfHeld::ReadOnly).unwrap();
        let told: String = found.notes.iter().cloned().chain(found.recovered.and_then(|found| found.damage)).collect();
        assert!(told.contains("shops.ron.journal.") && told.contains("kept as"), "record {record}: {told}");
        let kept = names(folder.path()).into_iter().find(|name| name.starts_with("shops.ron.journal.")).unwrap();
        assert!(std::fs::metadata(folder.path().join(kept)).unwrap().len() > 100);
    }
}

#[test]
fn the_first_record_after_a_save_may_be_damaged_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shops.ron");
    saved(&path);
    let safe = safe(folder.path());
    let version = store::version_of(&path).unwrap();
    let start = safe.start(&store::load(&path).unwrap(), Some(&path), Some(&store::FileHash::of(b"before")), 1);
    let edit = |text| journal::Entry::Edit { edit: question(text), goes_on: false };
    let noted = journal::Entry::Saved { path: path.display().to_string(), version, upto: 1 };
    let journal = store::journal_path(&path);
    let records = [edit("one"), noted, edit("two"), edit("three")];
    drop(journal::OpenJournal::create(store::real_disk(), &journal, start, &records).unwrap());
    damage(&journal, 3);
    let found = open_notebook(&path, &safe, IfHeld::ReadOnly).unwrap();
    assert!(found.notes.iter().any(|note| note.contains("kept as")), "{:?}", found.notes);
    let names = names(folder.path());
    assert!(names.iter().any(|name| name.starts_with("shops.ron.journal.damaged")), "{names:?}");
    assert_eq!(kept_journals(&safe, Some(&path))[0].edits, 2);
}

#[test]
fn edits_after_the_damage_can_be_had_from_the_kept_journal() {
    let folder = tempfile::tempdir().unwrap();
    let path = after_a_crash(folder.path(), &["one", "two", "three"]);
    damage(&store::journal_path(&path), 2);
    let safe = safe(folder.path());
    let recovered = opened(&path, &safe);
    assert_eq!(recovered.notebook().about.question, "one");
    let kept = kept_journals(&safe, Some(&path));
    assert_eq!((kept.len(), kept[0].edits), (1, 2));
    let whole = open_kept_journal(&kept[0].path, None).unwrap();
    assert_eq!(whole.notebook.about.question, "three");
    assert!(whole.losses.iter().any(|loss| loss.contains("unreadable bytes")), "{:?}", whole.losses);
}

#[test]
fn a_journal_put_aside_opens_on_the_version_before_or_on_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = after_a_crash(folder.path(), &["one"]);
    let now = store::load(&path).unwrap();
    let mut other = Workspace::new(now.clone(), None, Clock::System);
    other.sources().add(import_text("Another program wrote this.").unwrap(), Default::default());
    store::save_over(&path, other.notebook()).unwrap();
    let safe = safe(folder.path());
    let found = open_notebook(&path, &safe, IfHeld::ReadOnly).unwrap();
    assert!(!found.notes.is_empty(), "{found:?} {:?}", names(folder.path()));
    drop(found);
    let kept = kept_journals(&safe, Some(&path));
    assert_eq!(kept.len(), 1);
    // The version that the journal builds on is the backup.
    let built = open_kept_journal(&kept[0].path, None).unwrap();
    assert_eq!((built.notebook.about.question.as_str(), built.notebook.documents.len()), ("one", 1));
    std::fs::remove_file(store::backup_path(&path)).unwrap();
    let built = open_kept_journal(&kept[0].path, None).unwrap();
    assert_eq!((built.notebook.about.question.as_str(), built.notebook.documents.len()), ("one", 2));
    assert!(built.losses[0].contains("is gone"));
}

#[test]
fn a_notebook_that_was_renamed_or_moved_after_a_crash_finds_its_journal() {
    for (to, remembers) in [("renamed.ron", false), ("deep/shops.ron", true)] {
        let folder = tempfile::tempdir().unwrap();
        let path = after_a_crash(folder.path(), &["one"]);
        let moved = folder.path().join(to);
        std::fs::create_dir_all(moved.parent().unwrap()).unwrap();
        std::fs::rename(&path, &moved).unwrap();
        let known = if remembers { vec![path.clone()] } else { Vec::new() };
        let safe = Safe { known, ..safe(folder.path()) };
        let workspace = opened(&moved, &safe);
        assert_eq!(workspace.notebook().about.question, "one", "{to}");
        assert!(store::journal_path(&moved).exists() && !store::journal_path(&path).exists());
    }
    // A copy does not take the journal of the original.
    let folder = tempfile::tempdir().unwrap();
    let path = after_a_crash(folder.path(), &["one"]);
    let copy = folder.path().join("copy.ron");
    std::fs::copy(&path, &copy).unwrap();
    assert_eq!(opened(&copy, &safe(folder.path())).notebook().about.question, "");
    assert!(store::journal_path(&path).exists());
}

#[test]
fn the_journal_of_a_window_that_lives_is_not_moved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shops.ron");
    saved(&path);
    let mut window = opened(&path, &safe(folder.path()));
    ask(&mut window, &["one"]);
    window.file().flush_journal().unwrap();
    let moved = folder.path().join("renamed.ron");
    std::fs::rename(&path, &moved).unwrap();
    assert_eq!(opened(&moved, &safe(folder.path())).notebook().about.question, "");
    assert!(store::journal_path(&path).exists());
}

#[test]
fn unsaved_work_on_a_version_that_was_replaced_is_offered_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shops.ron");
    saved(&path);
    let safe = safe(folder.path());
    let mut window = opened(&path, &safe);
    ask(&mut window, &["mine"]);
    let mut other = Workspace::new(store::load(&path).unwrap(), None, Clock::System);
    other.sources().add(import_text("Another program wrote this.").unwrap(), Default::default());
    store::save_over(&path, other.notebook()).unwrap();
    // The window has noticed the change.
    window.file_mut().keep_base_in_journal();
    window.file().flush_journal().unwrap();
    window.file_mut().leave_for_recovery();
    let mut found = open_notebook(&path, &safe, IfHeld::ReadOnly).unwrap();
    assert_eq!(found.others.len(), 1);
    let mine = Workspace::recovered(found.others.remove(0), &safe, Clock::fixed(), None);
    assert_eq!((mine.notebook().about.question.as_str(), mine.notebook().documents.len()), ("mine", 1));
    drop((found, mine));
    // A version that was not decided about is offered again at the next start.
    assert_eq!(find_untitled(&safe).0.len(), 1);
}

fn wait_until(is_so: impl Fn() -> bool) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(30) {
        if is_so() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

/// A window makes one edit, its folder is moved away, it makes two more edits, calls `and_then`, and crashes. Returns the
/// folder's new path.
fn without_its_folder(folder: &Path, and_then: impl FnOnce(&mut Workspace)) -> PathBuf {
    let home = folder.join("usb");
    std::fs::create_dir(&home).unwrap();
    let path = home.join("shops.ron");
    saved(&path);
    let safe = safe(folder);
    let mut window = opened(&path, &safe);
    ask(&mut window, &["one"]);
    window.file().flush_journal().unwrap();
    let away = folder.join("away");
    std::fs::rename(&home, &away).unwrap();
    ask(&mut window, &["two"]);
    let journals = folder.join("data/journals");
    let is_there = || journals.exists() && names(&journals).iter().any(|name| name.ends_with(".journal"));
    assert!(wait_until(is_there), "no journal among our data");
    ask(&mut window, &["three"]);
    and_then(&mut window);
    window.file().flush_journal().unwrap();
    assert_eq!(window.file().journal_problem(), None);
    window.file_mut().leave_for_recovery();
    away
}

#[test]
fn when_the_folder_is_taken_away_the_journal_goes_on_among_our_data() {
    // The folder is back, or elsewhere, with the notebook and the journal as they were: the longer journal is used.
    for back in ["usb", "usb2"] {
        let folder = tempfile::tempdir().unwrap();
        let away = without_its_folder(folder.path(), |_| {});
        let home = folder.path().join(back);
        std::fs::rename(&away, &home).unwrap();
        assert_eq!(opened(&home.join("shops.ron"), &safe(folder.path())).notebook().about.question, "three", "{back}");
    }
}

#[test]
fn the_journal_of_a_notebook_that_is_gone_for_good_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let away = without_its_folder(folder.path(), |_| {});
    std::fs::remove_dir_all(away).unwrap();
    let kept = kept_journals(&safe(folder.path()), None);
    assert_eq!(kept.iter().map(|kept| kept.edits).collect::<Vec<_>>(), [3]);
}

#[test]
fn what_was_undone_after_the_folder_had_gone_does_not_come_back_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let away = without_its_folder(folder.path(), |window| while window.undo().is_some() {});
    let home = folder.path().join("usb");
    std::fs::rename(&away, &home).unwrap();
    let found = open_notebook(&home.join("shops.ron"), &safe(folder.path()), IfHeld::ReadOnly).unwrap();
    assert!(found.recovered.is_none() && found.notes.is_empty(), "{:?}", found.notes);
}

#[test]
fn a_notebook_without_a_file_whose_lock_is_of_another_computer_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let safe = safe(folder.path());
    let mut workspace = Workspace::untitled(Workspace::empty(Clock::System).notebook().clone(), &safe, Clock::System, None);
    ask(&mut workspace, &["never saved"]);
    workspace.file().flush_journal().unwrap();
    workspace.file_mut().leave_for_recovery();
    // The computer has been renamed since.
    let renamed = Safe { holder: store::Holder { host: "renamed".into(), ..safe.holder.clone() }, ..safe.clone() };
    let journals = folder.path().join("data/journals");
    let journal = names(&journals).into_iter().find(|name| name.ends_with(".journal")).unwrap();
    let lock = store::lock_path(&journals.join(journal));
    if !lock.exists() {
        // A lock that was released in order is gone; that of a crashed program is not.
        std::fs::write(&lock, ron::to_string(&safe.holder).unwrap()).unwrap();
    }
    let (found, notes) = find_untitled(&renamed);
    assert!(found.is_empty() && notes.iter().any(|note| note.contains("is not offered")), "{notes:?}");
    std::fs::remove_file(&lock).unwrap();
    assert_eq!(find_untitled(&renamed).0.len(), 1);
}

#[test]
fn what_the_disk_did_not_confirm_is_told_until_it_does() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shops.ron");
    saved(&path);
    let fails = Arc::new(AtomicBool::new(false));
    let mut safe = safe(folder.path());
    safe.disk = Arc::new(SyncDisk::new(Arc::clone(&fails)));
    let mut window = opened(&path, &safe);
    ask(&mut window, &["one"]);
    window.file().flush_journal().unwrap();
    fails.store(true, Ordering::SeqCst);
    ask(&mut window, &["two"]);
    assert!(wait_until(|| window.file().journal_problem().is_some()), "a disk that fails is told");
    // Another edit is written, which does not prove that the disk has the previous one.
    ask(&mut window, &["three"]);
    std::thread::sleep(Duration::from_millis(1500));
    assert!(
        window.file().journal_problem().is_some_and(|problem| problem.contains("disk")),
        "{:?}",
        window.file().journal_problem()
    );
    assert_eq!(window.file().flush_journal().unwrap_err().kind(), io::ErrorKind::Other);
    fails.store(false, Ordering::SeqCst);
    assert!(wait_until(|| window.file().journal_problem().is_none()), "it works again");
    window.file().flush_journal().unwrap();
    let journal = journal::read(&std::fs::read(store::journal_path(&path)).unwrap()).unwrap();
    assert_eq!(journal.edits.len(), 3);
}

#[test]
fn names_in_a_journal_are_cut_and_made_visible() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shops.ron");
    saved(&path);
    let mut window = opened(&path, &safe(folder.path()));
    let edit = question("one");
    window.edit(Edit { name: "x\u{202e}".repeat(100_000), ..edit }).unwrap();
    window.file().flush_journal().unwrap();
    window.file_mut().leave_for_recovery();
    let found = open_notebook(&path, &safe(folder.path()), IfHeld::ReadOnly).unwrap();
    let (name, _) = found.recovered.unwrap().summary().remove(0);
    assert!(name.chars().count() < 200 && !name.contains('\u{202e}'), "{} characters", name.chars().count());
}

#[cfg(target_os = "linux")]
#[test]
fn a_copy_takes_no_journal_whatever_the_name_of_the_original() {
    use std::os::unix::ffi::OsStrExt as _;
    for name in [b"caf\xe9.ron".to_vec(), [vec![b'n'; 240], b".ron".to_vec()].concat()] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(std::ffi::OsStr::from_bytes(&name));
        saved(&path);
        let mut window = opened(&path, &safe(folder.path()));
        ask(&mut window, &["of the original"]);
        window.file().flush_journal().unwrap();
        window.file_mut().leave_for_recovery();
        let copy = folder.path().join("copy.ron");
        std::fs::copy(&path, &copy).unwrap();
        assert_eq!(opened(&copy, &safe(folder.path())).notebook().about.question, "");
        assert_eq!(opened(&path, &safe(folder.path())).notebook().about.question, "of the original");
    }
}
