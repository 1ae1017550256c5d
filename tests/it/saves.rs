//! Saving when the disk refuses: the old file stays, the message says what happened, and no edit is lost.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use claimbook::notebook::Notebook;
use claimbook::store::{self, SaveError};
use claimbook::workspace::{Clock, IfHeld, Progress, Safe, Workspace, import_text, open_notebook};
use common::disks::FaultyDisk;

use crate::common;

fn notebook(words: &str) -> Notebook {
    let mut workspace = Workspace::empty(Clock::fixed());
    workspace.sources().add(import_text(words).unwrap(), Default::default());
    workspace.notebook().clone()
}

fn safe(folder: &Path, disk: Option<FaultyDisk>) -> Safe {
    let mut safe = Safe::new(Some(folder.join("data")), 1);
    if let Some(disk) = disk {
        safe.disk = Arc::new(disk);
    }
    safe
}

fn opened(path: &Path, safe: &Safe) -> Workspace {
    let opened = open_notebook(path, safe, IfHeld::ReadOnly).unwrap();
    assert!(opened.notes.is_empty(), "{:?}", opened.notes);
    Workspace::opened(opened, safe, Clock::System, None)
}

fn add_two_claims(workspace: &mut Workspace) {
    let document = workspace.notebook().documents.at(0).unwrap().id;
    workspace.claims().make(document, (0, 9).into()).unwrap();
    workspace.claims().make(document, (4, 20).into()).unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name != "data")
        .collect();
    names.sort();
    names
}

/// Saves while the operation with a given number fails; returns the number of operations and whether the save failed.
fn save_with_fault(fail_at: usize, for_ever: bool, kind: io::ErrorKind) -> (usize, bool) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shops.ron");
    store::save_over(&path, &notebook("Ninety shops stand abroad today.")).unwrap();
    store::save_over(&path, &notebook("Ninety shops stand abroad today, they say.")).unwrap();
    let (before, backup) = (std::fs::read(&path).unwrap(), std::fs::read(store::backup_path(&path)).unwrap());

    let disk = FaultyDisk::new(fail_at, for_ever, kind);
    let mut workspace = opened(&path, &safe(folder.path(), Some(disk.clone())));
    add_two_claims(&mut workspace);
    workspace.file().flush_journal().unwrap();
    let saved = workspace.notebook().clone();
    let task = workspace.file().save_task(path.clone());
    // Made while the save runs: this claim is in the journal alone.
    let document = saved.documents.at(0).unwrap().id;
    workspace.claims().make(document, (7, 18).into()).unwrap();
    workspace.file().flush_journal().unwrap();
    let wanted = workspace.notebook().clone();
    // The disk fails only now: for the save, and for the journal's part in it.
    let disk = disk.arm();
    let result = task.run(&Progress::default());
    let told = format!("operation {fail_at} of {}, {kind:?}, for ever: {for_ever}: {result:?}", disk.count());
    let failed = result.is_err();
    let after = std::fs::read(&path).unwrap();
    let kept = std::fs::read(store::backup_path(&path)).unwrap();
    match &result {
        Err(error @ SaveError::Failed { .. }) => {
            let message = error.to_string();
            assert!(message.contains("shops.ron") && message.contains("Nothing was overwritten"), "{told}: {message}");
            assert_eq!(after, before, "{told}: the old file is untouched");
            assert!(kept == backup || kept == before, "{told}: .bak is a good version");
        }
        Err(other) => panic!("{told}: {other}"),
        Ok(_) => {
            assert_eq!(store::load(&path).unwrap(), saved, "{told}");
            assert_eq!(kept, before, "{told}: .bak is the version before");
        }
    }
    if !for_ever {
        assert!(names(folder.path()).iter().all(|name| !name.ends_with(".claimbook-tmp")), "{told}: {:?}", names(folder.path()));
    }
    // The program crashes now: whatever the save did, everything is there at the next start.
    drop(workspace);
    let again = opened(&path, &safe(folder.path(), None));
    assert_eq!(*again.notebook(), wanted, "{told}");
    (disk.count(), failed)
}

#[test]
fn whatever_fails_in_a_save_nothing_is_lost() {
    let (steps, failed) = save_with_fault(usize::MAX, false, io::ErrorKind::StorageFull);
    assert!(!failed && steps >= 8, "a save takes {steps} operations");
    let kinds =
        [io::ErrorKind::StorageFull, io::ErrorKind::Other, io::ErrorKind::PermissionDenied, io::ErrorKind::ReadOnlyFilesystem];
    let mut failures = 0;
    for fail_at in 0..steps {
        for kind in kinds {
            for for_ever in [false, true] {
                failures += usize::from(save_with_fault(fail_at, for_ever, kind).1);
            }
        }
    }
    // Reading the old file, writing, setting permissions, syncing and renaming must make the save fail. What follows the
    // renaming need not, nor the link for the backup, which falls back to a copy.
    assert!(failures >= 8 * 8, "{failures} of {} saves failed", steps * 8);
    println!("{steps} operations in a save; {failures} of {} faults made it fail; none cost anything", steps * 8);
}

#[test]
fn a_journal_that_cannot_be_written_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shops.ron");
    store::save_over(&path, &notebook("Ninety shops stand abroad today.")).unwrap();
    // Every journal write fails, and this is reported.
    let bad = safe(folder.path(), Some(FaultyDisk::new(0, true, io::ErrorKind::StorageFull).arm()));
    let mut workspace =
        Workspace::opened(open_notebook(&path, &safe(folder.path(), None), IfHeld::ReadOnly).unwrap(), &bad, Clock::System, None);
    add_two_claims(&mut workspace);
    assert!(workspace.file().flush_journal().is_err());
    let problem = workspace.file().journal_problem().unwrap();
    assert!(problem.contains("the disk is full"), "{problem}");
}

