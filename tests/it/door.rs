//! Every change of a notebook goes through one door, even with several commands at once, an open window, or a crash before.

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use claimbook::notebook::{About, Change, Edit, Notebook};
use claimbook::store::{self, Holder};
use claimbook::workspace::{Clock, Door, IfHeld, Safe, Workspace, import_text, open_notebook};

fn claimbook(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_claimbook"));
    command.env("CLAIMBOOK_CONFIG_DIR", folder.join("config")).current_dir(folder).stdin(Stdio::null());
    command
}

fn import(folder: &Path, source: &str, wait: u32) -> Command {
    std::fs::write(folder.join(source), format!("The group runs ninety shops abroad, says {source}.")).unwrap();
    let mut command = claimbook(folder);
    command.args(["import", source, "-n", "case.ron", "--wait", &wait.to_string()]);
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn titles(path: &Path) -> Vec<String> {
    let mut titles: Vec<String> =
        store::load(path).unwrap().documents.iter().map(|document| document.details.file_name.clone()).collect();
    titles.sort();
    titles
}

fn question(text: &str) -> Edit {
    Edit::new("edit question").with(Change::About(About { question: text.to_owned(), ..About::default() }))
}

#[test]
fn imports_started_together_add_all_their_sources() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> = (0..6).map(|number| format!("{number}.txt")).collect();
    let children: Vec<_> = names.iter().map(|name| import(folder.path(), name, 60).spawn().unwrap()).collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert_eq!(titles(&folder.path().join("case.ron")), names);
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("lock")), "{left:?}");
}

#[test]
fn a_notebook_that_is_open_is_waited_for_and_its_holder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.ron");
    assert!(import(folder.path(), "a.txt", 10).status().unwrap().success());
    let before = std::fs::read(&path).unwrap();
    let held = store::lock(&path, &Holder { user: "ada".into(), ..Holder::this(5) }).unwrap();
    let output = import(folder.path(), "b.txt", 0).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("ada") && said(&output).contains("case.ron"), "{}", said(&output));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    // A command waits for a holder that lets go in time.
    let child = import(folder.path(), "b.txt", 60).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    drop(held);
    assert!(child.wait_with_output().unwrap().status.success());
    assert_eq!(titles(&path), ["a.txt", "b.txt"]);
}

#[test]
fn what_a_window_saved_while_an_import_read_is_still_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.ron");
    assert!(import(folder.path(), "a.txt", 10).status().unwrap().success());
    let safe = Safe::new(Some(folder.path().join("data")), 1);
    let door = Door { path: path.clone(), safe: safe.clone(), wait: Duration::from_secs(60) };
    door.try_first().unwrap();
    // The import has looked at the notebook and is reading now; a window opens, adds a source and closes.
    let mut window = Workspace::opened(open_notebook(&path, &safe, IfHeld::ReadOnly).unwrap(), &safe, Clock::System, None);
    window.sources().add(import_text("Added by the window.").unwrap(), Default::default());
    let done = window.file().save_task(path.clone()).run(&Default::default()).unwrap();
    let step = window.history().step();
    window.file_mut().mark_saved(done, step);
    window.file_mut().let_go();
    drop(window);
    door.change(Clock::System, |workspace| workspace.sources().add(import_text("Imported.").unwrap(), Default::default()))
        .unwrap();
    assert_eq!(store::load(&path).unwrap().documents.len(), 3);
}

#[test]
fn unsaved_work_of_a_crash_is_in_what_an_import_saves() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.ron");
    assert!(import(folder.path(), "a.txt", 10).status().unwrap().success());
    let safe = Safe::new(Some(folder.path().join("config")), 1);
    let mut window = Workspace::opened(open_notebook(&path, &safe, IfHeld::ReadOnly).unwrap(), &safe, Clock::System, None);
    window.edit(question("How many shops?")).unwrap();
    window.file().flush_journal().unwrap();
    window.file_mut().leave_for_recovery();
    drop(window);
    assert!(store::journal_path(&path).exists());
    // Commands that only read report that there is more.
    for job in ["claims", "check"] {
        let output = claimbook(folder.path()).args([job, "case.ron"]).output().unwrap();
        assert!(output.status.success() && said(&output).contains("contains 1 unsaved edit;"), "{}", said(&output));
    }
    let output = import(folder.path(), "b.txt", 10).output().unwrap();
    assert!(output.status.success() && said(&output).contains("unsaved work (1 step)"), "{}", said(&output));
    let notebook = store::load(&path).unwrap();
    assert_eq!((notebook.about.question.as_str(), notebook.documents.len()), ("How many shops?", 2));
    assert!(!store::journal_path(&path).exists());
}

/// A file name is a sequence of bytes: those from an old archive may not be in any encoding used today.
#[cfg(unix)]
#[test]
fn a_source_may_have_any_name_that_the_disk_allows() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = tempfile::tempdir().unwrap();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.txt");
    if std::fs::write(folder.path().join(name), "The group has 90 shops.").is_err() {
        return eprintln!("this disk takes no such name");
    }
    let mut command = claimbook(folder.path());
    let output = command.arg("import").arg(name).args(["-n", "case.ron"]).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(store::load(&folder.path().join("case.ron")).unwrap().documents.len(), 1);
}

#[test]
fn a_file_that_came_in_the_meantime_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.ron");
    let door = Door { path: path.clone(), safe: Safe::new(None, 1), wait: Duration::from_secs(1) };
    let error = door.change(Clock::System, |_| std::fs::write(&path, "a letter").unwrap()).unwrap_err().to_string();
    assert!(error.contains("already exists"), "{error}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "a letter");
    // And a file that is not a notebook is never taken for an empty one.
    assert!(door.try_first().is_err() && door.change(Clock::System, |_| ()).is_err());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "a letter");
}

#[test]
fn a_repaired_notebook_never_replaces_anything() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("damaged.ron"), &std::fs::read("saves/xiaomi-overseas.ron").unwrap()[..60_000]).unwrap();
    std::fs::write(folder.path().join("there.ron"), "mine").unwrap();
    let output = claimbook(folder.path()).args(["repair", "damaged.ron", "-o", "there.ron"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(folder.path().join("there.ron")).unwrap(), "mine");
}

/// Runs a command to its end, and fails if it takes too long.
#[cfg(unix)]
fn ends(command: &mut Command) -> Output {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("{command:?} hangs");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.wait_with_output().unwrap()
}

#[cfg(unix)]
fn pipe(path: &Path) {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
}

#[cfg(unix)]
#[test]
fn no_command_waits_for_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let example = std::path::absolute("saves/xiaomi-overseas.ron").unwrap();
    for name in ["pipe.ron", "pipe.txt", "case.ron.lock", "journal.ron.journal"] {
        pipe(&at(name));
    }
    std::fs::copy(&example, at("case.ron")).unwrap();
    std::fs::copy(&example, at("journal.ron")).unwrap();
    std::fs::write(at("a.txt"), "Ninety shops stand abroad.").unwrap();
    let commands: [&[&str]; 11] = [
        &["check", "pipe.ron"],
        &["claims", "pipe.ron"],
        &["repair", "pipe.ron", "-o", "new.ron"],
        &["forecast", "pipe.ron"],
        &["chart", "pipe.ron"],
        &["shot", "pipe.ron", "out.png"],
        &["read", "pipe.txt"],
        &["text", "pipe.txt"],
        &["import", "pipe.txt", "-n", "new.ron"],
        &["import", "a.txt", "-n", "pipe.ron"],
        &["import", "a.txt", "-n", "case.ron", "--wait", "0"],
    ];
    for arguments in commands {
        let output = ends(claimbook(folder.path()).args(arguments));
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let all = said(&output) + &String::from_utf8_lossy(&output.stdout);
        assert!(all.contains("it is a pipe"), "{arguments:?}: {all}");
    }
    // A pipe instead of a journal does not block anything.
    assert!(ends(claimbook(folder.path()).args(["import", "a.txt", "-n", "journal.ron"])).status.success());
    assert_eq!(store::load(&at("journal.ron")).unwrap().documents.len(), store::load(&example).unwrap().documents.len() + 1);
}