#[test]
fn a_save_goes_through_when_its_notebook_is_let_go_of() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shops.ron");
    store::save_over(&path, &notebook("Ninety shops stand abroad today.")).unwrap();
    let mut workspace = opened(&path, &safe(folder.path(), None));
    add_two_claims(&mut workspace);
    let (task, wanted) = (workspace.file().save_task(path.clone()), workspace.notebook().clone());
    workspace.file_mut().let_go();
    task.run(&Progress::default()).unwrap();
    assert_eq!(store::load(&path).unwrap(), wanted);
}

#[test]
fn a_journal_that_nobody_asked_about_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("shops.ron"), folder.path().join("other.ron"));
    store::save_over(&path, &notebook("Ninety shops stand abroad today.")).unwrap();
    std::fs::write(store::journal_path(&other), "somebody's edits").unwrap();
    let mut workspace = opened(&path, &safe(folder.path(), None));
    let step = workspace.history().step();
    let done = workspace.file().save_task(other.clone()).run(&Progress::default()).unwrap();
    workspace.file_mut().mark_saved(done, step);
    add_two_claims(&mut workspace);
    workspace.file().flush_journal().unwrap();
    assert_eq!(std::fs::read_to_string(folder.path().join("other.ron.journal.aside")).unwrap(), "somebody's edits");
}

#[test]
fn what_is_saved_over_is_only_what_was_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shops.ron");
    store::save_over(&path, &notebook("Ninety shops stand abroad today.")).unwrap();
    let mut workspace = opened(&path, &safe(folder.path(), None));
    add_two_claims(&mut workspace);
    let theirs = "somebody else's work";
    std::fs::write(&path, theirs).unwrap();
    let result = workspace.file().save_task(path.clone()).run(&Progress::default());
    assert!(matches!(result, Err(SaveError::Changed { .. })), "{result:?}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), theirs);
    // A path that the user chose is overwritten, but a file there that is not a notebook is kept.
    let elsewhere = folder.path().join("other.ron");
    std::fs::write(&elsewhere, theirs).unwrap();
    workspace.file().save_task(elsewhere.clone()).run(&Progress::default()).unwrap();
    assert_eq!(std::fs::read_to_string(folder.path().join("other.ron.damaged")).unwrap(), theirs);
}

#[cfg(unix)]
#[test]
fn a_link_and_permissions_survive_a_save_and_the_journal_stands_beside_the_target() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("real");
    std::fs::create_dir(&real).unwrap();
    let (path, link) = (real.join("shops.ron"), folder.path().join("link.ron"));
    store::save_over(&path, &notebook("Ninety shops stand abroad today.")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&path, &link).unwrap();
    let mut workspace = opened(&link, &safe(folder.path(), None));
    add_two_claims(&mut workspace);
    workspace.file().flush_journal().unwrap();
    assert_eq!(names(&real), ["shops.ron", "shops.ron.journal", "shops.ron.lock"]);
    workspace.file().save_task(link.clone()).run(&Progress::default()).unwrap();
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(names(&real), ["shops.ron", "shops.ron.bak", "shops.ron.lock"], "a save empties the journal");
    workspace.file_mut().let_go();
    assert_eq!(names(&real), ["shops.ron", "shops.ron.bak"]);
}

/// A separate disk that is too small, if the machine lets us mount one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: &Path, kilobytes: u32) -> Option<Self> {
        let options = format!("size={kilobytes}k");
        let done = std::process::Command::new("mount").args(["-t", "tmpfs", "-o", &options, "claimbook-test"]).arg(at).output();
        done.is_ok_and(|output| output.status.success()).then(|| Self(at.to_owned()))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        std::process::Command::new("umount").arg("-l").arg(&self.0).output().ok();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_really_full_costs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().join("small");
    std::fs::create_dir(&at).unwrap();
    let Some(_disk) = SmallDisk::mount(&at, 200) else {
        println!("not tried: this machine lets nobody mount a disk");
        return;
    };
    let path = at.join("shops.ron");
    store::save_over(&path, &notebook("Ninety shops stand abroad today.")).unwrap();
    let before = std::fs::read(&path).unwrap();
    let safe = safe(folder.path(), None);
    let mut workspace = opened(&path, &safe);
    add_two_claims(&mut workspace);
    workspace.file().flush_journal().unwrap();
    // Now the disk is full to the last byte.
    std::fs::write(at.join("filler"), vec![b'x'; 1 << 20]).unwrap_err();
    // More edits than the journal can take there: it continues in our data folder, where there is room.
    let long = "Words that need room on the disk. ".repeat(4_000);
    workspace.sources().add(import_text(&long).unwrap(), Default::default());
    workspace.file().flush_journal().unwrap();
    assert_eq!(workspace.file().journal_problem(), None);
    assert_eq!(std::fs::read_dir(folder.path().join("data/journals")).unwrap().count(), 2, "a journal and its lock");
    let error = workspace.file().save_task(path.clone()).run(&Progress::default()).unwrap_err().to_string();
    assert!(error.contains("the disk is full") && error.contains("shops.ron"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    // There is room elsewhere.
    let elsewhere = folder.path().join("shops.ron");
    let wanted = workspace.notebook().clone();
    store::save_over(&elsewhere, workspace.notebook()).unwrap();
    assert_eq!(store::load(&elsewhere).unwrap(), wanted);
    // With room again, the next start has all edits.
    std::fs::remove_file(at.join("filler")).unwrap();
    drop(workspace);
    assert_eq!(*opened(&path, &safe).notebook(), wanted);
}