#[cfg(unix)]
#[test]
fn links_lead_nothing_of_ours_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("victim"), "kept").unwrap();
    let page = "<html><head><title>Boats</title></head><body><p>The two new boats were delivered in October, they said.</p></body></html>";
    std::fs::write(at("a.html"), page).unwrap();
    let hash = claimbook::notebook::bytes_hash(page.as_bytes());
    std::fs::create_dir(at("case.ron.originals")).unwrap();
    let link = |name: &str| std::os::unix::fs::symlink(at("victim"), at(name)).unwrap();
    link(&format!("case.ron.originals/{hash}.html"));
    link("case.ron.bak");
    link("case.ron.journal");
    // A link instead of an original is neither followed nor replaced: the source is added, or the reason why not is reported.
    let output = ends(claimbook(folder.path()).args(["import", "a.html", "-n", "case.ron"]));
    let output = (said(&output), output.status.success());
    assert_eq!(std::fs::read_to_string(at("victim")).unwrap(), "kept", "{output:?}");
    link("other.ron.lock");
    let refused = ends(claimbook(folder.path()).args(["import", "a.html", "-n", "other.ron"]));
    assert!(!refused.status.success() && said(&refused).contains("symbolic link"), "{}", said(&refused));
    assert_eq!(std::fs::read_to_string(at("victim")).unwrap(), "kept");
}

#[cfg(unix)]
#[test]
fn a_picture_can_be_written_into_a_pipe_and_a_device_stays_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out");
    pipe(&path);
    let example = std::path::absolute("saves/xiaomi-overseas.ron").unwrap();
    let reader = std::thread::spawn({
        let path = path.clone();
        move || std::fs::read(path).unwrap()
    });
    let shot = |out: &Path| ends(claimbook(folder.path()).arg("shot").arg(&example).arg(out));
    // The reader may not have opened the pipe yet.
    let written = (0..20).any(|_| shot(&path).status.success());
    assert!(written && reader.join().unwrap().starts_with(b"\x89PNG"));
    assert!(shot(Path::new("/dev/null")).status.success());
    use std::os::unix::fs::FileTypeExt as _;
    assert!(std::fs::metadata("/dev/null").unwrap().file_type().is_char_device());
}

/// A window of another account: its lock can be read but not written.
#[cfg(unix)]
#[test]
fn a_lock_of_another_account_counts() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;
    if !rustix::process::geteuid().is_root() {
        eprintln!("not shown here: only root can become another account");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.ron");
    assert!(import(folder.path(), "a.txt", 10).status().unwrap().success());
    // The other account may write to the notebook's folder.
    let open = |path: &Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    open(folder.path(), 0o777);
    open(&path, 0o666);
    open(&folder.path().join("config"), 0o777);
    let program = folder.path().join("claimbook");
    std::fs::copy(env!("CARGO_BIN_EXE_claimbook"), &program).unwrap();
    open(&program, 0o755);
    let as_nobody = || {
        let mut command = Command::new(&program);
        command.env("CLAIMBOOK_CONFIG_DIR", folder.path().join("nobody")).current_dir(folder.path()).uid(65534).gid(65534);
        command.args(["import", "a.txt", "-n", "case.ron", "--wait", "0"]);
        ends(&mut command)
    };
    for mode in [0o644, 0o600] {
        let held = store::lock(&path, &Holder::this(5)).unwrap();
        open(&store::lock_path(&path), mode);
        let output = as_nobody();
        assert_eq!(output.status.code(), Some(1), "{}", said(&output));
        let told = said(&output);
        assert!(told.contains("is already in use") || told.contains("may be open elsewhere"), "{told}");
        drop(held);
    }
    // A lock that nobody holds is not an obstacle, whoever created it.
    std::fs::write(store::lock_path(&path), "").unwrap();
    open(&store::lock_path(&path), 0o644);
    assert!(as_nobody().status.success());
}

#[test]
fn a_new_notebook_is_made_with_its_lock() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.ron");
    let door = Door { path: path.clone(), safe: Safe::new(None, 1), wait: Duration::ZERO };
    let held = store::lock(&path, &Holder::this(5)).unwrap();
    assert!(door.change(Clock::System, |_| ()).is_err() && !path.exists());
    drop(held);
    door.change(Clock::System, |_| ()).unwrap();
    assert_eq!(store::load(&path).unwrap(), Notebook::new(store::load(&path).unwrap().id));
}

#[test]
fn a_lock_of_another_program_and_one_with_a_second_name_are_left_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("a.md"), "Ninety shops stand abroad.").unwrap();
    std::fs::copy("saves/xiaomi-overseas.ron", path("Cargo")).unwrap();
    std::fs::write(path("Cargo.lock"), "# by another program\n").unwrap();
    std::fs::copy("saves/xiaomi-overseas.ron", path("b.ron")).unwrap();
    std::fs::write(path("precious"), "").unwrap();
    std::fs::hard_link(path("precious"), path("b.ron.lock")).unwrap();
    for (notebook, lock) in [("Cargo", "Cargo.lock"), ("b.ron", "precious")] {
        let before = std::fs::read(path(lock)).unwrap();
        let output = claimbook(folder.path()).args(["import", "-n", notebook, "--wait", "0", "a.md"]).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{notebook}: {}", said(&output));
        assert!(said(&output).contains("another program"), "{}", said(&output));
        assert_eq!(std::fs::read(path(lock)).unwrap(), before, "{lock}");
    }
    // Nor is a lock removed that another process has created in the meantime.
    let guarded = path("c.ron");
    let mine = claimbook::store::lock(&guarded, &claimbook::store::Holder::this(1)).unwrap();
    std::fs::remove_file(path("c.ron.lock")).unwrap();
    std::fs::write(path("c.ron.lock"), "").unwrap();
    drop(mine);
    assert!(path("c.ron.lock").exists());
}

#[test]
fn what_is_drawn_takes_the_place_of_no_notebook_and_of_nothing_beside_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for name in ["a.ron", "b.ron", "b.ron.bak", "named-otherwise.png"] {
        std::fs::copy("saves/xiaomi-overseas.ron", path(name)).unwrap();
    }
    let others = ["b.ron.lock", "b.ron.journal", "report.docx", "mine.txt"];
    for name in others {
        std::fs::write(path(name), "precious").unwrap();
    }
    std::fs::write(path("journal.csv"), "claimbook-journal 2\nprecious").unwrap();
    for (link, to) in [("own.svg", "a.ron"), ("o.png", "mine.txt"), ("o.svg", "b.ron"), ("o.csv", "b.ron.journal")] {
        std::os::unix::fs::symlink(to, path(link)).unwrap();
    }
    let before = || -> Vec<_> {
        let mut all: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        all.sort();
        all.retain(|path| path.is_file());
        all.into_iter().map(|path| (std::fs::read(&path).unwrap(), path)).collect()
    };
    let sound = before();
    let drawn = |arguments: &[&str]| claimbook(folder.path()).args(arguments).output().unwrap();
    for out in ["a.ron", "b.ron", "b.ron.bak", "b.ron.lock", "b.ron.journal", "report.docx", "o.png", "named-otherwise.png"] {
        let output = drawn(&["shot", "a.ron", out]);
        assert_eq!(output.status.code(), Some(1), "{out}: {}", said(&output));
        assert!(said(&output).contains(out), "{out}: {}", said(&output));
    }
    for out in ["own.svg", "o.svg", "o.csv", "journal.csv"] {
        let output = drawn(&["chart", "a.ron", "--name", "All series", "-o", out]);
        assert_eq!(output.status.code(), Some(1), "{out}: {}", said(&output));
    }
    assert_eq!(before(), sound);
    // A chart file that Claimbook wrote may be overwritten.
    for _ in 0..2 {
        let output = drawn(&["chart", "a.ron", "--name", "All series", "-o", "chart.svg"]);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }
}

#[test]
fn an_import_of_nothing_makes_no_notebook_and_none_becomes_its_own_source() {
    let folder = tempfile::tempdir().unwrap();
    let output = claimbook(folder.path()).args(["import", "-n", "new.ron", "nosuch.md"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(!folder.path().join("new.ron").exists());
    std::fs::copy("saves/xiaomi-overseas.ron", folder.path().join("a.ron")).unwrap();
    let before = std::fs::read(folder.path().join("a.ron")).unwrap();
    let output = claimbook(folder.path()).args(["import", "-n", "a.ron", "./a.ron"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("itself"), "{}", said(&output));
    assert_eq!(std::fs::read(folder.path().join("a.ron")).unwrap(), before);
}
